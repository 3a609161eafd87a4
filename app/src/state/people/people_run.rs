//! The run of a plan about people: the accounts are changed on every connection at the same
//! time, every connection is read again, and what was done and read back is put on record.
//! People who leave are put on record as departed.
//!
//! It belongs to the page as a whole: leaving the page that shows it does not end it.

use super::PeopleStore;
use crate::api::transport::is_sign_in;
use crate::browser::events::on_window;
use crate::browser::reactive::{owner_below_root, wait_until};
use crate::browser::task::{in_slices, spawn};
use crate::browser::time;
use crate::messages::Problem;
use crate::state::approvals::Clearance;
use crate::state::user_store::{TrackedRun, UserStore};
use leptos::prelude::*;
use roster::people::{PeoplePlan, PeopleReceipt, Purpose, RunEnd};
use roster::{CallError, TransportError};
use serde_json::value::RawValue;
use std::cell::RefCell;
use std::rc::Rc;
use wire::console::people::NewReceipt;
use wire::console::reviews::MAX_TOGETHER;

/// How many receipts are stored at the same time.
const AT_ONCE: usize = 6;

/// How many receipts are made between two looks at the clock.
const RECEIPTS_MADE: usize = 20;

/// A plan about people that is carried out, and how far that is.
pub(crate) struct PeopleRun {
    pub(crate) plan: PeoplePlan,
    /// One for each part of the plan, in that order.
    pub(crate) runs: Vec<Rc<TrackedRun>>,
    /// How far it is.
    pub(crate) phase: ArcRwSignal<RunPhase>,
    /// Changes when a receipt is there, or was stored.
    pub(crate) filed: ArcRwSignal<()>,
    /// The ID of the access review that the plan is of, if it is of one.
    pub(crate) review: Option<String>,
    receipts: RefCell<Vec<FiledReceipt>>,
    /// Whether the receipts are attached to the review, or why not; nothing while that was
    /// not tried.
    attached: RefCell<Option<Result<(), Problem>>>,
    /// Whether the connections that could not be read again are left unread.
    is_unread: ArcRwSignal<bool>,
}

/// How far a run is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum RunPhase {
    /// The changes are being made.
    Running,
    /// Every connection is being read again.
    ReadingBack,
    /// Nothing can be read, as there is no session: it goes on once there is one.
    Interrupted,
    /// The receipts are being stored.
    Filing,
    /// It has ended.
    Ended,
}

/// The receipt of one person, and what became of it.
#[derive(Clone)]
pub(crate) struct FiledReceipt {
    pub(crate) receipt: Rc<PeopleReceipt>,
    /// Its ID on the server, or why it is not stored there; nothing before that is known.
    pub(crate) stored: Option<Result<String, Problem>>,
    /// Whether the person is on record as departed, or why not; nothing while that was not
    /// tried.
    pub(crate) departed: Option<Result<(), Problem>>,
}

impl FiledReceipt {
    fn new(receipt: PeopleReceipt) -> Self {
        Self {
            receipt: Rc::new(receipt),
            stored: None,
            departed: None,
        }
    }
}

/// Whether the users of a connection could not be loaded because there is no session, or
/// because something in front of the server answered in its place. Reactive.
fn lacks_session(store: &UserStore) -> bool {
    let is_cause = |error: CallError| match error {
        CallError::Transport(TransportError::Gateway { status, .. }) => status == 401,
        CallError::Transport(TransportError::Intercepted { status, .. }) => is_sign_in(status),
        _ => false,
    };
    store.load_state().has_failed() && store.failure().is_some_and(is_cause)
}

impl PeopleRun {
    /// The receipts, one for each person; none before everything was read back.
    pub(crate) fn receipts(&self) -> Vec<FiledReceipt> {
        self.receipts.borrow().clone()
    }

    /// Whether it has ended. Reactive.
    pub(crate) fn is_over(&self) -> bool {
        self.phase.get() == RunPhase::Ended
    }

    /// Whether every receipt is stored on the server, and attached to the access review
    /// that the plan is of.
    pub(crate) fn is_stored(&self) -> bool {
        let is_stored = |one: &FiledReceipt| matches!(one.stored, Some(Ok(_)));
        let is_attached = self.review.is_none() || matches!(self.attached(), Some(Ok(())));
        is_attached && self.receipts.borrow().iter().all(is_stored)
    }

    /// Whether the receipts are attached to the access review, or why not; nothing while
    /// that was not tried.
    pub(crate) fn attached(&self) -> Option<Result<(), Problem>> {
        self.attached.borrow().clone()
    }

    /// Goes on without the connections that cannot be read, as there is no session. Nothing
    /// on them is verified then.
    pub(crate) fn skip_unread(&self) {
        self.is_unread.set(true);
    }

    /// Stops what has not begun. What has is completed, and everything is read back.
    pub(crate) fn cancel(&self) {
        for run in &self.runs {
            run.execution.cancel();
        }
    }

    fn set_phase(&self, phase: RunPhase) {
        self.phase.set(phase);
    }

    fn update(&self, at: usize, change: impl FnOnce(&mut FiledReceipt)) {
        if let Some(one) = self.receipts.borrow_mut().get_mut(at) {
            change(one);
        }
        self.filed.set(());
    }
}

impl PeopleStore {
    /// The plan that is carried out just now, or was last. Reactive.
    pub(crate) fn current_run(self) -> Option<Rc<PeopleRun>> {
        self.parts().run.get()
    }

    /// Forgets the one that was carried out last.
    pub(crate) fn forget_run(self) {
        self.parts().run.set(None);
    }

    /// Carries `plan` out, which has just been made and for which no approval is missing,
    /// reads every connection again and puts on record what was done. One at a time. `review`
    /// is the ID of the access review that the plan is of, if it is of one.
    pub(crate) fn run_plan(self, plan: PeoplePlan, clearance: Clearance, review: Option<String>) {
        let is_under_way = self
            .parts()
            .run
            .with_untracked(|run| run.as_ref().is_some_and(|one| !untrack(|| one.is_over())));
        if is_under_way {
            return;
        }
        let stores = self.user_stores_now();
        let parts = plan.parts.iter();
        let runs = parts.filter_map(|part| {
            let store = stores.get(part.connection)?;
            Some(store.start(part.plan.clone(), clearance, Box::new(|_| {})))
        });
        let run = Rc::new(PeopleRun {
            runs: runs.collect(),
            phase: ArcRwSignal::new(RunPhase::Running),
            filed: ArcRwSignal::new(()),
            review,
            receipts: RefCell::default(),
            attached: RefCell::default(),
            is_unread: ArcRwSignal::new(false),
            plan,
        });
        self.parts().run.set(Some(run.clone()));
        spawn(self.carry_out(run));
    }

    async fn carry_out(self, run: Rc<PeopleRun>) {
        // What is not on record yet would be lost with the page.
        let guard = owner_below_root();
        guard.with(|| on_window("beforeunload", |event| event.prevent_default()));
        let started = time::now_rfc3339();
        // Someone else may be signed in by the end.
        let me = self.me();
        let runs: Vec<_> = run.runs.iter().map(|one| one.over.clone()).collect();
        wait_until(move || runs.iter().all(Get::get)).await;
        self.read_back(&run).await;
        run.set_phase(RunPhase::Filing);
        let end = RunEnd {
            by: me.as_deref(),
            started: &started,
            ended: &time::now_rfc3339(),
        };
        run.receipts.replace(self.receipts_of(&run, end).await);
        run.filed.set(());
        self.file(&run).await;
        run.set_phase(RunPhase::Ended);
        wait_until(move || {
            run.filed.track();
            let is_kept = |last: Rc<PeopleRun>| Rc::ptr_eq(&last, &run);
            run.is_stored() || !self.current_run().is_some_and(is_kept)
        })
        .await;
        guard.cleanup();
    }

    /// The receipts of everyone in the plan. In slices: they may be a thousand.
    async fn receipts_of(self, run: &PeopleRun, end: RunEnd<'_>) -> Vec<FiledReceipt> {
        let runs: Vec<_> = run.runs.iter().map(|one| &one.execution).collect();
        let count = run.plan.people.len();
        let mut receipts = Vec::with_capacity(count);
        let mut places = 0..count;
        in_slices(|| {
            self.read(|people, lists| {
                let some = places.by_ref().take(RECEIPTS_MADE);
                let made = some
                    .filter_map(|at| PeopleReceipt::of(&run.plan, at, &runs, people, lists, end));
                receipts.extend(made.map(FiledReceipt::new));
            });
            !places.is_empty()
        })
        .await;
        receipts
    }

    /// Reads every connection again. Without a session nothing can be read, and so nothing
    /// is known of what was done: it waits for a session, unless the administrator chooses to
    /// continue without reading.
    async fn read_back(self, run: &PeopleRun) {
        run.set_phase(RunPhase::ReadingBack);
        self.load_users_again().await;
        let stores = self.user_stores_now();
        if !untrack(|| stores.iter().any(lacks_session)) {
            return;
        }
        run.set_phase(RunPhase::Interrupted);
        let is_unread = run.is_unread.clone();
        // They are loaded again when someone signs in.
        wait_until(move || {
            let is_waiting =
                |store: &UserStore| store.load_state().is_loading() || lacks_session(store);
            is_unread.get() || !stores.iter().any(is_waiting)
        })
        .await;
        if !run.is_unread.get_untracked() {
            // So is each account that could not be read after it was changed.
            run.runs.iter().for_each(TrackedRun::verify_now);
            let runs = run.runs.clone();
            wait_until(move || !runs.iter().any(|one| one.is_verifying())).await;
        }
        self.settle().await;
    }

    /// Stores the receipts that are not stored, a few at a time.
    async fn store_all(self, run: &Rc<PeopleRun>) {
        let all = run.receipts().into_iter().enumerate();
        let unstored = all.filter(|(_, one)| !matches!(one.stored, Some(Ok(_))));
        let unstored = Rc::new(RefCell::new(unstored));
        let in_progress = ArcRwSignal::new(AT_ONCE);
        for _ in 0..AT_ONCE {
            let (run, unstored) = (run.clone(), unstored.clone());
            let in_progress = in_progress.clone();
            spawn(async move {
                loop {
                    let next = unstored.borrow_mut().next();
                    let Some((at, one)) = next else {
                        break;
                    };
                    let stored = self.store(&one.receipt).await;
                    run.update(at, |one| one.stored = Some(stored));
                }
                in_progress.update(|count| *count -= 1);
            });
        }
        wait_until(move || in_progress.get() == 0).await;
    }

    /// Stores the receipts that are not stored, and puts those who leave on record as
    /// departed, where they can sign in nowhere any more.
    async fn file(self, run: &Rc<PeopleRun>) {
        self.store_all(run).await;
        self.attach(run).await;
        if run.plan.purpose != Purpose::Leave {
            return;
        }
        let receipts = run.receipts();
        let is_due =
            |one: &FiledReceipt| one.receipt.is_proven() && !matches!(one.departed, Some(Ok(())));
        let due: Vec<usize> = (0..)
            .zip(&receipts)
            .filter(|(_, one)| is_due(one))
            .map(|(at, _)| at)
            .collect();
        self.put_on_record(run, &due).await;
    }

    /// Attaches the receipts that are stored to the access review that the plan is of.
    async fn attach(self, run: &PeopleRun) {
        let Some(review) = &run.review else {
            return;
        };
        let receipts = run.receipts().into_iter();
        let stored: Vec<String> = receipts.filter_map(|one| one.stored?.ok()).collect();
        let mut attached = Ok(());
        for part in stored.chunks(MAX_TOGETHER) {
            let api = self.parts().api;
            let answer = api.attach_receipts(review, part.to_vec()).await;
            attached = attached.and(answer.map_err(|error| error.problem));
        }
        run.attached.replace(Some(attached));
        run.filed.set(());
    }

    /// Puts the people of these receipts on record as departed.
    async fn put_on_record(self, run: &PeopleRun, due: &[usize]) {
        let receipts = run.receipts();
        let stored = due.iter().filter_map(|at| {
            let one = receipts.get(*at)?;
            let Some(Ok(id)) = &one.stored else {
                return None;
            };
            Some((*at, one.receipt.departed(Some(id))))
        });
        let (places, people): (Vec<usize>, Vec<_>) = stored.unzip();
        if people.is_empty() {
            return;
        }
        let saved = self.depart(people).await;
        for at in places {
            run.update(at, |one| one.departed = Some(saved.clone()));
        }
    }

    async fn store(self, receipt: &PeopleReceipt) -> Result<String, Problem> {
        let accounts = receipt.connections.iter().flat_map(|one| &one.accounts);
        let requests = accounts.flat_map(|account| &account.audit);
        let new = NewReceipt {
            people: vec![receipt.person.key.to_string()],
            requests: requests.map(|entry| entry.id.clone()).collect(),
            // What JSON was made of cannot be no JSON.
            body: RawValue::from_string(receipt.json()).unwrap_or_default(),
        };
        self.store_receipt(&new).await.map(|stored| stored.id)
    }

    /// Stores what could not be stored, once more.
    pub(crate) fn file_again(self, run: Rc<PeopleRun>) {
        run.set_phase(RunPhase::Filing);
        spawn(async move {
            self.file(&run).await;
            run.set_phase(RunPhase::Ended);
        });
    }

    /// Puts the person of this receipt on record as departed, although it is not proven
    /// that they can sign in nowhere.
    pub(crate) fn depart_unproven(self, run: Rc<PeopleRun>, at: usize) {
        spawn(async move { self.put_on_record(&run, &[at]).await });
    }
}

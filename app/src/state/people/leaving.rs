//! People who leave: their access is removed on every connection, every connection is read
//! again, and what was done and read back is put on record.
//!
//! It belongs to the page as a whole: leaving the page that shows it does not end it.

use super::PeopleStore;
use crate::browser::events::on_window;
use crate::browser::reactive::{owner_below_root, wait_until};
use crate::browser::task::spawn;
use crate::browser::time;
use crate::messages::Problem;
use crate::routes;
use crate::state::user_store::TrackedRun;
use leptos::prelude::*;
use roster::people::{LeavePlan, LeaveReceipt, RunEnd};
use serde_json::value::RawValue;
use std::cell::RefCell;
use std::rc::Rc;
use wire::console::people::NewReceipt;

/// How many receipts are stored at the same time.
const AT_ONCE: usize = 6;

/// How long an address is at most. Proxies refuse longer ones.
const LONGEST_URL: usize = 4_000;

/// People who leave, and how far that is.
pub(crate) struct Leaving {
    pub(crate) plan: LeavePlan,
    /// One for each part of the plan, in that order.
    pub(crate) runs: Vec<Rc<TrackedRun>>,
    /// How far it is.
    pub(crate) phase: ArcRwSignal<LeavingPhase>,
    /// Changes when a receipt is there, or was stored.
    pub(crate) filed: ArcRwSignal<()>,
    receipts: RefCell<Vec<FiledReceipt>>,
}

/// How far it is when people leave.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum LeavingPhase {
    /// The changes are being made.
    Running,
    /// Every connection is being read again.
    ReadingBack,
    /// The receipts are being stored.
    Filing,
    /// It has ended.
    Ended,
}

/// The receipt of one person, and what became of it.
#[derive(Clone)]
pub(crate) struct FiledReceipt {
    pub(crate) receipt: LeaveReceipt,
    /// Its ID on the server, or why it is not stored there; nothing before that is known.
    pub(crate) stored: Option<Result<String, Problem>>,
    /// Whether the person is on record as departed, or why not; nothing while that was not
    /// tried.
    pub(crate) departed: Option<Result<(), Problem>>,
}

impl Leaving {
    /// The receipts, one for each person who leaves; none before everything was read back.
    pub(crate) fn receipts(&self) -> Vec<FiledReceipt> {
        self.receipts.borrow().clone()
    }

    /// Whether it has ended. Reactive.
    pub(crate) fn is_over(&self) -> bool {
        self.phase.get() == LeavingPhase::Ended
    }

    /// Stops what has not begun. What has is completed, and everything is read back.
    pub(crate) fn cancel(&self) {
        for run in &self.runs {
            run.execution.cancel();
        }
    }

    fn set_phase(&self, phase: LeavingPhase) {
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
    /// The address of the page that removes the access of the people with these keys. Where
    /// they are too many for an address, they are remembered until the console is closed or
    /// reloaded, and the page asks for them by [`chosen_leavers`](Self::chosen_leavers).
    pub(crate) fn leave_url(self, keys: &[String]) -> String {
        let url = routes::leave(keys);
        if url.len() <= LONGEST_URL {
            return url;
        }
        self.parts().chosen.set_value(keys.to_vec());
        routes::leave(&[])
    }

    /// The keys of the people who were too many for an address.
    pub(crate) fn chosen_leavers(self) -> Vec<String> {
        self.parts().chosen.get_value()
    }

    /// The people who leave just now, or left last. Reactive.
    pub(crate) fn leaving(self) -> Option<Rc<Leaving>> {
        self.parts().leaving.get()
    }

    /// Forgets those who left last.
    pub(crate) fn forget_leaving(self) {
        self.parts().leaving.set(None);
    }

    /// Carries `plan` out, which has just been made, reads every connection again and puts
    /// on record what was done. One at a time.
    pub(crate) fn leave(self, plan: LeavePlan) {
        let is_under_way = self.parts().leaving.with_untracked(|leaving| {
            leaving
                .as_ref()
                .is_some_and(|one| !untrack(|| one.is_over()))
        });
        if is_under_way {
            return;
        }
        let stores = self.user_stores_now();
        let parts = plan.parts.iter();
        let runs = parts.filter_map(|part| {
            let store = stores.get(part.connection)?;
            Some(store.start(part.plan.clone(), Box::new(|_| {})))
        });
        let leaving = Rc::new(Leaving {
            runs: runs.collect(),
            phase: ArcRwSignal::new(LeavingPhase::Running),
            filed: ArcRwSignal::new(()),
            receipts: RefCell::default(),
            plan,
        });
        self.parts().leaving.set(Some(leaving.clone()));
        spawn(self.carry_out(leaving));
    }

    async fn carry_out(self, leaving: Rc<Leaving>) {
        // What is not on record yet would be lost with the page.
        let guard = owner_below_root();
        guard.with(|| on_window("beforeunload", |event| event.prevent_default()));
        let started = time::now_rfc3339();
        let runs: Vec<_> = leaving.runs.iter().map(|run| run.over.clone()).collect();
        wait_until(move || runs.iter().all(Get::get)).await;
        leaving.set_phase(LeavingPhase::ReadingBack);
        self.load_users_again().await;
        leaving.set_phase(LeavingPhase::Filing);
        let me = self.me();
        let end = RunEnd {
            by: me.as_deref(),
            started: &started,
            ended: &time::now_rfc3339(),
        };
        let receipts = self.read(|people, lists| {
            let runs: Vec<_> = leaving.runs.iter().map(|run| &run.execution).collect();
            LeaveReceipt::for_each(&leaving.plan, &runs, people, lists, end)
        });
        let receipts = receipts.into_iter().map(|receipt| FiledReceipt {
            receipt,
            stored: None,
            departed: None,
        });
        leaving.receipts.replace(receipts.collect());
        leaving.filed.set(());
        self.file(&leaving).await;
        guard.cleanup();
        leaving.set_phase(LeavingPhase::Ended);
    }

    /// Stores the receipts that are not stored, a few at a time.
    async fn store_all(self, leaving: &Rc<Leaving>) {
        let all = leaving.receipts().into_iter().enumerate();
        let unstored = all.filter(|(_, one)| !matches!(one.stored, Some(Ok(_))));
        let unstored = Rc::new(RefCell::new(unstored));
        let in_progress = ArcRwSignal::new(AT_ONCE);
        for _ in 0..AT_ONCE {
            let (leaving, unstored) = (leaving.clone(), unstored.clone());
            let in_progress = in_progress.clone();
            spawn(async move {
                loop {
                    let next = unstored.borrow_mut().next();
                    let Some((at, one)) = next else {
                        break;
                    };
                    let stored = self.store(&one.receipt).await;
                    leaving.update(at, |one| one.stored = Some(stored));
                }
                in_progress.update(|count| *count -= 1);
            });
        }
        wait_until(move || in_progress.get() == 0).await;
    }

    /// Stores the receipts that are not stored, and puts those people on record as departed
    /// who can sign in nowhere any more.
    async fn file(self, leaving: &Rc<Leaving>) {
        self.store_all(leaving).await;
        let receipts = leaving.receipts();
        let is_due =
            |one: &FiledReceipt| one.receipt.is_proven() && !matches!(one.departed, Some(Ok(())));
        let due: Vec<usize> = (0..)
            .zip(&receipts)
            .filter(|(_, one)| is_due(one))
            .map(|(at, _)| at)
            .collect();
        self.put_on_record(leaving, &due).await;
    }

    /// Puts the people of these receipts on record as departed.
    async fn put_on_record(self, leaving: &Leaving, due: &[usize]) {
        let receipts = leaving.receipts();
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
            leaving.update(at, |one| one.departed = Some(saved.clone()));
        }
    }

    async fn store(self, receipt: &LeaveReceipt) -> Result<String, Problem> {
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
    pub(crate) fn file_again(self, leaving: Rc<Leaving>) {
        leaving.set_phase(LeavingPhase::Filing);
        spawn(async move {
            self.file(&leaving).await;
            leaving.set_phase(LeavingPhase::Ended);
        });
    }

    /// Puts the person of this receipt on record as departed, although it is not proven
    /// that they can sign in nowhere.
    pub(crate) fn depart_unproven(self, leaving: Rc<Leaving>, at: usize) {
        spawn(async move { self.put_on_record(&leaving, &[at]).await });
    }
}

//! A run of this page: a plan that is carried out, and its progress for the views.

use super::{UserStore, run_storage, runs};
use crate::browser::announce::announce;
use crate::browser::locks::{self, Lock};
use crate::browser::task::spawn;
use crate::browser::time;
use crate::messages::outcomes;
use crate::state::approvals::Clearance;
use leptos::prelude::*;
use roster::record::Record;
use roster::{Outcome, Plan, Run, RunContext};
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::time::Duration;

/// The shortest time between two updates of the views: each is a frame to draw, and
/// drawing sixty a second takes a third of the time in which requests could be made.
const PACE: Duration = Duration::from_millis(100);

/// After how many seconds what could not be read back is read once more, besides
/// when the browser is online again and when the list is loaded.
const VERIFY_AFTER: [u64; 6] = [5, 15, 45, 120, 300, 600];

/// A run of this page, in progress or ended.
pub(crate) struct TrackedRun {
    pub(crate) store: UserStore,
    /// The plan, and the progress of its items.
    pub(crate) execution: Run,
    /// When it began, RFC 3339.
    pub(crate) started: String,
    /// When it ended, RFC 3339; nothing until then.
    pub(crate) ended: RefCell<Option<String>>,
    /// Set when items have changed, ten times a second at most.
    pub(crate) progress: ArcRwSignal<()>,
    /// When it began, in milliseconds since 1970.
    pub(crate) began: f64,
    /// Whether it has ended.
    pub(crate) over: ArcRwSignal<bool>,
    /// Tells it from others of this page; later ones have higher numbers.
    pub(crate) number: u32,
    /// Whether it is in the job tray, to be read.
    pub(crate) is_in_tray: Cell<bool>,
    /// Until when the platform asked to wait, in milliseconds since 1970, and
    /// for how many seconds.
    pub(crate) pause: Cell<Option<(f64, u32)>>,
    /// Set when what was accepted was read back later.
    pub(crate) verified: ArcRwSignal<()>,
    /// Whether it is being read back now.
    is_verifying: Cell<bool>,
    /// When its progress was stored last, in milliseconds since 1970; nothing while
    /// nothing is stored.
    pub(super) stored_at: Cell<Option<f64>>,
    /// Whether its page is being left, or kept by the browser out of sight.
    pub(super) is_left: Cell<bool>,
    /// Show other pages that this page goes on with it, while it is stored.
    locks: RefCell<Vec<Lock>>,
}

/// Called with a run once it has ended.
pub(crate) type OnEnd = Box<dyn FnOnce(&Rc<TrackedRun>)>;

impl UserStore {
    /// Carries `plan` out, for which no approval is missing. What was read back is in the
    /// list when `on_end` is called.
    pub(crate) fn start(&self, plan: Plan, _: Clearance, on_end: OnEnd) -> Rc<TrackedRun> {
        let tracked = Rc::new(TrackedRun {
            store: self.clone(),
            execution: Run::new(self.block_for_viewers(plan)),
            started: time::now_rfc3339(),
            ended: RefCell::default(),
            progress: ArcRwSignal::new(()),
            began: time::now(),
            over: ArcRwSignal::new(false),
            number: runs::next_number(),
            is_in_tray: Cell::new(false),
            pause: Cell::new(None),
            verified: ArcRwSignal::new(()),
            is_verifying: Cell::new(false),
            stored_at: Cell::new(None),
            is_left: Cell::new(false),
            locks: RefCell::default(),
        });
        runs::add(&tracked);
        self.mark_pending(&tracked.execution.plan);
        let running = tracked.clone();
        spawn(async move {
            running.clone().execute().await;
            on_end(&running);
            runs::notify();
        });
        tracked
    }
}

impl TrackedRun {
    /// Whether it has ended.
    pub(crate) fn is_over(&self) -> bool {
        self.over.get_untracked()
    }

    /// How many of its items need no more requests than to be read back.
    pub(crate) fn processed(&self) -> usize {
        let rows = self.execution.rows();
        let ahead = |row: &&roster::Row| matches!(row.outcome, Outcome::Waiting | Outcome::Running);
        rows.len() - rows.iter().filter(ahead).count()
    }

    async fn execute(self: Rc<Self>) {
        self.store();
        let is_scheduled = Rc::new(Cell::new(false));
        let tracked = self.clone();
        let on_change = move |index: usize| {
            tracked.note_pause(index);
            if is_scheduled.replace(true) {
                return;
            }
            let (is_scheduled, tracked) = (is_scheduled.clone(), tracked.clone());
            // Not with the next frame: a page out of sight has none, and its progress
            // has to be stored too.
            let update = move || {
                is_scheduled.set(false);
                tracked.progress.set(());
                run_storage::write_progress(&tracked);
            };
            set_timeout(update, PACE);
        };
        let context = RunContext {
            now: &self.started,
            on_change: &on_change,
        };
        self.execution
            .execute(&self.store.transport, &context)
            .await;
        self.ended.replace(Some(time::now_rfc3339()));
        self.store_unverified();
        self.learn(self.execution.read_back());
        self.store.unmark_pending(&self.execution.plan);
        self.progress.set(());
        self.over.set(true);
        runs::close_superseded(&self);
        if self.execution.unverified() > 0 {
            runs::verify_with_loads(&self);
            self.verify_later(0);
        }
    }

    fn learn(&self, records: Vec<(String, Option<Record>)>) {
        for (key, record) in &records {
            self.store.record_access(key, record.as_ref(), true);
        }
        self.store.show_changed(records);
    }

    /// Notes for how long the platform asked to wait with an item.
    fn note_pause(&self, index: usize) {
        let rows = self.execution.rows();
        if let Some(seconds) = rows.get(index).and_then(|row| row.pause) {
            let until = time::now() + f64::from(seconds) * 1000.0;
            let known = self.pause.get();
            if known.is_none_or(|(known, _)| known < until) {
                self.pause.set(Some((until, seconds)));
            }
        } else if rows.iter().all(|row| row.pause.is_none()) {
            self.pause.set(None);
        }
    }

    /// Stores its progress, so that it outlives the page. Not before its name is
    /// locked: other pages would take it for interrupted.
    fn store(self: &Rc<Self>) {
        self.stored_at.set(Some(time::now()));
        let tracked = self.clone();
        let write = move || {
            // It may have ended meanwhile.
            if tracked.stored_at.get().is_some() {
                run_storage::write(&tracked);
            }
        };
        match locks::hold(&run_storage::name(self), write) {
            Some(lock) => self.locks.borrow_mut().push(lock),
            None => run_storage::write(self),
        }
    }

    /// Stores it while something is not verified.
    fn store_unverified(&self) {
        if self.execution.unverified() == 0 {
            self.remove_stored();
        } else {
            run_storage::write(self);
        }
    }

    /// Removes what is stored of it: its result is on this page, or was read.
    pub(crate) fn remove_stored(&self) {
        self.stored_at.set(None);
        run_storage::remove(&run_storage::name(self));
        self.locks.take();
    }

    /// Stores that its page is being left.
    pub(super) fn store_as_left(&self) {
        if self.stored_at.get().is_some() {
            self.is_left.set(true);
            run_storage::write(self);
        }
    }

    /// Stores that its page was left and is back.
    pub(super) fn store_as_resumed(&self) {
        if self.stored_at.get().is_some() {
            // The browser may have released the lock. If not, it must not be released
            // now: the run would seem to go on nowhere. The second one is then held
            // once the first one is released.
            let lock = locks::hold(&run_storage::name(self), || {});
            self.locks.borrow_mut().extend(lock);
            self.is_left.set(false);
            run_storage::write(self);
        }
    }

    /// Whether it is being read back once more. Reactive.
    pub(crate) fn is_verifying(&self) -> bool {
        self.verified.track();
        self.is_verifying.get()
    }

    /// Reads back once more what was accepted and could not be read back.
    pub(crate) fn verify_now(self: &Rc<Self>) {
        let pending = self.execution.unverified();
        if !self.is_over() || pending == 0 || self.is_verifying.replace(true) {
            return;
        }
        let tracked = self.clone();
        spawn(async move {
            let context = RunContext {
                now: &tracked.started,
                on_change: &|_| {},
            };
            let transport = &tracked.store.transport;
            let records = tracked.execution.verify_again(transport, &context).await;
            tracked.learn(records);
            // What was dismissed meanwhile is not stored again.
            if tracked.stored_at.get().is_some() {
                tracked.store_unverified();
            }
            tracked.is_verifying.set(false);
            tracked.verified.set(());
            if tracked.execution.unverified() < pending {
                announce(&outcomes::summary(&tracked.execution).0);
            }
        });
    }

    /// Does so a few times, less and less often.
    fn verify_later(self: Rc<Self>, attempts: usize) {
        let Some(pause) = VERIFY_AFTER
            .get(attempts)
            .filter(|_| self.execution.unverified() > 0)
        else {
            return;
        };
        let again = move || {
            self.verify_now();
            self.verify_later(attempts + 1);
        };
        set_timeout(again, Duration::from_secs(*pause));
    }
}

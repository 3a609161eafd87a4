//! A plan being carried out.

use super::{StoredRun, UserStore, runs};
use crate::browser::announce::announce;
use crate::browser::task::spawn;
use crate::browser::time;
use crate::messages;
use leptos::prelude::*;
use roster::record::Record;
use roster::{Change, Outcome, Plan, Run, Surroundings};
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::time::Duration;

/// The shortest time between two looks at how far a run is: every look is a
/// frame to draw, and drawing sixty a second takes a third of the time in which
/// requests could be made.
const PACE: Duration = Duration::from_millis(100);

/// After how many seconds what could not be read back is tried once more,
/// besides when the browser is online again and when the list is loaded.
const AGAIN: [u64; 6] = [5, 15, 45, 120, 300, 600];

/// A plan being carried out, or that was.
pub(crate) struct Job {
    pub(crate) store: UserStore,
    pub(crate) run: Run,
    /// When it began, RFC 3339.
    pub(crate) started: String,
    /// When it ended, RFC 3339; empty until then.
    pub(crate) ended: RefCell<String>,
    /// Told when something has become of items, ten times a second at most.
    pub(crate) moved: ArcRwSignal<()>,
    /// When it began, in milliseconds since 1970.
    pub(crate) began: f64,
    /// Whether it has come to its end. Told once.
    pub(crate) over: ArcRwSignal<bool>,
    /// Tells it from others of this page; later ones have higher numbers.
    pub(crate) number: u32,
    /// Whether it is in the dock, to be read.
    pub(crate) docked: Cell<bool>,
    /// Until when the platform asked to wait, in milliseconds since 1970, and
    /// for how many seconds.
    pub(crate) pause: Cell<Option<(f64, u32)>>,
    /// Told when what was accepted was read back later.
    pub(crate) verified: ArcRwSignal<()>,
    /// Whether it is being read back now.
    is_verifying: Cell<bool>,
}

/// What is to be done once a plan is carried out.
pub(crate) type Then = Box<dyn FnOnce(&Rc<Job>)>;

impl UserStore {
    /// Carries `plan` out. What was read back is in the list when `then` is
    /// called.
    pub(crate) fn start(&self, plan: Plan, then: Then) -> Rc<Job> {
        let job = Rc::new(Job {
            store: self.clone(),
            run: Run::new(Self::block_for_viewers(plan)),
            started: time::now_rfc3339(),
            ended: RefCell::default(),
            moved: ArcRwSignal::new(()),
            began: time::now(),
            over: ArcRwSignal::new(false),
            number: runs::next_number(),
            docked: Cell::new(false),
            pause: Cell::new(None),
            verified: ArcRwSignal::new(()),
            is_verifying: Cell::new(false),
        });
        runs::enter(&job);
        job.show_as_asked();
        let working = job.clone();
        spawn(async move {
            working.clone().work().await;
            then(&working);
            runs::told();
        });
        job
    }
}

impl Job {
    /// Whether it has come to its end.
    pub(crate) fn is_over(&self) -> bool {
        self.over.get_untracked()
    }

    /// How many of its items nothing more is to be asked for: done, failed, or
    /// accepted and to be read back.
    pub(crate) fn asked(&self) -> usize {
        let rows = self.run.rows();
        let ahead = |row: &&roster::Row| matches!(row.outcome, Outcome::Waiting | Outcome::Running);
        rows.len() - rows.iter().filter(ahead).count()
    }

    /// Rows show at once what was asked for, as not yet so.
    fn show_as_asked(&self) {
        let items = self.run.plan.items.iter();
        let items = items.filter(|item| item.blocked.is_none());
        self.store.add_pending(items.map(|item| {
            let access = match &item.change {
                Change::Enable { .. } => Some(true),
                Change::Disable { .. } => Some(false),
                _ => None,
            };
            (item.key.clone(), access)
        }));
    }

    async fn work(self: Rc<Self>) {
        let kept = StoredRun::keep(&self);
        let waiting = Rc::new(Cell::new(false));
        let job = self.clone();
        let moved = move |at: usize| {
            job.note_pause(at);
            if waiting.replace(true) {
                return;
            }
            let (waiting, job, kept) = (waiting.clone(), job.clone(), kept.clone());
            // Not with the next frame: a page out of sight has none, and how far
            // it is has to be kept there too.
            let tell = move || {
                waiting.set(false);
                job.moved.set(());
                kept.progress(&job);
            };
            set_timeout(tell, PACE);
        };
        let around = Surroundings {
            now: &self.started,
            changed: &moved,
        };
        self.run.go(&self.store.transport, &around).await;
        self.ended.replace(time::now_rfc3339());
        self.keep_unverified();
        self.learn(self.run.news());
        let items = self.run.plan.items.iter();
        self.store.remove_pending(items.map(|item| &*item.key));
        self.moved.set(());
        self.over.set(true);
        runs::settle(&self);
        if self.run.unverified() > 0 {
            runs::verify_with_loads(&self);
            self.verify_later(0);
        }
    }

    fn learn(&self, news: Vec<(String, Option<Record>)>) {
        for (key, record) in &news {
            self.store.record_access(key, record.as_ref(), true);
        }
        self.store.show_changed(news);
    }

    /// Notes for how long the platform asked to wait with item `at`.
    fn note_pause(&self, at: usize) {
        let rows = self.run.rows();
        if let Some(seconds) = rows.get(at).and_then(|row| row.pause) {
            let until = time::now() + f64::from(seconds) * 1000.0;
            let known = self.pause.get();
            if known.is_none_or(|(known, _)| known < until) {
                self.pause.set(Some((until, seconds)));
            }
        } else if rows.iter().all(|row| row.pause.is_none()) {
            self.pause.set(None);
        }
    }

    /// Its receipt outlives the page while something is not verified.
    fn keep_unverified(&self) {
        if self.run.unverified() == 0 {
            StoredRun::forget(self);
        } else {
            StoredRun::write(self);
        }
    }

    /// Its result was read: nothing of it outlives the page.
    pub(crate) fn forget(&self) {
        StoredRun::forget(self);
    }

    /// Reads back once more what was accepted and could not be read back.
    pub(crate) fn verify_now(self: &Rc<Self>) {
        let pending = self.run.unverified();
        if !self.is_over() || pending == 0 || self.is_verifying.replace(true) {
            return;
        }
        let job = self.clone();
        spawn(async move {
            let around = Surroundings {
                now: &job.started,
                changed: &|_| {},
            };
            let news = job.run.verify_again(&job.store.transport, &around).await;
            job.learn(news);
            job.keep_unverified();
            job.is_verifying.set(false);
            job.verified.set(());
            if job.run.unverified() < pending {
                announce(&messages::changes::summary(&job.run).0);
            }
        });
    }

    /// Tries so again a few times, less and less often.
    fn verify_later(self: Rc<Self>, tried: usize) {
        let Some(pause) = AGAIN.get(tried).filter(|_| self.run.unverified() > 0) else {
            return;
        };
        let again = move || {
            self.verify_now();
            self.verify_later(tried + 1);
        };
        set_timeout(again, Duration::from_secs(*pause));
    }
}

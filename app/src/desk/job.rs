//! A plan being carried out.

use super::{Desk, Kept};
use crate::task::spawn;
use crate::time;
use crate::ui::dom::on_window;
use leptos::prelude::*;
use roster::{Change, Plan, Run, Surroundings};
use std::cell::{Cell, RefCell};
use std::rc::Rc;

/// A plan being carried out, or that was.
pub(crate) struct Job {
    pub(crate) desk: Desk,
    pub(crate) run: Run,
    /// When it began, RFC 3339.
    pub(crate) started: String,
    /// When it ended, RFC 3339; empty until then.
    pub(crate) ended: RefCell<String>,
    /// Told when something has become of items, at most once a frame.
    pub(crate) moved: ArcRwSignal<()>,
    /// When it began, in milliseconds since 1970.
    pub(crate) began: f64,
}

/// What is to be done once a plan is carried out.
pub(crate) type Then = Box<dyn FnOnce(&Rc<Job>)>;

thread_local! {
    /// How many jobs are under way.
    static WORKING: Cell<usize> = const { Cell::new(0) };
}

/// Closing the tab asks first while a plan is being carried out. Once, by the
/// shell.
pub(crate) fn warn_while_working() {
    on_window("beforeunload", |event| {
        if WORKING.get() > 0 {
            event.prevent_default();
        }
    });
}

impl Desk {
    /// Carries `plan` out. What was read back is in the list when `then` is
    /// called.
    pub(crate) fn start(&self, plan: Plan, then: Then) -> Rc<Job> {
        let job = Rc::new(Job {
            desk: self.clone(),
            run: Run::new(plan),
            started: time::now_rfc3339(),
            ended: RefCell::default(),
            moved: ArcRwSignal::new(()),
            began: time::now(),
        });
        job.show_as_asked();
        WORKING.set(WORKING.get() + 1);
        let working = job.clone();
        spawn(async move {
            working.clone().work().await;
            WORKING.set(WORKING.get().saturating_sub(1));
            then(&working);
        });
        job
    }
}

impl Job {
    /// Rows show at once what was asked for, as not yet so.
    fn show_as_asked(&self) {
        let items = self.run.plan.items.iter();
        self.desk.asked.update(|asked| {
            for item in items.filter(|item| item.blocked.is_none()) {
                let access = match &item.change {
                    Change::Enable { .. } => Some(true),
                    Change::Disable { .. } => Some(false),
                    _ => None,
                };
                asked.insert(item.key.clone(), access);
            }
        });
    }

    async fn work(self: Rc<Self>) {
        let kept = Kept::keep(&self);
        let waiting = Rc::new(Cell::new(false));
        let job = self.clone();
        let moved = move |_: usize| {
            // Once a frame is as often as anybody can see it.
            if waiting.replace(true) {
                return;
            }
            let (waiting, job, kept) = (waiting.clone(), job.clone(), kept.clone());
            request_animation_frame(move || {
                waiting.set(false);
                job.moved.set(());
                kept.progress(&job);
            });
        };
        let around = Surroundings {
            now: &self.started,
            changed: &moved,
        };
        self.run.go(&self.desk.transport, &around).await;
        self.ended.replace(time::now_rfc3339());
        Kept::forget(&self);
        let news = self.run.news();
        for (key, record) in &news {
            self.desk.saw(key, record.as_ref(), true);
        }
        self.desk.learn(news);
        self.desk.asked.update(|asked| {
            for item in &self.run.plan.items {
                asked.remove(&item.key);
            }
        });
        self.moved.set(());
    }
}

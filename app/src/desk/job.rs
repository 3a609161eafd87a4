//! A plan being carried out.

use super::Desk;
use crate::task::spawn;
use crate::time;
use crate::ui::dom::on_window;
use leptos::prelude::*;
use roster::{Plan, Run, Surroundings};
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
    /// Told whenever something has become of an item.
    pub(crate) moved: ArcRwSignal<()>,
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
        });
        WORKING.set(WORKING.get() + 1);
        let working = job.clone();
        spawn(async move {
            working.work().await;
            WORKING.set(WORKING.get().saturating_sub(1));
            then(&working);
        });
        job
    }
}

impl Job {
    async fn work(&self) {
        let moved = self.moved.clone();
        let changed = move |_| moved.set(());
        let around = Surroundings {
            now: &self.started,
            changed: &changed,
        };
        self.run.go(&self.desk.transport, &around).await;
        self.ended.replace(time::now_rfc3339());
        let news = self.run.news();
        for (key, record) in &news {
            self.desk.saw(key, record.as_ref(), true);
        }
        self.desk.people.update(|people| people.put(news));
    }
}

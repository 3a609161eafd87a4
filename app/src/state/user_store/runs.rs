//! Every plan that this page has carried out or is carrying out.

use super::{Job, StoredRun};
use crate::browser::events::on_window;
use crate::browser::reactive::{owner_below_root, watch};
use leptos::prelude::*;
use std::cell::{Cell, RefCell};
use std::rc::Rc;

/// How many that have ended are remembered.
const REMEMBERED: usize = 50;

thread_local! {
    static IS_WARNING: Cell<bool> = const { Cell::new(false) };
    static ROOT: Owner = owner_below_root();
    static ALL: RefCell<Vec<Rc<Job>>> = const { RefCell::new(Vec::new()) };
    /// Told when one comes, ends, or is to be seen or not.
    static CHANGED: ArcRwSignal<()> = ArcRwSignal::new(());
}

/// All of them, the first first. Reactive.
pub(crate) fn jobs() -> Vec<Rc<Job>> {
    CHANGED.with(Clone::clone).track();
    ALL.with_borrow(Clone::clone)
}

/// Those that have ended, the last first.
pub(crate) fn ended_jobs() -> Vec<Rc<Job>> {
    let over = |one: &&Rc<Job>| one.is_over();
    ALL.with_borrow(|all| all.iter().rev().filter(over).cloned().collect())
}

/// Puts one of them into the dock, or takes it out.
pub(crate) fn set_docked(job: &Job, docked: bool) {
    job.docked.set(docked);
    told();
}

pub(super) fn told() {
    CHANGED.with(Clone::clone).set(());
}

/// Adds one. Those that ended long ago are forgotten.
pub(super) fn enter(job: &Rc<Job>) {
    if !IS_WARNING.replace(true) {
        // For as long as the page is there.
        ROOT.with(|root| root.with(warn_while_working));
    }
    ALL.with_borrow_mut(|all| {
        let many = all.len() >= REMEMBERED;
        let old = |one: &Rc<Job>| one.is_over() && !one.docked.get();
        if let Some(at) = all.iter().position(old).filter(|_| many) {
            all.remove(at);
        }
        all.push(job.clone());
    });
    told();
}

/// The number of the next one.
pub(super) fn next_number() -> u32 {
    ALL.with_borrow(|all| all.last().map_or(1, |last| last.number + 1))
}

/// What `done` did need not be read about any more where it had failed before.
pub(super) fn settle(done: &Job) {
    let tally = done.run.tally();
    if tally.done + tally.already < tally.total() {
        return;
    }
    let did = |key: &str| done.run.plan.items.iter().any(|item| item.key == key);
    let same = |one: &Job| one.run.plan.change().map(std::mem::discriminant);
    ALL.with_borrow(|all| {
        for one in all.iter().filter(|one| one.docked.get() && one.is_over()) {
            if let [item] = one.run.plan.items.as_slice()
                && one.store == done.store
                && same(one) == same(done)
                && did(&item.key)
            {
                one.docked.set(false);
            }
        }
    });
}

/// Those that are under way.
fn working() -> Vec<Rc<Job>> {
    ALL.with_borrow(|all| all.iter().filter(|one| !one.is_over()).cloned().collect())
}

/// Closing the tab asks first while a plan is being carried out, and leaves a
/// receipt. Once, with the first plan.
fn warn_while_working() {
    on_window("beforeunload", |event| {
        if !working().is_empty() {
            event.prevent_default();
        }
    });
    on_window("online", |_| {
        for job in ended_jobs() {
            job.verify_now();
        }
    });
    on_window("pagehide", |_| {
        for job in working() {
            StoredRun::write(&job);
        }
    });
}

/// Reads back what `job` could not read back whenever the list is loaded: then
/// the platform answers again. Here and not in the store, which is part of the
/// first load and carries nothing out.
pub(super) fn verify_with_loads(job: &Rc<Job>) {
    let job = job.clone();
    ROOT.with(|root| {
        root.with(|| {
            watch(move || {
                job.store.load_state().loaded_at();
                untrack(|| job.verify_now());
            });
        });
    });
}

/// Whether `name` is what a plan of this page is kept under.
pub(super) fn is_ours(name: &str) -> bool {
    ALL.with_borrow(|all| all.iter().any(|one| super::run_storage::name(one) == name))
}

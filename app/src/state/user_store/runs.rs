//! The runs of this page, in progress or ended.

use super::{TrackedRun, run_storage};
use crate::browser::events::on_window;
use crate::browser::reactive::{owner_below_root, watch};
use leptos::prelude::*;
use roster::Change;
use std::cell::{Cell, RefCell};
use std::rc::Rc;

/// How many that have ended are remembered.
const REMEMBERED: usize = 50;

thread_local! {
    static IS_LISTENING: Cell<bool> = const { Cell::new(false) };
    static ROOT: Owner = owner_below_root();
    // Not a context: runs are started by events, which have no owner to find one by.
    static ALL: RefCell<Vec<Rc<TrackedRun>>> = const { RefCell::new(Vec::new()) };
    /// Set when one is added, ends, or enters or leaves the job tray.
    static CHANGED: ArcRwSignal<()> = ArcRwSignal::new(());
}

/// All of them, the oldest first. Reactive.
pub(crate) fn runs() -> Vec<Rc<TrackedRun>> {
    CHANGED.with(Clone::clone).track();
    ALL.with_borrow(Clone::clone)
}

/// Those that have ended, the newest first.
pub(crate) fn ended_runs() -> Vec<Rc<TrackedRun>> {
    let over = |one: &&Rc<TrackedRun>| one.is_over();
    ALL.with_borrow(|all| all.iter().rev().filter(over).cloned().collect())
}

/// Shows one of them in the job tray, or removes it from there.
pub(crate) fn show_in_tray(run: &TrackedRun, is_shown: bool) {
    run.is_in_tray.set(is_shown);
    notify();
}

/// Updates what shows them.
pub(super) fn notify() {
    CHANGED.with(Clone::clone).set(());
}

/// Adds one. Those that ended long ago are dropped.
pub(super) fn add(run: &Rc<TrackedRun>) {
    if !IS_LISTENING.replace(true) {
        // For as long as the page is there.
        ROOT.with(|root| root.with(listen_to_page));
    }
    ALL.with_borrow_mut(|all| {
        let many = all.len() >= REMEMBERED;
        let old = |one: &Rc<TrackedRun>| one.is_over() && !one.is_in_tray.get();
        if let Some(at) = all.iter().position(old).filter(|_| many) {
            all.remove(at);
        }
        all.push(run.clone());
    });
    notify();
}

/// The number of the next one.
pub(super) fn next_number() -> u32 {
    ALL.with_borrow(|all| all.last().map_or(1, |last| last.number + 1))
}

/// Removes those from the job tray that failed to do what `done` has done since.
pub(super) fn close_superseded(done: &TrackedRun) {
    let tally = done.execution.tally();
    if tally.done + tally.already < tally.total() {
        return;
    }
    let did = |key: &str| done.execution.plan.items.iter().any(|item| item.key == key);
    let kind = |one: &TrackedRun| one.execution.plan.change().map(Change::kind);
    ALL.with_borrow(|all| {
        for one in all
            .iter()
            .filter(|one| one.is_in_tray.get() && one.is_over())
        {
            if let [item] = one.execution.plan.items.as_slice()
                && one.store == done.store
                && kind(one) == kind(done)
                && did(&item.key)
            {
                one.is_in_tray.set(false);
            }
        }
    });
}

/// Those in progress.
fn in_progress() -> Vec<Rc<TrackedRun>> {
    ALL.with_borrow(|all| all.iter().filter(|one| !one.is_over()).cloned().collect())
}

/// Asks before the tab is closed while a run is in progress, and stores which runs the
/// page was left with. Once, with the first run.
fn listen_to_page() {
    on_window("beforeunload", |event| {
        if !in_progress().is_empty() {
            event.prevent_default();
        }
    });
    on_window("online", |_| {
        for run in ended_runs() {
            run.verify_now();
        }
    });
    on_window("pagehide", |_| {
        for run in ALL.with_borrow(Clone::clone) {
            run.store_as_left();
        }
    });
    // The browser may keep a page that is left, and show it again.
    on_window("pageshow", |_| {
        for run in ALL.with_borrow(Clone::clone) {
            run.store_as_resumed();
        }
    });
}

/// Reads back what `run` could not read back whenever the list is loaded: then
/// the platform answers again. Here and not in the store, which is part of the
/// first load and carries nothing out.
pub(super) fn verify_with_loads(run: &Rc<TrackedRun>) {
    let run = run.clone();
    ROOT.with(|root| {
        root.with(|| {
            watch(move || {
                run.store.load_state().loaded_at();
                untrack(|| run.verify_now());
            });
        });
    });
}

/// Whether a run of this page is stored under `name`.
pub(super) fn is_own(name: &str) -> bool {
    ALL.with_borrow(|all| all.iter().any(|one| run_storage::name(one) == name))
}

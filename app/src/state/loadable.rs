//! Something that is loaded: what there is of it, and how loading it went.

use crate::browser::task::spawn;
use crate::browser::time;
use crate::messages::Problem;
use leptos::prelude::*;
use std::future::Future;
use std::sync::Arc;

/// Something that is loaded and can be loaded again. All clones are the same.
///
/// The value is the one that was loaded last; until then it is an empty one. A load
/// that fails leaves it as it was.
pub(crate) struct Loadable<T: 'static> {
    value: ArcRwSignal<T>,
    state: LoadState,
}

/// How loading something went. All clones are the same.
///
/// Each of its parts is a signal of its own, so that a list of 100,000 users is not
/// drawn again because it is about to be loaded again.
#[derive(Clone)]
pub(crate) struct LoadState(Arc<LoadSignals>);

struct LoadSignals {
    /// When the load that is in progress began, in milliseconds since 1970.
    began: ArcRwSignal<Option<f64>>,
    loaded: ArcRwSignal<Option<LastLoad>>,
    /// Why the last load failed, if it did.
    problem: ArcRwSignal<Option<Problem>>,
}

/// The last load that succeeded.
#[derive(Debug, Clone, Copy, PartialEq)]
struct LastLoad {
    /// When it ended, in milliseconds since 1970.
    at: f64,
    /// How long it took, in milliseconds.
    duration: f64,
}

/// What there is to show.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Phase {
    /// Nothing yet.
    Loading,
    /// Nothing, as it could not be loaded.
    Failed,
    /// What was loaded last.
    Ready,
    /// What was loaded earlier: it could not be loaded again.
    Stale,
}

impl<T> Clone for Loadable<T> {
    fn clone(&self) -> Self {
        Self {
            value: self.value.clone(),
            state: self.state.clone(),
        }
    }
}

impl<T: Send + Sync + 'static> Loadable<T> {
    /// Nothing is loaded yet: the value is an `empty` one.
    pub(crate) fn new(empty: T) -> Self {
        Self {
            value: ArcRwSignal::new(empty),
            state: LoadState(Arc::new(LoadSignals {
                began: ArcRwSignal::new(None),
                loaded: ArcRwSignal::new(None),
                problem: ArcRwSignal::new(None),
            })),
        }
    }

    /// The value, to read.
    pub(crate) fn value(&self) -> ArcReadSignal<T> {
        self.value.read_only()
    }

    /// How loading it went.
    pub(crate) const fn state(&self) -> &LoadState {
        &self.state
    }

    /// Loads it with `request`.
    pub(crate) fn load(&self, request: impl Future<Output = Result<T, Problem>> + 'static) {
        let loadable = self.clone();
        self.begin(time::now());
        spawn(async move {
            match request.await {
                Ok(value) => loadable.succeed(value, time::now()),
                Err(problem) => loadable.fail(problem),
            }
        });
    }

    /// A load began at `now`. What is shown stays until it ends.
    pub(super) fn begin(&self, now: f64) {
        self.state.0.began.set(Some(now));
    }

    /// The load brought `value`, and ended at `now`.
    pub(super) fn succeed(&self, value: T, now: f64) {
        let began = self.state.0.began.get_untracked().unwrap_or(now);
        self.value.set(value);
        self.state.0.loaded.set(Some(LastLoad {
            at: now,
            duration: now - began,
        }));
        self.state.set_problem(None);
        self.end();
    }

    /// The load brought more of the value, which `add` adds to it. Its age stays.
    pub(super) fn extend(&self, add: impl FnOnce(&mut T)) {
        self.value.update(add);
        self.state.set_problem(None);
        self.end();
    }

    /// The load failed.
    pub(super) fn fail(&self, problem: Problem) {
        self.state.set_problem(Some(problem));
        self.end();
    }

    /// The load is of no interest any more.
    pub(super) fn end(&self) {
        self.state.0.began.set(None);
    }

    /// Changes the value in place.
    pub(super) fn update(&self, change: impl FnOnce(&mut T)) {
        self.value.update(change);
    }

    /// As before the first load, with an `empty` value.
    pub(super) fn clear(&self, empty: T) {
        self.value.set(empty);
        self.state.0.loaded.set(None);
        self.state.set_problem(None);
    }
}

/// Every method but those that change something is reactive.
impl LoadState {
    /// Whether a load is in progress.
    pub(crate) fn is_loading(&self) -> bool {
        self.0.began.with(Option::is_some)
    }

    /// Whether it was ever loaded.
    pub(crate) fn is_loaded(&self) -> bool {
        self.0.loaded.with(Option::is_some)
    }

    /// When it was loaded, in milliseconds since 1970.
    pub(crate) fn loaded_at(&self) -> Option<f64> {
        self.0.loaded.with(|loaded| loaded.map(|loaded| loaded.at))
    }

    /// How long the last load that succeeded took, in milliseconds.
    pub(crate) fn duration(&self) -> Option<f64> {
        self.0
            .loaded
            .with(|loaded| loaded.map(|loaded| loaded.duration))
    }

    /// Why the last load failed, if it did.
    pub(crate) fn problem(&self) -> Option<Problem> {
        self.0.problem.get()
    }

    /// Whether the last load failed.
    pub(crate) fn has_failed(&self) -> bool {
        self.0.problem.with(Option::is_some)
    }

    /// What there is to show.
    pub(crate) fn phase(&self) -> Phase {
        match (self.is_loaded(), self.has_failed()) {
            (false, false) => Phase::Loading,
            (false, true) => Phase::Failed,
            (true, false) => Phase::Ready,
            (true, true) => Phase::Stale,
        }
    }

    /// Forgets why the last load failed.
    pub(super) fn forgive(&self) {
        self.set_problem(None);
    }

    fn set_problem(&self, problem: Option<Problem>) {
        // What reads that there is none need not run again.
        if problem.is_some() || self.0.problem.with_untracked(Option::is_some) {
            self.0.problem.set(problem);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::messages::Details;

    fn problem(title: &str) -> Problem {
        Problem {
            title: title.to_owned(),
            details: Details::default(),
        }
    }

    fn value(list: &Loadable<Vec<u32>>) -> Vec<u32> {
        list.value().get_untracked()
    }

    #[test]
    fn what_is_loaded_is_shown_with_its_age() {
        let list = Loadable::new(Vec::new());
        assert_eq!(list.state().phase(), Phase::Loading);
        assert!(!list.state().is_loading());
        list.begin(1000.0);
        assert!(list.state().is_loading());
        assert_eq!(list.state().phase(), Phase::Loading);
        list.succeed(vec![1, 2], 1250.0);
        assert!(!list.state().is_loading());
        assert_eq!(list.state().phase(), Phase::Ready);
        assert_eq!(list.state().loaded_at(), Some(1250.0));
        assert_eq!(list.state().duration(), Some(250.0));
        assert_eq!(value(&list), [1, 2]);
    }

    #[test]
    fn a_first_load_that_fails_leaves_a_problem_and_no_age() {
        let list = Loadable::new(Vec::<u32>::new());
        list.begin(0.0);
        list.fail(problem("Down"));
        assert!(!list.state().is_loading());
        assert_eq!(list.state().phase(), Phase::Failed);
        assert_eq!(list.state().problem(), Some(problem("Down")));
        assert_eq!(list.state().loaded_at(), None);
    }

    #[test]
    fn what_was_loaded_stays_with_its_age_when_the_next_load_fails() {
        let list = Loadable::new(Vec::new());
        list.begin(0.0);
        list.succeed(vec![1], 100.0);
        list.begin(200.0);
        assert_eq!(list.state().phase(), Phase::Ready);
        assert!(list.state().is_loading());
        list.fail(problem("Down"));
        assert_eq!(list.state().phase(), Phase::Stale);
        assert_eq!(list.state().loaded_at(), Some(100.0));
        assert_eq!(value(&list), [1]);
        list.begin(300.0);
        assert_eq!(list.state().phase(), Phase::Stale);
        list.succeed(vec![2], 400.0);
        assert_eq!(list.state().phase(), Phase::Ready);
        assert_eq!(list.state().problem(), None);
        assert_eq!(value(&list), [2]);
    }

    #[test]
    fn what_is_cleared_is_as_before_the_first_load() {
        let list = Loadable::new(Vec::new());
        list.succeed(vec![1], 100.0);
        list.fail(problem("Down"));
        list.clear(Vec::new());
        assert_eq!(list.state().phase(), Phase::Loading);
        assert_eq!(list.state().loaded_at(), None);
        assert!(value(&list).is_empty());
    }

    #[test]
    fn more_of_it_is_no_younger() {
        let list = Loadable::new(Vec::new());
        list.succeed(vec![1], 100.0);
        list.begin(200.0);
        list.fail(problem("Down"));
        list.begin(300.0);
        list.extend(|list| list.push(2));
        assert_eq!(value(&list), [1, 2]);
        assert_eq!(list.state().phase(), Phase::Ready);
        assert_eq!(list.state().loaded_at(), Some(100.0));
        assert!(!list.state().is_loading());
    }

    #[test]
    fn a_change_of_the_value_is_no_load() {
        let list = Loadable::new(vec![1]);
        list.update(|list| list.push(2));
        assert_eq!(value(&list), [1, 2]);
        assert_eq!(list.state().phase(), Phase::Loading);
    }

    /// Counts how often what reads `part` is to be run again.
    fn runs(part: impl Fn() + Send + Sync + 'static) -> ArcMemo<u32> {
        ArcMemo::new(move |before: Option<&u32>| {
            part();
            before.map_or(0, |before| before + 1)
        })
    }

    #[test]
    fn the_value_is_not_read_again_because_a_load_begins_or_fails() {
        let list = Loadable::new(Vec::new());
        list.succeed(vec![1], 100.0);
        let users = list.value();
        let drawn = runs(move || users.track());
        let state = list.state().clone();
        let aged = runs(move || {
            state.loaded_at();
        });
        let state = list.state().clone();
        let busy = runs(move || {
            state.is_loading();
        });
        let counts = || (drawn.get(), aged.get(), busy.get());
        assert_eq!(counts(), (0, 0, 0));
        list.begin(200.0);
        assert_eq!(counts(), (0, 0, 1));
        list.fail(problem("Down"));
        assert_eq!(counts(), (0, 0, 2));
        list.update(|list| list.push(2));
        assert_eq!(counts(), (1, 0, 2));
        list.succeed(vec![3], 300.0);
        assert_eq!(counts(), (2, 1, 3));
    }
}

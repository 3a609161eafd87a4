//! Runs against a platform of a few lines: networks that go away, and platforms
//! that ask to wait.

use super::*;
use crate::record::Access;
use crate::{Finding, Receipt, TransportError};
use futures::FutureExt;
use std::cell::Cell;
use wire::{Platform, Request, Response};

const NOW: &str = "2026-01-15T09:30:00.000Z";

/// A Metabase whose users are deactivated one by one.
#[derive(Default)]
struct Metabase {
    disabled: RefCell<Vec<u64>>,
    /// After how many changes the network goes away.
    goes_away_after: Option<usize>,
    is_away: Cell<bool>,
    /// For how many seconds each change is to wait, once.
    busy: RefCell<Vec<u32>>,
    /// Whether waiting never ends.
    waits_for_ever: bool,
    pauses: RefCell<Vec<u32>>,
    /// Whether the answers do not say who is enabled.
    is_silent: bool,
    /// The status that every change is answered with in place of success, and
    /// whether the change is made nevertheless.
    answers_with: Option<(u16, bool)>,
}

impl Transport for Metabase {
    async fn send(&self, request: &Request) -> Result<Response, TransportError> {
        if self.is_away.get() {
            return Err(TransportError::Network("Failed to fetch".to_owned()));
        }
        let answer = |status, body: String, retry_after| {
            Ok(Response {
                status,
                body,
                retry_after,
                ..Response::default()
            })
        };
        let target = request.target();
        let id = target.rsplit('/').next().and_then(|id| id.parse().ok());
        if request.route.writes() {
            if let Some(seconds) = self.busy.borrow_mut().pop() {
                return answer(429, "Too many requests.".to_owned(), Some(seconds));
            }
            let mut disabled = self.disabled.borrow_mut();
            if self.answers_with.is_none_or(|(_, is_made)| is_made) {
                disabled.extend(id);
            }
            self.is_away
                .set(self.goes_away_after == Some(disabled.len()));
            if let Some((status, _)) = self.answers_with {
                return Ok(Response {
                    status,
                    redirect: Some("login.example.com".to_owned()),
                    ..Response::default()
                });
            }
            return answer(200, r#"{"success":true}"#.to_owned(), None);
        }
        let user = |id: u64| {
            let active = if self.is_silent {
                "null".to_owned()
            } else {
                (!self.disabled.borrow().contains(&id)).to_string()
            };
            format!(r#"{{"id":{id},"email":"{id}@x","is_active":{active}}}"#)
        };
        match id {
            Some(id) => answer(200, user(id), None),
            None if target.contains("/group") => answer(200, "[]".to_owned(), None),
            None if target.contains("/current") => answer(404, String::new(), None),
            None => {
                let all: Vec<String> = (1..=20).map(user).collect();
                answer(200, format!(r#"{{"data":[{}]}}"#, all.join(",")), None)
            }
        }
    }

    async fn pause(&self, seconds: u32) {
        self.pauses.borrow_mut().push(seconds);
        if self.waits_for_ever {
            std::future::pending::<()>().await;
        }
    }
}

fn plan(count: u64) -> Plan {
    plan_of(count, &Change::Disable { since: None })
}

fn plan_of(count: u64, change: &Change) -> Plan {
    let connection = crate::plan::tests::connection(Platform::Metabase);
    let platform = Metabase::default();
    let accounts = crate::load(&platform, &connection).now_or_never();
    let accounts = accounts.unwrap().unwrap();
    let keys: Vec<String> = (1..=count).map(|id| id.to_string()).collect();
    let keys: Vec<&str> = keys.iter().map(|key| &**key).collect();
    Plan::new(&connection, &accounts, change, &keys)
}

/// The state of the only user of `run` after its change failed.
fn failure_state(run: &Run) -> FailureState {
    match &run.rows()[0].outcome {
        Outcome::Failed(error) => error.state(),
        other => panic!("{other:?}"),
    }
}

/// The first row of the receipt of `run`.
fn reported(run: &Run) -> crate::ReceiptRow {
    Receipt::new(run, NOW, Some(NOW)).rows.remove(0)
}

/// What the receipt says about the user after a failed change.
fn reported_state(run: &Run) -> Option<FailureStateKind> {
    match reported(run).reason? {
        Reason::Failed(failure) => Some(failure.state),
        _ => None,
    }
}

fn context<'a>() -> RunContext<'a> {
    RunContext {
        now: NOW,
        on_change: &|_| {},
    }
}

fn execute(run: &Run, platform: &Metabase) {
    run.execute(platform, &context()).now_or_never().unwrap();
}

#[test]
fn what_was_accepted_before_the_network_went_away_is_not_failed() {
    for (count, reached) in [(1, 1), (3, 1), (12, 5), (12, 12)] {
        let platform = Metabase {
            goes_away_after: Some(reached),
            ..Metabase::default()
        };
        let run = Run::new(plan(count));
        execute(&run, &platform);
        let tally = run.tally();
        assert!(tally.unverified > 0, "{count}: {tally:?}");
        let accepted = tally.unverified + tally.done;
        assert_eq!(accepted, reached, "{tally:?}");
        assert_eq!(tally.total() as u64, count);
        let receipt = Receipt::new(&run, NOW, Some(NOW));
        let is_unverified = |row: &&crate::ReceiptRow| row.outcome == OutcomeKind::Unverified;
        let rows = receipt.rows.iter().filter(is_unverified);
        assert_eq!(rows.count(), tally.unverified);
        // Still away: nothing changes.
        let again = run.verify_again(&platform, &context()).now_or_never();
        assert_eq!(again.unwrap(), []);
        assert_eq!(run.tally(), tally);
        // What is tried again is only what was not accepted.
        platform.is_away.set(false);
        let changes = platform.disabled.borrow().len();
        let news = run.verify_again(&platform, &context()).now_or_never();
        assert!(news.unwrap().len() >= tally.unverified);
        assert_eq!(run.tally().unverified, 0);
        assert_eq!(run.tally().done, reached);
        assert_eq!(platform.disabled.borrow().len(), changes, "nothing is sent");
    }
}

#[test]
fn verifying_later_tells_a_change_that_does_not_show() {
    let platform = Metabase {
        goes_away_after: Some(1),
        ..Metabase::default()
    };
    let run = Run::new(plan(1));
    execute(&run, &platform);
    platform.is_away.set(false);
    platform.disabled.borrow_mut().clear();
    run.verify_again(&platform, &context()).now_or_never();
    let rows = run.rows();
    let Outcome::Failed(error) = &rows[0].outcome else {
        panic!("{rows:?}");
    };
    assert!(matches!(error.state(), FailureState::Known(Some(_))));
}

#[test]
fn an_unknown_state_is_never_taken_for_what_was_asked() {
    let platform = Metabase {
        is_silent: true,
        ..Metabase::default()
    };
    for count in [1, 12] {
        let run = Run::new(plan(count));
        execute(&run, &platform);
        assert_eq!(run.tally().failed as u64, count);
        assert!(
            matches!(
                &run.rows()[0].outcome,
                Outcome::Failed(ChangeError::NotSeen {
                    found: Finding::AccessUnknown,
                    ..
                })
            ),
            "{run:?}"
        );
        let after = run.rows()[0].outcome.after().unwrap().cloned();
        assert_eq!(after.unwrap().access(), Access::Unknown);
    }
}

#[test]
fn a_platform_that_asks_to_wait_is_waited_for_as_long_as_it_asks() {
    let platform = Metabase {
        busy: RefCell::new(vec![720, 3]),
        ..Metabase::default()
    };
    let run = Run::new(plan(1));
    let seen = RefCell::new(Vec::new());
    let context = RunContext {
        now: NOW,
        on_change: &|at| seen.borrow_mut().push(run.rows()[at].pause),
    };
    run.execute(&platform, &context).now_or_never().unwrap();
    assert_eq!(*platform.pauses.borrow(), [3, 720]);
    assert_eq!(run.tally().done, 1);
    assert!(seen.borrow().contains(&Some(720)), "{seen:?}");
}

#[test]
fn a_wait_that_is_too_long_stops_the_run_and_says_so() {
    let platform = Metabase {
        busy: RefCell::new(vec![u32::MAX; 20]),
        ..Metabase::default()
    };
    let run = Run::new(plan(12));
    execute(&run, &platform);
    assert!(platform.pauses.borrow().is_empty());
    assert_eq!(run.tally().not_tried, 12);
    let outcome = run.rows()[0].outcome.clone();
    let seconds = u32::MAX;
    assert_eq!(
        outcome,
        Outcome::NotTried(StopReason::WaitTooLong { seconds })
    );
}

#[test]
fn a_long_wait_can_be_cancelled() {
    let platform = Metabase {
        busy: RefCell::new(vec![720; 20]),
        waits_for_ever: true,
        ..Metabase::default()
    };
    let run = Run::new(plan(12));
    let context = context();
    let mut going = Box::pin(run.execute(&platform, &context));
    assert!((&mut going).now_or_never().is_none());
    assert_eq!(platform.pauses.borrow().len(), CONCURRENCY);
    run.cancel();
    assert!((&mut going).now_or_never().is_some());
    assert_eq!(run.tally().not_tried, 12);
    assert!(platform.disabled.borrow().is_empty());
}

/// The answers to a change that say neither that it was made nor that it was not.
const NEITHER: [u16; 6] = [300, 302, 303, 304, 307, 308];

#[test]
fn a_redirected_change_that_was_made_is_done_and_can_be_undone() {
    for (status, count) in NEITHER.into_iter().flat_map(|one| [(one, 1), (one, 12)]) {
        let platform = Metabase {
            answers_with: Some((status, true)),
            ..Metabase::default()
        };
        let run = Run::new(plan(count));
        execute(&run, &platform);
        let tally = run.tally();
        assert_eq!(tally.done as u64, count, "{status}: {tally:?}");
        let reason = run.rows()[0].outcome.reason();
        assert_eq!(reason, Some(Reason::Note(DoneNote::AnswerLost)));
        let accounts = crate::load(&platform, &run.plan.connection).now_or_never();
        let accounts = accounts.unwrap().unwrap();
        assert_eq!(run.undo(&accounts).unwrap().items.len() as u64, count);
        assert!(run.retry(&accounts).is_none());
    }
}

#[test]
fn a_redirected_change_that_was_not_made_is_read_back_and_can_be_retried() {
    for (status, count) in NEITHER.into_iter().flat_map(|one| [(one, 1), (one, 12)]) {
        let platform = Metabase {
            answers_with: Some((status, false)),
            ..Metabase::default()
        };
        let run = Run::new(plan(count));
        execute(&run, &platform);
        let tally = run.tally();
        assert_eq!(tally.failed as u64, count, "{status}: {tally:?}");
        let FailureState::Known(Some(after)) = failure_state(&run) else {
            panic!("{status}: {run:?}");
        };
        assert!(after.access().is_enabled());
        let accounts = crate::load(&platform, &run.plan.connection).now_or_never();
        let accounts = accounts.unwrap().unwrap();
        assert!(run.undo(&accounts).is_none());
        assert_eq!(run.retry(&accounts).unwrap().items.len() as u64, count);
    }
}

#[test]
fn a_redirected_change_that_cannot_be_read_back_is_verified_later() {
    for (is_made, reached) in [(true, 1), (false, 0)] {
        let platform = Metabase {
            answers_with: Some((302, is_made)),
            goes_away_after: Some(reached),
            ..Metabase::default()
        };
        let run = Run::new(plan(1));
        execute(&run, &platform);
        assert_eq!(failure_state(&run), FailureState::Unknown);
        assert_eq!(run.unverified(), 1);
        let message = reported(&run).message.unwrap();
        assert!(message.contains("login.example.com"), "{message}");
        assert_eq!(reported_state(&run), Some(FailureStateKind::Unknown));
        platform.is_away.set(false);
        run.verify_again(&platform, &context()).now_or_never();
        assert_eq!(run.unverified(), 0);
        assert_eq!(run.tally().done, reached);
        assert_ne!(reported_state(&run), Some(FailureStateKind::Unknown));
    }
}

#[test]
fn a_redirected_change_that_the_platform_never_shows_stays_unknown() {
    let platform = Metabase {
        answers_with: Some((302, false)),
        ..Metabase::default()
    };
    let secret = crate::Secret::new("correct horse battery".to_owned());
    let run = Run::new(plan_of(1, &Change::SetPassword(secret)));
    execute(&run, &platform);
    assert_eq!(failure_state(&run), FailureState::Unknown);
    assert_eq!(run.unverified(), 0, "reading again would not tell");
    assert_eq!(reported_state(&run), Some(FailureStateKind::Unknown));
}

#[test]
fn a_refused_change_left_everything_unchanged() {
    for status in [400, 403, 422] {
        let platform = Metabase {
            answers_with: Some((status, false)),
            goes_away_after: Some(0),
            ..Metabase::default()
        };
        let run = Run::new(plan(1));
        execute(&run, &platform);
        assert_eq!(failure_state(&run), FailureState::Unchanged, "{status}");
        assert_eq!(run.unverified(), 0);
        assert_ne!(reported_state(&run), Some(FailureStateKind::Unknown));
    }
}

/// A platform that takes a moment for every answer, so that changes are made side by side.
struct Slow(Metabase);

impl Transport for Slow {
    async fn send(&self, request: &Request) -> Result<Response, TransportError> {
        let mut has_waited = false;
        poll_fn(|task| {
            task.waker().wake_by_ref();
            if std::mem::replace(&mut has_waited, true) {
                Poll::Ready(())
            } else {
                Poll::Pending
            }
        })
        .await;
        self.0.send(request).await
    }

    async fn pause(&self, seconds: u32) {
        self.0.pause(seconds).await;
    }
}

#[test]
fn several_changes_of_one_account_are_made_one_after_another() {
    let mut plan = plan(2);
    plan.items.insert(1, plan.items[0].clone());
    let run = Run::new(plan);
    let platform = Slow(Metabase::default());
    let context = context();
    let mut execution = std::pin::pin!(run.execute(&platform, &context));
    let mut task = std::task::Context::from_waker(Waker::noop());
    while execution.as_mut().poll(&mut task).is_pending() {}
    let outcomes: Vec<OutcomeKind> = run.rows().iter().map(|row| row.outcome.kind()).collect();
    // The second finds what the first has done.
    assert_eq!(
        outcomes,
        [OutcomeKind::Done, OutcomeKind::Already, OutcomeKind::Done]
    );
    assert_eq!(platform.0.disabled.borrow().len(), 2);
}

//! A run: what is read before and after, and what comes of failures.

use super::{ADMIN, Bench, DISABLE, ENABLE, NOW, done, failed, outcome};
use crate::mock::Mock;
use mock_server::Seed;
use roster::record::Access;
use roster::{
    Confirmation, DoneNote, FailureState, Outcome, Plan, Reason, Receipt, Run, RunContext,
    StopReason, Transport, TransportError,
};
use serde_json::json;
use wire::{Platform, Request, Response};

#[tokio::test]
async fn one_login_is_read_written_and_read_back() {
    let bench = Bench::new(Platform::Pivot, Seed::Documented).await;
    let plan = bench.plan(DISABLE, &[ADMIN]).await;
    bench.forget().await;
    done(&bench.carry_out(plan).await);
    assert_eq!(
        bench.calls().await,
        [
            "pivot.statuses.get",
            "pivot.statuses.set",
            "pivot.statuses.get"
        ]
    );
}

#[tokio::test]
async fn many_logins_are_read_at_once_before_and_after() {
    let bench = Bench::new(Platform::Pivot, Seed::Users(200)).await;
    let accounts = bench.accounts().await;
    let keys: Vec<&str> = accounts
        .list
        .iter()
        .filter(|one| one.access().is_enabled() && !one.is_admin())
        .map(|one| &*one.key)
        .take(50)
        .collect();
    let plan = Plan::new(&bench.connection, &accounts, &DISABLE, &keys);
    assert_eq!(plan.confirmation(), Confirmation::Ask);
    bench.forget().await;
    let run = bench.carry_out(plan).await;
    done(&run);
    assert_eq!(run.tally().done, 50);
    let calls = bench.calls().await;
    let lists = calls.iter().filter(|call| *call == "pivot.statuses.list");
    assert_eq!((lists.count(), calls.len()), (2, 52));
    let undo = run.undo(&bench.accounts().await).unwrap();
    done(&bench.carry_out(undo).await);
    assert_eq!(bench.accounts().await.list.len(), accounts.list.len());
}

#[tokio::test]
async fn what_failed_is_told_row_by_row_and_tried_again() {
    let bench = Bench::new(Platform::Pivot, Seed::Users(100)).await;
    let accounts = bench.accounts().await;
    let keys: Vec<&str> = accounts
        .list
        .iter()
        .filter(|one| one.access() == Access::Enabled && !one.is_admin())
        .map(|one| &*one.key)
        .take(20)
        .collect();
    let down = json!({ "kind": "status", "status": 503, "body": r#"{"error":"Down."}"# });
    bench.mock.fault("pivot.statuses.set", down, 3).await;
    let run = bench.run(DISABLE, &keys).await;
    let tally = run.tally();
    assert_eq!((tally.done, tally.failed), (17, 3));
    let receipt = Receipt::new(&run, NOW, Some(NOW));
    let messages = receipt.rows.iter().filter_map(|row| row.message.as_deref());
    assert_eq!(messages.filter(|text| text.contains("Down.")).count(), 3);
    let retry = run.retry(&bench.accounts().await).unwrap();
    assert_eq!(retry.items.len(), 3);
    done(&bench.carry_out(retry).await);
}

#[tokio::test]
async fn a_platform_without_time_is_asked_again() {
    let bench = Bench::new(Platform::Pivot, Seed::Documented).await;
    let busy = json!({ "kind": "rate_limited", "retry_after": 2 });
    bench.mock.fault("pivot.statuses.set", busy, 2).await;
    done(&bench.run(DISABLE, &[ADMIN]).await);
}

#[tokio::test]
async fn an_answer_that_is_lost_is_looked_up() {
    let bench = Bench::new(Platform::Pivot, Seed::Documented).await;
    // The platform does it, and half of its answer is missing.
    let lost = json!({ "kind": "truncated" });
    bench.mock.fault("pivot.statuses.set", lost, 1).await;
    let run = bench.run(DISABLE, &[ADMIN]).await;
    done(&run);
    let reason = Some(Reason::Note(DoneNote::AnswerLost));
    assert_eq!(outcome(&run).reason(), reason);
    // The platform does nothing.
    let down = json!({ "kind": "status", "status": 500, "body": "oops" });
    bench.mock.fault("pivot.statuses.set", down, 1).await;
    let error = failed(&bench.run(ENABLE, &[ADMIN]).await);
    assert!(
        matches!(error.state(), FailureState::Known(Some(record)) if !record.access().is_enabled())
    );
}

#[tokio::test]
async fn a_sign_in_that_ended_stops_the_rest() {
    let bench = Bench::new(Platform::Pivot, Seed::Users(60)).await;
    let accounts = bench.accounts().await;
    let keys: Vec<&str> = accounts.list.iter().map(|one| &*one.key).take(40).collect();
    let plan = Plan::new(&bench.connection, &accounts, &DISABLE, &keys);
    let out = json!({ "kind": "status", "status": 401, "body": r#"{"error":"Who?"}"# });
    for endpoint in ["pivot.statuses.set", "pivot.statuses.create"] {
        bench.mock.fault(endpoint, out.clone(), 1000).await;
    }
    let tally = bench.carry_out(plan).await.tally();
    assert!(
        tally.failed >= 1 && tally.failed <= roster::CONCURRENCY,
        "{tally:?}"
    );
    assert!(tally.not_tried > 0 && tally.done == 0, "{tally:?}");
}

/// The gateway before the mock, which answers changes with an error.
struct Ending<'a>(&'a Mock, TransportError);

impl Transport for Ending<'_> {
    async fn send(&self, request: &Request) -> Result<Response, TransportError> {
        if request.route.writes() {
            return Err(self.1.clone());
        }
        self.0.send(request).await
    }

    async fn pause(&self, seconds: u32) {
        self.0.pause(seconds).await;
    }
}

#[tokio::test]
async fn what_ends_the_session_or_stands_in_front_of_rollcall_stops_the_rest() {
    let refused = |status| TransportError::Gateway {
        status,
        words: "refused".to_owned(),
    };
    let intercepted = |status| TransportError::Intercepted {
        status,
        content_type: "text/html".to_owned(),
    };
    for (error, reason, is_known_unchanged) in [
        (refused(401), StopReason::SessionEnded, true),
        (refused(409), StopReason::OtherSession, true),
        // It may have been passed on before: the login is read again.
        (intercepted(0), StopReason::Intercepted, false),
        (intercepted(200), StopReason::Intercepted, false),
        (intercepted(502), StopReason::Intercepted, false),
    ] {
        let bench = Bench::new(Platform::Pivot, Seed::Users(60)).await;
        let accounts = bench.accounts().await;
        let enabled = |one: &&roster::accounts::Account| one.access() == Access::Enabled;
        let keys: Vec<&str> = accounts
            .list
            .iter()
            .filter(|one| enabled(one) && !one.is_admin())
            .map(|one| &*one.key)
            .take(30)
            .collect();
        let run = Run::new(Plan::new(&bench.connection, &accounts, &DISABLE, &keys));
        let context = RunContext {
            now: NOW,
            on_change: &|_| {},
        };
        run.execute(&Ending(&bench.mock, error.clone()), &context)
            .await;
        let tally = run.tally();
        assert!(tally.failed <= roster::CONCURRENCY, "{error}: {tally:?}");
        assert!(tally.not_tried > 0 && tally.done == 0, "{error}: {tally:?}");
        for row in run.rows().iter() {
            match &row.outcome {
                Outcome::Failed(failed) if is_known_unchanged => {
                    assert_eq!(failed.state(), FailureState::Unchanged, "{error}");
                }
                Outcome::Failed(failed) => assert!(
                    matches!(failed.state(), FailureState::Known(Some(_))),
                    "{error}: {failed:?}"
                ),
                other => assert_eq!(*other, Outcome::NotTried(reason), "{error}"),
            }
        }
        let retry = run.retry(&bench.accounts().await).unwrap();
        assert_eq!(retry.items.len(), 30, "{error}");
        done(&bench.carry_out(retry).await);
    }
}

#[tokio::test]
async fn a_cancelled_run_begins_nothing_more() {
    let bench = Bench::new(Platform::Pivot, Seed::Users(60)).await;
    let accounts = bench.accounts().await;
    let keys: Vec<&str> = accounts.list.iter().map(|one| &*one.key).take(30).collect();
    let run = Run::new(Plan::new(&bench.connection, &accounts, &DISABLE, &keys));
    let context = RunContext {
        now: NOW,
        on_change: &|at| {
            if at == 10 {
                run.cancel();
            }
        },
    };
    run.execute(&bench.mock, &context).await;
    let tally = run.tally();
    assert!(tally.not_tried > 0 && tally.under_way == 0, "{tally:?}");
    assert_eq!(tally.total(), 30);
}

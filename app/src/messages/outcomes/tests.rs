use super::super::samples;
use super::*;
use roster::accounts::Accounts;
use roster::{Change, RunContext, Transport, TransportError};
use std::future::Future;
use wire::Platform;

const ADA: Subject = Subject {
    platform: Platform::Pivot,
    name: "Ada",
    key: "ada@company.com",
};

fn sentence(kind: OutcomeKind, reason: Option<&Reason>) -> String {
    outcome_sentence(ADA, ChangeKind::Disable, kind, reason)
}

#[test]
fn every_outcome_has_a_label_in_singular_and_plural() {
    for kind in OutcomeKind::ALL {
        for count in [1, 2] {
            assert!(!label(*kind, count).is_empty(), "{kind:?}");
        }
    }
    assert_eq!(label(OutcomeKind::Already, 1), "was already in that state");
    assert_eq!(label(OutcomeKind::Already, 2), "were already in that state");
    let labels: std::collections::BTreeSet<_> = OutcomeKind::ALL
        .iter()
        .map(|kind| label(*kind, 1))
        .collect();
    assert_eq!(labels.len(), OutcomeKind::ALL.len());
}

#[test]
fn every_outcome_of_every_change_is_a_sentence_about_the_user() {
    let reasons: Vec<Option<Reason>> = std::iter::once(None)
        .chain(samples::reasons().into_iter().map(Some))
        .collect();
    for change in ChangeKind::ALL {
        for kind in OutcomeKind::ALL {
            for reason in &reasons {
                let text = outcome_sentence(ADA, *change, *kind, reason.as_ref());
                assert!(text.starts_with("Ada"), "{kind:?} {reason:?}: {text}");
                assert!(text.len() > "Ada: ".len(), "{kind:?} {reason:?}: {text}");
            }
        }
    }
}

#[test]
fn done_is_told_apart_from_accepted() {
    assert_eq!(
        sentence(OutcomeKind::Done, None),
        "Ada is disabled, read back from Pivot."
    );
    assert_eq!(
        sentence(OutcomeKind::DoneInvisible, None),
        "Ada is disabled: Pivot accepted it, and shows nothing to read back."
    );
    let lost = Reason::Note(roster::DoneNote::AnswerLost);
    assert_eq!(
        sentence(OutcomeKind::Done, Some(&lost)),
        "Ada is disabled. The answer to the change was lost or an error, but reading back shows \
         that it was made."
    );
}

#[test]
fn a_failure_says_what_is_known_of_the_user() {
    let failed = |done, state| {
        let cause = FailureCause::Step {
            step: roster::StepKind::DeleteUser,
            done,
        };
        sentence(
            OutcomeKind::Failed,
            Some(&Reason::Failed(Failure { cause, state })),
        )
    };
    assert_eq!(
        failed(0, FailureStateKind::Unchanged),
        "Ada was not changed"
    );
    assert_eq!(
        failed(0, FailureStateKind::Unknown),
        "Ada may or may not have been changed"
    );
    assert_eq!(
        failed(1, FailureStateKind::Known),
        "Ada: it stopped at “Delete the user”, after a part was done"
    );
}

#[test]
fn a_run_is_summed_up_with_counts_in_singular_and_plural() {
    let tally = |kinds: &[OutcomeKind]| counts(Tally::count(kinds.iter().copied()));
    assert_eq!(
        tally(OutcomeKind::ALL),
        "3 in progress, 2 done, 1 was already in that state, 1 accepted, not verified, 1 failed, \
         1 skipped, 1 not tried"
    );
    assert_eq!(
        tally(&[OutcomeKind::Already, OutcomeKind::Already]),
        "2 were already in that state"
    );
}

/// A platform that never answers.
struct Unreachable;

impl Transport for Unreachable {
    async fn send(&self, _: &wire::Request) -> Result<wire::Response, TransportError> {
        Err(TransportError::Network("Failed to fetch".to_owned()))
    }

    async fn pause(&self, _: u32) {}
}

/// A run of one change that nothing has been done for.
fn run() -> Run {
    let connection = wire::console::Connection {
        id: "pivot".to_owned(),
        platform: Platform::Pivot,
        label: "Pivot, production".to_owned(),
        environment: wire::console::Environment::Demo,
        sign_in: wire::console::SignIn::ApiToken,
        generation: wire::pivot::Generation::Current,
        tenant: String::new(),
        parameters: wire::actian::Parameters::Query,
        token_tail: String::new(),
        ask: false,
        public_url: String::new(),
        outbox: String::new(),
        approval: false,
    };
    let accounts = Accounts::none(Platform::Pivot);
    let change = Change::Disable { since: None };
    Run::new(Plan::new(&connection, &accounts, &change, &["ada"]))
}

/// Carries `run` out; nothing in it waits.
fn execute(run: &Run) {
    let context = RunContext {
        now: "2026-01-15T09:30:00.000Z",
        on_change: &|_| {},
    };
    let future = std::pin::pin!(run.execute(&Unreachable, &context));
    let mut task = std::task::Context::from_waker(std::task::Waker::noop());
    assert!(future.poll(&mut task).is_ready());
}

#[test]
fn a_problem_says_what_was_not_made_and_why() {
    let failed = run();
    execute(&failed);
    let failed = problem(&failed, 0).unwrap();
    assert_eq!(failed.title, "ada was not changed");
    assert_eq!(
        failed.details.words,
        "No answer came back: Failed to fetch."
    );
    assert!(failed.details.request.unwrap().contains("/via/pivot/"));

    let cancelled = run();
    cancelled.cancel();
    execute(&cancelled);
    let cancelled = problem(&cancelled, 0).unwrap();
    assert_eq!(cancelled.title, "ada was not changed");
    assert_eq!(cancelled.details.words, "Cancelled before it was begun.");

    let mut blocked = run();
    blocked.plan.items[0].blocked = Some(roster::BlockReason::LastAdmin);
    execute(&blocked);
    assert_eq!(
        outcome(&blocked, 0),
        "ada: This is the last administrator who can sign in."
    );
    assert_eq!(summary(&blocked), (outcome(&blocked, 0), true));

    assert_eq!(problem(&run(), 0), None);
    assert_eq!(outcome(&run(), 0), "ada: waiting");
}

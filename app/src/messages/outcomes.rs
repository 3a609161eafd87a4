//! The outcome of a change, and of a whole run.

use super::changes::{participle, result, step, title};
use super::problems::call_details;
use super::reasons::{self, Subject};
use super::{Details, Problem, curl, speaker};
use crate::browser::time::number;
use roster::input::isolated;
use roster::{
    CallError, ChangeError, ChangeKind, Failure, FailureCause, FailureStateKind, Item, Outcome,
    OutcomeKind, Plan, Reason, Row, Run, Step, Tally,
};
use wire::ApiError;

/// An outcome after a count of users: “2 were already in that state”.
pub(crate) const fn label(kind: OutcomeKind, count: usize) -> &'static str {
    match kind {
        OutcomeKind::Waiting => "waiting",
        OutcomeKind::Running => "in progress",
        OutcomeKind::Accepted => "accepted, being read back",
        OutcomeKind::Done => "done, read back",
        OutcomeKind::DoneInvisible => "accepted",
        OutcomeKind::Already if count == 1 => "was already in that state",
        OutcomeKind::Already => "were already in that state",
        OutcomeKind::Unverified => "accepted, not verified",
        OutcomeKind::Failed => "failed",
        OutcomeKind::Blocked => "skipped",
        OutcomeKind::NotTried => "not tried",
    }
}

/// The outcome of an item of a run, in a sentence.
pub(crate) fn outcome(run: &Run, index: usize) -> String {
    let rows = run.rows();
    match (run.plan.items.get(index), rows.get(index)) {
        (Some(item), Some(row)) => outcome_of(&run.plan, item, row),
        _ => String::new(),
    }
}

fn outcome_of(plan: &Plan, item: &Item, row: &Row) -> String {
    let outcome = &row.outcome;
    let (kind, reason) = (outcome.kind(), outcome.reason());
    outcome_sentence(
        subject(plan, item),
        item.change.kind(),
        kind,
        reason.as_ref(),
    )
}

fn subject<'a>(plan: &Plan, item: &'a Item) -> Subject<'a> {
    Subject {
        platform: plan.connection.platform,
        name: &item.label,
        key: &item.key,
    }
}

/// An outcome in a sentence.
fn outcome_sentence(
    subject: Subject,
    change: ChangeKind,
    kind: OutcomeKind,
    reason: Option<&Reason>,
) -> String {
    let name = &*isolated(subject.name);
    let platform = speaker(subject.platform);
    match (kind, reason) {
        (OutcomeKind::Done | OutcomeKind::DoneInvisible, Some(Reason::Note(note))) => {
            format!("{name} {}. {}", result(change), reasons::note(note))
        }
        (OutcomeKind::Done, _) => format!("{name} {}, read back from {platform}.", result(change)),
        (OutcomeKind::DoneInvisible, _) => format!(
            "{name} {}: {platform} accepted it, and shows nothing to read back.",
            result(change)
        ),
        (OutcomeKind::Already, _) => {
            format!("{name} was already in that state. Nothing was sent.")
        }
        (OutcomeKind::Unverified, _) => {
            format!("{name}: {platform} accepted the change; it is not verified")
        }
        (OutcomeKind::Failed, Some(Reason::Failed(failure))) => {
            failure_title(subject, change, failure)
        }
        (OutcomeKind::Blocked, Some(Reason::Blocked(reason))) => {
            format!("{name}: {}", reasons::block(*reason))
        }
        (OutcomeKind::NotTried, Some(Reason::NotTried(reason))) => {
            format!("{name}: {}", reasons::stop(*reason, subject.platform))
        }
        (
            OutcomeKind::Waiting
            | OutcomeKind::Running
            | OutcomeKind::Accepted
            | OutcomeKind::Failed
            | OutcomeKind::Blocked
            | OutcomeKind::NotTried,
            _,
        ) => format!("{name}: {}", label(kind, 1)),
    }
}

/// A failure, without its cause.
fn failure_title(subject: Subject, change: ChangeKind, failure: &Failure) -> String {
    let name = &*isolated(subject.name);
    match (&failure.cause, failure.state) {
        (FailureCause::Step { step: kind, done }, _) if *done > 0 => {
            format!(
                "{name}: it stopped at “{}”, after a part was done",
                step(*kind)
            )
        }
        (FailureCause::NotSeen(_), _) => format!("{name} does not show the change"),
        (_, FailureStateKind::Unknown) => {
            format!("{name} may or may not have been {}", participle(change))
        }
        (_, FailureStateKind::Unchanged | FailureStateKind::Known) => {
            format!("{name} was not {}", participle(change))
        }
    }
}

/// The outcome of a whole run, in a sentence; and whether there was a problem.
pub(crate) fn summary(run: &Run) -> (String, bool) {
    let tally = run.tally();
    let has_problem = tally.unverified + tally.failed + tally.not_tried + tally.blocked > 0;
    if let [_] = run.plan.items.as_slice() {
        return (outcome(run, 0), has_problem);
    }
    let text = format!("{}: {}.", title(&run.plan), counts(tally));
    (text, has_problem)
}

/// How many users have which outcome: “2 done, 1 failed”.
fn counts(tally: Tally) -> String {
    let already = label(OutcomeKind::Already, tally.already);
    let counts = [
        (tally.under_way, "in progress"),
        (tally.done, "done"),
        (tally.already, already),
        (tally.unverified, label(OutcomeKind::Unverified, 0)),
        (tally.failed, label(OutcomeKind::Failed, 0)),
        (tally.blocked, label(OutcomeKind::Blocked, 0)),
        (tally.not_tried, label(OutcomeKind::NotTried, 0)),
    ];
    let counts: Vec<String> = counts
        .into_iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, label)| format!("{} {label}", number(count)))
        .collect();
    counts.join(", ")
}

/// Why an item of a run was not carried out; nothing where it was.
pub(crate) fn problem(run: &Run, index: usize) -> Option<Problem> {
    let item = run.plan.items.get(index)?;
    let rows = run.rows();
    let row = rows.get(index)?;
    let platform = run.plan.connection.platform;
    let not_made = || {
        let participle = participle(item.change.kind());
        format!("{} was not {participle}", isolated(&item.label))
    };
    match &row.outcome {
        Outcome::Failed(error) => Some(Problem {
            title: outcome_of(&run.plan, item, row),
            details: failure_details(&run.plan, item, error),
        }),
        Outcome::Unverified(call) => {
            let details = call_details(platform, call);
            Some(Problem {
                title: outcome_of(&run.plan, item, row),
                details: Details {
                    words: format!(
                        "The change was accepted, but could not be read back. {}",
                        details.words
                    ),
                    advice: "It is read back as soon as the platform answers again. No change is \
                             sent again."
                        .to_owned(),
                    ..details
                },
            })
        }
        Outcome::Blocked(reason) => Some(problem_in_words(
            not_made(),
            reasons::block(*reason).to_owned(),
        )),
        Outcome::NotTried(reason) => Some(problem_in_words(
            not_made(),
            reasons::stop(*reason, platform),
        )),
        Outcome::Waiting
        | Outcome::Running
        | Outcome::Accepted
        | Outcome::Done(_)
        | Outcome::Already { .. } => None,
    }
}

fn problem_in_words(title: String, words: String) -> Problem {
    Problem {
        title,
        details: Details {
            words,
            ..Details::default()
        },
    }
}

fn failure_details(plan: &Plan, item: &Item, error: &ChangeError) -> Details {
    let cause = error.failure().cause;
    let mut details = match error.call() {
        Some(call) => call_details(plan.connection.platform, call),
        None => Details {
            words: reasons::failure(&cause, subject(plan, item)).unwrap_or_default(),
            ..Details::default()
        },
    };
    if let Some(advice) = reasons::advice(&cause) {
        advice.clone_into(&mut details.advice);
    }
    let steps = plan.steps(item, "").unwrap_or_default();
    let requests: Vec<_> = steps.iter().map(Step::request).collect();
    details.request = curl(&plan.connection, &requests);
    details
}

/// What the platform said of single fields, in its words.
pub(crate) fn field_errors(error: &ChangeError) -> Vec<(String, String)> {
    match error.call() {
        Some(CallError::Api(ApiError::Refused(refusal))) => refusal.fields.clone(),
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests;

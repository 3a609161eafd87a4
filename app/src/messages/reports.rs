//! Reports of runs, as they are stored and saved.

use super::changes::{self, title_for};
use super::outcomes::label;
use super::reasons::{self, Subject};
use super::{counted, sentence, speaker};
use crate::browser::time::number;
use roster::{FailureStateKind, OutcomeKind, Reason, Receipt, ReceiptRow, ReceiptStep};
use wire::Platform;

/// What to make of a run that was interrupted.
pub(crate) const INTERRUPTED_ADVICE: &str = "The page was closed before this was complete. The \
    changes in progress at that time may or may not have been made: refresh the users to see \
    their current state, then repeat what is missing.";

/// What a run did: “Disable 12 users”.
pub(crate) fn title(receipt: &Receipt) -> String {
    let names = receipt.rows.iter().map(|row| &*row.name);
    title_for(receipt.change, names)
}

/// A run that was interrupted, in a sentence.
pub(crate) fn interrupted(receipt: &Receipt) -> String {
    let is_success = |row: &&ReceiptRow| row.outcome.is_success();
    let done = receipt.rows.iter().filter(is_success).count();
    let all = receipt.rows.len();
    let be = if all == 1 { "is" } else { "are" };
    format!(
        "Left unfinished when a page was closed: {} · {}. {} of {} {be} known to be complete.",
        title(receipt),
        receipt.label,
        number(done),
        counted(all, "change", "changes")
    )
}

/// That stored reports were dropped because this version does not read them.
pub(crate) fn dropped(count: usize) -> String {
    let be = if count == 1 { "was" } else { "were" };
    format!(
        "{} from another version of Rollcall {be} dropped: this version cannot read {}.",
        counted(count, "run report", "run reports"),
        if count == 1 { "it" } else { "them" }
    )
}

/// What there is to know about a row besides its outcome; empty where that is
/// nothing.
pub(crate) fn row_details(platform: Platform, row: &ReceiptRow) -> String {
    let subject = Subject {
        platform,
        name: &row.name,
        key: &row.key,
    };
    let mut sentences = Vec::new();
    match &row.reason {
        None => {}
        Some(Reason::Note(note)) => sentences.push(reasons::note(note)),
        Some(Reason::Blocked(reason)) => sentences.push(reasons::block(*reason).to_owned()),
        Some(Reason::NotTried(reason)) => sentences.push(reasons::stop(*reason, platform)),
        Some(Reason::Failed(failure)) => {
            sentences.extend(reasons::failure(&failure.cause, subject));
        }
    }
    sentences.extend(row.message.as_deref().map(|message| match row.outcome {
        OutcomeKind::Done | OutcomeKind::DoneInvisible => {
            format!("{} said: “{message}”", speaker(platform))
        }
        OutcomeKind::Unverified => {
            let message = sentence(message);
            format!("The change was accepted, but could not be read back: {message}")
        }
        _ => sentence(message),
    }));
    // "Failed" alone would read as if nothing was changed.
    if let Some(Reason::Failed(failure)) = &row.reason
        && failure.state == FailureStateKind::Unknown
    {
        sentences.push("It is not known whether the change was made.".to_owned());
    }
    sentences.join(" ")
}

/// A request of a row, and what went wrong with it.
pub(crate) fn request(step: &ReceiptStep) -> String {
    let name = changes::step(step.step);
    match &step.problem {
        None => name.to_owned(),
        Some(problem) => format!("{name}: {problem}"),
    }
}

/// A report as a table: the head, then a line for each user.
pub(crate) fn table(receipt: &Receipt) -> Vec<Vec<String>> {
    let head = ["Key", "Name", "Change", "Outcome", "Details", "Requests"];
    let row = |row: &ReceiptRow| {
        let requests: Vec<String> = row.steps.iter().map(request).collect();
        vec![
            row.key.clone(),
            row.name.clone(),
            changes::verb(row.change).to_owned(),
            label(row.outcome, 1).to_owned(),
            row_details(receipt.platform, row),
            requests.join("; "),
        ]
    };
    let mut table = vec![head.map(str::to_owned).to_vec()];
    table.extend(receipt.rows.iter().map(row));
    table
}

#[cfg(test)]
mod tests {
    use super::super::samples;
    use super::*;
    use roster::{ChangeKind, Failure, FailureCause, ReceiptVersion, StepKind};

    fn row(outcome: OutcomeKind) -> ReceiptRow {
        ReceiptRow {
            key: "ada@company.com".to_owned(),
            name: "Ada".to_owned(),
            change: ChangeKind::Disable,
            outcome,
            reason: None,
            message: None,
            steps: Vec::new(),
        }
    }

    fn receipt(rows: Vec<ReceiptRow>) -> Receipt {
        Receipt {
            version: ReceiptVersion,
            change: Some(ChangeKind::Disable),
            connection: "pivot".to_owned(),
            label: "Pivot, production".to_owned(),
            platform: Platform::Pivot,
            started: "2026-01-15T09:30:00.000Z".to_owned(),
            ended: None,
            rows,
        }
    }

    #[test]
    fn an_interrupted_run_is_told_in_singular_and_plural() {
        assert_eq!(
            interrupted(&receipt(vec![row(OutcomeKind::Running)])),
            "Left unfinished when a page was closed: Disable Ada · Pivot, production. 0 of 1 \
             change is known to be complete."
        );
        let rows = OutcomeKind::ALL.iter().map(|kind| row(*kind)).collect();
        assert_eq!(
            interrupted(&receipt(rows)),
            "Left unfinished when a page was closed: Disable 10 users · Pivot, production. 3 of \
             10 changes are known to be complete."
        );
    }

    #[test]
    fn dropped_reports_are_counted_in_singular_and_plural() {
        assert_eq!(
            dropped(1),
            "1 run report from another version of Rollcall was dropped: this version cannot read \
             it."
        );
        assert_eq!(
            dropped(2),
            "2 run reports from another version of Rollcall were dropped: this version cannot \
             read them."
        );
    }

    #[test]
    fn every_reason_is_part_of_the_table() {
        let head = table(&receipt(Vec::new())).remove(0);
        for platform in Platform::ALL {
            for reason in samples::reasons() {
                let reported = ReceiptRow {
                    reason: Some(reason.clone()),
                    message: Some("down".to_owned()),
                    ..row(OutcomeKind::Failed)
                };
                let details = row_details(platform, &reported);
                assert!(details.contains("Down."), "{reason:?}: {details}");
                assert!(
                    details.len() > "Down.".len() || is_plain(&reason),
                    "{reason:?}"
                );
                let table = table(&receipt(vec![reported]));
                assert_eq!(table[1].len(), head.len());
            }
        }
    }

    /// Whether only the words of the platform say why a change failed.
    fn is_plain(reason: &Reason) -> bool {
        matches!(
            reason,
            Reason::Failed(Failure {
                cause: FailureCause::NotRead | FailureCause::Step { .. },
                ..
            })
        )
    }

    #[test]
    fn a_failure_whose_effect_is_not_known_says_so() {
        let failed = |state| ReceiptRow {
            reason: Some(Reason::Failed(Failure {
                cause: FailureCause::Step {
                    step: StepKind::DisableUser,
                    done: 0,
                },
                state,
            })),
            message: Some("“Down.” (status 503)".to_owned()),
            ..row(OutcomeKind::Failed)
        };
        let details = |state| row_details(Platform::Pivot, &failed(state));
        assert_eq!(
            details(FailureStateKind::Unknown),
            "“Down.” (status 503). It is not known whether the change was made."
        );
        assert_eq!(
            details(FailureStateKind::Unchanged),
            "“Down.” (status 503)."
        );
    }

    #[test]
    fn the_table_has_the_outcome_and_the_requests_in_words() {
        let mut row = row(OutcomeKind::Already);
        row.steps = vec![
            ReceiptStep {
                step: StepKind::DisableUser,
                problem: None,
            },
            ReceiptStep {
                step: StepKind::DeleteUser,
                problem: Some("down".to_owned()),
            },
        ];
        assert_eq!(
            table(&receipt(vec![row]))[1],
            [
                "ada@company.com",
                "Ada",
                "Disable",
                "was already in that state",
                "",
                "Disable the user; Delete the user: down"
            ]
        );
    }
}

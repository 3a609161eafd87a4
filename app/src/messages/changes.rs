//! What became of a change, in plain words.

use super::Details;
use super::{Problem, curl, of_call, sentence, speaker};
use roster::input::isolated;
use roster::{Change, ChangeError, Done, Item, LeftBehind, Outcome, Run};

/// What became of item `at` of a run, in a sentence.
pub(crate) fn outcome(run: &Run, at: usize) -> String {
    let Some(item) = run.plan.items.get(at) else {
        return String::new();
    };
    let platform = speaker(run.plan.connection.platform);
    let rows = run.rows();
    let Some(row) = rows.get(at) else {
        return String::new();
    };
    let label = &*isolated(&item.label);
    match &row.outcome {
        Outcome::Done(Done {
            read_back: true,
            note: None,
            ..
        }) => format!("{label} {}, read back from {platform}.", item.change.done()),
        Outcome::Done(Done {
            note: Some(note), ..
        }) => format!("{label} {}. {note}", item.change.done()),
        Outcome::Done(_) => format!(
            "{label} {}: {platform} accepted it, and shows nothing to read back.",
            item.change.done()
        ),
        Outcome::Already { .. } => {
            format!("{label} was already in that state. Nothing was sent.")
        }
        Outcome::Unverified(_) => {
            format!("{label}: {platform} accepted the change; it is not verified")
        }
        Outcome::Failed(error) => failed_title(item, error),
        Outcome::Blocked(why) | Outcome::NotTried(why) => format!("{label}: {why}"),
        Outcome::Waiting | Outcome::Running | Outcome::Accepted => {
            format!("{label}: {}", row.outcome.word())
        }
    }
}

/// What became of all of a run, in a sentence; and whether anything failed.
pub(crate) fn summary(run: &Run) -> (String, bool) {
    let tally = run.tally();
    let failed = tally.unverified + tally.failed + tally.not_tried + tally.blocked > 0;
    if let [_] = run.plan.items.as_slice() {
        return (outcome(run, 0), failed);
    }
    let mut said = format!("{}: ", run.plan.title());
    let counts = [
        (tally.done, " done"),
        (
            tally.already,
            match tally.already {
                1 => " was already in that state",
                _ => " were already in that state",
            },
        ),
        (tally.unverified, " accepted, not verified"),
        (tally.failed, " failed"),
        (tally.blocked, " skipped"),
        (tally.not_tried, " not tried"),
    ];
    let counts: Vec<String> = counts
        .into_iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, word)| format!("{}{word}", crate::browser::time::number(count)))
        .collect();
    said.push_str(&counts.join(", "));
    said.push('.');
    (said, failed)
}

/// What to make of a run that was left unfinished.
pub(crate) const LEFT_ADVICE: &str = "The page was closed before this had ended. What was under \
    way then may or may not have been done: refresh the users to see how they are now, and do the \
    rest again.";

/// What an earlier page left unfinished, in a sentence.
pub(crate) fn left(title: &str, label: &str, done: usize, all: usize) -> String {
    format!(
        "Left unfinished when a page was closed: {title} · {label}. {} of {} are known to be done.",
        crate::browser::time::number(done),
        crate::browser::time::number(all)
    )
}

/// What did not happen to somebody, after “was not ” or “been ”.
const fn undone(item: &Item) -> &'static str {
    match item.change {
        Change::Create(_) => "created",
        _ => "changed",
    }
}

fn failed_title(item: &Item, error: &ChangeError) -> String {
    let label = &*isolated(&item.label);
    match error {
        ChangeError::Step { step, done, .. } if *done > 0 => {
            format!("{label}: it stopped at “{step}”, after a part was done")
        }
        ChangeError::NotSeen { .. } => format!("{label} does not show the change"),
        _ => match error.left() {
            LeftBehind::Unknown => format!("{label} may or may not have been {}", undone(item)),
            LeftBehind::Unchanged | LeftBehind::Known(_) => {
                format!("{label} was not {}", undone(item))
            }
        },
    }
}

/// Why item `at` of a run failed; nothing where it did not.
pub(crate) fn problem(run: &Run, at: usize) -> Option<Problem> {
    let connection = &run.plan.connection;
    let item = run.plan.items.get(at)?;
    let rows = run.rows();
    let row = rows.get(at)?;
    let error = match &row.outcome {
        Outcome::Failed(error) => error,
        Outcome::Unverified(call) => {
            let mut details = of_call(connection.platform, call);
            details.words = format!(
                "The change was accepted, but could not be read back. {}",
                details.words
            );
            "It is read back as soon as the platform answers again. No change is sent again."
                .clone_into(&mut details.advice);
            return Some(Problem {
                title: outcome(run, at),
                details,
            });
        }
        Outcome::Blocked(why) | Outcome::NotTried(why) => {
            return Some(Problem {
                title: format!("{} was not {}", isolated(&item.label), undone(item)),
                details: Details {
                    words: why.clone(),
                    ..Details::default()
                },
            });
        }
        _ => return None,
    };
    let mut details = match error.call() {
        Some(call) => of_call(connection.platform, call),
        None => Details {
            words: sentence(&error.to_string()),
            ..Details::default()
        },
    };
    error.advice().clone_into(&mut details.advice);
    let steps = run.plan.steps(item, "").unwrap_or_default();
    let requests: Vec<_> = steps.iter().map(roster::Step::request).collect();
    details.request = curl(connection, &requests);
    Some(Problem {
        title: failed_title(item, error),
        details,
    })
}

/// What the platform said of single fields, in its words.
pub(crate) fn of_fields(error: &ChangeError) -> Vec<(String, String)> {
    match error.call() {
        Some(roster::CallError::Api(wire::ApiError::Refused(refusal))) => refusal.fields.clone(),
        _ => Vec::new(),
    }
}

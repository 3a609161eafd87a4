//! What is said of an access review that was not started, or was started in part.

use super::{Details, Problem, counted};
use crate::browser::time::number;
use roster::people::ContinueError;
use wire::console::reviews::{MAX_ITEMS, ReviewItem};

/// How many accounts are named that have changed.
const NAMED: usize = 5;

/// What can be done about a review whose start was interrupted.
pub(crate) const CONTINUE: &str = "Continue it: the accounts that are missing are stored if those \
                                   that are there have not changed. Or delete it.";

/// What is done about a review that cannot be continued.
const START_ANOTHER: &str = "Delete this review, and start another one.";

/// The scope names a connection that there is not.
pub(crate) fn scope_gone() -> Problem {
    not_started(
        "A connection that was chosen is no longer there.",
        "Choose the connections again.",
    )
}

/// There are no accounts in the scope, or too many.
pub(crate) fn wrong_size(count: usize) -> Problem {
    if count == 0 {
        return not_started("No account is in this scope.", "Choose another scope.");
    }
    let words = format!(
        "The scope has {} accounts. A review has at most {}.",
        number(count),
        number(MAX_ITEMS)
    );
    not_started(
        &words,
        "Make several reviews, one for each connection for example.",
    )
}

fn not_started(words: &str, advice: &str) -> Problem {
    problem("The review was not started", words.to_owned(), advice)
}

/// How much of a review is there whose start was interrupted.
pub(crate) fn stored(count: usize) -> String {
    let accounts = counted(count, "account was", "accounts were");
    format!("{accounts} stored when it was interrupted.")
}

/// A review whose start was interrupted cannot go on. `label` is what a connection is called.
pub(crate) fn not_continued(error: &ContinueError, label: impl Fn(&str) -> String) -> Problem {
    let labels = |ids: &[String]| {
        let labels: Vec<String> = ids.iter().map(|id| label(id)).collect();
        let verb = if ids.len() == 1 { "is" } else { "are" };
        (labels.join(", "), verb)
    };
    let (words, advice) = match error {
        ContinueError::Unknown(ids) => {
            let (labels, verb) = labels(ids);
            let words = format!(
                "{labels} {verb} not loaded completely, so it is unknown whether the accounts have \
                 changed."
            );
            (
                words,
                "Load all users there, then continue. Or delete this review.",
            )
        }
        ContinueError::KnownSince(ids) => {
            let (labels, verb) = labels(ids);
            let words = format!(
                "{labels} {verb} loaded now, but not when the review began. Its accounts would not \
                 be those of one moment."
            );
            (words, START_ANOTHER)
        }
        ContinueError::Changed(items) => (changed(items, label), START_ANOTHER),
    };
    problem("The review was not continued", words, advice)
}

/// Which accounts are not as they were stored.
fn changed(items: &[ReviewItem], label: impl Fn(&str) -> String) -> String {
    let name = |item: &ReviewItem| format!("{} on {}", item.name, label(&item.account.connection));
    let mut names: Vec<String> = items.iter().take(NAMED).map(name).collect();
    if items.len() > NAMED {
        names.push(format!("and {} more", number(items.len() - NAMED)));
    }
    format!(
        "{} changed since, or left the scope: {}.",
        counted(items.len(), "stored account has", "stored accounts have"),
        names.join(", ")
    )
}

fn problem(title: &str, words: String, advice: &str) -> Problem {
    Problem {
        title: title.to_owned(),
        details: Details {
            words,
            advice: advice.to_owned(),
            ..Details::default()
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use wire::console::people::AccountRef;
    use wire::console::reviews::{LastSignInThen, StateThen};

    fn item(name: &str) -> ReviewItem {
        ReviewItem {
            account: AccountRef {
                connection: "pivot".to_owned(),
                key: name.to_owned(),
            },
            person: name.to_owned(),
            name: name.to_owned(),
            address: String::new(),
            state: StateThen::Enabled,
            admin: false,
            roles: Vec::new(),
            last_sign_in: LastSignInThen::Never,
            suggestions: Vec::new(),
        }
    }

    #[test]
    fn why_a_review_cannot_go_on_is_said_with_what_is_concerned() {
        let said = |error| not_continued(&error, str::to_uppercase).details.words;
        assert_eq!(
            said(ContinueError::Changed(vec![item("Ana")])),
            "1 stored account has changed since, or left the scope: Ana on PIVOT."
        );
        let many: Vec<ReviewItem> = ["a", "b", "c", "d", "e", "f", "g"].map(item).to_vec();
        let words = said(ContinueError::Changed(many));
        assert!(
            words.starts_with("7 stored accounts have changed since"),
            "{words}"
        );
        assert!(words.ends_with("e on PIVOT, and 2 more."), "{words}");
        let unknown = ContinueError::Unknown(vec!["pivot".to_owned(), "actian".to_owned()]);
        assert!(said(unknown).starts_with("PIVOT, ACTIAN are not loaded completely"));
    }
}

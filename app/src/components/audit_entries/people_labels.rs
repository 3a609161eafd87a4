//! Changes of what the server keeps about people, in plain words.

use wire::console::{TrailChange, TrailOutcome};

/// Its outcome in a word or two, and whether it needs attention.
pub(super) fn outcome(entry: &TrailChange) -> (String, bool) {
    match &entry.outcome {
        TrailOutcome::Status(200..=299) | TrailOutcome::Done => ("Done".to_owned(), false),
        TrailOutcome::Status(409) => ("Refused: changed meanwhile".to_owned(), true),
        TrailOutcome::Status(status) => (format!("Failed, {status}"), true),
        TrailOutcome::Failed(_) => ("Failed".to_owned(), true),
        TrailOutcome::Unknown => ("Unknown".to_owned(), true),
        TrailOutcome::Open => ("In progress".to_owned(), false),
    }
}

/// Its outcome in full.
pub(super) fn in_full(entry: &TrailChange) -> String {
    match &entry.outcome {
        TrailOutcome::Status(200..=299) | TrailOutcome::Done => "Stored".to_owned(),
        TrailOutcome::Status(409) => "Nothing was changed, because someone else changed the same \
                                      in the meantime."
            .to_owned(),
        TrailOutcome::Status(status) => {
            format!("Nothing was changed: the server answered with status {status}.")
        }
        TrailOutcome::Failed(reason) => format!("The server could not store it: {reason}."),
        TrailOutcome::Unknown => {
            "The server stopped before the outcome was known. Check whether it was stored."
                .to_owned()
        }
        TrailOutcome::Open => "In progress. Refresh to see the outcome.".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with_outcome(outcome: &str) -> TrailChange {
        let text = format!(
            r#"{{"number":12,"kind":"people","at":"2026-11-26T06:00:00.000000Z","ended":null,
            "id":"0f","who":"ada","connection":"","action":"rollcall.person-linked",
            "target":["ana@example.com"],"request":{{"query":[],"body":null}},
            "outcome":{outcome}}}"#
        );
        serde_json::from_str(&text).unwrap()
    }

    #[test]
    fn only_what_was_stored_is_done_and_a_conflict_says_what_it_is() {
        for (written, expected, needs_attention) in [
            (r#"{"status":200}"#, "Done", false),
            (r#"{"status":201}"#, "Done", false),
            (r#"{"status":409}"#, "Refused: changed meanwhile", true),
            (r#"{"status":503}"#, "Failed, 503", true),
            (r#"{"failed":"the disk is full"}"#, "Failed", true),
            (r#""unknown""#, "Unknown", true),
            (r#""open""#, "In progress", false),
        ] {
            let entry = with_outcome(written);
            assert_eq!(outcome(&entry), (expected.to_owned(), needs_attention));
            assert_eq!(in_full(&entry) == "Stored", expected == "Done", "{written}");
        }
        let full = in_full(&with_outcome(r#"{"failed":"the disk is full"}"#));
        assert_eq!(full, "The server could not store it: the disk is full.");
    }
}

//! Receipts survive being stored, and those of other versions are not read.

use super::*;
use crate::{
    Ability, BlockReason, Conflict, DoneNote, Failure, FailureCause, FailureStateKind, Finding,
    ImpossibleReason, Part, StopReason, record::Field,
};
use proptest::prelude::*;
use proptest::sample::select;

fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        Just(String::new()),
        "\\PC{0,12}",
        "[\"\\\\\n{}\u{202e}é]{0,4}"
    ]
}

fn part() -> impl Strategy<Value = Part> {
    prop_oneof![
        Just(Part::Field(Field::Email)),
        Just(Part::Role),
        select(&Platform::ALL).prop_map(Part::Roles),
        text().prop_map(Part::Attribute),
        Just(Part::DisabledSince),
    ]
}

fn impossible() -> impl Strategy<Value = ImpossibleReason> {
    prop_oneof![
        select(&Ability::ALL).prop_map(ImpossibleReason::Unavailable),
        Just(ImpossibleReason::Gone),
        Just(ImpossibleReason::ExistsDisabled),
        text().prop_map(ImpossibleReason::UnknownRole),
        text().prop_map(ImpossibleReason::UnknownGroup),
    ]
}

fn finding() -> impl Strategy<Value = Finding> {
    prop_oneof![
        Just(Finding::StillEnabled),
        proptest::collection::vec(text(), 0..3).prop_map(Finding::Roles),
        text().prop_map(|text| Finding::Text {
            field: Field::ColorMode,
            text
        }),
    ]
}

fn cause() -> impl Strategy<Value = FailureCause> {
    let conflict = (part(), text(), text(), text()).prop_map(|(part, opened, theirs, mine)| {
        let conflict = Conflict {
            part,
            opened,
            theirs,
            mine,
        };
        FailureCause::Conflict(vec![conflict])
    });
    prop_oneof![
        Just(FailureCause::NotRead),
        impossible().prop_map(FailureCause::Impossible),
        (select(StepKind::ALL), 0..9usize)
            .prop_map(|(step, done)| FailureCause::Step { step, done }),
        conflict,
        finding().prop_map(FailureCause::NotSeen),
    ]
}

fn reason() -> impl Strategy<Value = Reason> {
    prop_oneof![
        Just(Reason::Note(DoneNote::AnswerLost)),
        proptest::collection::vec(part(), 0..3)
            .prop_map(|parts| Reason::Note(DoneNote::KeptOthersChanges(parts))),
        (cause(), select(FailureStateKind::ALL))
            .prop_map(|(cause, state)| Reason::Failed(Failure { cause, state })),
        select(BlockReason::ALL).prop_map(Reason::Blocked),
        any::<u32>().prop_map(|seconds| Reason::NotTried(StopReason::WaitTooLong { seconds })),
        Just(Reason::NotTried(StopReason::Cancelled)),
    ]
}

fn row() -> impl Strategy<Value = ReceiptRow> {
    let step = (select(StepKind::ALL), proptest::option::of(text()))
        .prop_map(|(step, problem)| ReceiptStep { step, problem });
    (
        (text(), text()),
        select(ChangeKind::ALL),
        select(OutcomeKind::ALL),
        proptest::option::of(reason()),
        proptest::option::of(text()),
        proptest::collection::vec(step, 0..3),
    )
        .prop_map(
            |((key, name), change, outcome, reason, message, steps)| ReceiptRow {
                key,
                name,
                change,
                outcome,
                reason,
                message,
                steps,
            },
        )
}

fn receipt() -> impl Strategy<Value = Receipt> {
    (
        proptest::option::of(select(ChangeKind::ALL)),
        (text(), text()),
        select(&Platform::ALL),
        proptest::option::of(text()),
        proptest::collection::vec(row(), 0..4),
    )
        .prop_map(
            |(change, (connection, label), platform, ended, rows)| Receipt {
                version: ReceiptVersion,
                change,
                connection,
                label,
                platform,
                started: "2026-01-15T09:30:00.000Z".to_owned(),
                ended,
                rows,
            },
        )
}

/// The receipt in a file, if it is one of this version.
fn parse(json: &str) -> Option<Receipt> {
    serde_json::from_str(json).ok()
}

proptest! {
    #[test]
    fn a_receipt_is_read_as_it_was_written(receipt in receipt()) {
        prop_assert_eq!(parse(&receipt.json()), Some(receipt));
    }

    #[test]
    fn a_receipt_of_another_version_is_not_read(receipt in receipt(), version: u32) {
        prop_assume!(version != RECEIPT_VERSION);
        let written = |version: u32| format!("\"version\": {version},");
        let other = receipt.json().replacen(&written(RECEIPT_VERSION), &written(version), 1);
        prop_assert!(other.contains(&written(version)));
        prop_assert_eq!(parse(&other), None);
    }

    #[test]
    fn what_is_no_receipt_is_not_read(text in text()) {
        prop_assert_eq!(parse(&text), None);
    }
}

fn names<K: Serialize>(kinds: &[K]) -> Vec<String> {
    let name = |kind| serde_json::to_value(kind).unwrap();
    let names = kinds.iter().map(name);
    names
        .map(|name| name.as_str().unwrap().to_owned())
        .collect()
}

#[test]
fn kinds_are_written_by_names_that_do_not_change() {
    assert_eq!(
        names(OutcomeKind::ALL),
        [
            "waiting",
            "running",
            "accepted",
            "done",
            "done-invisible",
            "already",
            "unverified",
            "failed",
            "blocked",
            "not-tried"
        ]
    );
    assert_eq!(
        names(BlockReason::ALL),
        [
            "own-login",
            "yourself",
            "last-admin",
            "every-admin",
            "view-only",
            "not-chosen",
            "no-address"
        ]
    );
    assert_eq!(
        names(FailureStateKind::ALL),
        ["unchanged", "unknown", "known"]
    );
    assert_eq!(names(&ChangeKind::ALL[..3]), ["enable", "disable", "edit"]);
    assert_eq!(
        names(&StepKind::ALL[..3]),
        ["enable-user", "disable-user", "write-user"]
    );
}

#[test]
fn a_receipt_of_the_first_version_is_not_read() {
    let first = r#"{"title":"Disable 1 user","connection":"pivot","label":"Pivot",
        "platform":"Imply Pivot","started":"2026-01-15T09:30:00.000Z","ended":"",
        "rows":[{"key":"a","name":"a","change":"Disable","outcome":"waiting","words":"",
        "steps":[]}]}"#;
    assert_eq!(parse(first), None);
}

#[test]
fn the_json_of_a_receipt_has_kinds_and_the_words_of_the_platform() {
    let receipt = Receipt {
        version: ReceiptVersion,
        change: Some(ChangeKind::Disable),
        connection: "pivot".to_owned(),
        label: "Pivot, production".to_owned(),
        platform: Platform::Pivot,
        started: "2026-01-15T09:30:00.000Z".to_owned(),
        ended: None,
        rows: vec![ReceiptRow {
            key: "ada".to_owned(),
            name: "Ada".to_owned(),
            change: ChangeKind::Disable,
            outcome: OutcomeKind::Failed,
            reason: Some(Reason::Failed(Failure {
                cause: FailureCause::Step {
                    step: StepKind::DisableUser,
                    done: 0,
                },
                state: FailureStateKind::Unknown,
            })),
            message: Some("“Down.” (status 503)".to_owned()),
            steps: Vec::new(),
        }],
    };
    let json: serde_json::Value = serde_json::from_str(&receipt.json()).unwrap();
    assert_eq!(
        json,
        serde_json::json!({
            "version": 2,
            "change": "disable",
            "connection": "pivot",
            "label": "Pivot, production",
            "platform": "pivot",
            "started": "2026-01-15T09:30:00.000Z",
            "ended": null,
            "rows": [{
                "key": "ada",
                "name": "Ada",
                "change": "disable",
                "outcome": "failed",
                "reason": { "failed": {
                    "cause": { "step": { "step": "disable-user", "done": 0 } },
                    "state": "unknown",
                } },
                "message": "“Down.” (status 503)",
                "steps": [],
            }],
        })
    );
}

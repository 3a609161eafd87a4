//! What was decided, as rows and as what is to be done.

use super::*;
use wire::console::reviews::{Decision, DecisionKind};

fn decision(item: usize, kind: Option<DecisionKind>, by: Option<&str>) -> Decision {
    Decision {
        item,
        decision: kind,
        comment: format!("about {item}"),
        version: 3,
        at: "2026-01-15T09:30:00.000000Z".to_owned(),
        by: by.map(str::to_owned),
        via: by.map(|_| "local".to_owned()),
    }
}

fn reviewed() -> Vec<ReviewItem> {
    let world = World::new(vec![
        named(pivot("ana", "ana@x.example"), "Ana", "Sato"),
        of_actian("eve@other.example", "user"),
        user(1, "ana@x.example", |user| {
            user.last_login = Some("2025-01-01T00:00:00Z".into());
        }),
    ]);
    items(&world, &everywhere())
}

#[test]
fn only_what_was_revoked_is_to_be_removed() {
    let decisions = [
        decision(0, Some(DecisionKind::Keep), Some("ana")),
        decision(2, Some(DecisionKind::Revoke), Some("ana")),
        // An item that there is not.
        decision(3, Some(DecisionKind::Revoke), Some("ana")),
    ];
    let revoked = revoked_accounts(&reviewed(), &decisions);
    assert_eq!(revoked, [account("metabase", "1")]);
    assert_eq!(revoked_accounts(&reviewed(), &[]), []);
}

#[test]
fn a_row_says_what_was_there_and_who_decided_what() {
    let items = reviewed();
    let decisions = [
        decision(2, Some(DecisionKind::Revoke), Some("bob")),
        decision(1, None, None),
    ];
    let rows: Vec<_> = evidence_rows(&items, &decisions).collect();
    assert_eq!(rows.len(), 3);
    let cell = |row: usize, column: &str| {
        let at = EVIDENCE_COLUMNS.iter().position(|one| *one == column);
        &*rows[row][at.unwrap()]
    };
    for (row, column, expected) in [
        (0, "item", "0"),
        (0, "account", "ana"),
        (0, "decision", ""),
        (0, "comment", ""),
        (0, "roles", "analyst"),
        (0, "last_sign_in", "not-told"),
        (1, "suggestions", "outside-domains"),
        (1, "decision", ""),
        (1, "comment", "about 1"),
        (1, "by", ""),
        (2, "connection", "metabase"),
        (2, "person", "ana@x.example"),
        (2, "name", "Ana Sato"),
        (2, "state", "enabled"),
        (2, "admin", "no"),
        (2, "suggestions", "not-signed-in-for-90-days"),
        (2, "last_sign_in", "2025-01-01T00:00:00Z"),
        (2, "decision", "revoke"),
        (2, "by", "bob"),
        (2, "via", "local"),
        (2, "at", "2026-01-15T09:30:00.000000Z"),
    ] {
        assert_eq!(cell(row, column), expected, "{row} {column}");
    }
}

//! Receipts beside a log that agrees, and beside logs that do not.

use super::*;
use crate::people::leave::tests;
use crate::people::tests::model::Company;
use wire::console::{TrailKind, TrailRequest};

/// The entries that the log would have of the receipt's requests.
fn entries(receipt: &PeopleReceipt) -> Vec<TrailChange> {
    let mut entries = Vec::new();
    for connection in &receipt.connections {
        for account in &connection.accounts {
            for reference in &account.audit {
                let number = entries.len() as u64 + 7;
                entries.push(TrailChange {
                    number,
                    kind: TrailKind::Change,
                    at: "2026-01-15T09:30:00.500000Z".to_owned(),
                    ended: None,
                    id: reference.id.clone(),
                    who: Some("root".to_owned()),
                    via: None,
                    address: None,
                    connection: connection.connection.clone(),
                    action: "any".to_owned(),
                    target: vec![account.key.clone()],
                    request: TrailRequest {
                        query: Vec::new(),
                        body: None,
                    },
                    outcome: TrailOutcome::Status(200),
                    hash: Some(format!("{number:04x}")),
                    outcome_number: Some(number + 100),
                    outcome_hash: Some(format!("{:04x}", number + 100)),
                    damage: None,
                    approval: None,
                });
            }
        }
    }
    entries
}

#[test]
fn a_receipt_is_compared_with_the_log() {
    let mut company = Company::new(&tests::staff(), &[]);
    let plan = tests::plan(&company, &tests::request(&company, &["ana@x.example"]));
    let mut receipt = company.carry_out(&plan).remove(0);
    let entries = entries(&receipt);
    assert_eq!(entries.len(), 3);
    assert_eq!(receipt.compare(&entries).len(), 6, "none has a number yet");
    receipt.add_entries(&entries);
    assert_eq!(receipt.entry_numbers(), [7, 8, 9]);
    assert_eq!(receipt.compare(&entries), []);

    let changed = |change: &dyn Fn(&mut TrailChange)| {
        let mut entries = entries.clone();
        change(&mut entries[0]);
        receipt.compare(&entries)
    };
    let number = 7;
    assert_eq!(
        changed(&|entry| entry.hash = Some("ffff".to_owned())),
        [Disagreement::OtherHash { number }]
    );
    assert_eq!(
        changed(&|entry| entry.outcome_hash = None),
        [Disagreement::OtherHash { number }]
    );
    for change in [
        &(|entry: &mut TrailChange| entry.id = "other".to_owned()) as &dyn Fn(&mut TrailChange),
        &|entry| entry.connection = "other".to_owned(),
        &|entry| entry.target = vec!["bo".to_owned()],
    ] {
        assert_eq!(changed(change), [Disagreement::OtherRequest { number }]);
    }
    let who = Some("eve".to_owned());
    assert_eq!(
        changed(&|entry| entry.who = Some("eve".to_owned())),
        [Disagreement::OtherPerson { number, who }]
    );
    let at = "2026-01-14T09:30:00Z".to_owned();
    assert_eq!(
        changed(&|entry| entry.at = "2026-01-14T09:30:00Z".to_owned()),
        [Disagreement::OtherTime { number, at }]
    );
    assert_eq!(
        changed(&|entry| entry.damage = Some("lost".to_owned())),
        [Disagreement::Damaged { number }]
    );
    let pivot = || ("pivot".to_owned(), "ana".to_owned());
    let (connection, account) = pivot();
    assert_eq!(
        changed(&|entry| entry.outcome = TrailOutcome::Status(500)),
        [Disagreement::OtherOutcome {
            connection,
            account
        }]
    );
    let (connection, account) = pivot();
    let missing = Disagreement::Missing {
        number: Some(7),
        id: "pivot-1".to_owned(),
    };
    assert_eq!(
        receipt.compare(&entries[1..]),
        [
            missing,
            Disagreement::OtherOutcome {
                connection,
                account
            }
        ]
    );
    let (connection, account) = pivot();
    let mut forged = receipt.clone();
    forged.connections[0].accounts[0].audit.clear();
    assert_eq!(
        forged.compare(&entries),
        [Disagreement::NoEntry {
            connection,
            account
        }]
    );
}

//! How reviews are written: other programs read them.

use super::*;
use crate::console::people::AccountRef;

fn reviewer(name: &str) -> Reviewer {
    Reviewer {
        name: name.to_owned(),
        via: "local".to_owned(),
    }
}

#[test]
fn an_item_is_written_with_what_was_known_of_the_account_then() {
    let item = ReviewItem {
        account: AccountRef {
            connection: "metabase".to_owned(),
            key: "7".to_owned(),
        },
        person: "ana@example.com".to_owned(),
        name: "Ana".to_owned(),
        address: "ana@example.com".to_owned(),
        state: StateThen::Enabled,
        admin: false,
        roles: vec![RoleThen {
            id: "1".to_owned(),
            title: "All Users".to_owned(),
        }],
        last_sign_in: LastSignInThen::Never,
        suggestions: vec![
            ReviewSuggestion::NotSignedInFor(90),
            ReviewSuggestion::OutsideDomains,
        ],
    };
    let text = concat!(
        r#"{"account":{"connection":"metabase","key":"7"},"person":"ana@example.com","#,
        r#""name":"Ana","address":"ana@example.com","state":"enabled","admin":false,"#,
        r#""roles":[{"id":"1","title":"All Users"}],"last_sign_in":"never","#,
        r#""suggestions":[{"not-signed-in-for":90},"outside-domains"]}"#
    );
    assert_eq!(serde_json::to_string(&item).unwrap(), text);
    assert_eq!(serde_json::from_str::<ReviewItem>(text).unwrap(), item);
}

#[test]
fn a_decision_is_withdrawn_only_where_the_change_says_so() {
    let change = |rest: &str| {
        let text = format!(r#"{{"item":3,"version":1{rest}}}"#);
        serde_json::from_str::<DecisionChange>(&text).map(|change| change.value)
    };
    assert_eq!(change(r#","value":null"#).unwrap(), None);
    assert!(change("").is_err());
    let value = change(r#","value":{"decision":"revoke"}"#);
    let expected = DecisionValue {
        decision: DecisionKind::Revoke,
        comment: String::new(),
    };
    assert_eq!(value.unwrap(), Some(expected));
    assert!(change(r#","value":{"decision":"undecided"}"#).is_err());
    assert!(change(r#","value":{"decision":"keep","by":"bob"}"#).is_err());
}

#[test]
fn a_filter_names_what_it_is_about() {
    for (filter, text) in [
        (
            ReviewFilter::CanSignInTo("pivot".to_owned()),
            r#"{"can-sign-in-to":"pivot"}"#,
        ),
        (
            ReviewFilter::NotSignedInFor(45),
            r#"{"not-signed-in-for":45}"#,
        ),
        (ReviewFilter::AdminAnywhere, r#""admin-anywhere""#),
    ] {
        assert_eq!(serde_json::to_string(&filter).unwrap(), text);
        assert_eq!(serde_json::from_str::<ReviewFilter>(text).unwrap(), filter);
    }
    let filter = ReviewFilter::LacksAccessTo("pivot".to_owned());
    assert_eq!(filter.connection(), Some("pivot"));
    assert_eq!(ReviewFilter::Departed.connection(), None);
}

#[test]
fn decisions_are_counted_by_who_made_them() {
    let mut progress = ReviewProgress::default();
    let (ana, bob) = (reviewer("ana"), reviewer("bob"));
    let other_ana = Reviewer {
        via: "proxy".to_owned(),
        ..ana.clone()
    };
    progress.add(Some(&bob), DecisionKind::Keep, 2);
    progress.add(Some(&other_ana), DecisionKind::Keep, 1);
    progress.add(Some(&ana), DecisionKind::Revoke, 3);
    progress.add(Some(&bob), DecisionKind::Revoke, 4);
    progress.add(None, DecisionKind::Keep, 1);
    assert_eq!((progress.kept, progress.revoked), (4, 7));
    assert_eq!(progress.decided(), 11);
    let counted = progress.by.iter();
    let counted: Vec<_> = counted
        .map(|one| (one.reviewer.as_ref(), one.kept, one.revoked))
        .collect();
    let expected = [
        (None, 1, 0),
        (Some(&ana), 0, 3),
        (Some(&other_ana), 1, 0),
        (Some(&bob), 2, 4),
    ];
    assert_eq!(counted, expected);
}

#[test]
fn a_withdrawn_decision_is_not_counted() {
    let decision = |item, decision, by: Option<&str>| Decision {
        item,
        decision,
        comment: String::new(),
        version: 3,
        at: "2026-01-15T09:30:00.000000Z".to_owned(),
        by: by.map(str::to_owned),
        via: by.map(|_| "local".to_owned()),
    };
    let decisions = [
        decision(0, Some(DecisionKind::Keep), Some("ana")),
        decision(1, Some(DecisionKind::Revoke), Some("ana")),
        decision(2, None, Some("bob")),
        decision(3, Some(DecisionKind::Keep), None),
    ];
    let progress: ReviewProgress = decisions.iter().collect();
    assert_eq!((progress.kept, progress.revoked), (2, 1));
    let by = progress.by.iter();
    let by: Vec<_> = by.map(|one| (one.reviewer.clone(), one.kept)).collect();
    assert_eq!(by, [(None, 1), (Some(reviewer("ana")), 1)]);
}

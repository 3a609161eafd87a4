use super::*;

fn summary(state: ApprovalState, scopes: &[(usize, usize)]) -> ApprovalSummary {
    let scopes = scopes.iter().map(|(accounts, removed)| ApprovalScope {
        connection: "pivot".to_owned(),
        accounts: *accounts,
        removed: *removed,
    });
    let stamp = |by: &str| Stamp {
        at: "2026-11-26T06:00:00.000000Z".to_owned(),
        by: Some(by.to_owned()),
        via: None,
    };
    ApprovalSummary {
        id: "0a1b".to_owned(),
        reason: "They left.".to_owned(),
        connections: scopes.collect(),
        state,
        requested: stamp("ada"),
        own: false,
        decided: (state != ApprovalState::Waiting).then(|| stamp("otto")),
        comment: String::new(),
        until: None,
    }
}

fn account(change: &str) -> PlannedAccount {
    PlannedAccount {
        connection: "pivot".to_owned(),
        key: "bo".to_owned(),
        label: "Bo Sato".to_owned(),
        change: change.to_owned(),
        requests: vec![
            PlannedRequest {
                method: "PUT".to_owned(),
                path: "/users/bo".to_owned(),
                body: Some("{}".to_owned()),
            },
            PlannedRequest {
                method: "DELETE".to_owned(),
                path: "/users/bo".to_owned(),
                body: None,
            },
        ],
    }
}

#[test]
fn what_is_needed_says_why_and_for_how_many_accounts() {
    let needed = |reason, accounts| {
        needed(
            "Staging",
            &ApprovalNeeded {
                connection: "pivot".to_owned(),
                reason,
                accounts,
            },
        )
    };
    let over = |changed| ApprovalReason::Accounts { limit: 20, changed };
    let all = ApprovalReason::Accounts {
        limit: 0,
        changed: 0,
    };
    assert_eq!(
        needed(all, 1),
        "Staging: 1 account is changed. Every change here needs an approval."
    );
    assert_eq!(
        needed(ApprovalReason::Removals, 1),
        "Staging: 1 account is removed."
    );
    assert_eq!(
        needed(ApprovalReason::Removals, 1200),
        "Staging: 1,200 accounts are removed."
    );
    assert_eq!(
        needed(over(0), 25),
        "Staging: 25 accounts are changed. One person may change 20 in an hour without \
         approval."
    );
    assert_eq!(
        needed(over(4), 25),
        "Staging: 25 accounts are changed. One person may change 20 in an hour without \
         approval, and you have changed 4 others in the last hour."
    );
}

#[test]
fn an_extent_counts_accounts_and_removals() {
    for (accounts, removed, expected) in [
        (1, 0, "1 account"),
        (1, 1, "1 account, which is removed"),
        (3, 0, "3 accounts"),
        (3, 1, "3 accounts, 1 of them is removed"),
        (3, 2, "3 accounts, 2 of them are removed"),
        (1000, 1000, "1,000 accounts, which are removed"),
    ] {
        assert_eq!(extent(accounts, removed), expected);
    }
    let two = summary(ApprovalState::Waiting, &[(2, 1), (10, 0)]);
    assert_eq!(in_all(&two), "12 accounts, 1 of them is removed");
    assert_eq!(
        decide(Verdict::Approve, &two),
        "Approve the changes of 12 accounts"
    );
}

#[test]
fn what_is_planned_is_named_as_the_console_names_changes_and_an_unknown_word_stays() {
    for (change, expected) in [
        ("disable", "Disable Bo Sato"),
        ("set-roles", "Set roles of Bo Sato"),
        ("remove", "Remove Bo Sato"),
        ("promote", "promote: Bo Sato"),
    ] {
        assert_eq!(planned(&account(change)), expected);
    }
    assert_eq!(
        requests(&account("disable").requests),
        "PUT /users/bo\n{}\n\nDELETE /users/bo"
    );
}

#[test]
fn a_text_for_the_other_person_is_neither_missing_nor_too_long() {
    assert!(wrong_text("", true).is_some());
    assert_eq!(wrong_text("", false), None);
    assert_eq!(wrong_text(&"ü".repeat(MAX_APPROVAL_TEXT), true), None);
    assert!(wrong_text(&"ü".repeat(MAX_APPROVAL_TEXT + 1), false).is_some());
}

#[test]
fn a_conflict_names_what_was_decided_and_by_which_person() {
    for (state, expected) in [
        (
            ApprovalState::Declined,
            "Your decision was not saved: the request is already declined by otto.",
        ),
        // Otto approved it: it has expired by itself.
        (
            ApprovalState::Expired,
            "Your decision was not saved: the request has expired.",
        ),
    ] {
        assert_eq!(conflict(&summary(state, &[(1, 0)])), expected);
    }
}

#[test]
fn a_decision_that_is_found_names_the_person_who_made_it() {
    for (state, expected) in [
        (ApprovalState::Approved, "The request was approved by otto."),
        // Its time is over, and so it was approved.
        (ApprovalState::Expired, "The request was approved by otto."),
        (ApprovalState::Declined, "The request was declined by otto."),
        (
            ApprovalState::Withdrawn,
            "The request was withdrawn by otto.",
        ),
    ] {
        assert_eq!(decision(&summary(state, &[(1, 0)])), expected);
    }
    assert_eq!(
        too_late(&summary(ApprovalState::Declined, &[(1, 0)])),
        "The request was declined by otto. Your decision would not be saved."
    );
}

#[test]
fn where_it_cannot_be_checked_nothing_was_changed() {
    let problem = not_checked(Problem {
        title: "It failed".to_owned(),
        details: Details {
            advice: "Check that it runs.".to_owned(),
            ..Details::default()
        },
    });
    assert_eq!(
        problem.details.advice,
        "Nothing was changed. Check that it runs. Then press the same button again."
    );
}

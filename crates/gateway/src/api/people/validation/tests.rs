//! What a change may say, each with what is wrong.

use super::*;
use serde::de::DeserializeOwned;
use serde_json::json;

fn refusal<K: Check>(changes: serde_json::Value) -> Option<String>
where
    K::Change: DeserializeOwned,
{
    let changes: Vec<K::Change> = serde_json::from_value(changes).unwrap();
    let connections = BTreeSet::from(["pivot".to_owned()]);
    check_all::<K>(&changes, &connections).err()
}

fn assignment(
    connection: &str,
    account: &str,
    version: u64,
    value: serde_json::Value,
) -> serde_json::Value {
    let account = json!({ "connection": connection, "key": account });
    json!({ "account": account, "version": version, "value": value })
}

#[test]
fn an_account_is_assigned_on_a_connection_that_there_is_and_taken_away_on_any() {
    let ana = json!({ "person": "ana@example.com" });
    let alone = json!({ "person": null });
    let refused = |change| refusal::<Assignments>(json!([change]));
    assert_eq!(refused(assignment("pivot", "ana", 0, ana.clone())), None);
    assert_eq!(refused(assignment("pivot", "ana", 3, alone)), None);
    assert_eq!(refused(assignment("gone", "ana", 3, json!(null))), None);
    for (connection, account, version, value, why) in [
        (
            "gone",
            "ana",
            0,
            ana.clone(),
            "there is no connection “gone”",
        ),
        ("pivot", " ", 0, ana.clone(), "account.key is empty"),
        (
            "pivot",
            "a\0",
            0,
            ana.clone(),
            "account.key has the character U+0000",
        ),
        (
            "a/b",
            "ana",
            1,
            json!(null),
            "account.connection is not the ID of a connection",
        ),
        (
            "pivot",
            "ana",
            0,
            json!({ "person": "" }),
            "value.person is empty",
        ),
        ("pivot", "ana", 0, json!(null), "there is nothing to remove"),
    ] {
        let refused = refused(assignment(connection, account, version, value)).unwrap();
        assert!(
            refused.starts_with("changes[0]: ") && refused.contains(why),
            "{refused}"
        );
    }
}

#[test]
fn names_have_at_most_so_many_characters_whatever_their_bytes() {
    let person = |characters: usize| {
        let person = json!({ "person": "ü".repeat(characters) });
        refusal::<Assignments>(json!([assignment("pivot", "ana", 0, person)]))
    };
    assert_eq!(person(MAX_KEY), None);
    let refused = person(MAX_KEY + 1).unwrap();
    assert!(
        refused.contains("value.person has more than 8000 characters"),
        "{refused}"
    );
}

#[test]
fn changes_of_one_request_are_about_different_rows_and_do_the_same() {
    let link = |account: &str| assignment("pivot", account, 0, json!({ "person": "ana" }));
    let alone = assignment("pivot", "b", 0, json!({ "person": null }));
    let refused = refusal::<Assignments>;
    assert_eq!(refused(json!([link("a"), link("b")])), None);
    for (changes, why) in [
        (json!([]), "there is no change in it"),
        (
            json!([link("a"), link("a")]),
            "changes[1]: it is about the same as one before",
        ),
        (
            json!([link("a"), alone]),
            "changes[1]: it is of another kind than the first",
        ),
    ] {
        let refused = refused(changes).unwrap();
        assert!(refused.starts_with(why), "{refused}");
    }
    let many = |count: usize| -> Vec<_> { (0..count).map(|at| link(&at.to_string())).collect() };
    assert_eq!(refused(json!(many(MAX_CHANGES))), None);
    let refused = refused(json!(many(MAX_CHANGES + 1))).unwrap();
    assert!(refused.contains("more than 1000 changes"), "{refused}");
}

#[test]
fn a_dismissal_has_a_finding_a_reason_and_an_end() {
    let ana = || json!({ "person": "ana@example.com" });
    let account = |connection: &str| json!({ "connection": connection, "key": "ana" });
    let accounts = |count: usize| vec![account("pivot"); count];
    let dismissal =
        |kind: &str, subject: serde_json::Value, accounts, reason: &str, until: &str| {
            let finding = json!({ "kind": kind, "subject": subject, "accounts": accounts });
            let value = json!({ "reason": reason, "until": until });
            let change = json!({ "finding": finding, "version": 0, "value": value });
            refusal::<Dismissals>(json!([change]))
        };
    let tomorrow = &clock::now()[..10];
    for subject in [
        ana(),
        json!({ "connection": "pivot" }),
        json!({ "status": account("gone") }),
    ] {
        let kind = "inactive-admin";
        let reason = "on leave\nuntil spring";
        let refused = dismissal(kind, subject, accounts(200), reason, tomorrow);
        assert_eq!(refused, None);
    }
    for (refused, why) in [
        (
            dismissal("Inactive", ana(), accounts(1), "x", tomorrow),
            "finding.kind has other characters",
        ),
        (
            dismissal("a", json!({ "person": "" }), accounts(1), "x", tomorrow),
            "finding.subject is empty",
        ),
        (
            dismissal(
                "a",
                json!({ "status": account("") }),
                accounts(1),
                "x",
                tomorrow,
            ),
            "finding.subject.connection is empty",
        ),
        (
            dismissal("a", ana(), vec![account("a/b")], "x", tomorrow),
            "finding.accounts[0].connection is not the ID of a connection",
        ),
        (
            dismissal("a", ana(), accounts(201), "x", tomorrow),
            "finding.accounts has more than 200 accounts",
        ),
        (
            dismissal("a", ana(), accounts(1), "  ", tomorrow),
            "value.reason is empty",
        ),
        (
            dismissal("a", ana(), accounts(1), &"x".repeat(1001), tomorrow),
            "value.reason has more than 1000 characters",
        ),
        (
            dismissal("a", ana(), accounts(1), "x", "2020-01-01"),
            "value.until is not a day",
        ),
        (
            dismissal("a", ana(), accounts(1), "x", "9999-12-31"),
            "value.until is not a day",
        ),
    ] {
        let refused = refused.unwrap();
        assert!(refused.contains(why), "{refused}");
    }
}

#[test]
fn settings_are_days_and_domains() {
    let settings = |domains: &[&str], days: u32| {
        let value = json!({
            "domains": domains,
            "inactive_days": days,
            "invited_days": 14,
        });
        refusal::<Settings>(json!([{ "version": 0, "value": value }]))
    };
    assert_eq!(settings(&["example.com", "münchen.example"], 90), None);
    assert_eq!(settings(&[], 3650), None);
    for (domains, days, why) in [
        (
            &["example.com"][..],
            0,
            "value.inactive_days is not between 1 and 3650",
        ),
        (
            &["example.com"],
            3651,
            "value.inactive_days is not between 1 and 3650",
        ),
        (
            &["ana@example.com"],
            90,
            "“ana@example.com” is not a domain",
        ),
        (&["exa mple.com"], 90, "is not a domain"),
        (&[""], 90, "a domain is empty"),
        (
            &["example.com", "EXAMPLE.com"],
            90,
            "the domain “EXAMPLE.com” is there twice",
        ),
        (&["a"; 101], 90, "more than 100 domains"),
    ] {
        let refused = settings(domains, days).unwrap();
        assert!(refused.contains(why), "{refused}");
    }
}

fn profile(name: &str, version: u64, entries: serde_json::Value) -> serde_json::Value {
    json!({ "name": name, "version": version, "value": { "entries": entries } })
}

#[test]
fn a_profile_has_a_name_and_each_connection_and_role_once() {
    let refused = |change| refusal::<Profiles>(json!([change]));
    let entry = |roles: serde_json::Value| json!([{ "connection": "pivot", "roles": roles }]);
    let viewer = entry(json!(["viewer"]));
    for roles in [json!(["viewer", "editor"]), json!([]), json!(null)] {
        assert_eq!(refused(profile("Analyst", 0, entry(roles))), None);
    }
    let longest = "ü".repeat(MAX_PROFILE_NAME);
    assert_eq!(refused(profile(&longest, 0, viewer.clone())), None);
    let longer = format!("{longest}ü");
    let twice = json!([
        { "connection": "pivot", "roles": [] },
        { "connection": "pivot", "roles": null },
    ]);
    let gone = json!([{ "connection": "gone", "roles": [] }]);
    let many: Vec<String> = (0..=MAX_PROFILE_ROLES).map(|at| at.to_string()).collect();
    for (change, why) in [
        (profile("", 0, viewer.clone()), "name is empty"),
        (profile(&longer, 0, viewer.clone()), "name has more than"),
        (profile("a\0", 0, viewer.clone()), "U+0000"),
        (profile("a\nb", 0, viewer.clone()), "a control character"),
        (
            profile(" a", 0, viewer.clone()),
            "begins or ends with a space",
        ),
        (profile("a", 0, json!([])), "value.entries is empty"),
        (profile("a", 0, gone), "there is no connection “gone”"),
        (profile("a", 0, twice), "“pivot” is there twice"),
        (
            profile("a", 0, entry(json!(["b", "b"]))),
            "“b” is there twice",
        ),
        (profile("a", 0, entry(json!([""]))), "a role is empty"),
        (profile("a", 0, entry(json!(many))), "more than 200 roles"),
        (
            json!({ "name": "a", "version": 0 }),
            "there is nothing to remove",
        ),
    ] {
        let refused = refused(change).unwrap();
        assert!(
            refused.starts_with("changes[0]: ") && refused.contains(why),
            "{refused}"
        );
    }
    // Whatever it is called, a profile that is there can be removed.
    assert_eq!(refused(json!({ "name": " a", "version": 3 })), None);
}

//! How rows, changes and receipts are written: other programs read them.

use super::*;

#[test]
fn a_row_is_written_flat_and_without_what_is_not_known() {
    let row = Assignment {
        account: AccountRef {
            connection: "pivot".to_owned(),
            key: "ana".to_owned(),
        },
        person: None,
        version: 7,
        at: "2026-11-26T06:00:00.000000Z".to_owned(),
        by: None,
        via: None,
    };
    let text = concat!(
        r#"{"account":{"connection":"pivot","key":"ana"},"person":null,"version":7,"#,
        r#""at":"2026-11-26T06:00:00.000000Z"}"#
    );
    assert_eq!(serde_json::to_string(&row).unwrap(), text);
    assert_eq!(serde_json::from_str::<Assignment>(text).unwrap(), row);
}

#[test]
fn a_change_without_a_value_removes_and_one_with_an_unknown_field_is_none() {
    let change = |rest: &str| {
        let text = format!(r#"{{"person":"ana@example.com","version":1{rest}}}"#);
        serde_json::from_str::<DepartedChange>(&text).map(|change| change.value)
    };
    assert_eq!(change("").unwrap(), None);
    assert_eq!(change(r#","value":null"#).unwrap(), None);
    let departed = DepartedValue {
        name: "Ana".to_owned(),
        receipt: None,
    };
    let value = r#","value":{"name":"Ana"}"#;
    assert_eq!(change(value).unwrap(), Some(departed));
    assert!(change(&value.replace("value", "vaule")).is_err());
    assert!(change(r#","value":{"name":"Ana","date":"2026-11-26"}"#).is_err());
}

#[test]
fn an_account_stands_alone_only_where_the_change_says_so() {
    let change = |value: &str| {
        let text =
            format!(r#"{{"account":{{"connection":"c","key":"a"}},"version":0,"value":{value}}}"#);
        serde_json::from_str::<AssignmentChange>(&text)
    };
    assert!(change(r#"{"person":null}"#).is_ok());
    assert!(change("{}").is_err());
}

#[test]
fn the_body_of_a_receipt_is_kept_to_the_letter() {
    let body = r#"{ "number": 1.50, "big": 12345678901234567890123, "text": "\u00e9" }"#;
    let text = format!(r#"{{"people":["a"],"requests":[],"body":{body}}}"#);
    let receipt: NewReceipt = serde_json::from_str(&text).unwrap();
    assert_eq!(receipt.body.get(), body);
    assert_eq!(serde_json::to_string(&receipt).unwrap(), text);
}

#[test]
fn a_finding_is_written_with_its_kind_its_subject_and_its_accounts() {
    let account = AccountRef {
        connection: "pivot".to_owned(),
        key: "ana".to_owned(),
    };
    for (subject, text) in [
        (
            FindingSubject::Person("ana@example.com".to_owned()),
            r#"{"person":"ana@example.com"}"#,
        ),
        (
            FindingSubject::Connection("pivot".to_owned()),
            r#"{"connection":"pivot"}"#,
        ),
        (
            FindingSubject::Status(account.clone()),
            r#"{"status":{"connection":"pivot","key":"ana"}}"#,
        ),
    ] {
        let finding = Finding {
            kind: "departed-enabled".to_owned(),
            subject,
            accounts: vec![account.clone()],
        };
        let text = format!(
            r#"{{"kind":"departed-enabled","subject":{text},"accounts":[{{"connection":"pivot","key":"ana"}}]}}"#
        );
        assert_eq!(serde_json::to_string(&finding).unwrap(), text);
        assert_eq!(serde_json::from_str::<Finding>(&text).unwrap(), finding);
    }
}

#[test]
fn a_profile_says_of_each_connection_which_roles_or_that_there_is_to_be_no_access() {
    let entries = |roles: &str| {
        let text = format!(r#"{{"entries":[{{"connection":"pivot"{roles}}}]}}"#);
        let value = serde_json::from_str::<ProfileValue>(&text);
        value.map(|value| value.entries[0].roles.clone())
    };
    let viewer = Some(vec!["viewer".to_owned()]);
    assert_eq!(entries(r#","roles":["viewer"]"#).unwrap(), viewer);
    assert_eq!(entries(r#","roles":[]"#).unwrap(), Some(Vec::new()));
    assert_eq!(entries(r#","roles":null"#).unwrap(), None);
    assert!(entries("").is_err(), "leaving it out says nothing");
}

#[test]
fn what_an_older_server_answers_has_no_profiles() {
    let text = r#"{"revision":3,"assignments":[],"departed":[],"dismissals":[],
        "settings":{"domains":[],"inactive_days":90,"invited_days":14}}"#;
    let people: People = serde_json::from_str(text).unwrap();
    assert_eq!(people.profiles, []);
}

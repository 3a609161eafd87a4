//! Every combination of a few values, since there are few enough.

use super::*;
use crate::record::PivotRecord;
use wire::{actian, metabase, pivot};

fn user(first_name: &str, last_name: &str, roles: &[&str]) -> Record {
    let text = |text: &str| (!text.is_empty()).then(|| text.into());
    Record::Pivot(PivotRecord {
        user: Some(pivot::User {
            name: "ada".into(),
            first_name: text(first_name),
            last_name: text(last_name),
            roles: roles.iter().map(|role| (*role).into()).collect(),
            ..pivot::User::default()
        }),
        status: None,
    })
}

fn first_name(opened: &Record, text: &str) -> Edit {
    Edit {
        fields: vec![(Field::FirstName, text.to_owned())],
        opened: Some(Box::new(opened.clone())),
        ..Edit::default()
    }
}

#[test]
fn a_text_conflicts_only_where_both_sides_changed_it_to_different_values() {
    let texts = ["", "Ada", "Eda"];
    for opened in texts {
        for mine in texts {
            for theirs in texts {
                let [before, now] = [user(opened, "L", &[]), user(theirs, "L", &[])];
                let edit = first_name(&before, mine);
                let merged = merge(&edit, &now);
                let conflict = mine != opened && theirs != opened && mine != theirs;
                assert_eq!(
                    !merged.conflicts.is_empty(),
                    conflict,
                    "{opened}/{mine}/{theirs}"
                );
                let written = merged.edit.fields.first().map(|(_, text)| &**text);
                let wanted = (mine != opened).then_some(mine);
                assert_eq!(written, wanted, "{opened}/{mine}/{theirs}");
                let theirs_kept = edit.resolved(&now, Resolution::KeepTheirs);
                assert_eq!(theirs_kept.fields.is_empty(), mine == opened || conflict);
                // Resolved, nothing is in conflict any more.
                for resolution in [Resolution::Overwrite, Resolution::KeepTheirs] {
                    let again = merge(&edit.resolved(&now, resolution), &now);
                    assert_eq!(again.conflicts, []);
                }
            }
        }
    }
}

#[test]
fn roles_are_added_and_removed_on_any_set_and_never_conflict() {
    let all = ["a", "b", "c"];
    let set = |bits: usize| -> Vec<&str> {
        let chosen = all.iter().enumerate().filter(|(at, _)| bits & 1 << at != 0);
        chosen.map(|(_, role)| *role).collect()
    };
    for opened in 0..8 {
        for mine in 0..8 {
            for theirs in 0..8 {
                let edit = Edit {
                    roles: Some(set(mine).iter().map(ToString::to_string).collect()),
                    opened: Some(Box::new(user("Ada", "L", &set(opened)))),
                    ..Edit::default()
                };
                let merged = merge(&edit, &user("Ada", "L", &set(theirs)));
                assert_eq!(merged.conflicts, []);
                let mut written = merged.edit.roles.unwrap();
                written.sort();
                let wanted = theirs & !(opened & !mine) | mine & !opened;
                assert_eq!(written, set(wanted), "{opened}/{mine}/{theirs}");
            }
        }
    }
}

#[test]
fn the_one_role_of_actian_conflicts_like_a_text() {
    let user = |role: &str| {
        Record::Actian(actian::User {
            email: "ada@company.com".into(),
            role: actian::Role::from(role),
            ..actian::User::default()
        })
    };
    let edit = Edit {
        roles: Some(vec!["admin".into()]),
        opened: Some(Box::new(user("user"))),
        ..Edit::default()
    };
    assert_eq!(merge(&edit, &user("user")).conflicts, []);
    assert_eq!(merge(&edit, &user("admin")).conflicts, []);
    let merged = merge(&edit, &user("auditor"));
    assert_eq!(
        merged.conflicts,
        [Conflict {
            part: Part::Role,
            opened: "user".into(),
            theirs: "auditor".into(),
            mine: "admin".into(),
        }]
    );
    let theirs = edit.resolved(&user("auditor"), Resolution::KeepTheirs);
    assert_eq!(theirs.roles, None);
}

#[test]
fn attributes_are_merged_name_by_name() {
    let user = |json: &str| {
        let response = wire::Response {
            status: 200,
            body: format!(r#"{{"id":7,"email":"a@b","is_active":true,"login_attributes":{json}}}"#),
            ..wire::Response::default()
        };
        let read = wire::Endpoint::read(&metabase::GetUser { id: 7 }, &response);
        Record::Metabase(Box::new(read.unwrap()))
    };
    let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    let edit = Edit {
        attributes: Some(vec![pair("region", "north"), pair("new", "1")]),
        opened: Some(Box::new(user(r#"{"region":"south","old":"1"}"#))),
        ..Edit::default()
    };
    let merged = merge(&edit, &user(r#"{"region":"south","old":"1","theirs":"2"}"#));
    assert_eq!(merged.conflicts, []);
    assert_eq!(
        merged.edit.attributes.unwrap(),
        [
            pair("region", "north"),
            pair("theirs", "2"),
            pair("new", "1")
        ]
    );
    assert_eq!(merged.kept, [Part::Attribute("theirs".into())]);
    let both = merge(&edit, &user(r#"{"region":"west","old":"1"}"#));
    assert_eq!(both.conflicts.len(), 1);
    assert_eq!(both.conflicts[0].part, Part::Attribute("region".into()));
}

#[test]
fn what_only_someone_else_changed_is_kept_and_named() {
    let before = user("Ada", "Lovelace", &["a"]);
    let merged = merge(
        &first_name(&before, "Eda"),
        &user("Ada", "King", &["a", "b"]),
    );
    assert_eq!(merged.conflicts, []);
    assert_eq!(
        merged.kept,
        [Part::Field(Field::LastName), Part::Roles(Platform::Pivot)]
    );
    assert_eq!(
        merged.edit.fields,
        [(Field::FirstName, "Eda".to_owned())],
        "only what was chosen is written"
    );
}

#[test]
fn an_edit_without_a_form_is_written_as_it_is() {
    let edit = Edit {
        fields: vec![(Field::FirstName, "Eda".into())],
        roles: Some(vec!["a".into()]),
        ..Edit::default()
    };
    assert_eq!(merge(&edit, &user("X", "Y", &["z"])).edit, edit);
}

#[test]
fn the_case_of_an_address_is_written_if_that_is_all_that_was_changed() {
    let user = |email: &str| {
        Record::Pivot(PivotRecord {
            user: Some(pivot::User {
                name: "ada".into(),
                email: Some(email.into()),
                ..pivot::User::default()
            }),
            status: None,
        })
    };
    let opened = user("Ada@company.com");
    let edit = |text: &str| Edit {
        fields: vec![(Field::Email, text.to_owned())],
        opened: Some(Box::new(opened.clone())),
        ..Edit::default()
    };
    let merged = merge(&edit("ada@company.com"), &opened);
    assert_eq!(merged.conflicts, []);
    assert_eq!(
        merged.edit.fields,
        [(Field::Email, "ada@company.com".to_owned())]
    );
    assert_eq!(merge(&edit("Ada@company.com"), &opened).edit.fields, []);
    // What a platform has put into lower case meanwhile is no conflict.
    let merged = merge(&edit("eda@company.com"), &user("ada@company.com"));
    assert_eq!(merged.conflicts, []);
}

//! Odd values in fields that nothing depends on: they are shown as they came,
//! hide no user, and are written back to the letter.

use wire::{Endpoint, Response, actian, metabase, pivot};

const ODD: [&str; 9] = [
    "null",
    "5",
    "1.50",
    "true",
    "{}",
    r#"{"a":[1]}"#,
    "[]",
    r#"[null,"x",7]"#,
    r#""\ud800""#,
];

fn ok(body: &str) -> Response {
    Response {
        status: 200,
        body: body.to_owned(),
        ..Response::default()
    }
}

#[test]
fn any_odd_optional_field_of_metabase_hides_no_user() {
    for field in [
        "email",
        "first_name",
        "last_name",
        "common_name",
        "date_joined",
        "last_login",
        "updated_at",
        "is_active",
        "is_superuser",
        "is_qbnewb",
        "sso_source",
        "group_ids",
        "locale",
        "user_group_memberships",
        "login_attributes",
        "personal_collection_id",
        "tenant_id",
    ] {
        for odd in ODD {
            let email = if field == "email" {
                ""
            } else {
                r#","email":"o@x""#
            };
            let row = format!(r#"{{"id":7{email},"{field}":{odd}}}"#);
            let body = format!(r#"{{"data":[{row},{{"id":8,"email":"a@x"}}],"total":2}}"#);
            let page = metabase::ListUsers::default().read(&ok(&body)).unwrap();
            assert_eq!(page.users.len(), 2, "{row}");
            assert_eq!(page.unreadable.count, 0, "{row}");
            let one = metabase::GetUser { id: 7 }.read(&ok(&row)).unwrap();
            assert_eq!(one, page.users[0]);
            assert_eq!(
                one.is_active,
                (row.contains(r#""is_active":true"#)).then_some(true)
            );
        }
    }
}

#[test]
fn an_odd_field_is_shown_as_it_came() {
    let body = r#"{"id":"7","email":"o@x","last_login":5,"locale":{"of": 1},
        "first_name":1.50,"is_active":"true","group_ids":[1,"x"]}"#;
    let user = metabase::GetUser { id: 7 }.read(&ok(body)).unwrap();
    assert_eq!(user.id, 7);
    assert_eq!(user.last_login.as_deref(), Some("5"));
    assert_eq!(user.first_name.as_deref(), Some("1.50"));
    assert_eq!(user.details().locale.as_deref(), Some(r#"{"of": 1}"#));
    assert_eq!(user.is_active, None);
    assert_eq!(user.groups(), None, "half a list of groups is none");
    let extra: Vec<_> = user.extra.iter().collect();
    let extra: Vec<_> = extra.iter().map(|(name, raw)| (&**name, *raw)).collect();
    assert_eq!(
        extra,
        [("is_active", r#""true""#), ("group_ids", r#"[1,"x"]"#)]
    );
}

#[test]
fn any_odd_field_of_actian_hides_no_user() {
    for field in ["first_name", "last_name", "id", "role", "other"] {
        for odd in ODD {
            let row = format!(r#"{{"email":"o@x","{field}":{odd}}}"#);
            let body = format!(r#"[{row},{{"email":"a@x"}}]"#);
            let list = actian::ListUsers { tenant: "t".into() };
            assert_eq!(list.read(&ok(&body)).unwrap().len(), 2, "{row}");
        }
    }
}

#[test]
fn any_odd_field_of_pivot_hides_no_user_and_is_written_back_unchanged() {
    for field in [
        "firstName",
        "lastName",
        "email",
        "colorMode",
        "roles",
        "users",
        "other",
    ] {
        for odd in ODD {
            let row = format!(r#"{{"name":"ada","{field}":{odd}}}"#);
            let list = pivot::ListUsers.read(&ok(&format!(r#"[{row},{{"name":"b"}}]"#)));
            let list = list.unwrap();
            assert_eq!((list.len(), list.unreadable.count), (2, 0), "{row}");
            let set = pivot::SetUser {
                user: list.rows[0].clone(),
                welcome: None,
                generation: pivot::Generation::Current,
            };
            let body = set.request().unwrap().body.unwrap().text;
            assert!(
                body.contains(&format!(r#""{field}":{odd}"#)),
                "{row}: {body}"
            );
            assert_eq!(body.matches(&format!(r#""{field}":"#)).count(), 1, "{body}");
        }
    }
}

#[test]
fn an_odd_field_of_pivot_that_is_changed_is_replaced() {
    let body = r#"[{"name":"ada","firstName":5,"lastName":null}]"#;
    let mut user = pivot::ListUsers.read(&ok(body)).unwrap().rows.remove(0);
    assert_eq!(user.first_name.as_deref(), Some("5"));
    user.first_name = Some("Ada".into());
    user.last_name = Some("Minh".into());
    let set = pivot::SetUser {
        user,
        welcome: None,
        generation: pivot::Generation::Current,
    };
    let body = set.request().unwrap().body.unwrap().text;
    assert!(
        body.contains(r#""firstName":"Ada","lastName":"Minh""#),
        "{body}"
    );
    assert!(!body.contains('5') && !body.contains("null"), "{body}");
}

#[test]
fn a_row_without_what_identifies_it_is_counted_with_its_place() {
    let body = r#"{"data":[{"id":1,"email":"a@x"},{"email":"no@x"},null,{"id":{},"email":"c"}],
        "total":4}"#;
    let page = metabase::ListUsers::default().read(&ok(body)).unwrap();
    assert_eq!((page.users.len(), page.unreadable.count), (1, 3));
    assert_eq!(page.unreadable.first.unwrap().place, "data[1].id");
    let list = pivot::ListUsers
        .read(&ok(r#"[{"name":"a"},{"firstName":"b"}]"#))
        .unwrap();
    assert_eq!((list.len(), list.unreadable.count), (1, 1));
    let list = actian::ListUsers { tenant: "t".into() };
    let list = list.read(&ok(r#"[{"email":"a"},{"email":null}]"#)).unwrap();
    assert_eq!(list.unreadable.first.unwrap().place, "[1].email");
}

//! The documents' samples, and every other shape that the notes name.

use super::*;
use crate::{ApiError, Endpoint, Response};

macro_rules! sample {
    ($file:literal) => {
        include_str!(concat!("../../../../tests/fixtures/pivot/", $file))
    };
}

fn ok(body: &str) -> Response {
    Response {
        status: 200,
        content_type: "application/json".into(),
        body: body.into(),
        ..Response::default()
    }
}

/// The body of a request, laid out like `sample` and compared as JSON.
fn assert_writes(body: Option<crate::Body>, sample: &str) {
    let json = |text: &str| serde_json::from_str::<serde_json::Value>(text).unwrap();
    assert_eq!(json(&body.unwrap().text), json(sample));
}

fn status(name: &str, disabled: Option<&str>) -> Status {
    Status {
        name: name.into(),
        disabled: disabled.map(Into::into),
        ..Status::default()
    }
}

#[test]
fn statuses_of_both_generations_are_read() {
    for (body, domain) in [
        (sample!("2023.01/statuses.list.json"), "company.com"),
        (sample!("current/statuses.list.json"), "example.com"),
    ] {
        assert_eq!(
            ListStatuses.read(&ok(body)).unwrap().rows,
            [
                status(&format!("admin@{domain}"), None),
                status(
                    &format!("analyst@{domain}"),
                    Some("2022-09-21T19:01:25.872Z")
                ),
            ]
        );
    }
}

#[test]
fn one_status_is_read_in_every_shape() {
    let get = GetStatus {
        name: "analyst@company.com".into(),
    };
    let bare = r#"{"name":"analyst@company.com","disabled":"2022-09-21T19:01:25.872Z"}"#;
    for body in [
        sample!("2023.01/statuses.get.json").to_owned(),
        sample!("2023.01/statuses.list.json").to_owned(),
        format!(r#"{{"userStatus":{bare}}}"#),
        format!("[{bare}]"),
        bare.to_owned(),
    ] {
        let read = get.read(&ok(&body)).unwrap();
        assert_eq!(read.disabled.as_deref(), Some("2022-09-21T19:01:25.872Z"));
    }
    let none = get.read(&ok(r#"{"userStatuses":[]}"#)).unwrap_err();
    assert!(none.is_not_found());
}

#[test]
fn what_is_not_clearly_enabled_counts_as_disabled() {
    for (disabled, reads) in [
        ("null", None),
        ("false", None),
        (r#""""#, None),
        ("true", Some("true")),
        ("1663786885872", Some("1663786885872")),
        (r#""soon""#, Some("soon")),
        (
            r#""2999-01-01T00:00:00.000Z""#,
            Some("2999-01-01T00:00:00.000Z"),
        ),
    ] {
        let body = format!(r#"[{{"name":"a","disabled":{disabled}}}]"#);
        let statuses = ListStatuses.read(&ok(&body)).unwrap();
        assert_eq!(statuses[0].disabled.as_deref(), reads, "{disabled}");
    }
}

#[test]
fn setting_a_status_writes_what_the_document_shows() {
    let set = |disabled| SetStatus {
        status: status("admin@company.com", disabled),
    };
    let disable = set(Some("2022-07-21T19:01:25.872Z"));
    let request = disable.request().unwrap();
    assert_eq!(
        request.target(),
        "/api/v1/user-statuses/admin%40company.com"
    );
    assert_writes(request.body, sample!("2023.01/statuses.set.request.json"));
    assert_writes(
        set(None).request().unwrap().body,
        sample!("2023.01/statuses.set.enable.request.json"),
    );
    assert_eq!(
        disable
            .read(&ok(sample!("2023.01/statuses.set.json")))
            .unwrap(),
        Some(disable.status.clone())
    );
}

#[test]
fn a_created_status_may_be_answered_with_anything_or_nothing() {
    let create = CreateStatus {
        status: status("new", None),
    };
    assert_eq!(create.request().unwrap().target(), "/api/v1/user-statuses");
    for (body, says) in [
        ("", None),
        (r#"{"name":"new"}"#, Some(create.status.clone())),
        (
            r#"{"status":"ok","userStatus":{"name":"new"}}"#,
            Some(create.status.clone()),
        ),
    ] {
        assert_eq!(create.read(&ok(body)).unwrap(), says, "{body}");
    }
}

#[test]
fn a_deletion_is_done_with_and_without_a_body() {
    let user = DeleteUser { name: "a".into() };
    let gone = DeleteStatus { name: "a".into() };
    for body in ["", sample!("2023.01/statuses.delete.json"), "OK"] {
        assert_eq!(user.read(&ok(body)), Ok(()));
        assert_eq!(gone.read(&ok(body)), Ok(()));
    }
    assert!(gone.read(&ok("<html>Sign in</html>")).is_err());
}

#[test]
fn users_of_both_generations_are_read() {
    let old = ListUsers
        .read(&ok(sample!("2023.01/users.list.json")))
        .unwrap();
    assert_eq!(
        old.rows,
        [User {
            name: "string".into(),
            first_name: Some("string".into()),
            last_name: Some("string".into()),
            color_mode: Some("string".into()),
            roles: ["string".into()].into(),
            roles_key: Some(RolesKey::Users),
            ..User::default()
        }]
    );
    let new = ListUsers
        .read(&ok(sample!("current/users.list.json")))
        .unwrap();
    assert_eq!(new[0].email.as_deref(), Some("ada.minh@example.com"));
    assert_eq!(*new[0].roles, ["super-admin".into(), "fc50".into()]);
    assert_eq!(new[0].roles_key, Some(RolesKey::Roles));
    // Every field but the name may be missing (pivot note 3).
    assert_eq!(new[1].first_name, None);
}

#[test]
fn one_user_is_read_in_every_shape() {
    let get = GetUser {
        name: "string".into(),
    };
    let bare = r#"{"name":"string","users":["string"]}"#;
    for body in [
        sample!("2023.01/users.list.json").to_owned(),
        format!(r#"{{"user":{bare}}}"#),
        format!(r#"{{"users":[{bare}]}}"#),
        bare.to_owned(),
    ] {
        let roles = get.read(&ok(&body)).unwrap().roles;
        assert_eq!(*roles, ["string".into()], "{body}");
    }
}

#[test]
fn a_user_goes_back_as_it_came() {
    let body = r#"{"name":"a","firstName":"A","roles":["r"],"status":"new","quota":{"rows":1.0}}"#;
    let user = GetUser { name: "a".into() }.read(&ok(body)).unwrap();
    let set = SetUser {
        user,
        welcome: None,
        generation: Generation::V2023_01,
    };
    assert_eq!(
        set.request().unwrap().body.unwrap().text,
        r#"{"user":{"name":"a","firstName":"A","roles":["r"],"status":"new","quota":{"rows":1.0}}}"#
    );
}

#[test]
fn a_new_user_is_written_as_its_generation_documents() {
    let user = User {
        name: "string".into(),
        first_name: Some("string".into()),
        last_name: Some("string".into()),
        color_mode: Some("string".into()),
        roles: ["string".into()].into(),
        ..User::default()
    };
    let old = SetUser {
        user: user.clone(),
        welcome: None,
        generation: Generation::V2023_01,
    };
    assert_writes(
        old.request().unwrap().body,
        sample!("2023.01/users.set.request.json"),
    );
    let new = CreateUser {
        user,
        welcome: Some(Welcome {
            client_url: Some("https://pivot.example.com".into()),
        }),
    };
    let request = new.request().unwrap();
    assert_eq!(request.target(), "/api/v1/users");
    let body = request.body.unwrap().text;
    assert!(body.contains(r#""roles":["string"]"#), "{body}");
    assert!(
        body.ends_with(r#","sendWelcomeEmail":true,"clientUrl":"https://pivot.example.com"}"#),
        "{body}"
    );
}

#[test]
fn the_documents_refusals_are_told_by_their_status() {
    let texts: serde_json::Value = serde_json::from_str(sample!("errors.json")).unwrap();
    for text in texts.as_object().unwrap().values() {
        let text = text.as_str().unwrap();
        let refused = GetStatus { name: "a".into() }
            .read(&Response {
                status: 404,
                body: serde_json::json!({ "error": text }).to_string(),
                ..Response::default()
            })
            .unwrap_err();
        assert!(refused.is_not_found());
        assert_eq!(refused.to_string(), format!("“{text}” (status 404)"));
    }
}

#[test]
fn names_that_cannot_be_sent_are_refused_before_a_request_exists() {
    for name in ["", ".", ".."] {
        let named = || name.to_owned();
        let user = User {
            name: name.into(),
            ..User::default()
        };
        assert!(GetUser { name: named() }.request().is_err());
        assert!(DeleteUser { name: named() }.request().is_err());
        assert!(GetStatus { name: named() }.request().is_err());
        assert!(DeleteStatus { name: named() }.request().is_err());
        let status = status(name, None);
        assert!(
            SetStatus {
                status: status.clone()
            }
            .request()
            .is_err()
        );
        assert!(CreateStatus { status }.request().is_err());
        assert!(
            CreateUser {
                user,
                welcome: None
            }
            .request()
            .is_err()
        );
    }
}

#[test]
fn the_wrong_answers_are_malformed_and_nothing_panics() {
    for body in [
        "<html>",
        "",
        "{",
        "[1]",
        r#"{"users":"x"}"#,
        "null",
        r#"[{"name":null}]"#,
    ] {
        let error = ListUsers.read(&ok(body)).unwrap_err();
        assert!(matches!(error, ApiError::Malformed(_)), "{body}: {error}");
    }
}

#[test]
fn roles_of_both_generations_are_read() {
    let role = r#"{"name":"fc50","title":"Analysts","permissions":[{"name":"SeeErrorMessages"}]}"#;
    for body in [format!(r#"{{"roles":[{role}]}}"#), format!("[{role}]")] {
        let roles = ListRoles.read(&ok(&body)).unwrap();
        assert_eq!(&*roles[0].name, "fc50");
        assert_eq!(roles[0].title.as_deref(), Some("Analysts"));
    }
}

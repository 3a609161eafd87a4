//! The page's samples, and its mistakes as the notes describe them.

use super::*;
use crate::{Endpoint, Format, Response};

fn ok(body: &str) -> Response {
    Response {
        status: 200,
        body: body.into(),
        ..Response::default()
    }
}

macro_rules! sample {
    ($file:literal) => {
        include_str!(concat!("../../../../tests/fixtures/actian/", $file))
    };
}

fn tenant() -> String {
    "demo".into()
}

fn email() -> String {
    "ada+x@company.com".into()
}

#[test]
fn users_are_read_from_the_documents_samples() {
    let list = ListUsers { tenant: tenant() };
    let users = list.read(&ok(sample!("users.list.json"))).unwrap();
    let get = GetUser {
        tenant: tenant(),
        email: email(),
    };
    assert_eq!(
        users.rows,
        [get.read(&ok(sample!("users.get.json"))).unwrap()]
    );
    assert_eq!(&*users[0].email, "string");
    assert_eq!(users[0].role, Role::Other("string".into()));
}

#[test]
fn an_id_may_be_a_number_and_names_may_be_missing() {
    let list = ListUsers { tenant: tenant() };
    let users = list
        .read(&ok(r#"[{"email":"a","id":7,"role":"admin"}]"#))
        .unwrap();
    assert_eq!((&*users[0].id, &users[0].role), ("7", &Role::Admin));
    assert_eq!(&*users[0].first_name, "");
}

#[test]
fn every_request_stands_at_its_literal_path() {
    let (tenant, email) = (tenant, email);
    let role = Role::Admin;
    let path = |request: Result<crate::Request, _>| {
        let request: crate::Request = request.unwrap();
        format!("{} {}", request.route.method, request.target())
    };
    let base = "/api/auth/auth/demo";
    let who = "ada%2Bx%40company.com";
    assert_eq!(
        path(ListUsers { tenant: tenant() }.request()),
        format!("GET {base}/users")
    );
    assert_eq!(
        path(
            GetUser {
                tenant: tenant(),
                email: email()
            }
            .request()
        ),
        format!("GET {base}/users/{who}")
    );
    assert_eq!(
        path(
            UpdateUser {
                tenant: tenant(),
                email: email(),
                first_name: "A da".into(),
                last_name: "M".into(),
                role: role.clone(),
                parameters: Parameters::Query,
            }
            .request()
        ),
        format!("PUT {base}/user/{who}?first_name=A%20da&last_name=M&role=admin")
    );
    assert_eq!(
        path(
            DeleteUser {
                tenant: tenant(),
                email: email()
            }
            .request()
        ),
        format!("DELETE {base}/users/{who}")
    );
    assert_eq!(
        path(
            ResetPassword {
                tenant: tenant(),
                email: email()
            }
            .request()
        ),
        format!("DELETE {base}/user/{who}/password")
    );
    let assign = AssignUser {
        tenant: tenant(),
        email: email(),
        role,
    }
    .request()
    .unwrap();
    assert_eq!(assign.target(), format!("{base}/users/{who}/assign"));
    assert_eq!(assign.body.unwrap().text, r#"{"role":"admin"}"#);
}

#[test]
fn parameters_stand_where_the_connection_wants_them() {
    let create = |parameters| {
        CreateUser {
            tenant: tenant(),
            email: email(),
            first_name: "Ada".into(),
            last_name: "Minh".into(),
            role: Role::User,
            password: Some("s3cret&".into()),
            parameters,
        }
        .request()
        .unwrap()
    };
    let form =
        "email=ada%2Bx%40company.com&first_name=Ada&last_name=Minh&role=user&password=s3cret%26";
    let query = create(Parameters::Query);
    assert_eq!(query.target(), format!("/api/auth/auth/demo/users?{form}"));
    assert_eq!(query.body, None);
    let posted = create(Parameters::Form).body.unwrap();
    assert_eq!((posted.format, posted.text.as_str()), (Format::Form, form));
    let json = create(Parameters::Json).body.unwrap();
    assert_eq!(
        json.text,
        r#"{"email":"ada+x@company.com","first_name":"Ada","last_name":"Minh","role":"user","password":"s3cret&"}"#
    );
    for parameters in [Parameters::Query, Parameters::Form, Parameters::Json] {
        let line = create(parameters).curl("https://host");
        assert!(line.contains("•••") && !line.contains("s3cret"), "{line}");
    }
}

#[test]
fn a_success_is_told_in_the_platforms_words() {
    let delete = DeleteUser {
        tenant: tenant(),
        email: email(),
    };
    for (body, words) in [
        (
            r#"{"message":"User was updated successfully"}"#,
            Some("User was updated successfully"),
        ),
        ("", None),
        ("done", None),
    ] {
        assert_eq!(delete.read(&ok(body)).unwrap().as_deref(), words);
    }
}

#[test]
fn what_the_platform_echoes_of_a_password_is_masked() {
    let change = ChangePassword {
        tenant: tenant(),
        email: email(),
        old_password: "old-one".into(),
        new_password: "new\"one".into(),
        parameters: Parameters::Json,
    };
    let answer = Response {
        status: 400,
        body: r#"{"message":"newPassword new\"one is like old-one","body":{"new-password":"new\"one"}}"#.into(),
        ..Response::default()
    };
    let error = change.answer(&answer).unwrap_err();
    let shown = format!("{error} {error:?}");
    assert!(shown.contains("newPassword ••• is like •••"), "{shown}");
    assert!(
        !shown.contains("old-one") && !shown.contains("one\""),
        "{shown}"
    );
}

#[test]
fn a_token_is_read_in_both_writings_and_never_shown() {
    let ask = RequestToken {
        grant: Grant::Password {
            username: email(),
            password: "s3cret".into(),
        },
    };
    for expires in ["3600", r#""3600""#] {
        let body = format!(r#"{{"access_token":"t0ken","expires":{expires},"refresh_token":"r"}}"#);
        let token = ask.read(&ok(&body)).unwrap();
        assert_eq!(
            (token.access_token.as_str(), token.expires),
            ("t0ken", Some(3600))
        );
        assert!(!format!("{token:?} {ask:?}").contains("t0ken"));
    }
    assert!(!format!("{ask:?}").contains("s3cret"));
    let half = ask.read(&ok(r#"{"refresh_token":"r3fresh"}"#)).unwrap_err();
    assert!(!format!("{half:?}").contains("r3fresh"));
}

//! The routes as the catalogue lists them, who may call them, and every kind of
//! address in each.

use crate::actian::testing::{DEMO, KEY, assert_refused, call, call_json, everything, sign_in};
use crate::seed::people::{ADMIN, ANALYST, PASSWORD};
use crate::testing::Mock;
use crate::{Options, Seed};
use wire::Platform;

fn mock(as_observed: bool, any_token: bool) -> Mock {
    Mock::new(Options {
        seed: Seed::Documented,
        as_observed,
        any_token,
        ..Options::default()
    })
}

#[tokio::test]
async fn every_row_of_the_catalogue_has_a_handler_that_names_it() {
    for route in Platform::Actian.routes() {
        let mock = Mock::documented();
        let path = route.path(&["demo", ANALYST]).unwrap();
        let answer = call_json(&mock, route.method.as_str(), &path, "{}").await;
        assert_eq!(answer.header("x-mock-endpoint"), route.id);
    }
}

#[tokio::test]
async fn paths_are_literal_and_the_other_form_is_404() {
    let mock = Mock::documented();
    let before = everything(&mock).await;
    for (method, path) in [
        ("GET", "/user"),
        ("POST", "/user"),
        ("GET", "/user/analyst@example.com"),
        ("DELETE", "/user/analyst@example.com"),
        ("PUT", "/users/analyst@example.com"),
        ("PUT", "/user/analyst@example.com/assign"),
        ("POST", "/users/analyst@example.com/assign"),
        ("PUT", "/users/analyst@example.com/password"),
        ("DELETE", "/users/analyst@example.com/password"),
        ("GET", "/user/analyst@example.com/password"),
        ("PATCH", "/users"),
        ("GET", "/users/"),
        ("GET", "/users/a/b"),
        ("GET", "/%75sers"),
    ] {
        let answer = call_json(&mock, method, &format!("{DEMO}{path}"), "{}").await;
        assert_refused(&answer, 404, "Not Found");
        assert_eq!(answer.header("x-mock-endpoint"), "", "{method} {path}");
    }
    for path in [
        "/api/auth",
        "/api/auth/",
        "/api/auth/demo/users",
        "/api/auth/auth/demo/apiKeys",
    ] {
        assert_refused(&call(&mock, "GET", path).await, 404, "Not Found");
    }
    assert_refused(
        &call(&mock, "GET", "/api/auth/auth/token").await,
        404,
        "Not Found",
    );
    assert_eq!(everything(&mock).await, before);
}

#[tokio::test]
async fn without_a_valid_token_everything_is_401_and_nothing_happens() {
    let mock = Mock::documented();
    let before = everything(&mock).await;
    for header in [
        None,
        Some(("x-tlm-key", "")),
        Some(("x-tlm-key", "Demo")),
        Some(("x-tlm-key", "Bearer demo")),
        Some(("authorization", "demo")),
        Some(("authorization", "Bearer")),
        Some(("authorization", "Bearer ")),
        Some(("authorization", "Basic demo")),
        Some(("authentication", "Bearer demo2")),
        Some(("x-imply-api-token", "demo")),
        Some(("x-tlm-key", "expired")),
        Some(("authorization", "Bearer expired")),
    ] {
        for (method, path) in [
            ("GET", "/users"),
            ("DELETE", "/users/analyst@example.com"),
            ("POST", "/users/%ff"),
            ("GET", "/nothing"),
        ] {
            let path = format!("{DEMO}{path}");
            let answer = mock.call(method, &path, header.as_slice(), Some("{")).await;
            assert_refused(&answer, 401, "Unauthorized");
            assert_eq!(answer.text, r#"{"description":"Unauthorized"}"#);
        }
    }
    assert_eq!(everything(&mock).await, before);
}

#[tokio::test]
async fn each_of_three_headers_works_and_one_valid_one_is_enough() {
    let token = ("authorization", "bearer demo");
    for (as_observed, headers, status) in [
        (false, vec![KEY], 200),
        (false, vec![token], 200),
        (false, vec![("authentication", "Bearer demo")], 200),
        (false, vec![token, ("x-tlm-key", "wrong")], 200),
        // As observed, the header that only the page names is ignored.
        (true, vec![KEY], 200),
        (true, vec![token], 200),
        (true, vec![("authentication", "Bearer demo")], 401),
        (true, vec![token, ("authentication", "Bearer demo")], 200),
    ] {
        let mock = mock(as_observed, false);
        let path = format!("{DEMO}/users");
        let answer = mock.call("GET", &path, &headers, None).await;
        assert_eq!(answer.status, status, "{as_observed} {headers:?}");
    }
}

#[tokio::test]
async fn an_empty_token_is_refused_even_if_any_token_is_accepted() {
    let mock = mock(false, true);
    for (key, status) in [("", 401), ("x", 200), ("expired", 401)] {
        let path = format!("{DEMO}/users");
        let answer = mock.call("GET", &path, &[("x-tlm-key", key)], None).await;
        assert_eq!(answer.status, status, "{key:?}");
    }
}

#[tokio::test]
async fn a_token_that_may_only_read_is_403_on_every_write() {
    let mock = Mock::documented();
    let before = everything(&mock).await;
    for route in Platform::Actian.routes().iter().filter(|row| row.forwarded) {
        let path = route.path(&["demo", ANALYST]).unwrap();
        let key = [("x-tlm-key", "readonly")];
        let answer = mock.call(route.method.as_str(), &path, &key, None).await;
        if route.writes() {
            assert_refused(&answer, 403, "Forbidden");
        } else {
            assert_eq!(answer.status, 200, "{}", route.id);
        }
    }
    assert_eq!(everything(&mock).await, before);
}

#[tokio::test]
async fn an_unknown_tenant_is_403_in_every_route() {
    let mock = Mock::documented();
    for route in Platform::Actian.routes().iter().filter(|row| row.forwarded) {
        for tenant in ["nowhere", "Demo", "demo ", "..."] {
            let path = route.path(&[tenant, ANALYST]).unwrap();
            let answer = call_json(&mock, route.method.as_str(), &path, "{}").await;
            assert_refused(&answer, 403, "Forbidden");
        }
    }
    let nameless = call(&mock, "GET", "/api/auth/auth//users").await;
    assert_refused(&nameless, 403, "Forbidden");
}

#[tokio::test]
async fn a_members_token_does_what_the_role_allows_in_its_own_tenants() {
    let mock = Mock::documented();
    let bearer = |response: crate::testing::TestResponse| {
        format!(
            "Bearer {}",
            response.json()["access_token"].as_str().unwrap()
        )
    };
    let admin = bearer(sign_in(&mock, ADMIN, PASSWORD).await);
    let analyst = bearer(sign_in(&mock, ANALYST, PASSWORD).await);
    let change = "old-password=rollcall-demo-1&new-password=n3w";
    for (token, method, path, status) in [
        (&admin, "GET", "finance/users".to_owned(), 200),
        (
            &admin,
            "DELETE",
            format!("demo/user/{ANALYST}/password"),
            200,
        ),
        (&analyst, "GET", "demo/users".to_owned(), 200),
        (&analyst, "GET", "finance/users".to_owned(), 403),
        (&analyst, "DELETE", format!("demo/users/{ADMIN}"), 403),
        (
            &analyst,
            "PUT",
            format!("demo/user/{ADMIN}/password?{change}"),
            403,
        ),
        (
            &analyst,
            "PUT",
            format!("demo/user/{ANALYST}/password?{change}"),
            200,
        ),
    ] {
        let path = format!("/api/auth/auth/{path}");
        let headers = [("authorization", token.as_str())];
        let answer = mock.call(method, &path, &headers, None).await;
        assert_eq!(answer.status, status, "{method} {path} {answer:?}");
    }
}

#[tokio::test]
async fn every_kind_of_address_works_in_every_route() {
    let long = format!("{}@example.com", "ä".repeat(1_000));
    for email in [
        "a/b@example.com",
        "%2f@example.com",
        "x+y@example.com",
        "ünï@exämple.com",
        "日本@example.jp",
        "\"q?#\\\"@example.com",
        "a@b@example.com",
        long.as_str(),
    ] {
        let mock = Mock::documented();
        let person = serde_json::json!({
            "email": email, "first_name": "Ünï", "last_name": "O’N", "role": "user",
        });
        let body = person.to_string();
        let created = call_json(&mock, "POST", &format!("{DEMO}/users"), &body).await;
        assert_eq!(created.status, 200, "{email} {created:?}");
        for (id, body) in [
            ("actian.users.get", ""),
            ("actian.users.update", body.as_str()),
            ("actian.users.assign", r#"{"role":"admin"}"#),
            ("actian.password.reset", ""),
            ("actian.users.delete", ""),
        ] {
            let rows = Platform::Actian.routes().iter();
            let route = rows.copied().find(|row| row.id == id).unwrap();
            let path = route.path(&["demo", email]).unwrap();
            let answer = call_json(&mock, route.method.as_str(), &path, body).await;
            assert_eq!(answer.status, 200, "{email} {id} {answer:?}");
        }
    }
}

#[tokio::test]
async fn a_path_that_is_not_utf_8_is_refused() {
    let mock = Mock::documented();
    for path in ["/%ff/users", "/demo/users/%ff"] {
        let path = format!("/api/auth/auth{path}");
        let answer = call(&mock, "GET", &path).await;
        assert_refused(&answer, 400, "not percent-encoded UTF-8");
    }
}

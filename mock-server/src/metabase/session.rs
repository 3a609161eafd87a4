//! `/api/session`: signing in and out (metabase note 21).

use super::answer::{Reply, Result};
use super::caller::{SESSION_COOKIE, session_key};
use super::now;
use super::records::Kind;
use super::request::Fields;
use super::store::Store;
use crate::World;
use crate::endpoint::Endpoints;
use axum::Router;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use jiff::Timestamp;
use serde_json::json;
use wire::catalogue::metabase as catalogue;

/// How long a browser keeps a remembered session, in seconds.
const REMEMBERED: u32 = 14 * 24 * 60 * 60;

pub(super) fn router() -> Router<World> {
    Router::new()
        .endpoint(&catalogue::SIGN_IN, sign_in)
        .endpoint(&catalogue::SIGN_OUT, sign_out)
}

async fn sign_in(State(world): State<World>, fields: Fields) -> Result {
    let mut schema = fields.schema();
    let username = schema.text("username");
    let password = schema.text("password");
    let remember = schema.flag("remember").unwrap_or(false);
    schema.done()?;
    let (mut store, now) = (world.metabase_mut(), now(&world));
    let name = username.to_lowercase();
    if let Some(words) = store.sign_ins.wait(&name, now) {
        return Err(Reply::field(StatusCode::UNAUTHORIZED, "username", &words));
    }
    let user = store
        .by_email(&username)
        .filter(|user| user.kind == Kind::Personal)
        .filter(|user| {
            user.password
                .as_ref()
                .is_some_and(|held| held.is(&password))
        });
    let Some((id, is_active)) = user.map(|user| (user.id, user.is_active)) else {
        store.sign_ins.failed(&name, now);
        let words = "did not match stored password";
        return Err(Reply::field(StatusCode::UNAUTHORIZED, "password", words));
    };
    if !is_active {
        let words = "Your account is disabled.";
        return Err(Reply::field(StatusCode::UNAUTHORIZED, "_error", words));
    }
    store.sign_ins.forget(&name);
    let key = store.open_session(id, now);
    let kept = if remember {
        format!("; Max-Age={REMEMBERED}")
    } else {
        String::new()
    };
    Ok(Reply::ok(&json!({ "id": key })).cookies(cookies(&key, &kept)))
}

async fn sign_out(State(world): State<World>, headers: HeaderMap) -> Result {
    let mut store = world.metabase_mut();
    if session_key(&headers).is_some_and(|key| store.close_session(key)) {
        Ok(Reply::nothing().cookies(cookies("", "; Max-Age=0")))
    } else {
        Err(Reply::not_found())
    }
}

/// The answer to a changed password: a new session, which replaces the old
/// ones.
pub(super) fn changed(store: &mut Store, user: u64, now: Timestamp) -> Reply {
    let key = store.open_session(user, now);
    Reply::ok(&json!({ "success": true, "session_id": key })).cookies(cookies(&key, ""))
}

fn cookies(key: &str, more: &str) -> impl Iterator<Item = HeaderValue> {
    [
        format!("{SESSION_COOKIE}={key}; Path=/; SameSite=Lax; HttpOnly{more}"),
        format!("metabase.TIMEOUT=alive; Path=/; SameSite=Lax{more}"),
    ]
    .into_iter()
    .filter_map(|cookie| HeaderValue::try_from(cookie).ok())
}

#[cfg(test)]
mod tests {
    use crate::Clock;
    use crate::metabase::testing::{Mock, bad_field, refused};
    use jiff::{SignedDuration, Timestamp};
    use serde_json::json;

    const PATH: &str = "/api/session";

    #[tokio::test]
    async fn a_session_works_as_a_cookie_and_as_a_header_until_it_is_closed() {
        let mock = Mock::documented();
        let body = r#"{"username":"ADMIN@example.com","password":"rollcall-demo-1"}"#;
        let answer = mock.with("POST", PATH, &[], Some(body)).await;
        assert_eq!(answer.status, 200, "{answer:?}");
        let json = answer.json();
        assert_eq!(json.as_object().unwrap().len(), 1);
        let key = json["id"].as_str().unwrap().to_owned();
        let cookies: Vec<_> = answer.headers.get_all("set-cookie").iter().collect();
        assert_eq!(
            cookies,
            [
                format!("metabase.SESSION={key}; Path=/; SameSite=Lax; HttpOnly").as_str(),
                "metabase.TIMEOUT=alive; Path=/; SameSite=Lax",
            ]
        );
        let cookie = format!("a=b; metabase.SESSION={key}");
        for header in [("cookie", &cookie), ("x-metabase-session", &key)] {
            let (name, value) = header;
            let me = mock
                .with("GET", "/api/user/current", &[(name, value)], None)
                .await;
            assert_eq!(me.json()["email"], "admin@example.com");
        }
        let out = mock
            .with("DELETE", PATH, &[("cookie", &cookie)], None)
            .await;
        assert_eq!((out.status, out.text.as_str()), (204, ""));
        let again = mock
            .with("DELETE", PATH, &[("cookie", &cookie)], None)
            .await;
        refused(&again, 404, "Not found.");
        let me = mock
            .with("GET", "/api/user/current", &[("cookie", &cookie)], None)
            .await;
        refused(&me, 401, "Unauthenticated");
    }

    #[tokio::test]
    async fn signing_in_sets_last_login() {
        let mock = Mock::documented();
        let before = mock.get("/api/user/1").await.json()["last_login"].clone();
        mock.sign_in("admin@example.com", "rollcall-demo-1").await;
        assert_ne!(mock.get("/api/user/1").await.json()["last_login"], before);
    }

    #[tokio::test]
    async fn unknown_names_and_wrong_passwords_have_the_same_401() {
        let mock = Mock::documented();
        for (username, password) in [
            ("admin@example.com", "wrong"),
            ("nobody@example.com", "rollcall-demo-1"),
            ("former@example.com", "wrong"),
            ("sso@example.com", "rollcall-demo-1"),
            ("internal@metabase.com", "rollcall-demo-1"),
        ] {
            let body = json!({ "username": username, "password": password }).to_string();
            let answer = mock.with("POST", PATH, &[], Some(&body)).await;
            assert_eq!(answer.status, 401);
            assert_eq!(
                answer.json(),
                json!({ "errors": { "password": "did not match stored password" } })
            );
        }
    }

    #[tokio::test]
    async fn after_ten_failures_a_user_has_to_wait_even_with_the_right_password() {
        let mock = Mock::documented();
        let clock = mock.world().clock();
        let start: Timestamp = "2026-01-15T09:30:00Z".parse().unwrap();
        clock.set(Clock::Fixed(start));
        for name in ["analyst@example.com", "ANALYST@example.com"].repeat(5) {
            let answer = mock.sign_in(name, "wrong").await;
            assert_eq!(
                answer.json()["errors"]["password"],
                "did not match stored password"
            );
        }
        let sign_in = || mock.sign_in("analyst@example.com", "rollcall-demo-1");
        let answer = sign_in().await;
        let words = "Too many attempts! You must wait 15 seconds before trying again.";
        assert_eq!(answer.status, 401);
        assert_eq!(answer.json(), json!({ "errors": { "username": words } }));
        let other = mock.sign_in("admin@example.com", "rollcall-demo-1").await;
        assert_eq!(other.status, 200);
        clock.set(Clock::Fixed(start + SignedDuration::from_secs(15)));
        assert_eq!(sign_in().await.status, 200);
        assert_eq!(
            mock.sign_in("analyst@example.com", "wrong").await.status,
            401
        );
        assert_eq!(sign_in().await.status, 200);
    }

    #[tokio::test]
    async fn a_deactivated_user_is_told_so_only_with_the_right_password() {
        let mock = Mock::documented();
        let body = r#"{"username":"former@example.com","password":"rollcall-demo-1"}"#;
        let answer = mock.with("POST", PATH, &[], Some(body)).await;
        assert_eq!(answer.status, 401);
        assert_eq!(
            answer.json(),
            json!({ "errors": { "_error": "Your account is disabled." } })
        );
    }

    #[tokio::test]
    async fn both_fields_have_to_be_there() {
        let mock = Mock::documented();
        let blank = "value must be a non-blank string.";
        for (body, field) in [
            (r#"{"password":"x"}"#, "username"),
            (r#"{"username":"","password":"x"}"#, "username"),
            (r#"{"username":"x","password":" "}"#, "password"),
            (r#"{"username":"x","password":5}"#, "password"),
            (r#"{"username":"x","password":null}"#, "password"),
        ] {
            let answer = mock.with("POST", PATH, &[], Some(body)).await;
            bad_field(&answer, field, blank);
        }
        let body = r#"{"email":"admin@example.com","password":"x"}"#;
        let answer = mock.with("POST", PATH, &[], Some(body)).await;
        assert_eq!(
            answer.json()["specific-errors"]["username"],
            json!(["missing required key, received: nil"])
        );
    }
}

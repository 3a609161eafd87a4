//! The gateway signs in to a mock by name and password, and again when that
//! has ended.

use crate::mock::Mock;
use gateway::{Config, Credential, Secret, Upstream};
use serde_json::Value;
use wire::Platform;
use wire::actian::Parameters;
use wire::console::{Connection, Environment, SignIn};
use wire::pivot::Generation;

const ADMIN: &str = "admin@example.com";
const PASSWORD: &str = "rollcall-demo-1";
const METABASE: &str = "/via/metabase/api/user";
const ACTIAN: &str = "/via/actian/api/auth/auth/demo/users";

/// A gateway in front of `mock`, signing in as the administrator.
async fn gateway(mock: &Mock, password: &str) -> Mock {
    let connection = |platform: Platform| {
        let connection = Connection {
            id: platform.id().into(),
            platform,
            label: platform.name().into(),
            environment: Environment::Demo,
            sign_in: SignIn::Password,
            token_tail: String::new(),
            ask: false,
            generation: Generation::default(),
            tenant: if platform == Platform::Actian {
                "demo"
            } else {
                ""
            }
            .into(),
            parameters: Parameters::Query,
            public_url: String::new(),
            outbox: String::new(),
            approval: false,
        };
        let credential = Credential::Password {
            user: ADMIN.into(),
            password: Secret::new(password.into()),
        };
        Upstream::new(connection, format!("http://{}", mock.address), credential)
    };
    let connections = vec![connection(Platform::Actian), connection(Platform::Metabase)];
    Mock::serve(gateway::router(Config::new(connections, "-".into())).unwrap()).await
}

/// What came to `endpoint`: its status and its body, secrets masked.
async fn calls(mock: &Mock, endpoint: &str) -> Vec<(u64, String)> {
    let path = format!("/__mock/requests?endpoint={endpoint}");
    let listed = mock.json("GET", &path, None).await;
    let of = |call: &Value| {
        let body = call["body"].as_str().unwrap_or_default();
        (call["status"].as_u64().unwrap(), body.to_owned())
    };
    listed["requests"]
        .as_array()
        .unwrap()
        .iter()
        .map(of)
        .collect()
}

async fn forward(mock: &Mock, seconds: u32) {
    let body = format!(r#"{{"seconds":{seconds}}}"#);
    let answer = mock.raw("POST", "/__mock/clock", None, Some(&body)).await;
    assert!(answer.is_success(), "{}", answer.body);
}

#[tokio::test]
async fn a_session_of_metabase_that_ended_is_begun_anew() {
    let mock = Mock::documented().await;
    let gateway = gateway(&mock, PASSWORD).await;
    let list = async || gateway.call("GET", METABASE, &[], None).await;
    for _ in 0..2 {
        assert_eq!(list().await.status, 200);
    }
    // Whoever gets a password, though it be the same, is signed out everywhere.
    let body = format!(r#"{{"password":"{PASSWORD}"}}"#);
    let headers = [("x-api-key", "demo"), ("content-type", "application/json")];
    let path = "/api/user/1/password";
    assert_eq!(
        mock.call("PUT", path, &headers, Some(&body)).await.status,
        204
    );
    for _ in 0..2 {
        assert_eq!(list().await.status, 200);
    }
    let statuses: Vec<u64> = calls(&mock, "metabase.session.create")
        .await
        .into_iter()
        .map(|(status, _)| status)
        .collect();
    assert_eq!(statuses, [200, 200]);
}

#[tokio::test]
async fn a_token_of_actian_is_renewed_and_asked_for_anew_where_it_cannot_be() {
    let mock = Mock::documented().await;
    let gateway = gateway(&mock, PASSWORD).await;
    // Each ends after an hour, what renews it after a day.
    for seconds in [0, 3600, 2 * 24 * 3600] {
        forward(&mock, seconds).await;
        for _ in 0..2 {
            let answer = gateway.call("GET", ACTIAN, &[], None).await;
            assert_eq!(answer.status, 200, "{}", answer.body);
        }
    }
    let calls = calls(&mock, "actian.token").await;
    let calls: Vec<(u64, &str)> = calls
        .iter()
        .map(|(status, body)| (*status, body.split('&').next().unwrap()))
        .collect();
    let (password, renewal) = ("grantType=password", "grantType=refresh_token");
    assert_eq!(
        calls,
        [
            (200, password),
            (200, renewal),
            (401, renewal),
            (200, password)
        ]
    );
}

#[tokio::test]
async fn a_wrong_password_is_told_in_the_platforms_words_and_not_sent_again() {
    let mock = Mock::documented().await;
    let gateway = gateway(&mock, "wrong-password").await;
    for (path, endpoint, words) in [
        (
            METABASE,
            "metabase.session.create",
            "did not match stored password",
        ),
        (ACTIAN, "actian.token", "Unauthorized"),
    ] {
        for _ in 0..3 {
            let answer = gateway.call("GET", path, &[], None).await;
            assert_eq!(answer.status, 502, "{}", answer.body);
            assert!(answer.body.contains(words), "{}", answer.body);
            assert!(!answer.body.contains("wrong-password"), "{}", answer.body);
        }
        assert_eq!(calls(&mock, endpoint).await.len(), 1);
    }
}

//! A Metabase and an Actian that accept the keys they issued, and record their
//! requests.

use axum::Router;
use axum::body::to_bytes;
use axum::extract::Request;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use gateway::{Config, Credential, Secret, SignedIn};
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use test_support::{Answer, Browser, TestApp, serve, upstream};
use tokio::sync::Barrier;
use wire::Platform;
use wire::console::SignIn;

pub(crate) const USER: &str = "rollcall@example.com";
/// What no answer may ever hold: it needs escaping in JSON and in a form.
pub(crate) const PASSWORD: &str = "planted \"p&ssword\" ü";
/// What every key that the fake gives begins with.
pub(crate) const KEY: &str = "planted-key-";

#[derive(Debug, Default)]
pub(crate) struct Fake {
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    /// The keys that let in.
    good: Vec<String>,
    given: usize,
    /// Method, path and body of what came to sign in or out.
    sign_ins: Vec<String>,
    /// The same of everything else that was let in.
    done: Vec<String>,
    /// What a sign-in gets instead of a key.
    refusal: Option<(u16, String)>,
    /// Where those who are not let in wait for each other.
    gathering: Option<Arc<Barrier>>,
    /// Whether a key lets in at all.
    never: bool,
}

impl Fake {
    fn state(&self) -> std::sync::MutexGuard<'_, State> {
        self.state.lock().unwrap()
    }

    /// From now on no key that was given lets in.
    pub(crate) fn revoke(&self) {
        self.state().good.clear();
    }

    pub(crate) fn refuse(&self, status: u16, body: &str) {
        self.state().refusal = Some((status, body.to_owned()));
    }

    pub(crate) fn never_let_in(&self) {
        self.state().never = true;
    }

    /// Refused requests wait until there are this many of them.
    pub(crate) fn gather(&self, many: usize) {
        self.state().gathering = Some(Arc::new(Barrier::new(many)));
    }

    /// What came to sign in or out since this was last asked.
    pub(crate) fn sign_ins(&self) -> Vec<String> {
        std::mem::take(&mut self.state().sign_ins)
    }

    pub(crate) fn done(&self) -> Vec<String> {
        std::mem::take(&mut self.state().done)
    }

    async fn answer(self: Arc<Self>, request: Request) -> Response {
        let (parts, body) = request.into_parts();
        let body = to_bytes(body, usize::MAX).await.unwrap();
        let body = String::from_utf8(body.to_vec()).unwrap();
        let line = format!("{} {} {body}", parts.method, parts.uri);
        if matches!(parts.uri.path(), "/api/session" | "/api/auth/auth/token") {
            return self.sign_in(line, &key(&parts.headers));
        }
        let let_in = self.state().let_in(&key(&parts.headers));
        if let_in {
            self.state().done.push(line);
            if parts.uri.path().ends_with("/password") {
                // As Metabase answers users who change their own password.
                return format!(r#"{{"success":true,"session_id":"{KEY}own"}}"#).into_response();
            }
            return "{}".into_response();
        }
        let gathering = self.state().gathering.clone();
        if let Some(gathering) = gathering {
            gathering.wait().await;
        }
        (StatusCode::UNAUTHORIZED, "Unauthenticated").into_response()
    }

    fn sign_in(&self, line: String, key: &str) -> Response {
        let mut state = self.state();
        let is_end = line.starts_with("DELETE");
        let is_actian = line.contains("/token");
        state
            .sign_ins
            .push(if is_end { format!("{line}{key}") } else { line });
        if is_end {
            return StatusCode::NO_CONTENT.into_response();
        }
        if let Some((status, body)) = &state.refusal {
            let status = StatusCode::from_u16(*status).unwrap();
            return (status, body.clone()).into_response();
        }
        state.given += 1;
        let key = format!("{KEY}{}", state.given);
        state.good.push(key.clone());
        if is_actian {
            let refresh = format!("planted-refresh-{}", state.given);
            format!(r#"{{"access_token":"{key}","refresh_token":"{refresh}","expires":3600}}"#)
                .into_response()
        } else {
            format!(r#"{{"id":"{key}"}}"#).into_response()
        }
    }
}

impl State {
    fn let_in(&self, key: &str) -> bool {
        !self.never && self.good.iter().any(|good| good == key)
    }
}

fn key(headers: &HeaderMap) -> String {
    let value = |name: &str| {
        headers
            .get(name)
            .map(|value| value.to_str().unwrap().to_owned())
    };
    value("x-metabase-session")
        .or_else(|| Some(value("authorization")?.replace("Bearer ", "")))
        .unwrap_or_default()
}

/// A gateway that signs in to a fake by name and password, and a browser with it.
/// No answer that the browser gets has a secret of the connection in it.
pub(crate) struct Renewing {
    pub(crate) fake: Arc<Fake>,
    platform: Platform,
    browser: Browser,
    pub(crate) signed_in: SignedIn,
}

impl Renewing {
    pub(crate) async fn new(platform: Platform) -> Self {
        Self::with(platform, |_| {}).await
    }

    pub(crate) async fn with(platform: Platform, more: impl FnOnce(&mut Config)) -> Self {
        let fake = Arc::new(Fake::default());
        let answering = fake.clone();
        let at = serve(
            Router::new().fallback(move |request: Request| answering.clone().answer(request)),
        )
        .await;
        let mut config = Config::new(vec![by_password(platform, at)], "-".into());
        more(&mut config);
        let signed_in = config.signed_in.clone();
        Self {
            fake,
            platform,
            browser: TestApp::start(config).await.browser(),
            signed_in,
        }
    }

    /// Looks at the platform's users: one of Metabase's, or the list of Actian's.
    pub(crate) async fn read(&self) -> Answer {
        without_secrets(match self.platform {
            Platform::Actian => {
                let users = "/via/actian/api/auth/auth/acme/users";
                self.browser.read(users).await
            }
            _ => self.browser.view_user(7).await,
        })
    }

    /// Reads what Metabase says of itself.
    pub(crate) async fn read_settings(&self) -> Answer {
        let path = "/via/metabase/api/session/properties";
        without_secrets(self.browser.read(path).await)
    }

    /// Gives a user of Metabase's another name.
    pub(crate) async fn rename_user(&self) -> Answer {
        let user = r#"{"first_name":"Ada"}"#;
        let path = "/via/metabase/api/user/7";
        without_secrets(self.browser.change("PUT", path, user).await)
    }

    /// Gives a user of Metabase's another password.
    pub(crate) async fn set_password(&self) -> Answer {
        let path = "/via/metabase/api/user/7/password";
        let change = self.browser.change("PUT", path, r#"{"password":"x"}"#);
        without_secrets(change.await)
    }

    /// Asks for the connections.
    pub(crate) async fn list_connections(&self) -> Answer {
        without_secrets(self.browser.list_connections().await)
    }
}

/// `answer`, which has none of the connection's secrets in it.
fn without_secrets(answer: Answer) -> Answer {
    for secret in [PASSWORD, "p&ssword", "p%26ssword", "planted-"] {
        assert!(!answer.head.contains(secret), "{answer:?}");
        assert!(!answer.body.contains(secret), "{answer:?}");
    }
    answer
}

/// A connection to the platform at `at` that signs in by name and password.
pub(crate) fn by_password(platform: Platform, at: SocketAddr) -> gateway::Upstream {
    let mut upstream = upstream(platform, format!("http://{at}"));
    upstream.connection.sign_in = SignIn::Password;
    if platform == Platform::Actian {
        upstream.connection.tenant = "acme".into();
    }
    upstream.credential = Credential::Password {
        user: USER.into(),
        password: Secret::new(PASSWORD.into()),
    };
    upstream
}

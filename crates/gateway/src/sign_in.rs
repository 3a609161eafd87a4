//! Who may use this server: people with a name and a password here, and people
//! for whom an identity provider vouches.

mod cookie;
mod detour;
mod device;
mod failures;
mod journal;
pub(crate) mod openid;
mod page;
pub(crate) mod password;
mod secure;
mod sessions;
mod signing;
mod store;
mod throttle;

pub use openid::{Admission, OpenId, OpenIdReport};
pub use password::Passwords;
pub use signing::{NoRandomness, SIGNING_KEY_BYTES, SigningKey, random_bytes};
pub use store::{
    InMemory, Keeping, NotKept, Person, Session, SessionStore, StoredSession, TokenHash, Via,
};

use crate::ConfigError;
use crate::error::GatewayError;
use crate::log::DatabaseAway;
use crate::pages::accepts_html;
use crate::recurring::Recurring;
use crate::site::{Security, Site};
use crate::trail::{NotRecorded, Origin, Trail};
use axum::extract::{Request, State};
use axum::http::header::LOCATION;
use axum::http::{Extensions, HeaderMap, HeaderValue, Method, StatusCode};
use axum::response::{IntoResponse, Response};
use cookie::SESSION;
use futures::future::join_all;
use journal::{Failure, Journal};
use openid::Provider;
use password::People;
use percent_encoding::percent_decode_str;
use sessions::{End, Ended, Lookup, Sessions, Standing};
use std::collections::HashMap;
use std::fmt::Debug;
use std::sync::Arc;
use std::time::Duration;
use tokio::runtime::Handle;
use tokio::time::{MissedTickBehavior, interval};
pub use wire::console::Role;
pub(crate) use wire::console::{SIGN_IN_PATH as SIGN_IN, SIGN_OUT_PATH as SIGN_OUT};

/// How often sessions that are over are ended which nobody asks for any more.
const BETWEEN_SWEEPS: Duration = Duration::from_secs(60);

/// What the database cannot do while it is away, said now and then.
static NOT_SWEPT: Recurring = Recurring::new();
static NOBODY: Recurring = Recurring::new();
static NOT_SIGNED_OUT: Recurring = Recurring::new();

/// Who may come in, and how long they stay signed in.
#[derive(Debug, Clone)]
pub struct SignIn {
    /// Everybody with a password here, by name; there may be nobody.
    pub people: HashMap<String, Role>,
    /// What knows their passwords.
    pub passwords: Arc<dyn Passwords>,
    /// Who vouches for others, if anybody does.
    pub openid: Option<OpenId>,
    /// How long somebody may do nothing.
    pub idle: Duration,
    /// How long somebody may stay at most.
    pub longest: Duration,
}

/// What lets people in.
#[derive(Debug)]
pub(crate) struct Door {
    people: People,
    provider: Option<Provider>,
    /// What the provider's people come in with.
    vouched: Option<Vouched>,
    sessions: Sessions,
    journal: Journal,
}

/// What a session begins with that the provider vouched for.
#[derive(Debug)]
struct Vouched {
    via: Via,
    credential: Vec<u8>,
}

impl Vouched {
    /// Another issuer, another client or other rules for roles, and the provider
    /// has to be asked again: only it knows what somebody may do then.
    fn new(openid: &OpenId, key: &SigningKey) -> Self {
        let Admission {
            name_claim,
            role_claim,
            viewers,
            operators,
            default_role,
            ..
        } = &openid.admission;
        let rules =
            format!("{name_claim:?} {role_claim:?} {viewers:?} {operators:?} {default_role:?}");
        let parts = ["openid", &openid.issuer, &openid.client_id, &rules];
        Self {
            via: Via::issuer(&openid.issuer),
            credential: key.fingerprint(&parts.map(str::as_bytes)),
        }
    }
}

impl Door {
    pub(crate) fn new(
        sign_in: SignIn,
        sessions: Arc<dyn SessionStore>,
        key: SigningKey,
        trail: Option<Arc<dyn Trail>>,
    ) -> Result<Self, ConfigError> {
        let vouched = sign_in.openid.as_ref();
        Ok(Self {
            people: People::new(&sign_in, &key),
            vouched: vouched.map(|openid| Vouched::new(openid, &key)),
            sessions: Sessions::new(sessions, key, sign_in.idle, sign_in.longest),
            journal: Journal::new(trail),
            provider: sign_in.openid.map(Provider::new).transpose()?,
        })
    }

    /// Whether a provider vouches for people.
    pub(crate) const fn has_provider(&self) -> bool {
        self.provider.is_some()
    }

    /// Who is signed in. A session outlives the process: what the file says of
    /// somebody today counts, and not what it said when they came in.
    async fn person(
        &self,
        headers: &HeaderMap,
        extensions: &Extensions,
    ) -> Result<Option<Person>, NotKept> {
        let Some(token) = SESSION.read(headers) else {
            return Ok(None);
        };
        let found = self
            .sessions
            .find(token, |person| self.standing(person))
            .await?;
        Ok(match found {
            Lookup::Found(person) => Some(person),
            Lookup::Unknown => None,
            Lookup::Ended(ended) => {
                self.journal.ended(ended, &Origin::of(extensions)).await;
                None
            }
        })
    }

    /// What `person` may do now, and with which credential; nothing where they
    /// may not come in (any more).
    fn standing(&self, person: &Person) -> Option<Standing> {
        match &person.via {
            Via::Local => self.people.standing(&person.name),
            // Their role is what the provider said when they came in.
            via @ Via::OpenId(_) => {
                let vouched = self.vouched.as_ref().filter(|known| known.via == *via)?;
                let provider = self.provider.as_ref()?;
                provider.knows(&person.name).then(|| Standing {
                    role: person.role,
                    credential: vouched.credential.clone(),
                })
            }
            Via::Proxy => None,
        }
    }

    /// Begins a session for `person`, which is recorded, or does not begin;
    /// answers its token.
    async fn begin(&self, person: Person, origin: &Origin) -> Result<String, NotKept> {
        let Some(Standing { credential, .. }) = self.standing(&person) else {
            return Err(NotKept("nobody may sign in in this way".to_owned()));
        };
        if self.sessions.is_full() {
            self.sweep().await?;
        }
        let begun = self.sessions.begin(person.clone(), credential).await?;
        if let Err(NotRecorded(reason)) = self.journal.signed_in(&person, origin).await {
            if let Err(NotKept(why)) = self.sessions.end(&begun.token).await {
                tracing::error!(why, "a session that nobody has a token for is not ended");
            }
            let why = End::Unrecorded;
            self.journal.ended(Ended { person, why }, origin).await;
            return Err(NotKept(format!("it cannot be recorded: {reason}")));
        }
        for ended in begun.ended {
            self.journal.ended(ended, origin).await;
        }
        Ok(begun.token)
    }

    /// Looks after the sessions as long as `door` is there.
    pub(crate) fn tend(door: &Arc<Self>) {
        // Without a runtime nothing is served, and nothing has to be looked after.
        let Ok(runtime) = Handle::try_current() else {
            return;
        };
        let door = Arc::downgrade(door);
        runtime.spawn(async move {
            let mut ticks = interval(BETWEEN_SWEEPS);
            ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
            loop {
                ticks.tick().await;
                let Some(door) = door.upgrade() else {
                    return;
                };
                if let Err(NotKept(why)) = door.sweep().await {
                    if let Some(besides) = NOT_SWEPT.occurred() {
                        tracing::warn!(why, besides, "sessions that are over cannot be ended now");
                    }
                } else {
                    NOT_SWEPT.over();
                }
                door.journal.summarise().await;
            }
        });
    }

    /// Ends the sessions that are over.
    async fn sweep(&self) -> Result<(), NotKept> {
        loop {
            let ended = self.sessions.sweep().await?;
            if ended.is_empty() {
                return Ok(());
            }
            // Nobody's request: it may be anybody's that comes just now.
            let origin = Origin::default();
            let recorded = ended
                .into_iter()
                .map(|ended| self.journal.ended(ended, &origin));
            // Together, so that they share a wait for the disk.
            join_all(recorded).await;
        }
    }

    /// Records that somebody was not let in.
    async fn not_let_in(&self, failure: &Failure, via: &Via, origin: &Origin) {
        tracing::warn!(id = origin.id, %via, reason = failure.kind(), "a sign-in failed");
        self.journal.failed(failure, via, origin).await;
    }

    /// The page to sign in on, with what went wrong before.
    fn form(&self, status: StatusCode, words: &str) -> Response {
        let label = self.provider.as_ref().map(Provider::label);
        page::form(status, words, !self.people.is_empty(), label)
    }

    /// The same while nobody's session can be kept. Why is for the log.
    fn nobody_now(&self, NotKept(why): &NotKept) -> Response {
        if let Some(besides) = NOBODY.occurred() {
            tracing::error!(why, besides, "nobody can sign in");
        }
        let mut response = self.form(
            StatusCode::SERVICE_UNAVAILABLE,
            "Nobody can sign in now. Try again in a moment.",
        );
        response.extensions_mut().insert(DatabaseAway);
        response
    }

    /// Whether that is where people sign in and out, who are not yet.
    fn is_open(&self, path: &str) -> bool {
        matches!(path, SIGN_IN | SIGN_OUT)
            || self.has_provider() && matches!(path, openid::BEGIN | openid::RETURN)
    }

    /// Lets only people through who are signed in, and notes who they are.
    /// `from_proxy` says whether a trusted proxy passed the request on.
    pub(crate) async fn admit(
        &self,
        request: &mut Request,
        site: &Site,
        from_proxy: bool,
    ) -> Result<(), Response> {
        let path = request.uri().path();
        if self.is_open(path) {
            return secure::refuse(request, site, from_proxy).map_or(Ok(()), Err);
        }
        let person = self.person(request.headers(), request.extensions()).await;
        match person {
            Ok(Some(person)) => {
                let onwards = detour::onwards(request.method(), request.uri(), request.headers());
                if let Some(onwards) = onwards {
                    return Err(onwards);
                }
                request.extensions_mut().insert(person);
                return Ok(());
            }
            Ok(None) => {}
            Err(NotKept(why)) => return Err(GatewayError::NoSessions(why).into_response()),
        }
        let is_page = request.method() == Method::GET
            && !path.starts_with("/api/")
            && !path.starts_with("/via/")
            && accepts_html(request.headers());
        Err(if !is_page {
            GatewayError::NotSignedIn.into_response()
        } else if site.security(request.headers(), from_proxy) == Security::Plain {
            secure::use_https(site)
        } else {
            detour::to_sign_in(request.uri(), request.headers())
        })
    }
}

/// `GET /sign-in`
pub(crate) async fn form(State(door): State<Arc<Door>>, request: Request) -> Response {
    match door.person(request.headers(), request.extensions()).await {
        Ok(Some(person)) => page::signed_in(&person.name),
        Ok(None) => door.form(StatusCode::OK, ""),
        Err(why) => door.nobody_now(&why),
    }
}

/// `POST /sign-out`
pub(crate) async fn leave(
    State(door): State<Arc<Door>>,
    headers: HeaderMap,
    origin: Origin,
) -> Response {
    let mut response = see_other(SIGN_IN);
    if let Some(token) = SESSION.read(&headers) {
        match door.sessions.end(token).await {
            // Recorded or not: whoever wants to be out, is.
            Ok(Some(person)) => door.journal.signed_out(&person, &origin).await,
            Ok(None) => {}
            Err(NotKept(why)) => {
                if let Some(besides) = NOT_SIGNED_OUT.occurred() {
                    tracing::error!(why, besides, "somebody could not be signed out");
                }
                let words = "You are signed out in this browser only: the server cannot reach \
                             its database.";
                response = door.form(StatusCode::SERVICE_UNAVAILABLE, words);
            }
        }
    }
    SESSION.clear(&mut response);
    response
}

/// Leads to `place`, which is never one that a request names.
fn see_other(place: impl TryInto<HeaderValue>) -> Response {
    let Ok(place) = place.try_into() else {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    let headers = [
        (LOCATION, place),
        (
            axum::http::header::CACHE_CONTROL,
            HeaderValue::from_static("no-store"),
        ),
    ];
    (StatusCode::SEE_OTHER, headers).into_response()
}

/// A field of a web form, or of a query, which is written alike.
fn field(form: &str, name: &str) -> String {
    let value = form
        .split('&')
        .find_map(|pair| pair.strip_prefix(name)?.strip_prefix('='))
        .unwrap_or_default()
        .replace('+', " ");
    percent_decode_str(&value).decode_utf8_lossy().into_owned()
}

//! What the console and its gateway say to each other.

pub mod approvals;
mod early;
pub mod people;
pub mod reviews;
mod stamp;
mod start;
mod trail;

pub use early::early_paths;
pub use stamp::Stamp;
pub use start::{Role, Session, Start};
pub use trail::{
    TRAIL_EXPORT_PATH, TRAIL_PATH, TrailChange, TrailEvent, TrailKind, TrailOutcome, TrailPage,
    TrailRequest,
};

use crate::actian::Parameters;
use crate::pivot::Generation;
use crate::{Platform, SegmentError, segment};
use serde::{Deserialize, Serialize};

/// Where the gateway describes this API, as an `OpenAPI` document.
pub const OPENAPI_PATH: &str = "/api/openapi.json";

/// Where the gateway says what the console needs to start: a [`Start`].
pub const CONNECTIONS_PATH: &str = "/api/connections";

/// Where people sign in, and where they see that they are.
pub const SIGN_IN_PATH: &str = "/sign-in";

/// Where a form signs people out.
pub const SIGN_OUT_PATH: &str = "/sign-out";

/// Below here the gateway forwards: `/via/{connection}/…`.
pub const VIA_PREFIX: &str = "/via/";

/// The header with which the gateway marks an answer of its own: without it an
/// answer under [`VIA_PREFIX`] is the platform's.
pub const GATEWAY_ERROR_HEADER: &str = "x-rollcall-error";

/// Where the gateway says where a redirect of a platform's leads: a host, or in
/// words another address of the platform's. It follows none.
pub const REDIRECT_HEADER: &str = "x-rollcall-redirect";

/// Where the gateway says as what a platform sent an answer that it passes on as
/// plain text, so that no browser takes it for a page or a script.
pub const CONTENT_TYPE_HEADER: &str = "x-rollcall-content-type";

/// The header of an answer with the number of its request, as in the gateway's log
/// and the audit log.
pub const REQUEST_ID_HEADER: &str = "x-request-id";

/// The header that a request which changes something carries: no other origin's
/// page can send it without asking first, and it is not allowed to.
///
/// Each answer that comes through the gateway carries it too, the platform's as
/// well as its own: an answer without it is from something in front of the gateway.
pub const APP_HEADER: &str = "x-rollcall";

/// The value of [`APP_HEADER`].
pub const APP_HEADER_VALUE: &str = "1";

/// The header in which the console repeats the path and query of a request, below
/// the path that the console itself is below. Proxies rewrite addresses and leave
/// headers as they are: the gateway refuses a request where the two differ, which
/// could be about another user than the one it was sent for.
pub const TARGET_HEADER: &str = "x-rollcall-target";

/// The header in which an answer names the session it was made in
/// ([`Session::id`]), and a request the session it is meant for. A request that
/// changes something is refused with 409 where the two differ, so that nothing is
/// done in the name of a person who signed in meanwhile in another tab.
pub const SESSION_HEADER: &str = "x-rollcall-session";

/// The value of [`SESSION_HEADER`] where no sign-in is needed.
pub const NO_SESSION: &str = "none";

/// The header in which a secret that was asked for ([`Connection::ask`]) comes
/// with each request, written by [`header_of_secret`].
pub const SECRET_HEADER: &str = "x-rollcall-secret";

/// `secret` as [`SECRET_HEADER`] carries it: percent-encoded, because a header
/// holds little more than letters and digits.
pub fn header_of_secret(secret: &str) -> String {
    segment::encode_query(secret)
}

/// The secret that [`SECRET_HEADER`] carries; nothing where it is none.
pub fn secret_of_header(header: &str) -> Option<String> {
    let secret = segment::decode_query(header)?;
    (!secret.is_empty()).then_some(secret)
}

/// One platform that the console can reach, without its base URL and its secret.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Connection {
    /// The connection's name in paths (`/via/{connection}/…`) and in the audit log.
    /// Chosen in the configuration; it stays the same.
    pub id: String,
    /// The kind of platform: `pivot`, `actian` or `metabase`.
    pub platform: Platform,
    /// The name that the console shows. Free text.
    pub label: String,
    /// Whether its users are real people: `production`, `staging` or `demo`.
    pub environment: Environment,
    /// What this server signs in to the platform with.
    pub sign_in: SignIn,
    /// The last four characters of the token or key that this server signs in with, to
    /// recognize it by. Absent for passwords, and for secrets of fewer than
    /// 16 characters.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub token_tail: String,
    /// `true` if this server has no secret for the platform: the user enters it,
    /// and each request carries it in the header `x-rollcall-secret`. Absent if the
    /// server has one.
    #[serde(skip_serializing_if = "is_false")]
    pub ask: bool,
    /// Which version of Pivot's API documentation requests follow: `2023.01` or
    /// `current`. Without meaning for other platforms.
    pub generation: Generation,
    /// The ID of the Actian tenant whose users are administered. Absent for other
    /// platforms.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub tenant: String,
    /// Where Actian expects the parameters of a change: `query`, `json` or `form`.
    /// Without meaning for other platforms.
    pub parameters: Parameters,
    /// The URL at which users open the platform (scheme, host and an optional
    /// path): the start of the link in an invitation. Absent if it is not
    /// configured.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub public_url: String,
    /// The URL of a page with the emails that this platform would have sent. Absent
    /// unless the platform is the bundled mock server.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub outbox: String,
    /// `true` if some changes wait until a second operator has approved them. Absent if
    /// none do.
    #[serde(skip_serializing_if = "is_false")]
    pub approval: bool,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "as serde calls it")]
const fn is_false(flag: &bool) -> bool {
    !*flag
}

/// Whose data a connection has: `production` is real people's, `staging` is for
/// rehearsals, `demo` is the bundled mock server's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "lowercase")]
pub enum Environment {
    /// Real people.
    Production,
    /// A rehearsal.
    Staging,
    /// The bundled mock.
    Demo,
}

impl Environment {
    /// Its word.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Production => "production",
            Self::Staging => "staging",
            Self::Demo => "demo",
        }
    }
}

/// What this server signs in to a platform with: `api-token` (Pivot), `api-key`
/// (Actian, Metabase), `bearer`, a token (Actian), or `password`, a user's name and
/// password (Actian, Metabase).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum SignIn {
    /// Pivot: with an API token.
    ApiToken,
    /// Actian, Metabase: with an API key.
    ApiKey,
    /// Actian: with a bearer token.
    Bearer,
    /// Actian, Metabase: as a user, with a password. The token or session
    /// that the platform issues for them is in the headers.
    Password,
}

impl SignIn {
    /// The headers that carry the secret, and what stands before it in each.
    ///
    /// Actian's page names `Authentication`, everything else of the vendor says
    /// `Authorization`; both are sent (actian note 2). A way that the
    /// platform does not have gives no header.
    pub const fn headers(self, platform: Platform) -> &'static [(&'static str, &'static str)] {
        match (platform, self) {
            (Platform::Pivot, Self::ApiToken) => &[("x-imply-api-token", "")],
            (Platform::Actian, Self::ApiKey) => &[("x-tlm-key", "")],
            (Platform::Actian, Self::Bearer | Self::Password) => {
                &[("authorization", "Bearer "), ("authentication", "Bearer ")]
            }
            (Platform::Metabase, Self::ApiKey) => &[("x-api-key", "")],
            (Platform::Metabase, Self::Password) => &[("x-metabase-session", "")],
            _ => &[],
        }
    }
}

/// The gateway's path for a platform's `target` (path and query).
///
/// # Errors
/// When the connection's id cannot be a path segment.
pub fn via(connection: &str, target: &str) -> Result<String, SegmentError> {
    Ok(format!(
        "{VIA_PREFIX}{}{target}",
        segment::encode(connection)?
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_of_any_characters_arrives_in_a_header() {
        for secret in ["demo", "..", "a b\"%2F\\ü\n🔑", "%"] {
            let header = header_of_secret(secret);
            let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"%-._~".contains(&byte);
            assert!(header.bytes().all(plain), "{header}");
            assert_eq!(secret_of_header(&header).as_deref(), Some(secret));
        }
        for none in ["", "%ff"] {
            assert_eq!(secret_of_header(none), None);
        }
    }
}

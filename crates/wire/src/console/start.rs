//! What the console needs to start.

use super::{Connection, Environment, SignIn};
use crate::actian::Parameters;
use crate::json::{FromObject, Object};
use crate::pivot::Generation;
use crate::{Malformed, Platform};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::collections::BTreeMap;

/// What the console needs to start: the connections and who is signed in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Start {
    /// The connections to platforms, in the order of the configuration.
    pub connections: Vec<Connection>,
    /// The requests that the page sends while the console is still loading: for the
    /// ID of a connection, the paths (`/via/…`) that its list of users is read from.
    /// Absent if there are none.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub early: BTreeMap<String, Vec<String>>,
    /// Who is signed in. `null` if the console needs no sign-in.
    #[cfg_attr(feature = "openapi", schema(required))]
    pub session: Option<Session>,
}

/// A person who is signed in, at this server or at a proxy in front of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Session {
    /// Identifies the person and the role in the header `x-rollcall-session`: the same
    /// in each session of the same person with the same role, different for all
    /// others. No secret.
    pub id: String,
    /// The name that the person signed in with.
    pub name: String,
    /// What the person may do.
    pub role: Role,
    /// What confirmed the name: `local` (a password of this server), `openid:` and
    /// the URL of the identity provider, or `proxy`. The same name with another value
    /// here is another person.
    pub via: String,
    /// Whether `POST /sign-out` ends the session. `false` if a proxy signed the
    /// person in.
    pub sign_out: bool,
}

/// What a person may do: a `viewer` reads everything, an `operator` may also make
/// changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// Look.
    Viewer,
    /// Change things as well.
    Operator,
}

impl Role {
    /// Its word.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Viewer => "viewer",
            Self::Operator => "operator",
        }
    }
}

impl Start {
    /// Reads it from an answer's body, as the platforms' answers are read:
    /// derived code would be a hundredth of the page's first load.
    ///
    /// # Errors
    /// When it is something else.
    pub fn read(body: &str) -> Result<Self, Malformed> {
        let mut object = Object::parse(body, "")?;
        Ok(Self {
            connections: object
                .take_all("connections")?
                .ok_or_else(|| Malformed::missing("connections"))?,
            early: BTreeMap::new(),
            session: match object.take_raw("session") {
                None | Some("null") => None,
                Some(session) => {
                    let mut session = Object::parse(session, "session")?;
                    Some(Session::from_object(&mut session)?)
                }
            },
        })
    }
}

impl FromObject for Session {
    fn from_object(object: &mut Object<'_>) -> Result<Self, Malformed> {
        Ok(Self {
            id: required(object, "id")?,
            name: required(object, "name")?,
            role: one_of(
                object,
                "role",
                &[("viewer", Role::Viewer), ("operator", Role::Operator)],
            )?,
            via: text(object, "via")?,
            sign_out: object.require("sign_out")?,
        })
    }
}

impl FromObject for Connection {
    fn from_object(object: &mut Object<'_>) -> Result<Self, Malformed> {
        Ok(Self {
            id: required(object, "id")?,
            platform: one_of(
                object,
                "platform",
                &Platform::ALL.map(|one| (one.id(), one)),
            )?,
            label: required(object, "label")?,
            environment: one_of(
                object,
                "environment",
                &[
                    Environment::Production,
                    Environment::Staging,
                    Environment::Demo,
                ]
                .map(|one| (one.name(), one)),
            )?,
            sign_in: one_of(
                object,
                "sign_in",
                &[
                    ("api-token", SignIn::ApiToken),
                    ("api-key", SignIn::ApiKey),
                    ("bearer", SignIn::Bearer),
                    ("password", SignIn::Password),
                ],
            )?,
            token_tail: text(object, "token_tail")?,
            ask: object.take("ask")?.unwrap_or_default(),
            generation: one_of(
                object,
                "generation",
                &[
                    ("2023.01", Generation::V2023_01),
                    ("current", Generation::Current),
                ],
            )?,
            tenant: text(object, "tenant")?,
            parameters: one_of(
                object,
                "parameters",
                &[
                    ("query", Parameters::Query),
                    ("json", Parameters::Json),
                    ("form", Parameters::Form),
                ],
            )?,
            public_url: text(object, "public_url")?,
            outbox: text(object, "outbox")?,
            approval: object.take("approval")?.unwrap_or_default(),
        })
    }
}

/// A text, empty where there is none.
fn text(object: &mut Object<'_>, key: &str) -> Result<String, Malformed> {
    let text: Option<Cow<'_, str>> = object.take(key)?;
    Ok(text.unwrap_or_default().into_owned())
}

fn required(object: &mut Object<'_>, key: &str) -> Result<String, Malformed> {
    let text: Cow<'_, str> = object.require(key)?;
    Ok(text.into_owned())
}

/// What `all` calls what stands there.
fn one_of<T: Copy>(object: &mut Object<'_>, key: &str, all: &[(&str, T)]) -> Result<T, Malformed> {
    let said = text(object, key)?;
    let found = all.iter().find(|(name, _)| *name == said);
    found
        .map(|(_, one)| *one)
        .ok_or_else(|| Malformed::unknown(key, &said))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// One of each kind, by a number.
    fn connection(at: usize) -> Connection {
        let of = |texts: bool, text: &str| {
            if texts {
                text.to_owned()
            } else {
                String::new()
            }
        };
        let ways = [
            SignIn::ApiToken,
            SignIn::ApiKey,
            SignIn::Bearer,
            SignIn::Password,
        ];
        Connection {
            id: format!("c{at}"),
            platform: Platform::ALL[at % 3],
            label: "“Ä”\n\"".to_owned(),
            environment: [
                Environment::Production,
                Environment::Staging,
                Environment::Demo,
            ][at % 3],
            sign_in: ways[at % 4],
            token_tail: of(at.is_multiple_of(2), "cdef"),
            ask: at.is_multiple_of(4),
            generation: [Generation::V2023_01, Generation::Current][at % 2],
            tenant: of(at.is_multiple_of(3), "t"),
            parameters: [Parameters::Query, Parameters::Json, Parameters::Form][at % 3],
            public_url: of(at.is_multiple_of(2), "https://x"),
            outbox: of(at.is_multiple_of(5), "http://y"),
            approval: at.is_multiple_of(7),
        }
    }

    #[test]
    fn what_was_written_is_read() {
        let session_with = |role| {
            Some(Session {
                id: "0123456789abcdef".to_owned(),
                name: "<ada>".to_owned(),
                role,
                via: "openid:login.example.com".to_owned(),
                sign_out: role == Role::Viewer,
            })
        };
        for session in [
            None,
            session_with(Role::Viewer),
            session_with(Role::Operator),
        ] {
            let start = Start {
                early: BTreeMap::new(),
                connections: (0..12).map(connection).collect(),
                session,
            };
            let text = serde_json::to_string(&start).unwrap();
            assert_eq!(Start::read(&text), Ok(start));
        }
    }

    #[test]
    fn what_is_something_else_is_told_with_its_place() {
        for (text, said) in [
            ("[]", "expected an object"),
            ("{}", "connections"),
            (r#"{"connections":[{"id":1}]}"#, "connections[0].id"),
            (
                r#"{"connections":[],"session":{"id":"1","name":"a","role":"root","sign_out":true}}"#,
                "“root”",
            ),
        ] {
            let error = Start::read(text).unwrap_err().to_string();
            assert!(error.contains(said), "{error}");
        }
    }
}

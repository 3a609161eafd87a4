//! `[[users]]` and `[session]`: the people with a password, and how long they
//! stay signed in.

use crate::password::{Hashes, check_hash};
use ::openid::Provider;
use gateway::{IdentityProvider, Role, SignIn};
use serde::Deserialize;
use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;
use toml::Spanned;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct User {
    name: String,
    password_hash: String,
    role: RoleName,
}

#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum RoleName {
    Viewer,
    Operator,
}

impl User {
    /// Whether they may change something.
    pub(super) const fn is_operator(&self) -> bool {
        matches!(self.role, RoleName::Operator)
    }
}

impl From<RoleName> for Role {
    fn from(name: RoleName) -> Self {
        match name {
            RoleName::Viewer => Self::Viewer,
            RoleName::Operator => Self::Operator,
        }
    }
}

/// How long people stay signed in.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Session {
    idle_minutes: u16,
    longest_hours: u16,
}

impl Default for Session {
    fn default() -> Self {
        Self {
            idle_minutes: 30,
            longest_hours: 12,
        }
    }
}

/// The longest that a session may last, in hours.
const LONGEST: u16 = 30 * 24;

impl Session {
    fn check(&self) -> Result<(), String> {
        if self.idle_minutes == 0 || self.longest_hours == 0 {
            return Err(
                "idle_minutes and longest_hours of [session] are at least 1: a session of no \
                 length ends at once"
                    .to_owned(),
            );
        }
        if self.longest_hours > LONGEST {
            return Err(format!("longest_hours of [session] is at most {LONGEST}"));
        }
        if u32::from(self.idle_minutes) > 60 * u32::from(self.longest_hours) {
            return Err(
                "idle_minutes of [session] is longer than longest_hours: it would have no effect"
                    .to_owned(),
            );
        }
        Ok(())
    }
}

/// The sign-in of people with a password and at an identity provider; nothing
/// if there is neither. An error is a position and a message.
pub(super) fn sign_in(
    users: Vec<Spanned<User>>,
    session: &Session,
    provider: Option<(usize, Arc<Provider>)>,
) -> Result<Option<SignIn>, (usize, String)> {
    let at = provider.as_ref().map(|(at, _)| *at);
    let Some(first) = users.first().map(|user| user.span().start).or(at) else {
        return Ok(None);
    };
    session.check().map_err(|words| (first, words))?;
    let mut people = HashMap::new();
    let mut hashes = HashMap::new();
    for user in users {
        let at = user.span().start;
        let User {
            name,
            password_hash,
            role,
        } = user.into_inner();
        if name.trim().is_empty() || name.chars().any(char::is_control) {
            return Err((at, "a user needs a name".to_owned()));
        }
        if name.trim() != name {
            return Err((
                at,
                format!("user “{name}”: the name begins or ends with a space"),
            ));
        }
        check_hash(&password_hash)
            .map_err(|words| (at, format!("user “{name}”: password_hash {words}")))?;
        let is_other = |other: &&String| other.to_lowercase() == name.to_lowercase();
        if let Some(other) = people.keys().find(is_other).filter(|other| **other != name) {
            let words = format!("the users “{other}” and “{name}” differ in capitals only");
            return Err((at, words));
        }
        hashes.insert(name.clone(), password_hash);
        if people.insert(name.clone(), role.into()).is_some() {
            return Err((at, format!("there are two users called “{name}”")));
        }
    }
    let hashes = Hashes::new(hashes).map_err(|error| (first, error.to_string()))?;
    Ok(Some(SignIn {
        people,
        passwords: Arc::new(hashes),
        provider: provider.map(|(_, provider)| provider as Arc<dyn IdentityProvider>),
        idle: Duration::from_secs(60 * u64::from(session.idle_minutes)),
        longest: Duration::from_secs(3600 * u64::from(session.longest_hours)),
    }))
}

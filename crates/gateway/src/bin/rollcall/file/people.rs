//! `[[users]]`: who may sign in.

use crate::password::{Hashes, is_hash};
use gateway::{OpenId, Role, SignIn};
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

/// The people and who vouches for others, or nothing where there are neither; or what is wrong, and where.
pub(super) fn sign_in(
    users: Vec<Spanned<User>>,
    session: &Session,
    openid: Option<(usize, OpenId)>,
) -> Result<Option<SignIn>, (usize, String)> {
    let provider = openid.as_ref().map(|(at, _)| *at);
    let Some(first) = users.first().map(|user| user.span().start).or(provider) else {
        return Ok(None);
    };
    if session.idle_minutes == 0 || session.longest_hours == 0 {
        return Err((first, "a session of no length signs nobody in".to_owned()));
    }
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
        if !is_hash(&password_hash) {
            let words = "password_hash is what rollcall hash-password prints";
            return Err((at, format!("user “{name}”: {words}")));
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
        openid: openid.map(|(_, openid)| openid),
        idle: Duration::from_secs(60 * u64::from(session.idle_minutes)),
        longest: Duration::from_secs(3600 * u64::from(session.longest_hours)),
    }))
}

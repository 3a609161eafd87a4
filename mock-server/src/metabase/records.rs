//! Metabase's records: users and groups.

use crate::password::Password;
use indexmap::IndexMap;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

/// The kind of a user; only people are listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Kind {
    /// A person.
    Personal,
    /// The user of an API key.
    ApiKey,
    /// Metabase's own user.
    Internal,
}

/// A token with which a password can be set.
#[derive(Clone, Serialize, Deserialize)]
pub(super) struct ResetToken {
    pub(super) token: String,
    pub(super) issued: Timestamp,
}

impl fmt::Debug for ResetToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ResetToken(…)")
    }
}

/// A user's groups, each with whether the user manages it.
pub(super) type Memberships = BTreeMap<u64, bool>;

/// A user (metabase note 7).
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct User {
    pub(crate) id: u64,
    pub(crate) kind: Kind,
    /// In lower case.
    pub(crate) email: String,
    pub(crate) first_name: Option<String>,
    pub(crate) last_name: Option<String>,
    pub(crate) password: Option<Password>,
    pub(crate) date_joined: Timestamp,
    pub(crate) first_login: Option<Timestamp>,
    pub(crate) last_login: Option<Timestamp>,
    pub(crate) updated_at: Timestamp,
    pub(crate) is_active: bool,
    /// Always equal to whether the user is in the administrators' group.
    pub(crate) is_superuser: bool,
    pub(crate) is_qbnewb: bool,
    /// The single sign-on that the user signs in with, if any: `google`,
    /// `ldap`.
    pub(crate) sso_source: Option<String>,
    pub(crate) login_attributes: Option<IndexMap<String, String>>,
    pub(crate) locale: Option<String>,
    pub(crate) collection: Option<u64>,
    /// The IDs of the memberships, by group.
    pub(super) groups: BTreeMap<u64, u64>,
    /// The groups that the user manages.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub(super) manages: BTreeSet<u64>,
    pub(super) reset: Option<ResetToken>,
}

impl User {
    /// An active person with only an address, not yet in the store.
    pub(super) fn blank(email: &str, now: Timestamp) -> Self {
        Self {
            id: 0,
            kind: Kind::Personal,
            email: email.to_lowercase(),
            first_name: None,
            last_name: None,
            password: None,
            date_joined: now,
            first_login: None,
            last_login: None,
            updated_at: now,
            is_active: true,
            is_superuser: false,
            is_qbnewb: true,
            sso_source: None,
            login_attributes: None,
            locale: None,
            collection: None,
            groups: BTreeMap::new(),
            manages: BTreeSet::new(),
            reset: None,
        }
    }

    /// First and last name, one of them, or the address.
    pub(super) fn common_name(&self) -> String {
        let names = [&self.first_name, &self.last_name];
        let names: Vec<&str> = names.into_iter().flatten().map(String::as_str).collect();
        if names.is_empty() {
            self.email.clone()
        } else {
            names.join(" ").trim().to_owned()
        }
    }

    /// The user's groups, each with whether the user manages it.
    pub(super) fn memberships(&self) -> Memberships {
        let ids = self.groups.keys();
        ids.map(|id| (*id, self.manages.contains(id))).collect()
    }

    /// Whether this is a person who can sign in.
    pub(super) fn is_active_person(&self) -> bool {
        self.is_active && self.kind == Kind::Personal
    }

    /// Sets a password and uses the reset token up.
    pub(super) fn set_password(&mut self, password: &str, now: Timestamp) {
        self.password = Some(Password::new(password));
        self.reset = None;
        self.updated_at = now;
    }
}

/// A group.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Group {
    pub(super) id: u64,
    pub(super) name: String,
    /// The kind of a built-in group.
    pub(super) magic: Option<String>,
    pub(super) entity_id: String,
}

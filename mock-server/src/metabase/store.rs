//! Metabase's data.

use super::records::{Group, Kind, Memberships, ResetToken, User};
use super::throttle::Throttle;
use super::unique;
use crate::links::LinkError;
use crate::streaming::Shared;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The group that all users are in.
pub(crate) const ALL_USERS: u64 = 1;
/// The administrators' group.
pub(crate) const ADMINISTRATORS: u64 = 2;
/// The user that Metabase itself acts as (metabase note 4).
pub(crate) const INTERNAL_USER: u64 = 13_371_338;

/// How long a reset token is valid (metabase note 20).
const RESET_VALID: SignedDuration = SignedDuration::from_hours(48);

/// The refusal to remove the last active administrator.
pub(super) const LAST_ADMINISTRATOR: &str =
    "You cannot remove the last member of the 'Admin' group!";

/// Metabase's records.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Store {
    /// By ID.
    pub(super) users: Shared<BTreeMap<u64, User>>,
    /// By ID.
    pub(super) groups: BTreeMap<u64, Group>,
    /// The signed-in users, by session key.
    sessions: BTreeMap<String, u64>,
    /// Failed sign-in attempts, by lower-case name.
    #[serde(default)]
    pub(super) sign_ins: Throttle,
    /// Attempts with a wrong old password, by the user's ID.
    #[serde(default)]
    pub(super) old_passwords: Throttle,
    /// The hidden user that the API key acts as.
    pub(super) api_user: u64,
    next: Next,
}

/// The next IDs.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Next {
    user: u64,
    group: u64,
    membership: u64,
    collection: u64,
    unique: u64,
}

impl Default for Store {
    /// Only the two built-in groups and Metabase's own user.
    fn default() -> Self {
        let mut store = Self {
            users: Shared::default(),
            groups: BTreeMap::new(),
            sessions: BTreeMap::new(),
            sign_ins: Throttle::default(),
            old_passwords: Throttle::default(),
            api_user: 0,
            next: Next {
                user: 1,
                group: 1,
                membership: 1,
                collection: 1,
                unique: 1,
            },
        };
        store.add_group("All Users", Some("all-internal-users"));
        store.add_group("Administrators", Some("admin"));
        let internal = User {
            id: INTERNAL_USER,
            kind: Kind::Internal,
            first_name: Some("Metabase".to_owned()),
            last_name: Some("Internal".to_owned()),
            ..User::blank("internal@metabase.com", Timestamp::UNIX_EPOCH)
        };
        store.users.insert(INTERNAL_USER, internal);
        store
    }
}

impl Store {
    /// Adds a person to these groups and [`ALL_USERS`]; returns the ID.
    pub(crate) fn add_person(
        &mut self,
        email: &str,
        groups: impl IntoIterator<Item = u64>,
        now: Timestamp,
    ) -> u64 {
        let collection = self.next.collection;
        self.next.collection += 1;
        let id = self.insert(User {
            collection: Some(collection),
            ..User::blank(email, now)
        });
        self.join(id, ALL_USERS, now);
        for group in groups {
            self.join(id, group, now);
        }
        id
    }

    /// Adds the hidden administrator that the API key acts as. It is not
    /// listed, neither as a user nor in groups.
    pub(crate) fn add_api_user(&mut self, name: &str, now: Timestamp) {
        let address = format!("api-key-user-{}@api-key.invalid", self.uuid());
        let id = self.insert(User {
            kind: Kind::ApiKey,
            first_name: Some(name.to_owned()),
            ..User::blank(&address, now)
        });
        self.join(id, ALL_USERS, now);
        self.join(id, ADMINISTRATORS, now);
        self.api_user = id;
    }

    fn insert(&mut self, user: User) -> u64 {
        let id = self.next.user;
        self.next.user += 1;
        if self.next.user == INTERNAL_USER {
            self.next.user += 1;
        }
        self.users.insert(id, User { id, ..user });
        id
    }

    /// Changes the user with this ID, if there is one.
    pub(crate) fn edit(&mut self, id: u64, change: impl FnOnce(&mut User)) {
        if let Some(user) = self.users.get_mut(&id) {
            change(user);
        }
    }

    /// Adds a group; returns its ID.
    pub(crate) fn add_group(&mut self, name: &str, magic: Option<&str>) -> u64 {
        let id = self.next.group;
        self.next.group += 1;
        let group = Group {
            id,
            name: name.to_owned(),
            magic: magic.map(str::to_owned),
            entity_id: unique::entity_id(self.count()),
        };
        self.groups.insert(id, group);
        id
    }

    fn count(&mut self) -> u64 {
        self.next.unique += 1;
        self.next.unique
    }

    fn uuid(&mut self) -> String {
        unique::uuid(self.count())
    }

    /// A user that is listed: a person, active or not.
    pub(super) fn person(&self, id: u64) -> Option<&User> {
        self.users
            .get(&id)
            .filter(|user| user.kind == Kind::Personal)
    }

    /// All people, by ID.
    pub(super) fn people(&self) -> impl Iterator<Item = &User> {
        self.users
            .values()
            .filter(|user| user.kind == Kind::Personal)
    }

    /// The user with this address in any letter case, active or not.
    pub(super) fn by_email(&self, email: &str) -> Option<&User> {
        let email = email.to_lowercase();
        self.users.values().find(|user| user.email == email)
    }

    /// Whether this is the only administrator.
    pub(super) fn is_last_administrator(&self, id: u64) -> bool {
        let mut active = self
            .people()
            .filter(|user| user.is_active && user.is_superuser)
            .map(|user| user.id);
        active.next() == Some(id) && active.next().is_none()
    }

    /// Adds a user to a group, unless it is a member. Joining
    /// [`ADMINISTRATORS`] makes it an administrator.
    pub(super) fn join(&mut self, user: u64, group: u64, now: Timestamp) {
        let membership = self.next.membership;
        let Some(user) = self.users.get_mut(&user) else {
            return;
        };
        if user.groups.contains_key(&group) {
            return;
        }
        user.groups.insert(group, membership);
        if group == ADMINISTRATORS {
            user.is_superuser = true;
            user.updated_at = now;
        }
        self.next.membership += 1;
    }

    /// Removes a user from a group.
    pub(super) fn leave(&mut self, user: u64, group: u64, now: Timestamp) {
        if let Some(user) = self.users.get_mut(&user)
            && user.groups.remove(&group).is_some()
        {
            user.manages.remove(&group);
            if group == ADMINISTRATORS {
                user.is_superuser = false;
                user.updated_at = now;
            }
        }
    }

    /// Sets whether a user manages a group that it is in. The built-in groups
    /// have no managers.
    pub(super) fn manage(&mut self, user: u64, group: u64, manages: bool) {
        let built_in = (self.groups.get(&group)).is_none_or(|group| group.magic.is_some());
        self.edit(user, |user| {
            if manages && !built_in && user.groups.contains_key(&group) {
                user.manages.insert(group);
            } else {
                user.manages.remove(&group);
            }
        });
    }

    /// The group with this name in any letter case.
    pub(super) fn group_named(&self, name: &str) -> Option<u64> {
        let name = name.to_lowercase();
        let mut groups = self.groups.values();
        groups
            .find(|group| group.name.to_lowercase() == name)
            .map(|group| group.id)
    }

    /// Removes a group and its memberships.
    pub(super) fn remove_group(&mut self, id: u64, now: Timestamp) {
        let users: Vec<u64> = self.users.keys().copied().collect();
        for user in users {
            self.leave(user, id, now);
        }
        self.groups.remove(&id);
    }

    /// The user and the group of a membership. Memberships of hidden users are
    /// not found.
    pub(super) fn membership(&self, id: u64) -> Option<(u64, u64)> {
        self.people().find_map(|user| {
            let mut groups = user.groups.iter();
            let (group, _) = groups.find(|(_, membership)| **membership == id)?;
            Some((user.id, *group))
        })
    }

    /// Sets the user's groups; unchanged memberships keep their IDs.
    pub(super) fn set_groups(&mut self, user: u64, groups: &Memberships, now: Timestamp) {
        let held = self.users.get(&user).map(User::memberships);
        for group in held.unwrap_or_default().keys() {
            if !groups.contains_key(group) {
                self.leave(user, *group, now);
            }
        }
        for (group, manages) in groups {
            self.join(user, *group, now);
            self.manage(user, *group, *manages);
        }
    }

    /// Signs a user in; returns the session key.
    pub(super) fn open_session(&mut self, user: u64, now: Timestamp) -> String {
        let key = self.uuid();
        self.sessions.insert(key.clone(), user);
        if let Some(user) = self.users.get_mut(&user) {
            user.first_login.get_or_insert(now);
            user.last_login = Some(now);
        }
        key
    }

    /// The user of this session, if active.
    pub(super) fn session(&self, key: &str) -> Option<u64> {
        let user = self.sessions.get(key)?;
        self.users
            .get(user)
            .filter(|user| user.is_active)
            .map(|user| user.id)
    }

    /// Ends a session; returns whether it existed.
    pub(super) fn close_session(&mut self, key: &str) -> bool {
        self.sessions.remove(key).is_some()
    }

    /// Ends all sessions of a user.
    pub(super) fn close_sessions(&mut self, user: u64) {
        self.sessions.retain(|_, held| *held != user);
    }

    /// Issues a reset token; the previous one becomes invalid.
    pub(super) fn issue_reset(&mut self, user: u64, now: Timestamp) -> String {
        let token = format!("{user}_{}", self.uuid());
        if let Some(user) = self.users.get_mut(&user) {
            user.reset = Some(ResetToken {
                token: token.clone(),
                issued: now,
            });
        }
        token
    }

    /// The user of this reset token, if the token is valid and the user active.
    pub(super) fn reset_of(&self, token: &str, now: Timestamp) -> Result<&User, LinkError> {
        let id = token.split_once('_').and_then(|(id, _)| id.parse().ok());
        let user = id.and_then(|id: u64| self.users.get(&id));
        let user = user.ok_or(LinkError::Unknown)?;
        let reset = user.reset.as_ref().filter(|reset| reset.token == token);
        let issued = reset.ok_or(LinkError::Unknown)?.issued;
        if !user.is_active {
            Err(LinkError::Gone)
        } else if now.duration_since(issued) >= RESET_VALID {
            Err(LinkError::Expired)
        } else {
            Ok(user)
        }
    }
}

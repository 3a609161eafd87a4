//! All accounts of one connection.

use crate::lowercase::lowercase;
use crate::platform::user_record;
use crate::record::{Access, Field, LastSignIn, Record};
use std::collections::HashMap;
use wire::Platform;

/// One account on one connection.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// The platform's key for it.
    pub key: Box<str>,
    /// What the platform holds.
    pub record: Record,
    /// Its roles or groups, as places in [`Accounts::roles`].
    pub roles: Box<[u32]>,
}

/// A role (Pivot, Actian) or a group (Metabase).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Role {
    /// The platform's key for it.
    pub id: Box<str>,
    /// Its name for people.
    pub title: Box<str>,
    /// Whether the platform listed it. Otherwise an account has it all the same.
    pub listed: bool,
}

/// All accounts of one connection, as they were read by [`load`](crate::load).
///
/// ```
/// use roster::accounts::Accounts;
/// use roster::record::{PivotRecord, Record};
/// use wire::Platform;
/// use wire::pivot::User;
///
/// let mut accounts = Accounts::none(Platform::Pivot);
/// let user = User {
///     name: "ada".into(),
///     first_name: Some("Ada".into()),
///     roles: Box::new(["viewer".into()]),
///     ..User::default()
/// };
/// // What was read back after a change. Without a record the account is gone.
/// let record = Record::Pivot(PivotRecord { user: Some(user), status: None });
/// accounts.update(vec![("ada".into(), Some(record))]);
///
/// let ada = accounts.find("ada").unwrap();
/// assert_eq!(ada.label(), "Ada");
/// assert_eq!(accounts.role_title(ada.roles[0]), "viewer");
/// assert!(accounts.is_complete());
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Accounts {
    /// Whose people they are.
    pub platform: Platform,
    /// The accounts, in the order of their keys in any case of letters. Names can
    /// occur twice (pivot note 3).
    pub list: Vec<Account>,
    /// Every role or group that exists or that an account has.
    pub roles: Vec<Role>,
    /// Why the roles could not be listed, where they could not: then they are
    /// what accounts have, and any other can be typed.
    pub roles_problem: Option<String>,
    /// Records of what a platform keeps without a user ([`Record::is_orphan`]): a
    /// disabled one would apply to the next user of that name.
    pub orphans: Vec<Record>,
    /// What of the list is missing, as far as is known.
    pub gaps: Vec<Gap>,
    /// The key of the account that the connection itself signs in with, where the
    /// platform tells.
    pub me: Option<Box<str>>,
}

/// Something that is missing from a list of users.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Gap {
    /// The platform says that there are more users than it sent.
    Fewer {
        /// How many there are, as it says.
        reported: u64,
        /// How many it sent.
        sent: u64,
    },
    /// Rows that could not be read.
    Unreadable {
        /// What they are rows of.
        rows: Rows,
        /// How many.
        count: usize,
        /// What is wrong with the first of them, and where.
        problem: String,
    },
    /// Metabase refused to list the users of tenants, in these words.
    TenantsRefused(String),
}

/// What a list holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rows {
    /// Users.
    Users,
    /// Pivot: statuses of users.
    Statuses,
    /// Roles or groups.
    Roles,
}

impl Gap {
    /// Whether a user can exist that is not in the list.
    pub const fn hides_users(&self) -> bool {
        match self {
            Self::Unreadable { rows, .. } => !matches!(rows, Rows::Roles),
            Self::Fewer { .. } | Self::TenantsRefused(_) => true,
        }
    }
}

impl Accounts {
    /// Whether every user of the platform is in it, as far as is known.
    pub fn is_complete(&self) -> bool {
        !self.gaps.iter().any(Gap::hides_users)
    }

    /// No accounts yet.
    pub const fn none(platform: Platform) -> Self {
        Self {
            platform,
            list: Vec::new(),
            roles: Vec::new(),
            roles_problem: None,
            orphans: Vec::new(),
            gaps: Vec::new(),
            me: None,
        }
    }

    /// The accounts of `records`, sorted, with `roles` and whatever else they have.
    pub(crate) fn new(platform: Platform, records: Vec<Record>, roles: Vec<Role>) -> Self {
        let mut accounts = Self {
            roles,
            ..Self::none(platform)
        };
        let mut places: HashMap<Box<str>, u32> = HashMap::new();
        for (place, role) in (0_u32..).zip(&accounts.roles) {
            places.insert(role.id.clone(), place);
        }
        accounts.list = records
            .into_iter()
            .map(|record| accounts.account(&mut places, record))
            .collect();
        accounts
            .list
            .sort_by_cached_key(|account| lowercase(&account.key));
        accounts
    }

    fn account(&mut self, places: &mut HashMap<Box<str>, u32>, record: Record) -> Account {
        let mut roles = Vec::new();
        for id in record.role_ids() {
            let place = places.get(&*id).copied().unwrap_or_else(|| {
                let place = u32::try_from(self.roles.len()).unwrap_or(u32::MAX);
                let id: Box<str> = id.into();
                places.insert(id.clone(), place);
                self.roles.push(Role {
                    title: id.clone(),
                    id,
                    listed: false,
                });
                place
            });
            roles.push(place);
        }
        Account {
            key: record.key().into(),
            roles: roles.into(),
            record,
        }
    }

    /// The record of the first account with this key, or the orphan with this key.
    pub fn record(&self, key: &str) -> Option<Record> {
        let account = self.find(key).map(|account| account.record.clone());
        let orphan = || self.orphans.iter().find(|orphan| orphan.key() == key);
        account.or_else(|| orphan().cloned())
    }

    /// The first account with this key.
    pub fn find(&self, key: &str) -> Option<&Account> {
        let at = self.place(key)?;
        self.list.get(at)
    }

    /// The place of the first account with this key.
    pub fn place(&self, key: &str) -> Option<usize> {
        let folded = lowercase(key);
        let start = self
            .list
            .partition_point(|account| lowercase(&account.key) < folded);
        let rest = self.list.get(start..)?;
        let same = rest
            .iter()
            .take_while(|account| lowercase(&account.key) == folded);
        let at = same.into_iter().position(|account| *account.key == *key)?;
        Some(start + at)
    }

    /// Puts what was read back after changes in place of what there was: each
    /// account is changed, added or (without a record) gone.
    pub fn update(&mut self, news: Vec<(String, Option<Record>)>) {
        let mut places: HashMap<Box<str>, u32> = (0_u32..)
            .zip(&self.roles)
            .map(|(place, role)| (role.id.clone(), place))
            .collect();
        let mut gone = Vec::new();
        for (key, record) in news {
            self.orphans.retain(|orphan| orphan.key() != key);
            let known = self.place(&key);
            match record {
                Some(record) if record.is_orphan() => {
                    self.orphans.push(record);
                    gone.extend(known);
                }
                None => gone.extend(known),
                Some(record) => {
                    let account = self.account(&mut places, record);
                    if let Some(old) = known.and_then(|at| self.list.get_mut(at)) {
                        *old = account;
                        self.share_status(&key);
                    } else {
                        // Whatever is to go stays at its place until the end.
                        self.added(account, &mut gone);
                    }
                }
            }
        }
        let mut stays = vec![true; self.list.len()];
        for at in gone {
            if let Some(stays) = stays.get_mut(at) {
                *stays = false;
            }
        }
        let mut stays = stays.into_iter();
        self.list.retain(|_| stays.next() != Some(false));
    }

    /// Gives namesakes the status of the first: Pivot knows it by the name alone.
    fn share_status(&mut self, key: &str) {
        let Some(first) = self.place(key) else { return };
        let Some((one, rest)) = self.list.get_mut(first..).and_then(<[_]>::split_first_mut) else {
            return;
        };
        for other in rest.iter_mut().take_while(|other| *other.key == *key) {
            if let Some(record) = user_record(&other.record).with_status_of(&one.record) {
                other.record = record;
            }
        }
    }

    /// Puts a new account where the key belongs.
    fn added(&mut self, account: Account, gone: &mut [usize]) {
        let folded = lowercase(&account.key);
        let at = self
            .list
            .partition_point(|other| lowercase(&other.key) <= folded);
        self.list.insert(at, account);
        for place in gone {
            if *place >= at {
                *place += 1;
            }
        }
    }

    /// The title of the role or group at `place` of [`Accounts::roles`].
    pub fn role_title(&self, place: u32) -> &str {
        let role = usize::try_from(place)
            .ok()
            .and_then(|place| self.roles.get(place));
        role.map_or("", |role| &role.title)
    }

    /// The title of the role or group called `id`.
    pub fn title_of<'a>(&'a self, id: &'a str) -> &'a str {
        let role = self.roles.iter().find(|role| *role.id == *id);
        role.map_or(id, |role| &role.title)
    }
}

impl Account {
    /// A text; empty where the platform holds none.
    pub fn field(&self, field: Field) -> &str {
        self.record.field(field)
    }

    /// What tells it from others of the same name: its address where the key is
    /// a number, else its key.
    pub fn handle(&self) -> &str {
        if user_record(&self.record).has_numeric_key() {
            self.record.address()
        } else {
            &self.key
        }
    }

    /// What people call it.
    pub fn label(&self) -> String {
        self.record.label()
    }

    /// Whether it can sign in.
    pub fn access(&self) -> Access {
        self.record.access()
    }

    /// When it was last used.
    pub fn last_sign_in(&self) -> LastSignIn<'_> {
        self.record.last_sign_in()
    }

    /// Whether it may administer the platform, as far as is told.
    pub fn is_admin(&self) -> bool {
        self.record.is_admin()
    }
}

#[cfg(test)]
mod tests;

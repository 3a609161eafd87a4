//! What is wanted of a list, besides what it says itself.

use super::mapping::plain;
use crate::accounts::Accounts;
use crate::kinds::kinds;
use crate::people::give::FirstAccess;
use crate::people::index::{Lists, People};
use crate::people::leave::LeaveWay;
use std::collections::HashMap;
use wire::console::Connection;

kinds! {
    /// Whose access is to be removed.
    pub enum RemovalScope {
        /// Nobody's.
        Never,
        /// Those who have left, according to the list.
        Marked,
        /// Those too who are not in the list.
        MarkedOrAbsent,
    }
}

kinds! {
    /// How the roles or groups of the list are compared with an account's.
    pub enum RoleMode {
        /// The account gets those that it lacks, and keeps the others. An administrator
        /// stays one.
        Add,
        /// The account has exactly those of the list.
        Exactly,
    }
}

/// What is wanted of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReconcileRules {
    /// On which connections, and how.
    pub connections: Vec<ConnectionRule>,
    /// Whose access is removed.
    pub removal: RemovalScope,
}

/// What is wanted of a list on one connection.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConnectionRule {
    /// The place of the connection in [`People::connections`].
    pub connection: usize,
    /// Whether those who work here and have no account get one.
    pub creates: bool,
    /// Whether names are compared.
    pub names: bool,
    /// Which roles or groups they have.
    pub roles: RoleRule,
    /// How access is removed.
    pub way: LeaveWay,
    /// How people get into new accounts.
    pub first_access: FirstAccess,
}

/// Which roles or groups people have on a connection.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoleRule {
    /// The column that says so. A person without a value there gets no account on this
    /// connection, and the roles of an account that they have stay as they are.
    pub column: Option<usize>,
    /// The roles or groups that a value stands for, where it is not the name of one: an
    /// access profile, for instance. Values are compared as those of a status are.
    pub values: HashMap<String, Vec<String>>,
    /// How they are compared.
    pub mode: RoleMode,
    /// The roles or groups of new accounts, where no column says so.
    pub new: Vec<String>,
    /// What [`RoleRule::values`] has, and the roles of the connection, by names as they
    /// are compared; nothing for a name that several have.
    explicit: HashMap<String, Vec<String>>,
    known: HashMap<String, Option<String>>,
}

/// A value that is neither a role nor stands for one.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct UnknownRole(pub(super) String);

impl ReconcileRules {
    /// On all connections: accounts are created and names compared, and no access is
    /// removed.
    pub fn new(people: &People) -> Self {
        let connections = (0..).zip(people.connections());
        let rule = |(at, connection): (usize, &Connection)| {
            let usual = LeaveWay::of_platform(connection.platform);
            ConnectionRule {
                connection: at,
                creates: true,
                names: true,
                roles: RoleRule::default(),
                way: usual.first().copied().unwrap_or(LeaveWay::Disable),
                first_access: FirstAccess::default(),
            }
        };
        Self {
            connections: connections.map(rule).collect(),
            removal: RemovalScope::Never,
        }
    }

    /// The rule for a connection.
    pub fn of_connection(&self, connection: usize) -> Option<&ConnectionRule> {
        let mut rules = self.connections.iter();
        rules.find(|rule| rule.connection == connection)
    }

    /// Notes the roles that each connection has by now.
    pub(super) fn begin(&mut self, lists: Lists<'_>) {
        for rule in &mut self.connections {
            if let Some(accounts) = lists.get(rule.connection).copied().flatten() {
                rule.roles.learn(accounts);
            }
        }
    }
}

impl ConnectionRule {
    /// How access is removed: the usual way where the platform does not have the one that
    /// is wanted.
    pub(super) fn way_on(&self, connection: &Connection) -> Option<LeaveWay> {
        let ways = LeaveWay::of_platform(connection.platform);
        let wanted = ways.iter().find(|way| **way == self.way);
        wanted.or(ways.first()).copied()
    }
}

impl Default for RoleRule {
    fn default() -> Self {
        Self {
            column: None,
            values: HashMap::new(),
            mode: RoleMode::Add,
            new: Vec::new(),
            explicit: HashMap::new(),
            known: HashMap::new(),
        }
    }
}

impl RoleRule {
    fn learn(&mut self, accounts: &Accounts) {
        let values = self.values.iter();
        self.explicit = values
            .map(|(value, roles)| (plain(value), roles.clone()))
            .collect();
        self.known.clear();
        for role in &accounts.roles {
            let id = role.id.to_string();
            for name in [&role.id, &role.title] {
                let known = self.known.entry(plain(name)).or_insert(Some(id.clone()));
                if known.as_deref() != Some(&*role.id) {
                    *known = None;
                }
            }
        }
    }

    /// The roles or groups that a cell of the column stands for: the value as a whole, or
    /// its parts between commas, semicolons, bars and line breaks.
    pub(super) fn read(&self, cell: &str) -> Result<Vec<String>, UnknownRole> {
        if let Some(roles) = self.explicit.get(&plain(cell)) {
            return Ok(roles.clone());
        }
        let mut found: Vec<String> = Vec::new();
        let parts = cell.split([',', ';', '|', '\n']).map(str::trim);
        for part in parts.filter(|part| !part.is_empty()) {
            let name = plain(part);
            let roles = match (self.explicit.get(&name), self.known.get(&name)) {
                (Some(roles), _) => roles.as_slice(),
                (None, Some(Some(role))) => std::slice::from_ref(role),
                (None, _) => return Err(UnknownRole(part.to_owned())),
            };
            for role in roles {
                if !found.contains(role) {
                    found.push(role.clone());
                }
            }
        }
        Ok(found)
    }
}

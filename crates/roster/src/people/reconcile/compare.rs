//! Compares one row with what the platforms have about the person that it names.

use super::Reconciliation;
use super::entry::{
    ChangedField, NothingNote, ReconcileAction, ReconcilePart, ReconciledEntry, RemovalReason,
    UndecidedReason,
};
use super::listed::Listed;
use super::rules::{ConnectionRule, RemovalScope, RoleMode, UnknownRole};
use crate::accounts::{Account, Accounts};
use crate::people::index::{Lists, People, PersonId};
use crate::people::leave::LeaveWay;
use crate::people::person::PersonAccount;
use crate::people::plan::RoleDifference;
use crate::people::receipt::UnknownKind;
use crate::people::slots::index;
use crate::people::state::ConnectionState;
use crate::platform::{change_support, common_role, edit_support, invite_support};
use crate::record::Field;
use wire::console::Connection;

/// What is compared on a connection.
struct Place<'a> {
    rule: &'a ConnectionRule,
    /// The place of the rule among the rules.
    number: usize,
    connection: &'a Connection,
    accounts: &'a Accounts,
    unknown: Option<UnknownKind>,
}

impl Reconciliation {
    /// What is to be done by a row.
    pub(super) fn compare(&self, people: &People, lists: Lists<'_>, row: usize) -> ReconciledEntry {
        let listed = self.listed(row);
        let mut entry = ReconciledEntry {
            row: Some(listed.number),
            address: listed.address.clone(),
            name: listed.label().into(),
            parts: Box::default(),
            undecided: self.roll.problem(row),
            note: None,
            person: None,
            listed: Some(index(row)),
        };
        if entry.undecided.is_some() {
            return entry;
        }
        if let Some(first) = self.roll.repeats(row) {
            entry.note = Some(NothingNote::Repeats { first });
            return entry;
        }
        let persons = self.roll.persons(people, row);
        if persons.len() > 1 {
            entry.undecided = Some(UndecidedReason::SeveralPeople);
            return entry;
        }
        entry.person = persons.first().copied();
        let all = entry
            .person
            .map(|person| people.person(person, lists).accounts());
        let all = all.unwrap_or_default();
        let mut parts = Vec::new();
        for (number, rule) in self.rules.connections.iter().enumerate() {
            let Some(place) = Place::new(people, lists, number, rule) else {
                if !listed.is_gone || self.rules.removal != RemovalScope::Never {
                    parts.push(not_loaded(people, rule));
                }
                continue;
            };
            let own = all.iter().filter(|one| one.connection == rule.connection);
            let own: Vec<&PersonAccount<'_>> = own.collect();
            let action = if listed.is_gone {
                let keys = to_remove(people, rule, entry.person, place.accounts, &own);
                match (keys, self.rules.removal) {
                    (Some(_), RemovalScope::Never) => {
                        entry.note = Some(NothingNote::Kept);
                        None
                    }
                    (keys, _) => removal(keys, RemovalReason::Marked),
                }
            } else {
                place.present(people, listed, entry.person, &own)
            };
            parts.extend(action.map(|action| ReconcilePart {
                connection: rule.connection,
                action,
            }));
        }
        entry.parts = parts.into();
        entry
    }
}

/// What is known of a person on a connection whose users were never loaded.
fn not_loaded(people: &People, rule: &ConnectionRule) -> ReconcilePart {
    let state = people.state(rule.connection);
    let unknown = state.and_then(ConnectionState::unknown_reason);
    let unknown = unknown.map_or(UnknownKind::NotLoaded, UnknownKind::from);
    ReconcilePart {
        connection: rule.connection,
        action: ReconcileAction::Undecided(UndecidedReason::Unknown(unknown)),
    }
}

/// The keys of the accounts whose access is to be removed; nothing where there is no
/// access.
pub(super) fn to_remove(
    people: &People,
    rule: &ConnectionRule,
    person: Option<PersonId>,
    accounts: &Accounts,
    own: &[&PersonAccount<'_>],
) -> Option<Result<Vec<Box<str>>, UndecidedReason>> {
    let way = rule.way_on(people.connections().nth(rule.connection)?)?;
    let mut keys: Vec<Box<str>> = Vec::new();
    for one in own {
        let has_access = way == LeaveWay::Remove || !one.is_disabled();
        if !has_access || keys.contains(&one.account.key) {
            continue;
        }
        if is_shared(people, accounts, one, person) {
            return Some(Err(UndecidedReason::SharedKey));
        }
        keys.push(one.account.key.clone());
    }
    (!keys.is_empty()).then_some(Ok(keys))
}

/// What is to be done with what [`to_remove`] gives.
pub(super) fn removal(
    keys: Option<Result<Vec<Box<str>>, UndecidedReason>>,
    reason: RemovalReason,
) -> Option<ReconcileAction> {
    Some(match keys? {
        Ok(keys) => ReconcileAction::Remove { keys, reason },
        Err(reason) => ReconcileAction::Undecided(reason),
    })
}

/// Whether another person has an account with the same key too (pivot note 3). Those with
/// one key are beside each other.
fn is_shared(
    people: &People,
    accounts: &Accounts,
    one: &PersonAccount<'_>,
    person: Option<PersonId>,
) -> bool {
    let is_same = |place: &usize| {
        let other = accounts.list.get(*place);
        other.is_some_and(|other| other.key == one.account.key)
    };
    let before = (0..one.place).rev().take_while(is_same);
    let mut all = before.chain((one.place..).take_while(is_same));
    all.any(|place| people.person_at(one.connection, place) != person)
}

impl<'a> Place<'a> {
    fn new(
        people: &'a People,
        lists: Lists<'a>,
        number: usize,
        rule: &'a ConnectionRule,
    ) -> Option<Self> {
        let connection = people.connections().nth(rule.connection)?;
        let unknown = people.state(rule.connection)?.unknown_reason();
        Some(Self {
            rule,
            number,
            connection,
            accounts: lists.get(rule.connection).copied().flatten()?,
            unknown: unknown.map(UnknownKind::from),
        })
    }

    /// What is to be done for a person who works here.
    fn present(
        &self,
        people: &People,
        listed: &Listed,
        person: Option<PersonId>,
        own: &[&PersonAccount<'_>],
    ) -> Option<ReconcileAction> {
        match own {
            [] => self.create(listed),
            [one] => {
                let action = self.change(listed, one.account)?;
                let shared = is_shared(people, self.accounts, one, person);
                Some(if shared {
                    ReconcileAction::Undecided(UndecidedReason::SharedKey)
                } else {
                    action
                })
            }
            _ => Some(ReconcileAction::Undecided(UndecidedReason::SeveralAccounts)),
        }
    }

    /// The roles or groups that the list has for a person; nothing where it says nothing.
    fn roles(&self, listed: &Listed) -> Result<Option<Vec<String>>, UndecidedReason> {
        let cell = listed.roles.get(self.number);
        let cell = cell.filter(|cell| !cell.is_empty() && self.rule.roles.column.is_some());
        let Some(cell) = cell else {
            return Ok(None);
        };
        let roles = self.rule.roles.read(cell);
        let roles = roles.map_err(|UnknownRole(role)| UndecidedReason::UnknownRole(role.into()))?;
        if self.has_one_role() && roles.len() > 1 {
            return Err(UndecidedReason::OneRole);
        }
        Ok(Some(roles).filter(|roles| !roles.is_empty()))
    }

    fn has_one_role(&self) -> bool {
        change_support(self.connection.platform).has_one_role()
    }

    fn create(&self, listed: &Listed) -> Option<ReconcileAction> {
        if !self.rule.creates {
            return None;
        }
        let undecided = |reason| Some(ReconcileAction::Undecided(reason));
        let said = match self.roles(listed) {
            // Without a role in the list, no account is wanted here.
            Ok(None) if self.rule.roles.column.is_some() => return None,
            Ok(said) => said,
            Err(reason) => return undecided(reason),
        };
        if let Some(unknown) = &self.unknown {
            return undecided(UndecidedReason::Unknown(unknown.clone()));
        }
        let description = invite_support(self.connection.platform).description(self.connection);
        let first_role = || {
            description
                .first_role
                .map(str::to_owned)
                .into_iter()
                .collect()
        };
        let roles = match said {
            Some(roles) => roles,
            None if self.rule.roles.new.is_empty() => first_role(),
            None => self.rule.roles.new.clone(),
        };
        if self.has_one_role() && roles.len() != 1 {
            return undecided(UndecidedReason::OneRole);
        }
        if description.needs_names && listed.names.iter().any(|name| name.is_empty()) {
            return undecided(UndecidedReason::NeedsNames);
        }
        // On Pivot the address is the name of the new user.
        if !description.key.is_address && self.accounts.find(&listed.address).is_some() {
            return undecided(UndecidedReason::KeyTaken);
        }
        Some(ReconcileAction::Create { roles })
    }

    fn change(&self, listed: &Listed, account: &Account) -> Option<ReconcileAction> {
        if account.access().is_disabled() {
            return Some(ReconcileAction::Undecided(UndecidedReason::Disabled));
        }
        let fields = self.fields(listed, account);
        let roles = match self.roles(listed) {
            Ok(Some(wanted)) => self.roles_difference(&wanted, account),
            Ok(None) => None,
            Err(reason) => return Some(ReconcileAction::Undecided(reason)),
        };
        (!fields.is_empty() || roles.is_some()).then(|| ReconcileAction::Change {
            key: account.key.clone(),
            fields,
            roles,
        })
    }

    fn fields(&self, listed: &Listed, account: &Account) -> Vec<ChangedField> {
        if !self.rule.names {
            return Vec::new();
        }
        let support = edit_support(self.connection.platform);
        let names = [Field::FirstName, Field::LastName]
            .into_iter()
            .zip(&listed.names);
        let differing = names.filter(|(field, name)| {
            !name.is_empty()
                && account.field(*field) != &***name
                && support.fields().iter().any(|input| input.field == *field)
                && support.locked_reason(*field, &account.record).is_none()
        });
        let changed = differing.map(|(field, name)| ChangedField {
            field,
            before: account.field(field).into(),
            after: name.clone(),
        });
        changed.collect()
    }

    fn roles_difference(&self, wanted: &[String], account: &Account) -> Option<RoleDifference> {
        let platform = self.connection.platform;
        let own = account.roles.iter();
        let own = own.filter_map(|place| self.accounts.roles.get(*place as usize));
        let own: Vec<&str> = own.map(|role| &*role.id).collect();
        let exactly = self.rule.roles.mode == RoleMode::Exactly;
        let common = common_role(platform);
        let added = wanted
            .iter()
            .filter(|role| !own.contains(&role.as_str()) && common.as_ref() != Some(*role));
        let added: Vec<String> = added.cloned().collect();
        let is_lost = |role: &str| {
            if self.has_one_role() {
                return !added.is_empty();
            }
            let is_common = common.as_deref() == Some(role);
            exactly && !is_common && !wanted.iter().any(|one| one == role)
        };
        let (removed, unchanged): (Vec<&str>, Vec<&str>) =
            own.iter().partition(|role| is_lost(role));
        let keeps_admin = self.has_one_role() && !exactly && account.is_admin();
        let agrees = added.is_empty() && removed.is_empty();
        let owned = |roles: Vec<&str>| roles.into_iter().map(str::to_owned).collect();
        (!agrees && !keeps_admin).then(|| RoleDifference {
            removed: owned(removed),
            unchanged: owned(unchanged),
            added: added.clone(),
        })
    }
}

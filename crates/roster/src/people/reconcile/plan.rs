//! A plan of what was selected.

use super::Reconciliation;
use super::entry::{ChangedField, ReconcileAction, ReconcileList, ReconciledEntry};
use super::listed::Listed;
use super::rules::ConnectionRule;
use crate::accounts::Accounts;
use crate::change::{Change, Edit};
use crate::guard::BlockReason;
use crate::people::account_changes::{Names, WantedAccount, create};
use crate::people::address::NormalisedAddress;
use crate::people::index::{Lists, People, PersonId};
use crate::people::key::PersonKey;
use crate::people::leave::is_me;
use crate::people::plan::{
    AccountGoal, PeoplePlan, PlanPart, PlannedItem, PlannedPerson, Purpose, RoleDifference,
};
use crate::record::Record;
use std::collections::{HashMap, HashSet};
use wire::console::Connection;

/// More than so many accounts, or than one in ten, are removed with care.
const MOST_REMOVED: usize = 20;

/// A plan takes access from many on a connection: the number has to be confirmed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RemovalGuard {
    /// The place of the connection in [`People::connections`].
    pub connection: usize,
    /// How many enabled accounts lose access.
    pub removed: usize,
    /// How many enabled accounts there are.
    pub enabled: usize,
}

/// The connections on which a plan takes access from more than 20 of the enabled accounts,
/// or from more than one in ten.
pub fn removal_guards(plan: &PeoplePlan, lists: Lists<'_>) -> Vec<RemovalGuard> {
    let guards = plan.parts.iter().filter_map(|part| {
        let accounts = lists.get(part.connection).copied().flatten()?;
        let items = part.plan.items.iter();
        let removed = items.filter(|item| {
            let is_removal = matches!(item.change, Change::Disable { .. } | Change::Remove);
            let before = item.before.as_ref();
            is_removal
                && item.blocked.is_none()
                && before.is_some_and(|before| !before.access().is_disabled())
        });
        let removed = removed.count();
        let all = accounts.list.iter();
        let enabled = all.filter(|one| !one.access().is_disabled()).count();
        (removed > MOST_REMOVED || removed * 10 > enabled).then_some(RemovalGuard {
            connection: part.connection,
            removed,
            enabled,
        })
    });
    guards.collect()
}

impl Reconciliation {
    /// What the person of the entry at a place is called in URLs and by the server; nothing
    /// where the entry has no valid address.
    pub fn person_key(&self, place: usize, people: &People, lists: Lists<'_>) -> Option<PersonKey> {
        let entry = self.entries().get(place)?;
        match entry.person {
            Some(person) if people.exists(person) => {
                Some(people.person(person, lists).key().clone())
            }
            _ => Some(PersonKey::Address(NormalisedAddress::new(
                &entry.address,
                people.rules,
            )?)),
        }
    }
}

impl PeoplePlan {
    /// The plan for what was selected of a comparison: lists, with places in
    /// [`Reconciliation::entries`]. `me` is what the person who is signed in here is
    /// called: their own access is not removed.
    pub fn reconcile(
        people: &People,
        lists: Lists<'_>,
        comparison: &Reconciliation,
        selected: impl IntoIterator<Item = (ReconcileList, usize)>,
        me: Option<&str>,
    ) -> Self {
        let mut making = Making {
            people,
            lists,
            comparison,
            me,
            places: HashMap::new(),
            planned: Vec::new(),
            owners: Vec::new(),
            known: HashSet::new(),
            items: (0..people.connections().len())
                .map(|_| Vec::new())
                .collect(),
        };
        for (list, entry) in selected {
            making.add(list, entry);
        }
        making.finish()
    }
}

struct Making<'a> {
    people: &'a People,
    lists: Lists<'a>,
    comparison: &'a Reconciliation,
    me: Option<&'a str>,
    /// The place of each entry among the people of the plan.
    places: HashMap<usize, usize>,
    planned: Vec<PlannedPerson>,
    owners: Vec<Option<PersonId>>,
    /// The connection, the person and the key of every item.
    known: HashSet<(usize, usize, String)>,
    /// By connection.
    items: Vec<Vec<PlannedItem>>,
}

impl Making<'_> {
    fn add(&mut self, list: ReconcileList, place: usize) {
        let Some(entry) = self.comparison.entries().get(place) else {
            return;
        };
        if list == ReconcileList::Create {
            // Where it is not known whether there is an account, none is created, and the
            // plan says so: it is about that connection too.
            for part in entry.unknown_parts() {
                self.person(place, entry, part.connection);
            }
        }
        for part in entry.parts_in(list) {
            let rule = self.comparison.rules().of_connection(part.connection);
            let connection = self.people.connections().nth(part.connection);
            let accounts = self.lists.get(part.connection).copied().flatten();
            let (Some(rule), Some(connection), Some(accounts)) = (rule, connection, accounts)
            else {
                continue;
            };
            let Some(person) = self.person(place, entry, part.connection) else {
                continue;
            };
            let items = self.of_action(person, entry, (rule, connection, accounts), &part.action);
            let Some(all) = self.items.get_mut(part.connection) else {
                continue;
            };
            for item in items {
                // What is selected twice is done once.
                let identity = (part.connection, item.person, item.key.clone());
                if self.known.insert(identity) {
                    all.push(item);
                }
            }
        }
    }

    /// The place of an entry among the people of the plan, which is about `connection` for
    /// them.
    fn person(
        &mut self,
        place: usize,
        entry: &ReconciledEntry,
        connection: usize,
    ) -> Option<usize> {
        if let Some(known) = self.places.get(&place) {
            let connections = &mut self.planned.get_mut(*known)?.connections;
            if !connections.contains(&connection) {
                connections.push(connection);
            }
            return Some(*known);
        }
        let planned = match entry.person {
            Some(person) => {
                let person = self.people.person(person, self.lists);
                PlannedPerson::new(&person, vec![connection])
            }
            None => PlannedPerson {
                key: PersonKey::Address(NormalisedAddress::new(&entry.address, self.people.rules)?),
                name: entry.name.to_string(),
                addresses: vec![entry.address.to_string()],
                connections: vec![connection],
            },
        };
        self.planned.push(planned);
        self.owners.push(entry.person);
        self.places.insert(place, self.planned.len() - 1);
        Some(self.planned.len() - 1)
    }

    fn of_action(
        &self,
        person: usize,
        entry: &ReconciledEntry,
        (rule, connection, accounts): (&ConnectionRule, &Connection, &Accounts),
        action: &ReconcileAction,
    ) -> Vec<PlannedItem> {
        match action {
            ReconcileAction::Create { roles } => {
                let listed = entry.listed.map(|row| self.comparison.listed(row as usize));
                let item = listed.map(|listed| creation(person, listed, rule, connection, roles));
                item.into_iter().collect()
            }
            ReconcileAction::Change { key, fields, roles } => {
                let edit = edit(accounts, key, fields, roles.as_ref());
                let roles = edit.roles.clone();
                vec![PlannedItem {
                    person,
                    key: key.to_string(),
                    label: None,
                    change: Change::Edit(edit),
                    goal: AccountGoal::Present {
                        enabled: None,
                        roles,
                    },
                    blocked: None,
                }]
            }
            ReconcileAction::Remove { keys, .. } => {
                let blocked = self.is_me(entry).then_some(BlockReason::Yourself);
                let Some(way) = rule.way_on(connection) else {
                    return Vec::new();
                };
                let item = |key: &str| PlannedItem {
                    person,
                    key: key.to_owned(),
                    label: None,
                    change: way.change(),
                    goal: AccountGoal::NoAccess,
                    blocked,
                };
                keys.iter().map(|key| item(key)).collect()
            }
            ReconcileAction::Undecided(_) => Vec::new(),
        }
    }

    fn is_me(&self, entry: &ReconciledEntry) -> bool {
        let person = entry.person.map(|id| self.people.person(id, self.lists));
        person.is_some_and(|person| is_me(self.people, self.me, &person, &person.accounts()))
    }

    fn finish(self) -> PeoplePlan {
        let connections = (0..).zip(self.people.connections()).zip(self.lists);
        let parts = connections
            .zip(self.items)
            .filter_map(|((connection, accounts), items)| {
                PlanPart::new(self.people, &self.owners, connection, (*accounts)?, items)
            });
        let parts = parts.collect();
        let purpose = Purpose::Reconcile;
        PeoplePlan::about(
            self.people,
            purpose,
            self.planned,
            parts,
            std::iter::empty(),
        )
    }
}

fn edit(
    accounts: &Accounts,
    key: &str,
    fields: &[ChangedField],
    roles: Option<&RoleDifference>,
) -> Edit {
    let opened = accounts.record(key);
    let own = opened.as_ref().map(Record::role_ids).unwrap_or_default();
    let roles = roles.map(|difference| {
        let kept = own
            .into_iter()
            .filter(|role| !difference.removed.contains(role));
        kept.chain(difference.added.iter().cloned()).collect()
    });
    let fields = fields.iter().map(|one| (one.field, one.after.to_string()));
    Edit {
        fields: fields.collect(),
        roles,
        attributes: None,
        opened: opened.map(Box::new),
    }
}

fn creation(
    person: usize,
    listed: &Listed,
    rule: &ConnectionRule,
    connection: &Connection,
    roles: &[String],
) -> PlannedItem {
    let [first, last] = listed.names.each_ref().map(|name| &**name);
    let names = Names {
        address: &listed.address,
        first,
        last,
    };
    let account = WantedAccount {
        key: None,
        roles,
        first_access: &rule.first_access,
    };
    PlannedItem {
        person,
        ..create(connection, names, &account)
    }
}

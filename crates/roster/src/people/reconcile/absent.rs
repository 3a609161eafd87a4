//! People who are in no row of the list.

use super::Reconciliation;
use super::compare::{removal, to_remove};
use super::entry::{
    ReconcileAction, ReconcilePart, ReconciledEntry, RemovalReason, UndecidedReason,
};
use crate::people::index::{Lists, People, PersonId};
use crate::people::matching::address;
use crate::people::person::PersonAccount;
use crate::people::slots::NONE;

impl Reconciliation {
    /// What is to be done with the person of this number, where they are in no row.
    pub(super) fn absent(
        &self,
        people: &People,
        lists: Lists<'_>,
        number: usize,
    ) -> Option<ReconciledEntry> {
        if self.named.get(number).is_none_or(|row| *row != NONE) {
            return None;
        }
        let id = people.numbered(u32::try_from(number).ok()?)?;
        let person = people.person(id, lists);
        let accounts = person.accounts();
        // A row names them that decides nothing, by any address of theirs.
        let addresses = accounts.iter();
        let addresses = addresses.filter_map(|one| address(one.account, self.roll.unicode()));
        let addresses: Vec<_> = addresses.collect();
        let key = person.key().address();
        if addresses.iter().any(|one| self.roll.names_address(one))
            || key.is_some_and(|key| self.roll.names_address(key.as_str()))
        {
            return None;
        }
        let is_mentioned = addresses.iter().any(|one| self.roll.mentions(one));
        let undecided = if is_mentioned {
            Some(UndecidedReason::Mentioned)
        } else if addresses.is_empty() && key.is_none() {
            Some(UndecidedReason::NotNameable)
        } else {
            None
        };
        let parts = self.absent_parts(people, lists, id, &accounts, undecided);
        if parts.is_empty() {
            return None;
        }
        let shown = person.addresses().into_iter().next().unwrap_or_default();
        Some(ReconciledEntry {
            row: None,
            address: shown.into(),
            name: person.name().into(),
            parts: parts.into(),
            undecided: None,
            note: None,
            person: Some(id),
            listed: None,
        })
    }

    fn absent_parts(
        &self,
        people: &People,
        lists: Lists<'_>,
        person: PersonId,
        all: &[PersonAccount<'_>],
        undecided: Option<UndecidedReason>,
    ) -> Vec<ReconcilePart> {
        let mut parts = Vec::new();
        for rule in &self.rules.connections {
            let own = all.iter().filter(|one| one.connection == rule.connection);
            let own: Vec<&PersonAccount<'_>> = own.collect();
            let Some(accounts) = lists.get(rule.connection).copied().flatten() else {
                continue;
            };
            let keys = to_remove(people, rule, Some(person), accounts, &own);
            let action = match (removal(keys, RemovalReason::Absent), &undecided) {
                (Some(_), Some(reason)) => Some(ReconcileAction::Undecided(reason.clone())),
                (action, _) => action,
            };
            parts.extend(action.map(|action| ReconcilePart {
                connection: rule.connection,
                action,
            }));
        }
        parts
    }
}

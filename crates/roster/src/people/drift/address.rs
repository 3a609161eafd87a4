//! Drift of addresses: outside the organisation, or written in several ways.

use super::mend::Mend;
use super::person::Case;
use super::{Drift, DriftKind, MendKind};
use crate::accounts::Account;
use crate::capability::Ability;
use crate::change::{Change, Edit};
use crate::people::address::{NormalisedAddress, UnicodeRules};
use crate::people::matching::address;
use crate::people::person::PersonAccount;
use crate::record::Field;

/// Whether an account has an address in none of `domains`, where there are any.
pub(in crate::people) fn is_outside(
    account: &Account,
    domains: &[String],
    rules: &dyn UnicodeRules,
) -> bool {
    if domains.is_empty() {
        return false;
    }
    let Some(address) = address(account, rules) else {
        return false;
    };
    let address = NormalisedAddress::from_normalised(&address);
    let domain = address.domain();
    !domains.iter().any(|allowed| {
        let (is_below, allowed) = match allowed.trim().strip_prefix("*.") {
            Some(allowed) => (true, allowed),
            None => (false, allowed.trim()),
        };
        // As an address, so that the domain is written in the same way.
        let allowed = NormalisedAddress::new(&format!("a@{allowed}"), rules);
        allowed.is_some_and(|allowed| match domain.strip_suffix(allowed.domain()) {
            Some(rest) if is_below => rest.ends_with('.'),
            Some(rest) => rest.is_empty(),
            None => false,
        })
    })
}

impl Case<'_> {
    /// Accounts with one address that is written in several ways.
    pub(super) fn other_case(&self) -> Option<Drift> {
        let own = self.person.key().address()?;
        let accounts = self.those(|one| {
            let address = address(one.account, self.people.rules);
            one.is_enabled() && address.is_some_and(|address| address == own.as_str())
        });
        let ways: Vec<&str> = accounts.iter().map(|one| written(one)).collect();
        let first = ways.first()?;
        if ways.iter().all(|way| way == first) {
            return None;
        }
        let mends = self.write_address(&accounts).into_iter().collect();
        Some(self.drift(DriftKind::OtherCase, &accounts, None, mends))
    }

    /// The mend that writes the address of all accounts in one way; nothing where some of
    /// them cannot be changed so.
    fn write_address(&self, accounts: &[&PersonAccount<'_>]) -> Option<Mend> {
        let is_fixed = |one: &&&PersonAccount<'_>| {
            Ability::EditEmail
                .unsupported_reason(self.platform(one))
                .is_some()
                || one.account.field(Field::Email).is_empty()
        };
        let fixed = accounts.iter().find(is_fixed).map(|one| written(one));
        let plainest = || {
            let ways = accounts.iter().map(|one| written(one));
            ways.min_by_key(|way| (way.chars().filter(|one| one.is_uppercase()).count(), *way))
        };
        let wanted = fixed.or_else(plainest)?;
        let others = accounts.iter().filter(|one| written(one) != wanted);
        let mut changes = Vec::new();
        for one in others {
            if is_fixed(&one) {
                return None;
            }
            let edit = Edit {
                fields: vec![(Field::Email, wanted.to_owned())],
                opened: Some(Box::new(one.account.record.clone())),
                ..Edit::default()
            };
            changes.push((one.to_ref(), Change::Edit(edit)));
        }
        Some(Mend::changing(MendKind::WriteAddress, changes))
    }
}

/// The address as the platform has it.
fn written<'a>(one: &PersonAccount<'a>) -> &'a str {
    one.account.record.address().trim()
}

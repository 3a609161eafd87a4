//! Guard rails: what an administrator would regret at once.

use crate::accounts::Accounts;
use crate::change::Change;
use crate::kinds::kinds;
use crate::plan::{Item, is_disabled};
use crate::platform::{change_support, roles_after};
use crate::record::Record;

kinds! {
    /// Why a change must not be made.
    pub enum BlockReason {
        /// It is the user that the connection itself signs in as.
        OwnLogin,
        /// It is the person who is signed in here, who would lose their own access.
        Yourself,
        /// It is the last administrator who can sign in.
        LastAdmin,
        /// The plan leaves no administrator who can sign in.
        EveryAdmin,
        /// The role of the person who is signed in is viewer.
        ViewOnly,
        /// The account exists and differs, and that it is changed was not chosen.
        NotChosen,
        /// There is no address to create an account with.
        NoAddress,
    }
}

/// Marks the items that must not be carried out.
pub(crate) fn block_items(accounts: &Accounts, items: &mut [Item]) {
    let admin = |record: &Record| record.is_admin() && record.access().is_enabled();
    let admins = accounts
        .list
        .iter()
        .filter(|account| admin(&account.record))
        .count();
    let losing = |item: &Item| item.before.as_ref().is_some_and(admin) && takes_admin(item);
    let lost = items.iter().filter(|item| losing(item)).count();
    for item in items.iter_mut() {
        if accounts.me.as_deref() == Some(&*item.key) && takes_admin(item) {
            item.blocked = Some(BlockReason::OwnLogin);
        } else if lost > 0 && lost == admins && losing(item) {
            item.blocked = Some(match admins {
                1 => BlockReason::LastAdmin,
                _ => BlockReason::EveryAdmin,
            });
        }
    }
}

/// Whether an administrator would not be one any more, or not able to sign in.
pub(crate) fn takes_admin(item: &Item) -> bool {
    match &item.change {
        Change::Disable { .. } => !is_disabled(item.before.as_ref()),
        Change::Remove | Change::SetAdmin(false) => true,
        Change::SetStatus { disabled, .. } => disabled.is_some(),
        change => {
            let Some(before) = &item.before else {
                return false;
            };
            let support = change_support(before.platform());
            let admin = support.admin_role();
            let ids = before.role_ids();
            let after = match change {
                // Another role takes the place of the only one.
                Change::AddRole(role) | Change::Assign { role } if support.has_one_role() => {
                    Some(vec![role.clone()])
                }
                _ => roles_after(change, &ids),
            };
            after.is_some_and(|after| ids.contains(&admin) && !after.contains(&admin))
        }
    }
}

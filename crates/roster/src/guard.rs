//! Guard rails: what an administrator would regret at once.

use crate::change::Change;
use crate::kinds::kinds;
use crate::people::People;
use crate::plan::{Item, is_disabled};
use crate::platform::roles_after;
use crate::record::{Record, SUPER_ADMIN};
use wire::Platform;
use wire::metabase::ADMINISTRATORS;

kinds! {
    /// Why a change must not be made.
    pub enum BlockReason {
        /// It is the user that the connection itself signs in as.
        OwnLogin,
        /// It is the last administrator who can sign in.
        LastAdmin,
        /// The plan leaves no administrator who can sign in.
        EveryAdmin,
        /// The role of the person who is signed in is viewer.
        ViewOnly,
    }
}

/// Marks the items that must not be carried out.
pub(crate) fn block_items(people: &People, items: &mut [Item]) {
    let admin = |record: &Record| record.is_admin() && record.access().is_enabled();
    let admins = people
        .accounts
        .iter()
        .filter(|account| admin(&account.record))
        .count();
    let losing = |item: &Item| item.before.as_ref().is_some_and(admin) && takes_admin(item);
    let lost = items.iter().filter(|item| losing(item)).count();
    for item in items.iter_mut() {
        if people.me.as_deref() == Some(&*item.key) && takes_admin(item) {
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
            let admin = admin_role(before.platform());
            let ids = before.role_ids();
            let after = match change {
                // A user of Actian has one role: another takes its place.
                Change::AddRole(role) | Change::Assign { role }
                    if before.platform() == Platform::Actian =>
                {
                    Some(vec![role.clone()])
                }
                _ => roles_after(change, &ids),
            };
            after.is_some_and(|after| ids.contains(&admin) && !after.contains(&admin))
        }
    }
}

/// The role or group that makes an administrator.
fn admin_role(platform: Platform) -> String {
    match platform {
        Platform::Pivot => SUPER_ADMIN.to_owned(),
        Platform::Actian => "admin".to_owned(),
        Platform::Metabase => ADMINISTRATORS.to_string(),
    }
}

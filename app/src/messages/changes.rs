//! What a change does, before it is made.

use super::{counted, speaker};
use roster::input::isolated;
use roster::platform::edit_support;
use roster::{Change, ChangeKind, Plan, Reversible, StepKind, UndoLimit};
use wire::Platform;

/// What a change does, before its object: “Disable”.
pub(crate) const fn verb(kind: ChangeKind) -> &'static str {
    match kind {
        ChangeKind::Enable => "Enable",
        ChangeKind::Disable => "Disable",
        ChangeKind::Edit => "Change",
        ChangeKind::SetRoles => "Set roles of",
        ChangeKind::AddRole => "Add a role to",
        ChangeKind::RemoveRole => "Remove a role from",
        ChangeKind::GrantAdmin => "Grant administrator rights to",
        ChangeKind::RevokeAdmin => "Remove administrator rights from",
        ChangeKind::Create => "Invite",
        ChangeKind::Remove => "Remove",
        ChangeKind::Assign => "Assign",
        ChangeKind::SendReset => "Request a password reset email for",
        ChangeKind::SendWelcome => "Request a welcome email for",
        ChangeKind::SetPassword => "Set the password of",
        ChangeKind::ChangePassword => "Change the password of",
        ChangeKind::SetStatus => "Set the status of",
        ChangeKind::DeleteStatus => "Delete the status of",
        ChangeKind::MarkSeen => "Mark an introduction as seen for",
    }
}

/// What a change has done, after the name of the user: “ada is disabled”.
pub(super) const fn result(kind: ChangeKind) -> &'static str {
    match kind {
        ChangeKind::Enable => "is enabled",
        ChangeKind::Disable => "is disabled",
        ChangeKind::Edit => "is changed",
        ChangeKind::SetRoles | ChangeKind::AddRole | ChangeKind::RemoveRole => "has new roles",
        ChangeKind::GrantAdmin => "is an administrator",
        ChangeKind::RevokeAdmin => "is no longer an administrator",
        ChangeKind::Create => "was created",
        ChangeKind::Remove => "is removed",
        ChangeKind::Assign => "is assigned",
        ChangeKind::SendReset => "should receive a password reset email",
        ChangeKind::SendWelcome => "should receive a welcome email",
        ChangeKind::SetPassword | ChangeKind::ChangePassword => "has a new password",
        ChangeKind::SetStatus => "has a new status",
        ChangeKind::DeleteStatus => "no longer has a status record",
        ChangeKind::MarkSeen => "has seen the introduction",
    }
}

/// What a change has not done, after “was not ” or “been ”.
pub(super) const fn participle(kind: ChangeKind) -> &'static str {
    match kind {
        ChangeKind::Create => "created",
        _ => "changed",
    }
}

/// What a request of a change does: “Delete the user”.
pub(crate) const fn step(kind: StepKind) -> &'static str {
    match kind {
        StepKind::EnableUser => "Enable the user",
        StepKind::DisableUser => "Disable the user",
        StepKind::WriteUser => "Replace the user record",
        StepKind::WriteUserWithWelcome => "Replace the user record and request the welcome email",
        StepKind::SetStatus => "Set the status",
        StepKind::EnableEarlierStatus => "Enable the status that an earlier user of this name left",
        StepKind::DeleteStatus => "Delete the status",
        StepKind::CreateUser => "Create the user",
        StepKind::CreateUserWithWelcome => "Create the user and request the welcome email",
        StepKind::DeleteUser => "Delete the user",
        StepKind::AssignUser => "Assign the user to this tenant",
        StepKind::RemoveUser => "Remove the user from this tenant",
        StepKind::ChangePassword => "Change the password",
        StepKind::CreateUserWithActivation => "Create the user, who receives an activation email",
        StepKind::CreateUserWithPassword => "Create the user with a password",
        StepKind::UpdateUser => "Update the user",
        StepKind::RequestReset => "Request a password reset email",
        StepKind::CreateUserWithInvitation => {
            "Create the user, who is invited where email is configured"
        }
        StepKind::ReactivateUser => "Reactivate the user",
        StepKind::RestoreAdmin => "Restore the administrator rights",
        StepKind::DeactivateUser => "Deactivate the user",
        StepKind::GrantAdmin => "Grant administrator rights",
        StepKind::RevokeAdmin => "Remove administrator rights",
        StepKind::SetPassword => "Set the password",
        StepKind::MarkSeen => "Mark the introduction as seen",
    }
}

/// What a plan does: “Disable 12 users”.
pub(crate) fn title(plan: &Plan) -> String {
    let names = plan.items.iter().map(|item| &*item.label);
    title_for(plan.change().map(Change::kind), names)
}

/// What a change does to the users of these names; nothing for a change that
/// differs between them.
pub(super) fn title_for<'a>(
    change: Option<ChangeKind>,
    mut names: impl ExactSizeIterator<Item = &'a str>,
) -> String {
    let verb = change.map_or("Change", verb);
    let count = names.len();
    match (count, names.next()) {
        (1, Some(name)) => format!("{verb} {}", isolated(name)),
        _ => format!("{verb} {}", counted(count, "user", "users")),
    }
}

/// What has to be typed before a plan is carried out that destroys something.
pub(crate) fn phrase(plan: &Plan) -> String {
    match plan.items.as_slice() {
        [item] => item.key.clone(),
        items => format!("remove {} users", items.len()),
    }
}

/// What a plan means, in sentences.
pub(crate) fn consequences(plan: &Plan) -> Vec<String> {
    let platform = plan.connection.platform;
    let mut sentences = Vec::new();
    if let Some(change) = plan.change() {
        let own = edit_support(platform).consequence(change);
        let text = own.or_else(|| consequence(change));
        sentences.extend(text.map(str::to_owned));
        sentences.extend(administrators(plan.losing_admins(), plan.items.len()));
    }
    match plan.reversible() {
        Reversible::Yes => {}
        Reversible::Partly(limit) | Reversible::No(limit) => {
            sentences.push(undo_limit(limit, platform));
        }
    }
    sentences
}

/// How many of the users are administrators who lose access or rights.
fn administrators(losing: usize, all: usize) -> Option<String> {
    match (losing, all) {
        (0, _) => None,
        (_, 1) => Some("This user is an administrator.".to_owned()),
        (1, _) => Some("1 of them is an administrator.".to_owned()),
        _ => Some(format!(
            "{} of them are administrators.",
            crate::browser::time::number(losing)
        )),
    }
}

/// What a change means for the users on every platform that has no words of its own
/// for that.
const fn consequence(change: &Change) -> Option<&'static str> {
    Some(match change {
        Change::Disable { .. } => "They can no longer sign in. Everything else stays.",
        Change::Enable { .. } => "They can sign in again.",
        Change::SetPassword(_) => "The current password will stop working.",
        Change::SetAdmin(true) => "They can administer everything on this platform.",
        Change::DeleteStatus => {
            "Without a status, nothing keeps a user of this name out. To enable a user, set the \
             status instead."
        }
        _ => return None,
    })
}

/// Why a plan cannot be undone, or not completely.
pub(super) fn undo_limit(limit: UndoLimit, platform: Platform) -> String {
    let speaker = speaker(platform);
    let text = match limit {
        UndoLimit::NeedsKeptAccount => {
            return format!(
                "This can be undone by assigning them again, if {speaker} keeps the account."
            );
        }
        UndoLimit::WorkDeleted => {
            "This cannot be undone: the password and everything linked to the user are deleted too."
        }
        UndoLimit::OnlyDeactivates => {
            return format!("{speaker} never deletes users: undoing this deactivates the user.");
        }
        UndoLimit::EmailSent => "An email cannot be unsent.",
        UndoLimit::OldPasswordUnknown => "The old password cannot be restored.",
        UndoLimit::SubscriptionsDeleted => {
            "Enabling them again does not restore their subscriptions and alerts."
        }
        UndoLimit::StaysSeen => "The introduction cannot be shown again from here.",
    };
    text.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_change_and_request_has_its_own_words() {
        for kind in ChangeKind::ALL {
            assert!(
                !verb(*kind).is_empty() && !result(*kind).is_empty(),
                "{kind:?}"
            );
        }
        let all: std::collections::BTreeSet<_> =
            StepKind::ALL.iter().map(|kind| step(*kind)).collect();
        assert_eq!(all.len(), StepKind::ALL.len());
    }

    #[test]
    fn a_title_names_one_user_and_counts_several() {
        let title = |names: &[&str]| title_for(Some(ChangeKind::Disable), names.iter().copied());
        assert_eq!(title(&["ada"]), "Disable ada");
        assert_eq!(title(&["ada", "bo"]), "Disable 2 users");
        assert_eq!(title(&vec!["ada"; 1200]), "Disable 1,200 users");
        assert_eq!(title_for(None, ["ada", "bo"].into_iter()), "Change 2 users");
    }

    #[test]
    fn administrators_are_counted_in_singular_and_plural() {
        assert_eq!(administrators(0, 3), None);
        for (losing, all, words) in [
            (1, 1, "This user is an administrator."),
            (1, 3, "1 of them is an administrator."),
            (2, 3, "2 of them are administrators."),
        ] {
            assert_eq!(administrators(losing, all).as_deref(), Some(words));
        }
    }

    #[test]
    fn every_limit_of_undoing_is_explained() {
        for limit in UndoLimit::ALL {
            for platform in Platform::ALL {
                assert!(undo_limit(*limit, platform).ends_with('.'), "{limit:?}");
            }
        }
    }
}

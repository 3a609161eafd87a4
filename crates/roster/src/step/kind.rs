//! What a request of a plan is for.

use crate::kinds::kinds;

kinds! {
    /// What a request of a plan is for.
    pub enum StepKind {
        /// Pivot: enable the user.
        EnableUser,
        /// Pivot: disable the user.
        DisableUser,
        /// Pivot: replace the user.
        WriteUser,
        /// Pivot: replace the user and request the welcome email.
        WriteUserWithWelcome,
        /// Pivot: set the status.
        SetStatus,
        /// Pivot: enable the status that an earlier user of the same name left.
        EnableEarlierStatus,
        /// Pivot: delete the status.
        DeleteStatus,
        /// Pivot: create the user.
        CreateUser,
        /// Pivot: create the user and request the welcome email.
        CreateUserWithWelcome,
        /// Pivot: delete the user.
        DeleteUser,
        /// Actian: assign the user to the tenant.
        AssignUser,
        /// Actian: remove the user from the tenant.
        RemoveUser,
        /// Actian: change the password with the current one.
        ChangePassword,
        /// Actian: create a user who is sent an activation email.
        CreateUserWithActivation,
        /// Actian, Metabase: create a user with a password.
        CreateUserWithPassword,
        /// Actian, Metabase: update the user.
        UpdateUser,
        /// Actian, Metabase: request a password reset email.
        RequestReset,
        /// Metabase: create a user who is invited where email is configured.
        CreateUserWithInvitation,
        /// Metabase: reactivate the user.
        ReactivateUser,
        /// Metabase: restore the administrator rights that reactivating removed.
        RestoreAdmin,
        /// Metabase: deactivate the user.
        DeactivateUser,
        /// Metabase: make the user an administrator.
        GrantAdmin,
        /// Metabase: take the administrator rights away.
        RevokeAdmin,
        /// Metabase: set the password.
        SetPassword,
        /// Metabase: mark an introduction as seen.
        MarkSeen,
    }
}

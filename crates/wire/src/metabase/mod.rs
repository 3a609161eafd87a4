//! Metabase: users, groups, and the little of sessions a console needs.
//!
//! Sources: `metabase-user.txt`, which names parameters but shows no answers,
//! and `docs/platform-notes/metabase.md` for those.

mod groups;
mod reset_link;
mod session;
#[cfg(test)]
mod tests;
mod users;
mod writes;

pub use groups::{
    AllMemberships, ClearGroup, CreateGroup, CreateMembership, DeleteGroup, DeleteMembership,
    GetGroup, Group, GroupMember, ListGroups, ListMemberships, RenameGroup, UserMembership,
};
pub use reset_link::{CreateResetLink, ResetLink};
pub use session::{
    Credentials, ForgotPassword, GetHealth, GetProperties, Properties, ResetPassword, SessionId,
    SignIn, SignOut,
};
pub use users::{
    Details, GetCurrentUser, GetUser, ListRecipients, ListUsers, Membership, Page, User, UserStatus,
};
pub use writes::{
    CreateUser, DeactivateUser, MarkSeen, Modal, ReactivateUser, SetPassword, UpdateUser,
};

/// The group that contains all users; it can be neither left nor entered
/// (metabase note 24).
pub const ALL_USERS: u64 = 1;
/// The group of the administrators.
pub const ADMINISTRATORS: u64 = 2;

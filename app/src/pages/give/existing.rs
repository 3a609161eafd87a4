//! What the form knows about an account that exists already.

/// An account that exists already.
#[derive(Clone, PartialEq)]
pub(super) struct ExistingAccount {
    pub(super) key: String,
    pub(super) label: String,
    pub(super) is_disabled: bool,
    /// Its roles or groups, without the one that everyone is in; nothing where the platform
    /// does not say.
    pub(super) role_ids: Option<Vec<String>>,
    /// The names of its roles or groups.
    pub(super) roles: Vec<String>,
}

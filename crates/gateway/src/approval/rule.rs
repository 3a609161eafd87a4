//! Which changes on a connection need an approval.

use wire::Platform;

/// Which changes on a connection wait until a second operator has approved them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ApprovalRule {
    /// Whether removing an account needs it.
    pub removals: bool,
    /// How many accounts one person may change within an hour without it; all without a
    /// limit.
    pub accounts: Option<u32>,
}

impl ApprovalRule {
    /// Whether accounts of `platform` can be removed at all.
    pub fn has_removals(platform: Platform) -> bool {
        platform.routes().iter().any(|route| route.removes())
    }
}

//! Which changes on a connection wait for the approval of a second operator.

use gateway::ApprovalRule;
use serde::Deserialize;
use wire::Platform;

#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ApprovalEntry {
    #[serde(default)]
    removals: bool,
    accounts: Option<u32>,
}

/// The people who could approve something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Approvers {
    /// People do not sign in.
    NoSignIn,
    /// One operator can sign in, or none.
    TooFew,
    /// Two operators can sign in, or it is decided elsewhere who can.
    Enough,
}

impl ApprovalEntry {
    /// The rule for a connection to `platform`, or why there can be none.
    pub(super) fn rule(
        self,
        platform: Platform,
        approvers: Approvers,
    ) -> Result<ApprovalRule, String> {
        let why = match approvers {
            Approvers::NoSignIn => {
                "approval needs people who sign in: configure [[users]], [openid] or [proxy]"
            }
            Approvers::TooFew => {
                "approval needs two people who sign in as operators: one requests a change, and \
                 another approves it"
            }
            Approvers::Enough if self.removals && !ApprovalRule::has_removals(platform) => {
                "approval.removals has no effect, because this platform disables its users and \
                 removes none. approval.accounts = 0 lets every change wait"
            }
            Approvers::Enough if !self.removals && self.accounts.is_none() => {
                "approval says nothing: set approval.removals or approval.accounts"
            }
            Approvers::Enough => {
                return Ok(ApprovalRule {
                    removals: self.removals,
                    accounts: self.accounts,
                });
            }
        };
        Err(why.to_owned())
    }
}

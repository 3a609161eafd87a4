//! Plans that a second operator has to approve before they are carried out.

use super::PlanArgs;
use crate::people::End;
use crate::people::console::Console;
use crate::people::loaded::now;
use crate::people::output::{OutputFormat, counted, print_json, say};
use anyhow::Result;
use roster::people::PeoplePlan;
use serde_json::json;
use wire::console::approvals::{ApprovalNeeded, ApprovalReason, NewApproval};

impl PlanArgs {
    /// Whether `plan` can be carried out without an approval, or has been approved. Where
    /// not, says what is missing, requests it where that was asked for, and answers how
    /// the command ends.
    pub(super) async fn approved(
        &self,
        console: &Console,
        plan: &PeoplePlan,
    ) -> Result<Option<End>> {
        let parts = plan.parts.iter();
        if !parts.clone().any(|part| part.plan.connection.approval) {
            return Ok(None);
        }
        let now = now();
        let accounts = parts.flat_map(|part| part.plan.planned_accounts(&now));
        let accounts: Vec<_> = accounts.collect();
        if accounts.is_empty() {
            return Ok(None);
        }
        let needed = console.approvals_needed(accounts.clone()).await?;
        if needed.connections.is_empty() {
            return Ok(None);
        }
        for one in &needed.connections {
            say(&sentence(one));
        }
        let (approval, words) = match (needed.waiting, &self.request_approval) {
            (Some(id), _) => {
                let words = format!("nothing was done: approval {id} waits for a decision");
                (Some(id), words)
            }
            (None, Some(reason)) => {
                let reason = reason.clone();
                let id = console
                    .request_approval(NewApproval { reason, accounts })
                    .await?;
                let words = format!(
                    "nothing was done yet: approval {id} was requested. Once another operator \
                     has approved it in the console, the same command carries the plan out"
                );
                (Some(id), words)
            }
            (None, None) => (
                None,
                "nothing was done: --request-approval REASON requests the approval".to_owned(),
            ),
        };
        say(&words);
        if self.format == OutputFormat::Json {
            print_json(&json!({
                "version": 1,
                "unapproved": needed.connections,
                "approval": approval,
            }))?;
        }
        Ok(Some(End::Unapproved))
    }
}

/// What is missing on one connection.
fn sentence(needed: &ApprovalNeeded) -> String {
    let connection = &needed.connection;
    let accounts = counted(needed.accounts, "account", "accounts");
    match needed.reason {
        ApprovalReason::Removals => {
            format!("{connection}: removing {accounts} needs the approval of a second operator")
        }
        ApprovalReason::Accounts { limit, changed } => {
            let before = match changed {
                0 => String::new(),
                _ => format!(", {changed} were changed before"),
            };
            format!(
                "{connection}: changing {accounts} needs the approval of a second operator: \
                 within an hour it is {limit} at most without one{before}"
            )
        }
    }
}

//! An approval, as the store keeps it.

use super::named_request::NamedRequest;
use crate::audit::origin::Actor;
use crate::people::clock;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use wire::Platform;
use wire::console::Stamp;
use wire::console::approvals::{
    APPROVED_HOURS, Approval, ApprovalDecision, ApprovalScope, ApprovalState, ApprovalSummary,
    NewApproval, PlannedAccount, Verdict,
};

/// What the store keeps of an approval.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct StoredApproval {
    pub(crate) reason: String,
    pub(crate) accounts: Vec<PlannedAccount>,
    pub(crate) requested: Stamp,
    pub(crate) decision: Option<StoredDecision>,
}

/// What was decided about it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct StoredDecision {
    pub(crate) verdict: Verdict,
    pub(crate) decided: Stamp,
    pub(crate) comment: String,
    /// Until when what was approved can be carried out.
    pub(crate) until: Option<String>,
}

impl StoredApproval {
    /// What `actor` requests at this time.
    pub(crate) fn new(new: NewApproval, at: &str, actor: &Actor) -> Self {
        Self {
            reason: new.reason,
            accounts: new.accounts,
            requested: actor.stamp(at),
            decision: None,
        }
    }

    /// The approval after this decision of `actor`.
    pub(crate) fn decided(self, decision: ApprovalDecision, at: &str, actor: &Actor) -> Self {
        let until =
            matches!(decision.verdict, Verdict::Approve).then(|| clock::in_hours(APPROVED_HOURS));
        Self {
            decision: Some(StoredDecision {
                verdict: decision.verdict,
                decided: actor.stamp(at),
                comment: decision.comment,
                until,
            }),
            ..self
        }
    }

    /// How far it is at `now`.
    pub(crate) fn state(&self, now: &str) -> ApprovalState {
        let Some(decision) = &self.decision else {
            return ApprovalState::Waiting;
        };
        let is_over = || decision.until.as_deref().is_none_or(|until| until <= now);
        match decision.verdict {
            Verdict::Approve if is_over() => ApprovalState::Expired,
            Verdict::Approve => ApprovalState::Approved,
            Verdict::Decline => ApprovalState::Declined,
            Verdict::Withdraw => ApprovalState::Withdrawn,
        }
    }

    /// Whether `actor` requested it.
    pub(crate) fn is_of(&self, actor: &Actor) -> bool {
        let Stamp { by, via, .. } = &self.requested;
        by.is_some() && *by == actor.who && *via == actor.via
    }

    /// Whether `actor` may decide about it: a person with another name. The same name at
    /// another place to sign in could be the same person.
    pub(crate) fn can_be_decided_by(&self, actor: &Actor) -> bool {
        match (&self.requested.by, &actor.who) {
            (Some(by), Some(who)) => by.to_lowercase() != who.to_lowercase(),
            _ => false,
        }
    }

    /// What a list says of it, to `actor`, at `now`.
    pub(crate) fn summary(
        &self,
        id: &str,
        actor: &Actor,
        platforms: &BTreeMap<String, Platform>,
        now: &str,
    ) -> ApprovalSummary {
        let mut scopes: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
        for account in &self.accounts {
            let (accounts, removed) = scopes.entry(&account.connection).or_default();
            *accounts += 1;
            *removed += usize::from(removes(account, platforms));
        }
        let connections = scopes.into_iter().map(|(connection, (accounts, removed))| {
            let connection = connection.to_owned();
            ApprovalScope {
                connection,
                accounts,
                removed,
            }
        });
        let decision = self.decision.as_ref();
        ApprovalSummary {
            id: id.to_owned(),
            reason: self.reason.clone(),
            connections: connections.collect(),
            state: self.state(now),
            requested: self.requested.clone(),
            own: self.is_of(actor),
            decided: decision.map(|decision| decision.decided.clone()),
            comment: decision.map_or_else(String::new, |decision| decision.comment.clone()),
            until: decision.and_then(|decision| decision.until.clone()),
        }
    }

    /// All of it, with this summary.
    pub(crate) fn approval(&self, summary: ApprovalSummary) -> Approval {
        Approval {
            summary,
            accounts: self.accounts.clone(),
        }
    }
}

/// Whether what is planned removes the account.
fn removes(account: &PlannedAccount, platforms: &BTreeMap<String, Platform>) -> bool {
    let platform = platforms.get(&account.connection);
    let requests = account.requests.iter();
    let mut named = requests
        .filter_map(|request| NamedRequest::read(&account.connection, *platform?, request).ok());
    named.any(|request| request.route.removes())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stamp(by: &str, via: &str) -> Stamp {
        Stamp {
            at: "2026-11-26T06:00:00.000000Z".to_owned(),
            by: Some(by.to_owned()),
            via: Some(via.to_owned()),
        }
    }

    fn actor(who: &str, via: &str) -> Actor {
        Actor {
            who: Some(who.to_owned()),
            via: Some(via.to_owned()),
            address: None,
        }
    }

    fn approval() -> StoredApproval {
        StoredApproval {
            reason: "They have left".to_owned(),
            accounts: Vec::new(),
            requested: stamp("ada", "local"),
            decision: None,
        }
    }

    #[test]
    fn only_a_person_of_another_name_decides() {
        let approval = approval();
        for (who, via, decides, is_own) in [
            ("ada", "local", false, true),
            ("Ada", "local", false, false),
            ("ada", "openid:login.example.com", false, false),
            ("ada", "command-line", false, false),
            ("bob", "local", true, false),
        ] {
            let actor = actor(who, via);
            assert_eq!(approval.can_be_decided_by(&actor), decides, "{who} {via}");
            assert_eq!(approval.is_of(&actor), is_own, "{who} {via}");
        }
        assert!(!approval.can_be_decided_by(&Actor::default()));
        assert!(!approval.is_of(&Actor::default()));
    }

    #[test]
    fn what_was_approved_can_be_carried_out_for_a_time() {
        let mut approval = approval();
        let now = "2026-11-26T07:00:00.000000Z";
        assert_eq!(approval.state(now), ApprovalState::Waiting);
        for (verdict, until, state) in [
            (
                Verdict::Approve,
                Some("2026-11-26T07:00:00.000001Z"),
                ApprovalState::Approved,
            ),
            (Verdict::Approve, Some(now), ApprovalState::Expired),
            (Verdict::Approve, None, ApprovalState::Expired),
            (Verdict::Decline, None, ApprovalState::Declined),
            (Verdict::Withdraw, None, ApprovalState::Withdrawn),
        ] {
            approval.decision = Some(StoredDecision {
                verdict,
                decided: stamp("bob", "local"),
                comment: String::new(),
                until: until.map(str::to_owned),
            });
            assert_eq!(approval.state(now), state);
        }
    }
}

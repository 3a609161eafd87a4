//! Refuses changes that need an approval and have none.

use super::book::ApprovalBook;
use super::named_request::NamedRequest;
use super::recent::RecentChanges;
use super::rule::ApprovalRule;
use crate::audit::change::Change;
use crate::audit::origin::Actor;
use crate::http::error::GatewayError;
use crate::people::clock;
use crate::people::store::PeopleStoreError;
use std::collections::{BTreeMap, BTreeSet};
use wire::catalogue::Route;
use wire::console::approvals::{
    ApprovalNeeded, ApprovalReason, ApprovalState, ApprovalsNeeded, PlannedAccount,
};

/// The rules of the connections, what was approved, and what was changed without it.
#[derive(Debug)]
pub(crate) struct ApprovalGuard {
    /// By the IDs of the connections that have one.
    rules: BTreeMap<String, ApprovalRule>,
    pub(crate) book: ApprovalBook,
    recent: RecentChanges,
}

/// What is planned for an account, with its requests ready to be compared.
struct Planned<'a> {
    account: &'a PlannedAccount,
    requests: Vec<NamedRequest>,
}

impl Planned<'_> {
    fn removes(&self) -> bool {
        self.requests.iter().any(|request| request.route.removes())
    }

    /// What it counts as among the accounts that a person changes.
    fn name(&self) -> String {
        let mut names = self.requests.iter().filter_map(NamedRequest::account);
        let name = names.next();
        name.map_or_else(|| new_account(&self.account.key), str::to_owned)
    }
}

/// What an account counts as that is created.
fn new_account(key: &str) -> String {
    // No account has a line break in its name.
    format!("\n{key}")
}

impl ApprovalGuard {
    pub(crate) fn new(rules: BTreeMap<String, ApprovalRule>, book: ApprovalBook) -> Self {
        Self {
            rules,
            book,
            recent: RecentChanges::default(),
        }
    }

    /// Whether changes on this connection can need an approval.
    pub(crate) fn has_rule(&self, connection: &str) -> bool {
        self.rules.contains_key(connection)
    }

    /// Lets `change` through, which is a request of `route` by `actor`. Answers the ID of
    /// the approval that covers it, if it is covered by one.
    ///
    /// # Errors
    /// Where it needs an approval and has none, or where that cannot be found out.
    pub(crate) async fn admit(
        &self,
        route: &Route,
        change: &Change,
        actor: &Actor,
    ) -> Result<Option<String>, GatewayError> {
        let Some(rule) = self.rules.get(&change.connection) else {
            return Ok(None);
        };
        let covering = self.book.covering(change, actor, &clock::now()).await?;
        if covering.is_some() {
            return Ok(covering);
        }
        if rule.removals && route.removes() {
            return Err(GatewayError::RemovalNotApproved);
        }
        if let Some(limit) = rule.accounts {
            let account = route.account(&change.target);
            let account = account.map_or_else(|| new_account(&change.id), str::to_owned);
            if !self.recent.add(actor, &change.connection, &account, limit) {
                return Err(GatewayError::AccountsNotApproved(limit));
            }
        }
        Ok(None)
    }

    /// Which of the `accounts` need an approval before `actor` changes them.
    ///
    /// # Errors
    /// What is wrong with a request, or why the approvals cannot be read.
    pub(crate) async fn needed(
        &self,
        accounts: &[PlannedAccount],
        actor: &Actor,
    ) -> Result<ApprovalsNeeded, NotChecked> {
        let approvals = self.book.all().await?;
        let now = clock::now();
        let own = approvals.iter().filter(|one| one.stored.is_of(actor));
        let (approved, waiting): (Vec<_>, Vec<_>) = own
            .map(|one| (one.stored.state(&now), one))
            .filter(|(state, _)| matches!(state, ApprovalState::Approved | ApprovalState::Waiting))
            .partition(|(state, _)| *state == ApprovalState::Approved);
        let mut missing: BTreeMap<&str, Vec<Planned<'_>>> = BTreeMap::new();
        for (index, account) in accounts.iter().enumerate() {
            if !self.has_rule(&account.connection) {
                continue;
            }
            let requests = self
                .requests(account)
                .map_err(|why| NotChecked::Input(format!("accounts[{index}]: {why}")))?;
            let is_approved = |request| approved.iter().any(|(_, one)| one.names(request));
            if !requests.iter().all(is_approved) {
                let planned = Planned { account, requests };
                missing
                    .entry(&account.connection)
                    .or_default()
                    .push(planned);
            }
        }
        let mut needed = Vec::new();
        let mut requests = Vec::new();
        for (connection, planned) in &missing {
            let before = needed.len();
            needed.extend(self.needed_on(connection, planned, actor));
            if needed.len() > before {
                requests.extend(planned.iter().flat_map(|planned| &planned.requests));
            }
        }
        let mut waiting = waiting.iter().map(|(_, one)| one);
        let waiting = waiting.find(|one| requests.iter().all(|request| one.names(request)));
        Ok(ApprovalsNeeded {
            waiting: waiting
                .filter(|_| !needed.is_empty())
                .map(|one| one.id.clone()),
            connections: needed,
        })
    }

    /// What is needed on one connection for what is `planned` there and not approved.
    fn needed_on(
        &self,
        connection: &str,
        planned: &[Planned<'_>],
        actor: &Actor,
    ) -> Vec<ApprovalNeeded> {
        let Some(rule) = self.rules.get(connection) else {
            return Vec::new();
        };
        let needed = |reason, accounts| ApprovalNeeded {
            connection: connection.to_owned(),
            reason,
            accounts,
        };
        let removed = planned.iter().filter(|planned| planned.removes()).count();
        let removals =
            (rule.removals && removed > 0).then(|| needed(ApprovalReason::Removals, removed));
        let accounts = rule.accounts.and_then(|limit| {
            let names: BTreeSet<String> = planned.iter().map(Planned::name).collect();
            let recent = self.recent.of(actor, connection);
            let changed = recent.difference(&names).count();
            let is_over = u32::try_from(names.len() + changed).map_or(true, |all| all > limit);
            let reason = ApprovalReason::Accounts { limit, changed };
            is_over.then(|| needed(reason, names.len()))
        });
        removals.into_iter().chain(accounts).collect()
    }

    /// The requests that are planned for `account`, or what is wrong with one.
    pub(crate) fn requests(&self, account: &PlannedAccount) -> Result<Vec<NamedRequest>, String> {
        let connection = &account.connection;
        let platform = self.book.platforms.get(connection);
        let platform = *platform.ok_or_else(|| format!("there is no connection “{connection}”"))?;
        let requests = account.requests.iter().enumerate();
        let named = requests.map(|(index, request)| {
            NamedRequest::read(connection, platform, request)
                .map_err(|why| format!("requests[{index}]: {why}"))
        });
        named.collect()
    }
}

/// Why it was not found out what needs an approval.
#[derive(Debug)]
pub(crate) enum NotChecked {
    /// A request is none: which, and why.
    Input(String),
    /// The approvals cannot be read.
    Away(PeopleStoreError),
}

impl From<PeopleStoreError> for NotChecked {
    fn from(error: PeopleStoreError) -> Self {
        Self::Away(error)
    }
}

impl From<NotChecked> for GatewayError {
    fn from(error: NotChecked) -> Self {
        match error {
            NotChecked::Input(why) => Self::PeopleInput(why),
            NotChecked::Away(error) => error.into(),
        }
    }
}

//! Changes as they are planned, before anything is sent.

use crate::accounts::Accounts;
use crate::change::{Change, ChangeKind};
use crate::guard::{self, BlockReason};
use crate::kinds::kinds;
use crate::merge::Conflict;
use crate::platform::{self, ChangeSupport, ImpossibleReason, Steps, change_support};
use crate::record::Record;
use crate::step::Step;
use wire::console::Connection;
use wire::console::approvals::PlannedAccount;

/// Changes to accounts of one connection, with what guard rails say of each.
///
/// ```
/// use roster::accounts::{Account, Accounts};
/// use roster::record::{PivotRecord, Record};
/// use roster::{BlockReason, Change, Plan};
/// use wire::pivot::User;
///
/// let account = |name: &str, role: &str| Account {
///     key: name.into(),
///     record: Record::Pivot(PivotRecord {
///         user: Some(User {
///             name: name.into(),
///             roles: Box::new([role.into()]),
///             ..User::default()
///         }),
///         status: None,
///     }),
///     roles: Box::default(),
/// };
/// # use wire::console::{Connection, Environment, SignIn};
/// # use wire::{Platform, actian::Parameters, pivot::Generation};
/// # let connection = Connection {
/// #     id: "pivot".into(),
/// #     platform: Platform::Pivot,
/// #     label: "Pivot".into(),
/// #     environment: Environment::Demo,
/// #     sign_in: SignIn::ApiKey,
/// #     token_tail: String::new(),
/// #     ask: false,
/// #     generation: Generation::Current,
/// #     tenant: String::new(),
/// #     parameters: Parameters::Query,
/// #     public_url: String::new(),
/// #     outbox: String::new(),
/// #     approval: false,
/// # };
/// let mut accounts = Accounts::none(Platform::Pivot);
/// accounts.list = vec![account("ada", "super-admin"), account("grace", "viewer")];
///
/// let disable = Change::Disable { since: None };
/// let plan = Plan::new(&connection, &accounts, &disable, &["ada", "grace"]);
/// assert_eq!(plan.items[0].blocked, Some(BlockReason::LastAdmin));
/// assert_eq!(plan.items[1].blocked, None);
/// ```
#[derive(Debug, Clone)]
pub struct Plan {
    /// Where.
    pub connection: Connection,
    /// What, account by account.
    pub items: Vec<Item>,
    /// How many accounts there are on the connection.
    pub total: usize,
}

/// One change to one account.
#[derive(Debug, Clone)]
pub struct Item {
    /// The account's key; of one to be made, what it will be called.
    pub key: String,
    /// What people call it.
    pub label: String,
    /// What is to be different.
    pub change: Change,
    /// What the list held about it.
    pub before: Option<Record>,
    /// Why it is not to be done at all, where a guard rail says so.
    pub blocked: Option<BlockReason>,
}

/// Whether a plan can be undone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reversible {
    /// It can.
    Yes,
    /// Not all of it, or not for sure.
    Partly(UndoLimit),
    /// It cannot.
    No(UndoLimit),
}

kinds! {
    /// Why a plan cannot be undone, or not completely.
    pub enum UndoLimit {
        /// Actian: only if it keeps the account of a removed user.
        NeedsKeptAccount,
        /// The password and everything linked to the user are deleted too.
        WorkDeleted,
        /// Metabase: a created user can only be deactivated.
        OnlyDeactivates,
        /// An email has been sent.
        EmailSent,
        /// The old password is not known.
        OldPasswordUnknown,
        /// Metabase: subscriptions and alerts are deleted.
        SubscriptionsDeleted,
        /// Metabase: an introduction cannot be marked as unseen.
        StaysSeen,
    }
}

/// What a person has to do before a plan is carried out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Confirmation {
    /// Nothing: it can be undone at once.
    None,
    /// Say yes.
    Ask,
    /// Type what is affected.
    Type,
}

impl Plan {
    /// `change` for every account of `accounts` that `keys` name, with what guard
    /// rails say.
    pub fn new(
        connection: &Connection,
        accounts: &Accounts,
        change: &Change,
        keys: &[&str],
    ) -> Self {
        let items = keys
            .iter()
            .map(|key| {
                let before = accounts.record(key);
                Item {
                    key: (*key).to_owned(),
                    label: before
                        .as_ref()
                        .map_or_else(|| (*key).to_owned(), Record::label),
                    change: for_account(change, before.as_ref()),
                    before,
                    blocked: None,
                }
            })
            .collect();
        Self::from_items(connection, accounts, items)
    }

    /// Any changes, with what guard rails say.
    pub fn from_items(connection: &Connection, accounts: &Accounts, mut items: Vec<Item>) -> Self {
        guard::block_items(accounts, &mut items);
        Self {
            connection: connection.clone(),
            items,
            total: accounts.list.len(),
        }
    }

    /// The change, where it is the same for all.
    pub fn change(&self) -> Option<&Change> {
        let first = &self.items.first()?.change;
        let same = |item: &Item| item.change.kind() == first.kind();
        self.items.iter().all(same).then_some(first)
    }

    /// How many of its changes a guard rail keeps from being made.
    pub fn blocked(&self) -> usize {
        let blocked = self.items.iter().filter(|item| item.blocked.is_some());
        blocked.count()
    }

    /// How many administrators lose access or their rights by it.
    pub fn losing_admins(&self) -> usize {
        let loses = |item: &&Item| item.blocked.is_none() && loses_admin(item);
        self.items.iter().filter(loses).count()
    }

    /// Whether an administrator is enabled again whose rights the platform takes
    /// away with that, and does not get them back.
    pub fn leaves_admins_without_rights(&self) -> bool {
        let strips = |item: &Item| {
            matches!(
                item.change,
                Change::Enable {
                    restore_admin: false
                }
            ) && item
                .before
                .as_ref()
                .is_some_and(|before| is_disabled(Some(before)) && before.is_admin())
        };
        self.support().enabling_drops_admin() && self.items.iter().any(strips)
    }

    /// Whether it can be undone.
    pub fn reversible(&self) -> Reversible {
        let support = self.support();
        let mut found = Reversible::Yes;
        for item in &self.items {
            match (found, support.reversible(&item.change)) {
                (_, no @ Reversible::No(_)) => return no,
                (Reversible::Yes, partly @ Reversible::Partly(_)) => found = partly,
                _ => {}
            }
        }
        found
    }

    /// Whether one of its changes can be undone.
    pub fn item_reversible(&self, item: &Item) -> Reversible {
        self.support().reversible(&item.change)
    }

    /// What a person has to do first.
    pub fn confirmation(&self) -> Confirmation {
        let destroys = |item: &Item| matches!(item.change, Change::Remove);
        if self.items.iter().any(destroys) {
            return Confirmation::Type;
        }
        let careful = |item: &Item| {
            matches!(
                item.change,
                Change::SendReset
                    | Change::SendWelcome { .. }
                    | Change::DeleteStatus
                    | Change::SetAdmin(_)
            ) || loses_admin(item)
                || matches!(self.support().reversible(&item.change), Reversible::No(_))
        };
        if self.items.len() > 1 || self.items.iter().any(careful) {
            Confirmation::Ask
        } else {
            Confirmation::None
        }
    }

    fn support(&self) -> &'static dyn ChangeSupport {
        change_support(self.connection.platform)
    }

    /// The requests that `item` needs, as far as is known before anything is read
    /// again.
    ///
    /// # Errors
    /// Why it needs none.
    pub fn steps(&self, item: &Item, now: &str) -> Result<Vec<Step>, NothingToSend> {
        let before = item.before.as_ref();
        match platform::steps(&self.connection, &item.change, &item.key, before, now) {
            Steps::Do(steps) => Ok(steps),
            Steps::Already => Err(NothingToSend::Already),
            Steps::Cannot(reason) => Err(NothingToSend::Impossible(reason)),
            Steps::Conflict(conflicts) => Err(NothingToSend::Conflict(conflicts)),
        }
    }
}

impl Plan {
    /// What is planned for each account that something is sent for, as an approval names
    /// it: with every request that may be made, without secrets. Requests that name a time
    /// have `now`.
    pub fn planned_accounts(&self, now: &str) -> Vec<PlannedAccount> {
        let free = self.items.iter().filter(|item| item.blocked.is_none());
        let accounts = free.filter_map(|item| {
            let steps = self.steps(item, now).ok()?;
            Some(PlannedAccount {
                connection: self.connection.id.clone(),
                key: item.key.clone(),
                label: item.label.clone(),
                change: word(item.change.kind()),
                requests: steps.iter().flat_map(Step::planned).collect(),
            })
        });
        accounts.collect()
    }
}

/// The word for `kind`, by which it is stored.
fn word(kind: ChangeKind) -> String {
    let word = serde_json::to_value(kind).ok();
    let word = word.as_ref().and_then(serde_json::Value::as_str);
    word.unwrap_or_default().to_owned()
}

/// Why an item of a plan needs no request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NothingToSend {
    /// The user is already in that state.
    Already,
    /// It cannot be done.
    Impossible(ImpossibleReason),
    /// Someone else changed the same in the meantime.
    Conflict(Vec<Conflict>),
}

/// What `change` is for an account that is `before`: rights are given back only to
/// those who had them.
fn for_account(change: &Change, before: Option<&Record>) -> Change {
    match change {
        Change::Enable {
            restore_admin: true,
        } => Change::Enable {
            restore_admin: before.is_some_and(Record::is_admin),
        },
        change => change.clone(),
    }
}

/// Whether an administrator loses access or rights by it.
fn loses_admin(item: &Item) -> bool {
    item.before.as_ref().is_some_and(Record::is_admin) && guard::takes_admin(item)
}

/// Whether a change can be undone, as far as that is the same on every platform.
pub(crate) const fn usually_reversible(change: &Change) -> Reversible {
    match change {
        Change::Remove => Reversible::No(UndoLimit::WorkDeleted),
        Change::SendReset | Change::SendWelcome { .. } => Reversible::No(UndoLimit::EmailSent),
        Change::SetPassword(_) | Change::ChangePassword { .. } => {
            Reversible::No(UndoLimit::OldPasswordUnknown)
        }
        Change::MarkSeen(_) => Reversible::No(UndoLimit::StaysSeen),
        _ => Reversible::Yes,
    }
}

/// Whether a user is known to be disabled.
pub(crate) fn is_disabled(record: Option<&Record>) -> bool {
    record.is_some_and(|record| record.access().is_disabled())
}

#[cfg(test)]
pub(crate) mod tests;

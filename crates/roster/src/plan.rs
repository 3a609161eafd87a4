//! What a change comes to, before anything is sent.

use crate::change::Change;
use crate::guard;
use crate::input;
use crate::people::People;
use crate::platform::{self, Steps};
use crate::record::Record;
use crate::run::ChangeError;
use crate::step::Step;
use wire::Platform;
use wire::console::Connection;

/// Changes to logins of one connection, with what they come to.
#[derive(Debug, Clone)]
pub struct Plan {
    /// Where.
    pub connection: Connection,
    /// What, login by login.
    pub items: Vec<Item>,
    /// How many logins there are on the connection.
    pub total: usize,
}

/// One change to one login.
#[derive(Debug, Clone)]
pub struct Item {
    /// The login's key; of one to be made, what it will be called.
    pub key: String,
    /// What people call it.
    pub label: String,
    /// What is to be different.
    pub change: Change,
    /// What the list held about it.
    pub before: Option<Record>,
    /// Why it is not to be done at all, where a guard rail says so.
    pub blocked: Option<String>,
}

/// Whether a plan can be taken back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reversible {
    /// It can.
    Yes,
    /// Not all of it, or not for sure.
    Partly(&'static str),
    /// It cannot.
    No(&'static str),
}

/// What a person has to do before a plan is carried out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Confirmation {
    /// Nothing: it can be taken back at once.
    None,
    /// Say yes.
    Ask,
    /// Type this.
    Type(String),
}

impl Plan {
    /// `change` for every login of `people` that `keys` name, with what guard
    /// rails say.
    pub fn new(connection: &Connection, people: &People, change: &Change, keys: &[&str]) -> Self {
        let items = keys
            .iter()
            .map(|key| {
                let account = people.find(key);
                let orphan = || {
                    let status = people.orphans.iter().find(|one| *one.name == **key)?;
                    Some(Record::Pivot(crate::record::PivotRecord {
                        user: None,
                        status: Some(status.clone()),
                    }))
                };
                let before = account
                    .map(|account| account.record.clone())
                    .or_else(orphan);
                Item {
                    key: (*key).to_owned(),
                    label: before
                        .as_ref()
                        .map_or_else(|| (*key).to_owned(), Record::label),
                    change: for_login(change, before.as_ref()),
                    before,
                    blocked: None,
                }
            })
            .collect();
        Self::of(connection, people, items)
    }

    /// Any changes, with what guard rails say.
    pub fn of(connection: &Connection, people: &People, mut items: Vec<Item>) -> Self {
        guard::check(people, &mut items);
        Self {
            connection: connection.clone(),
            items,
            total: people.accounts.len(),
        }
    }

    /// The change, where it is the same for all.
    pub fn change(&self) -> Option<&Change> {
        let first = &self.items.first()?.change;
        let same =
            |item: &Item| std::mem::discriminant(&item.change) == std::mem::discriminant(first);
        self.items.iter().all(same).then_some(first)
    }

    /// What it does, as its button says it: “Disable 12 users”.
    pub fn title(&self) -> String {
        let verb = self.change().map_or("Change", Change::verb);
        format!("{verb} {}", self.object())
    }

    /// What it is about: a name, or how many users.
    pub fn object(&self) -> String {
        match self.items.as_slice() {
            [one] => input::isolated(&one.label).into_owned(),
            all => format!("{} users", all.len()),
        }
    }

    /// How many of its changes a guard rail keeps from being made.
    pub fn blocked(&self) -> usize {
        let blocked = self.items.iter().filter(|item| item.blocked.is_some());
        blocked.count()
    }

    /// What it means, in sentences.
    pub fn consequences(&self) -> Vec<String> {
        let mut said = Vec::new();
        let platform = self.connection.platform;
        if let Some(change) = self.change() {
            let words = consequence(change, platform);
            if !words.is_empty() {
                said.push(words.to_owned());
            }
            let loses = |item: &&Item| item.blocked.is_none() && loses_admin(item);
            let admins = self.items.iter().filter(loses).count();
            if admins > 0 {
                let who = match self.items.len() {
                    1 => "It is an administrator.".to_owned(),
                    _ => format!("{admins} of them are administrators."),
                };
                said.push(who);
            }
        }
        match self.reversible() {
            Reversible::Yes => {}
            Reversible::Partly(words) | Reversible::No(words) => said.push(words.to_owned()),
        }
        said
    }

    /// Whether somebody is enabled again whose administrator rights the platform
    /// takes away on the way, and who is not given them back.
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
        self.connection.platform == Platform::Metabase && self.items.iter().any(strips)
    }

    /// Whether it can be taken back.
    pub fn reversible(&self) -> Reversible {
        let platform = self.connection.platform;
        let worst = |item: &Item| reversible(&item.change, platform);
        let mut found = Reversible::Yes;
        for item in &self.items {
            match (found, worst(item)) {
                (_, no @ Reversible::No(_)) => return no,
                (Reversible::Yes, partly @ Reversible::Partly(_)) => found = partly,
                _ => {}
            }
        }
        found
    }

    /// What a person has to do first.
    pub fn confirmation(&self) -> Confirmation {
        let destroys = |item: &Item| matches!(item.change, Change::Remove);
        if self.items.iter().any(destroys) {
            let text = match self.items.as_slice() {
                [one] => one.key.clone(),
                all => format!("remove {} users", all.len()),
            };
            return Confirmation::Type(text);
        }
        let careful = |item: &Item| {
            matches!(
                item.change,
                Change::SendReset
                    | Change::SendWelcome { .. }
                    | Change::DeleteStatus
                    | Change::SetAdmin(_)
            ) || loses_admin(item)
                || matches!(
                    reversible(&item.change, self.connection.platform),
                    Reversible::No(_)
                )
        };
        if self.items.len() > 1 || self.items.iter().any(careful) {
            Confirmation::Ask
        } else {
            Confirmation::None
        }
    }

    /// The requests that `item` comes to, as far as is known before anything is
    /// read again.
    ///
    /// # Errors
    /// Why it comes to none.
    pub fn steps(&self, item: &Item, now: &str) -> Result<Vec<Step>, String> {
        let before = item.before.as_ref();
        match platform::steps(&self.connection, &item.change, &item.key, before, now) {
            Steps::Do(steps) => Ok(steps),
            Steps::Already => Err("Nothing is to be done: it is so already.".to_owned()),
            Steps::Cannot(why) => Err(why),
            Steps::Conflict(conflicts) => Err(ChangeError::conflict_words(&conflicts)),
        }
    }
}

/// What `change` is for a login that is `before`: rights are given back only to
/// those who had them.
fn for_login(change: &Change, before: Option<&Record>) -> Change {
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

fn consequence(change: &Change, platform: Platform) -> &'static str {
    match (change, platform) {
        (Change::Disable { .. }, Platform::Metabase) => {
            "They cannot sign in any more and their sessions end. Their groups stay; their \
             subscriptions and alerts are removed."
        }
        (Change::Disable { .. }, _) => "They cannot sign in any more. Everything else stays.",
        (Change::Enable { restore_admin }, Platform::Metabase) => {
            if *restore_admin {
                "They can sign in again. Metabase takes administrator rights away on the way; they \
                 are given back at once."
            } else {
                "They can sign in again, in their groups of before. Metabase takes administrator \
                 rights away."
            }
        }
        (Change::Enable { .. }, _) => "They can sign in again.",
        (Change::Remove, Platform::Pivot) => {
            "Their access is switched off, then the user is deleted, then its status."
        }
        (Change::Remove, _) => {
            "They are removed from this tenant. Actian does not document whether the account goes \
             with it."
        }
        (Change::SendReset, Platform::Metabase) => {
            "Metabase is asked to send a password-reset e-mail. It answers the same whether or not \
             one is sent."
        }
        (Change::SendReset, _) => {
            "Actian is asked to send a password-reset e-mail. It does not tell whether it arrived."
        }
        (Change::SendWelcome { .. }, _) => {
            "Pivot is asked to send the welcome e-mail once more. That is documented for new users \
             only, so it may do nothing."
        }
        (Change::SetPassword(_), _) => "The password that held is no longer good.",
        (Change::SetAdmin(true), _) => "They may administer everything on this Metabase.",
        (Change::DeleteStatus, _) => {
            "Without a status nothing keeps a user of that name out. To enable somebody, set the \
             status instead."
        }
        _ => "",
    }
}

const fn reversible(change: &Change, platform: Platform) -> Reversible {
    match (change, platform) {
        (Change::Remove, Platform::Actian) => Reversible::Partly(
            "It can be taken back by assigning them again, if Actian keeps the account.",
        ),
        (Change::Remove, _) => Reversible::No(
            "It cannot be taken back: the password and the links to its work go too.",
        ),
        (Change::Create(_), Platform::Metabase) => {
            Reversible::Partly("Metabase deletes nobody: taken back, the user is deactivated.")
        }
        (Change::SendReset | Change::SendWelcome { .. }, _) => {
            Reversible::No("An e-mail cannot be taken back.")
        }
        (Change::SetPassword(_) | Change::ChangePassword { .. }, _) => {
            Reversible::No("The old password cannot be brought back.")
        }
        (Change::Disable { .. }, Platform::Metabase) => {
            Reversible::Partly("Enabled again, their subscriptions and alerts do not come back.")
        }
        (Change::MarkSeen(_), _) => Reversible::No("It cannot be shown again from here."),
        _ => Reversible::Yes,
    }
}

/// Whether a login is disabled, for words about it.
pub(crate) fn is_disabled(record: Option<&Record>) -> bool {
    record.is_some_and(|record| record.access().is_disabled())
}

#[cfg(test)]
pub(crate) mod tests;

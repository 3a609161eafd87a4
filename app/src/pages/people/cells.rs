//! What is said of a person in one line, and what they have on a connection: in a word and
//! a shape, with what else is known of it.

use crate::browser::time;
use crate::messages;
use crate::routes;
use roster::accounts::Accounts;
use roster::people::{Cell, Person, PersonAccount};
use roster::platform::Cell as Column;
use roster::record::LastSignIn;
use wire::Platform;
use wire::console::Connection;

/// A cell of the table.
pub(super) struct StateCell {
    /// What style sheets give a shape.
    pub(super) state: &'static str,
    pub(super) word: String,
    /// Whether they are an administrator there.
    pub(super) is_admin: bool,
    /// Where it leads; empty where it leads nowhere.
    pub(super) url: String,
    /// What else is known.
    pub(super) more: String,
}

/// What a person whose page is at `person_url` has on `connection`, whose accounts are in
/// `list`.
pub(super) fn state_cell(
    cell: &Cell<'_>,
    connection: &Connection,
    list: Option<&Accounts>,
    person_url: &str,
) -> StateCell {
    match cell {
        Cell::None => StateCell {
            state: "none",
            word: "none".to_owned(),
            is_admin: false,
            url: String::new(),
            more: String::new(),
        },
        Cell::Unknown(reason) => StateCell {
            state: "unknown",
            word: "unknown".to_owned(),
            is_admin: false,
            url: routes::users(&connection.id).unwrap_or_default(),
            more: messages::people::unknown(*reason, connection.platform),
        },
        Cell::Accounts(accounts) => {
            let (state, word) = summary(accounts);
            let details = accounts
                .iter()
                .map(|account| details(account, list, connection.platform));
            let url = match accounts.as_slice() {
                [one] => routes::user(&connection.id, &one.account.key),
                _ => Some(person_url.to_owned()),
            };
            StateCell {
                state,
                word,
                is_admin: accounts.iter().any(|one| one.account.is_admin()),
                url: url.unwrap_or_default(),
                more: details.collect::<Vec<_>>().join(" "),
            }
        }
    }
}

/// The state of all of a person's accounts on one connection, and a word for it.
fn summary(accounts: &[PersonAccount<'_>]) -> (&'static str, String) {
    let count = accounts.len();
    let enabled = accounts.iter().filter(|one| one.is_enabled()).count();
    let disabled = accounts.iter().filter(|one| one.is_disabled()).count();
    match (count, enabled, disabled) {
        (1, 1, _) => ("enabled", "Enabled".to_owned()),
        (1, _, 1) => ("disabled", "Disabled".to_owned()),
        (1, ..) => ("unclear", "Unknown".to_owned()),
        (_, 0, _) if disabled == count => ("disabled", format!("{count} disabled")),
        (_, 0, _) => ("unclear", format!("{count} accounts")),
        _ if enabled == count => ("enabled", format!("{count} enabled")),
        _ => ("mixed", format!("{enabled} of {count} enabled")),
    }
}

/// What is known of an account besides its state, in sentences.
fn details(one: &PersonAccount<'_>, list: Option<&Accounts>, platform: Platform) -> String {
    let account = one.account;
    let mut sentences = vec![format!("{}.", account.label().trim_end_matches('.'))];
    if account.is_admin() {
        sentences.push("Administrator.".to_owned());
    }
    let roles = list.map(|list| Column::Roles.text(list, account));
    match roles.as_deref() {
        None | Some("") => {}
        Some(roles) => sentences.push(format!("{}: {roles}.", messages::roles_label(platform))),
    }
    match account.last_sign_in() {
        LastSignIn::NotTold => {}
        LastSignIn::Never => sentences.push("Never signed in.".to_owned()),
        LastSignIn::At(at) => {
            if let Some(written) = time::write(at) {
                sentences.push(format!("Last sign-in {}.", written.whole));
            }
        }
    }
    sentences.join(" ")
}

/// The addresses of a person, in one line.
pub(super) fn addresses(person: &Person<'_>) -> String {
    person.addresses().join(", ")
}

/// What is worth showing beside a person's name, in one line.
pub(super) fn flags(person: &Person<'_>) -> String {
    let flags = person.flags().into_iter().map(messages::people::flag);
    flags.collect::<Vec<_>>().join(" · ")
}

/// That a person has departed, and when; empty where they have not.
pub(super) fn departed(person: &Person<'_>) -> String {
    let Some(departed) = person.departed() else {
        return String::new();
    };
    match time::write(&departed.at) {
        Some(written) => format!("Departed {}", written.day),
        None => "Departed".to_owned(),
    }
}

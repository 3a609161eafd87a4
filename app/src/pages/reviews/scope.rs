//! Which accounts a new review is about: the fields, and how many accounts there are.

use crate::browser::task::spawn;
use crate::browser::time::number;
use crate::messages::{counted, reviews as words};
use crate::state::people::PeopleStore;
use crate::state::reviews::freeze;
use crate::state::user_store::UserStore;
use crate::ui::field::Field;
use crate::ui::fields::{CheckboxField, Choice, TickBox};
use crate::ui::form::Form;
use leptos::leptos_dom::helpers::TimeoutHandle;
use leptos::prelude::*;
use roster::people::FrozenAccounts;
use std::collections::BTreeMap;
use std::time::Duration;
use wire::console::reviews::{MAX_ITEMS, ReviewFilter, ReviewScope, RoleScope};

/// For how many days people can be asked for who have not signed in.
const DAYS: [u32; 5] = [30, 60, 90, 180, 365];

/// How long the choices stay the same before accounts are counted.
const PAUSE: Duration = Duration::from_millis(250);

/// The fields. All copies are the same.
#[derive(Clone, Copy)]
pub(super) struct ScopeFields {
    pub(super) connections: Field,
    roles: Field,
    admins_only: Field,
    disabled: Field,
    filters: Field,
}

impl ScopeFields {
    /// All connections, and all accounts on them that are not disabled.
    pub(super) fn new(form: Form, stores: &[UserStore]) -> Self {
        let ids = stores.iter().map(|store| store.connection().id.clone());
        Self {
            connections: form.field("Connections", ids.collect()),
            roles: form.field("Roles and groups", Vec::new()),
            admins_only: form.field("Administrators only", Vec::new()),
            disabled: form.field("Disabled accounts too", Vec::new()),
            filters: form.field("Only of people who", Vec::new()),
        }
    }

    /// What was chosen. Reactive.
    pub(super) fn scope(self) -> ReviewScope {
        let connections = self.connections.chosen();
        let roles = self.roles.chosen();
        let roles = roles.iter().filter_map(|value| role_of(value));
        let roles = roles.filter(|role| connections.contains(&role.connection));
        let filters = self.filters.chosen();
        let filters = filters.iter();
        let filters = filters.filter_map(|value| serde_json::from_str(value).ok());
        ReviewScope {
            roles: roles.collect(),
            filters: filters.collect(),
            admins_only: self.admins_only.is_ticked(),
            disabled: self.disabled.is_ticked(),
            connections,
        }
    }
}

/// The value of a choice for a role.
fn role_value(connection: &str, role: &str) -> String {
    serde_json::to_string(&(connection, role)).unwrap_or_default()
}

fn role_of(value: &str) -> Option<RoleScope> {
    let (connection, role) = serde_json::from_str(value).ok()?;
    Some(RoleScope { connection, role })
}

/// The roles of all connections that are loaded.
fn roles(people: PeopleStore, stores: &[UserStore]) -> Vec<Choice> {
    people.read(|_, lists| {
        let all = stores.iter().zip(lists);
        let all = all.filter_map(|(store, accounts)| Some((store, (*accounts)?)));
        let choices = all.flat_map(|(store, accounts)| {
            let connection = store.connection();
            accounts.roles.iter().map(|role| {
                let label = format!("{}: {}", connection.label, role.title);
                (role_value(&connection.id, &role.id), label)
            })
        });
        choices.collect()
    })
}

/// Everything that can be true of people.
fn filters(stores: &[UserStore]) -> Vec<Choice> {
    let ids = stores.iter().map(|store| store.connection().id.clone());
    let ids: Vec<String> = ids.collect();
    let label = |id: &str| {
        let store = stores.iter().find(|store| store.connection().id == id);
        store.map_or_else(|| id.to_owned(), |store| store.connection().label.clone())
    };
    let of_connections = |make: fn(String) -> ReviewFilter| ids.iter().cloned().map(make);
    let mut all = vec![ReviewFilter::NeverSignedIn];
    all.extend(DAYS.map(ReviewFilter::NotSignedInFor));
    all.extend([
        ReviewFilter::Departed,
        ReviewFilter::AdminAnywhere,
        ReviewFilter::EnabledAnywhere,
        ReviewFilter::EnabledAndDisabled,
        ReviewFilter::Unmatched,
        ReviewFilter::NoAddress,
    ]);
    all.extend(of_connections(ReviewFilter::CanSignInTo));
    all.extend(of_connections(ReviewFilter::LacksAccessTo));
    all.extend(of_connections(ReviewFilter::HasAccountOn));
    let choices = all.iter().filter_map(|filter| {
        let value = serde_json::to_string(filter).ok()?;
        Some((value, words::filter(filter, label)))
    });
    choices.collect()
}

/// The fields on the page.
#[component]
pub(super) fn ScopeFieldsView(
    people: PeopleStore,
    stores: Vec<UserStore>,
    fields: StoredValue<ScopeFields>,
) -> impl IntoView {
    let fields = fields.get_value();
    let connection = |store: &UserStore| {
        let connection = store.connection();
        (connection.id.clone(), connection.label.clone())
    };
    let connections: Vec<Choice> = stores.iter().map(connection).collect();
    let filters = filters(&stores);
    let known = Memo::new(move |_| {
        people.track();
        roles(people, &stores)
    });
    let roles = move || {
        let choices = known.get();
        (!choices.is_empty()).then(|| {
            view! {
                <CheckboxField
                    field=fields.roles
                    choices=choices
                    hint="On a connection of which some are chosen, an account needs one of them. \
                          Without a choice it may have any."
                />
            }
        })
    };
    view! {
        <CheckboxField field=fields.connections choices=connections />
        <TickBox field=fields.admins_only />
        <TickBox field=fields.disabled hint="Accounts that cannot sign in now." />
        <details class="review-narrow">
            <summary>"Narrow it by roles, groups and people"</summary>
            {roles}
            <CheckboxField field=fields.filters choices=filters hint="All that is chosen has to be true." />
        </details>
    }
}

/// How many accounts are in a scope.
#[derive(Clone, PartialEq)]
enum Preview {
    Counting,
    /// The scope names no connection, or one that is gone.
    Nothing,
    Counted {
        total: usize,
        suggested: usize,
        /// By the IDs of connections.
        by_connection: BTreeMap<String, usize>,
        incomplete: Vec<String>,
    },
}

impl From<FrozenAccounts> for Preview {
    fn from(frozen: FrozenAccounts) -> Self {
        let mut by_connection = BTreeMap::new();
        let mut suggested = 0;
        for item in &frozen.items {
            let count = by_connection.entry(item.account.connection.clone());
            *count.or_insert(0) += 1;
            suggested += usize::from(!item.suggestions.is_empty());
        }
        Self::Counted {
            total: frozen.items.len(),
            suggested,
            by_connection,
            incomplete: frozen.incomplete,
        }
    }
}

/// How many accounts are in the scope as it is chosen now.
#[component]
pub(super) fn ScopePreview(
    people: PeopleStore,
    stores: Vec<UserStore>,
    fields: StoredValue<ScopeFields>,
) -> impl IntoView {
    let preview = RwSignal::new(Preview::Counting);
    let waiting = StoredValue::new(None::<TimeoutHandle>);
    let latest = StoredValue::new(0_u32);
    let stop = move || {
        if let Some(handle) = waiting.try_get_value().flatten() {
            handle.clear();
        }
    };
    on_cleanup(stop);
    Effect::new(move |_| {
        let scope = fields.with_value(|fields| fields.scope());
        people.track();
        people.is_settled();
        stop();
        latest.update_value(|latest| *latest += 1);
        let number = latest.get_value();
        let count = move || {
            spawn(async move {
                let found = freeze(people, &scope).await;
                if latest.try_get_value() == Some(number) {
                    preview.set(found.map_or(Preview::Nothing, Preview::from));
                }
            });
        };
        waiting.set_value(set_timeout_with_handle(count, PAUSE).ok());
    });
    let label = move |id: &str| {
        let store = stores.iter().find(|store| store.connection().id == id);
        store.map_or_else(|| id.to_owned(), |store| store.connection().label.clone())
    };
    move || {
        let (title, lines) = match preview.get() {
            Preview::Counting => ("Counting accounts…".to_owned(), Vec::new()),
            Preview::Nothing => ("Choose at least one connection.".to_owned(), Vec::new()),
            Preview::Counted {
                total,
                suggested,
                by_connection,
                incomplete,
            } => {
                let counts = by_connection.iter();
                let mut lines: Vec<String> = counts
                    .map(|(id, count)| format!("{}: {}", label(id), number(*count)))
                    .collect();
                if suggested > 0 {
                    lines.push(format!("{} with a suggestion to revoke", number(suggested)));
                }
                let incomplete = incomplete.iter();
                lines.extend(incomplete.map(|id| {
                    format!(
                        "{} is not known completely: accounts may be missing.",
                        label(id)
                    )
                }));
                if total > MAX_ITEMS {
                    lines.push(format!("A review has at most {}.", number(MAX_ITEMS)));
                }
                let accounts = counted(total, "account", "accounts");
                (format!("{accounts} will be reviewed"), lines)
            }
        };
        let lines = lines.into_iter().map(|line| view! { <li>{line}</li> });
        view! {
            <p class="review-count" role="status">
                {title}
            </p>
            <ul role="list">{lines.collect_view()}</ul>
            <p class="hint">
                "They are kept as they are when you start: what changes afterwards is shown beside \
                 them."
            </p>
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_role_is_found_again_by_its_value() {
        for (connection, role) in [("pivot", "a:b"), ("a\"b", "ü, 7")] {
            let found = role_of(&role_value(connection, role)).unwrap();
            assert_eq!((&*found.connection, &*found.role), (connection, role));
        }
        assert!(role_of("7").is_none());
    }
}

//! What is wanted of the list on one connection.

use super::choices::ConnectionChoices;
use super::controls::{Choice, Options, Tick, or_none};
use super::state::ReconcileState;
use crate::components::platform_icon::PlatformIcon;
use crate::messages::{leave, roles_label};
use crate::state::user_store::UserStore;
use leptos::prelude::*;
use roster::people::{LeaveWay, RoleMode};
use roster::platform::{FirstPassword, common_role, invite_support};
use roster::{Ability, RoleKind};
use wire::console::Connection;

/// How many roles are offered for new accounts.
const MOST_ROLES: usize = 200;

/// One connection.
#[component]
pub(super) fn ConnectionSettings(
    state: ReconcileState,
    store: UserStore,
    columns: Options,
) -> impl IntoView {
    let connection = store.connection().clone();
    let title_id = format!("reconcile-{}", connection.id);
    let title = title_id.clone();
    let one = OneConnection {
        state,
        id: StoredValue::new(connection.id.clone()),
    };
    let store = StoredValue::new_local(store);
    let details = {
        let connection = connection.clone();
        move || {
            one.read(|choices| choices.is_included).then(|| {
                let connection = connection.clone();
                let columns = columns.clone();
                untrack(|| {
                    view! { <Details one=one connection=connection store=store columns=columns /> }
                })
            })
        }
    };
    view! {
        <article class="plan-part" aria-labelledby=title_id>
            <div class="card-head">
                <PlatformIcon platform=connection.platform />
                <h3 id=title>{connection.label.clone()}</h3>
                <span class="environment" data-environment=connection.environment.name()>
                    {connection.environment.name()}
                </span>
            </div>
            <Tick
                label="Compare with this connection"
                is_ticked=Signal::derive(move || one.read(|choices| choices.is_included))
                on_change=move |is| one.update(|choices| choices.is_included = is)
            />
            {details}
        </article>
    }
}

/// What was chosen about one connection. All copies are the same.
#[derive(Clone, Copy)]
struct OneConnection {
    state: ReconcileState,
    id: StoredValue<String>,
}

impl OneConnection {
    /// Reactive.
    fn read<T>(self, read: impl FnOnce(&ConnectionChoices) -> T) -> T {
        self.state
            .choices
            .with(|choices| self.id.with_value(|id| read(&choices.of_connection(id))))
    }

    fn update(self, change: impl FnOnce(&mut ConnectionChoices)) {
        self.state.choices.update(|choices| {
            self.id.with_value(|id| change(choices.connection_mut(id)));
        });
    }

    fn tick(
        self,
        read: fn(&ConnectionChoices) -> bool,
        write: fn(&mut ConnectionChoices, bool),
    ) -> (Signal<bool>, UnsyncCallback<bool>) {
        let is_ticked = Signal::derive(move || self.read(read));
        let change = UnsyncCallback::new(move |is| self.update(|choices| write(choices, is)));
        (is_ticked, change)
    }
}

#[component]
fn Details(
    one: OneConnection,
    connection: Connection,
    store: StoredValue<UserStore, LocalStorage>,
    columns: Options,
) -> impl IntoView {
    let platform = connection.platform;
    let kind = RoleKind::of_platform(platform).plural();
    let (creates, set_creates) = one.tick(|one| one.creates, |one, is| one.creates = is);
    let (names, set_names) = one.tick(|one| one.names, |one, is| one.names = is);
    let column = Signal::derive(move || {
        let column = one.read(|choices| choices.role_column);
        column.map(|column| column.to_string()).unwrap_or_default()
    });
    let mode = move || {
        one.read(|choices| choices.role_column.is_some()).then(|| {
            let chosen = Signal::derive(move || {
                let is_exact = one.read(|choices| choices.role_mode == RoleMode::Exactly);
                if is_exact { "exactly" } else { "add" }.to_owned()
            });
            let choose = move |value: String| {
                let mode = match &*value {
                    "exactly" => RoleMode::Exactly,
                    _ => RoleMode::Add,
                };
                one.update(|choices| choices.role_mode = mode);
            };
            let options = [
                ("add", format!("Add the {kind} of the list, keep others")),
                ("exactly", format!("Exactly the {kind} of the list")),
            ];
            let options = options.map(|(value, label)| (value.to_owned(), label));
            view! {
                <Choice
                    label=format!("How {kind} are compared")
                    options=options.to_vec()
                    chosen=chosen
                    on_choose=choose
                />
            }
        })
    };
    let new = {
        let connection = connection.clone();
        move || {
            let is_shown = one.read(|choices| choices.creates && choices.role_column.is_none());
            is_shown.then(|| {
                untrack(|| view! { <NewRoles one=one connection=connection.clone() store=store /> })
            })
        }
    };
    let first_password = invite_support(platform)
        .description(&connection)
        .first_password;
    let welcome = move || {
        let FirstPassword::Welcome { label, .. } = first_password else {
            return None;
        };
        one.read(|choices| choices.creates).then(|| {
            let (is_ticked, change) =
                one.tick(|one| one.has_welcome, |one, is| one.has_welcome = is);
            view! { <Tick label=label is_ticked=is_ticked on_change=change /> }
        })
    };
    view! {
        <div class="reconcile-ticks">
            <Tick label="Create accounts that are missing" is_ticked=creates on_change=set_creates />
            {welcome}
            <Tick label="Change names that differ" is_ticked=names on_change=set_names />
        </div>
        <div class="reconcile-grid">
            <Choice
                label=format!("Column with the {kind}")
                options=or_none(&format!("None: {kind} are not compared"), &columns)
                chosen=column
                on_choose=move |value: String| {
                    one.update(|choices| choices.role_column = value.parse().ok());
                }
            />
            {mode}
            <Way one=one connection=connection />
        </div>
        {new}
    }
}

/// How access is removed, where the platform has several ways.
#[component]
fn Way(one: OneConnection, connection: Connection) -> impl IntoView {
    let ways = LeaveWay::of_platform(connection.platform);
    (ways.len() > 1).then(|| {
        let options = ways.iter().map(|one| {
            let value = if *one == LeaveWay::Remove {
                "remove"
            } else {
                ""
            };
            (value.to_owned(), leave::way(*one).to_owned())
        });
        let options: Options = options.collect();
        let chosen = Signal::derive(move || {
            let removes = one.read(|choices| choices.removes);
            if removes { "remove" } else { "" }.to_owned()
        });
        let choose = move |value: String| {
            one.update(|choices| choices.removes = !value.is_empty());
        };
        view! {
            <Choice
                label="How access is removed"
                options=options
                chosen=chosen
                on_choose=choose
            />
        }
    })
}

/// The roles or groups of new accounts, where no column has them.
#[component]
fn NewRoles(
    one: OneConnection,
    connection: Connection,
    store: StoredValue<UserStore, LocalStorage>,
) -> impl IntoView {
    let platform = connection.platform;
    let has_one = Ability::SeveralRoles.unsupported_reason(platform).is_some();
    let label = format!("{} of new accounts", roles_label(platform));
    let usual = invite_support(platform).description(&connection).first_role;
    let roles = Memo::new(move |_| {
        let accounts = store.with_value(|store| store.accounts.clone());
        let common = common_role(platform);
        accounts.with(|accounts| {
            let roles = accounts.roles.iter();
            let own = roles.filter(|role| role.listed && common.as_deref() != Some(&*role.id));
            let own = own.map(|role| (role.id.to_string(), role.title.to_string()));
            own.take(MOST_ROLES).collect::<Options>()
        })
    });
    let summary = move || {
        let roles = roles.get();
        let title = |id: &str| {
            let known = roles.iter().find(|(one, _)| one == id);
            known.map_or_else(|| id.to_owned(), |(_, title)| title.clone())
        };
        let chosen = one.read(|choices| choices.new_roles.clone());
        let names: Vec<String> = match (chosen.as_slice(), usual) {
            ([], Some(usual)) => vec![title(usual)],
            (chosen, _) => chosen.iter().map(|id| title(id)).collect(),
        };
        match names.as_slice() {
            [] => format!("{label}: none"),
            names => format!("{label}: {}", names.join(", ")),
        }
    };
    let boxes = move || {
        let boxes = roles.get().into_iter().map(|(id, title)| {
            let known = id.clone();
            let is_ticked = Signal::derive(move || {
                one.read(|choices| match choices.new_roles.as_slice() {
                    [] => usual == Some(&*known),
                    chosen => chosen.contains(&known),
                })
            });
            let change = move |is: bool| {
                one.update(|choices| {
                    if choices.new_roles.is_empty() {
                        choices.new_roles.extend(usual.map(str::to_owned));
                    }
                    choices
                        .new_roles
                        .retain(|role| *role != id && !(is && has_one));
                    if is {
                        choices.new_roles.push(id.clone());
                    }
                });
            };
            view! { <Tick label=title is_ticked=is_ticked on_change=change /> }
        });
        boxes.collect_view()
    };
    view! {
        <details class="reconcile-roles">
            <summary>{summary}</summary>
            <div class="choices">{boxes}</div>
        </details>
    }
}

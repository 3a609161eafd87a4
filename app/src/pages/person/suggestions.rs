//! Others who look like the same person.

use super::PersonPage;
use crate::browser::focus::focus;
use crate::browser::reactive::watch;
use crate::browser::task::{in_slices, spawn};
use crate::messages::counted;
use crate::messages::people::suggestion;
use crate::routes;
use crate::state::people::PeopleStore;
use crate::ui::row_button::RowButton;
use crate::ui::toast;
use leptos::prelude::*;
use roster::input::isolated;
use roster::people::{PersonKey, SuggestionReason, SuggestionSearch};

/// How many people are compared with between two looks at the clock.
const BUDGET: usize = 250;

/// How many are shown.
const SHOWN: usize = 20;

/// Someone who looks like the same person.
#[derive(Debug, Clone, PartialEq)]
struct Alike {
    key: PersonKey,
    name: String,
    addresses: Vec<String>,
    accounts: usize,
    /// The labels of the connections that they have accounts on.
    connections: Vec<String>,
    reason: SuggestionReason,
}

#[component]
pub(super) fn Suggestions(page: PersonPage) -> impl IntoView {
    let found = RwSignal::new(Vec::<Alike>::new());
    let round = StoredValue::new(0_u32);
    watch(move || {
        page.people.track();
        round.update_value(|round| *round += 1);
        spawn(search(page, round, found));
    });
    move || {
        let found = found.get();
        if found.is_empty() {
            return None;
        }
        let items = found.into_iter();
        let items = items.map(|one| view! { <AlikeItem page=page one=one /> });
        let items = items.collect_view();
        Some(view! {
            <section class="person-part" aria-labelledby="alike">
                <h2 id="alike">"May be the same person"</h2>
                <ul class="alike" role="list">
                    {items}
                </ul>
            </section>
        })
    }
}

/// Looks for them in slices, and shows them unless something changed meanwhile.
async fn search(page: PersonPage, round: StoredValue<u32>, found: RwSignal<Vec<Alike>>) {
    let this = round.try_get_value();
    let is_over = || this.is_none() || round.try_get_value() != this;
    // What is worked out by then may begin another round.
    page.people.settle().await;
    if is_over() {
        return;
    }
    let Some(key) = page.key.try_get_value() else {
        return;
    };
    let search = page.people.read(|people, lists| {
        let person = people.find(&key)?;
        Some(SuggestionSearch::new(people, lists, person))
    });
    let Some(mut search) = search else { return };
    let domains = untrack(|| {
        let settings = |records: &crate::state::people::Records| records.settings().domains.clone();
        page.people.records(settings)
    });
    in_slices(|| {
        !is_over()
            && page
                .people
                .read(|people, lists| search.step(people, lists, &domains, BUDGET))
    })
    .await;
    if is_over() {
        return;
    }
    let alike = alike(page.people, &search);
    // The page may have been left meanwhile.
    if found.try_with_untracked(|shown| *shown != alike) == Some(true) {
        found.set(alike);
    }
}

fn alike(people: PeopleStore, search: &SuggestionSearch) -> Vec<Alike> {
    people.read(|people, lists| {
        let labels: Vec<&str> = people.connections().map(|one| &*one.label).collect();
        let found = search.found().into_iter().take(SHOWN);
        let found = found.map(|one| {
            let person = people.person(one.person, lists);
            let accounts = person.accounts();
            let mut connections: Vec<usize> = accounts.iter().map(|one| one.connection).collect();
            connections.dedup();
            let connections = connections.into_iter();
            Alike {
                key: person.key().clone(),
                name: person.name(),
                addresses: person.addresses(),
                accounts: accounts.len(),
                connections: connections
                    .filter_map(|at| labels.get(at).map(|label| (*label).to_owned()))
                    .collect(),
                reason: one.reason,
            }
        });
        found.collect()
    })
}

#[component]
fn AlikeItem(page: PersonPage, one: Alike) -> impl IntoView {
    let Alike {
        key,
        name,
        addresses,
        accounts,
        connections,
        reason,
    } = one;
    let url = routes::person(&key.to_string());
    let has = format!(
        "{} on {}",
        counted(accounts, "account", "accounts"),
        connections.join(", ")
    );
    let button_name = format!("Link {}", isolated(&name));
    let linked = name.clone();
    let link = move |()| {
        let links = page.people.read(|people, lists| {
            let other = people.find(&key).map(|id| people.person(id, lists));
            let own = page.key.get_value();
            other.map(|other| other.link_to(&own)).unwrap_or_default()
        });
        let links = links.into_iter();
        let links = links.map(|(account, assignment)| (account, Some(assignment)));
        let linked = linked.clone();
        page.saving
            .run(Box::pin(page.people.assign(links.collect())), move || {
                toast::say(&format!(
                    "The accounts of {} are linked.",
                    isolated(&linked)
                ));
                focus("#accounts");
            });
    };
    view! {
        <li class="drift-case">
            <div class="drift-who">
                <p class="drift-subject">
                    <a href=url>{name}</a>
                    " "
                    <span class="second">{addresses.join(", ")}</span>
                </p>
                <p>"Looks like the same person: " {suggestion(reason)}</p>
                <p class="hint">{has}</p>
            </div>
            <div class="actions">
                <RowButton
                    label="Link"
                    name=button_name
                    reason=page.unsaved_reason()
                    on_press=link
                />
            </div>
        </li>
    }
}

//! Who has a profile: exactly, more than it, less than it.

use super::ProfilesPage;
use crate::messages::profiles;
use crate::routes::{self, AccessSource};
use leptos::prelude::*;
use roster::input::isolated;
use roster::people::Standing;

/// How many people are listed at first.
const FIRST: usize = 25;

/// How many more are listed each time.
const MORE: usize = 100;

/// What is shown even where it is so of no one.
const ALWAYS: [Standing; 3] = [Standing::Exactly, Standing::More, Standing::Less];

/// What is shown where it is so of someone. Those who have nothing of it are not.
const SOMETIMES: [Standing; 2] = [Standing::Other, Standing::Unknown];

/// How many people there are, and the first of them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct FoundPeople {
    pub(super) count: usize,
    listed: Vec<ListedPerson>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct ListedPerson {
    key: String,
    name: String,
}

/// The people whose access compares like this to the profile with this name: up to `most`
/// of them are listed. Not reactive.
pub(super) fn find_people(
    page: ProfilesPage,
    name: &str,
    standing: Standing,
    most: usize,
) -> FoundPeople {
    let found = page.scan.with_value(|scan| {
        let mut profiles = scan.profiles().iter();
        let at = profiles.position(|profile| profile.name == name);
        at.map_or_else(Vec::new, |at| scan.people(at, standing))
    });
    page.people.read(|people, lists| {
        let listed = found.iter().take(most).map(|id| {
            let person = people.person(*id, lists);
            ListedPerson {
                key: person.key().to_string(),
                name: person.name(),
            }
        });
        FoundPeople {
            count: found.len(),
            listed: listed.collect(),
        }
    })
}

/// How many people have the profile with this name in which way, and who they are.
#[component]
pub(super) fn Standings(page: ProfilesPage, name: String) -> impl IntoView {
    let name = StoredValue::new(name);
    let is_known = Memo::new(move |_| page.compared.get() > 0);
    let lines = move || {
        let lines = ALWAYS.iter().chain(&SOMETIMES).map(|standing| {
            view! { <StandingLine page=page name=name standing=*standing /> }
        });
        lines.collect_view()
    };
    move || {
        if is_known.get() {
            view! {
                <ul class="profile-standings" role="list" aria-label="Who has it">
                    {lines()}
                </ul>
            }
            .into_any()
        } else {
            view! { <p class="hint">"Who has it is known once the users are loaded."</p> }
                .into_any()
        }
    }
}

/// How many people compare like this, which opens their list.
#[component]
fn StandingLine(
    page: ProfilesPage,
    name: StoredValue<String>,
    standing: Standing,
) -> impl IntoView {
    let most = RwSignal::new(FIRST);
    let found = Memo::new(move |_| {
        page.compared.track();
        name.with_value(|name| find_people(page, name, standing, most.get()))
    });
    let count = Memo::new(move |_| found.with(|found| found.count));
    let is_none = Memo::new(move |_| count.get() == 0);
    let label = profiles::standing(standing);
    let more = move || {
        (count.get() > most.get()).then(|| {
            view! {
                <button
                    type="button"
                    class="button"
                    on:click=move |_| most.update(|most| *most += MORE)
                >
                    "Show more"
                </button>
            }
        })
    };
    move || {
        if !is_none.get() {
            let summary = move || format!("{label}: {}", profiles::people(count.get()));
            let list = view! {
                <li>
                    <details>
                        <summary>{summary}</summary>
                        <p class="hint">{profiles::meaning(standing)}</p>
                        <PeopleList
                            page=page
                            found=found
                            change_to=(standing != Standing::Exactly).then_some(name)
                        />
                        {more}
                    </details>
                </li>
            };
            Some(list.into_any())
        } else if ALWAYS.contains(&standing) {
            let line = format!("{label}: no one");
            Some(view! { <li class="none">{line}</li> }.into_any())
        } else {
            None
        }
    }
}

/// Links to people, and to the plan that changes the access of each.
#[component]
pub(super) fn PeopleList(
    page: ProfilesPage,
    #[prop(into)] found: Signal<FoundPeople>,
    /// The name of the profile that their access can be changed to, if they do not have it.
    change_to: Option<StoredValue<String>>,
) -> impl IntoView {
    // A viewer changes no one's access.
    let change_to = move || change_to.filter(|_| page.people.view_only_reason().is_none());
    let items = move || {
        let change_to = change_to();
        let items = found.get().listed.into_iter().map(|person| {
            let change = change_to.map(|name| {
                let source = AccessSource::Profile(name.get_value());
                let label = format!("Change access of {}", isolated(&person.name));
                view! {
                    <a
                        class="profile-change"
                        href=routes::change(&person.key, &source)
                        aria-label=label
                    >
                        "Change access"
                    </a>
                }
            });
            view! {
                <li>
                    <a href=routes::person(&person.key)>
                        <bdi>{person.name}</bdi>
                    </a>
                    {change}
                </li>
            }
        });
        items.collect_view()
    };
    view! {
        <ul class="profile-people" role="list">
            {items}
        </ul>
    }
}

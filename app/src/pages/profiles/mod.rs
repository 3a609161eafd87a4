//! Access profiles: what people are to have on each connection, and who has it.

mod card;
mod conflict;
mod entries;
mod form;
mod standings;

use crate::browser::reactive::{watch, watch_later};
use crate::browser::task::{in_slices, spawn};
use crate::components::load_status::PeopleLoadStatus;
use crate::components::navigation::{HistoryEntry, use_navigation};
use crate::components::page_actions::action;
use crate::components::page_title::show_page;
use crate::components::records_notice::RecordsNotice;
use crate::components::saving::{Saving, SavingProblem};
use crate::components::unknown_connections::UnknownConnections;
use crate::messages;
use crate::routes;
use crate::state::loadable::Phase;
use crate::state::people::{PeopleStore, profile, use_people};
use crate::ui::button::GuardedButton;
use crate::ui::placeholders::{EmptyState, Skeleton};
use card::ProfileCard;
use leptos::prelude::*;
use leptos_router::hooks::use_location;
use leptos_router::location::Location;
use roster::people::{Profile, ProfileScan};
use standings::FoundPeople;
use std::collections::HashMap;
use wire::console::people as rows;

/// How many people are compared at a time.
const SLICE: usize = 200;

/// What the parts of the page share. All copies are the same.
#[derive(Clone, Copy)]
struct ProfilesPage {
    people: PeopleStore,
    /// What is being removed.
    saving: Saving,
    /// The profiles, by name.
    profiles: Memo<Vec<rows::Profile>>,
    /// Who has which of them.
    scan: StoredValue<ProfileScan>,
    /// How often everyone was compared with the profiles; 0 before the first time.
    compared: RwSignal<usize>,
    /// Whether people are being compared now.
    is_working: StoredValue<bool>,
    /// Who had a profile before it was changed on this page, by its name.
    before: RwSignal<HashMap<String, FoundPeople>>,
}

impl ProfilesPage {
    fn new(people: PeopleStore) -> Self {
        let page = Self {
            people,
            saving: Saving::new(),
            profiles: Memo::new(move |_| {
                let mut rows = people.records(|records| records.profiles().to_vec());
                rows.sort_by_cached_key(|row| row.name.to_lowercase());
                rows
            }),
            scan: StoredValue::new(ProfileScan::new(Vec::new())),
            compared: RwSignal::new(0),
            is_working: StoredValue::new(false),
            before: RwSignal::new(HashMap::new()),
        };
        watch(move || {
            people.user_stores();
            let rows = page.profiles.get();
            let profiles: Vec<Profile> =
                people.read(|people, _| rows.iter().map(|row| profile(row, people)).collect());
            page.scan.set_value(ProfileScan::new(profiles));
            page.compare();
        });
        watch(move || {
            people.track();
            people.is_settled();
            people.is_loading();
            page.compare();
        });
        page
    }

    /// Compares the people who are new or have changed with the profiles, in slices.
    fn compare(self) {
        if self.is_working.get_value() {
            return;
        }
        self.is_working.set_value(true);
        spawn(async move {
            in_slices(move || self.compare_slice()).await;
            // The page may have been left.
            let is_left = self.is_working.try_set_value(false).is_some();
            if !is_left && untrack(|| self.is_everyone_known()) {
                self.compared.update(|compared| *compared += 1);
            }
        });
    }

    /// Returns whether there is more to compare.
    fn compare_slice(self) -> bool {
        let more = self.scan.try_update_value(|scan| {
            self.people
                .read(|people, lists| scan.step(people, lists, SLICE))
        });
        more.unwrap_or(false)
    }

    /// Whether everything that can be loaded of people is. Reactive.
    fn is_everyone_known(self) -> bool {
        let has_connections = !self.people.user_stores().is_empty();
        has_connections && self.people.is_settled() && !self.people.is_loading()
    }

    /// The profile with this name. Reactive.
    fn row(self, name: &str) -> Option<rows::Profile> {
        self.profiles
            .with(|rows| rows.iter().find(|row| row.name == name).cloned())
    }

    /// Why nothing can be saved, if so.
    fn unsaved_reason(self) -> Signal<Option<&'static str>> {
        Signal::derive(move || self.people.unsaved_reason())
    }
}

/// The page at `/profiles`.
pub(crate) fn page() -> AnyView {
    view! { <Page /> }.into_any()
}

#[component]
fn Page() -> impl IntoView {
    show_page(&["Profiles"]);
    let people = use_people();
    let page = ProfilesPage::new(people);
    action("New profile", "", move || form::open_new(page));
    open_from_url(page);
    view! {
        <Head page=page />
        <RecordsNotice people=people />
        <SavingProblem saving=page.saving />
        <UnknownConnections people=people />
        <Profiles page=page />
    }
}

/// Opens the form for a new profile, filled in by what the person in the URL has.
fn open_from_url(page: ProfilesPage) {
    let Location {
        pathname, search, ..
    } = use_location();
    let navigation = use_navigation();
    watch_later(move || {
        let is_here = pathname.read().trim_end_matches('/') == routes::profiles();
        let source = routes::profile_source(&search.read()).filter(|_| is_here);
        if let Some(key) = source
            && page.is_everyone_known()
        {
            // It is opened once. Back leads to where the link was.
            navigation.update(&routes::profiles(), HistoryEntry::Replace);
            untrack(|| form::open_of_person(page, &key));
        }
    });
}

#[component]
fn Head(page: ProfilesPage) -> impl IntoView {
    let is_ready = move || {
        !matches!(
            page.people.records_state().phase(),
            Phase::Loading | Phase::Failed
        )
    };
    let count = move || {
        let count = page.profiles.with(Vec::len);
        let count = is_ready().then(|| messages::counted(count, "profile", "profiles"));
        count.unwrap_or_default()
    };
    let reason = Signal::derive(move || page.people.unsaved_reason().map(str::to_owned));
    view! {
        <div class="page-head">
            <h1 tabindex="-1">"Profiles"</h1>
            <p class="lead">
                "What people are to have on each connection, and who has it. Saving a profile \
                 changes no account."
            </p>
            <div class="toolbar">
                <PeopleLoadStatus count=Signal::derive(count) people=page.people />
                <GuardedButton
                    label="New profile…"
                    reason=reason
                    class="button primary"
                    on_press=move |()| form::open_new(page)
                />
            </div>
        </div>
    }
}

/// The profiles, or why there are none.
#[component]
fn Profiles(page: ProfilesPage) -> impl IntoView {
    let is_empty = Memo::new(move |_| page.profiles.with(Vec::is_empty));
    let placeholder = move || {
        if !is_empty.get() {
            return None;
        }
        match page.people.records_state().phase() {
            Phase::Loading => Some(view! { <Skeleton /> }.into_any()),
            // The notice above says why, and has the button that tries again.
            Phase::Failed => None,
            Phase::Ready | Phase::Stale => {
                let text = "A profile names the roles or groups that people with the same job \
                            are to have on each connection. With one you give new people their \
                            access, change that of people who change jobs, and see who has more \
                            than they should. Make one by hand, or from a person who has the \
                            right access: “Make a profile” is on each person's page.";
                let state = view! {
                    <EmptyState title="No profiles yet" text=text>
                        <a href=routes::people()>"Choose a person"</a>
                    </EmptyState>
                };
                Some(state.into_any())
            }
        }
    };
    view! {
        {placeholder}
        <For
            each=move || page.profiles.get()
            // What was changed is drawn anew.
            key=|row| (row.name.clone(), row.version)
            children=move |row| view! { <ProfileCard page=page row=row /> }
        />
    }
}

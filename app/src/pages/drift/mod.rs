//! Drift: states that are not wanted, the people they concern, and what mends them.

mod case;
mod dismiss;
mod dismissed;
mod find;
mod grant;
mod mend;
mod section;
mod settings;
mod settings_form;

use crate::browser::focus::focus;
use crate::browser::reactive::watch;
use crate::browser::task::spawn;
use crate::components::load_status::PeopleLoadStatus;
use crate::components::page_actions::action;
use crate::components::page_title::show_page;
use crate::components::records_notice::RecordsNotice;
use crate::components::saving::{Saving, SavingProblem};
use crate::components::unknown_connections::UnknownConnections;
use crate::messages;
use crate::messages::people::drift_title;
use crate::routes;
use crate::state::people::{PeopleStore, kind_name, use_people};
use crate::ui::placeholders::{EmptyState, Skeleton};
use dismissed::DismissedList;
use leptos::prelude::*;
use roster::people::DriftKind;
use section::DriftSection;

/// What the parts of the page share. All copies are the same.
#[derive(Clone, Copy)]
struct DriftPage {
    people: PeopleStore,
    /// What is being saved about findings.
    saving: Saving,
    /// How many findings of each kind there are; nothing before that is known.
    counts: Memo<Option<Vec<(DriftKind, usize)>>>,
}

impl DriftPage {
    fn new(people: PeopleStore) -> Self {
        Self {
            people,
            saving: Saving::new(),
            counts: Memo::new(move |known: Option<&Option<_>>| {
                people.track_drift();
                // What is being worked out again is shown as it was.
                if people.is_settled() {
                    counts(people)
                } else {
                    known.cloned().flatten()
                }
            }),
        }
    }

    /// Why nothing can be changed on platforms, if so.
    fn unchanged_reason(self) -> Signal<Option<&'static str>> {
        Signal::derive(move || self.people.view_only_reason())
    }

    /// Why nothing that the server keeps can be changed, if so.
    fn unsaved_reason(self) -> Signal<Option<&'static str>> {
        Signal::derive(move || self.people.unsaved_reason())
    }

    /// How many findings of a kind there are. Reactive.
    fn count(self, kind: DriftKind) -> usize {
        self.counts
            .with(|counts| {
                let mut counts = counts.iter().flatten();
                counts.find_map(|(one, count)| (*one == kind).then_some(*count))
            })
            .unwrap_or(0)
    }

    /// The kinds of which there are findings, or none. Reactive.
    fn kinds(self, are_found: bool) -> Vec<DriftKind> {
        self.counts.with(|counts| {
            let kinds = counts.iter().flatten();
            let kinds = kinds.filter(|(_, count)| (*count > 0) == are_found);
            kinds.map(|(kind, _)| *kind).collect()
        })
    }

    /// Moves the focus to the section of a kind once everything is worked out again, or to
    /// the page's heading where the section is gone: the button that was pressed went with
    /// its finding.
    fn focus_section(self, kind: DriftKind) {
        spawn(async move {
            self.people.settle().await;
            request_animation_frame(move || {
                let heading = format!("#{} h2", kind_name(kind));
                let found = document().query_selector(&heading).ok().flatten();
                focus(if found.is_some() { &heading } else { "main h1" });
            });
        });
    }
}

/// The counts of all kinds; nothing while no connection is loaded.
fn counts(people: PeopleStore) -> Option<Vec<(DriftKind, usize)>> {
    people.read_drift(|people, _, drift, _| {
        let mut states = (0..people.connections().len()).filter_map(|at| people.state(at));
        states.any(|state| state.has_list).then(|| {
            let counts = DriftKind::ALL.iter();
            counts.map(|kind| (*kind, drift.count(*kind))).collect()
        })
    })
}

/// The page.
pub(crate) fn page() -> AnyView {
    view! { <Page /> }.into_any()
}

#[component]
fn Page() -> impl IntoView {
    show_page(&["Drift"]);
    let people = use_people();
    let page = DriftPage::new(people);
    let load = move || people.load();
    action("Refresh drift", "", load);
    action("Settings of drift", "", move || settings::open(page));
    show_section_of_url(page);
    let is_known = Memo::new(move |_| page.counts.with(Option::is_some));
    view! {
        <Head page=page />
        <RecordsNotice people=people />
        <SavingProblem saving=page.saving />
        <UnknownConnections people=people />
        {move || if is_known.get() {
            view! { <Findings page=page /> }.into_any()
        } else {
            view! { <Unknown people=people /> }.into_any()
        }}
    }
}

/// Scrolls to the section that the URL names, once it is there, and again while what comes
/// above it may move it away.
fn show_section_of_url(page: DriftPage) {
    let hash = window().location().hash().unwrap_or_default();
    let id = hash.trim_start_matches('#').to_owned();
    let is_shown = StoredValue::new(id.is_empty());
    watch(move || {
        page.counts.track();
        let is_loading = page.people.is_loading();
        if is_shown.get_value() {
            return;
        }
        let is_settled = page.people.is_settled();
        is_shown.set_value(is_settled && !is_loading);
        let id = id.clone();
        request_animation_frame(move || {
            if let Some(section) = document().get_element_by_id(&id) {
                section.scroll_into_view();
            }
        });
    });
}

#[component]
fn Head(page: DriftPage) -> impl IntoView {
    let count = move || {
        let total = page.counts.with(|counts| {
            let counts = counts.as_ref()?.iter();
            Some(counts.map(|(_, count)| count).sum::<usize>())
        });
        let count = |total| messages::counted(total, "finding", "findings");
        total.map_or_else(String::new, count)
    };
    // A viewer can save nothing either.
    let reason = move || page.people.unsaved_reason();
    view! {
        <div class="page-head">
            <h1 tabindex="-1">"Drift"</h1>
            <p class="lead">
                "States that are not wanted, the people they concern, and what mends them. Nothing is \
                 changed before you have seen the requests."
            </p>
            <div class="toolbar">
                <PeopleLoadStatus count=Signal::derive(count) people=page.people />
                <button type="button" class="button" on:click=move |_| settings::open(page)>
                    "Settings…"
                </button>
            </div>
            <p class="reason">{reason}</p>
        </div>
    }
}

/// Nothing is known yet.
#[component]
fn Unknown(people: PeopleStore) -> impl IntoView {
    move || {
        let stores = people.user_stores();
        let is_waiting = stores.iter().any(|store| {
            let state = store.load_state();
            state.is_loading() || state.is_loaded()
        });
        if stores.is_empty() || is_waiting {
            view! { <Skeleton /> }.into_any()
        } else {
            let text = "Drift is found in the users of your connections. None of them is loaded.";
            view! {
                <EmptyState title="Nothing is known yet" text=text>
                    <button type="button" class="button" on:click=move |_| people.load()>
                        "Retry"
                    </button>
                </EmptyState>
            }
            .into_any()
        }
    }
}

/// The sections, and what there is none of.
#[component]
fn Findings(page: DriftPage) -> impl IntoView {
    let nothing = move || {
        let kinds = page.kinds(false);
        let titles: Vec<&str> = kinds.iter().map(|kind| drift_title(*kind)).collect();
        (!kinds.is_empty() && kinds.len() < DriftKind::ALL.len()).then(|| {
            view! { <p class="drift-nothing">"Nothing found: " {titles.join(" · ")}</p> }
        })
    };
    let is_empty = Memo::new(move |_| page.kinds(true).is_empty());
    let empty = move || {
        is_empty.get().then(|| {
            let text = "No unwanted state was found in the users that are loaded.";
            view! {
                <EmptyState title="No drift" text=text>
                    <a href=routes::people()>"Go to people"</a>
                </EmptyState>
            }
        })
    };
    view! {
        {empty}
        <For
            each=move || page.kinds(true)
            key=|kind| *kind as u8
            children=move |kind| view! { <DriftSection page=page kind=kind /> }
        />
        {nothing}
        <DismissedList page=page />
    }
}

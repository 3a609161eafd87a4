//! Drift: states that are not wanted, whom they concern, and what mends them.

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
use crate::components::load_status::{LoadButton, StaleNotice};
use crate::components::page_actions::action;
use crate::components::page_title::show_page;
use crate::components::problem_notice::ProblemNotice;
use crate::components::saving::{Saving, SavingProblem};
use crate::components::unknown_connections::UnknownConnections;
use crate::messages;
use crate::messages::people::drift_title;
use crate::routes;
use crate::state::loadable::Phase;
use crate::state::people::{PeopleStore, kind_name, use_people};
use crate::state::stores::use_stores;
use crate::ui::attributes::boolean;
use crate::ui::placeholders::{EmptyState, Skeleton};
use dismissed::DismissedList;
use leptos::prelude::*;
use roster::people::DriftKind;
use section::DriftSection;
use wire::console::Role;

/// What the parts of the page share. All copies are the same.
#[derive(Clone, Copy)]
struct DriftPage {
    people: PeopleStore,
    /// What is being saved about findings.
    saving: Saving,
    /// How many findings of each kind there are; nothing before that is known.
    counts: Memo<Option<Vec<(DriftKind, usize)>>>,
    /// Why nothing can be changed on platforms, and why nothing that the server keeps.
    reasons: Memo<(Option<&'static str>, Option<&'static str>)>,
}

impl DriftPage {
    fn new(people: PeopleStore) -> Self {
        let session = use_stores().session;
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
            reasons: Memo::new(move |_| {
                let is_viewer = session.role() == Role::Viewer;
                let unchanged = is_viewer.then_some(messages::VIEW_ONLY);
                (unchanged, people.unsaved_reason())
            }),
        }
    }

    /// Why nothing can be changed on platforms, if so.
    fn unchanged_reason(self) -> Signal<Option<&'static str>> {
        Signal::derive(move || self.reasons.get().0)
    }

    /// Why nothing that the server keeps can be changed, if so.
    fn unsaved_reason(self) -> Signal<Option<&'static str>> {
        Signal::derive(move || self.reasons.get().1)
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
        let stores = page.people.user_stores();
        let is_loading = stores.iter().any(|store| store.load_state().is_loading());
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
        total.map(|total| messages::counted(total, "finding", "findings"))
    };
    let reason = move || {
        let (unchanged, unsaved) = page.reasons.get();
        unchanged.or(unsaved)
    };
    let is_loading = move || {
        let stores = page.people.user_stores();
        stores.iter().any(|store| store.load_state().is_loading())
    };
    view! {
        <div class="page-head">
            <h1 tabindex="-1">"Drift"</h1>
            <p class="lead">
                "States that are not wanted, the people they concern, and what mends them. Nothing is \
                 changed before you have seen the requests."
            </p>
            <div class="toolbar">
                <p class="meta">
                    <span class="count">{count}</span>
                </p>
                <button
                    type="button"
                    class="button"
                    aria-busy=move || boolean(is_loading())
                    on:click=move |_| page.people.load()
                >
                    "Refresh"
                </button>
                <button type="button" class="button" on:click=move |_| settings::open(page)>
                    "Settings…"
                </button>
            </div>
            <p class="reason">{reason}</p>
        </div>
    }
}

/// What the server keeps about people could not be loaded: what is dismissed and the
/// settings are not known then.
#[component]
fn RecordsNotice(people: PeopleStore) -> impl IntoView {
    let load = move |()| people.load_records();
    let failed = move || {
        let state = people.records_state();
        if state.phase() != Phase::Failed {
            return None;
        }
        let problem = state.problem()?;
        Some(view! {
            <ProblemNotice problem=problem>
                <LoadButton label="Retry" state=state on_press=load />
            </ProblemNotice>
            <p class="reason">
                "Until then the usual settings are used, and dismissed findings are shown."
            </p>
        })
    };
    view! {
        {failed}
        <StaleNotice state=people.records_state() on_retry=load />
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

//! What the palette offers: everything the page can do, every screen, every user.

use crate::components::change_flow::run_report;
use crate::components::navigation::{Navigation, use_navigation};
use crate::components::page_actions::actions;
use crate::lazy::lazy;
use crate::messages::{VIEW_ONLY, changes};
use crate::routes;
use crate::state::stores::{Stores, use_stores};
use crate::state::user_index::UserIndex;
use crate::state::user_store::ended_runs;
use crate::ui::icons::{self, Icon};
use crate::ui::palette::{self, Entry};
use crate::ui::shortcuts;
use leptos::prelude::*;
use roster::Ability;
use roster::view::fold;
use std::rc::Rc;
use wire::console::Role;

/// How many users are shown at most.
const USERS: usize = 50;

/// Its key.
const KEY: &str = "Ctrl+k";

/// Its name.
const LABEL: &str = "Find a user, a page or an action";

/// What the palette is made from. Cheap to clone; all clones are the same.
#[derive(Clone)]
pub(crate) struct Sources {
    stores: Stores,
    index: UserIndex,
    navigation: Navigation,
}

/// The button that opens the palette, which its key does as well.
#[component]
pub(crate) fn FindButton() -> impl IntoView {
    let stores = use_stores();
    let sources = Sources {
        stores,
        index: UserIndex::new(stores.users),
        navigation: use_navigation(),
    };
    let open = UnsyncCallback::new(move |()| {
        let sources = sources.clone();
        lazy_palette().then(move |open| open(&sources));
    });
    shortcuts::shortcut(KEY, LABEL, move || open.run(()));
    view! {
        <button
            type="button"
            class="find"
            title=LABEL
            aria-keyshortcuts="Control+k"
            on:click=move |_| open.run(())
        >
            <Icon strokes=icons::SEARCH />
            // The name begins with what is visible, for people who speak to the page.
            <span class="hidden">{LABEL}</span>
            <span class="find-text" aria-hidden="true">
                "Find"
            </span>
            <span aria-hidden="true"><shortcuts::Keys keys=KEY /></span>
        </button>
    }
}

lazy!(
    /// Opens the palette; the last argument leads to an address.
    pub(crate) lazy_palette from work: fn(&Sources) = open
);

fn open(sources: &Sources) {
    let (growing, sources) = (sources.clone(), sources.clone());
    palette::open(
        LABEL,
        Box::new(move || {
            growing.index.track();
            // The users of every connection are loaded.
            for state in growing.stores.connections.all() {
                let store = untrack(|| growing.stores.users.open(&state));
                store.load_state().loaded_at();
            }
            growing.index.grow();
        }),
        Box::new(move |text| {
            let words = fold(text);
            let words: Vec<&str> = words.split_whitespace().collect();
            let matches = |entry: &Entry| {
                let text = fold(&format!("{} {}", entry.group, entry.label));
                words.iter().all(|word| text.contains(word))
            };
            let mut found = fixed(&sources);
            found.retain(matches);
            found.extend(users(text, &sources));
            found
        }),
    );
}

/// Everything but the users.
fn fixed(sources: &Sources) -> Vec<Entry> {
    let actions = actions().into_iter();
    let mut all: Vec<Entry> = actions
        .map(|action| Entry {
            group: "This page".to_owned(),
            label: action.label,
            detail: String::new(),
            key: action.key,
            missing: action.missing,
            run: action.run,
        })
        .collect();
    all.extend(changes());
    let mut lead = |label: &str, detail: &str, url: String, missing| {
        let navigation = sources.navigation.clone();
        let open = Rc::new(move || navigation.open(&url));
        let entry = entry("Go to", label, detail, open);
        all.push(Entry { missing, ..entry });
    };
    lead("Overview", "", routes::home(), None);
    lead("People", "", routes::people(), None);
    let viewer = sources.stores.session.role() == Role::Viewer;
    let missing = viewer.then_some(VIEW_ONLY);
    lead("Give access", "", routes::give(None), missing);
    lead("Profiles", "", routes::profiles(), None);
    lead("Reconcile with a list", "", routes::reconcile(), None);
    lead("Drift", "", routes::drift(), None);
    lead("Access reviews", "", routes::reviews(), None);
    lead("Approvals", "", routes::approvals(), None);
    for state in untrack(|| sources.stores.connections.all()) {
        let connection = &state.connection;
        let environment = connection.environment.name();
        if let Some(url) = routes::users(&connection.id) {
            let label = format!("Users of {}", connection.label);
            lead(&label, environment, url, None);
        }
        if let Some(url) = routes::invite(&connection.id) {
            let label = format!("Invite to {}", connection.label);
            let store = sources.stores.users.open(&state);
            let missing = store.unavailable_reason(Ability::Invite);
            lead(&label, environment, url, missing);
        }
    }
    lead("Activity", "", routes::activity(), None);
    lead("Audit log", "", routes::trail(), None);
    let mut help = entry(
        "Console",
        "Keyboard shortcuts",
        "",
        Rc::new(shortcuts::show_help),
    );
    help.key = "?";
    all.push(help);
    all
}

/// What can still be done about the changes of this page, the last first.
fn changes() -> Vec<Entry> {
    let mut all = Vec::new();
    for run in ended_runs().into_iter().take(5) {
        let title = changes::title(&run.execution.plan);
        let label = run.store.connection().label.clone();
        let mut offer = |verb: &str, action: Rc<dyn Fn()>| {
            let name = format!("{verb}: {title}");
            all.push(entry("Changes", &name, &label, action));
        };
        if run_report::undo_plan(&run).is_some() {
            let run = run.clone();
            offer("Undo", Rc::new(move || run_report::undo(&run)));
        }
        if run_report::retry_plan(&run).is_some() {
            let run = run.clone();
            offer("Retry", Rc::new(move || run_report::retry(&run)));
        }
        offer("Receipt", Rc::new(move || run_report::open(&run)));
    }
    all
}

fn users(text: &str, sources: &Sources) -> Vec<Entry> {
    let hits = sources.index.find(text, USERS).into_iter();
    hits.map(|hit| {
        let connection = hit.store.connection();
        let url = routes::user(&connection.id, &hit.key);
        let missing = url.is_none().then_some(routes::UNADDRESSABLE);
        let navigation = sources.navigation.clone();
        let group = format!("Users of {}", connection.label);
        let run = Rc::new(move || navigation.open(url.as_deref().unwrap_or_default()));
        Entry {
            missing,
            ..entry(&group, &hit.label, &hit.address, run)
        }
    })
    .collect()
}

fn entry(group: &str, label: &str, detail: &str, run: Rc<dyn Fn()>) -> Entry {
    Entry {
        group: group.to_owned(),
        label: label.to_owned(),
        detail: detail.to_owned(),
        key: "",
        missing: None,
        run,
    }
}

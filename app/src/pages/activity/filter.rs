//! Which requests are shown.

use crate::api::request_log::Entry;
use crate::browser::reactive::watch;
use crate::state::connections::{Connections, Listing};
use crate::ui::dom::{El, el, set_value, value};
use crate::ui::search_box::search_box;
use leptos::prelude::*;
use roster::view::fold;

/// Conditions that must all hold. All copies are the same.
#[derive(Clone, Copy)]
pub(super) struct Filter {
    text: RwSignal<String>,
    /// A connection's id; any where it is empty.
    connection: RwSignal<String>,
    failures: RwSignal<bool>,
    writes: RwSignal<bool>,
}

impl Filter {
    /// Everything is shown.
    pub(super) fn new() -> Self {
        Self {
            text: RwSignal::new(String::new()),
            connection: RwSignal::new(String::new()),
            failures: RwSignal::new(false),
            writes: RwSignal::new(false),
        }
    }

    pub(super) fn clear(self) {
        self.text.set(String::new());
        self.connection.set(String::new());
        self.failures.set(false);
        self.writes.set(false);
    }

    /// Whether `entry` is shown. Reactive.
    pub(super) fn passes(self, entry: &Entry) -> bool {
        let wanted = self.connection.read();
        let is_hidden = self.failures.get() && !entry.is_failure()
            || self.writes.get() && !entry.route.writes
            || !wanted.is_empty() && *wanted != entry.connection;
        let words = fold(&self.text.read());
        !is_hidden
            && (words.is_empty() || {
                let body = entry.body.as_deref().unwrap_or_default();
                let texts = [&*entry.action(), &entry.target, body, &entry.answer];
                let text = fold(&texts.join(" "));
                words.split_whitespace().all(|word| text.contains(word))
            })
    }

    /// What sets it.
    pub(super) fn controls(self) -> El {
        let (search, _) = search_box("Search requests", self.text);
        el("div", "toolbar")
            .child(search)
            .child(self.connections())
            .child(tick("Failures only", self.failures))
            .child(tick("Changes only", self.writes))
    }

    fn connections(self) -> El {
        let listing = expect_context::<Connections>().0;
        let select = el("select", "").attr("aria-label", "Connection");
        let element = select.element().clone();
        let chosen = element.clone();
        let select = select.on("change", move || self.connection.set(value(&element)));
        let first = el("option", "").attr("value", "").text("All connections");
        let select = match listing.get_untracked() {
            Listing::Ready(all) => all.iter().fold(select.child(first), |select, known| {
                let connection = &known.connection;
                let option = el("option", "").attr("value", &connection.id);
                select.child(option.text(&connection.label))
            }),
            _ => select.child(first),
        };
        watch(move || set_value(&chosen, &self.connection.read()));
        select
    }
}

fn tick(label: &str, held: RwSignal<bool>) -> El {
    let input = el("input", "").attr("type", "checkbox");
    let element = input.element().clone();
    watch(move || crate::ui::dom::set_property(&element, "checked", &held.get().into()));
    let input = input.on("change", move || held.update(|held| *held = !*held));
    el("label", "choice")
        .child(input)
        .child(el("span", "").text(label))
}

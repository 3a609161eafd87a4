//! Which entries are shown: the server looks for them.

use crate::browser::reactive::watch;
use crate::routes::AuditQuery;
use crate::state::audit_log::AuditLog;
use crate::state::connections::{Connections, Listing};
use crate::ui::dom::{El, el, new_id, set_value, value};
use crate::ui::filter::{Options, filter};
use crate::ui::search_box::search_box;
use leptos::prelude::*;
use std::collections::BTreeSet;
use wire::console::TrailKind;

/// One part of what is asked for.
type Part = fn(&mut AuditQuery) -> &mut String;

/// What sets what is asked for.
pub(super) fn controls(trail: AuditLog, traced: RwSignal<AuditQuery>) -> El {
    let (search, _) = search_box("Search entries", searched(traced));
    el("div", "toolbar")
        .child(search)
        .child(kind(traced))
        .child(connection(traced))
        .children(who(trail, traced).into())
        .child(
            el("div", "days")
                .child(day("From", traced, |traced| &mut traced.since))
                .child(day("To", traced, |traced| &mut traced.until)),
        )
}

fn part(traced: RwSignal<AuditQuery>, part: Part) -> String {
    let mut traced = traced.get();
    std::mem::take(part(&mut traced))
}

fn set(traced: RwSignal<AuditQuery>, part: Part, to: String) {
    if traced.with_untracked(|all| *part(&mut all.clone()) != to) {
        traced.update(|all| *part(all) = to);
    }
}

/// The text that is searched for, by itself.
fn searched(traced: RwSignal<AuditQuery>) -> RwSignal<String> {
    let text = RwSignal::new(traced.with_untracked(|all| all.text.clone()));
    watch(move || set(traced, |all| &mut all.text, text.get()));
    watch(move || {
        let now = traced.with(|all| all.text.clone());
        if text.with_untracked(|text| *text != now) {
            text.set(now);
        }
    });
    text
}

/// A person's name, with those that are shown to choose from.
fn who(trail: AuditLog, traced: RwSignal<AuditQuery>) -> [El; 2] {
    let id = new_id();
    let choices = id.clone();
    let names = Memo::new(move |_| {
        trail.changes.with(|all| {
            let names = all.iter().filter_map(|(_, one)| one.who.clone());
            names.collect::<BTreeSet<String>>()
        })
    });
    let list = el("span", "page").live(move || {
        let list = el("datalist", "").attr("id", &id);
        Some(names.with(|names| {
            names.iter().fold(list, |list, name| {
                list.child(el("option", "").attr("value", name))
            })
        }))
    });
    let input = el("input", "filter")
        .attr("type", "text")
        .attr("aria-label", "Who")
        .attr("placeholder", "Who")
        .attr("autocomplete", "off")
        .attr("spellcheck", "false");
    let input = input.attr("list", &choices);
    [input_of(input, traced, |all| &mut all.who), list]
}

/// A day, in the reader's own time.
fn day(label: &str, traced: RwSignal<AuditQuery>, of: Part) -> El {
    let input = el("input", "filter").attr("type", "date");
    el("label", "choice")
        .child(el("span", "").text(label))
        .child(input_of(input, traced, of))
}

/// `input` as the control of a part, which is set once it is left.
fn input_of(input: El, traced: RwSignal<AuditQuery>, of: Part) -> El {
    let [shown, changed] = [(); 2].map(|()| input.element().clone());
    watch(move || set_value(&shown, &part(traced, of)));
    input
        .live_attr("data-active", move || {
            crate::ui::dom::boolean(!part(traced, of).is_empty())
        })
        .on("change", move || set(traced, of, value(&changed)))
}

/// What the entries are about.
fn kind(traced: RwSignal<AuditQuery>) -> El {
    let options = Memo::new(|_| {
        let option = |(value, label): (&str, &str)| (value.to_owned(), label.to_owned());
        [
            ("", "All entries"),
            (TrailKind::Change.name(), "Changes"),
            (TrailKind::Session.name(), "Sign-ins and sessions"),
            (TrailKind::Log.name(), "Reads of this log"),
        ]
        .map(option)
        .into()
    });
    filter(
        "Kind",
        options,
        move || part(traced, |all| &mut all.kind),
        move |to| set(traced, |all| &mut all.kind, to),
    )
}

fn connection(traced: RwSignal<AuditQuery>) -> El {
    let listing = expect_context::<Connections>().0;
    let options = Memo::new(move |_| {
        let mut options: Options = vec![(String::new(), "All connections".to_owned())];
        if let Listing::Ready(all) = listing.get() {
            let one = |known: crate::state::connections::ConnectionState| {
                (known.connection.id.clone(), known.connection.label)
            };
            options.extend(all.into_iter().map(one));
        }
        options
    });
    filter(
        "Connection",
        options,
        move || part(traced, |all| &mut all.connection),
        move |to| set(traced, |all| &mut all.connection, to),
    )
}

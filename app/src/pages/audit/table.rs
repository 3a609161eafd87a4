//! The entries, row by row.

use super::{entry, event_labels, labels};
use crate::browser::time;
use crate::components::log_page::log;
use crate::state::audit_log::AuditLog;
use crate::state::connections::connection_label;
use crate::ui::button::button;
use crate::ui::dom::{El, Item, el};
use crate::ui::icons::{self, icon};
use leptos::prelude::*;
use std::sync::Arc;
use wire::console::{TrailChange, TrailKind, TrailOutcome};

/// The table of what is loaded; hidden where that is nothing.
pub(super) fn table(trail: AuditLog) -> El {
    let columns = ["When", "Who", "What", "About", "Connection", "Outcome"];
    let items = move || {
        let item = |(key, change): &(u32, Arc<TrailChange>)| {
            let change = change.clone();
            Item {
                key: *key,
                view: Box::new(move || row(&change)),
            }
        };
        trail.changes.with(|all| all.iter().map(item).collect())
    };
    log("log trail", "Entries", &columns, items)
        .live_flag("hidden", move || trail.changes.with(Vec::is_empty))
}

fn row(change: &Arc<TrailChange>) -> El {
    let cell = |class: &str| el("td", class).attr("role", "cell");
    let day = time::write(&change.at).map_or_else(|| change.at.clone(), |at| at.day);
    let clock = time::clock(&change.at).unwrap_or_default();
    let time = el("time", "")
        .attr("datetime", &change.at)
        .attr("title", &change.at)
        .text(&[&*day, " ", &*clock].concat());
    let label = match change.kind {
        TrailKind::Change => connection_label(&change.connection),
        TrailKind::Session | TrailKind::Log => "Rollcall".to_owned(),
    };
    let (opened, connection) = (change.clone(), label.clone());
    let open = button(&labels::what(change), move || {
        entry::open(&opened, &connection);
    })
    .attr("class", "link");
    let who = match change.who.as_deref() {
        Some(who) => el("span", "").text(who),
        None if change.kind == TrailKind::Session => el("span", "none").text("unknown"),
        None => el("span", "none").text("nobody signed in"),
    };
    let who = cell("log-who").child(who);
    let who = match change.via.as_deref() {
        Some(via) => who.child(
            el("span", "log-via")
                .attr("title", &event_labels::via(via))
                .text(event_labels::via_in_short(via)),
        ),
        None => who,
    };
    let (label_of, key) = (labels::label(change), labels::key(change));
    let about = el("span", "clamp")
        .attr("title", &key)
        .text(&label_of)
        .text(if label_of.is_empty() { "" } else { " " })
        .child(el("span", "name").text(&key));
    let (said, is_trouble) = labels::outcome(change);
    let class = if is_trouble { "log-failed" } else { "" };
    el("tr", class)
        .attr("role", "row")
        .child(cell("log-time").child(time))
        .child(who)
        .child(
            el("th", "log-action")
                .attr("role", "rowheader")
                .attr("scope", "row")
                .child(open),
        )
        .child(cell("log-request").child(about))
        .child(cell("log-connection").text(&label))
        .child(cell("log-answer").child(mark(change, &said)))
}

/// The outcome, with a shape.
fn mark(change: &TrailChange, said: &str) -> El {
    let strokes = match &change.outcome {
        _ if change.damage.is_some() => icons::ALERT,
        TrailOutcome::Open => return el("span", "log-said").text(said),
        TrailOutcome::Status(status) if *status < 400 => icons::CHECK,
        TrailOutcome::Done => icons::CHECK,
        _ => icons::ALERT,
    };
    el("span", "log-said")
        .child(icon(strokes))
        .child(el("span", "").text(said))
}

//! The requests, row by row.

use super::entry;
use crate::activity::Entry;
use crate::connections::{Connections, Listing};
use crate::time;
use crate::ui::button::button;
use crate::ui::dom::{El, Item, el};
use crate::ui::icons::{self, icon};
use leptos::prelude::*;
use std::sync::Arc;

/// The table of `entries`; hidden where there are none.
pub(super) fn table(entries: impl Fn() -> Vec<Arc<Entry>> + Copy + 'static) -> El {
    let columns = ["Time", "Connection", "Action", "Request", "Answer", "Took"];
    let items = move || {
        let item = |entry: Arc<Entry>| Item {
            key: entry.number,
            view: Box::new(move || row(&entry)),
        };
        entries().into_iter().map(item).collect()
    };
    log("log", "Requests", &columns, items).live_flag("hidden", move || entries().is_empty())
}

/// A table of the class `class` of what happened, called `caption`, in its frame.
pub(crate) fn log(
    class: &str,
    caption: &str,
    columns: &[&str],
    items: impl Fn() -> Vec<Item> + 'static,
) -> El {
    let head = columns
        .iter()
        .fold(el("tr", "").attr("role", "row"), |row, title| {
            row.child(
                el("th", "")
                    .attr("role", "columnheader")
                    .attr("scope", "col")
                    .text(title),
            )
        });
    let body = el("tbody", "").attr("role", "rowgroup").keyed(items);
    // The roles repeat what the elements say: narrow pages show rows as cards.
    let table = el("table", class)
        .attr("role", "table")
        .child(el("caption", "hidden").text(caption))
        .child(el("thead", "").attr("role", "rowgroup").child(head))
        .child(body);
    el("div", "log-frame").child(table)
}

fn row(entry: &Arc<Entry>) -> El {
    let cell = |class: &str| el("td", class).attr("role", "cell");
    let at = time::clock(&entry.time).unwrap_or_default();
    let whole = time::write(&entry.time).map(|time| time.whole);
    let time = el("time", "")
        .attr("datetime", &entry.time)
        .attr("title", &whole.unwrap_or_default())
        .text(&at);
    let connection = connection_label(&entry.connection);
    let (opened, label) = (entry.clone(), connection.clone());
    let open = button(&entry.action(), move || entry::open(&opened, &label)).attr("class", "link");
    let request = [entry.route.method.as_str(), " ", &*entry.target].concat();
    let row = el("tr", "").attr("role", "row");
    let row = if entry.is_failure() {
        row.attr("class", "log-failed")
    } else {
        row
    };
    row.child(cell("log-time").child(time))
        .child(cell("log-connection").text(&connection))
        .child(
            el("th", "log-action")
                .attr("role", "rowheader")
                .attr("scope", "row")
                .child(open),
        )
        .child(cell("log-request").child(el("span", "name clamp").text(&request)))
        .child(answer(cell("log-answer"), entry))
        .child(cell("log-took").text(&took(entry.took)))
}

/// The status, with a shape and a word where it is a failure.
fn answer(cell: El, entry: &Entry) -> El {
    let said = status(entry);
    if entry.is_failure() {
        let frame = el("span", "log-said").child(icon(icons::ALERT));
        cell.child(frame.text(&said))
    } else {
        cell.text(&said)
    }
}

/// The status in words.
pub(super) fn status(entry: &Entry) -> String {
    match entry.status {
        None => "No answer".to_owned(),
        Some(404) if !entry.is_failure() => "404, not there".to_owned(),
        Some(status) if entry.is_failure() => [&*status.to_string(), ", failed"].concat(),
        Some(status) => status.to_string(),
    }
}

/// A time span: “120 ms”, “1.2 s”.
pub(crate) fn took(milliseconds: u32) -> String {
    if milliseconds < 1000 {
        return [&*milliseconds.to_string(), " ms"].concat();
    }
    let tenths = milliseconds / 100;
    let [whole, rest] = [tenths / 10, tenths % 10].map(|part| part.to_string());
    [&*whole, ".", &*rest, " s"].concat()
}

/// A connection's name for people.
pub(crate) fn connection_label(id: &str) -> String {
    let listing = use_context::<Connections>().map(|one| one.0.get_untracked());
    let found = match &listing {
        Some(Listing::Ready(all)) => all.iter().find(|known| known.connection.id == id),
        _ => None,
    };
    found.map_or_else(|| id.to_owned(), |known| known.connection.label.clone())
}

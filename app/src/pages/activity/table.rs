//! The requests, row by row.

use super::{entry, status};
use crate::api::request_log::Entry;
use crate::browser::time;
use crate::browser::time::took;
use crate::components::log_page::log;
use crate::state::connections::connection_label;
use crate::ui::button::button;
use crate::ui::dom::{El, Item, el};
use crate::ui::icons::{self, icon};
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

//! One entry of the trail, in full.

use super::{event_labels, labels};
use crate::browser::time;
use crate::ui::button::button;
use crate::ui::code_block::code_block;
use crate::ui::dialog;
use crate::ui::dom::{El, el};
use crate::ui::key_values::{exact, key_values, plain};
use std::sync::Arc;
use wire::console::{TrailChange, TrailKind};

/// Shows all of it.
pub(super) fn open(change: &Arc<TrailChange>, connection: &str) {
    let (change, connection) = (change.clone(), connection.to_owned());
    dialog::open(&labels::what(&change), move |dialog| {
        let closing = dialog.clone();
        let actions = el("div", "actions").child(button("Close", move || closing.close()));
        facts(&change, &connection).child(actions)
    });
}

fn facts(change: &TrailChange, connection: &str) -> El {
    let when = |text: &str| match time::write(text) {
        Some(written) => el("time", "")
            .attr("datetime", text)
            .attr("title", text)
            .text(&written.whole),
        None => plain(text),
    };
    let via = change.via.as_deref().map(event_labels::via);
    let via = via.unwrap_or_default();
    let mut pairs = vec![
        ("Outcome", plain(&labels::in_full(change))),
        ("Who", plain(change.who.as_deref().unwrap_or_default())),
        ("Signed in with", plain(&via)),
        (
            "Address",
            exact(change.address.as_deref().unwrap_or_default()),
        ),
        ("When", when(&change.at)),
    ];
    if change.kind == TrailKind::Change {
        pairs.extend([
            ("Ended", when(change.ended.as_deref().unwrap_or_default())),
            ("Connection", plain(connection)),
            ("Endpoint", exact(&change.action)),
            ("About", exact(&labels::key(change))),
            ("Called", plain(&labels::label(change))),
        ]);
    }
    pairs.extend([
        ("Number in the trail", plain(&change.number.to_string())),
        ("Hash", exact(change.hash.as_deref().unwrap_or_default())),
        ("Request's number", exact(&change.id)),
    ]);
    let mut body = el("div", "dialog-body");
    if let Some(damage) = &change.damage {
        let said = [
            "This record cannot be read as it was written: ",
            damage,
            ". Run rollcall audit verify on the server.",
        ];
        body = body.child(el("p", "").text(&said.concat()));
    }
    body = body.child(key_values(pairs));
    let query: Vec<String> = change
        .request
        .query
        .iter()
        .map(|(name, value)| [name, " = ", &**value].concat())
        .collect();
    if !query.is_empty() {
        body = body.child(code_block("Parameters", &query.join("\n")));
    }
    match labels::sent(change) {
        Some(sent) => body.child(code_block("What was sent", &sent)),
        None => body,
    }
}

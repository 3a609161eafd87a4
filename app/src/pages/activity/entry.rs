//! One request, in full.

use super::status;
use crate::api::request_log::Entry;
use crate::api::transport::Browser;
use crate::browser::announce::announce;
use crate::browser::task::spawn;
use crate::browser::time;
use crate::browser::time::took;
use crate::ui::button::{button, primary};
use crate::ui::code_block::code_block;
use crate::ui::dialog;
use crate::ui::dom::{El, el};
use crate::ui::key_values::{exact, key_values, plain};
use roster::Transport;
use std::sync::Arc;

/// Shows all of it.
pub(super) fn open(entry: &Arc<Entry>, label: &str) {
    let (entry, label) = (entry.clone(), label.to_owned());
    dialog::open(&entry.action(), move |dialog| {
        let closing = dialog.clone();
        let mut actions = el("div", "actions");
        if entry.is_failure()
            && let Some(request) = entry.again.clone()
        {
            let sender = Browser::new(entry.connection.clone());
            let again = dialog.clone();
            actions = actions.child(primary("Send again", move || {
                again.close();
                let (sender, request) = (sender.clone(), request.clone());
                spawn(async move {
                    let said = match sender.send(&request).await {
                        Ok(response) if response.is_success() => "Answered this time.",
                        _ => "Failed again. It stands at the top.",
                    };
                    announce(said);
                });
            }));
        }
        let actions = actions.child(button("Close", move || closing.close()));
        facts(&entry, &label).child(actions)
    });
}

fn facts(entry: &Entry, label: &str) -> El {
    let whole = time::write(&entry.time).map_or_else(String::new, |time| time.whole);
    let kind = if entry.route.writes {
        "Change"
    } else {
        "Question"
    };
    let request = [entry.route.method.as_str(), " ", &*entry.target].concat();
    let mut pairs = vec![
        ("Connection", plain(label)),
        ("When", plain(&whole)),
        ("Kind", plain(kind)),
        ("Endpoint", exact(entry.route.id)),
        ("Request", exact(&request)),
        ("Answer", plain(&status(entry))),
        ("Took", plain(&took(entry.took))),
    ];
    if !entry.id.is_empty() {
        pairs.push(("In the server's log", exact(&entry.id)));
    }
    let mut body = el("div", "dialog-body")
        .child(key_values(pairs))
        .child(code_block("as curl", &entry.curl));
    if let Some(sent) = entry.body.as_deref().filter(|sent| !sent.is_empty()) {
        body = body.child(code_block("what was sent", sent));
    }
    let answer = match &*entry.answer {
        "" => "(nothing)",
        answer => answer,
    };
    body.child(code_block("the answer", answer))
}

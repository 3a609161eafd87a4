//! The record to the letter, asked for when it is wanted.

use super::User;
use crate::browser::task::spawn;
use crate::messages;
use crate::ui::button::button;
use crate::ui::code_block::code_block;
use crate::ui::dom::{El, el};
use crate::ui::panel::folded_section;
use leptos::prelude::*;
use roster::Transport;
use wire::{Endpoint, Platform, Request, actian, metabase, pivot};

pub(super) fn part(user: &User) -> El {
    let answers: RwSignal<Vec<(String, String)>> = RwSignal::new(Vec::new());
    let asking = user.clone();
    let read = button("Read it now", move || read(&asking, answers));
    let body = el("div", "stack")
        .child(el("p", "hint").text("What the platform answers about this user, to the letter."))
        .child(el("div", "actions").child(read))
        .live(move || {
            let answers = answers.get();
            (!answers.is_empty()).then(|| {
                answers
                    .iter()
                    .fold(el("div", "stack"), |all, (label, body)| {
                        all.child(code_block(label, body))
                    })
            })
        });
    folded_section("Raw record", body)
}

/// The requests that read the user.
pub(super) fn requests(user: &User) -> Vec<Request> {
    let key = user.key.to_string();
    let found = match user.platform() {
        Platform::Pivot => vec![
            pivot::GetUser { name: key.clone() }.request(),
            pivot::GetStatus { name: key }.request(),
        ],
        Platform::Actian => vec![
            actian::GetUser {
                tenant: user.store.connection().tenant.clone(),
                email: key,
            }
            .request(),
        ],
        Platform::Metabase => match key.parse() {
            Ok(id) => vec![metabase::GetUser { id }.request()],
            Err(_) => Vec::new(),
        },
    };
    found.into_iter().flatten().collect()
}

fn read(user: &User, answers: RwSignal<Vec<(String, String)>>) {
    let user = user.clone();
    spawn(async move {
        let mut all = Vec::new();
        for request in requests(&user) {
            let label = [request.route.method.as_str(), " ", &*request.target()].concat();
            let said = match user.store.transport.send(&request).await {
                Ok(response) => {
                    let status = ["status ", &response.status.to_string()].concat();
                    ([&*label, ", ", &*status].concat(), indented(&response.body))
                }
                Err(error) => {
                    let details = messages::of_transport(&error);
                    (
                        label,
                        [details.words, " ".to_owned(), details.advice].concat(),
                    )
                }
            };
            all.push(said);
        }
        answers.try_set(all);
    });
}

/// JSON on several lines; anything else as it is.
fn indented(body: &str) -> String {
    let parsed = js_sys::JSON::parse(body).ok();
    let text = parsed.and_then(|value| {
        js_sys::JSON::stringify_with_replacer_and_space(
            &value,
            &wasm_bindgen::JsValue::NULL,
            &2.into(),
        )
        .ok()
    });
    text.map_or_else(|| body.to_owned(), String::from)
}

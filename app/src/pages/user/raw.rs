//! The record to the letter, asked for when it is wanted.

use super::User;
use crate::components::load_status::LoadButton;
use crate::messages::{self, Problem};
use crate::state::loadable::Loadable;
use crate::ui::code_block::CodeBlock;
use crate::ui::panel::FoldedSection;
use leptos::prelude::*;
use roster::Transport;
use wire::Request;

/// The answers about the user as they came, once they are asked for.
#[component]
pub(super) fn RawRecord(user: User) -> impl IntoView {
    let answers = Loadable::new(Vec::new());
    let state = answers.state().clone();
    let blocks = {
        let answers = answers.value();
        move || {
            let answers = answers.get();
            (!answers.is_empty()).then(|| {
                let block = |(label, text)| view! { <CodeBlock label=label text=text /> };
                view! { <div class="stack">{answers.into_iter().map(block).collect_view()}</div> }
            })
        }
    };
    let read = move |()| answers.load(read(user.clone()));
    view! {
        <FoldedSection title="Raw record">
            <div class="stack">
                <p class="hint">"What the platform answers about this user, to the letter."</p>
                <div class="actions">
                    <LoadButton label="Read it now" state=state on_press=read />
                </div>
                {blocks}
            </div>
        </FoldedSection>
    }
}

/// The requests that read the user.
pub(super) fn requests(user: &User) -> Vec<Request> {
    let requests = user
        .edit_support()
        .read_requests(user.store.connection(), &user.key);
    requests.into_iter().flatten().collect()
}

/// Each request with its answer. One that failed has the reason in its place.
async fn read(user: User) -> Result<Vec<(String, String)>, Problem> {
    let mut answers = Vec::new();
    for request in requests(&user) {
        let label = format!("{} {}", request.route.method.as_str(), request.target());
        answers.push(match user.store.transport.send(&request).await {
            Ok(response) => (
                format!("{label}, status {}", response.status),
                indented(&response.body),
            ),
            Err(error) => {
                let details = messages::transport_details(&error);
                (label, format!("{} {}", details.words, details.advice))
            }
        });
    }
    Ok(answers)
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

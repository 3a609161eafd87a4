//! Every request this page can make, before it is made.

use super::User;
use super::{actions, raw};
use crate::browser::time;
use crate::messages;
use crate::ui::code_block::CodeBlock;
use crate::ui::panel::FoldedSection;
use leptos::ev::Event;
use leptos::prelude::*;
use roster::Step;

/// Every request this page can make, as command lines.
#[component]
pub(super) fn Requests(user: User) -> impl IntoView {
    let opened = RwSignal::new(false);
    // Made when it is looked at, and again when the user has changed.
    let blocks = move || {
        opened.get().then(|| {
            user.record.track();
            let block = |(label, lines)| view! { <CodeBlock label=label text=lines /> };
            let blocks = untrack(|| command_lines(&user));
            view! { <div class="stack">{blocks.into_iter().map(block).collect_view()}</div> }
        })
    };
    view! {
        <FoldedSection
            title="Requests this page can make"
            on:toggle=move |_: Event| opened.set(true)
        >
            <div class="stack">
                <p class="hint">
                    "Ready to paste into a shell, through this console's server. Secrets are left out."
                </p>
                {blocks}
            </div>
        </FoldedSection>
    }
}

/// Each thing that can be done, with its requests as command lines.
fn command_lines(user: &User) -> Vec<(String, String)> {
    let connection = user.store.connection();
    let reading: Vec<_> = raw::requests(user).into_iter().map(Ok).collect();
    let read =
        messages::curl(connection, &reading).map(|lines| ("Read the user".to_owned(), lines));
    let now = time::now_rfc3339();
    let changes = actions::samples(user)
        .into_iter()
        .filter_map(|(label, change)| {
            let plan = user.plan(&change);
            let steps = plan.items.first()?;
            let steps = plan.steps(steps, &now).ok();
            let requests: Vec<_> = steps.iter().flatten().map(Step::request).collect();
            messages::curl(connection, &requests).map(|lines| (label, lines))
        });
    read.into_iter().chain(changes).collect()
}

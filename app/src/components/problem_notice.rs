//! The notice of a failure: what happened, in whose words, what to do.

use crate::messages::Problem;
use crate::ui::notice::{self, Notice};
use leptos::prelude::*;

/// A failure with what can be done about it. It is read out at once.
#[component]
pub(crate) fn ProblemNotice(
    problem: Problem,
    /// Buttons for what can be done.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let Problem { title, details } = problem;
    let details = notice::Details {
        words: details.words,
        advice: details.advice,
        request: details.request,
        answer: details.answer,
    };
    let children = children.unwrap_or_else(|| Box::new(|| ().into_any()));
    view! {
        <Notice title=title details=details>
            {children()}
        </Notice>
    }
}

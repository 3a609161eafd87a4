//! The notice of a failure: what happened, in whose words, what to do.

use crate::messages::{Details, Problem};
use crate::ui::notice::Notice;
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
    let Details {
        words,
        advice,
        request,
        answer,
    } = details;
    let children = children.unwrap_or_else(|| Box::new(|| ().into_any()));
    view! {
        <Notice title=title words=words advice=advice request=request answer=answer>
            {children()}
        </Notice>
    }
}

//! A link that looks like a button.

use super::toast;
use leptos::either::Either;
use leptos::prelude::*;

/// A link that looks like a button. Where it is unavailable it leads nowhere, and
/// shows the reason.
#[component]
pub(crate) fn ButtonLink(
    /// Its classes.
    #[prop(default = "button")]
    class: &'static str,
    /// Its text.
    #[prop(into)]
    label: String,
    /// Its accessible name, where that is not its text.
    #[prop(optional, into)]
    name: Option<String>,
    /// Where it leads.
    #[prop(into)]
    url: String,
    /// Why it is unavailable, if it is.
    #[prop(default = None)]
    unavailable: Option<&'static str>,
) -> impl IntoView {
    match unavailable {
        None => Either::Left(view! {
            <a class=class href=url aria-label=name>
                {label}
            </a>
        }),
        Some(reason) => Either::Right(view! {
            <button
                type="button"
                class=class
                title=reason
                aria-label=name
                aria-disabled="true"
                on:click=move |_| toast::say(reason)
            >
                {label}
            </button>
        }),
    }
}

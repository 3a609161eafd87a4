//! What is known about one thing: names and values.

use leptos::prelude::*;

/// A list of names with their values.
#[component]
pub(crate) fn KeyValues<N>(
    /// Each name with its value, as [`Plain`] or [`Exact`] or anything else.
    pairs: Vec<(N, AnyView)>,
) -> impl IntoView
where
    N: Into<String>,
{
    let pairs = pairs.into_iter().map(|(name, value)| (name.into(), value));
    list(pairs.collect())
}

fn list(pairs: Vec<(String, AnyView)>) -> impl IntoView {
    let rows = pairs.into_iter().map(|(name, value)| {
        view! {
            <div>
                <dt>{name}</dt>
                <dd>{value}</dd>
            </div>
        }
    });
    view! { <dl class="pairs">{rows.collect_view()}</dl> }
}

/// A value, or that there is none.
#[component]
pub(crate) fn Plain(#[prop(into)] text: String) -> impl IntoView {
    value("", text)
}

/// A value to the letter, such as a key or an address; or that there is none.
#[component]
pub(crate) fn Exact(#[prop(into)] text: String) -> impl IntoView {
    value("name", text)
}

fn value(class: &'static str, text: String) -> impl IntoView {
    let (class, text) = if text.is_empty() {
        ("none", "none".to_owned())
    } else {
        (class, text)
    };
    view! { <span class=class>{text}</span> }
}

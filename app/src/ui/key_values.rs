//! What is known about one thing: names and values.

use super::dom::{El, el};
use leptos::prelude::*;

/// A list of names with their values. An empty value is said to be none.
pub(crate) fn key_values(pairs: Vec<(&str, El)>) -> El {
    pairs
        .into_iter()
        .fold(el("dl", "pairs"), |list, (name, value)| {
            list.child(
                el("div", "")
                    .child(el("dt", "").text(name))
                    .child(el("dd", "").child(value)),
            )
        })
}

/// A plain value, or that there is none.
pub(crate) fn plain(text: &str) -> El {
    if text.is_empty() {
        el("span", "none").text("none")
    } else {
        el("span", "").text(text)
    }
}

/// A value to the letter, as a key or an address.
pub(crate) fn exact(text: &str) -> El {
    plain(text).attr("class", if text.is_empty() { "none" } else { "name" })
}

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

//! A filter: one of several values, or any.

use super::attributes::boolean;
use leptos::prelude::*;

/// What can be chosen: its value and its label.
pub(crate) type Options = Vec<(String, String)>;

/// A choice of one of several values, or any.
#[component]
pub(crate) fn Filter(
    #[prop(into)] label: String,
    /// The first one, whose value is empty, lets everything through.
    #[prop(into)]
    options: Signal<Options>,
    /// The value that is chosen.
    #[prop(into)]
    chosen: Signal<String>,
    #[prop(into)] on_choose: UnsyncCallback<String>,
) -> impl IntoView {
    let all = move || {
        let (mut options, chosen) = (options.get(), chosen.get());
        // A choice that is not among them (any more) is shown all the same: it
        // hides rows.
        if !options.iter().any(|(value, _)| *value == chosen) {
            options.push((chosen.clone(), chosen));
        }
        options
    };
    let option = move |(value, label): (String, String)| {
        let is_chosen = {
            let value = value.clone();
            move || chosen.with(|chosen| *chosen == value)
        };
        view! {
            <option value=value prop:selected=is_chosen>
                {label}
            </option>
        }
    };
    view! {
        <select
            class="filter"
            aria-label=label
            data-active=move || boolean(chosen.with(|chosen| !chosen.is_empty()))
            on:change:target=move |event| on_choose.run(event.target().value())
        >
            <For each=all key=Clone::clone children=option />
        </select>
    }
}

//! Controls of the settings: one choice each, without a form around them.

use crate::ui::attributes::new_id;
use leptos::prelude::*;

/// What can be chosen: its value and its label.
pub(super) type Options = Vec<(String, String)>;

/// `options`, and before them none of them.
pub(super) fn or_none(none: &str, options: &Options) -> Options {
    let none = (String::new(), none.to_owned());
    std::iter::once(none)
        .chain(options.iter().cloned())
        .collect()
}

/// A choice of one of several values.
#[component]
pub(super) fn Choice(
    #[prop(into)] label: String,
    #[prop(optional, into)] hint: String,
    options: Options,
    #[prop(into)] chosen: Signal<String>,
    #[prop(into)] on_choose: UnsyncCallback<String>,
) -> impl IntoView {
    let id = new_id();
    let hint_id = format!("{id}h");
    let options = options.into_iter().map(|(value, label)| {
        let is_chosen = {
            let value = value.clone();
            move || chosen.with(|chosen| *chosen == value)
        };
        view! {
            <option value=value prop:selected=is_chosen>
                {label}
            </option>
        }
    });
    let described_by = (!hint.is_empty()).then(|| hint_id.clone());
    let hint = (!hint.is_empty()).then(|| {
        view! {
            <p class="hint" id=hint_id>
                {hint}
            </p>
        }
    });
    view! {
        <div class="field">
            <label for=id.clone()>{label}</label>
            <select
                id=id
                aria-describedby=described_by
                on:change:target=move |event| on_choose.run(event.target().value())
            >
                {options.collect_view()}
            </select>
            {hint}
        </div>
    }
}

/// A box to tick.
#[component]
pub(super) fn Tick(
    #[prop(into)] label: String,
    #[prop(into)] is_ticked: Signal<bool>,
    #[prop(into)] on_change: UnsyncCallback<bool>,
) -> impl IntoView {
    view! {
        <label class="choice">
            <input
                type="checkbox"
                prop:checked=is_ticked
                on:change:target=move |event| on_change.run(event.target().checked())
            />
            <span>{label}</span>
        </label>
    }
}

//! One of few, all of them in sight.

use super::attributes::boolean;
use super::icons::Icon;
use leptos::prelude::*;

/// A row of buttons of which one is pressed.
#[component]
pub(crate) fn Segmented(
    /// What is chosen.
    label: &'static str,
    /// Each button's label and its icon's strokes.
    segments: &'static [(&'static str, &'static str)],
    /// Which one is pressed at first.
    first: usize,
    /// Called with the number of the one that is pressed.
    on_choose: fn(usize),
) -> impl IntoView {
    let chosen = RwSignal::new(first);
    let segment = move |(index, (label, strokes)): (usize, &(&'static str, &'static str))| {
        view! {
            <button
                type="button"
                title=*label
                aria-label=*label
                aria-pressed=move || boolean(chosen.get() == index)
                on:click=move |_| {
                    chosen.set(index);
                    on_choose(index);
                }
            >
                <Icon strokes=strokes />
            </button>
        }
    };
    view! {
        <div class="segmented" role="group" aria-label=label>
            {segments.iter().enumerate().map(segment).collect_view()}
        </div>
    }
}

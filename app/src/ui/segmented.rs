//! One of few, all of them in sight.

use super::dom::{El, boolean, el};
use super::icons::Icon;
use super::icons::icon;
use leptos::prelude::*;

/// A row of buttons called `label`, each with its label and its icon's strokes,
/// of which the one at `first` is pressed at first; `choose` is told when
/// another is.
pub(crate) fn segmented(
    label: &str,
    segments: &[(&str, &str)],
    first: usize,
    choose: fn(usize),
) -> El {
    let chosen = RwSignal::new(first);
    let group = el("div", "segmented")
        .attr("role", "group")
        .attr("aria-label", label);
    segments
        .iter()
        .enumerate()
        .fold(group, |group, (index, (label, strokes))| {
            group.child(
                el("button", "")
                    .attr("type", "button")
                    .attr("title", label)
                    .attr("aria-label", label)
                    .live_attr("aria-pressed", move || boolean(chosen.get() == index))
                    .on("click", move || {
                        chosen.set(index);
                        choose(index);
                    })
                    .child(icon(strokes)),
            )
        })
}

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

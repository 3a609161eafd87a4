//! The settings of a table: which columns it shows, in which order, how densely.

use super::{Column, Layout};
use crate::browser::announce::announce;
use crate::browser::focus::focus;
use crate::ui::attributes::boolean;
use leptos::prelude::*;

/// How high rows can be: the value of `data-density`, and its name.
pub(crate) const DENSITIES: [(&str, &str); 2] =
    [("comfortable", "Comfortable"), ("compact", "Compact")];

/// The settings as a view that can be fetched on demand: see [`ColumnSettings`].
pub(crate) fn column_settings(
    all: Vec<Column>,
    layout: RwSignal<Layout>,
    default: Layout,
    density: RwSignal<String>,
) -> AnyView {
    view! { <ColumnSettings all layout default density /> }.into_any()
}

/// The settings of a table's columns and density.
#[component]
fn ColumnSettings(
    /// Every column that can be shown.
    all: Vec<Column>,
    /// The columns as they are now.
    layout: RwSignal<Layout>,
    /// The columns before anything was changed.
    default: Layout,
    /// A value of [`DENSITIES`].
    density: RwSignal<String>,
) -> impl IntoView {
    let columns = move || {
        layout.with(|layout| {
            let column = |(id, _): &(String, bool)| all.iter().find(|one| one.id == id).copied();
            layout.all().iter().filter_map(column).collect::<Vec<_>>()
        })
    };
    let segment = move |(value, name): (&'static str, &'static str)| {
        view! {
            <button
                type="button"
                class="button"
                aria-pressed=move || boolean(density.with(|now| now == value))
                on:click=move |_| density.set(value.to_owned())
            >
                {name}
            </button>
        }
    };
    let reset = move |_| {
        layout.set(default.clone());
        density.set(DENSITIES[0].0.to_owned());
    };
    view! {
        <div class="column-choice">
            <ul class="columns">
                <For each=columns key=|column| column.id children=move |column| {
                    view! { <ColumnEntry column layout /> }
                } />
            </ul>
            <div class="segments" role="group" aria-label="Density">
                {DENSITIES.map(segment).into_iter().collect_view()}
            </div>
            <button type="button" class="button" on:click=reset>
                "Reset"
            </button>
        </div>
    }
}

/// A column: whether it is shown, and buttons that move it.
#[component]
fn ColumnEntry(column: Column, layout: RwSignal<Layout>) -> impl IntoView {
    let Column { id, label, .. } = column;
    view! {
        <li>
            <label>
                <input
                    type="checkbox"
                    prop:checked=move || layout.with(|layout| layout.shows(id))
                    on:change:target=move |event| {
                        let show = event.target().checked();
                        layout.update(|layout| layout.show(id, show));
                    }
                />
                {label}
            </label>
            <MoveButton column layout right=false />
            <MoveButton column layout right=true />
        </li>
    }
}

/// A button that moves the column by one place. It keeps the focus, which it would
/// lose when the column moves on the page.
#[component]
fn MoveButton(column: Column, layout: RwSignal<Layout>, right: bool) -> impl IntoView {
    let Column { id, label, .. } = column;
    let (direction, arrow) = if right {
        ("right", "→")
    } else {
        ("left", "←")
    };
    let mark = format!("{id}-{direction}");
    let selector = format!("[data-move=\"{mark}\"]");
    let press = move |_| {
        layout.update(|layout| layout.shift(id, right));
        let place = layout.with_untracked(|layout| layout.place(id));
        let (at, count) = place.unwrap_or_default();
        announce(&format!("{label}: column {at} of {count}"));
        let selector = selector.clone();
        request_animation_frame(move || focus(&selector));
    };
    let at_end = move || {
        let (at, count) = layout.with(|layout| layout.place(id)).unwrap_or_default();
        boolean(if right { at == count } else { at == 1 })
    };
    view! {
        <button
            type="button"
            class="button"
            data-move=mark
            aria-label=format!("Move {label} {direction}")
            aria-disabled=at_end
            on:click=press
        >
            {arrow}
        </button>
    }
}

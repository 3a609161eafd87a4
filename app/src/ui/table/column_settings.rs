//! Choosing what a table shows: which columns, in which order, how densely.

use super::{Column, Layout};
use crate::browser::announce::announce;
use crate::browser::focus::focus;
use crate::browser::reactive::watch;
use crate::ui::button::button;
use crate::ui::dom::{El, Item, boolean, el};
use leptos::prelude::*;
use wasm_bindgen::{JsCast, UnwrapThrowExt};
use web_sys::HtmlInputElement;

/// How high rows can be: the value of `data-density`, and its name.
pub(crate) const DENSITIES: [(&str, &str); 2] =
    [("comfortable", "Comfortable"), ("compact", "Compact")];

/// The choices: the columns of `all` as `layout` has them, which is `first`
/// without a choice, and the density.
pub(crate) fn choice(
    all: Vec<Column>,
    layout: RwSignal<Layout>,
    first: Layout,
    density: RwSignal<String>,
) -> AnyView {
    content(all, layout, first, density).into_any()
}

fn content(
    all: Vec<Column>,
    layout: RwSignal<Layout>,
    first: Layout,
    density: RwSignal<String>,
) -> El {
    let list = el("ul", "columns").keyed(move || {
        layout.with(|now| {
            let place = |(id, _): &(String, bool)| all.iter().position(|one| one.id == id);
            let item = |at: usize| {
                let column = all[at];
                Some(Item {
                    key: u32::try_from(at).ok()?,
                    view: Box::new(move || entry(column, layout)),
                })
            };
            now.all()
                .iter()
                .filter_map(place)
                .filter_map(item)
                .collect()
        })
    });
    let group = el("div", "segments")
        .attr("role", "group")
        .attr("aria-label", "Density");
    let group = DENSITIES.iter().fold(group, |group, (value, name)| {
        group.child(
            button(name, move || density.set((*value).to_owned()))
                .live_attr("aria-pressed", move || {
                    boolean(density.with(|now| now == value))
                }),
        )
    });
    let reset = button("As it was", move || {
        layout.set(first.clone());
        density.set(DENSITIES[0].0.to_owned());
    });
    el("div", "column-choice")
        .child(list)
        .child(group)
        .child(reset)
}

/// A column: whether it is shown, and buttons that move it.
fn entry(column: Column, layout: RwSignal<Layout>) -> El {
    let Column { id, label, .. } = column;
    let shown = move || layout.with(|layout| layout.shows(id));
    let input = el("input", "").attr("type", "checkbox");
    let node: HtmlInputElement = input.element().clone().dyn_into().unwrap_throw();
    let typed = node.clone();
    let input = input.on("change", move || {
        let show = typed.checked();
        layout.update(|layout| layout.show(id, show));
    });
    watch(move || node.set_checked(shown()));
    let named = el("label", "").child(input).text(label);
    el("li", "")
        .child(named)
        .child(mover(column, layout, false))
        .child(mover(column, layout, true))
}

/// A button that moves the column by a place. It keeps the focus, which moving it
/// on the page would take.
fn mover(column: Column, layout: RwSignal<Layout>, right: bool) -> El {
    let Column { id, label, .. } = column;
    let (word, arrow) = if right {
        ("right", "→")
    } else {
        ("left", "←")
    };
    let mark = [id, "-", word].concat();
    let selector = ["[data-move=\"", &mark, "\"]"].concat();
    let press = move || {
        layout.update(|layout| layout.shift(id, right));
        let place = layout.with_untracked(|layout| layout.place(id));
        let (at, of) = place.unwrap_or_default();
        announce(
            &[
                label,
                ": column ",
                &*at.to_string(),
                " of ",
                &*of.to_string(),
            ]
            .concat(),
        );
        let selector = selector.clone();
        request_animation_frame(move || focus(&selector));
    };
    let at_end = move || {
        let (at, of) = layout.with(|layout| layout.place(id)).unwrap_or_default();
        boolean(if right { at == of } else { at == 1 })
    };
    button(arrow, press)
        .attr("data-move", &mark)
        .attr("aria-label", &["Move ", label, " ", word].concat())
        .live_attr("aria-disabled", at_end)
}

//! The controls of a form: text, secrets, choices.

use super::dom::{El, Item, boolean, el, new_id, set_property};
use super::field::{Field, bound, framed, group};
use super::search_box::search_box;
use super::toast;
use crate::browser::reactive::watch;
use leptos::prelude::*;

/// From how many choices on they can be searched.
const MANY: usize = 8;

/// A choice: what is held for it, and what it is called.
pub(crate) type Choice = (String, String);

/// What keeps one from changing a text.
pub(crate) const LOCKED: &str = "locked";

/// One line of text of the kind that `input` calls `kind`; with the kind
/// [`LOCKED`] it can only be read, and the hint says why.
pub(crate) fn text(field: Field, kind: &str, hint: &str) -> El {
    framed(field, hint, input(field, kind))
}

/// `control`, the one of `field`, whose text is replaced with what `read` makes of
/// it once it is left. Where more than white space around it goes, that is said,
/// in a toast: a line in the form would move the button that is being pressed.
pub(crate) fn reading(field: Field, control: El, read: fn(&str) -> String) -> El {
    control.on("change", move || {
        let typed = untrack(|| field.text());
        let read = read(&typed);
        if read != typed {
            field.set_text(&read);
            if read != typed.trim() && !read.is_empty() {
                toast::say(&["Read as “", &*read, "”."].concat());
            }
        }
    })
}

fn input(field: Field, kind: &str) -> El {
    let locked = kind == LOCKED;
    let input = el("input", "")
        .attr("type", if locked { "text" } else { kind })
        .attr("autocomplete", "off")
        .attr("spellcheck", "false")
        .flag("readonly", locked);
    bound(field, input, "input")
}

/// A text with suggestions; anything else is taken as well.
pub(crate) fn suggested(
    field: Field,
    hint: &str,
    suggestions: impl Fn() -> Vec<String> + 'static,
) -> El {
    let id = new_id();
    let suggest = move || {
        let options = suggestions().into_iter();
        Some(options.fold(el("span", ""), |all, one| {
            all.child(el("option", "").attr("value", &one))
        }))
    };
    framed(field, hint, input(field, "text").attr("list", &id))
        .child(el("datalist", "").attr("id", &id).live(suggest))
}

/// A password, hidden until it is asked for. `purpose` is for the browser's
/// own memory: `new-password` or `current-password`.
pub(crate) fn password(field: Field, purpose: &str, hint: &str) -> El {
    let revealed = RwSignal::new(false);
    let input = input(field, "password")
        .attr("autocomplete", purpose)
        .live_attr("type", move || {
            if revealed.get() { "text" } else { "password" }.to_owned()
        });
    let show = el("button", "button")
        .attr("type", "button")
        .attr("aria-label", &["Show ", &*field.label()].concat())
        .live_attr("aria-pressed", move || boolean(revealed.get()))
        .live_text(move || if revealed.get() { "Hide" } else { "Show" }.to_owned())
        .on("click", move || {
            revealed.update(|revealed| *revealed = !*revealed);
        });
    let frame = framed(field, hint, input);
    frame.attr("class", "field secret").child(show)
}

/// Several lines of text.
pub(crate) fn textarea(field: Field, hint: &str) -> El {
    let area = el("textarea", "")
        .attr("rows", "6")
        .attr("spellcheck", "false");
    framed(field, hint, bound(field, area, "input"))
}

/// One of several, folded away.
pub(crate) fn select(field: Field, hint: &str, choices: &[Choice]) -> El {
    let select = choices
        .iter()
        .fold(el("select", ""), |select, (value, name)| {
            select.child(el("option", "").attr("value", value).text(name))
        });
    framed(field, hint, bound(field, select, "change"))
}

/// One of few, all of them in sight.
pub(crate) fn radios(field: Field, hint: &str, choices: &[Choice]) -> El {
    let name = new_id();
    let rows = choices.iter().enumerate().map(|(at, (value, label))| {
        let chosen = value.clone();
        tick(field, "radio", value, label, at == 0)
            .0
            .attr("name", &name)
            .on("change", move || field.set_text(&chosen))
    });
    let rows: Vec<El> = rows.collect();
    let labelled = rows
        .into_iter()
        .zip(choices)
        .map(|(input, (_, label))| beside(input, label));
    group(
        field,
        hint,
        el("div", "choices").children(labelled.collect()),
    )
}

/// A single box to tick, called as its field is. It holds `yes`.
pub(crate) fn tick_box(field: Field, hint: &str) -> El {
    let (input, element) = tick(field, "checkbox", "yes", "", false);
    let input = input.on("change", move || field.choose("yes", checked(&element)));
    framed(field, hint, input).attr("class", "field ticked")
}

/// Any of several. Where they are many they can be searched; `locked` ones, with
/// why, cannot be changed.
pub(crate) fn boxes(
    field: Field,
    hint: &str,
    choices: Vec<Choice>,
    locked: &[(String, &str)],
) -> El {
    let many = choices.len() > MANY;
    let search = RwSignal::new(String::new());
    let locked: Vec<(String, String)> = locked
        .iter()
        .map(|(value, why)| (value.clone(), (*why).to_owned()))
        .collect();
    let first = choices.first().map(|(value, _)| value.clone());
    let rows = move || {
        let wanted = search.with(|text| text.trim().to_lowercase());
        let hits = choices.iter().zip(0..).filter(|((value, name), _)| {
            wanted.is_empty()
                || name.to_lowercase().contains(&wanted)
                || value.to_lowercase().contains(&wanted)
        });
        let item = |((value, name), key): (&Choice, u32)| {
            let (value, name) = (value.clone(), name.clone());
            let is_first = first.as_ref() == Some(&value);
            let why = locked.iter().find(|(one, _)| *one == value);
            let why = why.map(|(_, why)| why.clone());
            Item {
                key,
                view: Box::new(move || box_row(field, &value, &name, is_first, why)),
            }
        };
        hits.map(item).collect()
    };
    let list = el("div", "choices").keyed(rows);
    let list = if many {
        let label = ["Search ", &*field.label().to_lowercase()].concat();
        let (found, input) = search_box(&label, search);
        // Only one box of a page has the shortcut.
        let _ = input.remove_attribute("aria-keyshortcuts");
        el("div", "picker").child(found).child(list).child(
            el("p", "hint")
                .live_text(move || [&*field.chosen().len().to_string(), " chosen"].concat()),
        )
    } else {
        list
    };
    group(field, hint, list)
}

fn box_row(field: Field, value: &str, name: &str, first: bool, locked: Option<String>) -> El {
    let (input, element) = tick(field, "checkbox", value, name, first);
    let held = value.to_owned();
    let input = input
        .flag("disabled", locked.is_some())
        .on("change", move || field.choose(&held, checked(&element)));
    let row = beside(input, name);
    match locked {
        Some(why) => row.child(el("span", "hint").text(&why)),
        None => row,
    }
}

/// The control of one choice. The group's first one has the field's id, so that
/// an error can lead there.
fn tick(
    field: Field,
    kind: &str,
    value: &str,
    _label: &str,
    first: bool,
) -> (El, web_sys::Element) {
    let input = el("input", "").attr("type", kind).attr("value", value);
    let input = if first {
        input.attr("id", &field.id())
    } else {
        input
    };
    let element = input.element().clone();
    let (held, shown) = (value.to_owned(), element.clone());
    watch(move || set_property(&shown, "checked", &field.has(&held).into()));
    (input, element)
}

fn beside(input: El, label: &str) -> El {
    el("label", "choice")
        .child(input)
        .child(el("span", "").text(label))
}

fn checked(input: &web_sys::Element) -> bool {
    js_sys::Reflect::get(input, &"checked".into()).is_ok_and(|checked| checked.is_truthy())
}

//! The controls of a form: text, secrets, choices.

use super::attributes::{boolean, new_id};
use super::field::Field;
use super::field::{Framed, Group};
use super::search_box::SearchBox;
use super::toast;
use crate::browser::text::lowercase;
use leptos::either::Either;
use leptos::prelude::*;

/// From how many choices on they can be searched.
const MANY: usize = 8;

/// A choice: what is held for it, and what it is called.
pub(crate) type Choice = (String, String);

/// One line of text.
#[component]
pub(crate) fn TextField(
    field: Field,
    /// The kind of the `<input>`.
    #[prop(default = "text")]
    kind: &'static str,
    #[prop(optional, into)] hint: String,
    /// Whether it can only be read. The hint then says why.
    #[prop(default = false)]
    locked: bool,
    /// Whether it has the focus in a dialog that opens.
    #[prop(default = false)]
    autofocus: bool,
    /// What is made of the text once the field is left. Where more than white space
    /// around it goes, a toast says so: a line in the form would move the button
    /// that is being pressed.
    #[prop(optional)]
    read: Option<fn(&str) -> String>,
    /// Texts that are suggested. Anything else is taken as well.
    #[prop(optional_no_strip, into)]
    suggestions: Option<Signal<Vec<String>>>,
) -> impl IntoView {
    let list = suggestions.map(|suggestions| (new_id(), suggestions));
    let list_id = list.as_ref().map(|(id, _)| id.clone());
    let list = list.map(|(id, suggestions)| {
        let options = move || {
            let option = |value| view! { <option value=value></option> };
            suggestions.get().into_iter().map(option).collect_view()
        };
        view! { <datalist id=id>{options}</datalist> }
    });
    let leave = move |_| {
        if let Some(read) = read {
            take_read(field, read);
        }
    };
    view! {
        <Framed field=field hint=hint>
            <input
                type=kind
                id=field.id()
                autocomplete="off"
                spellcheck="false"
                readonly=locked
                autofocus=autofocus
                list=list_id
                aria-describedby=field.described_by()
                aria-invalid=move || field.invalid()
                prop:value=move || field.text()
                on:input:target=move |event| field.set_text(&event.target().value())
                on:change=leave
            />
            {list}
        </Framed>
    }
}

/// Replaces the text of `field` with what `read` makes of it.
fn take_read(field: Field, read: fn(&str) -> String) {
    let typed = untrack(|| field.text());
    let read = read(&typed);
    if read != typed {
        field.set_text(&read);
        if read != typed.trim() && !read.is_empty() {
            toast::say(&format!("Read as “{read}”."));
        }
    }
}

/// A password, hidden until it is asked for.
#[component]
pub(crate) fn PasswordField(
    field: Field,
    /// What the browser's own memory takes it for: `new-password`,
    /// `current-password` or `off`.
    purpose: &'static str,
    #[prop(optional, into)] hint: String,
) -> impl IntoView {
    let revealed = RwSignal::new(false);
    view! {
        <Framed field=field hint=hint class="field secret">
            <input
                type=move || if revealed.get() { "text" } else { "password" }
                id=field.id()
                autocomplete=purpose
                spellcheck="false"
                aria-describedby=field.described_by()
                aria-invalid=move || field.invalid()
                prop:value=move || field.text()
                on:input:target=move |event| field.set_text(&event.target().value())
            />
            <button
                type="button"
                class="button"
                aria-label=format!("Show {}", field.label())
                aria-pressed=move || boolean(revealed.get())
                on:click=move |_| revealed.update(|revealed| *revealed = !*revealed)
            >
                {move || if revealed.get() { "Hide" } else { "Show" }}
            </button>
        </Framed>
    }
}

/// Several lines of text.
#[component]
pub(crate) fn TextArea(
    field: Field,
    #[prop(optional, into)] hint: String,
    /// Whether it has the focus in a dialog that opens.
    #[prop(default = false)]
    autofocus: bool,
) -> impl IntoView {
    view! {
        <Framed field=field hint=hint>
            <textarea
                id=field.id()
                autofocus=autofocus
                rows="6"
                spellcheck="false"
                aria-describedby=field.described_by()
                aria-invalid=move || field.invalid()
                prop:value=move || field.text()
                on:input:target=move |event| field.set_text(&event.target().value())
            ></textarea>
        </Framed>
    }
}

/// One of several, folded away.
#[component]
pub(crate) fn SelectField(
    field: Field,
    #[prop(optional, into)] hint: String,
    choices: Vec<Choice>,
) -> impl IntoView {
    let options = choices.into_iter().map(move |(value, name)| {
        let is_chosen = {
            let value = value.clone();
            move || field.text() == value
        };
        view! {
            <option value=value prop:selected=is_chosen>
                {name}
            </option>
        }
    });
    view! {
        <Framed field=field hint=hint>
            <select
                id=field.id()
                aria-describedby=field.described_by()
                aria-invalid=move || field.invalid()
                on:change:target=move |event| field.set_text(&event.target().value())
            >
                {options.collect_view()}
            </select>
        </Framed>
    }
}

/// One of few, all of them in sight.
#[component]
pub(crate) fn RadioField(
    field: Field,
    #[prop(optional, into)] hint: String,
    choices: Vec<Choice>,
) -> impl IntoView {
    let name = new_id();
    let rows = choices
        .into_iter()
        .enumerate()
        .map(move |(at, (value, label))| {
            let (held, chosen) = (value.clone(), value.clone());
            view! {
                <label class="choice">
                    <input
                        type="radio"
                        // An error leads to the first one.
                        id=(at == 0).then(|| field.id())
                        name=name.clone()
                        value=value
                        prop:checked=move || field.has(&held)
                        on:change=move |_| field.set_text(&chosen)
                    />
                    <span>{label}</span>
                </label>
            }
        });
    view! {
        <Group field=field hint=hint>
            <div class="choices">{rows.collect_view()}</div>
        </Group>
    }
}

/// A single box to tick. Ticked, its field holds `yes`.
#[component]
pub(crate) fn TickBox(field: Field, #[prop(optional, into)] hint: String) -> impl IntoView {
    view! {
        <Framed field=field hint=hint class="field ticked">
            <input
                type="checkbox"
                id=field.id()
                value=TICKED
                aria-describedby=field.described_by()
                aria-invalid=move || field.invalid()
                prop:checked=move || field.has(TICKED)
                on:change:target=move |event| field.choose(TICKED, event.target().checked())
            />
        </Framed>
    }
}

/// What a ticked box holds.
const TICKED: &str = "yes";

/// Any of several. Where they are many they can be searched.
#[component]
pub(crate) fn CheckboxField(
    field: Field,
    #[prop(optional, into)] hint: String,
    choices: Vec<Choice>,
    /// Those that cannot be changed, with the reason.
    #[prop(optional)]
    locked: Vec<(String, String)>,
) -> impl IntoView {
    let is_long = choices.len() > MANY;
    let search = RwSignal::new(String::new());
    let first = choices.first().map(|(value, _)| value.clone());
    let found = move || -> Vec<Choice> {
        let wanted = search.with(|text| lowercase(text.trim()));
        let has = |text: &str| lowercase(text).contains(&wanted);
        let hits = choices
            .iter()
            .filter(|(value, name)| has(name) || has(value));
        hits.cloned().collect()
    };
    let row = move |(value, name): Choice| {
        let is_first = first.as_ref() == Some(&value);
        let reason = locked.iter().find(|(one, _)| *one == value);
        let reason = reason.map(|(_, reason)| reason.clone());
        view! { <Checkbox field=field value=value name=name is_first=is_first locked=reason /> }
    };
    let list = view! {
        <div class="choices">
            <For each=found key=|(value, _)| value.clone() children=row />
        </div>
    };
    let list = if is_long {
        let label = format!("Search {}", field.label().to_ascii_lowercase());
        Either::Left(view! {
            <div class="picker">
                <SearchBox label=label text=search has_shortcut=false />
                {list}
                <p class="hint">{move || format!("{} chosen", field.chosen().len())}</p>
            </div>
        })
    } else {
        Either::Right(list)
    };
    view! {
        <Group field=field hint=hint>
            {list}
        </Group>
    }
}

#[component]
fn Checkbox(
    field: Field,
    value: String,
    name: String,
    is_first: bool,
    /// Why it cannot be changed, if so.
    locked: Option<String>,
) -> impl IntoView {
    let (held, chosen) = (value.clone(), value.clone());
    view! {
        <label class="choice">
            <input
                type="checkbox"
                // An error leads to the first one.
                id=is_first.then(|| field.id())
                value=value
                disabled=locked.is_some()
                prop:checked=move || field.has(&held)
                on:change:target=move |event| field.choose(&chosen, event.target().checked())
            />
            <span>{name}</span>
            {locked.map(|reason| view! { <span class="hint">{reason}</span> })}
        </label>
    }
}

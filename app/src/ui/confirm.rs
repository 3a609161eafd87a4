//! Asking before something is done: what will happen, and to which users.

use super::attributes::{boolean, new_id};
use super::dialog::{self, Dialog};
use super::field::Field;
use super::fields::TextField;
use crate::browser::announce::announce;
use crate::browser::time::number;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;

/// A question, and what its dialog shows.
#[derive(Default)]
pub(crate) struct Question {
    /// What is about to be done: "Delete ada@company.com".
    pub(crate) title: String,
    /// What follows from it, a sentence or two each.
    pub(crate) consequences: Vec<String>,
    /// The users that it changes, where the title does not name them.
    pub(crate) affected: Vec<String>,
    /// The users that are skipped, each with the reason.
    pub(crate) skipped: Vec<String>,
    /// What the button says: "Delete 12 users".
    pub(crate) verb: String,
    /// Whether it cannot be undone.
    pub(crate) is_destructive: bool,
    /// What has to be typed before it can be done.
    pub(crate) phrase: Option<Phrase>,
    /// Makes what else there is to see.
    pub(crate) more: Option<Box<dyn FnOnce() -> AnyView>>,
}

/// A text that has to be typed to confirm.
pub(crate) struct Phrase {
    pub(crate) text: String,
    /// Whether what was typed, the first argument, is the text.
    pub(crate) matches: fn(&str, &str) -> bool,
}

/// Asks, and calls `on_yes` if the answer is yes.
pub(crate) fn confirm(question: Question, on_yes: impl FnOnce() + 'static) {
    let title = question.title.clone();
    let on_yes: Box<dyn FnOnce()> = Box::new(on_yes);
    dialog::open(&title, move |dialog| {
        view! { <Body dialog=dialog.clone() question=question on_yes=on_yes /> }
    });
}

#[component]
fn Body(dialog: Dialog, question: Question, on_yes: Box<dyn FnOnce()>) -> impl IntoView {
    let consequences = question.consequences.into_iter();
    let affected = (!question.affected.is_empty())
        .then(|| view! { <Names label="Affected users" names=question.affected /> });
    let skipped = (!question.skipped.is_empty()).then(|| {
        let summary = format!("{} skipped, unchanged:", number(question.skipped.len()));
        view! {
            <p>{summary}</p>
            <Names label="Skipped" names=question.skipped />
        }
    });
    let (phrase, reason) = question.phrase.map(ask_to_type).unzip();
    let reason = reason.unwrap_or_else(|| Signal::stored(None));
    let closing = dialog.clone();
    let mut on_yes = Some(on_yes);
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        if let Some(reason) = reason.get_untracked() {
            announce(&reason);
        } else if let Some(on_yes) = on_yes.take() {
            closing.close();
            on_yes();
        }
    };
    let is_destructive = question.is_destructive;
    let class = if is_destructive {
        "button danger"
    } else {
        "button primary"
    };
    let id = new_id();
    let reason_id = id.clone();
    view! {
        <form class="dialog-body" novalidate on:submit=submit>
            {consequences.map(|sentence| view! { <p>{sentence}</p> }).collect_view()}
            {affected}
            {skipped}
            {question.more.map(|more| more())}
            {phrase}
            // A field to type in gets the focus before both buttons. Otherwise Enter
            // answers the question at once, unless the answer cannot be undone.
            <div class="actions">
                <button
                    type="submit"
                    class=class
                    autofocus=!is_destructive
                    aria-describedby=id
                    aria-disabled=move || boolean(reason.with(Option::is_some))
                >
                    {question.verb}
                </button>
                <button
                    type="button"
                    class="button"
                    autofocus=is_destructive
                    on:click=move |_| dialog.close()
                >
                    "Cancel"
                </button>
            </div>
            <span class="reason" id=reason_id>
                {move || reason.get().unwrap_or_default()}
            </span>
        </form>
    }
}

/// The field for `phrase`, and why the button does nothing until it is typed.
fn ask_to_type(phrase: Phrase) -> (impl IntoView, Signal<Option<String>>) {
    let Phrase { text, matches } = phrase;
    let field = Field::new(&format!("Type “{text}” to confirm"), Vec::new());
    let reason = Signal::derive(move || {
        let is_typed = matches(&field.text(), &text);
        (!is_typed).then(|| format!("Type “{text}” to continue."))
    });
    (view! { <TextField field=field autofocus=true /> }, reason)
}

/// How many names are shown.
const SHOWN: usize = 100;

/// A list of names; where they are many it scrolls.
#[component]
fn Names(label: &'static str, names: Vec<String>) -> impl IntoView {
    let rest = names.len().saturating_sub(SHOWN);
    let rest = (rest > 0).then(|| view! { <li>{format!("and {} more", number(rest))}</li> });
    let items = names.into_iter().take(SHOWN);
    view! {
        <ul class="objects" tabindex="0" role="list" aria-label=label>
            {items.map(|name| view! { <li>{name}</li> }).collect_view()}
            {rest}
        </ul>
    }
}

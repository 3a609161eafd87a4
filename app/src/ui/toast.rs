//! Receipts at the foot of the page: what was done, a way to undo it, a way to
//! its details. Never the only place where something is said.

use super::button::IconButton;
use super::button::{button, icon_button};
use super::dom::{El, Item, el};
use super::icons::Icon;
use super::icons::{self, icon};
use leptos::prelude::*;
use std::rc::Rc;
use std::time::Duration;

/// How long one without an error stays, unless it is pointed at or focused.
const STAY: Duration = Duration::from_secs(12);

/// What is said.
#[derive(Clone)]
pub(crate) struct Toast {
    /// What happened.
    pub(crate) text: String,
    /// Whether it went wrong. Then it stays until it is dismissed.
    pub(crate) failed: bool,
    /// What else can be done about it: a verb, and doing it.
    pub(crate) actions: Vec<(&'static str, Act)>,
}

/// What a receipt's button does.
pub(crate) type Act = Rc<dyn Fn()>;

thread_local! {
    static SHOWN: ArcRwSignal<Vec<(u32, Kept)>> = ArcRwSignal::new(Vec::new());
}

/// The page has one thread, whatever a signal asks for.
type Kept = StoredValue<Toast, LocalStorage>;

/// Shows a receipt.
pub(crate) fn show(toast: Toast) {
    let lasting = toast.failed;
    let shown = SHOWN.with(Clone::clone);
    let key = shown.with_untracked(|all| all.last().map_or(1, |(key, _)| key + 1));
    shown.update(|all| all.push((key, StoredValue::new_local(toast))));
    if !lasting {
        set_timeout(move || expire(key), STAY);
    }
}

/// Says something that is no failure, to those who see and those who listen.
pub(crate) fn say(text: &str) {
    show(Toast {
        text: text.to_owned(),
        failed: false,
        actions: Vec::new(),
    });
}

/// Where receipts are shown. Once, in the shell: it has to be there before they are.
pub(crate) fn shelf() -> El {
    let shown = SHOWN.with(Clone::clone);
    let items = move || {
        let item = |(key, toast): &(u32, Kept)| {
            let (key, toast) = (*key, *toast);
            Item {
                key,
                view: Box::new(move || one(key, toast.get_value())),
            }
        };
        shown.with(|all| all.iter().map(item).collect())
    };
    el("div", "toasts")
        .attr("role", "status")
        .attr("aria-atomic", "false")
        .attr("aria-label", "Receipts")
        .keyed(items)
}

fn one(key: u32, toast: Toast) -> El {
    let strokes = if toast.failed {
        icons::ALERT
    } else {
        icons::CHECK
    };
    let class = if toast.failed {
        "toast failed"
    } else {
        "toast"
    };
    let view = el("div", class)
        .attr("id", &id(key))
        .child(icon(strokes))
        .child(el("p", "").text(&toast.text));
    let view = toast.actions.into_iter().fold(view, |view, (verb, act)| {
        view.child(button(verb, move || {
            dismiss(key);
            act();
        }))
    });
    view.child(icon_button("Dismiss", icons::CLOSE, move || dismiss(key)))
}

fn id(key: u32) -> String {
    ["toast", &key.to_string()].concat()
}

/// Takes a receipt away, or later where somebody is at it.
fn expire(key: u32) {
    let selector = ["#", &*id(key), ":is(:hover, :focus-within)"].concat();
    if matches!(document().query_selector(&selector), Ok(Some(_))) {
        set_timeout(move || expire(key), STAY);
    } else {
        dismiss(key);
    }
}

fn dismiss(key: u32) {
    let shown = SHOWN.with(Clone::clone);
    shown.update(|all| all.retain(|(one, _)| *one != key));
}

/// Where receipts are shown. Once, by the app: it has to be there before they are.
#[component]
pub(crate) fn Toasts() -> impl IntoView {
    let shown = SHOWN.with(Clone::clone);
    view! {
        <div class="toasts" role="status" aria-atomic="false" aria-label="Receipts">
            <For
                each=move || shown.get()
                key=|(key, _)| *key
                children=|(key, toast)| view! { <Receipt key=key toast=toast.get_value() /> }
            />
        </div>
    }
}

#[component]
fn Receipt(key: u32, toast: Toast) -> impl IntoView {
    let Toast {
        text,
        failed,
        actions,
    } = toast;
    let (strokes, class) = if failed {
        (icons::ALERT, "toast failed")
    } else {
        (icons::CHECK, "toast")
    };
    let buttons = actions.into_iter().map(|(verb, act)| {
        let press = move |_| {
            dismiss(key);
            act();
        };
        view! {
            <button type="button" class="button" on:click=press>
                {verb}
            </button>
        }
    });
    view! {
        <div class=class id=id(key)>
            <Icon strokes=strokes />
            <p>{text}</p>
            {buttons.collect_view()}
            <IconButton label="Dismiss" strokes=icons::CLOSE on_press=move |()| dismiss(key) />
        </div>
    }
}

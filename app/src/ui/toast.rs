//! Receipts at the foot of the page: what was done, a way to undo it, a way to
//! its details. Never the only place where something is reported.

use super::button::IconButton;
use super::icons::{self, Icon};
use crate::browser::reactive::owner_below_root;
use leptos::prelude::*;
use std::rc::Rc;
use std::time::Duration;

/// How long one without an error stays, unless it is pointed at or focused.
const STAY: Duration = Duration::from_secs(12);

/// A receipt.
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
    // Not in context: receipts are shown by event handlers and tasks, which have none.
    static SHOWN: ArcRwSignal<Vec<(u32, StoredToast)>> = ArcRwSignal::new(Vec::new());
    /// A receipt outlives the page, or the effect, that shows it.
    static OWNER: Owner = owner_below_root();
}

/// A signal wants its value to be `Send`; the actions of a receipt are not.
type StoredToast = StoredValue<Toast, LocalStorage>;

/// Shows a receipt.
pub(crate) fn show(toast: Toast) {
    let lasting = toast.failed;
    let shown = SHOWN.with(Clone::clone);
    let key = shown.with_untracked(|all| all.last().map_or(1, |(key, _)| key + 1));
    let toast = OWNER.with(|owner| owner.with(|| StoredValue::new_local(toast)));
    shown.update(|all| all.push((key, toast)));
    if !lasting {
        set_timeout(move || expire(key), STAY);
    }
}

/// Shows a text that reports no failure, and reads it out.
pub(crate) fn say(text: &str) {
    show(Toast {
        text: text.to_owned(),
        failed: false,
        actions: Vec::new(),
    });
}

fn id(key: u32) -> String {
    format!("toast{key}")
}

/// Takes a receipt away; later if it is pointed at or focused now.
fn expire(key: u32) {
    let selector = format!("#{}:is(:hover, :focus-within)", id(key));
    if matches!(document().query_selector(&selector), Ok(Some(_))) {
        set_timeout(move || expire(key), STAY);
    } else {
        dismiss(key);
    }
}

fn dismiss(key: u32) {
    let shown = SHOWN.with(Clone::clone);
    shown.update(|all| all.retain(|(other, _)| *other != key));
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

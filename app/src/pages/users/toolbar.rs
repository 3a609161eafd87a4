//! What is looked at: the search, how much of how many, how old.

use super::model::{Row, Users};
use crate::announce::announce;
use crate::time::{Now, number};
use crate::ui::button::busy_button;
use crate::ui::dom::{El, el, on_window, watch_later};
use crate::ui::search_box::search_box;
use crate::urls;
use leptos::leptos_dom::helpers::TimeoutHandle;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_location, use_navigate};
use std::time::Duration;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlInputElement, KeyboardEvent};

/// The shortest time between two changes of the address: Safari allows 100 in
/// 30 seconds and throws at the next.
const PACE: Duration = Duration::from_millis(300);

/// How long a pause in typing is.
const PAUSE: Duration = Duration::from_millis(700);

/// What is searched for. It stands in the address as well, so that reloading,
/// sharing and going back keep it.
pub(super) fn search_in_url() -> RwSignal<String> {
    let location = use_location();
    let navigate = use_navigate();
    let in_url = Memo::new(move |_| urls::search_of(&location.search.read()));
    let text = RwSignal::new(in_url.get_untracked());

    // While a write waits for its time, the address is behind, not ahead.
    let waiting = StoredValue::new(None::<TimeoutHandle>);
    let write = move || {
        let wanted = text.get_untracked();
        if in_url.get_untracked() == wanted {
            return;
        }
        let url = urls::searching(
            &location.pathname.get_untracked(),
            &location.search.get_untracked(),
            &wanted,
        );
        navigate(
            &url,
            NavigateOptions {
                replace: true,
                scroll: false,
                ..NavigateOptions::default()
            },
        );
    };
    let mut first = true;
    watch_later(move || {
        text.track();
        if std::mem::take(&mut first) || waiting.with_value(Option::is_some) {
            return;
        }
        write();
        let again = write.clone();
        let handle = set_timeout_with_handle(
            move || {
                waiting.set_value(None);
                again();
            },
            PACE,
        );
        waiting.set_value(handle.ok());
    });
    watch_later(move || {
        let wanted = in_url.get();
        if waiting.with_value(Option::is_none) && text.get_untracked() != wanted {
            text.set(wanted);
        }
    });
    on_cleanup(move || {
        if let Some(handle) = waiting.get_value() {
            handle.clear();
        }
    });
    text
}

/// The search, what is looked at, and how to look again.
pub(super) fn toolbar(users: &Users, search: RwSignal<String>, shown: Memo<Vec<Row>>) -> El {
    let now = expect_context::<Now>();
    let text = search;
    let (search, input) = search_box("Search users", text);
    focus_on_slash(input);
    let counted = users.clone();
    let count = Memo::new(move |_| {
        if counted.loaded_at.with(Option::is_none) {
            return String::new();
        }
        let all = number(counted.rows.with(Vec::len));
        [&*number(shown.with(Vec::len)), " of ", &*all, " shown"].concat()
    });
    announce_when_typed(text, count);
    let loaded_at = users.loaded_at.clone();
    let age = move || match loaded_at.get() {
        Some(then) => ["loaded ", &*now.age(then)].concat(),
        None => String::new(),
    };
    let loading = users.loading.clone();
    let users = users.clone();
    let meta = el("p", "meta")
        .child(el("span", "count").live_text(move || count.get()))
        .child(el("span", "age").live_text(age));
    el("div", "toolbar")
        .child(search)
        .child(meta)
        .child(busy_button(
            "Refresh",
            move || loading.get(),
            move || users.load(),
        ))
}

/// Says how many are left, once the typing pauses.
fn announce_when_typed(text: RwSignal<String>, count: Memo<String>) {
    let waiting = StoredValue::new(None::<TimeoutHandle>);
    let stop = move || {
        if let Some(handle) = waiting.get_value() {
            handle.clear();
        }
    };
    let mut first = true;
    watch_later(move || {
        text.track();
        if std::mem::take(&mut first) {
            return;
        }
        stop();
        let say = move || announce(&count.get_untracked());
        waiting.set_value(set_timeout_with_handle(say, PAUSE).ok());
    });
    on_cleanup(stop);
}

/// `/` goes to the search, unless it is being typed somewhere.
fn focus_on_slash(input: HtmlInputElement) {
    on_window("keydown", move |event| {
        let Some(event) = event.dyn_ref::<KeyboardEvent>() else {
            return;
        };
        let target = event
            .target()
            .and_then(|target| target.dyn_into::<Element>().ok());
        let typing = target
            .is_some_and(|target| matches!(&*target.tag_name(), "INPUT" | "TEXTAREA" | "SELECT"));
        let held = event.ctrl_key() || event.meta_key() || event.alt_key();
        if event.key() == "/" && !typing && !held {
            event.prevent_default();
            // Fails only where the element cannot be focused.
            let _ = input.focus();
            input.select();
        }
    });
}

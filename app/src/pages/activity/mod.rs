//! Every request this browser made, and every change of this page.

mod entry;
mod export;
mod filter;
mod runs;
mod table;

use crate::api::request_log::{Entry, RequestLog};
use crate::browser::focus::focus;
use crate::browser::time::number;
use crate::components::log_page::titled;
use crate::components::page_actions::action;
use crate::components::page_title::show_page;
use crate::lazy::lazy;
use crate::routes;
use crate::ui::button::button;
use crate::ui::dom::{El, el};
use crate::ui::placeholders::instead;
use crate::ui::toast::{self, Toast};
use filter::Filter;
use leptos::prelude::*;
use std::rc::Rc;
use std::sync::Arc;

/// How many requests are shown at first, and how many more at a time.
const SHOWN: usize = 100;

lazy!(
    /// The page at `/activity`.
    pub(crate) lazy_page from work: fn() -> AnyView = page
);

fn page() -> AnyView {
    content().into_any()
}

fn content() -> El {
    let activity = expect_context::<RequestLog>();
    show_page(&["Activity"]);
    let filter = Filter::new();
    let shown = RwSignal::new(SHOWN);
    let found = move || -> Vec<Arc<Entry>> {
        let all = activity.0.read();
        all.iter()
            .filter(|one| filter.passes(one))
            .cloned()
            .collect()
    };
    action("Search the activity", "", || focus("input[type=search]"));
    action("Clear the activity", "", move || clear(activity));
    el("div", "page")
        .child(head(activity, filter, found))
        .child(runs::runs())
        .live(move || {
            let is_empty = activity.0.with(std::collections::VecDeque::is_empty);
            is_empty.then(empty)
        })
        .child(table::table(move || {
            let most = shown.get();
            found().into_iter().take(most).collect()
        }))
        .live(move || {
            let (all, found) = (
                activity.0.with(std::collections::VecDeque::len),
                found().len(),
            );
            if all > 0 && found == 0 {
                return Some(no_match(all, filter));
            }
            let more = found.saturating_sub(shown.get());
            (more > 0).then(|| {
                let label = ["Show ", &*number(more.min(SHOWN)), " more"].concat();
                let button = button(&label, move || shown.update(|shown| *shown += SHOWN));
                el("div", "actions more").child(button)
            })
        })
}

/// What finds the requests that are shown.
trait Found: Fn() -> Vec<Arc<Entry>> + Copy + 'static {}

impl<T: Fn() -> Vec<Arc<Entry>> + Copy + 'static> Found for T {}

fn head(activity: RequestLog, filter: Filter, found: impl Found) -> El {
    let counted = move || {
        let all = activity.0.with(std::collections::VecDeque::len);
        let words = [
            &*number(found().len()),
            " of ",
            &*number(all),
            " requests, newest first",
        ];
        words.concat()
    };
    let what = "What this browser asked the platforms since the page was opened. Passwords and \
                tokens are never kept. It ends with the page.";
    titled(what).child(filter.controls()).child(
        el("div", "toolbar")
            .child(el("p", "meta").live_text(counted))
            .child(button("Export JSON", move || export::json(&untrack(found))))
            .child(button("Export CSV", move || export::csv(&untrack(found))))
            .child(button("Clear", move || clear(activity))),
    )
}

/// Forgets everything, and offers it back.
fn clear(activity: RequestLog) {
    let before = activity.0.get_untracked();
    if before.is_empty() {
        return;
    }
    let text = [&*number(before.len()), " requests forgotten."].concat();
    activity.0.update(std::collections::VecDeque::clear);
    let undo = move || {
        activity.0.update(|all| {
            let kept = before.iter().cloned();
            all.extend(kept);
        });
    };
    toast::show(Toast {
        text,
        failed: false,
        actions: vec![("Undo", Rc::new(undo))],
    });
}

fn empty() -> El {
    let home = el("a", "")
        .attr("href", &routes::home())
        .text("Go to the connections");
    instead(
        || "No requests yet".to_owned(),
        || "As soon as this page asks a platform for something, it stands here.".to_owned(),
        home,
    )
}

fn no_match(all: usize, filter: Filter) -> El {
    instead(
        || "No request matches".to_owned(),
        move || ["The filters hide all ", &*number(all), " requests."].concat(),
        button("Clear filters", move || {
            filter.clear();
            // The button goes with what it cleared.
            focus("input[type=search]");
        }),
    )
}

/// The status in words.
fn status(entry: &Entry) -> String {
    match entry.status {
        None => "No answer".to_owned(),
        Some(404) if !entry.is_failure() => "404, not there".to_owned(),
        Some(status) if entry.is_failure() => [&*status.to_string(), ", failed"].concat(),
        Some(status) => status.to_string(),
    }
}

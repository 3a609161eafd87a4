//! Every change, sign-in and look at this that the console's server has recorded.

mod entry;
mod event_labels;
mod filter;
mod labels;
mod table;
mod url_sync;

use crate::api::session;
use crate::browser::focus::focus;
use crate::browser::reactive::watch_later;
use crate::browser::time::{Now, number};
use crate::components::log_page::titled;
use crate::components::page_actions::action;
use crate::components::page_title::show_page;
use crate::components::problem_notice::problem_notice;
use crate::lazy::lazy;
use crate::messages::Problem;
use crate::routes::{self, AuditQuery};
use crate::state::audit_log::{AuditLog, filters};
use crate::ui::button::{busy_button, button};
use crate::ui::dom::{El, el};
use crate::ui::placeholders::{bars, instead};
use leptos::prelude::*;

/// Which face the page shows.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Face {
    /// The server keeps none.
    None,
    Loading,
    Failed,
    Empty,
    NoMatch,
    There,
}

lazy!(
    /// The page at `/activity/trail`.
    pub(crate) lazy_page from trail: fn() -> AnyView = page
);

fn page() -> AnyView {
    content().into_any()
}

fn content() -> El {
    show_page(&["Audit trail", "Activity"]);
    let trail = AuditLog::new();
    let traced = url_sync::follow(trail);
    action("Search the audit trail", "", || focus("input[type=search]"));
    action("Refresh the audit trail", "", move || {
        trail.load(&traced.get_untracked());
    });
    begin_again(trail, traced);
    let face = Memo::new(move |_| face(trail, traced));
    el("div", "page")
        .child(head(trail, traced))
        .live(move || stale(trail, traced))
        .live(move || other_face(face.get(), trail, traced))
        .child(table::table(trail))
        .live(move || older(trail))
}

/// What failed without a session is asked for again with the next one.
fn begin_again(trail: AuditLog, traced: RwSignal<AuditQuery>) {
    let again = session::again();
    let mut is_first = true;
    watch_later(move || {
        again.track();
        if !std::mem::take(&mut is_first) && trail.problem.with_untracked(Option::is_some) {
            trail.load(&traced.get_untracked());
        }
    });
}

fn face(trail: AuditLog, traced: RwSignal<AuditQuery>) -> Face {
    let is_loaded = trail.loaded_at.get().is_some();
    if !trail.is_kept.get() {
        Face::None
    } else if is_loaded && !trail.changes.with(Vec::is_empty) {
        Face::There
    } else if is_loaded && trail.next.get().is_some() {
        // What is asked for stands further back, or nowhere.
        Face::Loading
    } else if is_loaded && traced.with(|traced| *traced == AuditQuery::default()) {
        Face::Empty
    } else if is_loaded {
        Face::NoMatch
    } else if trail.problem.with(Option::is_some) {
        Face::Failed
    } else {
        Face::Loading
    }
}

fn head(trail: AuditLog, traced: RwSignal<AuditQuery>) -> El {
    let now = expect_context::<Now>();
    let what = "Every change that was made through this console's server, every sign-in, and \
                every reading of this log: who, when, from where, and what came of it. \
                Passwords and tokens are never kept.";
    let counted = move || {
        if trail.loaded_at.get().is_none() {
            return String::new();
        }
        let count = trail.changes.with(Vec::len);
        let rest = match (trail.next.get(), count) {
            (Some(_), _) => " newest entries",
            (None, 1) => " entry",
            (None, _) => " entries, newest first",
        };
        [&*number(count), rest].concat()
    };
    let age = move || match trail.loaded_at.get() {
        Some(then) => ["loaded ", &*now.age(then)].concat(),
        None => String::new(),
    };
    let refresh = busy_button(
        "Refresh",
        move || trail.loading.get(),
        move || trail.load(&traced.get_untracked()),
    );
    let meta = el("p", "meta")
        .child(el("span", "count").live_text(counted))
        .child(el("span", "age").live_text(age));
    titled(what).child(
        el("div", "")
            .child(filter::controls(trail, traced))
            .child(
                el("div", "toolbar")
                    .child(meta)
                    .child(refresh)
                    .live(move || file("Export JSON", "json", traced))
                    .live(move || file("Export CSV", "csv", traced)),
            )
            .live_flag("hidden", move || !trail.is_kept.get()),
    )
}

/// A link to the trail as a file, as far as it is asked for; none where a filter
/// cannot be applied. Reactive.
fn file(label: &str, format: &'static str, traced: RwSignal<AuditQuery>) -> Option<El> {
    let filters = filters(&traced.get()).ok()?;
    let link = el("a", "button")
        .attr("download", "")
        .attr("rel", "external")
        .attr(
            "href",
            &routes::trail_file(format, &routes::query(&filters)),
        );
    Some(link.text(label))
}

/// The strip over what could not be loaded again.
fn stale(trail: AuditLog, traced: RwSignal<AuditQuery>) -> Option<El> {
    let then = trail.loaded_at.get()?;
    let problem = trail.problem.get()?;
    let now = expect_context::<Now>();
    let age = move || ["Below is what was loaded ", &*now.age(then)].concat();
    let actions = vec![
        button("Retry", move || trail.load(&traced.get_untracked())),
        el("span", "age").live_text(age),
    ];
    let title = [&*problem.title, " again"].concat();
    Some(problem_notice(Problem { title, ..problem }, actions))
}

/// What stands there in place of entries.
fn other_face(face: Face, trail: AuditLog, traced: RwSignal<AuditQuery>) -> Option<El> {
    Some(match face {
        Face::There => return None,
        Face::Loading => bars(),
        Face::Failed => {
            let problem = trail.problem.get_untracked()?;
            let retry = button("Retry", move || trail.load(&traced.get_untracked()));
            let actions = match filters(&traced.get_untracked()) {
                Ok(_) => vec![retry],
                Err(_) => vec![clear_filters(traced)],
            };
            problem_notice(problem, actions)
        }
        Face::None => instead(
            || "This server keeps no audit trail".to_owned(),
            || "What this browser did is kept until the page is closed.".to_owned(),
            el("a", "")
                .attr("href", &routes::activity())
                .text("Look at this browser's activity"),
        ),
        Face::Empty => instead(
            || "Nothing is recorded yet".to_owned(),
            || "Changes made through this server, and sign-ins, appear here.".to_owned(),
            el("a", "")
                .attr("href", &routes::home())
                .text("Go to the connections"),
        ),
        Face::NoMatch => instead(
            || "No entries match these filters".to_owned(),
            || "The filters hide every entry that was recorded.".to_owned(),
            clear_filters(traced),
        ),
    })
}

fn clear_filters(traced: RwSignal<AuditQuery>) -> El {
    button("Clear filters", move || {
        traced.set(AuditQuery::default());
        // The button goes with what it cleared.
        focus("input[type=search]");
    })
}

fn older(trail: AuditLog) -> Option<El> {
    trail.next.get()?;
    let button = busy_button("Older", move || trail.loading.get(), move || trail.older());
    Some(el("div", "actions more").child(button))
}

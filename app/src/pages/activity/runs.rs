//! The changes of this page, and what can still be done about them.

use crate::browser::time;
use crate::components::change_flow::run_report;
use crate::messages::changes as words;
use crate::state::user_store::{Job, jobs};
use crate::ui::button::button;
use crate::ui::dom::{El, Item, el, new_id};
use crate::ui::icons::{self, icon};
use leptos::prelude::*;
use std::rc::Rc;

/// All of them, the last first; nothing where there were none.
pub(super) fn runs() -> El {
    let id = new_id();
    let list = el("ul", "runs").keyed(|| {
        let item = |job: Rc<Job>| Item {
            key: job.number,
            view: Box::new(move || one(job)),
        };
        jobs().into_iter().rev().map(item).collect()
    });
    el("section", "runs-frame")
        .attr("aria-labelledby", &id)
        .live_flag("hidden", || jobs().is_empty())
        .child(el("h2", "").attr("id", &id).text("Changes"))
        .child(list)
}

fn one(job: Rc<Job>) -> El {
    el("li", "").live(move || {
        let at = el("time", "")
            .attr("datetime", &job.started)
            .text(&time::clock(&job.started).unwrap_or_default());
        if !job.over.get() {
            let said = [&*job.run.plan.title(), ": under way"].concat();
            return Some(el("div", "run").child(at).child(el("p", "").text(&said)));
        }
        let (said, failed) = words::summary(&job.run);
        let strokes = if failed { icons::ALERT } else { icons::CHECK };
        let class = if failed { "run failed" } else { "run" };
        let label = &job.store.connection().label;
        let shown = job.clone();
        Some(
            el("div", class)
                .child(at)
                .child(icon(strokes))
                .child(el("p", "").text(&[label, ": ", &*said].concat()))
                .children(run_report::next_steps(&job, Rc::new(|| {})))
                .child(button("Details", move || run_report::open(&shown))),
        )
    })
}

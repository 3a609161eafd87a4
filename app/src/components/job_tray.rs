//! What is being carried out, and what came to something that has to be read:
//! at the foot of every page.

use crate::browser::focus::{focus, focus_on};
use crate::browser::time;
use crate::components::change_flow::run_report;
use crate::components::problem_notice::problem_notice;
use crate::lazy::lazy;
use crate::messages;
use crate::state::user_store::{InterruptedRun, Job, jobs, left, set_docked};
use crate::ui::button::{button, icon_button};
use crate::ui::dom::{El, Item, el};
use crate::ui::icons::{self, icon};
use crate::ui::progress::progress;
use crate::ui::toast::Toasts;
use leptos::prelude::*;
use std::rc::Rc;

/// The foot of the page: the tray, and above it what is said in passing. Once, in
/// the app.
#[component]
pub(crate) fn Foot() -> impl IntoView {
    let is_any = Memo::new(|_| !left().is_empty() || !jobs().is_empty());
    view! {
        <div class="foot">
            <Toasts />
            {move || is_any.get().then(|| lazy_tray().view(|tray| tray()))}
        </div>
    }
}

lazy!(
    /// What is being carried out, and what came of it.
    lazy_tray from work: fn() -> AnyView = tray
);

fn tray() -> AnyView {
    dock().into_any()
}

/// The dock, as long as there is something in it.
fn dock() -> El {
    let is_empty = || left().is_empty() && !jobs().iter().any(|job| job.docked.get());
    let unfinished = el("div", "dock-part").keyed(|| {
        let item = |left: &Rc<InterruptedRun>| {
            let left = left.clone();
            Item {
                key: left.number,
                view: Box::new(move || left_line(&left)),
            }
        };
        left().iter().map(item).collect()
    });
    let own = el("div", "dock-part").keyed(|| {
        let docked = jobs().into_iter().filter(|job| job.docked.get());
        let item = |job: Rc<Job>| Item {
            key: job.number,
            view: Box::new(move || line(job)),
        };
        docked.map(item).collect()
    });
    el("section", "dock")
        .attr("aria-label", "Changes")
        .live_flag("hidden", is_empty)
        .child(unfinished)
        .child(own)
}

/// One run, while it goes on and after.
fn line(job: Rc<Job>) -> El {
    let frame = el("div", "dock-line");
    let element = frame.element().clone();
    frame.live(move || {
        Some(if job.over.get() {
            job.verified.track();
            // The button that cancels goes.
            if element.contains(document().active_element().as_deref()) {
                let line = element.clone();
                request_animation_frame(move || focus_in(&line));
            }
            ended(&job)
        } else {
            under_way(&job)
        })
    })
}

/// How long the platform asked to wait with `job`, where that is long.
fn waiting(job: &Job) -> Option<String> {
    messages::waiting(job.store.connection().platform, job.pause.get())
}

fn named(job: &Job) -> String {
    let label = &*job.store.connection().label;
    [&*job.run.plan.title(), " · ", label].concat()
}

fn under_way(job: &Rc<Job>) -> El {
    let count = job.run.plan.items.len();
    if count == 1 {
        return one_under_way(job);
    }
    let stopping = RwSignal::new(false);
    let [asked, told, cancelled] = [job.clone(), job.clone(), job.clone()];
    let done = move || {
        asked.moved.track();
        asked.asked()
    };
    let note = move || {
        told.moved.track();
        if told.asked() == count {
            "reading back".to_owned()
        } else if stopping.get() {
            "stopping: what is under way is finished".to_owned()
        } else if let Some(waiting) = waiting(&told) {
            waiting
        } else {
            rate(&told)
        }
    };
    progress(&named(job), count, Rc::new(done), note, move || {
        stopping.set(true);
        cancelled.run.cancel();
    })
}

/// One change cannot be cancelled once its request has left, but while the
/// platform has it wait.
fn one_under_way(job: &Rc<Job>) -> El {
    let [told, waits] = [job.clone(), job.clone()];
    let words = move || {
        told.moved.track();
        let waiting = waiting(&told);
        let words = waiting.as_deref().unwrap_or("waiting for the answer");
        [&*named(&told), ": ", words].concat()
    };
    el("div", "dock-said")
        .child(el("p", "").live_text(words))
        .live(move || {
            waits.moved.track();
            waiting(&waits)?;
            let job = waits.clone();
            Some(button("Cancel", move || job.run.cancel()))
        })
}

/// How many logins a second; nothing where that cannot be told.
fn rate(job: &Job) -> String {
    let seconds = (time::now() - job.began) / 1000.0;
    let asked = u32::try_from(job.asked()).unwrap_or(u32::MAX);
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a rate is small and not negative"
    )]
    let rate = if seconds > 0.0 {
        (f64::from(asked) / seconds).round() as usize
    } else {
        0
    };
    match rate {
        0 => String::new(),
        rate => [&*time::number(rate), " a second"].concat(),
    }
}

/// What came of it, until it is dismissed.
fn ended(job: &Rc<Job>) -> El {
    let [dismissed, shown] = [job.clone(), job.clone()];
    let dismiss = move || {
        dismissed.forget();
        set_docked(&dismissed, false);
        focus_on_next();
    };
    let buttons = run_report::next_steps(job, Rc::new(|| {}));
    if job.run.plan.items.len() == 1
        && let Some(problem) = messages::changes::problem(&job.run, 0)
    {
        let buttons = buttons.into_iter().chain([button("Dismiss", dismiss)]);
        return problem_notice(problem, buttons.collect());
    }
    let (said, failed) = messages::changes::summary(&job.run);
    let frame = sentence(&said, failed).children(buttons);
    frame
        .child(button("Details", move || run_report::open(&shown)))
        .child(icon_button("Dismiss", icons::CLOSE, dismiss))
}

/// A run that an earlier page left.
fn left_line(left: &Rc<InterruptedRun>) -> El {
    let said = messages::changes::left(&left.title, &left.label, left.done(), left.rows.len());
    let [shown, gone] = [left.clone(), left.clone()];
    let line = sentence(&said, true)
        .child(button("Details", move || run_report::open_left(&shown)))
        .children(run_report::save_left_buttons(left).into())
        .child(icon_button("Dismiss", icons::CLOSE, move || {
            gone.dismiss();
            focus_on_next();
        }));
    el("div", "dock-line").child(line)
}

fn sentence(said: &str, failed: bool) -> El {
    let (strokes, class) = if failed {
        (icons::ALERT, "dock-said failed")
    } else {
        (icons::CHECK, "dock-said")
    };
    el("div", class)
        .child(icon(strokes))
        .child(el("p", "").text(said))
}

/// Moves the focus to what can be done about a line.
fn focus_in(line: &web_sys::Element) {
    if let Ok(Some(button)) = line.query_selector("button") {
        focus_on(&button);
    }
}

/// The button that was pressed is gone: on to the next line, or to the page.
fn focus_on_next() {
    request_animation_frame(|| {
        let dock = document().query_selector(".dock:not([hidden]) button");
        if matches!(dock, Ok(Some(_))) {
            focus(".dock button");
        } else {
            focus("main h1");
        }
    });
}

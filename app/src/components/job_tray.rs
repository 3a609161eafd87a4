//! The tray at the foot of every page: the runs in progress, and the results that have
//! to be read.

use crate::browser::focus::{focus, focus_on};
use crate::browser::time;
use crate::components::change_flow::run_report::{self, NextSteps, SaveInterruptedReport};
use crate::components::problem_notice::ProblemNotice;
use crate::lazy::lazy;
use crate::messages;
use crate::state::user_store::{Job, jobs, left, set_docked};
use crate::ui::button::IconButton;
use crate::ui::icons::{self, Icon};
use crate::ui::progress::ProgressBar;
use crate::ui::toast::Toasts;
use leptos::either::Either;
use leptos::prelude::*;
use std::rc::Rc;

/// The foot of the page: the tray, and above it the toasts. Once, in the app.
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
    /// The tray.
    lazy_tray from work: fn() -> AnyView = tray
);

fn tray() -> AnyView {
    view! { <Tray /> }.into_any()
}

/// The tray. It is hidden while there is nothing in it.
#[component]
fn Tray() -> impl IntoView {
    let docked = || jobs().into_iter().filter(|job| job.docked.get());
    let is_empty = move || left().is_empty() && docked().next().is_none();
    let interrupted = || -> Vec<u32> { left().iter().map(|run| run.number).collect() };
    let own = move || -> Vec<u32> { docked().map(|job| job.number).collect() };
    view! {
        <section class="dock" aria-label="Changes" hidden=is_empty>
            <div class="dock-part">
                <For each=interrupted key=|number| *number children=interrupted_run />
            </div>
            <div class="dock-part">
                <For each=own key=|number| *number children=run />
            </div>
        </section>
    }
}

/// One run of this page, while it is in progress and after.
fn run(number: u32) -> impl IntoView {
    let job = untrack(jobs).into_iter().find(|job| job.number == number)?;
    let is_over: Signal<bool> = job.over.clone().into();
    let verified = job.verified.clone();
    let job = StoredValue::new_local(job);
    let line = NodeRef::<leptos::html::Div>::new();
    let content = move || {
        let job = job.get_value();
        if !is_over.get() {
            return Either::Left(untrack(|| in_progress(job)));
        }
        verified.track();
        // The button that cancels is removed.
        if let Some(line) = line.get_untracked()
            && line.contains(document().active_element().as_deref())
        {
            request_animation_frame(move || focus_in(&line));
        }
        Either::Right(untrack(|| view! { <RunResult job=job /> }))
    };
    Some(view! {
        <div class="dock-line" node_ref=line>
            {content}
        </div>
    })
}

/// How long the platform asked to wait with `job`, where that is long.
fn waiting(job: &Job) -> Option<String> {
    messages::waiting(job.store.connection().platform, job.pause.get())
}

/// What `job` does, and where.
fn name(job: &Job) -> String {
    format!(
        "{} · {}",
        job.run.plan.title(),
        job.store.connection().label
    )
}

fn in_progress(job: Rc<Job>) -> impl IntoView {
    if job.run.plan.items.len() == 1 {
        Either::Left(view! { <SingleChange job=job /> })
    } else {
        Either::Right(view! { <RunProgress job=job /> })
    }
}

/// How far a run of several changes is.
#[component]
fn RunProgress(job: Rc<Job>) -> impl IntoView {
    let count = job.run.plan.items.len();
    let label = name(&job);
    let moved: Signal<()> = job.moved.clone().into();
    let job = StoredValue::new_local(job);
    let is_stopping = RwSignal::new(false);
    let done = Signal::derive(move || {
        moved.track();
        job.with_value(|job| job.asked())
    });
    let note = Signal::derive(move || {
        if done.get() == count {
            "reading back".to_owned()
        } else if is_stopping.get() {
            "stopping: changes in progress are completed first".to_owned()
        } else {
            job.with_value(|job| waiting(job).unwrap_or_else(|| rate(job)))
        }
    });
    let cancel = move |()| {
        is_stopping.set(true);
        job.with_value(|job| job.run.cancel());
    };
    view! { <ProgressBar label=label all=count done=done note=note on_cancel=cancel /> }
}

/// A single change in progress. It cannot be cancelled once its request is sent,
/// unless the platform has it wait.
#[component]
fn SingleChange(job: Rc<Job>) -> impl IntoView {
    let name = name(&job);
    let moved: Signal<()> = job.moved.clone().into();
    let job = StoredValue::new_local(job);
    let waiting = move || {
        moved.track();
        job.with_value(|job| waiting(job))
    };
    let words = move || {
        let waiting = waiting();
        let words = waiting.as_deref().unwrap_or("waiting for the answer");
        format!("{name}: {words}")
    };
    let cancel = move |_| job.with_value(|job| job.run.cancel());
    let button = move || {
        waiting().map(|_| {
            view! {
                <button type="button" class="button" on:click=cancel>
                    "Cancel"
                </button>
            }
        })
    };
    view! {
        <div class="dock-said">
            <p>{words}</p>
            {button}
        </div>
    }
}

/// How many users a second; nothing while that is not known.
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
        rate => format!("{} a second", time::number(rate)),
    }
}

/// The result of a run, until it is dismissed.
#[component]
fn RunResult(job: Rc<Job>) -> impl IntoView {
    let [dismissed, shown] = [job.clone(), job.clone()];
    let dismiss = move || {
        dismissed.forget();
        set_docked(&dismissed, false);
        focus_on_next();
    };
    if job.run.plan.items.len() == 1
        && let Some(problem) = messages::changes::problem(&job.run, 0)
    {
        let buttons = view! {
            <NextSteps job=job />
            <button type="button" class="button" on:click=move |_| dismiss()>
                "Dismiss"
            </button>
        };
        return Either::Left(view! { <ProblemNotice problem=problem>{buttons}</ProblemNotice> });
    }
    let (summary, failed) = messages::changes::summary(&job.run);
    Either::Right(view! {
        <div class=line_class(failed)>
            <Icon strokes=line_icon(failed) />
            <p>{summary}</p>
            <NextSteps job=job />
            <button type="button" class="button" on:click=move |_| run_report::open(&shown)>
                "Details"
            </button>
            <IconButton label="Dismiss" strokes=icons::CLOSE on_press=move |()| dismiss() />
        </div>
    })
}

/// A run that an earlier page left unfinished.
fn interrupted_run(number: u32) -> impl IntoView {
    let run = untrack(left).into_iter().find(|run| run.number == number)?;
    let summary = messages::changes::left(&run.title, &run.label, run.done(), run.rows.len());
    let [shown, dismissed] = [run.clone(), run.clone()];
    let dismiss = move |()| {
        dismissed.dismiss();
        focus_on_next();
    };
    Some(view! {
        <div class="dock-line">
            <div class=line_class(true)>
                <Icon strokes=line_icon(true) />
                <p>{summary}</p>
                <button
                    type="button"
                    class="button"
                    on:click=move |_| run_report::open_interrupted(&shown)
                >
                    "Details"
                </button>
                <SaveInterruptedReport run=run />
                <IconButton label="Dismiss" strokes=icons::CLOSE on_press=dismiss />
            </div>
        </div>
    })
}

const fn line_class(failed: bool) -> &'static str {
    if failed {
        "dock-said failed"
    } else {
        "dock-said"
    }
}

const fn line_icon(failed: bool) -> &'static str {
    if failed { icons::ALERT } else { icons::CHECK }
}

/// Moves the focus to the first button of a line.
fn focus_in(line: &web_sys::Element) {
    if let Ok(Some(button)) = line.query_selector("button") {
        focus_on(&button);
    }
}

/// Moves the focus from a line that is dismissed to the next one, or to the page.
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

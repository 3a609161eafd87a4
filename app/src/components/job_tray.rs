//! The job tray at the foot of every page: the runs in progress, and the results that
//! have to be read.

use crate::browser::focus::{focus, focus_on};
use crate::browser::reactive::watch_later;
use crate::browser::time;
use crate::components::change_flow::run_report::{self, NextSteps, SaveInterruptedReport};
use crate::components::problem_notice::ProblemNotice;
use crate::lazy::lazy;
use crate::messages::{self, changes, outcomes, reports};
use crate::state::user_store::{InterruptedRuns, TrackedRun, runs, show_in_tray};
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
    let interrupted = InterruptedRuns::expect();
    let is_any = Memo::new(move |_| interrupted.may_exist() || !runs().is_empty());
    let content = move || {
        // What the tray reads while it is built must not build it again.
        let tray = || untrack(|| lazy_tray().view(|tray| tray()));
        is_any.get().then(tray)
    };
    view! {
        <div class="foot">
            <Toasts />
            {content}
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
    let interrupted = InterruptedRuns::expect();
    watch_later(move || interrupted.find());
    let own = || runs().into_iter().filter(|run| run.is_in_tray.get());
    let is_empty = move || {
        interrupted.all().is_empty() && interrupted.dropped() == 0 && own().next().is_none()
    };
    let dropped = move || {
        let count = interrupted.dropped();
        (count > 0).then(|| view! { <DroppedReports count=count /> })
    };
    let interrupted_numbers =
        move || -> Vec<u32> { interrupted.all().iter().map(|run| run.number).collect() };
    let own_numbers = move || -> Vec<u32> { own().map(|run| run.number).collect() };
    view! {
        <section class="tray" aria-label="Changes" hidden=is_empty>
            <div class="tray-part">
                {dropped}
                <For each=interrupted_numbers key=|number| *number children=interrupted_run />
            </div>
            <div class="tray-part">
                <For each=own_numbers key=|number| *number children=own_run />
            </div>
        </section>
    }
}

/// That stored reports were dropped because this version does not read them.
#[component]
fn DroppedReports(count: usize) -> impl IntoView {
    let interrupted = InterruptedRuns::expect();
    let dismiss = move |()| {
        interrupted.dismiss_dropped();
        focus_on_next();
    };
    view! {
        <div class="tray-line">
            <div class=line_class(true)>
                <Icon strokes=line_icon(true) />
                <p>{reports::dropped(count)}</p>
                <IconButton label="Dismiss" strokes=icons::CLOSE on_press=dismiss />
            </div>
        </div>
    }
}

/// One run of this page, while it is in progress and after.
fn own_run(number: u32) -> impl IntoView {
    let run = untrack(runs).into_iter().find(|run| run.number == number)?;
    let is_over: Signal<bool> = run.over.clone().into();
    let verified = run.verified.clone();
    let run = StoredValue::new_local(run);
    let line = NodeRef::<leptos::html::Div>::new();
    let content = move || {
        let run = run.get_value();
        if !is_over.get() {
            return Either::Left(untrack(|| in_progress(run)));
        }
        verified.track();
        // The button that cancels is removed.
        if let Some(line) = line.get_untracked()
            && line.contains(document().active_element().as_deref())
        {
            request_animation_frame(move || focus_in(&line));
        }
        Either::Right(untrack(|| view! { <RunResult run=run /> }))
    };
    Some(view! {
        <div class="tray-line" node_ref=line>
            {content}
        </div>
    })
}

/// How long the platform asked to wait with `run`, where that is long.
fn wait_note(run: &TrackedRun) -> Option<String> {
    messages::waiting(run.store.connection().platform, run.pause.get())
}

/// What `run` does, and where.
fn run_title(run: &TrackedRun) -> String {
    format!(
        "{} · {}",
        changes::title(&run.execution.plan),
        run.store.connection().label
    )
}

fn in_progress(run: Rc<TrackedRun>) -> impl IntoView {
    if run.execution.plan.items.len() == 1 {
        Either::Left(view! { <SingleChange run=run /> })
    } else {
        Either::Right(view! { <RunProgress run=run /> })
    }
}

/// How far a run of several changes is.
#[component]
fn RunProgress(run: Rc<TrackedRun>) -> impl IntoView {
    let count = run.execution.plan.items.len();
    let label = run_title(&run);
    let progress: Signal<()> = run.progress.clone().into();
    let run = StoredValue::new_local(run);
    let is_stopping = RwSignal::new(false);
    let done = Signal::derive(move || {
        progress.track();
        run.with_value(|run| run.processed())
    });
    let note = Signal::derive(move || {
        if done.get() == count {
            "reading back".to_owned()
        } else if is_stopping.get() {
            "stopping: changes in progress are completed first".to_owned()
        } else {
            run.with_value(|run| wait_note(run).unwrap_or_else(|| rate(run)))
        }
    });
    let cancel = move |()| {
        is_stopping.set(true);
        run.with_value(|run| run.execution.cancel());
    };
    view! { <ProgressBar label=label all=count done=done note=note on_cancel=cancel /> }
}

/// A single change in progress. It cannot be cancelled once its request is sent,
/// unless the platform has it wait.
#[component]
fn SingleChange(run: Rc<TrackedRun>) -> impl IntoView {
    let name = run_title(&run);
    let progress: Signal<()> = run.progress.clone().into();
    let run = StoredValue::new_local(run);
    let waiting = move || {
        progress.track();
        run.with_value(|run| wait_note(run))
    };
    let words = move || {
        let waiting = waiting();
        let words = waiting.as_deref().unwrap_or("waiting for the answer");
        format!("{name}: {words}")
    };
    let cancel = move |_| run.with_value(|run| run.execution.cancel());
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
        <div class="tray-said">
            <p>{words}</p>
            {button}
        </div>
    }
}

/// How many users a second; nothing while that is not known.
fn rate(run: &TrackedRun) -> String {
    let seconds = (time::now() - run.began) / 1000.0;
    let processed = u32::try_from(run.processed()).unwrap_or(u32::MAX);
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a rate is small and not negative"
    )]
    let rate = if seconds > 0.0 {
        (f64::from(processed) / seconds).round() as usize
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
fn RunResult(run: Rc<TrackedRun>) -> impl IntoView {
    let [dismissed, shown] = [run.clone(), run.clone()];
    let dismiss = move || {
        dismissed.remove_stored();
        show_in_tray(&dismissed, false);
        focus_on_next();
    };
    if run.execution.plan.items.len() == 1
        && let Some(problem) = outcomes::problem(&run.execution, 0)
    {
        let buttons = view! {
            <NextSteps run=run />
            <button type="button" class="button" on:click=move |_| dismiss()>
                "Dismiss"
            </button>
        };
        return Either::Left(view! { <ProblemNotice problem=problem>{buttons}</ProblemNotice> });
    }
    let (summary, failed) = outcomes::summary(&run.execution);
    Either::Right(view! {
        <div class=line_class(failed)>
            <Icon strokes=line_icon(failed) />
            <p>{summary}</p>
            <NextSteps run=run />
            <button type="button" class="button" on:click=move |_| run_report::open(&shown)>
                "Details"
            </button>
            <IconButton label="Dismiss" strokes=icons::CLOSE on_press=move |()| dismiss() />
        </div>
    })
}

/// A run that was interrupted.
fn interrupted_run(number: u32) -> impl IntoView {
    let all = InterruptedRuns::expect();
    let found = untrack(|| all.all());
    let run = found.into_iter().find(|run| run.number == number)?;
    let summary = reports::interrupted(&run.receipt);
    let [shown, dismissed] = [run.clone(), run.clone()];
    let dismiss = move |()| {
        all.dismiss(&dismissed);
        focus_on_next();
    };
    Some(view! {
        <div class="tray-line">
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
        "tray-said failed"
    } else {
        "tray-said"
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
        let button = document().query_selector(".tray:not([hidden]) button");
        if matches!(button, Ok(Some(_))) {
            focus(".tray button");
        } else {
            focus("main h1");
        }
    });
}

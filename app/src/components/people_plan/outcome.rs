//! What came of it: for each person what was read back, the receipt, and what could not be
//! put on record.

use super::LISTED;
use crate::browser::announce::announce;
use crate::browser::focus::focus_if_lost;
use crate::browser::task::{next_task, spawn};
use crate::browser::time::number;
use crate::components::problem_notice::ProblemNotice;
use crate::messages::{people_plan, receipts};
use crate::routes;
use crate::state::people::{FiledReceipt, PeopleRun, PeopleStore};
use crate::ui::download::download;
use crate::ui::icons::{self, Icon};
use leptos::prelude::*;
use roster::people::{PeopleReceipt, Purpose};
use std::rc::Rc;

/// How many people are shown in full, whatever came of it.
const SHOWN: usize = 10;

/// How many links to receipts are drawn in one task: a thousand would hold the page up.
const DRAWN_AT_ONCE: usize = 100;

/// The outcome for all of them.
#[component]
pub(crate) fn Outcome(people: PeopleStore, run: Rc<PeopleRun>) -> impl IntoView {
    let receipts: Vec<Rc<PeopleReceipt>> =
        run.receipts().into_iter().map(|one| one.receipt).collect();
    let summary = people_plan::conclusions(&receipts);
    announce(&summary);
    // With one person it says what is below.
    let summary = (receipts.len() > 1).then(|| view! { <p class="plan-summary">{summary}</p> });
    let filed: Signal<()> = run.filed.clone().into();
    let stored = StoredValue::new_local(run.clone());
    let is_long = receipts.len() > SHOWN;
    // The button that was pressed may be gone.
    Effect::new(move |before: Option<()>| {
        filed.track();
        if before.is_some() {
            focus_if_lost("main h1");
        }
    });
    let rows = move || {
        filed.track();
        let run = stored.get_value();
        let all = run.receipts().into_iter().enumerate();
        // People who still need something come first.
        let (settled, open): (Vec<_>, Vec<_>) =
            all.partition(|(_, one)| is_long && is_settled(one));
        let more = open.len().saturating_sub(LISTED);
        let more = (more > 0).then(|| {
            view! { <li>{format!("and {} more", number(more))}</li> }
        });
        let rows = open.into_iter().take(LISTED).map(|(at, one)| {
            view! { <PersonOutcome people=people run=run.clone() at=at one=one /> }
        });
        let settled: Vec<FiledReceipt> = settled.into_iter().map(|(_, one)| one).collect();
        view! {
            <ul class="plan-outcomes">{rows.collect_view()} {more}</ul>
            <Settled receipts=settled />
        }
    };
    let unstored = move || {
        filed.track();
        let receipts = stored.with_value(|run| run.receipts());
        let is_unfiled = |one: &FiledReceipt| {
            matches!(one.stored, Some(Err(_))) || matches!(one.departed, Some(Err(_)))
        };
        let unattached = stored
            .with_value(|run| run.attached())
            .and_then(Result::err);
        (unattached.is_some() || receipts.iter().any(is_unfiled)).then(|| {
            let again = move |_| people.file_again(stored.get_value());
            view! {
                <button type="button" class="button primary" on:click=again>
                    "Store again"
                </button>
            }
        })
    };
    let unattached = move || {
        filed.track();
        let problem = stored.with_value(|run| run.attached())?.err()?;
        Some(view! { <ProblemNotice problem=problem /> })
    };
    let back = match &*stored
        .with_value(|run| run.review.clone())
        .unwrap_or_default()
    {
        "" => (routes::people(), "Back to people"),
        review => (routes::review(review), "Back to the review"),
    };
    view! {
        {summary}
        {rows}
        {unattached}
        <div class="actions">
            {unstored}
            <button type="button" class="button" on:click=move |_| people.forget_run()>
                "Plan again"
            </button>
            <a class="button" href=back.0>
                {back.1}
            </a>
        </div>
    }
}

/// Whether nothing is left to do: the receipt is stored, and what was wanted was read back.
/// A person who leaves is on record as departed, too.
fn is_settled(one: &FiledReceipt) -> bool {
    let is_finished = match one.receipt.purpose {
        Purpose::Leave => matches!(one.departed, Some(Ok(()))),
        _ => one.receipt.is_proven(),
    };
    is_finished && matches!(one.stored, Some(Ok(_)))
}

/// The people who need nothing more, in short.
#[component]
fn Settled(receipts: Vec<FiledReceipt>) -> impl IntoView {
    let purpose = receipts.first()?.receipt.purpose;
    let summary = people_plan::settled(purpose, receipts.len());
    let links = receipts.into_iter().filter_map(|one| {
        let url = routes::receipt(&one.stored?.ok()?);
        Some((url, one.receipt.person.name.clone()))
    });
    let links: Vec<(String, String)> = links.collect();
    let count = links.len();
    let links = StoredValue::new_local(links);
    let shown = RwSignal::new(count.min(DRAWN_AT_ONCE));
    spawn(async move {
        let mut drawn = DRAWN_AT_ONCE;
        while drawn < count {
            next_task().await;
            drawn += DRAWN_AT_ONCE;
            // Nothing is there to be drawn once the page was left.
            if shown.try_set(count.min(drawn)).is_some() {
                break;
            }
        }
    });
    let link = move |at: usize| {
        let (url, name) = links.with_value(|links| links.get(at).cloned())?;
        Some(view! {
            <li>
                <a href=url>
                    <bdi>{name}</bdi>
                </a>
            </li>
        })
    };
    Some(view! {
        <details class="plan-settled">
            <summary>{summary}</summary>
            <ul>
                <For each=move || 0..shown.get() key=|at| *at children=link />
            </ul>
        </details>
    })
}

/// What came of it for one person.
#[component]
fn PersonOutcome(
    people: PeopleStore,
    run: Rc<PeopleRun>,
    at: usize,
    one: FiledReceipt,
) -> impl IntoView {
    let FiledReceipt {
        receipt,
        stored,
        departed,
    } = one;
    let is_proven = receipt.is_proven();
    let is_leave = receipt.purpose == Purpose::Leave;
    let connections = receipt.connections.iter().map(|connection| {
        let platform = connection.platform;
        let (read_back, verdict) = (&connection.read_back, connection.verdict);
        let text = people_plan::read_back(read_back, verdict, platform);
        let failed = connection
            .accounts
            .iter()
            .filter(|account| !account.outcome.is_success());
        let answers = failed.map(|account| {
            view! { <p class="hint">{receipts::answer(account, platform)}</p> }
        });
        view! {
            <div>
                <dt>{connection.label.clone()}</dt>
                <dd>{text} {answers.collect_view()}</dd>
            </div>
        }
    });
    let connections = connections.collect_view();
    let name = receipt.person.key.to_string();
    let json = receipt.json();
    let (link, problem) = match stored {
        Some(Ok(id)) => {
            let url = routes::receipt(&id);
            let link = view! {
                <a class="button" href=url>
                    "Receipt"
                </a>
            };
            (Some(link), None)
        }
        Some(Err(problem)) => (None, Some(problem)),
        None => (None, None),
    };
    let save = problem.is_some().then(|| {
        let save = move |_| download(&format!("receipt-{name}.json"), "application/json", &json);
        view! {
            <button type="button" class="button" on:click=save>
                "Save the receipt as JSON"
            </button>
        }
    });
    let not_departed = departed.clone().and_then(Result::err);
    let anyway = (is_leave && !is_proven && link.is_some() && !matches!(departed, Some(Ok(()))))
        .then(|| {
            let depart = move |_| people.depart_unproven(run.clone(), at);
            view! {
                <button type="button" class="button" on:click=depart>
                    "Mark as departed anyway"
                </button>
            }
        });
    let mark = match departed {
        Some(Ok(())) => "On record as departed.",
        _ if !is_proven => {
            "Not on record as departed, because it is not certain that they can sign in nowhere."
        }
        _ => "Not on record as departed.",
    };
    let mark = is_leave.then(|| view! { <p class="hint">{mark}</p> });
    let (strokes, class) = if is_proven {
        (icons::CHECK, None)
    } else {
        (icons::ALERT, Some("failed"))
    };
    view! {
        <li class=class>
            <p class="plan-said">
                <Icon strokes=strokes />
                <span>{people_plan::conclusion(&receipt)}</span>
            </p>
            <dl class="plan-read-back">{connections}</dl>
            {mark}
            {problem.map(|problem| view! { <ProblemNotice problem=problem /> })}
            {not_departed.map(|problem| view! { <ProblemNotice problem=problem /> })}
            <div class="actions">{link} {save} {anyway}</div>
        </li>
    }
}

//! What came of it: for each person what was read back, the receipt, and what could not be
//! put on record.

use crate::browser::announce::announce;
use crate::components::problem_notice::ProblemNotice;
use crate::messages::leave;
use crate::routes;
use crate::state::people::{FiledReceipt, Leaving, PeopleStore};
use crate::ui::download::download;
use crate::ui::icons::{self, Icon};
use leptos::prelude::*;
use roster::people::LeaveReceipt;
use std::rc::Rc;

#[component]
pub(super) fn Outcome(people: PeopleStore, leaving: Rc<Leaving>) -> impl IntoView {
    let receipts: Vec<LeaveReceipt> = leaving
        .receipts()
        .into_iter()
        .map(|one| one.receipt)
        .collect();
    let summary = leave::conclusions(&receipts);
    announce(&summary);
    // With one person it says what is below.
    let summary = (receipts.len() > 1).then(|| view! { <p class="leave-summary">{summary}</p> });
    let filed: Signal<()> = leaving.filed.clone().into();
    let stored = StoredValue::new_local(leaving.clone());
    let rows = move || {
        filed.track();
        let leaving = stored.get_value();
        let all = leaving.receipts().into_iter().enumerate();
        let rows = all.map(|(at, one)| {
            view! { <PersonOutcome people=people leaving=leaving.clone() at=at one=one /> }
        });
        rows.collect_view()
    };
    let unstored = move || {
        filed.track();
        let receipts = stored.with_value(|leaving| leaving.receipts());
        let is_unfiled = |one: &FiledReceipt| {
            matches!(one.stored, Some(Err(_))) || matches!(one.departed, Some(Err(_)))
        };
        receipts.iter().any(is_unfiled).then(|| {
            let again = move |_| people.file_again(stored.get_value());
            view! {
                <button type="button" class="button primary" on:click=again>
                    "Store again"
                </button>
            }
        })
    };
    view! {
        {summary}
        <ul class="leave-outcomes">{rows}</ul>
        <div class="actions">
            {unstored}
            <a class="button" href=routes::people()>
                "Back to people"
            </a>
        </div>
    }
}

/// What came of it for one person.
#[component]
fn PersonOutcome(
    people: PeopleStore,
    leaving: Rc<Leaving>,
    at: usize,
    one: FiledReceipt,
) -> impl IntoView {
    let FiledReceipt {
        receipt,
        stored,
        departed,
    } = one;
    let is_proven = receipt.is_proven();
    let connections = receipt.connections.iter().map(|connection| {
        let (label, text) = (
            connection.label.clone(),
            leave::read_back(&connection.read_back, connection.platform),
        );
        view! {
            <div>
                <dt>{label}</dt>
                <dd>{text}</dd>
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
    let anyway = (!is_proven && link.is_some() && !matches!(departed, Some(Ok(())))).then(|| {
        let depart = move |_| people.depart_unproven(leaving.clone(), at);
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
    let (strokes, class) = if is_proven {
        (icons::CHECK, None)
    } else {
        (icons::ALERT, Some("failed"))
    };
    view! {
        <li class=class>
            <p class="leave-said">
                <Icon strokes=strokes />
                <span>{leave::conclusion(&receipt)}</span>
            </p>
            <dl class="leave-read-back">{connections}</dl>
            <p class="hint">{mark}</p>
            {problem.map(|problem| view! { <ProblemNotice problem=problem /> })}
            {not_departed.map(|problem| view! { <ProblemNotice problem=problem /> })}
            <div class="actions">{link} {save} {anyway}</div>
        </li>
    }
}

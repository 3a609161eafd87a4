//! The bar below the list: the account that is looked at, or how many are selected, and the
//! controls that decide.

use super::controls::Controls;
use super::rows::place;
use crate::browser::focus::focus;
use crate::browser::time;
use crate::components::list::SelectionBar;
use crate::components::page_actions::action;
use crate::messages::reviews as words;
use crate::ui::attributes::boolean;
use crate::ui::shortcuts::{Keys, shortcut};
use leptos::ev::KeyboardEvent;
use leptos::prelude::*;
use wire::console::reviews::{DecisionKind, MAX_COMMENT};

/// The field for the comment.
const COMMENT: &str = ".review-comment";

/// The bar. There is none in a closed review.
#[component]
pub(super) fn Desk(controls: Controls) -> impl IntoView {
    let is_closed = {
        let controls = controls.clone();
        Memo::new(move |_| controls.is_closed())
    };
    move || {
        let controls = controls.clone();
        (!is_closed.get()).then(|| untrack(|| view! { <OpenDesk controls=controls /> }))
    }
}

#[component]
fn OpenDesk(controls: Controls) -> impl IntoView {
    listen_to_keys(&controls);
    let selection = controls.rows.list.selection;
    let is_bulk = Memo::new(move |_| selection.with(|all| !all.is_empty()));
    move || {
        let controls = controls.clone();
        let list = controls.rows.list;
        if is_bulk.get() {
            view! {
                <SelectionBar list=list label="Selected accounts">
                    <Decisions controls=controls />
                </SelectionBar>
            }
            .into_any()
        } else {
            view! {
                <section class="bulk review-desk" aria-label="Decision">
                    <Current controls=controls.clone() />
                    <Decisions controls=controls />
                </section>
            }
            .into_any()
        }
    }
}

fn listen_to_keys(controls: &Controls) {
    let on = |key: &'static str, label: &str, act: fn(&Controls)| {
        let controls = controls.clone();
        shortcut(key, label, move || act(&controls));
    };
    on("k", "Keep the account, or those that are selected", |one| {
        one.decide(Some(DecisionKind::Keep));
    });
    on(
        "r",
        "Revoke the account, or those that are selected",
        |one| {
            one.decide(Some(DecisionKind::Revoke));
        },
    );
    on("u", "Withdraw the decision", |one| one.decide(None));
    on("c", "Write a comment", |_| focus(COMMENT));
    let controls = controls.clone();
    action("Next undecided account", "n", move || controls.next());
}

/// The account that is looked at.
#[component]
fn Current(controls: Controls) -> impl IntoView {
    let rows = controls.rows;
    let (store, people) = (rows.store(), rows.page.people);
    move || {
        store.track_decisions();
        people.track();
        people.is_settled();
        let Some((key, item)) = rows
            .current
            .get()
            .and_then(|key| Some((key, rows.item(key)?)))
        else {
            return view! {
                <p class="review-current hint">
                    "Choose an account, or go to the next that is undecided."
                </p>
            }
            .into_any();
        };
        let mut facts = Vec::new();
        if !item.suggestions.is_empty() {
            facts.push(format!("Suggested to revoke: {}", words::suggestions(item)));
        }
        let now = rows.now(key).map(|now| words::changed_since(&now));
        if let Some(now) = now.filter(|now| !now.is_empty()) {
            facts.push(format!("Since then: {now}"));
        }
        facts.push(store.decision(place(key), |shown| {
            let decision = words::decision(shown.decision);
            match shown.known {
                Some(known) => {
                    let by = known.by.clone().unwrap_or_else(words::unknown_person);
                    let when = time::write(&known.at).map_or_else(String::new, |at| at.whole);
                    match known.decision {
                        Some(_) => format!("{decision} by {by}, {when}"),
                        None => format!("Withdrawn by {by}, {when}"),
                    }
                }
                None => decision.to_owned(),
            }
        }));
        let facts = facts.into_iter().map(|fact| view! { <li>{fact}</li> });
        view! {
            <div class="review-current">
                <p class="review-name">
                    <bdi>{item.name.clone()}</bdi>
                    <span class="hint">{rows.label(key).to_owned()}</span>
                </p>
                <ul role="list">{facts.collect_view()}</ul>
            </div>
        }
        .into_any()
    }
}

/// The comment, and the buttons that decide.
#[component]
fn Decisions(controls: Controls) -> impl IntoView {
    let reason = {
        let controls = controls.clone();
        Memo::new(move |_| controls.reason())
    };
    let is_off = move || boolean(reason.with(Option::is_some));
    let button =
        |label: &'static str, keys: &'static str, class: &'static str, act: fn(&Controls)| {
            let controls = controls.clone();
            view! {
                <button
                    type="button"
                    class=class
                    aria-keyshortcuts=keys
                    aria-disabled=is_off
                    on:click=move |_| act(&controls)
                >
                    {label}
                    " "
                    <span aria-hidden="true">
                        <Keys keys=keys />
                    </span>
                </button>
            }
        };
    let keep = button("Keep", "k", "button", |one| {
        one.decide(Some(DecisionKind::Keep));
    });
    let revoke = button("Revoke", "r", "button", |one| {
        one.decide(Some(DecisionKind::Revoke));
    });
    let withdraw = button("Withdraw", "u", "button", |one| one.decide(None));
    let next = {
        let controls = controls.clone();
        view! {
            <button
                type="button"
                class="button"
                aria-keyshortcuts="n"
                on:click=move |_| controls.next()
            >
                "Next "
                <span aria-hidden="true">
                    <Keys keys="n" />
                </span>
            </button>
        }
    };
    let (typed, entered, comment) = (controls.clone(), controls.clone(), controls.comment);
    // Back to the account, whose keys decide with what was typed.
    let enter = move |event: KeyboardEvent| {
        if event.key() == "Enter" {
            event.prevent_default();
            entered.focus(entered.rows.current.get_untracked());
        }
    };
    view! {
        <input
            type="text"
            class="review-comment"
            aria-label="Comment"
            aria-keyshortcuts="c"
            placeholder="Comment, kept with the decision"
            autocomplete="off"
            maxlength=MAX_COMMENT.to_string()
            prop:value=move || comment.get()
            on:input:target=move |event| typed.type_comment(event.target().value())
            on:keydown=enter
        />
        <span class="review-buttons">{keep} {revoke} {withdraw} {next}</span>
        <p class="reason">{move || reason.get()}</p>
    }
}

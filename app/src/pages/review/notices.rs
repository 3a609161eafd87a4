//! What the reviewer has to know: decisions that could not be saved, what others decided
//! otherwise, and what an operator could not change.

use super::rows::ReviewRows;
use crate::components::problem_notice::ProblemNotice;
use crate::components::saving::SavingProblem;
use crate::messages::reviews as words;
use crate::state::reviews::ReviewStore;
use crate::ui::notice::Notice;
use leptos::prelude::*;

/// How many decisions of others are listed.
const SHOWN: usize = 5;

#[component]
pub(super) fn Notices(rows: ReviewRows) -> impl IntoView {
    let page = rows.page;
    view! {
        <SavingProblem saving=page.saving />
        <Unsaved store=page.store />
        <OverruledNotice rows=rows />
    }
}

/// Why decisions could not be saved: they are still shown, and can be saved again.
#[component]
fn Unsaved(store: ReviewStore) -> impl IntoView {
    move || {
        let problem = store.saving_problem()?;
        Some(view! {
            <ProblemNotice problem=problem>
                <button type="button" class="button" on:click=move |_| store.save()>
                    "Save again"
                </button>
                <button type="button" class="button" on:click=move |_| store.discard()>
                    "Discard what is not saved"
                </button>
            </ProblemNotice>
        })
    }
}

/// What others decided while it was decided otherwise here.
#[component]
fn OverruledNotice(rows: ReviewRows) -> impl IntoView {
    let store = rows.store();
    move || {
        let all = store.overruled();
        if all.is_empty() {
            return None;
        }
        let lines = all.iter().take(SHOWN).map(|one| {
            let item = rows.items.get(one.there.item);
            let number = u32::try_from(one.there.item).unwrap_or(u32::MAX);
            let name = item.map_or_else(String::new, |item| {
                format!("{} on {}", item.name, rows.label(number))
            });
            words::overruled(&name, one)
        });
        let mut lines: Vec<String> = lines.collect();
        if all.len() > SHOWN {
            lines.push(format!("And {} more.", all.len() - SHOWN));
        }
        Some(view! {
            <Notice
                title=words::OVERRULED
                words=lines.join(" ")
                advice="Theirs is shown, and yours was not saved. Talk to them, or decide again."
            >
                <button type="button" class="button" on:click=move |_| store.accept()>
                    "Keep theirs"
                </button>
                <button type="button" class="button" on:click=move |_| store.insist()>
                    "Decide as I did"
                </button>
            </Notice>
        })
    }
}

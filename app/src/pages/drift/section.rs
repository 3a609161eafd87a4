//! One kind of drift: what it means, the people it concerns, and what mends all of it.

use super::case::CaseItem;
use super::find::cases;
use super::{DriftPage, dismiss, mend};
use crate::browser::time::number;
use crate::messages::people as words;
use crate::state::people::kind_name;
use crate::ui::attributes::new_id;
use crate::ui::menu::{Choice, MenuButton};
use leptos::prelude::*;
use roster::people::{DriftKind, MendKind};

/// How many cases are shown at first.
const FIRST: usize = 25;

/// How many more are shown each time.
const MORE: usize = 100;

#[component]
pub(super) fn DriftSection(page: DriftPage, kind: DriftKind) -> impl IntoView {
    let most = RwSignal::new(FIRST);
    let cases = Memo::new(move |_| {
        // Is another one whenever drift was worked out again.
        page.people.track_drift();
        page.counts.track();
        cases(page.people, kind, most.get())
    });
    let heading = new_id();
    let heading_id = heading.clone();
    let more = move || {
        let (shown, all) = (cases.with(Vec::len), page.count(kind));
        (shown < all && shown >= most.get()).then(|| {
            let label = format!("Show more of {}", number(all));
            view! {
                <div class="actions">
                    <button
                        type="button"
                        class="button"
                        on:click=move |_| most.update(|most| *most += MORE)
                    >
                        {label}
                    </button>
                </div>
            }
        })
    };
    view! {
        <section id=kind_name(kind) class="drift-kind" aria-labelledby=heading>
            <div class="drift-head">
                <h2 id=heading_id tabindex="-1">
                    {words::drift_title(kind)}
                    " "
                    <span class="drift-count">{move || number(page.count(kind))}</span>
                </h2>
                <ForAll page=page kind=kind cases=cases />
            </div>
            <p class="lead">{words::drift_meaning(kind)}</p>
            <ul class="drift-cases" role="list">
                <For
                    each=move || cases.get()
                    // A case that looks different is drawn anew.
                    key=Clone::clone
                    children=move |case| view! { <CaseItem page=page case=case /> }
                />
            </ul>
            {more}
        </section>
    }
}

/// What can be done about all cases of a kind at once, where there are several.
#[component]
fn ForAll(page: DriftPage, kind: DriftKind, cases: Memo<Vec<super::find::Case>>) -> impl IntoView {
    let is_several = Memo::new(move |_| page.count(kind) > 1);
    let choices = move |()| {
        let mut kinds: Vec<MendKind> = Vec::new();
        let found = cases.get_untracked();
        for mend in found.iter().flat_map(|case| case.mends.iter()) {
            // The new administrator is chosen for each connection.
            if *mend != MendKind::GrantAdmin && !kinds.contains(mend) {
                kinds.push(*mend);
            }
        }
        let reason = |mend: MendKind| match mend {
            MendKind::TakeApart => page.unsaved_reason().get_untracked(),
            _ => page.unchanged_reason().get_untracked(),
        };
        let mends = kinds.into_iter().map(|wanted| {
            let choice = Choice::new(words::mend(wanted), move || {
                mend::mend_all(page, kind, wanted);
            });
            choice.unless(reason(wanted).unwrap_or_default())
        });
        let mut choices: Vec<Choice> = mends.collect();
        let reason = page.unsaved_reason().get_untracked().unwrap_or_default();
        let dismiss = Choice::new("Dismiss all…", move || dismiss::open_for_all(page, kind));
        choices.push(dismiss.unless(reason));
        choices
    };
    move || {
        is_several.get().then(|| {
            let choices = UnsyncCallback::new(choices);
            view! {
                <MenuButton
                    label=format!("All {}", number(untrack(|| page.count(kind))))
                    choices=choices
                />
            }
        })
    }
}

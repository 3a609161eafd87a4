//! What was dismissed, folded away.

use super::DriftPage;
use super::case::Subject;
use super::find::{Who, who};
use crate::browser::time;
use crate::messages::counted;
use crate::messages::people::drift_title;
use crate::state::people::drift_id;
use crate::ui::row_button::RowButton;
use crate::ui::toast;
use leptos::prelude::*;
use roster::input::isolated;
use roster::people::DriftId;

/// How many are shown at first.
const FIRST: usize = 25;

/// A dismissal that has not ended.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Dismissed {
    id: DriftId,
    who: Who,
    reason: String,
    until: String,
    by: Option<String>,
    at: String,
}

/// The dismissals that have not ended, the one that ends first first.
fn dismissed(page: DriftPage) -> Vec<Dismissed> {
    let today = time::now_rfc3339();
    let today = today.get(..10).unwrap_or_default();
    let rows = page.people.records(|records| {
        let rows = records.dismissals().iter();
        let rows = rows.filter(|row| &*row.until >= today);
        rows.cloned().collect::<Vec<_>>()
    });
    let mut all: Vec<Dismissed> = page.people.read(|people, lists| {
        let rows = rows.into_iter().filter_map(|row| {
            let id = drift_id(&row.finding)?;
            Some(Dismissed {
                who: who(people, lists, &id.subject),
                id,
                reason: row.reason,
                until: row.until,
                by: row.by,
                at: row.at,
            })
        });
        rows.collect()
    });
    all.sort_by(|one, other| one.until.cmp(&other.until));
    all
}

/// The list of them; nothing where there are none.
#[component]
pub(super) fn DismissedList(page: DriftPage) -> impl IntoView {
    let most = RwSignal::new(FIRST);
    let all = Memo::new(move |_| {
        page.people.track_drift();
        page.people.track();
        dismissed(page)
    });
    let is_empty = Memo::new(move |_| all.with(Vec::is_empty));
    let title = move || {
        let count = all.with(Vec::len);
        format!("{} dismissed", counted(count, "finding", "findings"))
    };
    let more = move || {
        let rest = all.with(Vec::len).saturating_sub(most.get());
        (rest > 0).then(|| {
            view! {
                <div class="actions">
                    <button
                        type="button"
                        class="button"
                        on:click=move |_| most.update(|most| *most *= 4)
                    >
                        {format!("Show more of {}", time::number(all.with(Vec::len)))}
                    </button>
                </div>
            }
        })
    };
    view! {
        <details class="drift-dismissed" hidden=move || is_empty.get()>
            <summary>{title}</summary>
            <ul class="drift-cases" role="list">
                <For
                    each=move || {
                        let mut shown = all.get();
                        shown.truncate(most.get());
                        shown
                    }
                    key=Clone::clone
                    children=move |one| view! { <DismissedItem page=page one=one /> }
                />
            </ul>
            {more}
        </details>
    }
}

#[component]
fn DismissedItem(page: DriftPage, one: Dismissed) -> impl IntoView {
    let Dismissed {
        id,
        who,
        reason,
        until,
        by,
        at,
    } = one;
    let name = isolated(&who.name).into_owned();
    let by = by.unwrap_or_else(|| "someone who was not signed in".to_owned());
    let day = |text: &str| time::write(text).map_or_else(|| text.to_owned(), |text| text.day);
    let facts = format!("Until {}, by {by} on {}", day(&until), day(&at));
    let kind = id.kind;
    let restore = move |()| {
        let id = id.clone();
        let save = async move { page.people.restore(&[id]).await };
        page.saving.run(Box::pin(save), move || {
            toast::say("The finding is shown again.");
            page.focus_section(kind);
        });
    };
    view! {
        <li class="drift-case">
            <div class="drift-who">
                <Subject who=who />
                <p>{drift_title(kind)} ": " {reason}</p>
                <p class="hint">{facts}</p>
            </div>
            <div class="actions">
                <RowButton
                    label="Show again"
                    name=format!("Show again: {name}")
                    reason=page.unsaved_reason()
                    on_press=restore
                />
            </div>
        </li>
    }
}

//! What can be done with all selected people at once.

use super::PeopleList;
use super::export::export;
use crate::api::session::SessionState;
use crate::components::list::SelectionBar;
use crate::messages;
use crate::ui::button::GuardedButton;
use crate::ui::selection::Selection;
use leptos::prelude::*;
use wire::console::Role;

/// What takes the access of people away: on the page that it leads to, disabling is what
/// is done unless another way is chosen there.
pub(super) const REMOVE_EVERYWHERE: &str = "Remove access everywhere…";

/// How many people's access can be removed at once: as many as one can still look through
/// before the run.
const MOST: usize = 200;

/// Why the access of so many people cannot be removed now, if it cannot. Reactive.
pub(super) fn unavailable(session: SessionState, count: usize) -> Option<&'static str> {
    if session.role() == Role::Viewer {
        return Some(messages::VIEW_ONLY);
    }
    (count > MOST).then_some("At most 200 people at once: select fewer.")
}

/// The bar below the list, while people are selected.
#[component]
pub(super) fn BulkBar(people: PeopleList) -> impl IntoView {
    let selection = people.list.selection;
    let any = Memo::new(move |_| selection.with(|selection| !selection.is_empty()));
    move || {
        let people = people.clone();
        any.get()
            .then(|| untrack(|| view! { <Bar people=people /> }.into_any()))
    }
}

#[component]
fn Bar(people: PeopleList) -> impl IntoView {
    let (list, session) = (people.list, people.session);
    let (leaving, exported) = (people.clone(), people);
    let reason = Signal::derive(move || {
        let count = list.selection.with(Selection::count);
        unavailable(session, count).map(str::to_owned)
    });
    let remove = move |()| {
        leaving
            .navigation
            .open(&leaving.people.leave_url(&leaving.selected()));
    };
    let export = move |_| export(&exported, exported.list.selected());
    view! {
        <SelectionBar list=list label="Selected people">
            <GuardedButton
                label=REMOVE_EVERYWHERE
                reason=reason
                class="button danger"
                on_press=remove
            />
            <button type="button" class="button" on:click=export>
                "Export CSV"
            </button>
        </SelectionBar>
    }
}

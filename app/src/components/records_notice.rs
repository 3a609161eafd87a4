//! The notice that what the server keeps about people could not be loaded.

use crate::components::load_status::LoadButton;
use crate::components::problem_notice::ProblemNotice;
use crate::messages::{self, Problem};
use crate::state::loadable::Phase;
use crate::state::people::PeopleStore;
use leptos::prelude::*;

/// Why what the server keeps about people could not be loaded, and what does not work until
/// it is; nothing while it is loaded.
#[component]
pub(crate) fn RecordsNotice(people: PeopleStore) -> impl IntoView {
    let state = people.records_state();
    move || {
        let Problem { title, mut details } = state.problem()?;
        let advice = match state.phase() {
            Phase::Stale => messages::people::RECORDS_STALE,
            _ => messages::people::RECORDS_AWAY,
        };
        advice.clone_into(&mut details.advice);
        let state = state.clone();
        Some(view! {
            <ProblemNotice problem=Problem { title, details }>
                <LoadButton
                    label="Retry"
                    state=state
                    on_press=move |()| people.load_records()
                />
            </ProblemNotice>
        })
    }
}

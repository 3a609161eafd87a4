//! The connections of a plan about people on which there is nothing to do.

use crate::components::load_status::LoadButton;
use crate::messages::people_plan;
use crate::routes;
use crate::state::people::PeopleStore;
use crate::ui::notice::Notice;
use leptos::prelude::*;
use roster::people::PeoplePlan;

/// The connections on which they have no account, and those that are not known.
#[component]
pub(crate) fn OtherConnections(people: PeopleStore, plan: PeoplePlan) -> impl IntoView {
    let stores = untrack(|| people.user_stores());
    let unknown = plan.unknown.iter().filter_map(|(at, reason)| {
        let store = stores.get(*at)?.clone();
        let connection = store.connection().clone();
        let words = people_plan::unknown(reason, connection.platform);
        let title = format!("{} is not known", connection.label);
        let load_state = store.load_state().clone();
        let url = routes::users(&connection.id);
        Some(view! {
            <Notice
                title=title
                words=words
                advice="You can go on with the others. The receipt will say “not verified” here \
                        unless it can be read by then."
            >
                <LoadButton label="Retry" state=load_state on_press=move |()| store.load() />
                <a class="button" href=url>
                    "Open it"
                </a>
            </Notice>
        })
    });
    let unknown = unknown.collect_view();
    let is_other = |at: &usize| {
        plan.people
            .iter()
            .any(|person| person.connections.contains(at))
            && !plan.parts.iter().any(|part| part.connection == *at)
            && !plan.unknown.iter().any(|(unknown, _)| unknown == at)
    };
    let labels: Vec<String> = (0..stores.len())
        .filter(is_other)
        .filter_map(|at| Some(stores.get(at)?.connection().label.clone()))
        .collect();
    let none = (!labels.is_empty()).then(|| {
        view! {
            <p class="hint">
                {format!("No account on {}. It is read again in the end.", labels.join(", "))}
            </p>
        }
    });
    view! {
        {unknown}
        {none}
    }
}

//! The plan, connection by connection.

use super::{OtherConnections, Part, RowControls};
use crate::state::people::PeopleStore;
use leptos::prelude::*;
use roster::people::{PeoplePlan, PlanPart};
use std::sync::Arc;

/// What a page shows beside the name of a connection.
pub(crate) type PartHead = Arc<dyn Fn(&PlanPart) -> AnyView + Send + Sync>;

/// The plan as it is now: made again whenever what is known of people changes.
pub(crate) fn current_plan(
    people: PeopleStore,
    plan: impl Fn() -> PeoplePlan + Send + Sync + 'static,
) -> Memo<PeoplePlan> {
    Memo::new_with_compare(
        move |_| {
            people.track();
            people.is_settled();
            plan()
        },
        // A plan is not compared with the one before: it is made anew when its parts change.
        |_, _| true,
    )
}

/// What will be done on each connection, and the connections on which nothing is.
#[component]
pub(crate) fn PlanParts(
    people: PeopleStore,
    plan: Memo<PeoplePlan>,
    /// What is shown beside the name of each connection.
    head: PartHead,
    /// What is shown beside each account.
    controls: RowControls,
) -> impl IntoView {
    let parts = move || {
        plan.with(|plan| {
            let parts = plan.parts.iter().cloned().map(Arc::new).enumerate();
            let parts = parts.map(|(at, part)| {
                let head = head(&part);
                view! { <Part part=part at=at controls=controls.clone() head=head /> }
            });
            parts.collect_view()
        })
    };
    let others =
        move || plan.with(|plan| view! { <OtherConnections people=people plan=plan.clone() /> });
    view! {
        <section class="plan-parts" aria-label="What will be done">
            {parts}
            {others}
        </section>
    }
}

//! What is done with an account, and what becomes of its roles or groups.

use crate::messages::access;
use crate::state::people::PeopleStore;
use leptos::prelude::*;
use roster::people::{AccountGoal, PlanPart};
use roster::{Change, Edit, Item};

/// Whether an item of a plan is to change something, as far as is known.
pub(crate) fn changes_something(item: &Item) -> bool {
    !matches!(&item.change, Change::Edit(edit) if *edit == Edit::default())
}

/// What is done with the account of an item, and the roles or groups that it gets, loses and
/// keeps. Of several changes of one account the last one shows them.
#[component]
pub(crate) fn ItemChange(people: PeopleStore, part: PlanPart, item: usize) -> impl IntoView {
    let one = part.plan.items.get(item)?;
    let is_last = part
        .plan
        .items
        .get(item + 1)
        .is_none_or(|next| next.key != one.key);
    let has_roles = part
        .targets
        .get(item)
        .is_some_and(|target| matches!(target.goal, AccountGoal::Present { roles: Some(_), .. }));
    let action = access::action(&one.change, part.plan.connection.platform);
    let action = action.map(|action| view! { <p class="plan-action">{action}</p> });
    let difference = (is_last && has_roles).then(|| {
        let difference = part.role_difference(item);
        let titles = |roles: &[String]| {
            people.read(|_, lists| {
                let accounts = lists.get(part.connection).copied().flatten();
                let title = |role: &String| match accounts {
                    Some(accounts) => accounts.title_of(role).to_owned(),
                    None => role.clone(),
                };
                roles.iter().map(title).collect::<Vec<_>>().join(", ")
            })
        };
        let lines = [
            ("Added", &difference.added),
            ("Removed", &difference.removed),
            ("Unchanged", &difference.unchanged),
        ];
        let lines = lines.map(|(name, roles)| {
            (!roles.is_empty()).then(|| {
                view! {
                    <div>
                        <dt>{name}</dt>
                        <dd>{titles(roles)}</dd>
                    </div>
                }
            })
        });
        view! { <dl class="plan-roles">{lines.into_iter().collect_view()}</dl> }
    });
    Some(view! {
        <div class="plan-change">
            {action}
            {difference}
        </div>
    })
}

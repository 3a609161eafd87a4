//! The passwords that were generated for new users, shown above the outcome.

use crate::components::invite::{
    CREATED, PasswordOnce, UNCONFIRMED, generated_password, may_exist,
};
use crate::state::people::PeopleRun;
use leptos::prelude::*;
use roster::Outcome;

/// Each password of a user who may have been created.
pub(super) fn passwords(run: &PeopleRun) -> AnyView {
    let passwords = run.runs.iter().filter(|one| may_exist(&one.execution));
    let passwords = passwords.filter_map(|one| {
        let password = generated_password(&one.execution)?;
        let rows = one.execution.rows();
        let is_done = matches!(rows.first().map(|row| &row.outcome), Some(Outcome::Done(_)));
        let note = if is_done { CREATED } else { UNCONFIRMED };
        let title = format!("Password on {}", one.store.connection().label);
        Some(view! {
            <section class="plan-part">
                <h2>{title}</h2>
                <PasswordOnce note=note password=password />
            </section>
        })
    });
    passwords.collect_view().into_any()
}

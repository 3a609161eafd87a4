//! The password that was generated for a new user, shown once.

use crate::ui::code_block::CodeBlock;
use leptos::prelude::*;
use roster::platform::invite_support;
use roster::{Change, FailureState, Outcome, Run};

/// What is said about a password of a user that was created.
pub(crate) const CREATED: &str = "Copy the password now and hand it over yourself: it is shown \
                                  only once and not stored.";
/// What is said about a password of a user that may have been created.
pub(crate) const UNCONFIRMED: &str =
    "If the user was created after all, this is the password. It is not stored.";

/// The password that `run` generated for a new user, if it did.
pub(crate) fn generated_password(run: &Run) -> Option<String> {
    let Change::Create(new) = &run.plan.items.first()?.change else {
        return None;
    };
    let connection = &run.plan.connection;
    let description = invite_support(connection.platform).description(connection);
    let is_generated = description.first_password.is_generated();
    let password = new.password.as_ref().filter(|_| is_generated)?;
    Some(password.expose().to_owned())
}

/// Whether the user that `run` creates may exist by now, whatever the response was.
pub(crate) fn may_exist(run: &Run) -> bool {
    let rows = run.rows();
    match rows.first().map(|row| &row.outcome) {
        Some(Outcome::Done(_) | Outcome::Unverified(_)) => true,
        Some(Outcome::Failed(error)) => error.state() != FailureState::Unchanged,
        _ => false,
    }
}

/// A password that is shown this once.
#[component]
pub(crate) fn PasswordOnce(
    /// What is said about it.
    note: &'static str,
    password: String,
) -> impl IntoView {
    view! {
        <div class="once">
            <p>{note}</p>
            <CodeBlock label="Password" text=password />
        </div>
    }
}

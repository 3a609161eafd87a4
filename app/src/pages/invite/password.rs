//! The password that was made for a new user, shown once.

use crate::ui::code_block::code_block;
use crate::ui::dom::{El, el};
use roster::{Change, Run};
use wire::Platform;

/// The password that was made for somebody new.
pub(super) fn made_password(run: &Run) -> Option<String> {
    let Change::Create(new) = &run.plan.items.first()?.change else {
        return None;
    };
    let is_made = run.plan.connection.platform == Platform::Metabase;
    let password = new.password.as_ref().filter(|_| is_made)?;
    Some(password.expose().to_owned())
}

pub(super) fn password_once(password: &str) -> El {
    el("div", "once")
        .child(el("p", "").text(
            "Copy the password now and hand it over yourself: it is shown this once and kept \
             nowhere.",
        ))
        .child(code_block("Password", password))
}

//! Who is signed in, what that means, and the way out.

use crate::api::session::who;
use crate::lazy::lazy;
use crate::routes;
use crate::ui::dom::{El, el};
use crate::ui::icons::{self, icon};
use crate::ui::popover::popover_of;
use wire::console::{Role, Session};

lazy!(
    /// What the badge shows.
    lazy_account from work: fn() -> El = account
);

/// Who is signed in, in the bar; nothing where nobody has to be.
pub(crate) fn badge() -> El {
    el("div", "page").live(|| {
        let who = who()?;
        let name = [&*who.name, " · ", who.role.name()].concat();
        let button = el("button", "button opens badge")
            .attr("title", &["Signed in: ", &*name].concat())
            .child(icon(icons::PERSON))
            .child(el("span", "badge-name").text(&name));
        Some(popover_of(button, "Session", || {
            lazy_account().view(|account| account())
        }))
    })
}

/// What the badge in the bar shows.
fn account() -> El {
    el("div", "page").live(|| who().as_ref().map(of))
}

fn of(who: &Session) -> El {
    let may = match who.role {
        Role::Viewer => "Viewer: you may look, not change.",
        Role::Operator => "Operator: you may look and change.",
    };
    let from = match who.via.strip_prefix("openid:") {
        Some(issuer) => ["Signed in with ", issuer, "."].concat(),
        None if who.sign_out => "Signed in with a password.".to_owned(),
        None => "Signed in by the proxy in front of this console.".to_owned(),
    };
    let all = el("div", "stack")
        .child(el("p", "instead-title").text(&who.name))
        .child(el("p", "hint").text(may))
        .child(el("p", "hint").text(&from));
    if !who.sign_out {
        return all;
    }
    // A form, as the cookie goes and another page comes: no script is needed.
    let leave = el("button", "button")
        .attr("type", "submit")
        .text("Sign out");
    all.child(
        el("form", "actions")
            .attr("method", "post")
            .attr("action", &routes::sign_out())
            .child(leave),
    )
}

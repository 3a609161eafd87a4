//! A link that looks like a button.

use super::dom::{El, el};
use super::toast;

/// A link that looks like a button of `class`. Where there is something `missing`
/// it leads nowhere, and says why.
pub(crate) fn link(class: &str, label: &str, url: &str, missing: Option<&'static str>) -> El {
    match missing {
        None => el("a", class).attr("href", url),
        Some(why) => el("button", class)
            .attr("type", "button")
            .attr("title", why)
            .attr("aria-disabled", "true")
            .on("click", move || toast::say(why)),
    }
    .text(label)
}

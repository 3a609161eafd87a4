//! The request for a welcome e-mail: siblings of `user` in the body
//! (`pivot-users.txt`, "Create or update a user by name"; facts/pivot.md U4).

use crate::answer::Refusal;
use crate::reading::Fields;
use axum::http::Uri;

/// What was asked for.
#[derive(Debug)]
pub(super) struct Welcome {
    wanted: bool,
}

impl Welcome {
    /// Takes `sendWelcomeEmail` and `clientUrl` out of a body.
    pub(super) fn read(body: &mut Fields) -> Result<Self, Refusal> {
        let wanted = body.flag("sendWelcomeEmail")?.unwrap_or(false);
        if body.has("clientUrl") {
            let url = body.text("clientUrl")?;
            if !url.as_deref().is_some_and(is_absolute) {
                return Err(body.wrong("clientUrl", "an absolute http or https URL"));
            }
        }
        Ok(Self { wanted })
    }

    /// What to say about it, for a user that `existed` before or not.
    pub(super) fn notes(&self, existed: bool) -> impl Iterator<Item = &'static str> {
        let existed = self.wanted && existed;
        [
            self.wanted.then_some("this mock sends no e-mail"),
            existed.then_some("assumed: sendWelcomeEmail is documented for new users only"),
        ]
        .into_iter()
        .flatten()
    }
}

fn is_absolute(url: &str) -> bool {
    url.parse::<Uri>().is_ok_and(|uri| {
        matches!(uri.scheme_str(), Some("http" | "https"))
            && uri.host().is_some_and(|host| !host.is_empty())
    })
}

//! The welcome email: `sendWelcomeEmail` and `clientUrl` beside `user` in the
//! body (`pivot-users.txt`, "Create or update a user by name"; pivot note 13),
//! the address it goes to (pivot note 14) and the link in it (pivot note 15).

#[cfg(test)]
mod tests;

use crate::answer::Refusal;
use crate::html::escape;
use crate::outbox::{Delivery, Mail, MailKind};
use crate::pivot::User;
use crate::reading::Fields;
use axum::http::Uri;
use wire::Platform;

/// The template named `invite`, to the letter.
const SUBJECT: &str = "Create your pivot account";
const HTML: &str =
    "Please use this link to set your password: ${linkProtocol}://${linkHost}${linkPath}";

/// What was asked for.
#[derive(Debug)]
pub(super) struct Welcome {
    wanted: bool,
    client_url: Option<ClientUrl>,
}

/// Where a link is to lead instead of to where the request came in.
#[derive(Debug)]
struct ClientUrl {
    protocol: String,
    host: String,
    /// What stands before the link's own path; no slash at the end.
    prefix: String,
}

impl Welcome {
    /// Takes `sendWelcomeEmail` and `clientUrl` out of a body.
    pub(super) fn read(body: &mut Fields) -> Result<Self, Refusal> {
        let wanted = body.flag("sendWelcomeEmail")?.unwrap_or(false);
        let client_url = if body.has("clientUrl") {
            let url = body
                .text("clientUrl")?
                .and_then(|url| ClientUrl::read(&url));
            Some(url.ok_or_else(|| body.wrong("clientUrl", "an absolute http or https URL"))?)
        } else {
            None
        };
        Ok(Self { wanted, client_url })
    }

    /// Whether an email is to be sent, for a user that `existed` before or not.
    pub(super) const fn is_due(&self, existed: bool) -> bool {
        self.wanted && !existed
    }

    /// The email, with a link that carries `token`, as asked for at `host`.
    pub(super) fn mail(&self, user: &User, host: &str, token: &str) -> Mail {
        let (protocol, host, prefix) = match &self.client_url {
            Some(url) => (
                url.protocol.as_str(),
                url.host.as_str(),
                url.prefix.as_str(),
            ),
            None => ("http", host, ""),
        };
        let path = format!("{prefix}/set-password/{token}");
        let named = || user.name.contains('@').then_some(&user.name);
        let to = user.email.as_ref().or_else(named).cloned();
        Mail {
            platform: Platform::Pivot,
            kind: MailKind::Invite,
            subject: SUBJECT.to_owned(),
            html: HTML
                .replace("${linkProtocol}", &escape(protocol))
                .replace("${linkHost}", &escape(host))
                .replace("${linkPath}", &escape(&path)),
            delivery: Delivery::to(to.as_deref()),
            to,
            link: Some(format!("{protocol}://{host}{path}")),
        }
    }

    /// What to say about it, for a user that `existed` before or not, and an
    /// email that was `sent`.
    pub(super) fn notes(&self, existed: bool, sent: Option<&Mail>) -> Vec<&'static str> {
        let mut notes = Vec::new();
        if self.wanted && existed {
            notes.push(
                "assumed: no email was sent, because sendWelcomeEmail is documented for new \
                 users only",
            );
        }
        if let Some(mail) = sent {
            notes.push("assumed: the path of the link in the email, and who gets it");
            if mail.to.is_none() {
                notes.push("assumed: without an address the user is created all the same");
            }
        }
        notes
    }
}

impl ClientUrl {
    fn read(url: &str) -> Option<Self> {
        let uri: Uri = url.parse().ok()?;
        let protocol = uri
            .scheme_str()
            .filter(|scheme| matches!(*scheme, "http" | "https"))?;
        // Whatever stands before an @ is no host, and would be one in the link.
        let authority = uri.authority()?;
        if authority.host().is_empty() || authority.as_str().contains('@') {
            return None;
        }
        Some(Self {
            protocol: protocol.to_owned(),
            host: authority.as_str().to_owned(),
            prefix: uri.path().trim_end_matches('/').to_owned(),
        })
    }
}

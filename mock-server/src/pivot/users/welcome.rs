//! The welcome email: `sendWelcomeEmail` and `clientUrl` beside `user` in the
//! body (`pivot-users.txt`, "Create or update a user by name"; pivot note 13),
//! its address (pivot note 14) and its link (pivot note 15).

#[cfg(test)]
mod tests;

use crate::answer::Refusal;
use crate::extract::Fields;
use crate::html::escape;
use crate::outbox::{Delivery, Mail, MailKind};
use crate::pivot::User;
use axum::http::Uri;
use wire::Platform;

/// The exact text of the template `invite`.
const SUBJECT: &str = "Create your pivot account";
const HTML: &str =
    "Please use this link to set your password: ${linkProtocol}://${linkHost}${linkPath}";

/// The welcome email that a request asks for.
#[derive(Debug)]
pub(super) struct Welcome {
    wanted: bool,
    client_url: Option<ClientUrl>,
}

/// A link target that replaces the address of the request.
#[derive(Debug)]
struct ClientUrl {
    protocol: String,
    host: String,
    /// The part before the link's own path, without a trailing slash.
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

    /// Whether an email is sent for a user that `existed` before or not.
    pub(super) const fn is_due(&self, existed: bool) -> bool {
        self.wanted && !existed
    }

    /// The email, with a link that contains `token`, as requested at `host`.
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

    /// The notes on the answer, for a user that `existed` before or not, and
    /// the email that was `sent`.
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
        // The part before an @ is not a host, but would look like one in the
        // link.
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

//! What inviting a user to Metabase needs.

use super::Metabase;
use crate::change::NewUser;
use crate::platform::invite::{
    EmailPreview, FirstPassword, InviteDescription, InviteSupport, Invited, KeyInput, MailReport,
    MailSettings, PasswordSource, Requested,
};
use crate::record::Field;
use crate::transport::DynTransport;
use crate::{CallError, call};
use futures::future::LocalBoxFuture;
use wire::console::Connection;
use wire::metabase::GetProperties;
use wire::{Endpoint, Request, SegmentError};

impl InviteSupport for Metabase {
    fn description(&self, _: &Connection) -> InviteDescription {
        InviteDescription {
            key: KeyInput {
                label: "Email address",
                hint: "",
                is_address: true,
                field: Some(Field::Email),
            },
            email_hint: None,
            needs_names: false,
            first_role: None,
            roles_hint: "",
            first_password: FirstPassword::Choice {
                by_mail: "Metabase sends its invitation",
                by_password: "Generate a password, shown once when the user has been created",
                password: PasswordSource::Generated,
            },
        }
    }

    fn mail_report(&self) -> Option<&'static dyn MailReport> {
        Some(&Self)
    }

    fn email(&self, invited: Invited) -> EmailPreview {
        match (invited.asks_for_email, invited.can_mail) {
            (true, Some(false)) => EmailPreview::None(
                "Metabase would send nothing: no mail is set up there. The user would have no \
                 password.",
            ),
            (true, _) => EmailPreview::Own {
                subject: "Metabase's own",
                text: "Metabase writes the invitation itself. Its link starts with the site URL in \
                       Metabase's settings and works for 48 hours.",
                has_link: true,
            },
            (false, Some(false)) => EmailPreview::None(
                "You hand the password over yourself. No mail is set up, so Metabase sends \
                 nothing.",
            ),
            (false, Some(true)) => EmailPreview::None(
                "You hand the password over yourself. Metabase sends its invitation all the same.",
            ),
            (false, None) => EmailPreview::None(
                "You hand the password over yourself. Where mail is set up, Metabase sends its \
                 invitation all the same.",
            ),
        }
    }

    /// An invitation is sent even if a password was set (metabase note 19).
    fn sends_email(&self, _: &NewUser, can_mail: Option<bool>) -> bool {
        can_mail == Some(true)
    }

    fn requested(&self, user: &NewUser, address: &str, can_mail: Option<bool>) -> Requested {
        let request = if user.password.is_some() {
            "Metabase was given the password."
        } else {
            "Metabase was asked to create the user without a password."
        };
        if can_mail == Some(false) {
            return Requested {
                text: format!("{request} No mail is set up there, so the user was not notified."),
                unreported: &["Whether the user has signed in, until the list shows it."],
            };
        }
        let condition = if can_mail == Some(true) {
            "With mail set up"
        } else {
            "Where mail is set up"
        };
        Requested {
            text: format!("{request} {condition} it sends its invitation to {address}."),
            unreported: &[
                "Whether the email was sent, or arrived.",
                "Whether its link was used, until the list shows a first sign-in.",
            ],
        }
    }

    fn duplicate_advice(&self, is_disabled: bool) -> Option<&'static str> {
        is_disabled.then_some(
            "Metabase keeps the address of a deactivated user. Reactivate the user: the groups \
             come back, administrator rights do not.",
        )
    }

    fn reactivates_duplicates(&self) -> bool {
        true
    }
}

impl MailReport for Metabase {
    fn request(&self) -> Result<Request, SegmentError> {
        GetProperties.request()
    }

    fn read<'a>(
        &self,
        transport: &'a dyn DynTransport,
    ) -> LocalBoxFuture<'a, Result<MailSettings, CallError>> {
        Box::pin(async move {
            let properties = call(transport, &GetProperties).await?;
            Ok(MailSettings {
                can_mail: properties.email_configured,
                sender: properties.site_name,
                link_start: properties.site_url,
            })
        })
    }

    fn failure(&self) -> &'static str {
        "Metabase's settings could not be loaded"
    }

    fn loading(&self) -> &'static str {
        "Checking whether Metabase can send email…"
    }

    fn text(&self, can_mail: Option<bool>) -> &'static str {
        match can_mail {
            Some(true) => "Mail is set up on this Metabase.",
            Some(false) => {
                "Mail is not set up on this Metabase: it would send no invitation. Generate a \
                 password and hand it over yourself."
            }
            None => "This Metabase did not report whether mail is set up.",
        }
    }
}

//! What inviting a user to a tenant of Actian needs.

use super::{Actian, USER};
use crate::change::NewUser;
use crate::platform::invite::{
    EmailPreview, FirstPassword, InviteDescription, InviteSupport, Invited, KeyInput,
    PasswordSource, Requested,
};
use wire::console::Connection;

impl InviteSupport for Actian {
    fn description(&self, _: &Connection) -> InviteDescription {
        InviteDescription {
            key: KeyInput {
                label: "Email address",
                hint: "It is the user's key and cannot be changed later.",
                is_address: true,
                field: None,
            },
            email_hint: None,
            needs_names: true,
            first_role: Some(USER),
            roles_hint: "",
            first_password: FirstPassword::Choice {
                by_mail: "Actian sends an activation email",
                by_password: "Set a password now; no email is sent",
                password: PasswordSource::Typed {
                    hint: "You have to hand it over yourself. It is sent in the request's body, \
                           never in its URL.",
                    missing: "Write the password, or let Actian send an email.",
                },
            },
        }
    }

    fn email(&self, invited: Invited) -> EmailPreview {
        if invited.asks_for_email {
            EmailPreview::Own {
                subject: "not documented",
                text: "Actian writes the activation email itself, whenever a user is created \
                       without a password. Its text and its link are not documented and cannot be \
                       changed here.",
                has_link: false,
            }
        } else {
            EmailPreview::None("Actian sends no email to a user who is created with a password.")
        }
    }

    fn sends_email(&self, user: &NewUser, _: Option<bool>) -> bool {
        user.password.is_none()
    }

    fn requested(&self, user: &NewUser, address: &str, _: Option<bool>) -> Requested {
        if user.password.is_some() {
            return Requested {
                text: "Actian was given the password. Hand it over yourself.".to_owned(),
                unreported: &["Whether the user has signed in since."],
            };
        }
        Requested {
            text: format!(
                "Actian was given no password, for which its documentation promises an activation \
                 email to {address}."
            ),
            unreported: &[
                "Whether the email was sent, or arrived.",
                "Whether the account has been activated since.",
            ],
        }
    }
}

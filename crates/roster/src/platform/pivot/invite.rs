//! What inviting a user to Pivot needs.

use super::Pivot;
use crate::change::NewUser;
use crate::platform::invite::{
    EmailPreview, FirstPassword, InviteDescription, InviteSupport, Invited, KeyInput, Requested,
    TemplateTexts,
};
use wire::console::Connection;
use wire::pivot::Generation;

/// The template is in Pivot's configuration, which no API returns.
static TEMPLATE: TemplateTexts = TemplateTexts {
    sender: "the sender in Pivot's configuration",
    note: "A simulation from the template below. Pivot reads its own from its configuration, and \
           no API returns that.",
    export_label: "Export to Pivot's configuration (YAML)",
    export_hint: "Put this into Pivot's config.yaml and restart Pivot: it reads its templates only \
                  when it starts.",
    import_label: "Import from Pivot's configuration",
    import_hint: "Paste the block from Pivot's config.yaml. It replaces the template here.",
};

impl InviteSupport for Pivot {
    fn description(&self, connection: &Connection) -> InviteDescription {
        let has_email = connection.generation == Generation::Current;
        InviteDescription {
            key: KeyInput {
                label: "User name",
                hint: "Usually the email address. It cannot be changed later.",
                is_address: false,
                field: None,
            },
            email_hint: has_email.then_some(
                "Where the welcome email goes. Leave it empty if the user name is the address.",
            ),
            needs_names: false,
            first_role: None,
            roles_hint: "Users without a role may not see anything.",
            first_password: FirstPassword::Welcome {
                label: "Ask Pivot to send the welcome email",
                hint: "With a link to set a password. Without it, the user is not notified.",
                link_hint: "Scheme and host at which people open Pivot (clientUrl). Without it, \
                            Pivot would use the name by which this console's server calls it.",
            },
        }
    }

    fn email(&self, invited: Invited) -> EmailPreview {
        if invited.asks_for_email {
            EmailPreview::Template(&TEMPLATE)
        } else {
            EmailPreview::None(
                "Pivot is not asked to send an email. The user has no password until one is set.",
            )
        }
    }

    fn sends_email(&self, user: &NewUser, _: Option<bool>) -> bool {
        user.welcome.is_some()
    }

    fn requested(&self, user: &NewUser, address: &str, _: Option<bool>) -> Requested {
        let Some(link) = &user.welcome else {
            return Requested {
                text: "Pivot was not asked to send an email. The user was not notified.".to_owned(),
                unreported: &["Whether a password has been set since."],
            };
        };
        let start = link
            .as_deref()
            .unwrap_or("the name by which this console's server calls it");
        Requested {
            text: format!(
                "Pivot was asked to send the welcome email to {address}, with a link that starts \
                 with {start}."
            ),
            unreported: &[
                "Whether the email was sent, or arrived.",
                "How long its link works, and whether it was used.",
            ],
        }
    }

    fn duplicate_advice(&self, _: bool) -> Option<&'static str> {
        Some("Pivot would replace that user without warning. Nothing will be sent.")
    }
}

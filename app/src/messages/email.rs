//! Warnings about the link in an email, and about the email's template.

use roster::link::Concern;
use roster::template::{Hidden, Warning};

/// What a doubtful part of a link means for the reader of the email.
pub(crate) const fn link_concern(concern: Concern) -> &'static str {
    match concern {
        Concern::Unencrypted => {
            "Not encrypted: anyone on the network in between can read the link and set the \
             password first."
        }
        Concern::Loopback => {
            "This is the reader's own machine: the link works on the platform's machine only."
        }
        Concern::Private => "Reachable only from inside your network.",
        Concern::Letters => {
            "The name has letters that look like others. Check that each is the one you mean."
        }
        Concern::ThisConsole => {
            "This is the console's own address: people would land here, not on the platform."
        }
        Concern::NotTheConnection => "Another host than this connection's.",
        Concern::Prefix => {
            "The documents do not say whether a path in this address becomes part of the link."
        }
    }
}

/// What a doubtful part of a template means.
pub(crate) fn template_warning(warning: &Warning) -> String {
    match warning {
        Warning::Name => "Pivot takes the template named invite for invitations, not this one.",
        Warning::NoSubject => "The subject is empty.",
        Warning::NoLink => "There is no link: the user could not set a password with this email.",
        Warning::NoPath => {
            "${linkPath} is missing. The token is in it: without it no link sets a password."
        }
        Warning::Unknown(name) => {
            return format!(
                "Pivot's documents know no placeholder ${{{name}}}. What becomes of it is not \
                 documented."
            );
        }
        Warning::InSubject => {
            "The documents do not say whether placeholders in a subject are filled in."
        }
        Warning::Hidden(Hidden::Script) => "Scripts are not shown here. Mail programs remove them.",
        Warning::Hidden(Hidden::Form) => {
            "Forms are not shown here. Mail programs remove or distrust them."
        }
        Warning::Hidden(Hidden::Image) => {
            "Images are shown as their description here: this console loads nothing from elsewhere."
        }
        Warning::Hidden(Hidden::StyleSheet) => {
            "Style sheets are not applied here. Many mail programs ignore them; style attributes \
             work."
        }
        Warning::Hidden(Hidden::Frame) => {
            "Frames, objects and media are not shown here. Mail programs remove them."
        }
    }
    .to_owned()
}

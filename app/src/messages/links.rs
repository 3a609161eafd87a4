//! Warnings about the link in an email.

use roster::link::Concern;

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

//! What can be doubtful about a link.

/// Something doubtful about a part of a link.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Concern {
    /// The protocol is `http`.
    Unencrypted,
    /// The host is whichever machine the reader sits at.
    Loopback,
    /// The host is an address or a name of a private network.
    Private,
    /// The host's name has letters beyond ASCII.
    Letters,
    /// The host is this console's own.
    ThisConsole,
    /// The host is another one than the connection's.
    NotTheConnection,
    /// The address has a path.
    Prefix,
}

impl Concern {
    /// What it means for the reader of the email, in a sentence.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Unencrypted => {
                "Not encrypted: anyone on the network in between can read the link and set the password first."
            }
            Self::Loopback => {
                "This is the reader's own machine: the link works on the platform's machine only."
            }
            Self::Private => "Reachable only from inside your network.",
            Self::Letters => {
                "The name has letters that look like others. Check that each is the one you mean."
            }
            Self::ThisConsole => {
                "This is the console's own address: people would land here, not on the platform."
            }
            Self::NotTheConnection => "Another host than this connection's.",
            Self::Prefix => {
                "The documents do not say whether a path in this address becomes part of the link."
            }
        }
    }

    /// Whether the link will not do for most readers, rather than only perhaps.
    pub const fn is_grave(self) -> bool {
        matches!(self, Self::Unencrypted | Self::Loopback | Self::ThisConsole)
    }
}

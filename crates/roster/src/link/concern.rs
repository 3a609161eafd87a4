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
    /// Whether the link will not do for most readers, rather than only perhaps.
    pub const fn is_grave(self) -> bool {
        matches!(self, Self::Unencrypted | Self::Loopback | Self::ThisConsole)
    }
}

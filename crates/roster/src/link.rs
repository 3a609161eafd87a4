//! The link in a welcome email: where it will lead, and what is doubtful
//! about that (pivot note 15).

mod address;
mod concern;
#[cfg(test)]
mod tests;

pub use concern::Concern;

/// The address a platform's links start with: Pivot's `clientUrl`, taken apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClientUrl {
    /// `http` or `https`.
    protocol: String,
    /// Name or address, with the port where one was written. Lower case.
    host: String,
    /// What stands before the link's own path; no slash at the end.
    prefix: String,
}

/// Why a text is no address for a link.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ClientUrlError {
    /// Nothing was written.
    #[error(
        "Write the address at which people open the platform, such as https://pivot.company.com."
    )]
    Empty,
    /// It does not start with `http://` or `https://`.
    #[error("Start with https:// (or http://).")]
    Protocol,
    /// There is no host, or no valid one.
    #[error("After https:// there must be a host name, with a port if needed.")]
    Host,
    /// Something stands before an `@`.
    #[error("Leave out what stands before the @: it is no part of a host.")]
    UserInfo,
    /// It has a query or a fragment.
    #[error("Leave out ? and # and what follows: the link adds a path of its own.")]
    Query,
    /// Spaces, control characters, backslashes.
    #[error("There is a space, a backslash or an invisible character in it.")]
    Character,
}

/// Where this link stands among what is known.
#[derive(Debug, Clone, Copy, Default)]
pub struct Surroundings<'a> {
    /// This console's own address, `https://host[:port]`.
    pub console: &'a str,
    /// The connection's public address; empty when there is none.
    pub connection: &'a str,
}

/// A link taken apart, each part with what is doubtful about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// `${linkProtocol}`.
    pub protocol: Part,
    /// `${linkHost}`.
    pub host: Part,
    /// `${linkPath}`.
    pub path: Part,
}

/// One part of a link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// Its text.
    pub text: String,
    /// What is doubtful about it; nothing when it is fine.
    pub concerns: Vec<Concern>,
}

/// What the path of a link ends with. Pivot's documents do not say how the path
/// looks, and only its reader may see the token.
pub const UNKNOWN_PATH: &str = "/…/<token>";

impl ClientUrl {
    /// Takes an address apart.
    ///
    /// # Errors
    /// See [`ClientUrlError`].
    pub fn read(text: &str) -> Result<Self, ClientUrlError> {
        let text = text.trim();
        if text.is_empty() {
            return Err(ClientUrlError::Empty);
        }
        let strange = |c: char| c.is_whitespace() || c.is_control() || c == '\\';
        if text.contains(strange) {
            return Err(ClientUrlError::Character);
        }
        let (protocol, rest) = text.split_once("://").ok_or(ClientUrlError::Protocol)?;
        let protocol = protocol.to_ascii_lowercase();
        if !matches!(&*protocol, "http" | "https") {
            return Err(ClientUrlError::Protocol);
        }
        if rest.contains(['?', '#']) {
            return Err(ClientUrlError::Query);
        }
        let (host, prefix) = rest.find('/').map_or((rest, ""), |at| rest.split_at(at));
        if host.contains('@') {
            return Err(ClientUrlError::UserInfo);
        }
        if !address::is_authority(host) {
            return Err(ClientUrlError::Host);
        }
        Ok(Self {
            protocol,
            host: crate::lowercase::lowercase(host),
            prefix: prefix.trim_end_matches('/').to_owned(),
        })
    }

    /// The address, as a request carries it.
    pub fn text(&self) -> String {
        format!("{}://{}{}", self.protocol, self.host, self.prefix)
    }

    /// The link that starts with this address.
    pub fn link(&self, surroundings: Surroundings) -> Link {
        let mut protocol = Part::fine(&self.protocol);
        if self.protocol == "http" {
            protocol.concerns.push(Concern::Unencrypted);
        }
        let mut path = Part::fine(&format!("{}{UNKNOWN_PATH}", self.prefix));
        if !self.prefix.is_empty() {
            path.concerns.push(Concern::Prefix);
        }
        Link {
            protocol,
            host: Part {
                text: self.host.clone(),
                concerns: self.host_concerns(surroundings),
            },
            path,
        }
    }

    fn host_concerns(&self, surroundings: Surroundings) -> Vec<Concern> {
        let mut concerns = Vec::new();
        concerns.extend(address::reach(&self.host));
        if !self.host.is_ascii() {
            concerns.push(Concern::Letters);
        }
        let same_host = |url: &str| {
            Self::read(url)
                .ok()
                .map(|url| url.origin() == self.origin())
        };
        if same_host(surroundings.console) == Some(true) {
            concerns.push(Concern::ThisConsole);
        } else if same_host(surroundings.connection) == Some(false) {
            concerns.push(Concern::NotTheConnection);
        }
        concerns
    }

    /// Host and port, the same for every way to write them.
    fn origin(&self) -> (&str, &str) {
        let (name, port) = address::split_port(&self.host);
        let usual = if self.protocol == "http" { "80" } else { "443" };
        (name.trim_end_matches('.'), port.unwrap_or(usual))
    }
}

impl Part {
    fn fine(text: &str) -> Self {
        Self {
            text: text.to_owned(),
            concerns: Vec::new(),
        }
    }
}

impl Link {
    /// The whole link.
    pub fn text(&self) -> String {
        let Self {
            protocol,
            host,
            path,
            ..
        } = self;
        format!("{}://{}{}", protocol.text, host.text, path.text)
    }

    /// Everything that is doubtful about it.
    pub fn concerns(&self) -> impl Iterator<Item = Concern> {
        [&self.protocol, &self.host, &self.path]
            .into_iter()
            .flat_map(|part| part.concerns.iter().copied())
    }
}

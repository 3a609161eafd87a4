//! What this server is called: the names and the public URL that the `Host` and
//! `Origin` headers are compared with.
//!
//! Names are compared as DNS and browsers do: without regard to case or a
//! trailing dot, international names by their ASCII form. Origins are compared
//! as RFC 6454 says: scheme, host and port, where a missing port is the
//! scheme's usual one.

mod public_url;
mod security;

pub(crate) use security::Security;

pub use public_url::{PublicUrl, PublicUrlError};

use crate::config_error::ConfigError;
use crate::http::error::GatewayError;
use axum::http::header::{HOST, ORIGIN};
use axum::http::{HeaderMap, HeaderName, HeaderValue};
use std::fmt;
use std::net::{Ipv4Addr, Ipv6Addr};
use std::num::ParseIntError;
use url::Host;

/// How much of a header is repeated in an error, in characters.
const SHOWN: usize = 100;

const SEC_FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");

/// The names and the public URL of this server.
#[derive(Debug, Default)]
pub(crate) struct Site {
    hosts: Vec<HostName>,
    public_url: Option<PublicUrl>,
    /// Whether this server speaks TLS itself, so that no page of its own can
    /// have been opened without.
    https: bool,
}

/// A configured name: as it was written, which is what most requests repeat,
/// and as it is compared.
#[derive(Debug)]
struct HostName {
    text: String,
    host: Host,
}

impl Site {
    /// # Errors
    /// When one of `hosts` is not the name of a host.
    pub(crate) fn new(
        hosts: &[String],
        public_url: Option<PublicUrl>,
        https: bool,
    ) -> Result<Self, ConfigError> {
        let known = |text: &String| {
            // An IPv6 address may be written without its brackets here.
            let host = parse_host(text).or_else(|| parse_host(&format!("[{text}]")));
            let host = host.ok_or_else(|| ConfigError::Host { host: text.clone() })?;
            Ok(HostName {
                text: text.clone(),
                host,
            })
        };
        let mut hosts: Vec<HostName> = hosts.iter().map(known).collect::<Result<_, _>>()?;
        if let Some(url) = &public_url {
            hosts.push(HostName {
                text: url.host().to_string(),
                host: url.host().clone(),
            });
        }
        Ok(Self {
            hosts,
            public_url,
            https,
        })
    }

    /// Where browsers open the console over https, if that is known.
    pub(crate) fn https_url(&self) -> Option<String> {
        let url = self.public_url.as_ref().filter(|url| url.is_https());
        url.map(ToString::to_string)
    }

    /// Lets only requests through whose `Host` header is a loopback name or one
    /// of this server's: a foreign name that was made to resolve here (DNS
    /// rebinding) has a foreign `Host` header.
    pub(crate) fn check_host(&self, headers: &HeaderMap) -> Result<(), GatewayError> {
        match single_header(headers, &HOST) {
            SingleHeader::One(value) if self.knows(value) => Ok(()),
            SingleHeader::One(value) => Err(GatewayError::Host(format!(
                "unrecognised Host header “{}”",
                shown(value)
            ))),
            SingleHeader::None => Err(GatewayError::Host("there is no Host header".to_owned())),
            SingleHeader::Several => Err(GatewayError::Host("several Host headers".to_owned())),
        }
    }

    /// The same, where any IP address will do as well: that is no name that could
    /// have been made to resolve here.
    pub(crate) fn check_host_or_address(&self, headers: &HeaderMap) -> Result<(), GatewayError> {
        let is_address = match single_header(headers, &HOST) {
            SingleHeader::One(value) => value.to_str().ok().and_then(Authority::parse),
            _ => None,
        }
        .is_some_and(|authority| !matches!(authority.host, Host::Domain(_)));
        if is_address {
            return Ok(());
        }
        self.check_host(headers)
    }

    fn knows(&self, value: &HeaderValue) -> bool {
        let Ok(text) = str::from_utf8(value.as_bytes()) else {
            return false;
        };
        // What nearly every request says, without parsing it.
        let (name, port) = split_port(text);
        if matches!(name, "localhost" | "127.0.0.1" | "[::1]")
            || self.hosts.iter().any(|known| known.text == name)
        {
            return parse_port(port).is_ok();
        }
        Authority::parse(text).is_some_and(|Authority { host, .. }| {
            is_loopback(&host) || self.hosts.iter().any(|known| known.host == host)
        })
    }

    /// Lets only requests through that a page of this server sent, as the browser
    /// says itself (`Sec-Fetch-Site`) or by the page's origin.
    pub(crate) fn check_origin(&self, headers: &HeaderMap) -> Result<(), GatewayError> {
        // A development proxy between changes Host, so what the browser says
        // itself comes first.
        match single_header(headers, &SEC_FETCH_SITE) {
            SingleHeader::None => {}
            SingleHeader::One(value) if value == "same-origin" => return Ok(()),
            SingleHeader::One(value) => return Err(GatewayError::CrossSite(shown(value))),
            SingleHeader::Several => {
                return Err(GatewayError::CrossSite("several values".to_owned()));
            }
        }
        let sent = match single_header(headers, &ORIGIN) {
            SingleHeader::One(value) => value,
            SingleHeader::None => return Err(GatewayError::NoOrigin),
            SingleHeader::Several => {
                return Err(self.cross_origin("several values".to_owned(), None));
            }
        };
        let host = match single_header(headers, &HOST) {
            SingleHeader::One(value) => value.to_str().ok().and_then(Authority::parse),
            _ => None,
        };
        let origin = sent.to_str().ok().and_then(Origin::parse);
        match origin {
            Some(origin) if self.is_own(&origin, host.as_ref()) => Ok(()),
            Some(origin) if self.is_own_without_tls(&origin) => {
                Err(GatewayError::PlainHttp(self.https_url()))
            }
            _ => Err(self.cross_origin(shown(sent), host.as_ref())),
        }
    }

    /// Whether pages of `origin` are this server's, which was called `host`.
    fn is_own(&self, origin: &Origin, host: Option<&Authority>) -> bool {
        if let Some(url) = &self.public_url {
            if origin == url.origin() {
                return true;
            }
            // Under this name there is no other address.
            if host.is_some_and(|host| host.host == url.origin().authority.host) {
                return false;
            }
        }
        // A Host header has no scheme. Where a proxy in front speaks TLS, either
        // may be right: the port, which depends on it, must be the same.
        host.is_some_and(|host| {
            host.host == origin.authority.host
                && host.port.unwrap_or(origin.usual_port()) == origin.port()
                && (origin.https || !self.https)
        })
    }

    /// Whether `origin` is a page of this server that should have been opened over
    /// https.
    fn is_own_without_tls(&self, origin: &Origin) -> bool {
        let url = self.public_url.as_ref().filter(|url| url.is_https());
        !origin.https && url.is_some_and(|url| *url.host() == origin.authority.host)
    }

    fn cross_origin(&self, sent: String, host: Option<&Authority>) -> GatewayError {
        let own = match (&self.public_url, host) {
            (Some(url), _) => format!("{} (public_url)", url.origin()),
            (None, Some(host)) if self.https => format!("https://{host} (by the Host header)"),
            (None, Some(host)) => format!("{host} (by the Host header)"),
            (None, None) => "unknown".to_owned(),
        };
        GatewayError::CrossOrigin { sent, own }
    }
}

/// A page's origin (RFC 6454): scheme, host and port.
#[derive(Debug, Clone)]
pub(crate) struct Origin {
    https: bool,
    authority: Authority,
}

impl Origin {
    /// Reads an `Origin` header. `null` and other schemes are none of ours.
    fn parse(text: &str) -> Option<Self> {
        let (scheme, rest) = text.split_once("://")?;
        let https = scheme.eq_ignore_ascii_case("https");
        if !https && !scheme.eq_ignore_ascii_case("http") {
            return None;
        }
        let authority = Authority::parse(rest)?;
        Some(Self { https, authority })
    }

    const fn usual_port(&self) -> u16 {
        if self.https { 443 } else { 80 }
    }

    fn port(&self) -> u16 {
        self.authority.port.unwrap_or(self.usual_port())
    }
}

impl PartialEq for Origin {
    fn eq(&self, other: &Self) -> bool {
        self.https == other.https
            && self.authority.host == other.authority.host
            && self.port() == other.port()
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let scheme = if self.https { "https" } else { "http" };
        let host = &self.authority.host;
        match self.port() {
            port if port == self.usual_port() => write!(f, "{scheme}://{host}"),
            port => write!(f, "{scheme}://{host}:{port}"),
        }
    }
}

/// A host and perhaps a port, as in a `Host` header.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Authority {
    host: Host,
    port: Option<u16>,
}

impl Authority {
    fn parse(text: &str) -> Option<Self> {
        let (host, port) = split_port(text);
        Some(Self {
            host: parse_host(host)?,
            port: parse_port(port).ok()?,
        })
    }
}

/// The number of a port, if there is one.
fn parse_port(port: Option<&str>) -> Result<Option<u16>, ParseIntError> {
    match port {
        None | Some("") => Ok(None),
        Some(port) => port.parse().map(Some),
    }
}

impl fmt::Display for Authority {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.port {
            Some(port) => write!(f, "{}:{port}", self.host),
            None => write!(f, "{}", self.host),
        }
    }
}

/// The host in `text`, and its port if there is one.
fn split_port(text: &str) -> (&str, Option<&str>) {
    match text.rsplit_once(':') {
        Some((host, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => (host, Some(port)),
        _ => (text, None),
    }
}

/// A host as it is compared. Browsers percent-encode none, so none is decoded.
fn parse_host(text: &str) -> Option<Host> {
    if text.contains('%') {
        return None;
    }
    match Host::parse(text).ok()? {
        Host::Domain(mut name) => {
            if name.ends_with('.') {
                name.pop();
            }
            (!name.is_empty()).then_some(Host::Domain(name))
        }
        address => Some(address),
    }
}

/// Whether only programs on this machine can be meant.
fn is_loopback(host: &Host) -> bool {
    match host {
        Host::Domain(name) => name == "localhost",
        Host::Ipv4(address) => *address == Ipv4Addr::LOCALHOST,
        Host::Ipv6(address) => *address == Ipv6Addr::LOCALHOST,
    }
}

/// What there is of a header that makes sense once only.
enum SingleHeader<'a> {
    None,
    One(&'a HeaderValue),
    Several,
}

fn single_header<'a>(headers: &'a HeaderMap, name: &HeaderName) -> SingleHeader<'a> {
    let mut values = headers.get_all(name).iter();
    match (values.next(), values.next()) {
        (None, _) => SingleHeader::None,
        (Some(value), None) => SingleHeader::One(value),
        (Some(_), Some(_)) => SingleHeader::Several,
    }
}

/// A header's value as an error may repeat it: not too long, and without
/// characters that a terminal or a reader could be misled by.
fn shown(value: &HeaderValue) -> String {
    let text = String::from_utf8_lossy(value.as_bytes());
    let mut shown: String = text
        .chars()
        .take(SHOWN)
        .flat_map(char::escape_default)
        .collect();
    if text.chars().nth(SHOWN).is_some() {
        shown.push('…');
    }
    shown
}

#[cfg(test)]
mod tests;

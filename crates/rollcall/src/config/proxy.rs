//! `[proxy]`: the proxy in front of this server at which people sign in.

use super::people::RoleName;
use axum::http::HeaderName;
use gateway::{Proxy, Role};
use ipnet::IpNet;
use serde::Deserialize;
use std::net::IpAddr;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ProxyEntry {
    from: Vec<String>,
    user_header: String,
    role_header: Option<String>,
    default_role: Option<RoleName>,
}

impl ProxyEntry {
    /// The proxy that the section describes, or what is wrong.
    pub(super) fn proxy(self) -> Result<Proxy, String> {
        if self.from.is_empty() {
            return Err("from lists no address, so no request would be accepted".to_owned());
        }
        let user_header = parse_header("user_header", &self.user_header)?;
        let role_header = self.role_header.as_deref();
        let role_header = role_header
            .map(|name| parse_header("role_header", name))
            .transpose()?;
        if role_header.as_ref() == Some(&user_header) {
            return Err(
                "role_header is the same as user_header: one names the user, the other \
                        the role"
                    .to_owned(),
            );
        }
        Ok(Proxy {
            from: parse_networks("from", &self.from)?,
            user_header,
            role_header,
            default_role: self.default_role.map_or(Role::Viewer, Role::from),
        })
    }
}

/// Headers that browsers or proxies set for other purposes: by their whole
/// name, and by its beginning.
const RESERVED_HEADERS: [&str; 34] = [
    "age",
    "authorization",
    "cache-control",
    "connection",
    "cookie",
    "date",
    "dnt",
    "expect",
    "forwarded",
    "host",
    "keep-alive",
    "last-event-id",
    "location",
    "max-forwards",
    "origin",
    "pragma",
    "priority",
    "range",
    "referer",
    "save-data",
    "set-cookie",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
    "upgrade-insecure-requests",
    "user-agent",
    "via",
    "x-forwarded-for",
    "x-forwarded-host",
    "x-forwarded-port",
    "x-forwarded-proto",
    "x-real-ip",
    "x-request-id",
];
const RESERVED_PREFIXES: [&str; 9] = [
    "accept",
    "access-control-",
    "content-",
    "if-",
    "proxy-",
    "sec-",
    "x-content-",
    "x-metabase-",
    "x-rollcall",
];

fn parse_header(setting: &str, name: &str) -> Result<HeaderName, String> {
    let header: HeaderName = name
        .parse()
        .map_err(|_| format!("{setting} is not a valid header name"))?;
    let taken = RESERVED_HEADERS.contains(&header.as_str())
        || RESERVED_PREFIXES
            .iter()
            .any(|beginning| header.as_str().starts_with(beginning));
    if taken {
        return Err(format!(
            "{setting} is “{header}”, which has another meaning and browsers may send it: let \
             the proxy use a header of its own, like x-remote-user"
        ));
    }
    Ok(header)
}

/// The addresses, or networks like 10.0.0.0/24, that the setting `name` lists.
pub(super) fn parse_networks(name: &str, list: &[String]) -> Result<Vec<IpNet>, String> {
    let network = |text: &String| {
        let network = text
            .parse::<IpAddr>()
            .map(IpNet::from)
            .or_else(|_| text.parse::<IpNet>())
            .map_err(|_| format!("“{text}” in {name} is neither an IP address nor a network"))?;
        let least = if network.addr().is_ipv4() { 8 } else { 16 };
        if network.prefix_len() < least {
            return Err(format!(
                "“{text}” in {name} covers too many addresses: name the proxy, or its network"
            ));
        }
        Ok(network)
    };
    list.iter().map(network).collect()
}

//! `[proxy]`: who signs people in, in front of this server.

use super::people::RoleName;
use axum::http::HeaderName;
use gateway::{Proxy, Role};
use ipnet::IpNet;
use serde::Deserialize;
use std::net::IpAddr;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Entry {
    from: Vec<String>,
    user_header: String,
    role_header: Option<String>,
    default_role: Option<RoleName>,
}

impl Entry {
    /// The proxy it describes, or what is wrong.
    pub(super) fn proxy(self) -> Result<Proxy, String> {
        if self.from.is_empty() {
            return Err("from names no address: nobody would be believed".to_owned());
        }
        let user_header = header("user_header", &self.user_header)?;
        let role_header = self.role_header.as_deref();
        let role_header = role_header
            .map(|name| header("role_header", name))
            .transpose()?;
        if role_header.as_ref() == Some(&user_header) {
            return Err(
                "role_header is the same as user_header: one says who asks, the other \
                        what they may do"
                    .to_owned(),
            );
        }
        Ok(Proxy {
            from: networks("from", &self.from)?,
            user_header,
            role_header,
            default_role: self.default_role.map_or(Role::Viewer, Role::from),
        })
    }
}

/// Headers that say something else than who asks, so that browsers or proxies set
/// them: by their whole name, and by its beginning.
const TAKEN: [&str; 34] = [
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
const TAKEN_BEGINNINGS: [&str; 9] = [
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

fn header(of: &str, name: &str) -> Result<HeaderName, String> {
    let header: HeaderName = name
        .parse()
        .map_err(|_| format!("{of} is no name of a header"))?;
    let taken = TAKEN.contains(&header.as_str())
        || TAKEN_BEGINNINGS
            .iter()
            .any(|beginning| header.as_str().starts_with(beginning));
    if taken {
        return Err(format!(
            "{of} is “{header}”, which says something else and comes from browsers as well: let \
             the proxy use a header of its own, like x-remote-user"
        ));
    }
    Ok(header)
}

/// The addresses, or networks like 10.0.0.0/24, that the setting `name` lists.
pub(super) fn networks(name: &str, list: &[String]) -> Result<Vec<IpNet>, String> {
    let network = |text: &String| {
        let network = text
            .parse::<IpAddr>()
            .map(IpNet::from)
            .or_else(|_| text.parse::<IpNet>())
            .map_err(|_| format!("“{text}” in {name} is neither an IP address nor a network"))?;
        let least = if network.addr().is_ipv4() { 8 } else { 16 };
        if network.prefix_len() < least {
            return Err(format!(
                "“{text}” in {name} is everybody, or nearly: name the proxy, or its network"
            ));
        }
        Ok(network)
    };
    list.iter().map(network).collect()
}

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
        let role_header = self.role_header.as_deref();
        Ok(Proxy {
            from: networks("from", &self.from)?,
            user_header: header("user_header", &self.user_header)?,
            role_header: role_header
                .map(|name| header("role_header", name))
                .transpose()?,
            default_role: self.default_role.map_or(Role::Viewer, Role::from),
        })
    }
}

fn header(of: &str, name: &str) -> Result<HeaderName, String> {
    name.parse()
        .map_err(|_| format!("{of} is no name of a header"))
}

/// The addresses, or networks like 10.0.0.0/24, that the setting `name` lists.
pub(super) fn networks(name: &str, list: &[String]) -> Result<Vec<IpNet>, String> {
    let network = |text: &String| {
        let network = text
            .parse::<IpAddr>()
            .map(IpNet::from)
            .or_else(|_| text.parse::<IpNet>())
            .map_err(|_| format!("“{text}” in {name} is neither an IP address nor a network"))?;
        if network.prefix_len() == 0 {
            return Err(format!("“{text}” in {name} is everybody: name the proxy"));
        }
        Ok(network)
    };
    list.iter().map(network).collect()
}

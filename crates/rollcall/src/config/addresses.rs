//! Parses the addresses that the program listens on, and its host names.

use std::net::{IpAddr, SocketAddr};
use url::Host;

/// Parses the setting `listen`.
pub(super) fn parse_listen(text: &str) -> Result<SocketAddr, String> {
    text.parse().map_err(|_| {
        let advice = match text.rsplit_once(':') {
            _ if text.parse::<IpAddr>().is_ok() => {
                let ip = text.contains(':').then(|| format!("[{text}]"));
                format!("add a port: {}:8080", ip.as_deref().unwrap_or(text))
            }
            None if is_port(text) => format!("write 127.0.0.1:{text}"),
            Some(("", port)) if is_port(port) => {
                format!("write 127.0.0.1:{port}, or 0.0.0.0:{port} for other machines")
            }
            Some(("localhost", port)) if is_port(port) => format!("write 127.0.0.1:{port}"),
            Some((_, port)) if is_port(port) && !text.contains('/') => {
                "write the address of the name".to_owned()
            }
            _ => "write it like 127.0.0.1:8080".to_owned(),
        };
        format!("listen is an IP address and a port, and “{text}” is not: {advice}")
    })
}

fn is_port(text: &str) -> bool {
    text.parse::<u16>().is_ok()
}

/// Parses the setting `hosts`. Names are in lowercase, as they are compared.
pub(super) fn parse_hosts(hosts: Vec<String>) -> Result<Vec<String>, String> {
    hosts
        .into_iter()
        .map(|text| parse_host("hosts", &text))
        .collect()
}

/// Parses one host name in the setting `key`.
pub(super) fn parse_host(key: &str, text: &str) -> Result<String, String> {
    let bare = text.trim_start_matches('[').trim_end_matches(']');
    if bare.parse::<IpAddr>().is_ok() {
        return Ok(text.to_ascii_lowercase());
    }
    let wrong = |why: &str| {
        Err(format!(
            "{key} lists names of hosts, like rollcall.example.com: {why}"
        ))
    };
    if text.is_empty() {
        return wrong("one of them is empty");
    }
    if text.contains("://") {
        return wrong("write them without https:// and without a path");
    }
    if text.contains('@') {
        return wrong("none of them has an @");
    }
    if text.contains('*') {
        return wrong(&format!(
            "“{text}” has a * in it, and each name is to be listed"
        ));
    }
    if text.rsplit_once(':').is_some_and(|(_, port)| is_port(port)) {
        return wrong(&format!("write “{text}” without its port"));
    }
    let plain = |c: char| !c.is_whitespace() && !c.is_control() && !"/?#\\:,;".contains(c);
    match Host::parse(text) {
        Ok(Host::Domain(name)) if text.chars().all(plain) => {
            let name = name.strip_suffix('.').unwrap_or(&name).to_owned();
            if name.split('.').any(str::is_empty) {
                return wrong(&format!("“{text}” is none"));
            }
            Ok(name)
        }
        _ => wrong(&format!("“{text}” is none")),
    }
}

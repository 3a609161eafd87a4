//! Hosts: names and addresses, and from where they can be reached.

use super::Concern;
use std::net::{Ipv4Addr, Ipv6Addr};

/// The endings of names that only a private network knows.
const PRIVATE_ENDINGS: [&str; 8] = [
    "local",
    "internal",
    "intranet",
    "lan",
    "home",
    "corp",
    "private",
    "home.arpa",
];

/// Splits `host[:port]`. The colons of an IPv6 address are in brackets.
pub(super) fn split_port(host: &str) -> (&str, Option<&str>) {
    match host.rsplit_once(':') {
        Some((name, port)) if !port.contains(']') => (name, Some(port)),
        _ => (host, None),
    }
}

/// Whether `text` is a host name or address, with a port or without.
pub(super) fn is_authority(text: &str) -> bool {
    let (name, port) = split_port(text);
    port.is_none_or(is_port) && (is_name(name) || bracketed(name).is_some())
}

fn is_port(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit()) && text.parse::<u16>().is_ok_and(|port| port > 0)
}

fn is_name(name: &str) -> bool {
    let name = name.strip_suffix('.').unwrap_or(name);
    let fits = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_');
    name.len() <= 253
        && name
            .split('.')
            .all(|label| !label.is_empty() && label.chars().all(fits))
}

fn bracketed(name: &str) -> Option<Ipv6Addr> {
    name.strip_prefix('[')?.strip_suffix(']')?.parse().ok()
}

/// What is doubtful about reaching `host[:port]`, if anything.
pub(super) fn reach(host: &str) -> Option<Concern> {
    let (name, _) = split_port(host);
    if let Some(address) = bracketed(name) {
        return address
            .to_ipv4_mapped()
            .map_or_else(|| reach_v6(address), reach_v4);
    }
    let name = name.trim_end_matches('.');
    if let Some(address) = v4(name) {
        return reach_v4(address);
    }
    let ends = |ending: &str| {
        name.strip_suffix(ending)
            .is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
    };
    if ends("localhost") {
        return Some(Concern::Loopback);
    }
    let private = !name.contains('.') || PRIVATE_ENDINGS.into_iter().any(ends);
    private.then_some(Concern::Private)
}

fn reach_v4(address: Ipv4Addr) -> Option<Concern> {
    let [first, second, ..] = address.octets();
    if address.is_loopback() || first == 0 {
        return Some(Concern::Loopback);
    }
    // 100.64.0.0/10: shared by the customers of one provider.
    let shared = first == 100 && second & 0xc0 == 0x40;
    (address.is_private() || address.is_link_local() || shared).then_some(Concern::Private)
}

fn reach_v6(address: Ipv6Addr) -> Option<Concern> {
    if address.is_loopback() || address.is_unspecified() {
        return Some(Concern::Loopback);
    }
    let first = address.segments()[0];
    (first & 0xfe00 == 0xfc00 || first & 0xffc0 == 0xfe80).then_some(Concern::Private)
}

/// An IPv4 address in every way that browsers read: `127.1`, `0x7f000001` and
/// `2130706433` are all 127.0.0.1 (the URL standard, "IPv4 parser").
fn v4(name: &str) -> Option<Ipv4Addr> {
    let parts: Vec<&str> = name.split('.').collect();
    let (last, leading) = parts.split_last()?;
    if leading.len() > 3 {
        return None;
    }
    let mut address = 0_u32;
    for part in leading {
        address = address << 8 | u32::from(u8::try_from(number(part)?).ok()?);
    }
    let bits = 32 - 8 * u32::try_from(leading.len()).ok()?;
    let last = number(last)?;
    if u64::from(last) >> bits != 0 {
        return None;
    }
    let address = u64::from(address) << bits | u64::from(last);
    Some(Ipv4Addr::from(u32::try_from(address).ok()?))
}

fn number(text: &str) -> Option<u32> {
    if let Some(hex) = text.strip_prefix("0x") {
        return u32::from_str_radix(if hex.is_empty() { "0" } else { hex }, 16).ok();
    }
    let octal = text.len() > 1 && text.starts_with('0');
    u32::from_str_radix(text, if octal { 8 } else { 10 }).ok()
}

//! The address that a request comes from: that of its connection, or, behind a
//! proxy that the configuration names, the one that the proxy adds to
//! `X-Forwarded-For`.

use axum::extract::{ConnectInfo, Request};
use axum::http::{HeaderMap, HeaderName};
use ipnet::{IpNet, Ipv4Net};
use std::net::{IpAddr, Ipv6Addr, SocketAddr};

const FORWARDED_FOR: HeaderName = HeaderName::from_static("x-forwarded-for");

/// The address of the client that sent a request, as an extension of the
/// request. It is missing where the server does not pass on its connections'
/// addresses (axum's `ConnectInfo<SocketAddr>`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct ClientAddress(pub IpAddr);

impl ClientAddress {
    /// What one client may call its own: an IPv4 address, or an IPv6 network of
    /// 64 bits, within which it can change its address each time.
    pub fn network(self) -> IpAddr {
        match self.0.to_canonical() {
            IpAddr::V6(address) => {
                let network = address.to_bits() & !u128::from(u64::MAX);
                Ipv6Addr::from_bits(network).into()
            }
            address @ IpAddr::V4(_) => address,
        }
    }
}

/// The proxies whose `X-Forwarded-For` is read.
#[derive(Debug, Clone, Default)]
pub struct TrustedProxies(Vec<IpNet>);

impl TrustedProxies {
    /// The proxies in these networks.
    pub fn new(networks: impl IntoIterator<Item = IpNet>) -> Self {
        Self(networks.into_iter().map(canonical_network).collect())
    }

    /// Adds the client's address to `request`, where it can be known.
    pub(crate) fn note_client(&self, request: &mut Request) {
        let peer = request.extensions().get::<ConnectInfo<SocketAddr>>();
        if let Some(ConnectInfo(peer)) = peer {
            let address = self.client(peer.ip(), request.headers());
            request.extensions_mut().insert(ClientAddress(address));
        }
    }

    /// Whether one of them passed on `request`.
    pub(crate) fn passed_on(&self, request: &Request) -> bool {
        let peer = request.extensions().get::<ConnectInfo<SocketAddr>>();
        peer.is_some_and(|ConnectInfo(peer)| self.contains(peer.ip().to_canonical()))
    }

    /// The address nearest to this server that is not a trusted proxy's. Each
    /// proxy adds the address that it was reached from at the end, so
    /// everything to the left of that address may be made up by the client.
    fn client(&self, peer: IpAddr, headers: &HeaderMap) -> IpAddr {
        let mut nearest = peer.to_canonical();
        // Several headers are one list, in their order (RFC 9110, 5.3).
        let lists = headers.get_all(FORWARDED_FOR).iter().rev();
        let entries = lists.flat_map(|list| list.as_bytes().rsplit(|byte| *byte == b','));
        for entry in entries {
            if !self.contains(nearest) {
                break;
            }
            // An unreadable entry says that the proxy does not know, or lies:
            // what is to the left of it is worth nothing.
            let Some(address) = str::from_utf8(entry).ok().and_then(parse) else {
                break;
            };
            nearest = address;
        }
        nearest
    }

    /// Whether `address` is a proxy's.
    pub fn contains(&self, address: IpAddr) -> bool {
        let address = address.to_canonical();
        self.0.iter().any(|network| network.contains(&address))
    }
}

/// An entry of the list: an address, in brackets or not, with a port or not.
fn parse(entry: &str) -> Option<IpAddr> {
    let entry = entry.trim();
    let bracketed = || entry.strip_prefix('[')?.strip_suffix(']')?.parse().ok();
    entry
        .parse()
        .ok()
        .or_else(|| entry.parse().ok().map(|address: SocketAddr| address.ip()))
        .or_else(|| bracketed().map(IpAddr::V6))
        .map(|address| address.to_canonical())
}

/// `::ffff:10.0.0.0/104` is 10.0.0.0/8, as addresses are compared as IPv4 ones.
pub(crate) fn canonical_network(network: IpNet) -> IpNet {
    let IpNet::V6(v6) = network else {
        return network;
    };
    let ipv4 = v6.addr().to_ipv4_mapped();
    let prefix = v6.prefix_len().checked_sub(96);
    ipv4.zip(prefix)
        .and_then(|(address, prefix)| Ipv4Net::new(address, prefix).ok())
        .map_or(network, IpNet::V4)
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    fn client(peer: &str, lists: &[&str]) -> String {
        let networks = [
            "127.0.0.1/32",
            "10.0.0.0/8",
            "::ffff:192.168.0.0/112",
            "fd00::/64",
        ];
        let trusted = TrustedProxies::new(networks.map(|network| network.parse().unwrap()));
        let mut headers = HeaderMap::new();
        for list in lists {
            headers.append(
                FORWARDED_FOR,
                HeaderValue::from_bytes(list.as_bytes()).unwrap(),
            );
        }
        trusted.client(peer.parse().unwrap(), &headers).to_string()
    }

    #[test]
    fn the_client_is_the_nearest_address_that_is_no_trusted_proxy() {
        for (peer, lists, expected) in [
            ("203.0.113.9", &["10.0.0.1"][..], "203.0.113.9"),
            ("127.0.0.1", &[], "127.0.0.1"),
            ("127.0.0.1", &["203.0.113.9"], "203.0.113.9"),
            ("::ffff:127.0.0.1", &["203.0.113.9"], "203.0.113.9"),
            ("192.168.0.7", &["203.0.113.9"], "203.0.113.9"),
            ("fd00::7", &["2001:db8::1"], "2001:db8::1"),
            ("127.0.0.1", &["1.2.3.4, 203.0.113.9"], "203.0.113.9"),
            ("127.0.0.1", &["1.2.3.4", "203.0.113.9"], "203.0.113.9"),
            (
                "127.0.0.1",
                &["203.0.113.9", "10.1.1.1, 10.2.2.2"],
                "203.0.113.9",
            ),
            ("127.0.0.1", &["203.0.113.9 ,\t10.1.1.1 "], "203.0.113.9"),
            ("127.0.0.1", &["10.1.1.1, 10.2.2.2"], "10.1.1.1"),
            ("127.0.0.1", &["203.0.113.9:443"], "203.0.113.9"),
            ("127.0.0.1", &["[2001:db8::1]"], "2001:db8::1"),
            ("127.0.0.1", &["[2001:db8::1]:443"], "2001:db8::1"),
            ("127.0.0.1", &["::ffff:203.0.113.9"], "203.0.113.9"),
            ("127.0.0.1", &["[::ffff:203.0.113.9]:1"], "203.0.113.9"),
        ] {
            assert_eq!(client(peer, lists), expected, "{peer} {lists:?}");
        }
    }

    #[test]
    fn an_unreadable_entry_ends_the_list_and_is_never_the_client() {
        for list in [
            "",
            ",",
            "unknown",
            "_hidden",
            "203.0.113.9,",
            "203.0.113.9, ",
            "203.0.113.9, x",
            "203.0.113.9 1.2.3.4",
            "203.0.113.256",
            "[203.0.113.9]",
            "203.0.113.9:99999",
            "fe80::1%eth0",
            "\"203.0.113.9\"",
            "1.2.3.4, ü",
        ] {
            assert_eq!(client("127.0.0.1", &[list]), "127.0.0.1", "{list}");
        }
        assert_eq!(
            client("127.0.0.1", &["203.0.113.9, x, 10.1.1.1"]),
            "10.1.1.1"
        );
        assert_eq!(client("127.0.0.1", &["203.0.113.9", ""]), "127.0.0.1");
    }
}

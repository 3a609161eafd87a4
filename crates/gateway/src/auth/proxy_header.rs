//! A proxy in front that signs people in, and says in headers who asks.
//!
//! Anyone can write a header. So it counts only where the connection itself
//! comes from an address that is the proxy's, whatever `X-Forwarded-For` says.

use crate::http::client_address::canonical_network;
use crate::http::error::GatewayError;
use crate::person::{Person, Role, Via};
use axum::extract::{ConnectInfo, Request};
use axum::http::{HeaderMap, HeaderName};
use ipnet::IpNet;
use std::net::SocketAddr;

/// Which proxy is believed, and what it says.
#[derive(Debug, Clone)]
pub struct Proxy {
    /// The addresses that its connections come from. A server that is to know
    /// them hands each request's as axum's `ConnectInfo<SocketAddr>`.
    pub from: Vec<IpNet>,
    /// The header in which it names who asks.
    pub user_header: HeaderName,
    /// The header in which it says what they may do: "viewer" or "operator".
    pub role_header: Option<HeaderName>,
    /// What people may do where it does not say that.
    pub default_role: Role,
}

impl Proxy {
    /// The same proxy, its networks as addresses are compared.
    pub(crate) fn canonical(mut self) -> Self {
        self.from = self.from.into_iter().map(canonical_network).collect();
        self
    }

    /// Lets only requests through that come from the proxy and name a person,
    /// and notes who that is.
    pub(crate) fn admit(&self, request: &mut Request) -> Result<(), GatewayError> {
        let peer = request.extensions().get::<ConnectInfo<SocketAddr>>();
        // An IPv4 address may come in IPv6 clothes where both are listened on.
        let peer = peer.map(|ConnectInfo(peer)| peer.ip().to_canonical());
        if !peer.is_some_and(|peer| self.from.iter().any(|network| network.contains(&peer))) {
            tracing::warn!(?peer, "a request came from elsewhere than the proxy");
            return Err(GatewayError::NotTheProxy);
        }
        let person = self.person(request.headers())?;
        request.extensions_mut().insert(person);
        Ok(())
    }

    fn person(&self, headers: &HeaderMap) -> Result<Person, GatewayError> {
        let name = only(headers, &self.user_header)
            .ok()
            .flatten()
            .filter(|name| !name.is_empty())
            .ok_or(GatewayError::NoProxyUser)?;
        let role = match &self.role_header {
            None => self.default_role,
            Some(header) => {
                match only(headers, header).map_err(|Unclear| GatewayError::UnknownRole)? {
                    None | Some("") => self.default_role,
                    Some("viewer") => Role::Viewer,
                    Some("operator") => Role::Operator,
                    Some(_) => return Err(GatewayError::UnknownRole),
                }
            }
        };
        Ok(Person {
            name: name.to_owned(),
            role,
            via: Via::Proxy,
        })
    }
}

/// What a header says is unclear: there are several, or it is no text.
struct Unclear;

/// What the header called `name` says, if there is one.
fn only<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Result<Option<&'a str>, Unclear> {
    let mut values = headers.get_all(name).iter();
    let Some(value) = values.next() else {
        return Ok(None);
    };
    let text = str::from_utf8(value.as_bytes())
        .map_err(|_| Unclear)?
        .trim();
    if values.next().is_some() || text.contains(char::is_control) {
        return Err(Unclear);
    }
    Ok(Some(text))
}

//! A proxy in front that signs people in, and names the user in headers.
//!
//! Any client can send such a header, so it counts only on connections from the
//! proxy's own addresses; `X-Forwarded-For` is not considered.

use crate::http::client_address::canonical_network;
use crate::http::error::GatewayError;
use crate::person::{Person, Role, Via};
use axum::extract::{ConnectInfo, Request};
use axum::http::{HeaderMap, HeaderName};
use ipnet::IpNet;
use std::net::SocketAddr;

/// Which proxy is trusted, and which headers it sets.
#[derive(Debug, Clone)]
pub struct Proxy {
    /// The addresses that its connections come from. A server that is to know
    /// them hands each request's as axum's `ConnectInfo<SocketAddr>`.
    pub from: Vec<IpNet>,
    /// The header that names the user.
    pub user_header: HeaderName,
    /// The header with the user's role: "viewer" or "operator".
    pub role_header: Option<HeaderName>,
    /// The role of users without one in the proxy's headers.
    pub default_role: Role,
}

impl Proxy {
    /// The same proxy, with its networks in the form in which addresses are
    /// compared.
    pub(crate) fn canonical(mut self) -> Self {
        self.from = self.from.into_iter().map(canonical_network).collect();
        self
    }

    /// Adds the person that the proxy names to `request`. Refuses requests that do
    /// not come from the proxy or name no one.
    pub(crate) fn admit(&self, request: &mut Request) -> Result<(), GatewayError> {
        let peer = request.extensions().get::<ConnectInfo<SocketAddr>>();
        // A socket for both address families reports IPv4 addresses as IPv6 ones.
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

/// A header that cannot be used: there are several, or it is not text.
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

//! Which platform a request is for, and where it goes there.
//!
//! It works on the raw path, segment by segment: each is decoded once, checked
//! and encoded once. No URL library gets to fold `%2e%2e` away in between.

use crate::http::error::GatewayError;
use crate::proxy::path_guard;
use crate::proxy::target::Target;
use axum::http::{Method, Uri};
use std::collections::HashMap;
use std::sync::Arc;
use wire::catalogue::{self, FindError, Route};
use wire::console::VIA_PREFIX;

/// A request's destination.
#[derive(Debug)]
pub(crate) struct ResolvedRoute {
    pub(crate) target: Arc<Target>,
    pub(crate) route: &'static Route,
    pub(crate) method: Method,
    /// The names and IDs in the path, decoded.
    pub(crate) parameters: Vec<String>,
    pub(crate) uri: Uri,
}

/// The destination of a request with `method` for `uri`, where the catalogue
/// lists it.
pub(crate) fn resolve(
    targets: &HashMap<String, Arc<Target>>,
    method: &Method,
    uri: &Uri,
) -> Result<ResolvedRoute, GatewayError> {
    let below = uri.path().strip_prefix(VIA_PREFIX).unwrap_or_default();
    let (connection, path) = below.split_at(below.find('/').unwrap_or(below.len()));
    let target = wire::segment::decode(connection)
        .ok()
        .and_then(|id| targets.get(&id))
        .ok_or_else(|| GatewayError::UnknownConnection(connection.to_owned()))?;
    let platform = target.client.connection.platform;

    let matched = catalogue::find(platform, method.as_str(), path)?;
    let route = matched.route;
    if !route.forwarded {
        return Err(FindError::Unlisted(platform.name()).into());
    }
    path_guard::check(
        &target.client.connection,
        route.template,
        &matched.parameters,
    )?;
    let parameters: Vec<&str> = matched.parameters.iter().map(String::as_str).collect();
    let mut path = route.path(&parameters).map_err(FindError::from)?;
    if let Some(query) = uri.query().filter(|query| !query.is_empty()) {
        check_query(route, query)?;
        path.push('?');
        path.push_str(query);
    }
    Ok(ResolvedRoute {
        uri: target.client.uri(&path)?,
        target: target.clone(),
        route,
        method: method.clone(),
        parameters: matched.parameters,
    })
}

/// Lets the parameters through that are listed, written so that nothing reads
/// more of them.
fn check_query(route: &'static Route, query: &str) -> Result<(), GatewayError> {
    for pair in query.split('&') {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        if !route.query.contains(&name) {
            return Err(GatewayError::UnlistedQuery {
                endpoint: route.id,
                name: name.to_owned(),
            });
        }
        if !is_plain(value) {
            return Err(GatewayError::QueryValue {
                endpoint: route.id,
                name: name.to_owned(),
            });
        }
    }
    Ok(())
}

/// Whether a value holds no character that some server separates parameters
/// by (`;`) or reads otherwise than another. Everything can be sent encoded.
fn is_plain(value: &str) -> bool {
    let mut bytes = value.bytes();
    while let Some(byte) = bytes.next() {
        let fine = match byte {
            b'%' => {
                let mut digit = || bytes.next().is_some_and(|byte| byte.is_ascii_hexdigit());
                digit() && digit()
            }
            b'-' | b'.' | b'_' | b'~' | b'+' | b'@' | b':' | b',' | b'/' => true,
            _ => byte.is_ascii_alphanumeric(),
        };
        if !fine {
            return false;
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_that_can_be_read_in_one_way_only_pass() {
        for value in ["", "true", "a%20b", "a+b@c.d", "2026-01-15T09:30:00Z"] {
            assert!(is_plain(value), "{value}");
        }
        for value in ["a;b", "a=b", "%", "%2", "%zz", "a?b", "a\"b", "ü", "a|b"] {
            assert!(!is_plain(value), "{value}");
        }
    }
}

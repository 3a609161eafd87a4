//! Checks before anything else: this server has secrets that pages in other
//! tabs of a browser must not be able to use.

use crate::http::error::{GatewayError, METHODS};
use crate::http::paths::{SIGN_IN_PATH, SIGN_OUT_PATH};
use crate::http::site::Site;
use axum::extract::Request;
use axum::http::Method;
use wire::console::{APP_HEADER, APP_HEADER_VALUE, TARGET_HEADER};

/// Refuses requests whose request line or `Host` header name another server.
pub(crate) fn known_host(request: &Request, site: &Site) -> Result<(), GatewayError> {
    // A whole URL in the request line is for a proxy, and overrules `Host`.
    if request.uri().authority().is_some() {
        return Err(GatewayError::Host(
            "the request line has a whole URL in it".to_owned(),
        ));
    }
    site.check_host(request.headers())
}

/// Refuses a request whose address was decoded or rewritten by a proxy, if the
/// request shows that.
pub(crate) fn unchanged_target(request: &Request) -> Result<(), GatewayError> {
    let Some(sent) = request.headers().get(TARGET_HEADER) else {
        return Ok(());
    };
    let target = request.uri().path_and_query();
    if target.is_some_and(|target| target.as_str() == sent) {
        Ok(())
    } else {
        Err(GatewayError::Rewritten)
    }
}

/// Refuses methods without a meaning here: CONNECT is for proxies, and OPTIONS
/// would allow requests of other origins.
pub(crate) fn known_method(request: &Request) -> Result<(), GatewayError> {
    if METHODS.contains(request.method()) {
        Ok(())
    } else {
        Err(GatewayError::UnknownMethod(request.method().to_string()))
    }
}

/// Refuses requests that could change something unless they come from our own
/// pages and carry the header that a page of another origin cannot send.
pub(crate) fn same_origin_writes(request: &Request, site: &Site) -> Result<(), GatewayError> {
    let headers = request.headers();
    if matches!(*request.method(), Method::GET | Method::HEAD) {
        return Ok(());
    }
    site.check_origin(headers)?;
    if is_form(request.uri().path())
        || headers
            .get(APP_HEADER)
            .is_some_and(|value| value == APP_HEADER_VALUE)
    {
        Ok(())
    } else {
        Err(GatewayError::NotTheApp)
    }
}

/// Whether this is a form of a page without scripts, which cannot add a header.
fn is_form(path: &str) -> bool {
    matches!(path, SIGN_IN_PATH | SIGN_OUT_PATH)
}

//! What is checked before anything else, because this server holds secrets
//! that a browser's other tabs must not get to use.

use crate::http::error::{GatewayError, METHODS};
use crate::http::paths::{SIGN_IN_PATH, SIGN_OUT_PATH};
use crate::http::site::Site;
use axum::extract::Request;
use axum::http::Method;
use wire::console::{APP_HEADER, APP_HEADER_VALUE, TARGET_HEADER};

/// Lets only requests through that name this server, and nothing else, in their
/// request line and `Host` header.
pub(crate) fn known_host(request: &Request, site: &Site) -> Result<(), GatewayError> {
    // A whole URL in the request line is for a proxy, and overrules `Host`.
    if request.uri().authority().is_some() {
        return Err(GatewayError::Host(
            "the request line has a whole URL in it".to_owned(),
        ));
    }
    site.check_host(request.headers())
}

/// Lets a request through only as it was sent, where it says how that was.
/// Otherwise a proxy has decoded or rewritten its address.
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

/// Lets only the methods through that have a meaning here: CONNECT is for
/// proxies, OPTIONS would let other origins ask.
pub(crate) fn known_method(request: &Request) -> Result<(), GatewayError> {
    if METHODS.contains(request.method()) {
        Ok(())
    } else {
        Err(GatewayError::UnknownMethod(request.method().to_string()))
    }
}

/// Lets requests that could change something through only where they say that
/// they come from our own pages, and carry the header that a page of another
/// origin cannot send.
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

/// Whether a page without any script sends this, which cannot add a header.
fn is_form(path: &str) -> bool {
    matches!(path, SIGN_IN_PATH | SIGN_OUT_PATH)
}

//! Pages that are whole by themselves, for people who get nothing else of the
//! console: the sign-in pages, and refusals.

use axum::Extension;
use axum::http::StatusCode;
use axum::http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};

const STYLE: &str = ":root{color-scheme:light dark;font:1rem/1.5 system-ui,sans-serif}\
    main{max-width:20rem;margin:15vh auto 0;padding:0 1rem;overflow-wrap:anywhere}\
    label,input,button{display:block;width:100%;box-sizing:border-box;font:inherit}\
    label{margin-top:1rem}input,button{padding:.5rem;min-height:2.75rem}\
    button{margin-top:1.5rem}\
    .to{display:block;box-sizing:border-box;min-height:2.75rem;margin-top:1.5rem;\
    padding:.5rem;text-align:center;\
    border:1px solid;border-radius:.25rem}";

/// Marks a page whose addresses begin at the top of the host, as an extension of
/// the answer.
#[derive(Debug, Clone, Copy)]
pub(crate) struct RootRelative;

/// A page with this title. `content` is HTML.
pub(crate) fn page(status: StatusCode, title: &str, content: &str) -> Response {
    let html = format!(
        "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width\">\
         <title>{title} · Rollcall</title><style>{STYLE}</style>\
         <main><h1>Rollcall</h1>{content}</main></html>"
    );
    let policy = format!(
        "default-src 'none'; style-src 'sha256-{}'; form-action 'self'; base-uri 'none'; \
         frame-ancestors 'none'",
        STANDARD.encode(Sha256::digest(STYLE))
    );
    let headers = [
        (CONTENT_TYPE, "text/html; charset=utf-8"),
        (CACHE_CONTROL, "no-store"),
        (CONTENT_SECURITY_POLICY, &policy),
    ];
    (status, headers, Extension(RootRelative), html).into_response()
}

/// `text` as a page shows it, also in an attribute.
pub(crate) fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

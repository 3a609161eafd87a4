//! The pages to sign in on. They are whole by themselves: who is not signed in
//! gets nothing else of the console.

use super::openid;
use axum::http::StatusCode;
use axum::http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};
use std::fmt::Write;

const STYLE: &str = ":root{color-scheme:light dark;font:1rem/1.5 system-ui,sans-serif}\
    main{max-width:20rem;margin:15vh auto 0;padding:0 1rem}\
    label,input,button{display:block;width:100%;box-sizing:border-box;font:inherit}\
    label{margin-top:1rem}input,button{padding:.5rem;min-height:2.75rem}\
    button{margin-top:1.5rem}\
    .to{display:block;box-sizing:border-box;min-height:2.75rem;margin-top:1.5rem;\
    padding:.5rem;text-align:center;\
    border:1px solid;border-radius:.25rem}";

const PASSWORD: &str = "<form method=\"post\" action=\"/sign-in\">\
    <label for=\"name\">Name</label>\
    <input id=\"name\" name=\"name\" autocomplete=\"username\" required autofocus>\
    <label for=\"password\">Password</label>\
    <input id=\"password\" name=\"password\" type=\"password\" \
    autocomplete=\"current-password\" required>\
    <button>Sign in</button></form>";

/// The ways in, with what went wrong before: by a password, if there is anybody
/// with one, and by the provider that people call `provider`.
pub(super) fn form(
    status: StatusCode,
    words: &str,
    password: bool,
    provider: Option<&str>,
) -> Response {
    let mut content = format!("<p role=\"alert\">{}</p>", escaped(words));
    if password {
        content.push_str(PASSWORD);
    }
    if let Some(label) = provider {
        // A link, as the policy holds a form to this server, and this leads away.
        let (label, begin) = (escaped(label), openid::BEGIN);
        let _ = write!(
            content,
            "<p><a class=\"to\" href=\"{begin}\">Sign in with {label}</a></p>"
        );
    }
    page(status, "Sign in", &content)
}

/// What somebody sees who is.
pub(super) fn signed_in(name: &str) -> Response {
    let name = escaped(name);
    page(
        StatusCode::OK,
        "Signed in",
        &format!(
            "<p>You are signed in as {name}.</p><p><a href=\"/\">To the console</a></p>\
             <form method=\"post\" action=\"/sign-out\"><button>Sign out</button></form>"
        ),
    )
}

/// What somebody sees for a moment who comes back from a provider. The browser
/// goes on from here by itself: where another site's page led it somewhere, it
/// does not send the session's cookie, and here it is our own page that leads.
pub(super) fn arrived() -> Response {
    page(
        StatusCode::OK,
        "Signed in",
        "<meta http-equiv=\"refresh\" content=\"0; url=/\">\
         <p>You are signed in.</p><p><a href=\"/\">To the console</a></p>",
    )
}

/// What somebody sees for a moment who comes by another site's link: the same
/// address is asked for once more from here, with the cookie that a link does
/// not send along.
pub(super) fn again() -> Response {
    page(
        StatusCode::OK,
        "One moment",
        "<meta http-equiv=\"refresh\" content=\"0\">\
         <p>One moment, please.</p><p><a href=\"\">Go on</a></p>",
    )
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}

fn page(status: StatusCode, title: &str, content: &str) -> Response {
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
    (status, headers, html).into_response()
}

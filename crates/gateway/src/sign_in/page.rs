//! The page to sign in on. It is whole by itself: who is not signed in gets
//! nothing else of the console.

use axum::http::StatusCode;
use axum::http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};

const STYLE: &str = ":root{color-scheme:light dark;font:1rem/1.5 system-ui,sans-serif}\
    main{max-width:20rem;margin:15vh auto 0;padding:0 1rem}\
    label,input,button{display:block;width:100%;box-sizing:border-box;font:inherit}\
    label{margin-top:1rem}input,button{padding:.5rem;min-height:2.75rem}\
    button{margin-top:1.5rem}";

/// The form, with what went wrong before.
pub(super) fn form(status: StatusCode, words: &str) -> Response {
    page(
        status,
        "Sign in",
        &format!(
            "<p role=\"alert\">{words}</p>\
             <form method=\"post\" action=\"/sign-in\">\
             <label for=\"name\">Name</label>\
             <input id=\"name\" name=\"name\" autocomplete=\"username\" required autofocus>\
             <label for=\"password\">Password</label>\
             <input id=\"password\" name=\"password\" type=\"password\" \
             autocomplete=\"current-password\" required>\
             <button>Sign in</button></form>"
        ),
    )
}

/// What somebody sees who is.
pub(super) fn signed_in(name: &str) -> Response {
    let name = name
        .replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;");
    page(
        StatusCode::OK,
        "Signed in",
        &format!(
            "<p>You are signed in as {name}.</p><p><a href=\"/\">To the console</a></p>\
             <form method=\"post\" action=\"/sign-out\"><button>Sign out</button></form>"
        ),
    )
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

//! The sign-in pages. They need no other file, as people who are not signed in
//! get nothing else of the console.

use crate::http::html::{escaped, page};
use crate::http::paths::PROVIDER_PATH;
use axum::http::StatusCode;
use axum::response::Response;
use std::fmt::Write;

const PASSWORD: &str = "<form method=\"post\" action=\"/sign-in\">\
    <label for=\"name\">Name</label>\
    <input id=\"name\" name=\"name\" autocomplete=\"username\" required autofocus>\
    <label for=\"password\">Password</label>\
    <input id=\"password\" name=\"password\" type=\"password\" \
    autocomplete=\"current-password\" required>\
    <button>Sign in</button></form>";

/// The form for a password, if there are people with one, and the link to the
/// provider called `provider`, with a message about the last attempt.
pub(super) fn sign_in_form(
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
        // A link and no form, which the policy restricts to this server.
        let (label, begin) = (escaped(label), PROVIDER_PATH);
        let _ = write!(
            content,
            "<p><a class=\"to\" href=\"{begin}\">Sign in with {label}</a></p>"
        );
    }
    page(status, "Sign in", &content)
}

/// The page for a person who is already signed in.
pub(super) fn already_signed_in(name: &str) -> Response {
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

/// The page that is shown for a moment after the sign-in at a provider. It
/// redirects the browser to the console: a redirect by another site's page
/// would not send the session's cookie, one by our own page does.
pub(super) fn continue_to_console() -> Response {
    page(
        StatusCode::OK,
        "Signed in",
        "<meta http-equiv=\"refresh\" content=\"0; url=/\">\
         <p>You are signed in.</p><p><a href=\"/\">To the console</a></p>",
    )
}

/// The page that is shown for a moment to a person who followed another site's
/// link. It reloads the same address, this time with the session's cookie,
/// which the browser does not send with such a link.
pub(super) fn reload() -> Response {
    page(
        StatusCode::OK,
        "One moment",
        "<meta http-equiv=\"refresh\" content=\"0\">\
         <p>One moment, please.</p><p><a href=\"\">Go on</a></p>",
    )
}

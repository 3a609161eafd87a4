//! The pages to sign in on. They are whole by themselves: who is not signed in
//! gets nothing else of the console.

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

/// The ways in, with what went wrong before: by a password, if there are people
/// with one, and by the provider that people call `provider`.
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
        // A link, as the policy holds a form to this server, and this leads away.
        let (label, begin) = (escaped(label), PROVIDER_PATH);
        let _ = write!(
            content,
            "<p><a class=\"to\" href=\"{begin}\">Sign in with {label}</a></p>"
        );
    }
    page(status, "Sign in", &content)
}

/// What a person sees who is signed in.
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

/// What a person sees for a moment who comes back from a provider. The browser
/// goes on from here by itself: where another site's page led it somewhere, it
/// does not send the session's cookie, and here it is our own page that leads.
pub(super) fn continue_to_console() -> Response {
    page(
        StatusCode::OK,
        "Signed in",
        "<meta http-equiv=\"refresh\" content=\"0; url=/\">\
         <p>You are signed in.</p><p><a href=\"/\">To the console</a></p>",
    )
}

/// What a person sees for a moment who comes by another site's link: the same
/// address is asked for once more from here, with the cookie that a link does
/// not send along.
pub(super) fn reload() -> Response {
    page(
        StatusCode::OK,
        "One moment",
        "<meta http-equiv=\"refresh\" content=\"0\">\
         <p>One moment, please.</p><p><a href=\"\">Go on</a></p>",
    )
}

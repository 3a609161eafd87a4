//! The pages behind the links in emails: a form that works without JavaScript.
//!
//! No document shows them. A link works once and for two days of the world's
//! clock; opening the page does not use it up.

#[cfg(test)]
mod tests;

use crate::admin::Parameters;
use crate::extract::collect;
use crate::html::escape;
use crate::layout;
use crate::links::LinkError;
use crate::{World, actian, metabase, pivot};
use axum::Router;
use axum::extract::{Path, Request, State};
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::get;
use wire::Platform;

/// The paths of each platform's links; a token follows. Metabase's is real
/// (metabase note 20), the others are invented (pivot note 15).
const PATHS: [(&str, Platform); 4] = [
    ("/set-password", Platform::Pivot),
    ("/activate", Platform::Actian),
    ("/reset-password", Platform::Actian),
    ("/auth/reset_password", Platform::Metabase),
];

pub(crate) fn router() -> Router<World> {
    let mut router = Router::new();
    for (path, platform) in PATHS {
        let show = async move |State(world): State<World>, Path(token): Path<String>| {
            show(platform, &world, &token)
        };
        let set =
            async move |State(world): State<World>, Path(token): Path<String>, request: Request| {
                set(platform, &world, &token, request).await
            };
        router = router.route(&format!("{path}/{{token}}"), get(show).post(set));
    }
    router
}

fn show(platform: Platform, world: &World, token: &str) -> Response {
    match reader_of(platform, world, token) {
        Ok(reader) => form(StatusCode::OK, platform, &reader, ""),
        Err(error) => dead_end(platform, error),
    }
}

async fn set(platform: Platform, world: &World, token: &str, request: Request) -> Response {
    let reader = match reader_of(platform, world, token) {
        Ok(reader) => reader,
        Err(error) => return dead_end(platform, error),
    };
    let Ok(body) = collect(request.into_body()).await else {
        let words = "That was more than a password. Send less than 1 MiB.";
        return form(StatusCode::PAYLOAD_TOO_LARGE, platform, &reader, words);
    };
    let fields = Parameters::read(&String::from_utf8_lossy(&body));
    let password = fields.get("password").unwrap_or_default();
    let done = match platform {
        Platform::Pivot => pivot::set_password(world, token, password),
        Platform::Actian => actian::set_password(world, token, password),
        Platform::Metabase => metabase::set_password(world, token, password),
    };
    match done {
        Ok(reader) => answer(
            StatusCode::OK,
            platform,
            &format!(
                "<p role=\"status\">The password of <b>{}</b> is set. This link does not work any \
                 more.</p>\n",
                escape(&reader)
            ),
        ),
        Err(error @ (LinkError::Empty | LinkError::Weak)) => form(
            StatusCode::BAD_REQUEST,
            platform,
            &reader,
            &error.to_string(),
        ),
        Err(error) => dead_end(platform, error),
    }
}

fn reader_of(platform: Platform, world: &World, token: &str) -> Result<String, LinkError> {
    match platform {
        Platform::Pivot => pivot::reader_of(world, token),
        Platform::Actian => actian::reader_of(world, token),
        Platform::Metabase => metabase::reader_of(world, token),
    }
}

/// The form; `wrong` says why the previous password was refused.
fn form(status: StatusCode, platform: Platform, reader: &str, wrong: &str) -> Response {
    let (alert, described) = if wrong.is_empty() {
        (String::new(), "")
    } else {
        (
            format!("<p id=\"wrong\" role=\"alert\">{}</p>\n", escape(wrong)),
            " aria-invalid=\"true\" aria-describedby=\"wrong\"",
        )
    };
    let reader = escape(reader);
    // No `action`: the form is sent to the page's own address, which has the
    // token.
    let content = format!(
        "<p>Set a password for <b>{reader}</b>.</p>\n<form method=\"post\">\n\
         <input type=\"hidden\" name=\"username\" autocomplete=\"username\" value=\"{reader}\">\n\
         {alert}<label for=\"password\">New password</label>\n\
         <input id=\"password\" name=\"password\" type=\"password\" \
         autocomplete=\"new-password\" required{described}>\n\
         <button>Set password</button>\n</form>\n"
    );
    answer(status, platform, &content)
}

fn dead_end(platform: Platform, error: LinkError) -> Response {
    let words = format!("<p role=\"alert\">{}</p>\n", escape(&error.to_string()));
    let status = match error {
        LinkError::Unknown => StatusCode::NOT_FOUND,
        _ => StatusCode::GONE,
    };
    answer(status, platform, &words)
}

fn answer(status: StatusCode, platform: Platform, content: &str) -> Response {
    let name = platform.name();
    let content = format!(
        "<div class=\"card\">\n<h1>{name}</h1>\n<p class=\"soft\">A page of the mock: the real \
         one looks different.</p>\n{content}</div>\n"
    );
    layout::page(status, &format!("{name}: password"), &content)
}

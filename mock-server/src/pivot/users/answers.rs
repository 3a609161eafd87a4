//! The answers of the users' routes in both generations (pivot note 2).

use crate::answer::{Answer, JSON, Refusal};
use crate::pivot::User;
use crate::pivot::store::ShownUser;
use crate::streaming;
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use indexmap::IndexMap;
use serde::Serialize;
use std::sync::Arc;
use wire::pivot::Generation;

/// `[…]`, and `{"users": […]}` in the current page.
pub(super) fn list<'a>(users: impl Iterator<Item = &'a User>, generation: Generation) -> Answer {
    #[derive(Serialize)]
    struct Wrapped<'a> {
        users: Vec<ShownUser<'a>>,
    }
    let users: Vec<_> = users.map(|user| user.shown(generation)).collect();
    match generation {
        Generation::V2023_01 => Answer::ok(&users),
        Generation::Current => Answer::ok(&Wrapped { users }),
    }
}

/// Like [`list`], written while it is sent.
pub(super) fn long_list(users: Arc<IndexMap<String, User>>, generation: Generation) -> Response {
    let (before, after) = match generation {
        Generation::V2023_01 => ("[", "]"),
        Generation::Current => ("{\"users\":[", "]}"),
    };
    let body = streaming::list(
        before,
        users.len(),
        after.to_owned(),
        move |index, chunk| {
            if let Some((_, user)) = users.get_index(index) {
                streaming::write(&user.shown(generation), chunk);
            }
        },
    );
    ([(CONTENT_TYPE, JSON)], body).into_response()
}

/// A list of one, and `{"user": {…}}` in the current page.
pub(super) fn one(user: &User, generation: Generation) -> Answer {
    #[derive(Serialize)]
    struct Wrapped<'a> {
        user: ShownUser<'a>,
    }
    let user = user.shown(generation);
    match generation {
        Generation::V2023_01 => Answer::ok(&[user]),
        Generation::Current => Answer::ok(&Wrapped { user }),
    }
}

/// A list of one, and `{"status", "message", "user"}` in the current page.
pub(super) fn written(user: &User, message: &'static str, generation: Generation) -> Answer {
    #[derive(Serialize)]
    struct Wrapped<'a> {
        status: &'static str,
        message: &'static str,
        user: ShownUser<'a>,
    }
    let user = user.shown(generation);
    match generation {
        Generation::V2023_01 => Answer::ok(&[user]),
        Generation::Current => Answer::ok(&Wrapped {
            status: "ok",
            message,
            user,
        }),
    }
}

/// The answer to deleting a user, which no page shows (pivot note 12).
pub(super) fn deleted() -> Answer {
    #[derive(Serialize)]
    struct Deleted {
        status: &'static str,
        message: &'static str,
    }
    Answer::ok(&Deleted {
        status: "ok",
        message: "Deleted successfully",
    })
    .note("assumed: no document shows a body for a deleted user")
}

pub(super) const fn not_found(generation: Generation) -> Refusal {
    Refusal::documented(
        StatusCode::NOT_FOUND,
        match generation {
            Generation::V2023_01 => "Not found.",
            Generation::Current => "This user does not exist.",
        },
    )
}

//! `/__mock/outbox`: the emails as JSON, as pages, and as files.

#[cfg(test)]
mod tests;

use super::parameters::Parameters;
use crate::answer::{Answer, Refusal};
use crate::html::escape;
use crate::layout;
use crate::outbox::{Sent, Stage};
use crate::{World, journal};
use axum::Router;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;
use serde::Serialize;

/// Allows a message any look but no action: no scripts, no forms, nothing
/// loaded from elsewhere.
const MESSAGE_POLICY: &str = "sandbox; default-src 'none'; style-src 'unsafe-inline'; \
    img-src data:; frame-ancestors 'self'";

pub(super) fn router() -> Router<World> {
    Router::new()
        .route("/outbox", get(list).delete(clear))
        .route("/outbox/latest", get(latest))
        .route("/outbox/{mail}", get(one))
}

#[derive(Serialize)]
struct Listed<'a> {
    mails: Vec<&'a Sent>,
    /// How many emails have ever been sent; the number of the last one.
    last: u64,
}

async fn list(State(world): State<World>, parameters: Parameters) -> Result<Answer, Refusal> {
    let wanted = Wanted::read(parameters)?;
    let outbox = world.outbox();
    let mut mails: Vec<_> = outbox
        .all()
        .map(AsRef::as_ref)
        .filter(|sent| wanted.fits(sent))
        .collect();
    let surplus = mails.len().saturating_sub(wanted.limit);
    mails.drain(..surplus);
    Ok(Answer::ok(&Listed {
        mails,
        last: outbox.posted(),
    }))
}

async fn clear(State(world): State<World>) -> Answer {
    let mut outbox = world.outbox();
    outbox.clear();
    Answer::ok(&Listed {
        mails: Vec::new(),
        last: outbox.posted(),
    })
}

/// Which emails to show.
struct Wanted {
    platform: Option<wire::Platform>,
    kind: Option<String>,
    to: Option<String>,
    since: u64,
    /// Only this many, the newest.
    limit: usize,
}

impl Wanted {
    fn read(parameters: Parameters) -> Result<Self, Refusal> {
        let mut wanted = Self {
            platform: None,
            kind: None,
            to: None,
            since: 0,
            limit: usize::MAX,
        };
        for (name, value) in parameters.0 {
            let wrong = |expected: &str| {
                Refusal::bad_request(format!("the parameter {name} must be {expected}"))
            };
            match name.as_str() {
                "platform" => {
                    let platform = journal::platform(&value);
                    wanted.platform =
                        Some(platform.ok_or_else(|| wrong("pivot, actian or metabase"))?);
                }
                "kind" => wanted.kind = Some(value),
                "to" => wanted.to = Some(value),
                "since" => {
                    wanted.since = value.parse().map_err(|_| wrong("an email's number"))?;
                }
                "limit" => {
                    wanted.limit = value.parse().map_err(|_| wrong("a whole number"))?;
                }
                _ => {
                    return Err(Refusal::bad_request(format!(
                        "the parameter {name} means nothing here; there are platform, kind, to, \
                         since and limit"
                    )));
                }
            }
        }
        Ok(wanted)
    }

    fn fits(&self, sent: &Sent) -> bool {
        let mail = &sent.mail;
        sent.number > self.since
            && self
                .platform
                .is_none_or(|platform| platform == mail.platform)
            && (self.kind.as_ref()).is_none_or(|kind| kind == mail.kind.id())
            && (self.to.as_ref()).is_none_or(|to| {
                let own = mail.to.as_ref().map(|own| own.to_lowercase());
                own == Some(to.to_lowercase())
            })
    }
}

/// Redirects to the newest matching email: after an invitation, a client knows
/// the address but not the number.
async fn latest(State(world): State<World>, parameters: Parameters) -> Result<Response, Refusal> {
    let wanted = Wanted::read(parameters)?;
    let outbox = world.outbox();
    let found = outbox.all().rev().find(|sent| wanted.fits(sent));
    found.map_or_else(
        || {
            let words = "There is no such email yet. /__mock/outbox lists those there are.";
            Err(Refusal::documented(StatusCode::NOT_FOUND, words))
        },
        |sent| Ok(Redirect::to(&format!("/__mock/outbox/{}", sent.number)).into_response()),
    )
}

/// `1` is the page of an email; `1.json`, `1.html` and `1.eml` are its other
/// forms.
async fn one(State(world): State<World>, Path(name): Path<String>) -> Result<Response, Refusal> {
    let (number, form) = name.split_once('.').unwrap_or((&name, ""));
    let found = number
        .parse()
        .ok()
        .and_then(|number| world.outbox().get(number));
    let sent = found.ok_or_else(|| {
        let words = "There is no such email. /__mock/outbox lists those there are.";
        Refusal::documented(StatusCode::NOT_FOUND, words)
    })?;
    match form {
        "" => Ok(page(&sent)),
        "json" => Ok(Answer::ok(&*sent).into_response()),
        "html" => Ok((layout::with_policy(MESSAGE_POLICY), sent.mail.html.clone()).into_response()),
        "eml" => file(&sent),
        _ => Err(Refusal::documented(
            StatusCode::NOT_FOUND,
            "An email can be had as .json, .html or .eml.",
        )),
    }
}

fn file(sent: &Sent) -> Result<Response, Refusal> {
    let message = sent
        .message()
        .map_err(|error| Refusal::conflict(error.to_string()))?;
    let headers = [
        (CONTENT_TYPE, "message/rfc822".to_owned()),
        (
            CONTENT_DISPOSITION,
            format!("attachment; filename=\"mail-{}.eml\"", sent.number),
        ),
    ];
    Ok((headers, message.formatted()).into_response())
}

fn page(sent: &Sent) -> Response {
    let mail = &sent.mail;
    let number = sent.number;
    let to = mail
        .to
        .as_deref()
        .unwrap_or("no recipient: no address is known");
    let link = mail.link.as_ref().map_or_else(String::new, |link| {
        let link = escape(link);
        format!("<dt>Link</dt><dd><a href=\"{link}\" rel=\"noreferrer\">{link}</a></dd>\n")
    });
    let content = format!(
        "<p><a href=\"/__mock/\">The mock</a></p>\n<h1>{subject}</h1>\n<dl>\n\
         <dt>To</dt><dd>{to}</dd>\n<dt>From</dt><dd>{platform}</dd>\n\
         <dt>Sent</dt><dd><time>{time}</time></dd>\n<dt>Delivery</dt><dd>{delivery}</dd>\n\
         {link}</dl>\n\
         <iframe sandbox title=\"The message\" src=\"/__mock/outbox/{number}.html\"></iframe>\n\
         <p><a href=\"/__mock/outbox/{number}.eml\">As a file (.eml)</a> · \
         <a href=\"/__mock/outbox/{number}.json\">As JSON</a></p>\n",
        subject = escape(&mail.subject),
        to = escape(to),
        platform = mail.platform.name(),
        time = sent.time,
        delivery = escape(&delivery(sent)),
    );
    layout::page(StatusCode::OK, &mail.subject, &content)
}

/// The state of an email's delivery, in words.
pub(super) fn delivery(sent: &Sent) -> String {
    let delivery = sent.mail.delivery.id();
    match sent.smtp.stage() {
        Stage::Kept => delivery.to_owned(),
        Stage::Waiting => format!("{delivery}; waits for the SMTP server"),
        Stage::Taken => format!("{delivery}; the SMTP server has taken it"),
        Stage::Failed { error } => format!("{delivery}; SMTP: {error}"),
    }
}

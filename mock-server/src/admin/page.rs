//! `/__mock/`: one page with everything.

#[cfg(test)]
mod tests;

use super::outbox::delivery;
use crate::auth::TOKEN;
use crate::html::escape;
use crate::journal::{Entry, Filter};
use crate::seed::actian::TENANT;
use crate::seed::people::{ADMIN, ANALYST, PASSWORD};
use crate::sentinel::{self, Place};
use crate::{Clock, World, layout};
use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::{CONTENT_TYPE, X_CONTENT_TYPE_OPTIONS};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use std::fmt::Write as _;
use wire::Platform;

/// How many of the newest calls and emails the page shows.
const SHOWN: usize = 50;

/// How many characters of an error's text the page shows.
const WORDS: usize = 300;

const SCRIPT: &str = include_str!("page.js");

pub(super) fn router() -> Router<World> {
    Router::new()
        .route("/", get(page))
        .route(
            "/page.css",
            get(async || file("text/css; charset=utf-8", layout::STYLE)),
        )
        .route(
            "/page.js",
            get(async || file("text/javascript; charset=utf-8", SCRIPT)),
        )
}

fn file(kind: &'static str, text: &'static str) -> Response {
    (
        [(CONTENT_TYPE, kind), (X_CONTENT_TYPE_OPTIONS, "nosniff")],
        text,
    )
        .into_response()
}

pub(super) async fn page(State(world): State<World>) -> Response {
    let mut html = String::with_capacity(32 * 1024);
    html.push_str(HEAD);
    sign_ins(&mut html);
    sentinels(&mut html);
    clock(&world, &mut html);
    faults(&world, &mut html);
    journal(&world, &mut html);
    outbox(&world, &mut html);
    html.push_str(DESCRIPTIONS);
    html.push_str("<script src=\"/__mock/page.js\" defer></script>\n");
    layout::page(StatusCode::OK, "Mock of Pivot, Actian and Metabase", &html)
}

const HEAD: &str = "\
<a class=\"skip\" href=\"#journal\">Skip to the journal</a>
<h1>The mock</h1>
<p class=\"soft\">Imply Pivot, Actian Data Observability and Metabase, as their documents describe
them, all on this address. What no document shows is marked as assumed.</p>
<nav aria-label=\"On this page\"><ul>
<li><a href=\"#sign-ins\">Sign-ins</a></li>
<li><a href=\"#sentinels\">Sentinels</a></li>
<li><a href=\"#clock\">Clock</a></li>
<li><a href=\"#faults\">Faults</a></li>
<li><a href=\"#journal\">Journal</a></li>
<li><a href=\"#outbox\">Outbox</a></li>
<li><a href=\"#descriptions\">Coverage and OpenAPI</a></li>
</ul></nav>
<div data-buttons hidden>
<button type=\"button\" data-send=\"POST /__mock/reset\">Reset everything</button>
<button type=\"button\" class=\"plain\" data-send=\"DELETE /__mock/requests\">Clear the journal</button>
<button type=\"button\" class=\"plain\" data-send=\"DELETE /__mock/outbox\">Clear the outbox</button>
<button type=\"button\" class=\"plain\" data-send=\"DELETE /__mock/faults\">Clear the faults</button>
<span role=\"status\" data-said></span>
</div>
";

const DESCRIPTIONS: &str = "\
<section id=\"descriptions\" aria-labelledby=\"h-descriptions\">
<h2 id=\"h-descriptions\">Coverage and OpenAPI</h2>
<ul>
<li><a href=\"/__mock/coverage\">Coverage</a>: what of the documents is mocked, and how</li>
<li><a href=\"/__mock/openapi/pivot.json\">OpenAPI of Imply Pivot</a></li>
<li><a href=\"/__mock/openapi/actian.json\">OpenAPI of Actian Data Observability</a></li>
<li><a href=\"/__mock/openapi/metabase.json\">OpenAPI of Metabase</a></li>
<li><a href=\"/__mock/snapshot\">Snapshot</a> of the whole world, to restore later</li>
</ul>
</section>
";

/// Opens a section with a table; `columns` are its headings. Only the part that
/// scrolls is a named region: naming the section too would announce it twice.
fn open(html: &mut String, id: &str, title: &str, caption: &str, columns: &[&str]) {
    // Writing to a `String` cannot fail.
    let _ = write!(
        html,
        "<section id=\"{id}\">\n<h2 id=\"h-{id}\">{title}</h2>\n\
         <div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-labelledby=\"h-{id}\">\n\
         <table>\n<caption>{caption}</caption>\n<thead><tr>"
    );
    for column in columns {
        let _ = write!(html, "<th scope=\"col\">{column}</th>");
    }
    html.push_str("</tr></thead>\n<tbody>\n");
}

fn close(html: &mut String) {
    html.push_str("</tbody>\n</table>\n</div>\n</section>\n");
}

/// A row of cells; every cell is escaped unless it is [`Cell::Html`].
fn row(html: &mut String, cells: &[Cell<'_>]) {
    html.push_str("<tr>");
    for cell in cells {
        let _ = match cell {
            Cell::Text(text) => write!(html, "<td>{}</td>", escape(text)),
            Cell::Code(text) => write!(html, "<td><code>{}</code></td>", escape(text)),
            Cell::Number(text) => write!(html, "<td class=\"number\">{}</td>", escape(text)),
            Cell::Html(text) => write!(html, "<td>{text}</td>"),
        };
    }
    html.push_str("</tr>\n");
}

enum Cell<'a> {
    Text(&'a str),
    Code(&'a str),
    Number(&'a str),
    Html(&'a str),
}

use Cell::{Code, Html, Number, Text};

fn sign_ins(html: &mut String) {
    let caption = "Accepted by every mock. Unknown keys are refused with 401.";
    open(html, "sign-ins", "Sign-ins", caption, &["Platform", "Send"]);
    let actian = format!(
        "Authorization: Bearer {TOKEN}, or {}: {TOKEN}; tenant {TENANT}",
        Platform::Actian.secret_header()
    );
    for (platform, send) in [
        (
            Platform::Pivot,
            format!("{}: {TOKEN}", Platform::Pivot.secret_header()),
        ),
        (Platform::Actian, actian),
        (
            Platform::Metabase,
            format!("{}: {TOKEN}", Platform::Metabase.secret_header()),
        ),
        (
            Platform::Metabase,
            format!("POST /api/session as {ADMIN} or {ANALYST}, password {PASSWORD}"),
        ),
    ] {
        row(html, &[Text(platform.name()), Code(&send)]);
    }
    close(html);
}

fn sentinels(html: &mut String) {
    let caption = "Inputs that trigger special behaviour.";
    open(
        html,
        "sentinels",
        "Sentinels",
        caption,
        &["Type", "Where", "Then"],
    );
    for sentinel in sentinel::ALL {
        let place = match sentinel.place {
            Place::Token => "as token, key or session",
            Place::LocalPart => "before the @ of a name or address",
        };
        row(
            html,
            &[Code(sentinel.text), Text(place), Text(sentinel.effect)],
        );
    }
    close(html);
}

fn clock(world: &World, html: &mut String) {
    let runs = match world.clock().get() {
        Clock::Real => "runs with the machine’s clock",
        Clock::Fixed(_) => "does not move",
        Clock::Ahead(_) => "runs with the machine’s clock, put forward",
    };
    let _ = writeln!(
        html,
        "<section id=\"clock\" aria-labelledby=\"h-clock\">\n<h2 id=\"h-clock\">Clock</h2>\n\
         <p><time>{}</time>; it {runs}.</p>\n</section>",
        world.now()
    );
}

fn faults(world: &World, html: &mut String) {
    let caption = "Faults that are still to be injected, oldest first. POST one to /__mock/faults.";
    open(html, "faults", "Faults", caption, &["Fault"]);
    let faults = world.faults();
    for fault in faults.all() {
        row(
            html,
            &[Code(&serde_json::to_string(fault).unwrap_or_default())],
        );
    }
    if faults.all().is_empty() {
        row(html, &[Text("None.")]);
    }
    drop(faults);
    close(html);
}

fn journal(world: &World, html: &mut String) {
    let caption = "The newest calls, newest first, without their secrets. \
                <a href=\"/__mock/requests\">All as JSON</a>. <span data-live></span>";
    let columns = ["No.", "Time", "Call", "Endpoint", "Status", "ms", "Answer"];
    open(html, "journal", "Journal", caption, &columns);
    let filter = Filter::newest(SHOWN);
    for entry in world.journal().find(&filter).iter().rev() {
        call(html, entry);
    }
    close(html);
}

fn call(html: &mut String, entry: &Entry) {
    let query = entry.query.as_ref().map(|query| format!("?{query}"));
    let target = format!(
        "{} {}{}",
        entry.method,
        entry.path,
        query.unwrap_or_default()
    );
    let status = entry
        .status
        .map_or("none".to_owned(), |status| status.to_string());
    let remark = match (&entry.fault, entry.documented) {
        (Some(fault), _) => &format!("fault: {fault}"),
        (None, true) => "documented",
        (None, false) => entry.note.as_deref().unwrap_or("not in the documents"),
    };
    let refusal = entry.refusal.as_deref().map(|refusal| {
        let shown: String = refusal.chars().take(WORDS).collect();
        format!("<code>{}</code><br>", escape(&shown))
    });
    let answer = [&refusal.unwrap_or_default(), escape(remark).as_ref()].concat();
    row(
        html,
        &[
            Number(&entry.number.to_string()),
            Number(&format!("{:.3}", entry.time)),
            Code(&target),
            Text(entry.endpoint.unwrap_or_default()),
            Number(&status),
            Number(&format!("{:.1}", entry.duration_ms)),
            Html(&answer),
        ],
    );
}

fn outbox(world: &World, html: &mut String) {
    let caption = "The newest emails, newest first. <a href=\"/__mock/outbox\">All as JSON</a>.";
    let columns = ["No.", "Time", "From", "To", "Subject", "Delivery"];
    open(html, "outbox", "Outbox", caption, &columns);
    let outbox = world.outbox();
    for sent in outbox.all().rev().take(SHOWN) {
        let subject = format!(
            "<a href=\"/__mock/outbox/{}\">{}</a>",
            sent.number,
            escape(&sent.mail.subject)
        );
        row(
            html,
            &[
                Number(&sent.number.to_string()),
                Number(&format!("{:.3}", sent.time)),
                Text(sent.mail.platform.name()),
                Text(sent.mail.to.as_deref().unwrap_or("no address")),
                Html(&subject),
                Text(&delivery(sent)),
            ],
        );
    }
    drop(outbox);
    close(html);
}

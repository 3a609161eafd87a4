//! `/__mock/coverage`, as a page and as JSON: each platform's endpoints with
//! their parts, and whether the mock covers them.

use crate::answer::Answer;
use crate::coverage::{self, Row, assumptions};
use crate::html::escape;
use crate::{World, layout};
use axum::Router;
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::get;
use serde::Serialize;
use std::fmt::Write as _;
use wire::Platform;

pub(super) fn router() -> Router<World> {
    Router::new()
        .route("/coverage", get(page))
        .route("/coverage.json", get(json))
}

#[derive(Serialize)]
struct Whole {
    endpoints: Vec<Row>,
    assumptions: &'static [assumptions::Assumption],
}

async fn json() -> Answer {
    Answer::ok(&Whole {
        endpoints: coverage::table(),
        assumptions: assumptions::ALL,
    })
}

async fn page() -> Response {
    let rows = coverage::table();
    let mut content = String::from(
        "<p><a href=\"/__mock/\">The mock</a></p>\n<h1>Coverage</h1>\n\
         <p>What documents name of each platform, whether the mock covers it, and which endpoints \
         the gateway forwards for the console. Observed is what is known from elsewhere; assumed is what the mock chose. \
         The same as <a href=\"/__mock/coverage.json\">JSON</a>.</p>\n",
    );
    for platform in Platform::ALL {
        section(&mut content, platform, &rows);
    }
    layout::page(StatusCode::OK, "Coverage", &content)
}

fn section(content: &mut String, platform: Platform, rows: &[Row]) {
    let mut line = |words: &str| {
        // Writing to a `String` cannot fail.
        let _ = writeln!(content, "{words}");
    };
    let columns = ["Endpoint", "Origin", "Mock", "Forwarded"]
        .map(|column| format!("<th scope=\"col\">{column}</th>"))
        .concat();
    let (name, id) = (platform.name(), platform.id());
    line(&format!(
        "<section>\n<h2 id=\"h-{id}\">{name}</h2>\n\
         <p><a href=\"/__mock/openapi/{id}.json\">OpenAPI of {name}</a></p>\n\
         <div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-labelledby=\"h-{id}\">\n\
         <table><caption>Endpoints and their parts</caption><thead><tr>{columns}</tr></thead>\n\
         <tbody>",
    ));
    for row in rows.iter().filter(|row| row.platform == platform) {
        line(&format!(
            "<tr><th scope=\"row\">{} {}</th><td>{}</td><td>{}</td><td>{}</td></tr>",
            row.method,
            escape(row.path),
            source_cell(row.origin.description(), row.origin.source.as_deref()),
            yes_or_no(row.mock),
            yes_or_no(row.forwarded),
        ));
        for part in &row.parts {
            let kind = match part.kind {
                coverage::Kind::Path => "path",
                coverage::Kind::Header => "header",
                coverage::Kind::Query => "query",
                coverage::Kind::Body => "body",
                coverage::Kind::Status => "status",
                coverage::Kind::Answer => "answer",
            };
            line(&format!(
                "<tr><td>{kind} {}</td><td>{}</td><td>{}</td><td></td></tr>",
                escape(&part.name),
                source_cell(part.origin.description(), part.origin.source.as_deref()),
                yes_or_no(part.mock),
            ));
        }
    }
    line("</tbody></table>\n</div>\n<h3>Notes on answers</h3>\n<ul>");
    for assumption in assumptions::ALL.iter().filter(|it| it.platform == platform) {
        line(&format!(
            "<li>{}: {}</li>",
            escape(assumption.about),
            escape(assumption.note)
        ));
    }
    line("</ul>\n</section>");
}

fn source_cell(words: &str, source: Option<&str>) -> String {
    source.map_or_else(
        || words.to_owned(),
        |source| format!("{words}: {}", escape(source)),
    )
}

const fn yes_or_no(is: bool) -> &'static str {
    if is { "yes" } else { "no" }
}

#[cfg(test)]
mod tests {
    use crate::testing::Mock;
    use serde_json::json;

    #[tokio::test]
    async fn coverage_is_json_endpoint_by_endpoint_with_parts_and_assumptions() {
        let mock = Mock::documented();
        let answer = mock.send("GET", "/__mock/coverage.json", None, None).await;
        assert_eq!(answer.status, 200);
        let json = answer.json();
        let first = &json["endpoints"][0];
        assert_eq!(first["id"], "pivot.users.list");
        assert_eq!(
            (&first["documented"], &first["source"]),
            (&json!(true), &json!("pivot-users.txt"))
        );
        assert_eq!(
            (&first["mock"], &first["forwarded"]),
            (&json!(true), &json!(true))
        );
        let endpoints = json["endpoints"].as_array().unwrap();
        let sign_in = endpoints.iter().find(|row| row["id"] == "actian.token");
        assert_eq!(sign_in.unwrap()["forwarded"], false);
        let parts = first["parts"].as_array().unwrap();
        let color = parts
            .iter()
            .find(|part| part["name"] == "colorMode")
            .unwrap();
        assert_eq!(
            (&color["kind"], &color["mock"]),
            (&json!("answer"), &json!(true))
        );
        assert!(json["assumptions"].as_array().unwrap().len() > 40);
    }

    #[tokio::test]
    async fn the_page_shows_every_platform() {
        let mock = Mock::documented();
        let page = mock.send("GET", "/__mock/coverage", None, None).await;
        assert_eq!(page.status, 200);
        assert!(page.header("content-type").starts_with("text/html"));
        for shown in [
            "Imply Pivot",
            "/api/auth/auth/{tenant}/user/{user_email}/password",
            "query group_id",
            "assumed: deactivated users are in it",
        ] {
            assert!(page.text.contains(shown), "{shown}");
        }
    }
}

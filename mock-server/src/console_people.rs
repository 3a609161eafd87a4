//! What a seed's company has on record in its console: who has left, and which
//! domains are its own.

use crate::Seed;
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::header::{CONTENT_TYPE, HOST};
use axum::http::{Method, Request};
use serde::Serialize;
use tower::ServiceExt;
use wire::console::people::{
    Changes, DEPARTED_PATH, DepartedChange, DepartedValue, SETTINGS_PATH, SettingsChange,
    SettingsValue,
};
use wire::console::{APP_HEADER, APP_HEADER_VALUE};

/// Why a console has nothing of it on record.
#[derive(Debug, thiserror::Error)]
pub enum ConsoleError {
    /// It answered otherwise than it should.
    #[error("the console answered {status} to a change at {path}: {body}")]
    Refused {
        /// What was changed.
        path: &'static str,
        /// The status of its answer.
        status: u16,
        /// The text of its answer.
        body: String,
    },
    /// A change could not be written, or its answer not be read.
    #[error("a change at {path} could not be made: {why}")]
    Broken {
        /// What was to be changed.
        path: &'static str,
        /// Why not.
        why: String,
    },
}

/// Puts on record in `console`, whose people are not signed in, what the company of
/// `seed` has there. It is asked for like any other change, so the rows are those of a
/// person without a name, made now. Only [`Seed::Demo`] has anything.
///
/// # Errors
/// When the console refuses it.
pub async fn fill_console(console: &Router, seed: Seed) -> Result<(), ConsoleError> {
    if seed != Seed::Demo {
        return Ok(());
    }
    let changes = DEPARTED.map(|(person, name)| DepartedChange {
        person: person.to_owned(),
        version: 0,
        value: Some(DepartedValue {
            name: name.to_owned(),
            receipt: None,
        }),
    });
    let changes = changes.into();
    put(console, DEPARTED_PATH, &Changes { changes }).await?;
    let settings = SettingsChange {
        version: 0,
        value: Some(SettingsValue {
            domains: DOMAINS.map(str::to_owned).into(),
            inactive_days: 90,
            invited_days: 14,
        }),
    };
    put(console, SETTINGS_PATH, &settings).await
}

/// Those who have left. One can sign in nowhere; the other's accounts were not all
/// disabled.
const DEPARTED: [(&str, &str); 2] = [
    ("dmitri.volkov@harborline.example", "Dmitri Volkov"),
    ("yusuf.demir@harborline.example", "Yusuf Demir"),
];

/// The company's domains.
const DOMAINS: [&str; 3] = [
    "harborline.example",
    "*.harborline.example",
    "harborline-freight.example",
];

async fn put(
    console: &Router,
    path: &'static str,
    change: &impl Serialize,
) -> Result<(), ConsoleError> {
    let broken = |why: String| ConsoleError::Broken { path, why };
    let body = serde_json::to_string(change).map_err(|error| broken(error.to_string()))?;
    let request = Request::builder()
        .method(Method::PUT)
        .uri(path)
        .header(HOST, "localhost")
        .header("sec-fetch-site", "same-origin")
        .header(APP_HEADER, APP_HEADER_VALUE)
        .header(CONTENT_TYPE, "application/json")
        .body(Body::from(body))
        .map_err(|error| broken(error.to_string()))?;
    let Ok(answer) = console.clone().oneshot(request).await;
    let status = answer.status();
    if status.is_success() {
        return Ok(());
    }
    let body = to_bytes(answer.into_body(), 10_000).await;
    let body = body.map_err(|error| broken(error.to_string()))?;
    Err(ConsoleError::Refused {
        path,
        status: status.as_u16(),
        body: String::from_utf8_lossy(&body).into_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};
    use wire::console::people::PEOPLE_PATH;

    fn console() -> Router {
        gateway::router(gateway::Config::new(Vec::new(), "-".into())).unwrap()
    }

    async fn people(console: &Router) -> Value {
        let request = Request::get(PEOPLE_PATH)
            .header(HOST, "localhost")
            .header("sec-fetch-site", "same-origin");
        let request = request.body(Body::empty()).unwrap();
        let answer = console.clone().oneshot(request).await.unwrap();
        assert_eq!(answer.status(), 200);
        let body = to_bytes(answer.into_body(), 100_000).await.unwrap();
        serde_json::from_slice(&body).unwrap()
    }

    #[tokio::test]
    async fn the_demo_has_two_departed_people_and_its_domains_on_record() {
        let console = console();
        fill_console(&console, Seed::Demo).await.unwrap();
        let people = people(&console).await;
        let departed = people["departed"].as_array().unwrap().iter();
        let names: Vec<_> = departed.clone().map(|row| &row["name"]).collect();
        assert_eq!(names, ["Dmitri Volkov", "Yusuf Demir"]);
        assert_eq!(people["settings"]["domains"], json!(DOMAINS));
        for row in departed.chain([&people["settings"]]) {
            let time = row["at"].as_str().unwrap();
            assert!(time.parse::<jiff::Timestamp>().is_ok(), "{row}");
            assert!(row.get("by").is_none() && row.get("via").is_none(), "{row}");
        }
        assert_eq!(people["revision"], 2);
    }

    #[tokio::test]
    async fn other_seeds_have_nothing_on_record() {
        for seed in [Seed::Documented, Seed::Users(10)] {
            let console = console();
            fill_console(&console, seed).await.unwrap();
            let people = people(&console).await;
            assert_eq!(people["revision"], 0, "{seed:?}");
        }
    }

    #[tokio::test]
    async fn a_console_that_refuses_is_reported_in_its_own_words() {
        let console = console();
        fill_console(&console, Seed::Demo).await.unwrap();
        let again = fill_console(&console, Seed::Demo).await.unwrap_err();
        let words = again.to_string();
        assert!(words.starts_with("the console answered 409"), "{words}");
    }
}

//! `/__mock/clock`: reads and sets the world's clock.

use crate::answer::{Answer, Refusal};
use crate::clock::rfc_3339;
use crate::extract::{Fields, JsonBody};
use crate::{Clock, World};
use axum::Router;
use axum::extract::State;
use axum::routing::get;
use jiff::{SignedDuration, Timestamp};
use serde::Serialize;
use serde_json::Value;

pub(super) fn router() -> Router<World> {
    Router::new().route("/clock", get(shown).put(set).post(advance))
}

#[derive(Serialize)]
struct Shown {
    now: Timestamp,
    /// `real`: the machine's time; `ahead`: the machine's time, put forward;
    /// `fixed`: a time that does not move.
    clock: &'static str,
}

async fn shown(State(world): State<World>) -> Answer {
    Answer::ok(&Shown {
        now: world.now(),
        clock: match world.clock().get() {
            Clock::Real => "real",
            Clock::Fixed(_) => "fixed",
            Clock::Ahead(_) => "ahead",
        },
    })
}

/// Fixes the clock at `now`, or returns to the machine's time if `now` is null.
async fn set(State(world): State<World>, JsonBody(body): JsonBody) -> Result<Answer, Refusal> {
    let mut fields = Fields::of_body(body, "now")?;
    let expected = "an RFC 3339 time like 2026-01-15T09:30:00Z, or null for the machine's clock";
    let clock = match fields.take("now") {
        None => return Err(fields.missing("now")),
        Some(Value::Null) => Clock::Real,
        Some(Value::String(text)) => {
            let time = rfc_3339(&text).ok_or_else(|| fields.wrong("now", expected))?;
            Clock::Fixed(time)
        }
        Some(_) => return Err(fields.wrong("now", expected)),
    };
    world.clock().set(clock);
    Ok(shown(State(world)).await)
}

/// Puts the clock forward. A fixed clock stays fixed.
async fn advance(State(world): State<World>, JsonBody(body): JsonBody) -> Result<Answer, Refusal> {
    let mut fields = Fields::of_body(body, "seconds")?;
    let seconds = fields.count("seconds")?;
    let seconds = seconds.ok_or_else(|| fields.missing("seconds"))?;
    let clock = i64::try_from(seconds)
        .ok()
        .and_then(|seconds| {
            world
                .clock()
                .get()
                .advanced(SignedDuration::from_secs(seconds))
        })
        .ok_or_else(|| fields.wrong("seconds", "few enough to stay before the year 10000"))?;
    world.clock().set(clock);
    Ok(shown(State(world)).await)
}

#[cfg(test)]
mod tests {
    use crate::testing::{Mock, assert_error};
    use jiff::Timestamp;
    use serde_json::json;

    const CLOCK: &str = "/__mock/clock";

    #[tokio::test]
    async fn the_clock_can_be_set_advanced_and_reset() {
        let mock = Mock::documented();
        let put = |body: &'static str| mock.send("PUT", CLOCK, None, Some(body));
        let set = put(r#"{"now":"2026-01-15T09:30:00+01:00"}"#).await;
        let expected = json!({ "now": "2026-01-15T08:30:00Z", "clock": "fixed" });
        assert_eq!((set.status, set.json()), (200, expected.clone()));
        assert_eq!(mock.get(CLOCK).await.json(), expected);
        let users = mock.get("/api/v1/users").await;
        assert_eq!(users.header("date"), "Thu, 15 Jan 2026 08:30:00 GMT");
        let later = mock
            .send("POST", CLOCK, None, Some(r#"{"seconds":86400}"#))
            .await;
        assert_eq!(later.json()["now"], "2026-01-16T08:30:00Z");

        assert_eq!(put(r#"{"now":null}"#).await.json()["clock"], "real");
        let ahead = mock
            .send("POST", CLOCK, None, Some(r#"{"seconds":86400}"#))
            .await;
        assert_eq!(ahead.json()["clock"], "ahead");
        let now: Timestamp = ahead.json()["now"].as_str().unwrap().parse().unwrap();
        let ahead_by = now.duration_since(Timestamp::now()).as_secs();
        assert!((86_300..=86_400).contains(&ahead_by), "{ahead_by}");
    }

    #[tokio::test]
    async fn an_invalid_time_is_refused() {
        let mock = Mock::documented();
        for (method, body, says) in [
            ("PUT", "{}", "now is missing"),
            ("PUT", r#"{"now":"noon"}"#, "now must be an RFC 3339 time"),
            ("PUT", r#"{"now":5}"#, "now must be an RFC 3339 time"),
            ("POST", "{}", "seconds is missing"),
            (
                "POST",
                r#"{"seconds":-1}"#,
                "seconds must be a whole number",
            ),
            (
                "POST",
                r#"{"seconds":1e30}"#,
                "seconds must be a whole number",
            ),
            (
                "POST",
                r#"{"seconds":999999999999999}"#,
                "before the year 10000",
            ),
        ] {
            assert_error(&mock.send(method, CLOCK, None, Some(body)).await, 400, says);
        }
        assert_eq!(mock.get(CLOCK).await.json()["clock"], "real");
    }
}

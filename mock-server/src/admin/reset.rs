//! `/__mock/reset`: restores the initial state.

use super::faults;
use crate::World;
use crate::answer::Answer;
use axum::Router;
use axum::extract::State;
use axum::routing::post;

pub(super) fn router() -> Router<World> {
    Router::new().route("/reset", post(reset))
}

async fn reset(State(world): State<World>) -> Answer {
    world.reset();
    faults::listed(&world)
}

#[cfg(test)]
mod tests {
    use crate::testing::Mock;
    use serde_json::json;

    #[tokio::test]
    async fn a_reset_puts_everything_back() {
        let mock = Mock::documented();
        let snapshot = || mock.get("/__mock/snapshot");
        let before = snapshot().await.text;
        mock.delete("/api/v1/users/admin@company.com").await;
        let user = r#"{"user":{"name":"ada@example.com"},"sendWelcomeEmail":true}"#;
        mock.post("/api/v1/users/ada@example.com", user).await;
        mock.stop_clock_at("2030-01-01T00:00:00Z").await;
        let fault = r#"{"platform":"pivot","answer":{"kind":"empty"}}"#;
        mock.send("POST", "/__mock/faults", None, Some(fault)).await;
        assert_ne!(snapshot().await.text, before);

        let reset = mock.send("POST", "/__mock/reset", None, None).await;
        assert_eq!((reset.status, reset.json()), (200, json!({ "faults": [] })));
        let outbox = mock.get("/__mock/outbox").await.json();
        assert_eq!(outbox["mails"], json!([]));
        let journal = mock.get("/__mock/requests").await.json();
        assert_eq!(journal["requests"], json!([]));
        let clock = mock.get("/__mock/clock").await.json();
        assert_eq!(clock["clock"], "real");
        let (mut before, mut after): (serde_json::Value, serde_json::Value) = (
            serde_json::from_str(&before).unwrap(),
            snapshot().await.json(),
        );
        // Numbers continue, so that a new email is not mistaken for an old one.
        assert_eq!(after["outbox"]["posted"], 1);
        before["outbox"] = json!(null);
        after["outbox"] = json!(null);
        assert_eq!(after, before);
    }
}

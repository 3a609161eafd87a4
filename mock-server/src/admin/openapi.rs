//! `/__mock/openapi/{platform}.json`: the platforms' APIs as this mock serves
//! them.

use crate::answer::{Answer, Refusal};
use crate::{World, openapi};
use axum::Router;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::routing::get;
use wire::Platform;

pub(super) fn router() -> Router<World> {
    Router::new().route("/openapi/{file}", get(show))
}

async fn show(State(world): State<World>, Path(file): Path<String>) -> Result<Answer, Refusal> {
    let name = file.strip_suffix(".json").unwrap_or_default();
    let platform = Platform::ALL
        .into_iter()
        .find(|platform| platform.id() == name);
    let Some(platform) = platform else {
        return Err(Refusal::documented(
            StatusCode::NOT_FOUND,
            "There are openapi/pivot.json, openapi/actian.json and openapi/metabase.json.",
        ));
    };
    Ok(Answer::ok(&openapi::document(platform, world.options())))
}

#[cfg(test)]
mod tests {
    use crate::testing::{Mock, assert_error};
    use wire::pivot::Generation;

    #[tokio::test]
    async fn every_platform_is_described_as_this_mock_serves_it() {
        for (generation, users) in [
            (Generation::V2023_01, "array"),
            (Generation::Current, "object"),
        ] {
            let mock = Mock::of(generation);
            for platform in ["pivot", "actian", "metabase"] {
                let path = format!("/__mock/openapi/{platform}.json");
                let answer = mock.send("GET", &path, None, None).await;
                assert_eq!(answer.status, 200);
                assert_eq!(answer.json()["openapi"], "3.1.0");
            }
            let pivot = mock.get("/__mock/openapi/pivot.json").await.json();
            let list = &pivot["paths"]["/api/v1/users"]["get"]["responses"]["200"];
            let schema = &list["content"]["application/json"]["schema"];
            assert_eq!(schema["type"], users);
        }
    }

    #[tokio::test]
    async fn an_unknown_platform_has_no_description() {
        let mock = Mock::documented();
        for name in ["pivot", "nobody.json", ".json", "Pivot.json"] {
            let answer = mock.get(&format!("/__mock/openapi/{name}")).await;
            assert_error(&answer, 404, "openapi/pivot.json");
        }
    }
}

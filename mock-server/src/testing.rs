//! A mock to call in tests, without a network.

use crate::coverage::assumptions;
use crate::openapi::conformance;
use crate::{Options, Seed, TOKEN, World, app};
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Request};
use serde_json::Value;
use tower::ServiceExt;
use wire::pivot::Generation;

/// A mock for one test.
pub(crate) struct Mock {
    /// Its data.
    pub(crate) world: World,
    router: Router,
}

/// The answer to a call.
#[derive(Debug)]
pub(crate) struct TestResponse {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) text: String,
}

impl TestResponse {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }

    /// A header's value, or an empty string.
    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .map_or("", |value| value.to_str().unwrap())
    }
}

impl Mock {
    pub(crate) fn new(options: Options) -> Self {
        let world = World::new(options);
        Self {
            router: app(world.clone()),
            world,
        }
    }

    /// With the documents' people, answering as the 2023.01 pages.
    pub(crate) fn documented() -> Self {
        Self::of(Generation::V2023_01)
    }

    /// The same, answering as `generation`.
    pub(crate) fn of(generation: Generation) -> Self {
        Self::new(Options {
            seed: Seed::Documented,
            generation,
            ..Options::default()
        })
    }

    pub(crate) async fn send(
        &self,
        method: &str,
        path: &str,
        token: Option<&str>,
        body: Option<&str>,
    ) -> TestResponse {
        let token = token.map(|token| ("x-imply-api-token", token));
        self.call(method, path, token.as_slice(), body).await
    }

    /// Sends any request to any platform. The answer must be as described.
    pub(crate) async fn call(
        &self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: Option<&str>,
    ) -> TestResponse {
        let mut request = Request::builder().method(method).uri(path);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let body = body.map_or_else(Body::empty, |body| Body::from(body.to_owned()));
        let request = request.body(body).unwrap();
        let (parts, body) = self
            .router
            .clone()
            .oneshot(request)
            .await
            .unwrap()
            .into_parts();
        let bytes = to_bytes(body, usize::MAX).await.unwrap();
        let response = TestResponse {
            status: parts.status.as_u16(),
            headers: parts.headers,
            text: String::from_utf8_lossy(&bytes).into_owned(),
        };
        conformance::check(&self.world, method, path, &response);
        let notes = response.header("x-mock-note");
        assert!(
            assumptions::knows(notes),
            "not in the list of notes: {notes}"
        );
        response
    }

    pub(crate) async fn get(&self, path: &str) -> TestResponse {
        self.send("GET", path, Some(TOKEN), None).await
    }

    pub(crate) async fn post(&self, path: &str, body: &str) -> TestResponse {
        self.send("POST", path, Some(TOKEN), Some(body)).await
    }

    pub(crate) async fn delete(&self, path: &str) -> TestResponse {
        self.send("DELETE", path, Some(TOKEN), None).await
    }

    /// Fixes the world's clock at this time.
    pub(crate) async fn stop_clock_at(&self, time: &str) {
        let body = format!(r#"{{"now":"{time}"}}"#);
        let set = self.send("PUT", "/__mock/clock", None, Some(&body)).await;
        assert_eq!(set.status, 200, "{set:?}");
    }

    /// All of Pivot's data, to check that nothing changed.
    pub(crate) async fn everything(&self) -> [String; 2] {
        [
            self.get("/api/v1/users").await.text,
            self.get("/api/v1/user-statuses").await.text,
        ]
    }
}

/// Checks for Pivot's error shape, with this status and these words in it.
#[track_caller]
pub(crate) fn assert_error(response: &TestResponse, status: u16, says: &str) {
    assert_eq!(response.status, status, "{response:?}");
    assert_eq!(response.header("content-type"), "application/json");
    let json = response.json();
    let object = json.as_object().unwrap();
    assert_eq!(object.len(), 1, "{response:?}");
    let words = object["error"].as_str().unwrap();
    assert!(words.contains(says), "“{words}” says nothing of “{says}”");
}

//! `?pretty`: indents any JSON answer (pivot note 1).

use crate::faults::FAULT;
use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::http::header::CONTENT_LENGTH;
use axum::middleware::Next;
use axum::response::Response;
use serde_json::Value;

/// Indents the answer if the query has `pretty` (2023.01) or `pretty=true`
/// (current).
pub(crate) async fn layout(request: Request, next: Next) -> Response {
    let wanted = request.uri().query().is_some_and(|query| {
        query
            .split('&')
            .any(|pair| matches!(pair, "pretty" | "pretty=" | "pretty=true"))
    });
    let response = next.run(request).await;
    // An injected answer is sent exactly as requested.
    if !wanted || response.headers().contains_key(FAULT) {
        return response;
    }
    let (mut parts, body) = response.into_parts();
    // Our own answers, already in memory: reading them cannot fail.
    let bytes = to_bytes(body, usize::MAX).await.unwrap_or_default();
    let Some(pretty) = serde_json::from_slice::<Value>(&bytes)
        .ok()
        .and_then(|json| serde_json::to_vec_pretty(&json).ok())
    else {
        return Response::from_parts(parts, Body::from(bytes));
    };
    parts.headers.remove(CONTENT_LENGTH);
    Response::from_parts(parts, Body::from(pretty))
}

#[cfg(test)]
mod tests {
    use crate::testing::Mock;

    #[tokio::test]
    async fn every_json_answer_can_be_indented() {
        let mock = Mock::documented();
        for path in [
            "/api/v1/users",
            "/api/v1/user-statuses/analyst@company.com",
            "/api/v1/users/nobody",
            "/nothing",
        ] {
            let plain = mock.get(path).await;
            assert!(!plain.text.contains('\n'));
            for query in ["pretty", "pretty=true", "x=1&pretty"] {
                let pretty = mock.get(&format!("{path}?{query}")).await;
                assert!(pretty.text.contains("\n  "), "{path}?{query}");
                assert_eq!(pretty.json(), plain.json());
                assert_eq!(pretty.status, plain.status);
            }
        }
        for query in ["pretty=false", "prettyplease", "q=pretty"] {
            let plain = mock.get(&format!("/api/v1/users?{query}")).await;
            assert!(!plain.text.contains('\n'), "{query}");
        }
    }

    #[tokio::test]
    async fn the_refusal_without_a_token_is_indented_as_well() {
        let mock = Mock::documented();
        let refused = mock.send("GET", "/api/v1/users?pretty", None, None).await;
        assert_eq!(refused.status, 401);
        assert!(refused.text.starts_with("{\n  \"error\""));
    }
}

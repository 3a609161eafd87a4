//! Routes made from the catalogue's rows, and answers that name their row.

use axum::http::{HeaderName, HeaderValue};
use axum::middleware;
use axum::response::Response;
use axum::routing::{MethodFilter, MethodRouter, on};
use axum::{Router, handler::Handler};
use wire::{Method, Platform, Route, catalogue};

/// The header that names the catalogue's row of an answer.
pub(crate) const ENDPOINT: HeaderName = HeaderName::from_static("x-mock-endpoint");

/// Adds a handler for a row of the catalogue; its answers carry the row's ID.
pub(crate) trait Endpoints<S> {
    /// Adds `handler` at the method and path of `route`.
    #[must_use]
    fn endpoint<H, T>(self, route: &'static Route, handler: H) -> Self
    where
        H: Handler<T, S>,
        T: 'static;
}

impl<S: Clone + Send + Sync + 'static> Endpoints<S> for Router<S> {
    fn endpoint<H, T>(self, route: &'static Route, handler: H) -> Self
    where
        H: Handler<T, S>,
        T: 'static,
    {
        let named = middleware::map_response(move |response| async move { named(route, response) });
        let method: MethodRouter<S> = on(filter(route.method), handler);
        self.route(route.template, method.layer(named))
    }
}

/// Marks `response` as an answer of `route`.
pub(crate) fn named(route: &'static Route, mut response: Response) -> Response {
    let id = HeaderValue::from_static(route.id);
    response.headers_mut().insert(ENDPOINT, id);
    response
}

/// The row of a request. `path` is as sent, not decoded.
pub(crate) fn find(method: &str, path: &str) -> Option<&'static Route> {
    Platform::ALL
        .into_iter()
        .find_map(|platform| catalogue::find(platform, method, path).ok())
        .map(|matched| matched.route)
}

/// The row with this ID.
pub(crate) fn by_id(id: &str) -> Option<&'static Route> {
    Platform::ALL
        .into_iter()
        .flat_map(Platform::routes)
        .copied()
        .find(|route| route.id == id)
}

const fn filter(method: Method) -> MethodFilter {
    match method {
        Method::Get => MethodFilter::GET,
        Method::Post => MethodFilter::POST,
        Method::Put => MethodFilter::PUT,
        Method::Delete => MethodFilter::DELETE,
    }
}

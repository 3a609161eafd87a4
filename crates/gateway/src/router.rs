//! Which path is answered by what.

use crate::api::approvals::service::Service as ApprovalService;
use crate::api::people::receipts;
use crate::api::people::service::Service as PeopleService;
use crate::api::reviews::service::Service as ReviewService;
use crate::api::reviews::{decisions, items, receipts as review_receipts, stages};
use crate::api::{approvals, audit_log, connections, health, metrics, openapi, people, reviews};
use crate::auth::credentials::FORM_LIMIT;
use crate::auth::gate::AuthGate;
use crate::auth::handlers;
use crate::config::Config;
use crate::config_error::ConfigError;
use crate::http::base_path::BasePath;
use crate::http::paths::{PROVIDER_PATH, PROVIDER_RETURN_PATH, SIGN_IN_PATH, SIGN_OUT_PATH};
use crate::http::{error, headers, pages};
use crate::metrics::Metrics;
use crate::middleware;
use crate::proxy::forward;
use crate::services::Services;
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::{from_fn_with_state, map_response};
use axum::response::Response;
use axum::routing::{any, get, post};
use std::future::ready;
use std::sync::Arc;
use utoipa::openapi::OpenApi;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// Everything that is forwarded.
const FORWARDED: &str = "/via/{*target}";

/// Everything under one router, ready to be served on a loopback address.
///
/// # Errors
/// When a connection cannot be used: its address, its secret, its name.
pub fn router(config: Config) -> Result<Router, ConfigError> {
    let (base, https) = (config.base_path()?, config.https);
    let services = Services::new(config, &base)?;
    let signs_in = services.gate.is_some();
    let (monitoring, monitored) =
        monitoring_routes(services.readiness_check.clone()).split_for_parts();
    let api = described_api(&services, monitored, &base, signs_in);
    let router = monitoring
        .layer(map_response(move |response| ready(secure(response, https))))
        .merge(console_routes(services, api));
    Ok(if base.is_empty() {
        router
    } else {
        BasePath::new(&base, https).around(router)
    })
}

/// What programs ask for, without any check of who they are.
pub(crate) fn api_router(services: &Services) -> Router {
    described_api(services, OpenApi::default(), "", false)
}

/// What programs ask for, with its description and that of what is `monitored`.
fn described_api(services: &Services, monitored: OpenApi, base: &str, signs_in: bool) -> Router {
    let (api, described) = api_routes(services).split_for_parts();
    let document = openapi::describe(described, monitored, base, signs_in);
    api.with_state(Arc::new(document))
}

/// What monitoring asks for. It calls this server by any address, and learns
/// nothing.
fn monitoring_routes(readiness_check: Arc<health::ReadinessCheck>) -> OpenApiRouter {
    OpenApiRouter::default()
        .routes(routes!(health::alive))
        .routes(routes!(health::ready))
        .with_state(readiness_check)
}

/// What a browser is told with every answer that does not pass the middleware.
fn secure(mut response: Response, https: bool) -> Response {
    headers::secure(&mut response, https);
    response
}

/// What programs ask for, the console in a browser among them. All of it is in the
/// document that is answered at one of these paths.
fn api_routes(services: &Services) -> OpenApiRouter<Arc<OpenApi>> {
    let connections = OpenApiRouter::default().routes(routes!(connections::answer));
    let forward = openapi::at_wildcard(FORWARDED, routes!(forward::forward));
    let api = OpenApiRouter::default()
        .routes(routes!(openapi::document))
        .merge(connections.with_state(services.connections.clone()))
        .merge(forward.with_state(services.forwarder.clone()))
        .merge(people_routes(services.people.clone()))
        .merge(review_routes(services.reviews.clone()))
        .merge(approval_routes(services.approvals.clone()));
    match services.audit_log.clone() {
        Some(audit_log) => api.merge(audit_log_routes(audit_log)),
        None => api,
    }
}

/// Where the audit log is read.
fn audit_log_routes(api: Arc<audit_log::AuditLogApi>) -> OpenApiRouter<Arc<OpenApi>> {
    OpenApiRouter::default()
        .routes(routes!(audit_log::page))
        .routes(routes!(audit_log::export))
        .with_state(api)
}

/// What browsers ask for: `api` and pages. Every request passes the middleware first.
fn console_routes(services: Services, api: Router) -> Router {
    let pages = get(pages::page)
        .with_state(services.pages)
        .fallback(error::method_not_allowed);
    let sign_in = services
        .gate
        .map(|gate| sign_in_routes(gate, services.metrics));
    Router::new()
        .route("/api/{*unknown}", any(error::unknown_route))
        .merge(api)
        .merge(sign_in.unwrap_or_default())
        .method_not_allowed_fallback(error::method_not_allowed)
        .fallback_service(pages)
        .layer(from_fn_with_state(
            services.middleware,
            middleware::check_and_answer,
        ))
}

/// Where what is kept about people is read and changed.
fn people_routes(service: Arc<PeopleService>) -> OpenApiRouter<Arc<OpenApi>> {
    OpenApiRouter::default()
        .routes(routes!(people::all))
        .routes(routes!(people::change_assignments))
        .routes(routes!(people::change_departed))
        .routes(routes!(people::change_dismissals))
        .routes(routes!(people::change_profiles))
        .routes(routes!(people::change_settings))
        .routes(routes!(receipts::list, receipts::store))
        .routes(routes!(receipts::show))
        .with_state(service)
}

/// Where access reviews are made, decided and read.
fn review_routes(service: Arc<ReviewService>) -> OpenApiRouter<Arc<OpenApi>> {
    OpenApiRouter::default()
        .routes(routes!(reviews::list, reviews::create))
        .routes(routes!(reviews::show, reviews::change, reviews::delete))
        .routes(routes!(items::list, items::add))
        .routes(routes!(decisions::list, decisions::decide))
        .routes(routes!(stages::open))
        .routes(routes!(stages::close))
        .routes(routes!(review_receipts::list, review_receipts::attach))
        .with_state(service)
}

/// Where changes are approved.
fn approval_routes(service: Arc<ApprovalService>) -> OpenApiRouter<Arc<OpenApi>> {
    OpenApiRouter::default()
        .routes(routes!(approvals::list, approvals::request))
        .routes(routes!(approvals::check))
        .routes(routes!(approvals::show))
        .routes(routes!(approvals::decide))
        .with_state(service)
}

/// Where people sign in and out. Attempts to sign in are counted in `metrics`.
fn sign_in_routes(gate: Arc<AuthGate>, metrics: Option<Arc<Metrics>>) -> Router {
    let counted = from_fn_with_state(metrics, metrics::count_sign_ins);
    let form = get(handlers::form)
        .post(handlers::enter)
        .layer(DefaultBodyLimit::max(FORM_LIMIT));
    let mut routes = Router::new().route(SIGN_IN_PATH, form.layer(counted.clone()));
    if gate.has_provider() {
        let finish = get(handlers::finish).layer(counted);
        routes = routes
            .route(PROVIDER_PATH, get(handlers::begin))
            .route(PROVIDER_RETURN_PATH, finish);
    }
    routes
        .route(SIGN_OUT_PATH, post(handlers::leave))
        .with_state(gate)
}

//! The gateway's own refusals: JSON with words, marked as not the platform's.

use crate::http::refusal::{NextPage, Refusal};
use crate::http::request_log::{DatabaseAway, PlatformTrouble};
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::{Json, http::Uri};
use futures::FutureExt;
use serde::Serialize;
use std::panic::AssertUnwindSafe;
use std::time::Duration;
use utoipa::ToSchema;
use wire::catalogue::FindError;
use wire::console::{APP_HEADER, APP_HEADER_VALUE, GATEWAY_ERROR_HEADER};
use wire::secrets::MASK;

/// The methods that the console and its platforms use.
pub(crate) const METHODS: [Method; 5] = [
    Method::GET,
    Method::HEAD,
    Method::POST,
    Method::PUT,
    Method::DELETE,
];

/// Why the gateway refuses a request instead of forwarding it.
#[derive(Debug, thiserror::Error)]
pub(crate) enum GatewayError {
    #[error("there is no connection “{0}”. Reload the page to see the ones there are")]
    UnknownConnection(String),
    #[error(transparent)]
    Unlisted(#[from] FindError),
    #[error("the endpoint {endpoint} takes no query parameter “{name}”")]
    UnlistedQuery {
        endpoint: &'static str,
        name: String,
    },
    #[error(
        "the endpoint {endpoint} gets its query parameter “{name}” percent-encoded or not at all"
    )]
    QueryValue {
        endpoint: &'static str,
        name: String,
    },
    #[error(
        "the name “{0}” cannot be sent: a proxy on the way to the platform could read it as a \
         step in the path. Rename it on the platform itself"
    )]
    Step(String),
    #[error("“{0}” isn't a valid ID: Metabase's IDs are numbers")]
    NotANumber(String),
    #[error("this connection is for another tenant than “{0}”")]
    OtherTenant(String),
    #[error("the request is larger than 1 MiB")]
    TooLarge,
    #[error("the request's body could not be read")]
    Body,
    #[error("the request's body did not arrive in time")]
    SlowBody,
    #[error(
        "{under_way} requests to {platform} are under way already, and none of them came to an \
         end. Try again in a moment"
    )]
    Busy {
        platform: &'static str,
        under_way: usize,
    },
    #[error("{0}'s answer is larger than this server passes on")]
    TooLong(&'static str),
    #[error("{0} broke off in the middle of its answer")]
    BrokeOff(&'static str),
    #[error(
        "{platform} answered in the encoding “{encoding}”, though this server asks for none: it \
         could not look for the connection's secret in there. Let {platform} or the proxy in \
         front of it send answers unpacked, or packed with gzip"
    )]
    Encoded {
        platform: &'static str,
        encoding: String,
    },
    #[error("{0} tried to switch protocols instead of answering")]
    NoAnswer(&'static str),
    #[error("{platform} cannot be reached: {why}")]
    Unreachable { platform: &'static str, why: String },
    #[error(
        "this server cannot sign in to {platform}: {why}. It tries again in {seconds} s at the \
         earliest"
    )]
    SignIn {
        platform: &'static str,
        why: String,
        /// Whether the platform answered at all.
        reached: bool,
        /// How long it is too soon for the next attempt.
        seconds: u64,
    },
    #[error(
        "this server has no secret for {0}: the console asks for it, and sends it along. Reload \
         the page, then type it there"
    )]
    SecretMissing(&'static str),
    #[error("the secret holds characters that no header can carry. Type it again")]
    SecretUnfit,
    #[error(
        "the change has {MASK} in it, which this console shows in place of a secret: type what \
         belongs there. Nothing was changed"
    )]
    Masked,
    #[error("{platform} did not answer within {} seconds", .after.as_secs())]
    TimedOut {
        platform: &'static str,
        after: Duration,
    },
    #[error(
        "the console is not built yet: there is no index.html in the folder it is served from. \
         Run `cargo xtask build`, then reload"
    )]
    NotBuilt,
    #[error(
        "the console has no page at {0}. If it is to be opened below a path of this host, set \
         public_url in rollcall.toml to its whole address"
    )]
    NoPage(String),
    #[error(
        "a proxy in front of this server changed the request's address on the way, so it could be \
         about another user. Nothing was done. Have the proxy pass on addresses as they come \
         (nginx: proxy_pass without a path, not even a slash)"
    )]
    Rewritten,
    #[error("no route of the console's server is called {0}")]
    UnknownRoute(String),
    #[error(
        "{0}. Open the console as localhost or 127.0.0.1, or by a name that is in hosts or \
         public_url of rollcall.toml. Other names are refused, so that no other web site can \
         pose as this one"
    )]
    Host(String),
    #[error("the method {0} is not allowed")]
    Method(String),
    /// One that no path takes.
    #[error("this server has no use for the method {0}")]
    UnknownMethod(String),
    #[error(
        "changes are accepted from the console's own pages only. The browser sent this from \
         “{sent}”, and the address of this server is “{own}”. If the first is the console's \
         address, set it as public_url in rollcall.toml, or let the proxy in front pass on the \
         port as well (nginx: proxy_set_header Host $http_host)"
    )]
    CrossOrigin {
        /// The `Origin` header.
        sent: String,
        /// What this server compares it with.
        own: String,
    },
    #[error(
        "changes are accepted from the console's own pages only, and the browser says that this \
         is from elsewhere (Sec-Fetch-Site: {0})"
    )]
    CrossSite(String),
    #[error(
        "changes are accepted from the console's own pages only, and this request has neither an \
         Origin nor a Sec-Fetch-Site header. A proxy in front may have removed them"
    )]
    NoOrigin,
    #[error(
        "this page was opened over http, over which browsers do not keep people signed in. Open the console \
         over https{}",
        .0.as_deref().map(|url| format!(": {url}")).unwrap_or_default()
    )]
    PlainHttp(Option<String>),
    #[error("changes are accepted with the header {APP_HEADER}: {APP_HEADER_VALUE} only")]
    NotTheApp,
    #[error("the change was not made, because it could not be recorded: {0}")]
    NotRecorded(String),
    #[error("the audit log does not support {name} = “{value}”")]
    TrailParameter { name: String, value: String },
    #[error("the audit log cannot be read: {0}")]
    TrailFilter(String),
    #[error("the audit log cannot be read: {0}")]
    TrailAway(String),
    #[error("the request's body is not JSON: {0}")]
    NotJson(String),
    #[error("nothing was done: {0}")]
    PeopleInput(String),
    #[error("the list of receipts cannot be asked for that: {0}")]
    ReceiptsQuery(String),
    #[error("nothing was done: this server has no room for more of these")]
    PeopleFull,
    #[error("this server has no receipt with that ID")]
    NoReceipt,
    #[error("this server has no review with that ID")]
    NoReview,
    #[error("nothing was decided: you are not one of the reviewers of this review")]
    NotReviewer,
    #[error("nothing was done: this review is closed, and stays as it is")]
    ReviewClosed,
    #[error("nothing was decided: this review is not open for decisions")]
    ReviewNotOpen,
    #[error(
        "nothing was changed: removing an account of this connection needs the approval of a \
         second operator, and no approval covers this request"
    )]
    RemovalNotApproved,
    #[error(
        "nothing was changed: one person may change {0} accounts of this connection within an \
         hour without the approval of a second operator, and no approval covers this request"
    )]
    AccountsNotApproved(u32),
    #[error("this server has no approval with that ID")]
    NoApproval,
    #[error(
        "nothing was decided: an operator with another name than the one who requested the \
         approval has to decide"
    )]
    OwnApproval,
    #[error("nothing was done: only the person who requested an approval can withdraw it")]
    OthersApproval,
    #[error("this part of the reviews cannot be asked for: {0}")]
    ReviewsQuery(String),
    #[error("the request is larger than {0} MiB")]
    LargerThan(usize),
    #[error("what this server keeps about people cannot be read or changed now: {0}")]
    PeopleAway(String),
    #[error("the outcome of the change is unknown: check on the platform whether it was applied")]
    Lost,
    #[error(
        "this server made a mistake. Its log has it by the number of this answer, in \
         x-request-id"
    )]
    Panicked,
    #[error("the proxy in front of this server did not identify the user")]
    NoProxyUser,
    #[error(
        "this server is to be opened through the proxy in front of it, and this request did not \
         come from there. Open the console by its usual address"
    )]
    NotTheProxy,
    #[error(
        "the proxy in front of this server gave you a role that there is not here: there are \
         “viewer” and “operator”"
    )]
    UnknownRole,
    #[error("you are not signed in, or your session has expired")]
    NotSignedIn,
    #[error("who is signed in cannot be looked up now: {0}. Try again in a moment")]
    NoSessions(String),
    #[error(
        "nothing was changed, because another session is active in this browser now than the one \
         in which this page was opened. Reload the page"
    )]
    OtherSession,
    #[error("your role is viewer: you can view everything, but not change it")]
    Viewer,
}

/// A refusal of this server's own.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Refusal)]
pub(crate) struct RefusalBody {
    /// What happened, and what to do, in words for people.
    error: String,
}

impl GatewayError {
    const fn status(&self) -> StatusCode {
        match self {
            Self::Unlisted(FindError::Segment(_))
            | Self::UnlistedQuery { .. }
            | Self::QueryValue { .. }
            | Self::Step(_)
            | Self::Rewritten
            | Self::NotANumber(_)
            | Self::SecretMissing(_)
            | Self::SecretUnfit
            | Self::Masked
            | Self::TrailParameter { .. }
            | Self::TrailFilter(_)
            | Self::NotJson(_)
            | Self::ReceiptsQuery(_)
            | Self::ReviewsQuery(_)
            | Self::Body => StatusCode::BAD_REQUEST,
            Self::PeopleInput(_) | Self::PeopleFull => StatusCode::UNPROCESSABLE_ENTITY,
            Self::OtherTenant(_)
            | Self::CrossOrigin { .. }
            | Self::CrossSite(_)
            | Self::NoOrigin
            | Self::PlainHttp(_)
            | Self::NotTheApp
            | Self::NotTheProxy
            | Self::UnknownRole
            | Self::NotReviewer
            | Self::RemovalNotApproved
            | Self::AccountsNotApproved(_)
            | Self::OwnApproval
            | Self::OthersApproval
            | Self::Viewer => StatusCode::FORBIDDEN,
            Self::OtherSession | Self::ReviewClosed | Self::ReviewNotOpen => StatusCode::CONFLICT,
            Self::Method(_) | Self::UnknownMethod(_) => StatusCode::METHOD_NOT_ALLOWED,
            Self::SlowBody => StatusCode::REQUEST_TIMEOUT,
            Self::NoProxyUser | Self::NotSignedIn => StatusCode::UNAUTHORIZED,
            Self::Lost | Self::Panicked => StatusCode::INTERNAL_SERVER_ERROR,
            Self::Busy { .. }
            | Self::NotRecorded(_)
            | Self::NoSessions(_)
            | Self::TrailAway(_)
            | Self::PeopleAway(_) => StatusCode::SERVICE_UNAVAILABLE,
            Self::NotBuilt
            | Self::NoPage(_)
            | Self::UnknownConnection(_)
            | Self::Unlisted(_)
            | Self::NoReceipt
            | Self::NoReview
            | Self::NoApproval
            | Self::UnknownRoute(_) => StatusCode::NOT_FOUND,
            Self::TooLarge | Self::LargerThan(_) => StatusCode::PAYLOAD_TOO_LARGE,
            Self::Unreachable { .. }
            | Self::SignIn { .. }
            | Self::TooLong(_)
            | Self::BrokeOff(_)
            | Self::Encoded { .. }
            | Self::NoAnswer(_) => StatusCode::BAD_GATEWAY,
            Self::TimedOut { .. } => StatusCode::GATEWAY_TIMEOUT,
            Self::Host(_) => StatusCode::MISDIRECTED_REQUEST,
        }
    }
}

impl GatewayError {
    /// Whether the database is away.
    const fn is_of_database(&self) -> bool {
        matches!(
            self,
            Self::NotRecorded(_) | Self::NoSessions(_) | Self::TrailAway(_) | Self::PeopleAway(_)
        )
    }

    /// The page that the error page links to.
    fn next_page(self) -> NextPage {
        match self {
            Self::PlainHttp(url) => NextPage::Https(url),
            Self::NotSignedIn => NextPage::SignIn,
            Self::Host(_) | Self::NotBuilt | Self::NotTheProxy | Self::NoProxyUser => {
                NextPage::Nowhere
            }
            _ => NextPage::Console,
        }
    }
}

impl IntoResponse for GatewayError {
    fn into_response(self) -> Response {
        let (status, words) = (self.status(), self.to_string());
        let mut response = (
            status,
            [(header::CACHE_CONTROL, "no-store")],
            Json(RefusalBody {
                error: words.clone(),
            }),
        )
            .into_response();
        // Those that are about the platform hold nothing of the request.
        if status.is_server_error() {
            response
                .extensions_mut()
                .insert(PlatformTrouble(words.clone()));
        }
        if self.is_of_database() {
            response.extensions_mut().insert(DatabaseAway);
        }
        // Which of them a path takes, only the router knows.
        if let Self::UnknownMethod(_) = self
            && let Ok(known) = METHODS.map(|method| method.to_string()).join(", ").parse()
        {
            response.headers_mut().insert(header::ALLOW, known);
        }
        let next_page = self.next_page();
        response
            .extensions_mut()
            .insert(Refusal { words, next_page });
        response
            .headers_mut()
            .insert(GATEWAY_ERROR_HEADER, HeaderValue::from_static("1"));
        response
    }
}

/// Runs `work`, and turns a panic into an error of this one request. The
/// panic's message may contain any value, so it is not passed on.
pub(crate) async fn catch_panic<T>(work: impl Future<Output = T>) -> Result<T, GatewayError> {
    AssertUnwindSafe(work)
        .catch_unwind()
        .await
        .map_err(|_| GatewayError::Panicked)
}

/// Everything under `/api` that is not a route.
pub(crate) async fn unknown_route(uri: Uri) -> GatewayError {
    GatewayError::UnknownRoute(uri.path().to_owned())
}

/// A method that a path does not take. axum adds which ones it takes.
pub(crate) async fn method_not_allowed(method: Method) -> GatewayError {
    GatewayError::Method(method.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_panic_becomes_an_error_and_other_results_are_returned() {
        assert!(matches!(catch_panic(async { 7 }).await, Ok(7)));
        let broken: Result<(), _> = catch_panic(async { panic!("planted-secret") }).await;
        let error = broken.unwrap_err();
        assert!(matches!(error, GatewayError::Panicked));
        assert!(!error.to_string().contains("planted-secret"));
    }
}

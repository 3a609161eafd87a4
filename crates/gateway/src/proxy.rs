//! Forwarding to the platforms: the route and its checks, the client, credentials,
//! limits, and what comes back.

mod auth_headers;
mod client;
mod credential;
mod decompress;
pub(crate) mod forward;
pub(crate) mod limits;
pub(crate) mod load;
mod login_session;
mod path_guard;
pub(crate) mod probe;
mod redirect_target;
mod response;
mod retry_after;
mod route;
pub(crate) mod signed_in;
mod target;
pub(crate) mod upstream;

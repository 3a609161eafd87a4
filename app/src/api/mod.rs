//! HTTP: the platforms through the gateway, the console's own API, and what every
//! request needs: the session, a secret that was entered, the request log.

pub(crate) mod approvals_api;
pub(crate) mod console_api;
pub(crate) mod early_answers;
pub(crate) mod people_api;
pub(crate) mod request_log;
pub(crate) mod reviews_api;
pub(crate) mod session;
pub(crate) mod transport;

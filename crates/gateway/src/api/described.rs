//! What changes of what this console stores are refused for, as the `OpenAPI` document
//! describes it.

use utoipa::IntoResponses;

/// What a request that changes something is refused for.
#[derive(IntoResponses)]
#[expect(dead_code, reason = "describes the refusals of `GatewayError`")]
pub(crate) enum ChangeRefusals {
    /// The body is not JSON.
    #[response(status = 400)]
    NotJson,
    /// Only an operator may change this.
    #[response(status = 403)]
    Viewer,
    /// The body is larger than this server reads.
    #[response(status = 413)]
    TooLarge,
    /// The body has an invalid value, or there would be too many rows. Nothing was
    /// changed.
    #[response(status = 422)]
    Unacceptable,
    /// The people data or the audit log cannot be written.
    #[response(status = 503)]
    Away,
}

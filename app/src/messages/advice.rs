//! What to do about a call that failed.

use roster::{CallError, TransportError};
use wire::ApiError;

/// What to do about a call that failed.
pub(super) const fn call_advice(error: &CallError) -> &'static str {
    match error {
        CallError::Name(_) => "Choose another name.",
        CallError::Transport(error) => transport_advice(error),
        CallError::Api(ApiError::Refused(refusal)) => status_advice(refusal.status),
        CallError::Api(ApiError::Malformed(_)) => {
            "Something else may be answering at the platform's address, or its version is not \
             known here. See the answer below."
        }
        CallError::Api(ApiError::Missing { .. }) => "It may have been removed. Refresh.",
    }
}

/// What to do if no answer of the platform came back.
pub(super) const fn transport_advice(error: &TransportError) -> &'static str {
    match error {
        TransportError::Network(_) => {
            "Check that the console's server runs and that you are online, then retry."
        }
        TransportError::Intercepted {
            status: 404..=406 | 408..,
            ..
        } => {
            "A proxy in front of Rollcall could not reach it, or did not let the request through. \
             Check that Rollcall runs, then retry. What is typed here stays."
        }
        TransportError::Intercepted { .. } => {
            "Sign in again in another tab, then retry here, or reload this page. What is typed \
             here stays until then."
        }
        TransportError::Gateway { status: 409, .. } => {
            "Continue as the person who is signed in now, or reload the page."
        }
        TransportError::Gateway { status: 401, .. } => {
            "Sign in to this console again, in another tab, then retry here. What is typed here \
             stays."
        }
        TransportError::Gateway { status: 403, .. } => {
            "If your role is viewer, ask an operator. Otherwise reload the page, then retry."
        }
        TransportError::Gateway { .. } => {
            "Check that the platform is running and reachable from the console's server."
        }
    }
}

/// What to do about an error status of a platform.
const fn status_advice(status: u16) -> &'static str {
    match status {
        300..=399 => {
            "Check whether the connection's base_url is right, and whether a sign-in page is in \
             front of the platform."
        }
        401 => "The connection's token is missing, wrong or expired. Check it.",
        403 => "The connection's token may not do this. Use one that may.",
        404 => "It does not exist, or this platform is another version than expected. Refresh.",
        429 => "Too many requests. Wait a little, then retry.",
        400..=499 => "The platform did not accept the request. Change it, then retry.",
        _ => "The platform or a proxy in front of it has a problem. Retry later.",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_that_is_not_from_rollcall_comes_with_what_to_do() {
        for (status, advice) in [
            (0, "Sign in again"),
            (200, "Sign in again"),
            (401, "Sign in again"),
            (403, "Sign in again"),
            (502, "A proxy in front"),
        ] {
            let content_type = String::new();
            let error = TransportError::Intercepted {
                status,
                content_type,
            };
            assert!(transport_advice(&error).starts_with(advice), "{status}");
        }
    }

    #[test]
    fn a_refusal_of_the_consoles_server_comes_with_what_to_do() {
        for (status, advice) in [
            (401, "Sign in to this console again"),
            (403, "If your role is viewer"),
            (502, "Check that the platform is running"),
        ] {
            let words = String::new();
            let error = TransportError::Gateway { status, words };
            assert!(transport_advice(&error).starts_with(advice), "{status}");
        }
    }

    #[test]
    fn a_redirect_of_a_platform_points_to_the_base_url() {
        assert!(status_advice(302).contains("base_url"));
    }
}

//! Failures of requests: what happened, in whose words, what to do.

use super::advice::{call_advice, transport_advice};
use super::waits::wait_from_now;
use super::{Details, Problem, curl, sentence, speaker};
use roster::platform::list_support;
use roster::{CallError, TransportError};
use wire::console::Connection;
use wire::{ApiError, Platform, Refusal, Response};

/// The users of `connection` could not be read.
pub(crate) fn users_failed(connection: &Connection, error: &CallError) -> Problem {
    let mut details = Details {
        request: curl(connection, &roster::load_requests(connection)),
        ..call_details(connection.platform, error)
    };
    if let CallError::Api(ApiError::Refused(refusal)) = error
        && refusal.status == 403
        && let Some(advice) = list_support(connection.platform).forbidden_advice()
    {
        advice.clone_into(&mut details.advice);
    }
    Problem {
        title: format!("The users of {} could not be loaded", connection.label),
        details,
    }
}

/// No answer of the console's own server; `title` says what did not happen.
pub(crate) fn server_unreachable(title: &str, error: &TransportError) -> Problem {
    Problem {
        title: title.to_owned(),
        details: transport_details(error),
    }
}

/// The audit log was not asked for, because `text` of the filter `label` is not a
/// day.
pub(crate) fn no_day(label: &str, text: &str) -> Problem {
    Problem {
        title: "The audit log could not be loaded".to_owned(),
        details: Details {
            words: format!("“{text}” is not a date, so the filter “{label}” cannot be applied."),
            advice: "Choose a day, or clear the filters.".to_owned(),
            ..Details::default()
        },
    }
}

/// An answer of it that is not what was asked for.
pub(crate) fn server_unreadable(title: &str, problem: &str, body: String) -> Problem {
    let details = Details {
        words: format!("The answer cannot be read: {problem}."),
        advice: "Something else may be answering at this address, or the page is older than the \
                 server. Reload the page."
            .to_owned(),
        answer: Some(body),
        request: None,
    };
    Problem {
        title: title.to_owned(),
        details,
    }
}

/// An error status instead of what it was asked for.
pub(crate) fn server_refused(title: &str, response: &Response) -> Problem {
    let refusal = Refusal::read(response);
    let details = Details {
        words: quote("The console's server", &refusal),
        advice: "Look at what the console's server prints, then retry.".to_owned(),
        answer: Some(refusal.body),
        request: None,
    };
    Problem {
        title: title.to_owned(),
        details,
    }
}

/// A call failed; `title` says what did not happen.
pub(crate) fn call_failed(
    connection: &Connection,
    title: &str,
    error: &CallError,
    requests: &[Result<wire::Request, wire::SegmentError>],
) -> Problem {
    Problem {
        title: title.to_owned(),
        details: Details {
            request: curl(connection, requests),
            ..call_details(connection.platform, error)
        },
    }
}

pub(super) fn call_details(platform: Platform, error: &CallError) -> Details {
    let words = match error {
        CallError::Transport(error) => return transport_details(error),
        CallError::Api(ApiError::Refused(refusal)) => quote(speaker(platform), refusal),
        other => sentence(&other.to_string()),
    };
    Details {
        words,
        advice: call_advice(error).to_owned(),
        answer: error.answer().map(str::to_owned),
        request: None,
    }
}

pub(crate) fn transport_details(error: &TransportError) -> Details {
    let words = match error {
        TransportError::Gateway { status, words } => {
            format!("The console's server said: “{words}” (status {status})")
        }
        TransportError::Network(_) | TransportError::Intercepted { .. } => {
            sentence(&error.to_string())
        }
    };
    Details {
        words,
        advice: transport_advice(error).to_owned(),
        ..Details::default()
    }
}

/// A refusal in the words of the speaker, or what came in place of words.
fn quote(speaker: &str, refusal: &Refusal) -> String {
    let verb = match (&refusal.words, &refusal.instead) {
        (Some(_), _) => " said: ",
        _ => " answered with ",
    };
    let mut words = format!("{speaker}{verb}{refusal}");
    if let Some(seconds) = refusal.retry_after {
        words.push_str(". It asked to wait ");
        words.push_str(&wait_from_now(seconds));
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    fn details(status: u16, body: &str) -> Details {
        let refusal = Refusal::read(&Response {
            status,
            body: body.into(),
            ..Response::default()
        });
        call_details(Platform::Pivot, &ApiError::Refused(refusal).into())
    }

    #[test]
    fn an_error_is_told_in_the_words_of_who_said_it() {
        assert_eq!(
            details(503, r#"{"error":"Down."}"#).words,
            "Pivot said: “Down.” (status 503)"
        );
        assert_eq!(
            details(502, "<title>Bad Gateway</title>").words,
            "Pivot answered with a web page titled “Bad Gateway” (status 502)"
        );
        let gateway = TransportError::Gateway {
            status: 502,
            words: "cannot be reached".into(),
        };
        assert_eq!(
            transport_details(&gateway).words,
            "The console's server said: “cannot be reached” (status 502)"
        );
        let network = TransportError::Network("Failed to fetch".into());
        assert_eq!(
            transport_details(&network).words,
            "No answer came back: Failed to fetch."
        );
    }
}

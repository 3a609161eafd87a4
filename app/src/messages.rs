//! Failures in plain words: what happened, in whose words, what to do.

pub(crate) mod changes;

/// From how many seconds on a wait is said.
const LONG: u32 = 10;

use crate::browser::time;
use crate::routes;
use leptos::prelude::window;
use roster::input::escaped;
use roster::{CallError, Gap, Rows, TransportError};
use wire::console::{Connection, SignIn, via};
use wire::{ApiError, Platform, Refusal, Response};

/// What is known about a failure.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Details {
    /// What happened, in the words of the platform or server that reported it.
    pub(crate) words: String,
    /// What to do.
    pub(crate) advice: String,
    /// The request, as a command line.
    pub(crate) request: Option<String>,
    /// The whole answer as it came.
    pub(crate) answer: Option<String>,
}

/// A failure as the page shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Problem {
    /// What did not happen.
    pub(crate) title: String,
    /// Why, in the words of the platform or server that reported it, and what to do.
    pub(crate) details: Details,
}

/// A platform as a speaker.
pub(crate) const fn speaker(platform: Platform) -> &'static str {
    match platform {
        Platform::Pivot => "Pivot",
        Platform::Actian => "Actian",
        Platform::Metabase => "Metabase",
    }
}

/// How a connection signs in, after “signed in”.
pub(crate) const fn sign_in(how: SignIn) -> &'static str {
    match how {
        SignIn::ApiToken => "with an API token",
        SignIn::ApiKey => "with an API key",
        SignIn::Bearer => "with a bearer token",
        SignIn::Password => "with a password",
    }
}

/// The users of `connection` could not be read.
pub(crate) fn users_failed(connection: &Connection, error: &CallError) -> Problem {
    let mut details = Details {
        request: curl(connection, &roster::load_requests(connection)),
        ..of_call(connection.platform, error)
    };
    // facts/metabase.md 3.1: managers of groups are no exception.
    if let (Platform::Metabase, CallError::Api(ApiError::Refused(refusal))) =
        (connection.platform, error)
        && refusal.status == 403
    {
        "Metabase lists everybody for administrators only, not for managers of groups. Put what \
         this connection signs in with into the group Administrators, then retry."
            .clone_into(&mut details.advice);
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
        details: of_transport(error),
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
        words: said("The console's server", &refusal),
        advice: "Look at what the console's server prints, then retry.".to_owned(),
        answer: Some(refusal.body),
        request: None,
    };
    Problem {
        title: title.to_owned(),
        details,
    }
}

/// A call came to nothing; `title` says what did not happen.
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
            ..of_call(connection.platform, error)
        },
    }
}

fn of_call(platform: Platform, error: &CallError) -> Details {
    let words = match error {
        CallError::Transport(error) => return of_transport(error),
        CallError::Api(ApiError::Refused(refusal)) => said(speaker(platform), refusal),
        other => sentence(&other.to_string()),
    };
    Details {
        words,
        advice: error.advice().to_owned(),
        answer: error.answer().map(str::to_owned),
        request: None,
    }
}

pub(crate) fn of_transport(error: &TransportError) -> Details {
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
        advice: CallError::Transport(error.clone()).advice().to_owned(),
        ..Details::default()
    }
}

/// A refusal as somebody's words, or as what came in place of words.
fn said(speaker: &str, refusal: &Refusal) -> String {
    let verb = match (&refusal.words, &refusal.instead) {
        (Some(_), _) => " said: ",
        _ => " answered with ",
    };
    let mut words = format!("{speaker}{verb}{refusal}");
    if let Some(seconds) = refusal.retry_after {
        words.push_str(". It asked to wait ");
        words.push_str(&wait(seconds, time::now() + f64::from(seconds) * 1000.0));
    }
    words
}

/// How long a platform asked to wait: “until 14:32 (12 minutes)”.
fn wait(seconds: u32, until: f64) -> String {
    const DAY: u32 = 86_400;
    let (count, unit) = match seconds {
        0..100 => (seconds, " second"),
        100..6000 => (seconds.div_ceil(60), " minute"),
        6000..DAY => (seconds.div_ceil(3600), " hour"),
        _ => (seconds.div_ceil(DAY), " day"),
    };
    let plural = if count == 1 { "" } else { "s" };
    let length = format!("{}{unit}{plural}", time::number(count as usize));
    match time::clock(&time::rfc3339(until)) {
        // Short waits are over before a time is read.
        Some(clock) if (10..DAY).contains(&seconds) => {
            let minute = clock.rsplit_once(':').map_or(&*clock, |(minute, _)| minute);
            format!("until {minute} ({length})")
        }
        _ => length,
    }
}

/// How long `platform` asked to wait, where that is long enough to mention: until
/// when, in milliseconds since 1970, and for how many seconds.
pub(crate) fn waiting(platform: Platform, pause: Option<(f64, u32)>) -> Option<String> {
    let (until, seconds) = pause.filter(|(_, seconds)| *seconds > LONG)?;
    let platform = speaker(platform);
    Some(format!("{platform} asked to wait {}", wait(seconds, until)))
}

/// What is missing from a list of users.
pub(crate) fn gap(platform: Platform, gap: &Gap) -> String {
    let speaker = speaker(platform);
    match gap {
        Gap::Fewer { reported, sent } => format!(
            "{speaker} reports {} but sent {sent}. The list is incomplete: a user who is not in it may exist.",
            counted(
                usize::try_from(*reported).unwrap_or(usize::MAX),
                "user",
                "users",
            )
        ),
        Gap::Unreadable {
            rows,
            count,
            problem,
        } => {
            let (one, many, note) = match rows {
                Rows::Users => ("user", "users", "The list is incomplete."),
                Rows::Statuses => (
                    "user status",
                    "user statuses",
                    "A user who is shown without a status record may be disabled.",
                ),
                Rows::Roles if platform == Platform::Metabase => ("group", "groups", ""),
                Rows::Roles => ("role", "roles", ""),
            };
            let said = counted(*count, one, many);
            let what = [&*said, " could not be read (", problem, "). ", note];
            what.concat().trim_end().to_owned()
        }
        Gap::TenantsRefused(words) => format!(
            "{speaker} refused to list the users of tenants: {words}. If it has tenants, their users are not in the list."
        ),
    }
}

/// `count` with the right word: “1 user”, “2 users”.
pub(crate) fn counted(count: usize, one: &str, many: &str) -> String {
    let word = if count == 1 { one } else { many };
    format!("{} {word}", time::number(count))
}

/// `text` with a capital and a full stop.
fn sentence(text: &str) -> String {
    let mut chars = text.chars();
    let mut sentence: String = chars
        .next()
        .map(|first| first.to_ascii_uppercase().into())
        .unwrap_or_default();
    sentence.push_str(chars.as_str());
    if !sentence.ends_with('.') {
        sentence.push('.');
    }
    sentence
}

/// Where the requests of a connection go, for command lines: this console.
pub(crate) fn base(connection: &str) -> String {
    thread_local! {
        // It never changes, and every request's line asks for it.
        static ORIGIN: String = window().location().origin().unwrap_or_default();
    }
    let below = via(connection, "").unwrap_or_default();
    ORIGIN.with(|origin| format!("{origin}{}{below}", routes::base()))
}

/// Requests as they can be made through the console, one curl line each.
pub(crate) fn curl(
    connection: &Connection,
    requests: &[Result<wire::Request, wire::SegmentError>],
) -> Option<String> {
    let base = base(&connection.id);
    let lines: Vec<String> = requests
        .iter()
        .flatten()
        .map(|request| escaped(&request.curl_via(&base, connection.ask)).into_owned())
        .collect();
    (!lines.is_empty()).then(|| lines.join("\n"))
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
        of_call(Platform::Pivot, &ApiError::Refused(refusal).into())
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
            of_transport(&gateway).words,
            "The console's server said: “cannot be reached” (status 502)"
        );
        let network = TransportError::Network("Failed to fetch".into());
        assert_eq!(
            of_transport(&network).words,
            "No answer came back: Failed to fetch."
        );
    }
}

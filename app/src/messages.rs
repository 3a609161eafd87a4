//! The English of the console: sentences made from data. No other code reads or
//! compares them.

pub(crate) mod access;
mod advice;
pub(crate) mod approvals;
pub(crate) mod changes;
mod fields;
pub(crate) mod leave;
mod links;
mod lists;
pub(crate) mod outcomes;
pub(crate) mod people;
pub(crate) mod people_plan;
mod problems;
pub(crate) mod profiles;
mod reasons;
pub(crate) mod receipts;
pub(crate) mod reconcile;
pub(crate) mod reports;
pub(crate) mod review_start;
pub(crate) mod reviews;
#[cfg(test)]
mod samples;
mod waits;

pub(crate) use fields::part_name;
pub(crate) use links::link_concern;
pub(crate) use lists::gap;
pub(crate) use problems::{
    call_failed, no_day, server_refused, server_unreachable, server_unreadable, transport_details,
    users_failed,
};
pub(crate) use reasons::{VIEW_ONLY, block, unavailable};
pub(crate) use waits::waiting;

use crate::browser::time;
use crate::routes;
use leptos::prelude::window;
use roster::input::escaped;
use roster::platform::{common_role, list_support};
use roster::{Ability, RoleKind};
use wire::Platform;
use wire::console::{Connection, SignIn, via};

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
pub(crate) fn speaker(platform: Platform) -> &'static str {
    list_support(platform).name()
}

/// What the roles or groups of a user are called in a form.
pub(crate) fn roles_label(platform: Platform) -> &'static str {
    let has_one = Ability::SeveralRoles.unsupported_reason(platform).is_some();
    match RoleKind::of_platform(platform) {
        RoleKind::Role if has_one => "Role",
        RoleKind::Role => "Roles",
        RoleKind::Group => "Groups",
    }
}

/// The roles or groups that cannot be taken away in a form, each with the reason.
pub(crate) fn locked_roles(platform: Platform) -> Vec<(String, String)> {
    let common = common_role(platform).into_iter();
    common
        .map(|id| (id, "Every user is in it.".to_owned()))
        .collect()
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
        static ORIGIN: String = if cfg!(target_arch = "wasm32") {
            window().location().origin().unwrap_or_default()
        } else {
            // Native tests have no page.
            String::new()
        };
    }
    let below = via(connection, "").unwrap_or_default();
    ORIGIN.with(|origin| format!("{origin}{}{below}", routes::base()))
}

/// Requests as they can be made through the console, one curl line each.
pub(crate) fn curl(
    connection: &Connection,
    requests: &[Result<wire::Request, wire::SegmentError>],
) -> Option<String> {
    // Without requests, nothing is asked of the browser.
    let mut requests = requests.iter().flatten().peekable();
    requests.peek()?;
    let base = base(&connection.id);
    let lines: Vec<String> = requests
        .map(|request| escaped(&request.curl_via(&base, connection.ask)).into_owned())
        .collect();
    Some(lines.join("\n"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_count_has_the_right_word() {
        for (count, words) in [
            (0, "0 users"),
            (1, "1 user"),
            (2, "2 users"),
            (1000, "1,000 users"),
        ] {
            assert_eq!(counted(count, "user", "users"), words);
        }
    }

    #[test]
    fn a_sentence_has_a_capital_and_a_full_stop() {
        assert_eq!(sentence("it is"), "It is.");
        assert_eq!(sentence("It is."), "It is.");
        assert_eq!(sentence("élan"), "élan.");
    }
}

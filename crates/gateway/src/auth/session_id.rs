//! In whose session a request and its answer are.
//!
//! A page that was opened by one person goes on asking while another signs in in
//! a second tab of the same browser. So each answer names its session, and a
//! request that changes something names the one that it is meant for.

use crate::http::error::GatewayError;
use crate::person::Person;
use axum::extract::Request;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method};
use sha2::{Digest, Sha256};
use std::fmt::Write;
use wire::console::{NO_SESSION, SESSION_HEADER};

const HEADER: HeaderName = HeaderName::from_static(SESSION_HEADER);

/// How many bytes of the hash are the name of a session: enough that no two
/// people of an organisation share one.
const BYTES: usize = 8;

/// What names the session of `person`: made of who they are, who says so and what
/// they may do, so that it is the same on each of several servers, after a restart
/// and in a new session of the same person.
///
/// It is no secret, and signs no one in: a program that can read it has the answer that it
/// is in. It is a hash so that a name stands in no header, which holds ASCII only
/// and which proxies write into their logs.
pub(crate) fn session_id(person: &Person) -> String {
    let mut hash = Sha256::new();
    for part in [&*person.via.to_string(), person.role.name(), &*person.name] {
        // Each with its length: no two people run together to the same bytes.
        hash.update((part.len() as u64).to_be_bytes());
        hash.update(part);
    }
    let hash = hash.finalize();
    hash.iter()
        .take(BYTES)
        .fold(String::with_capacity(2 * BYTES), |mut id, byte| {
            // Writing to a string does not fail.
            let _ = write!(id, "{byte:02x}");
            id
        })
}

/// Refuses a change that is meant for another session than the one of `request`,
/// of which `id` is the name. A request that names none, such as one of a command
/// line, is meant for whichever it is in.
pub(crate) fn check(request: &Request, id: Option<&str>) -> Result<(), GatewayError> {
    if matches!(*request.method(), Method::GET | Method::HEAD) {
        return Ok(());
    }
    let meant = request.headers().get_all(HEADER);
    let id = id.unwrap_or(NO_SESSION).as_bytes();
    if meant.iter().all(|meant| meant.as_bytes() == id) {
        Ok(())
    } else {
        Err(GatewayError::OtherSession)
    }
}

/// Says in an answer's `headers` which session it was made in.
pub(crate) fn note(headers: &mut HeaderMap, id: Option<&str>) {
    if let Ok(id) = HeaderValue::from_str(id.unwrap_or(NO_SESSION)) {
        headers.insert(HEADER, id);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::person::{Role, Via};

    fn person(name: &str, role: Role, via: Via) -> Person {
        let name = name.to_owned();
        Person { name, role, via }
    }

    #[test]
    fn a_session_is_named_by_who_it_is_who_says_so_and_what_they_may_do() {
        let ada = person("ada", Role::Operator, Via::Local);
        // Fixed: every server and every version in use at the same time agree.
        assert_eq!(session_id(&ada), session_id(&ada.clone()));
        assert_eq!(session_id(&ada).len(), 2 * BYTES);
        for other in [
            person("ada", Role::Viewer, Via::Local),
            person("ada", Role::Operator, Via::Proxy),
            person(
                "ada",
                Role::Operator,
                Via::issuer("https://login.example.com"),
            ),
            person("Ada", Role::Operator, Via::Local),
            person("ada ", Role::Operator, Via::Local),
            person("名", Role::Operator, Via::Local),
        ] {
            assert_ne!(session_id(&ada), session_id(&other), "{other:?}");
        }
        assert!(!session_id(&ada).contains("ada"));
    }
}

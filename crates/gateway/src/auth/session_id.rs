//! Names the session of requests and answers.
//!
//! A page that one person opened goes on sending requests while another person
//! signs in in a second tab of the same browser. So each answer names its
//! session, and a request that changes something names the session that it is
//! meant for.

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

/// The ID of the session of `person`. It is made of their name, their origin
/// and their role, so that it is the same on several servers, after a restart
/// and in a new session of the same person.
///
/// It is no secret and does not sign anyone in: a program that can read it has
/// the answer itself. It is a hash, so that no header contains a name: headers
/// are ASCII only, and proxies log them.
pub(crate) fn session_id(person: &Person) -> String {
    let mut hash = Sha256::new();
    for part in [&*person.via.to_string(), person.role.name(), &*person.name] {
        // Each with its length, so that no two people have the same bytes.
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

/// Refuses a change that is meant for another session than that of `request`,
/// whose ID is `id`. A request that names none, such as one of a command line,
/// is accepted.
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

/// Adds the session's ID to the `headers` of an answer.
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
    fn a_session_id_depends_on_name_origin_and_role() {
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

//! What may be set as it is, and is worth a warning: by `rollcall check`, and in the
//! log of `rollcall serve`.

use crate::file::Settings;
use crate::session_key::UNSIGNED;
use audit_store::Location;
use gateway::Upstream;

/// What to say of a secret that cannot be masked in answers.
pub(crate) fn short_secret(upstream: &Upstream) -> Option<&'static str> {
    upstream.has_short_secret().then_some(
        "its secret has fewer than 6 characters. A secret this short is not masked where the \
         platform repeats it in an answer: use a longer one",
    )
}

/// What to say of sessions that are signed with no key of this installation's.
pub(crate) fn unsigned_sessions(settings: &Settings) -> Option<&'static str> {
    let config = &settings.gateway;
    let is_missing = config.sign_in.is_some()
        && config.session_key.is_none()
        && matches!(settings.audit, Location::Server(_));
    is_missing.then_some(UNSIGNED)
}

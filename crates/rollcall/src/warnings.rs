//! Warnings about settings that work but should be changed, for `rollcall
//! check` and the log of `rollcall serve`.

use crate::config::Settings;
use crate::session_key::UNSIGNED;
use audit_store::Location;
use gateway::Upstream;

/// The warning about a secret that is too short to be masked in answers.
pub(crate) fn short_secret(upstream: &Upstream) -> Option<&'static str> {
    upstream.has_short_secret().then_some(
        "its secret has fewer than 6 characters. A secret this short is not masked where the \
         platform repeats it in an answer: use a longer one",
    )
}

/// The warning about sessions that are not signed with a key of this
/// installation.
pub(crate) fn unsigned_sessions(settings: &Settings) -> Option<&'static str> {
    let config = &settings.gateway;
    let is_missing = config.sign_in.is_some()
        && config.session_key.is_none()
        && matches!(settings.audit, Location::Server(_));
    is_missing.then_some(UNSIGNED)
}

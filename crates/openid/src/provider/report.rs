//! What can be said of a provider before a person signs in: what it lists, and not
//! which claims will come.

use super::metadata::Metadata;
use super::{OpenId, text};

/// What could keep people out, as far as the provider says.
pub(super) fn warnings(settings: &OpenId, metadata: &Metadata) -> Vec<String> {
    let mut warnings = Vec::new();
    if let Some(known) = &metadata.scopes {
        let unknown = settings
            .scopes
            .iter()
            .filter(|scope| !known.contains(scope));
        warnings.extend(unknown.map(|scope| {
            format!(
                "it does not list the scope {} (scopes_supported), and may ignore or refuse it",
                text::quoted(scope)
            )
        }));
    }
    let claims = || settings.access.claims();
    match &metadata.claims {
        Some(known) => {
            let is_known = |claim: &str| {
                known.iter().any(|one| {
                    let rest = claim.strip_prefix(one.as_str());
                    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
                })
            };
            let unknown = claims().filter(|claim| !is_known(claim));
            warnings.extend(unknown.map(|claim| {
                format!(
                    "it does not list the claim {} (claims_supported), and may not send it",
                    text::quoted(claim)
                )
            }));
        }
        None => warnings.push(format!(
            "it does not list its claims (claims_supported): whether it sends {} is known once a \
             person signs in",
            text::quoted_list(claims())
        )),
    }
    if metadata.user_info_endpoint.is_none() {
        warnings
            .push("it has no UserInfo endpoint: every claim has to be in the ID token".to_owned());
    }
    warnings
}

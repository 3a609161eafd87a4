//! What a provider says of one person: the claims of its ID token.
#![cfg_attr(
    not(feature = "openid"),
    allow(dead_code, reason = "made by a provider only")
)]

use serde_json::{Map, Value};

/// The claim with a person's address, which is theirs only where the provider
/// says that it looked (OpenID Connect Core 1.0, 5.1 and 5.7).
pub(super) const EMAIL: &str = "email";
pub(super) const EMAIL_VERIFIED: &str = "email_verified";

/// Which claims are given elsewhere, at another server (5.6.2).
const ELSEWHERE: &str = "_claim_names";

/// The claims about one person.
#[derive(Debug)]
pub(crate) struct Identity {
    pub(super) claims: Map<String, Value>,
}

impl Identity {
    /// A claim. `name` may be a path to one within objects:
    /// `realm_access.roles`.
    pub(super) fn claim(&self, name: &str) -> Option<&Value> {
        find(&self.claims, name)
    }

    /// Whether the claim is at another server only, which is not asked.
    pub(super) fn is_elsewhere(&self, name: &str) -> bool {
        let top = name.split('.').next().unwrap_or_default();
        let elsewhere = self.claims.get(ELSEWHERE);
        // Entra ID says so in its own way to clients that get tokens in an address.
        let many = name == "groups" && self.claims.get("hasgroups") == Some(&Value::Bool(true));
        many || elsewhere.is_some_and(|at| at.get(name).is_some() || at.get(top).is_some())
    }
}

/// The claim of this name, which may itself have full stops in it, or the one
/// at the end of this path. Null is the same as nothing (5.3.2).
fn find<'c>(claims: &'c Map<String, Value>, name: &str) -> Option<&'c Value> {
    let present = |value: &&Value| !value.is_null();
    claims.get(name).filter(present).or_else(|| {
        // A name of the way may have full stops in it too: `https://a.b/c.roles`.
        name.match_indices('.').find_map(|(at, _)| {
            let (first, rest) = (name.get(..at)?, name.get(at + 1..)?);
            find(claims.get(first)?.as_object()?, rest)
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn identity(claims: &Value) -> Identity {
        Identity {
            claims: claims.as_object().unwrap().clone(),
        }
    }

    #[test]
    fn a_claim_is_found_by_its_name_and_by_a_path() {
        let claims = json!({
            "groups": ["a"],
            "realm_access": { "roles": ["b"], "x.y": "c" },
            "https://rollcall.example/roles": ["d"],
            "https://rollcall.example": { "roles": "e" },
            "nothing": null,
        });
        let identity = identity(&claims);
        for (name, found) in [
            ("groups", Some(json!(["a"]))),
            ("realm_access.roles", Some(json!(["b"]))),
            ("realm_access.x.y", Some(json!("c"))),
            ("https://rollcall.example/roles", Some(json!(["d"]))),
            ("https://rollcall.example.roles", Some(json!("e"))),
            ("nothing", None),
            ("realm_access.more", None),
            ("realm_access.none", None),
            ("groups.a", None),
            ("", None),
            (".", None),
        ] {
            assert_eq!(identity.claim(name), found.as_ref(), "{name}");
        }
    }

    #[test]
    fn a_claim_at_another_server_is_noticed() {
        let claims = json!({ "_claim_names": { "groups": "src1" } });
        assert!(identity(&claims).is_elsewhere("groups"));
        assert!(identity(&json!({ "hasgroups": true })).is_elsewhere("groups"));
        assert!(!identity(&claims).is_elsewhere("roles"));
    }
}

//! What a provider says of one person: the claims of its ID token, and those
//! that only its `UserInfo` endpoint gives.

use serde_json::{Map, Value};

/// The claim with a person's address, which is theirs only where the provider
/// says that it looked (OpenID Connect Core 1.0, 5.1 and 5.7).
pub(super) const EMAIL: &str = "email";
pub(super) const EMAIL_VERIFIED: &str = "email_verified";

/// Which claims are given elsewhere, at another server (5.6.2).
const ELSEWHERE: &str = "_claim_names";

/// What came of asking the `UserInfo` endpoint.
#[derive(Debug)]
pub(super) enum UserInfo {
    /// The ID token has all that is needed.
    NotAsked,
    /// The provider has no such endpoint.
    NoEndpoint,
    Claims(Map<String, Value>),
}

/// The claims about one person.
#[derive(Debug)]
pub(crate) struct Identity {
    pub(super) id_token: Map<String, Value>,
    pub(super) user_info: UserInfo,
}

impl Identity {
    /// A claim, of the ID token if it is there. `name` may be a path to one
    /// within objects: `realm_access.roles`.
    pub(super) fn claim(&self, name: &str) -> Option<&Value> {
        find(&self.id_token, name).or_else(|| find(self.user_info()?, name))
    }

    /// Whether the provider verified the address: what it says of it, together
    /// with that address.
    pub(super) fn email_verified(&self) -> Option<&Value> {
        let user_info = self.user_info();
        let Some(address) = find(&self.id_token, EMAIL) else {
            return find(user_info?, EMAIL_VERIFIED);
        };
        find(&self.id_token, EMAIL_VERIFIED).or_else(|| {
            let same = user_info.filter(|claims| is_same(find(claims, EMAIL), address));
            find(same?, EMAIL_VERIFIED)
        })
    }

    /// Whether the claim is at another server only, which is not asked.
    pub(super) fn is_elsewhere(&self, name: &str) -> bool {
        let top = name.split('.').next().unwrap_or_default();
        let names = |claims: &Map<String, Value>| {
            claims.get(ELSEWHERE).is_some_and(|elsewhere| {
                elsewhere.get(name).is_some() || elsewhere.get(top).is_some()
            })
        };
        // Entra ID says so in its own way to clients that get tokens in an address.
        let many = name == "groups" && self.id_token.get("hasgroups") == Some(&Value::Bool(true));
        many || names(&self.id_token) || self.user_info().is_some_and(names)
    }

    /// Where the claims were looked for.
    pub(super) const fn sources(&self) -> &'static str {
        match self.user_info {
            UserInfo::NotAsked => "the ID token",
            UserInfo::NoEndpoint => "the ID token, and the provider has no UserInfo endpoint",
            UserInfo::Claims(_) => "the ID token and from UserInfo",
        }
    }

    const fn user_info(&self) -> Option<&Map<String, Value>> {
        match &self.user_info {
            UserInfo::Claims(claims) => Some(claims),
            UserInfo::NotAsked | UserInfo::NoEndpoint => None,
        }
    }
}

/// Whether both are one address, which may be written in capital letters.
fn is_same(one: Option<&Value>, other: &Value) -> bool {
    let texts = one.and_then(Value::as_str).zip(other.as_str());
    texts.is_some_and(|(one, other)| one.eq_ignore_ascii_case(other))
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

    fn identity(id_token: &Value, user_info: &Value) -> Identity {
        Identity {
            id_token: id_token.as_object().unwrap().clone(),
            user_info: UserInfo::Claims(user_info.as_object().unwrap().clone()),
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
        let identity = identity(
            &claims,
            &json!({ "nothing": 1, "realm_access": { "more": 2 } }),
        );
        for (name, found) in [
            ("groups", Some(json!(["a"]))),
            ("realm_access.roles", Some(json!(["b"]))),
            ("realm_access.x.y", Some(json!("c"))),
            ("https://rollcall.example/roles", Some(json!(["d"]))),
            ("https://rollcall.example.roles", Some(json!("e"))),
            ("nothing", Some(json!(1))),
            ("realm_access.more", Some(json!(2))),
            ("realm_access.none", None),
            ("groups.a", None),
            ("", None),
            (".", None),
        ] {
            assert_eq!(identity.claim(name), found.as_ref(), "{name}");
        }
    }

    #[test]
    fn an_address_is_verified_only_by_what_is_said_together_with_it() {
        for (id_token, user_info, verified) in [
            (
                json!({"email": "a", "email_verified": true}),
                json!({}),
                true,
            ),
            (
                json!({"email": "a"}),
                json!({"email": "a", "email_verified": true}),
                true,
            ),
            (
                json!({}),
                json!({"email": "a", "email_verified": true}),
                true,
            ),
            (
                json!({"email": "a@B"}),
                json!({"email": "A@b", "email_verified": true}),
                true,
            ),
            (
                json!({"email": "a"}),
                json!({"email": "b", "email_verified": true}),
                false,
            ),
            (
                json!({"email": "a"}),
                json!({"email_verified": true}),
                false,
            ),
            (
                json!({"email_verified": true}),
                json!({"email": "a"}),
                false,
            ),
        ] {
            let identity = identity(&id_token, &user_info);
            let found = identity.email_verified() == Some(&json!(true));
            assert_eq!(found, verified, "{id_token} {user_info}");
        }
    }

    #[test]
    fn a_claim_at_another_server_is_noticed() {
        let claims = json!({ "_claim_names": { "groups": "src1" } });
        assert!(identity(&claims, &json!({})).is_elsewhere("groups"));
        assert!(identity(&json!({}), &claims).is_elsewhere("groups"));
        assert!(identity(&json!({"hasgroups": true}), &json!({})).is_elsewhere("groups"));
        assert!(!identity(&claims, &json!({})).is_elsewhere("roles"));
    }
}

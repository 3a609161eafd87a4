//! Which people of a provider may use the console, and as what.

use super::identity::{EMAIL, EMAIL_VERIFIED, Identity};
use super::text;
use gateway::Role;
use serde_json::Value;

/// Who may come in, and what they may do then.
#[derive(Debug, Clone)]
pub struct AccessPolicy {
    /// The claim that names a person, here and in the audit log.
    pub name_claim: String,
    /// These may come in, by that name.
    pub people: Vec<String>,
    /// And those whose name ends with @ and one of these. Where neither lists
    /// anything, all may that the provider gives a role.
    pub domains: Vec<String>,
    /// The claim that says what a person may do, or the path to it within
    /// objects (`realm_access.roles`).
    pub role_claim: Option<String>,
    /// What that claim says of those who look.
    pub viewers: Vec<String>,
    /// What it says of those who change things as well.
    pub operators: Vec<String>,
    /// What others may do; nothing, where they are not let in.
    pub default_role: Option<Role>,
}

/// Why a person is not let in. It has no name or address of theirs.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Refusal {
    #[error("the claim “{claim}” is missing from {sources}")]
    Missing {
        claim: String,
        sources: &'static str,
    },
    #[error(
        "the claim “{claim}” is at another server only (a distributed claim, which Entra ID sends \
         of people in many groups); have the provider put it into the ID token, for example only \
         the groups of this application, or app roles"
    )]
    Elsewhere { claim: String },
    #[error("the claim “{claim}” is {found}; expected text without control characters")]
    Unusable { claim: String, found: &'static str },
    #[error(
        "the provider does not say that it verified the email address: “email_verified” is {found}; expected true"
    )]
    Unverified { found: String },
    #[error("the claim “{claim}” has a value that is not listed in people or domains")]
    Unlisted { claim: String },
    #[error(
        "the claim “{claim}” is {found}; expected a value that is listed in operators or viewers"
    )]
    Roleless { claim: String, found: String },
    #[error("neither role_claim nor default_role is set")]
    NoRoles,
}

impl AccessPolicy {
    /// Whether a claim that decides here is not there.
    pub(super) fn misses_any(&self, identity: &Identity) -> bool {
        self.claims().any(|name| {
            let claim = match name {
                EMAIL_VERIFIED => identity.email_verified(),
                name => identity.claim(name),
            };
            claim.is_none()
        })
    }

    /// The claims that decide here.
    pub(super) fn claims(&self) -> impl Iterator<Item = &str> {
        let verified = (self.name_claim == EMAIL).then_some(EMAIL_VERIFIED);
        std::iter::once(self.name_claim.as_str())
            .chain(verified)
            .chain(self.role_claim.as_deref())
    }

    /// The person that these claims are about, and what they may do.
    pub(crate) fn admit(&self, identity: &Identity) -> Result<(String, Role), Refusal> {
        let name = self.name(identity)?;
        if self.name_claim == EMAIL {
            let verified = identity.email_verified();
            if !verified.is_some_and(is_true) {
                let found = match verified {
                    None => format!("missing from {}", identity.sources()),
                    found => text::value(found),
                };
                return Err(Refusal::Unverified { found });
            }
        }
        if !self.lists(name) {
            let claim = self.name_claim.clone();
            return Err(Refusal::Unlisted { claim });
        }
        Ok((name.to_owned(), self.role(identity)?))
    }

    /// Whether a person of this name may come in.
    pub(crate) fn lists(&self, name: &str) -> bool {
        let domain = name.rsplit_once('@').map(|(_, domain)| domain);
        let is = |listed: &String, name: &str| listed.eq_ignore_ascii_case(name);
        self.people.is_empty() && self.domains.is_empty()
            || self.people.iter().any(|listed| is(listed, name))
            || domain.is_some_and(|domain| self.domains.iter().any(|listed| is(listed, domain)))
    }

    /// The name that the provider gives them.
    pub(crate) fn name<'i>(&self, identity: &'i Identity) -> Result<&'i str, Refusal> {
        let claim = &self.name_claim;
        let value = identity.claim(claim);
        if value.is_none() {
            return Err(missing(claim, identity));
        }
        let name = value.and_then(Value::as_str).map(str::trim);
        name.filter(|name| !name.is_empty() && !name.contains(char::is_control))
            .ok_or_else(|| Refusal::Unusable {
                claim: claim.clone(),
                found: match text::kind(value) {
                    "text" => "text with control characters",
                    kind => kind,
                },
            })
    }

    fn role(&self, identity: &Identity) -> Result<Role, Refusal> {
        let Some(claim) = &self.role_claim else {
            return self.default_role.ok_or(Refusal::NoRoles);
        };
        let value = identity.claim(claim);
        let is_among = |wanted: &[String]| value.is_some_and(|value| has_any(value, wanted));
        if is_among(&self.operators) {
            Ok(Role::Operator)
        } else if is_among(&self.viewers) {
            Ok(Role::Viewer)
        } else if value.is_none() && (self.default_role.is_none() || identity.is_elsewhere(claim)) {
            // What is at another server could say less than the default.
            Err(missing(claim, identity))
        } else if let Some(role) = self.default_role {
            Ok(role)
        } else {
            Err(Refusal::Roleless {
                claim: claim.clone(),
                found: text::value(value),
            })
        }
    }
}

fn missing(claim: &str, identity: &Identity) -> Refusal {
    let claim = claim.to_owned();
    if identity.is_elsewhere(&claim) {
        Refusal::Elsewhere { claim }
    } else {
        let sources = identity.sources();
        Refusal::Missing { claim, sources }
    }
}

/// Whether a claim that is a boolean says yes: some providers send it as text or
/// as a number.
fn is_true(value: &Value) -> bool {
    match value {
        Value::Bool(flag) => *flag,
        Value::String(text) => {
            let text = text.trim();
            text.eq_ignore_ascii_case("true") || text == "1"
        }
        Value::Number(number) => number.as_u64() == Some(1),
        _ => false,
    }
}

/// Whether a claim for roles names one of `wanted`: it is one name, a list of
/// them, or an object whose keys they are.
fn has_any(value: &Value, wanted: &[String]) -> bool {
    let is_wanted = |name: &str| wanted.iter().any(|wanted| wanted == name);
    match value {
        Value::String(name) => is_wanted(name),
        Value::Array(names) => names.iter().filter_map(Value::as_str).any(is_wanted),
        Value::Object(roles) => roles
            .iter()
            .any(|(name, of)| is_wanted(name) && !matches!(of, Value::Null | Value::Bool(false))),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::super::identity::UserInfo;
    use super::*;
    use serde_json::json;

    fn admission() -> AccessPolicy {
        AccessPolicy {
            name_claim: EMAIL.into(),
            people: vec!["ada@one.example".into()],
            domains: vec!["two.example".into()],
            role_claim: Some("groups".into()),
            viewers: vec!["readers".into()],
            operators: vec!["admins".into()],
            default_role: None,
        }
    }

    fn admit(admission: &AccessPolicy, claims: &Value) -> Result<(String, Role), Refusal> {
        admission.admit(&Identity {
            id_token: claims.as_object().unwrap().clone(),
            user_info: UserInfo::NoEndpoint,
        })
    }

    fn is_unverified(result: Result<(String, Role), Refusal>) -> bool {
        matches!(result, Err(Refusal::Unverified { .. }))
    }

    #[test]
    fn who_is_listed_by_name_or_domain_comes_in() {
        let admission = admission();
        for (name, listed) in [
            ("ada@one.example", true),
            ("ADA@One.example", true),
            ("bob@one.example", false),
            ("bob@two.example", true),
            ("bob@TWO.example", true),
            ("bob@not-two.example", false),
            ("bob@two.example.evil", false),
            ("bob@two.example@evil.example", false),
            ("two.example", false),
        ] {
            let claims = json!({ "email": name, "email_verified": true, "groups": "readers" });
            let expected = if listed {
                Ok((name.to_owned(), Role::Viewer))
            } else {
                Err(Refusal::Unlisted {
                    claim: EMAIL.into(),
                })
            };
            assert_eq!(admit(&admission, &claims), expected, "{name}");
        }
    }

    #[test]
    fn an_address_counts_only_where_the_provider_verified_it() {
        for (verified, counts) in [
            (json!(true), true),
            (json!("true"), true),
            (json!("True"), true),
            (json!(1), true),
            (json!("1"), true),
            (json!(false), false),
            (json!("false"), false),
            (json!(0), false),
            (json!("0"), false),
            (json!(null), false),
            (json!("yes"), false),
            (json!(""), false),
            (json!(2), false),
            (json!([true]), false),
        ] {
            let claims = json!({
                "email": "ada@one.example", "email_verified": verified, "groups": "admins",
            });
            let admitted = admit(&admission(), &claims);
            assert_eq!(admitted.is_ok(), counts, "{verified}");
            assert_eq!(is_unverified(admitted), !counts, "{verified}");
        }
        let claims = json!({ "email": "ada@one.example", "groups": "admins" });
        assert!(is_unverified(admit(&admission(), &claims)));
        let mut by_name = admission();
        by_name.name_claim = "preferred_username".into();
        let claims = json!({ "preferred_username": "ada@one.example", "groups": "admins" });
        assert_eq!(admit(&by_name, &claims).unwrap().1, Role::Operator);
    }

    #[test]
    fn the_most_that_any_group_gives_is_the_role_and_without_any_the_default() {
        let mut admission = admission();
        for (groups, role) in [
            (json!(["x", "readers"]), Some(Role::Viewer)),
            (json!(["readers", "admins"]), Some(Role::Operator)),
            (json!("admins"), Some(Role::Operator)),
            (
                json!({ "admins": { "4711": "org.example" } }),
                Some(Role::Operator),
            ),
            (json!({ "admins": false, "readers": 1 }), Some(Role::Viewer)),
            (json!("Admins"), None),
            (json!([1, {}, null]), None),
            (json!("admins readers"), None),
            (json!(null), None),
        ] {
            let claims = json!({
                "email": "ada@one.example", "email_verified": true, "groups": groups,
            });
            admission.default_role = None;
            let admitted = admit(&admission, &claims).map(|(_, role)| role);
            assert_eq!(admitted.as_ref().ok(), role.as_ref(), "{groups}");
            if let Err(why) = admitted {
                let is_about_it = why.to_string().starts_with("the claim “groups” is ");
                assert!(is_about_it, "{groups}: {why}");
            }
            admission.default_role = Some(Role::Viewer);
            let admitted = admit(&admission, &claims).map(|(_, role)| role);
            assert_eq!(admitted, Ok(role.unwrap_or(Role::Viewer)), "{groups}");
        }
    }

    #[test]
    fn who_has_no_name_does_not_come_in() {
        for (email, why) in [
            (json!(""), "is empty"),
            (json!(" "), "is empty"),
            (json!("a\nb"), "is text with control characters"),
            (json!(7), "is a number"),
            (json!(null), "is missing from the ID token"),
        ] {
            let claims = json!({ "email": email, "email_verified": true, "groups": "admins" });
            let refusal = admit(&admission(), &claims).unwrap_err().to_string();
            assert!(
                refusal.contains(&format!("the claim “email” {why}")),
                "{refusal}"
            );
        }
    }

    #[test]
    fn a_claim_that_is_only_a_reference_is_named_as_one() {
        let claims = json!({
            "email": "ada@one.example", "email_verified": true,
            "_claim_names": { "groups": "src1" },
        });
        for default_role in [None, Some(Role::Operator)] {
            let mut admission = admission();
            admission.default_role = default_role;
            let refusal = admit(&admission, &claims).unwrap_err();
            let claim = "groups".into();
            assert_eq!(refusal, Refusal::Elsewhere { claim });
        }
    }
}

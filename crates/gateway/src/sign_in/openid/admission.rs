//! Whom a provider lets in here, and as what.

use crate::sign_in::Role;
use serde_json::{Map, Value};

/// The claim with somebody's address, which is theirs only where the provider
/// says that it looked (OpenID Connect Core 1.0, 5.1 and 5.7).
const EMAIL: &str = "email";
const EMAIL_VERIFIED: &str = "email_verified";

/// Who may come in, and what they may do then.
#[derive(Debug, Clone)]
pub struct Admission {
    /// The claim that names somebody, here and in the trail.
    pub name_claim: String,
    /// These may come in, by that name.
    pub people: Vec<String>,
    /// And those whose name ends with @ and one of these. Where neither lists
    /// anything, everybody may to whom the provider gives a role.
    pub domains: Vec<String>,
    /// The claim that says what somebody may do.
    pub role_claim: Option<String>,
    /// What stands in that claim of those who look.
    pub viewers: Vec<String>,
    /// What stands there of those who change things as well.
    pub operators: Vec<String>,
    /// What others may do; nothing, where they are not let in.
    pub default_role: Option<Role>,
}

/// Why somebody is not let in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Refusal {
    #[error("the claim that is to name somebody is missing")]
    Nameless,
    #[error("the provider does not say that it verified the e-mail address")]
    Unverified,
    #[error("neither people nor domains lists them")]
    Unlisted,
    #[error("the claim for roles gives them none")]
    Roleless,
}

impl Admission {
    /// Whom these claims are about, and what they may do.
    pub(crate) fn admit(&self, claims: &Map<String, Value>) -> Result<(String, Role), Refusal> {
        let name = claims
            .get(&self.name_claim)
            .and_then(Value::as_str)
            .map(str::trim)
            .filter(|name| !name.is_empty() && !name.contains(char::is_control))
            .ok_or(Refusal::Nameless)?;
        if self.name_claim == EMAIL && claims.get(EMAIL_VERIFIED) != Some(&Value::Bool(true)) {
            return Err(Refusal::Unverified);
        }
        if !self.lists(name) {
            return Err(Refusal::Unlisted);
        }
        let role = self.role(claims).ok_or(Refusal::Roleless)?;
        Ok((name.to_owned(), role))
    }

    /// Whether somebody of this name may come in.
    pub(crate) fn lists(&self, name: &str) -> bool {
        let domain = name.rsplit_once('@').map(|(_, domain)| domain);
        let is = |listed: &String, name: &str| listed.eq_ignore_ascii_case(name);
        self.people.is_empty() && self.domains.is_empty()
            || self.people.iter().any(|listed| is(listed, name))
            || domain.is_some_and(|domain| self.domains.iter().any(|listed| is(listed, domain)))
    }

    fn role(&self, claims: &Map<String, Value>) -> Option<Role> {
        let said = self.role_claim.as_ref().and_then(|claim| claims.get(claim));
        let says = |wanted: &[String]| {
            let is_wanted = |one: &Value| {
                one.as_str()
                    .is_some_and(|one| wanted.iter().any(|wanted| wanted == one))
            };
            match said {
                Some(Value::Array(all)) => all.iter().any(is_wanted),
                Some(one) => is_wanted(one),
                None => false,
            }
        };
        if says(&self.operators) {
            Some(Role::Operator)
        } else if says(&self.viewers) {
            Some(Role::Viewer)
        } else {
            self.default_role
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn admission() -> Admission {
        Admission {
            name_claim: EMAIL.into(),
            people: vec!["ada@one.example".into()],
            domains: vec!["two.example".into()],
            role_claim: Some("groups".into()),
            viewers: vec!["readers".into()],
            operators: vec!["admins".into()],
            default_role: None,
        }
    }

    fn admit(admission: &Admission, claims: &Value) -> Result<(String, Role), Refusal> {
        admission.admit(claims.as_object().unwrap())
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
                Err(Refusal::Unlisted)
            };
            assert_eq!(admit(&admission, &claims), expected, "{name}");
        }
    }

    #[test]
    fn an_address_counts_only_where_the_provider_verified_it() {
        for verified in [json!(false), json!(null), json!("yes")] {
            let claims = json!({ "email": "ada@one.example", "email_verified": verified });
            assert_eq!(admit(&admission(), &claims), Err(Refusal::Unverified));
        }
        let claims = json!({ "email": "ada@one.example", "groups": "admins" });
        assert_eq!(admit(&admission(), &claims), Err(Refusal::Unverified));
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
            assert_eq!(admitted, role.ok_or(Refusal::Roleless), "{groups}");
            admission.default_role = Some(Role::Viewer);
            let admitted = admit(&admission, &claims).map(|(_, role)| role);
            assert_eq!(admitted, Ok(role.unwrap_or(Role::Viewer)), "{groups}");
        }
    }

    #[test]
    fn who_has_no_name_does_not_come_in() {
        for email in [json!(""), json!(" "), json!("a\nb"), json!(7), json!(null)] {
            let claims = json!({ "email": email, "email_verified": true, "groups": "admins" });
            assert_eq!(admit(&admission(), &claims), Err(Refusal::Nameless));
        }
    }
}

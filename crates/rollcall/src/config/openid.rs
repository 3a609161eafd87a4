//! `[openid]`: the identity provider at which people sign in.

use super::addresses;
use super::connection::check_text;
use super::people::RoleName;
use super::secret::{self, SecretSource};
use super::site;
use ::openid::{AccessPolicy, OpenId};
use gateway::{PublicUrl, Role, Secret};
use serde::Deserialize;
use std::path::PathBuf;
use url::Url;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct OpenIdEntry {
    label: Option<String>,
    issuer: String,
    client_id: String,
    client_secret_env: Option<String>,
    client_secret_file: Option<PathBuf>,
    ca_file: Option<PathBuf>,
    console_url: Option<String>,
    scopes: Option<Vec<String>>,
    #[serde(default)]
    trusted_audiences: Vec<String>,
    name_claim: Option<String>,
    #[serde(default)]
    people: Vec<String>,
    #[serde(default)]
    domains: Vec<String>,
    role_claim: Option<String>,
    #[serde(default)]
    viewers: Vec<String>,
    #[serde(default)]
    operators: Vec<String>,
    default_role: Option<RoleName>,
}

impl OpenIdEntry {
    /// The provider that the section describes, or what is wrong. Browsers may open
    /// the console under the names in `hosts`, and do so at `public_url`.
    pub(super) fn openid(
        self,
        hosts: &[String],
        public_url: Option<&PublicUrl>,
        environment: &dyn Fn(&str) -> Option<String>,
    ) -> Result<OpenId, String> {
        self.check()?;
        let domains = self
            .domains
            .iter()
            .map(|text| addresses::parse_host("domains", text));
        let domains = domains.collect::<Result<_, _>>()?;
        let console_url = site::console_url(self.console_url.as_deref(), public_url, hosts)?;
        let source = SecretSource {
            name: "client_secret",
            env: self.client_secret_env.as_ref(),
            file: self.client_secret_file.as_ref(),
        };
        let client_secret = source.read(environment)?.ok_or(
            "it has no secret: client_secret_env names an environment variable that holds it, \
             client_secret_file a file",
        )?;
        let default_role = match (self.default_role, &self.role_claim) {
            (Some(role), _) => Some(role.into()),
            (None, None) => Some(Role::Viewer),
            (None, Some(_)) => None,
        };
        Ok(OpenId {
            label: self.label.unwrap_or_else(|| host(&self.issuer).to_owned()),
            issuer: self.issuer,
            client_id: self.client_id,
            client_secret: Secret::new(client_secret),
            ca: self.ca_file.as_deref().map(secret::read_pem).transpose()?,
            scopes: self.scopes.unwrap_or_else(|| vec!["email".to_owned()]),
            trusted_audiences: self.trusted_audiences,
            console_url,
            access: AccessPolicy {
                name_claim: self.name_claim.unwrap_or_else(|| "email".to_owned()),
                people: self.people,
                domains,
                role_claim: self.role_claim,
                viewers: self.viewers,
                operators: self.operators,
                default_role,
            },
        })
    }

    /// Checks the texts for characters and values that cannot be intended.
    fn check_texts(&self) -> Result<(), String> {
        for (key, text) in [
            ("label", self.label.as_ref()),
            ("issuer", Some(&self.issuer)),
            ("client_id", Some(&self.client_id)),
            ("name_claim", self.name_claim.as_ref()),
            ("role_claim", self.role_claim.as_ref()),
        ] {
            check_text(key, text.map(String::as_str))?;
            if text.is_some_and(String::is_empty) {
                return Err(format!("its {key} is empty"));
            }
        }
        let lists = [
            ("people", &self.people),
            ("operators", &self.operators),
            ("viewers", &self.viewers),
            ("trusted_audiences", &self.trusted_audiences),
        ];
        for (key, list) in lists {
            for text in list {
                check_text(key, Some(text))?;
                if text.is_empty() {
                    return Err(format!("one of its {key} is empty"));
                }
            }
        }
        let scopes = self.scopes.iter().flatten();
        if scopes
            .clone()
            .any(|scope| scope.is_empty() || scope.contains(char::is_whitespace))
        {
            return Err("its scopes are a list of single words, like [\"email\"]".to_owned());
        }
        if Url::parse(&self.issuer).is_ok_and(|url| {
            !url.username().is_empty() || url.password().is_some() || url.query().is_some()
        }) {
            return Err("its issuer has a user name, a password or a query in it".to_owned());
        }
        let people = &self.people;
        if let Some(name) = people
            .iter()
            .find(|name| name.starts_with('@') || name.contains('*'))
        {
            return Err(format!(
                "people lists whole names, and “{name}” is not one: everyone of a domain is admitted \
                 by domains"
            ));
        }
        Ok(())
    }

    fn check(&self) -> Result<(), String> {
        self.check_texts()?;
        let roles = !self.viewers.is_empty() || !self.operators.is_empty();
        match (&self.role_claim, roles) {
            (Some(_), false) => {
                return Err("role_claim gives no role: list its values in viewers and \
                            operators"
                    .to_owned());
            }
            (None, true) => {
                return Err(
                    "viewers and operators are values of role_claim, which is not \
                            given"
                        .to_owned(),
                );
            }
            _ => {}
        }
        let everybody = self.people.is_empty() && self.domains.is_empty();
        if everybody && (self.role_claim.is_none() || self.default_role.is_some()) {
            return Err(
                "everyone that the provider knows would be admitted: list people or \
                        domains, or let role_claim say who may, without a default_role"
                    .to_owned(),
            );
        }
        Ok(())
    }
}

/// The host in a URL, without its port.
fn host(url: &str) -> &str {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    match authority.rsplit_once(':') {
        Some((host, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => host,
        _ => authority,
    }
}

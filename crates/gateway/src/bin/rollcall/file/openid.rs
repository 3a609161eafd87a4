//! `[openid]`: the identity provider that vouches for people.

use super::people::RoleName;
use super::secret::{self, Place};
use gateway::{Admission, OpenId, Role, Secret};
use serde::Deserialize;
use std::path::PathBuf;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Entry {
    label: Option<String>,
    issuer: String,
    client_id: String,
    client_secret_env: Option<String>,
    client_secret_file: Option<PathBuf>,
    ca_file: Option<PathBuf>,
    console_url: String,
    scopes: Option<Vec<String>>,
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

impl Entry {
    /// The provider it describes, or what is wrong. `hosts` are the names under
    /// which browsers may open the console.
    pub(super) fn openid(
        self,
        hosts: &[String],
        environment: &dyn Fn(&str) -> Option<String>,
    ) -> Result<OpenId, String> {
        self.check(hosts)?;
        let place = Place {
            name: "client_secret",
            env: self.client_secret_env.as_ref(),
            file: self.client_secret_file.as_ref(),
        };
        let client_secret = place.read(environment)?.ok_or(
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
            ca: self.ca_file.as_deref().map(secret::read).transpose()?,
            scopes: self.scopes.unwrap_or_else(|| vec!["email".to_owned()]),
            console_url: self.console_url,
            admission: Admission {
                name_claim: self.name_claim.unwrap_or_else(|| "email".to_owned()),
                people: self.people,
                domains: self.domains,
                role_claim: self.role_claim,
                viewers: self.viewers,
                operators: self.operators,
                default_role,
            },
        })
    }

    fn check(&self, hosts: &[String]) -> Result<(), String> {
        let name = host(&self.console_url);
        let path = self
            .console_url
            .split_once("://")
            .and_then(|(_, rest)| rest.split_once(['/', '?', '#']))
            .map_or("", |(_, path)| path);
        if !path.is_empty() {
            return Err("console_url has no path: the console is at the top of its host".into());
        }
        let is_ours = matches!(name, "localhost" | "127.0.0.1" | "[::1]")
            || hosts.iter().any(|host| host.eq_ignore_ascii_case(name));
        if !is_ours {
            return Err(format!("“{name}” of its console_url is not among hosts"));
        }
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
                "everybody whom the provider knows would be let in: list people or \
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

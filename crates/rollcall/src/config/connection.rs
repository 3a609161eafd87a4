//! One `[[connections]]` entry of the file.

use super::approval::{ApprovalEntry, Approvers};
use super::secret::{self, SecretSource};
use gateway::{Credential, Limits, Secret, Upstream};
use serde::Deserialize;
use std::path::PathBuf;
use std::time::Duration;
use url::Url;
use wire::Platform;
use wire::actian::Parameters;
use wire::console::{Connection, Environment, SignIn};
use wire::pivot::Generation;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ConnectionEntry {
    pub(super) id: String,
    platform: Platform,
    label: Option<String>,
    environment: Environment,
    base_url: String,
    #[serde(default)]
    public_url: String,
    secret_env: Option<String>,
    secret_file: Option<PathBuf>,
    #[serde(default)]
    secret_ask: bool,
    user: Option<String>,
    password_env: Option<String>,
    password_file: Option<PathBuf>,
    ca_file: Option<PathBuf>,
    connect_timeout: Option<u16>,
    answer_timeout: Option<u16>,
    total_timeout: Option<u16>,
    concurrency: Option<u16>,
    approval: Option<ApprovalEntry>,
    pivot: Option<Pivot>,
    actian: Option<Actian>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Pivot {
    #[serde(default)]
    generation: Generation,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Actian {
    tenant: String,
    #[serde(default)]
    parameters: Parameters,
    auth: Option<Auth>,
}

#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Auth {
    ApiKey,
    Token,
}

impl ConnectionEntry {
    /// Builds the platform that the entry describes. `approvers`: the people who could
    /// approve its changes.
    pub(super) fn upstream(
        self,
        approvers: Approvers,
        environment: &dyn Fn(&str) -> Option<String>,
    ) -> Result<Upstream, String> {
        self.check()?;
        let limits = self.limits()?;
        let approval = self
            .approval
            .map(|entry| entry.rule(self.platform, approvers));
        let approval = approval.transpose()?;
        let credential = self.credential(environment)?;
        let ca = self.ca_file.as_deref().map(secret::read_pem).transpose()?;
        let actian = self.actian.unwrap_or_default();
        let connection = Connection {
            label: self
                .label
                .unwrap_or_else(|| self.platform.name().to_owned()),
            id: self.id,
            platform: self.platform,
            environment: self.environment,
            sign_in: match (&credential, self.platform, actian.auth) {
                (Credential::Password { .. }, _, _) => SignIn::Password,
                (_, Platform::Pivot, _) => SignIn::ApiToken,
                (_, Platform::Actian, Some(Auth::Token)) => SignIn::Bearer,
                _ => SignIn::ApiKey,
            },
            generation: self.pivot.map(|pivot| pivot.generation).unwrap_or_default(),
            tenant: actian.tenant,
            parameters: actian.parameters,
            token_tail: String::new(),
            ask: false,
            public_url: self.public_url,
            outbox: String::new(),
            approval: false,
        };
        let mut upstream = Upstream::new(connection, self.base_url, credential);
        upstream.limits = limits;
        upstream.approval = approval;
        upstream.ca = ca;
        Ok(upstream)
    }

    fn check(&self) -> Result<(), String> {
        self.check_texts()?;
        let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
        if self.id.is_empty() || !self.id.bytes().all(plain) {
            return Err("an id consists of lowercase letters, digits and hyphens".to_owned());
        }
        if self.pivot.is_some() && self.platform != Platform::Pivot {
            return Err("it has settings of Pivot, but its platform is another".to_owned());
        }
        match (&self.actian, self.platform) {
            (Some(actian), Platform::Actian) if !actian.tenant.is_empty() => Ok(()),
            (_, Platform::Actian) => Err("it needs the ID of its tenant, actian.tenant".to_owned()),
            (Some(_), _) => {
                Err("it has settings of Actian, but its platform is another".to_owned())
            }
            (None, _) => Ok(()),
        }
    }

    /// Checks the texts for characters and values that cannot be intended.
    fn check_texts(&self) -> Result<(), String> {
        let tenant = self.actian.as_ref().map(|actian| actian.tenant.as_str());
        for (key, text) in [
            ("label", self.label.as_deref()),
            ("base_url", Some(self.base_url.as_str())),
            ("user", self.user.as_deref()),
            ("actian.tenant", tenant),
        ] {
            check_text(key, text)?;
        }
        if !self.public_url.is_empty() {
            check_public_url(&self.public_url)?;
        }
        if self.ca_file.is_some() && !self.base_url.starts_with("https://") {
            return Err("ca_file is for a base_url that begins with https://".to_owned());
        }
        Ok(())
    }

    fn limits(&self) -> Result<Limits, String> {
        let usual = Limits::default();
        let seconds = |given: Option<u16>, usual: Duration| {
            given.map_or(usual, |seconds| Duration::from_secs(seconds.into()))
        };
        let limits = Limits {
            connect: seconds(self.connect_timeout, usual.connect),
            answer: seconds(self.answer_timeout, usual.answer),
            total: seconds(self.total_timeout, usual.total),
            concurrency: self.concurrency.map_or(usual.concurrency, usize::from),
            ..usual
        };
        if limits.connect.is_zero() || limits.answer.is_zero() || limits.concurrency == 0 {
            return Err("its time-outs and its concurrency must be at least 1".into());
        }
        if limits.total < limits.answer {
            return Err("its total_timeout is shorter than its answer_timeout".into());
        }
        if limits.answer < limits.connect {
            return Err("its answer_timeout is shorter than its connect_timeout".into());
        }
        Ok(limits)
    }

    fn credential(
        &self,
        environment: &dyn Fn(&str) -> Option<String>,
    ) -> Result<Credential, String> {
        let secret = SecretSource {
            name: "secret",
            env: self.secret_env.as_ref(),
            file: self.secret_file.as_ref(),
        };
        let password = SecretSource {
            name: "password",
            env: self.password_env.as_ref(),
            file: self.password_file.as_ref(),
        };
        let secret = secret.read(environment)?;
        let password = password.read(environment)?;
        let words = match (secret, self.user.as_deref(), password) {
            (None, None, None) if self.secret_ask => return Ok(Credential::Asked),
            (_, Some(_), _) if self.secret_ask => {
                "secret_ask is for tokens and keys; the password of a user is in an \
                 environment variable (password_env) or a file (password_file)"
            }
            _ if self.secret_ask => "it has a secret and secret_ask; use one of them",
            (Some(secret), None, None) => {
                // No token and no key has spaces around it.
                return Ok(Credential::Secret(Secret::new(secret.trim().to_owned())));
            }
            (None, Some(_), Some(_)) if self.platform == Platform::Pivot => {
                "Imply Pivot's API has no sign-in by user name and password; use an API token"
            }
            (None, Some(_), Some(_)) if self.auth().is_some() => {
                "actian.auth describes a secret, but the connection signs in as a user"
            }
            (None, Some(""), Some(_)) => "its user is empty",
            (None, Some(user), Some(password)) => {
                return Ok(Credential::Password {
                    user: user.to_owned(),
                    password: Secret::new(password),
                });
            }
            (None, None, None) => {
                "it has no secret: secret_env names an environment variable that holds it, \
                 secret_file a file, and with secret_ask = true the console asks for it"
            }
            (None, Some(_), None) => {
                "it has a user without a password: password_env names an environment variable \
                 that holds it, password_file a file"
            }
            (None, None, Some(_)) => "it has a password and no user",
            (Some(_), _, _) => "it has a secret, and a user or a password; use one of them",
        };
        Err(words.to_owned())
    }

    fn auth(&self) -> Option<Auth> {
        self.actian.as_ref()?.auth
    }
}

/// Checks that a text has no space around it and no invisible characters.
pub(super) fn check_text(key: &str, text: Option<&str>) -> Result<(), String> {
    let Some(text) = text else { return Ok(()) };
    if text.trim() != text {
        return Err(format!("its {key} begins or ends with a space"));
    }
    if text
        .chars()
        .any(|c| c.is_control() || "\u{ad}\u{200b}\u{feff}".contains(c))
    {
        return Err(format!("its {key} has an invisible character in it"));
    }
    Ok(())
}

/// Checks that links in invitations can begin with this URL. Browsers show it,
/// so it must not contain a password.
fn check_public_url(text: &str) -> Result<(), String> {
    let why = match Url::parse(text) {
        Ok(url) if !matches!(url.scheme(), "http" | "https") => {
            "it begins with neither https:// nor http://"
        }
        Ok(url) if !url.username().is_empty() || url.password().is_some() => {
            "it has a user name or password in it"
        }
        Ok(url) if url.query().is_some() => "it has a query",
        Ok(url) if url.fragment().is_some() => "it has a fragment (#)",
        Ok(_) if text.chars().any(|c| c.is_whitespace() || c.is_control()) => {
            "it has a space in it"
        }
        Ok(_) => return Ok(()),
        Err(_) => "it is not a valid URL",
    };
    Err(format!(
        "public_url is where people reach the platform, like https://pivot.example.com: {why}"
    ))
}

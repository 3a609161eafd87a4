//! One `[[connections]]` of the file.

use gateway::{Limits, Secret, Upstream};
use serde::Deserialize;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;
use wire::Platform;
use wire::actian::Parameters;
use wire::console::{Connection, Environment, SignIn};
use wire::pivot::Generation;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Entry {
    pub(super) id: String,
    platform: Platform,
    label: Option<String>,
    environment: Environment,
    base_url: String,
    #[serde(default)]
    public_url: String,
    secret_env: Option<String>,
    secret_file: Option<PathBuf>,
    ca_file: Option<PathBuf>,
    connect_timeout: Option<u16>,
    answer_timeout: Option<u16>,
    total_timeout: Option<u16>,
    concurrency: Option<u16>,
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
    #[serde(default)]
    auth: Auth,
}

#[derive(Debug, Clone, Copy, Default, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Auth {
    #[default]
    ApiKey,
    Token,
}

impl Entry {
    /// The platform it describes.
    pub(super) fn upstream(
        self,
        environment: &dyn Fn(&str) -> Option<String>,
    ) -> Result<Upstream, String> {
        self.check()?;
        let limits = self.limits()?;
        let secret = self.secret(environment)?;
        let ca = self.ca_file.as_deref().map(read).transpose()?;
        let actian = self.actian.unwrap_or_default();
        let connection = Connection {
            label: self
                .label
                .unwrap_or_else(|| self.platform.name().to_owned()),
            id: self.id,
            platform: self.platform,
            environment: self.environment,
            sign_in: match (self.platform, actian.auth) {
                (Platform::Pivot, _) => SignIn::ApiToken,
                (Platform::Actian, Auth::Token) => SignIn::Bearer,
                _ => SignIn::ApiKey,
            },
            generation: self.pivot.map(|pivot| pivot.generation).unwrap_or_default(),
            tenant: actian.tenant,
            parameters: actian.parameters,
            token_tail: String::new(),
            public_url: self.public_url,
            outbox: String::new(),
        };
        let mut upstream = Upstream::new(connection, self.base_url, secret);
        upstream.limits = limits;
        upstream.ca = ca;
        Ok(upstream)
    }

    fn check(&self) -> Result<(), String> {
        let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
        if self.id.is_empty() || !self.id.bytes().all(plain) {
            return Err("an id is made of small letters, digits and hyphens".to_owned());
        }
        if self.pivot.is_some() && self.platform != Platform::Pivot {
            return Err("it has settings of Pivot, and is none".to_owned());
        }
        match (&self.actian, self.platform) {
            (Some(actian), Platform::Actian) if !actian.tenant.is_empty() => Ok(()),
            (_, Platform::Actian) => Err("it needs the ID of its tenant, actian.tenant".to_owned()),
            (Some(_), _) => Err("it has settings of Actian, and is none".to_owned()),
            (None, _) => Ok(()),
        }
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
            return Err("with a time-out or a concurrency of 0 nothing would get through".into());
        }
        if limits.total < limits.answer {
            return Err("its total_timeout is shorter than its answer_timeout".into());
        }
        Ok(limits)
    }

    fn secret(&self, environment: &dyn Fn(&str) -> Option<String>) -> Result<Secret, String> {
        let (text, of) = match (&self.secret_env, &self.secret_file) {
            (Some(name), None) => {
                let text = environment(name)
                    .ok_or_else(|| format!("the environment variable {name} is not set"))?;
                (text, format!("the environment variable {name}"))
            }
            (None, Some(path)) => {
                let text = String::from_utf8(read(path)?)
                    .map_err(|_| format!("{} holds no text", path.display()))?;
                (text, path.display().to_string())
            }
            (Some(_), Some(_)) => {
                return Err("it has a secret_env and a secret_file; one will do".to_owned());
            }
            (None, None) => {
                return Err(
                    "it has no secret: secret_env names an environment variable that holds it, \
                     secret_file a file"
                        .to_owned(),
                );
            }
        };
        // Editors and `echo` end a file with a line break.
        match text.trim() {
            "" => Err(format!("{of} is empty")),
            text => Ok(Secret::new(text.to_owned())),
        }
    }
}

fn read(path: &Path) -> Result<Vec<u8>, String> {
    fs::read(path).map_err(|error| format!("{} cannot be read: {error}", path.display()))
}

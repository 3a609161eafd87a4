//! Reads `rollcall.toml` strictly; every error names its line.

mod addresses;
mod approval;
mod audit;
mod auth;
mod connection;
mod limits;
mod openid;
mod people;
mod proxy;
mod secret;
mod site;
#[cfg(test)]
mod tests;

use crate::embedded;
use crate::session_key;
use crate::tls::TlsFiles;
use ::openid::Provider;
use anyhow::{Context, Result, anyhow};
use approval::Approvers;
use audit::Audit;
use audit_store::Location;
use auth::AuthSettings;
use connection::ConnectionEntry;
use gateway::{Config, ConsoleFiles, SigningKey, Upstream};
pub(crate) use limits::{ClientTimeouts, ServerLimits};
use people::{Session, User};
use secret::SecretSource;
use serde::Deserialize;
use serde::de::IgnoredAny;
use std::env;
use std::net::SocketAddr;
use std::num::{NonZeroU16, NonZeroU32};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use toml::Spanned;

/// The settings in the file, checked and ready to be used.
#[derive(Debug)]
pub(crate) struct Settings {
    pub(crate) listen: SocketAddr,
    pub(crate) log: Log,
    /// The limits of connections from browsers.
    pub(crate) limits: ServerLimits,
    /// Where the audit log is.
    pub(crate) audit: Location,
    /// The address of the metrics, if they are served.
    pub(crate) metrics: Option<SocketAddr>,
    /// The certificate and key, if this server speaks TLS itself.
    pub(crate) tls: Option<TlsFiles>,
    pub(crate) gateway: Config,
    /// The identity provider of `gateway`, if there is one.
    pub(crate) provider: Option<Arc<Provider>>,
}

/// The format of the log.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Log {
    #[default]
    Text,
    Json,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct ConfigFile {
    #[serde(default)]
    server: Server,
    tls: Option<Spanned<TlsFiles>>,
    metrics: Option<Metrics>,
    audit: Option<Spanned<Audit>>,
    #[serde(default)]
    session: Session,
    #[serde(default)]
    users: Vec<Spanned<User>>,
    openid: Option<Spanned<openid::OpenIdEntry>>,
    proxy: Option<Spanned<proxy::ProxyEntry>>,
    #[serde(default)]
    connections: Vec<Spanned<ConnectionEntry>>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Server {
    listen: Option<Spanned<String>>,
    hosts: Option<Spanned<Vec<String>>>,
    /// Proxies in front, whose `X-Forwarded-For` is read.
    trusted_proxies: Option<Spanned<Vec<String>>>,
    public_url: Option<Spanned<String>>,
    connections: Option<NonZeroU32>,
    connections_per_address: Option<NonZeroU32>,
    head_timeout: Option<NonZeroU16>,
    body_timeout: Option<NonZeroU16>,
    idle_timeout: Option<NonZeroU16>,
    write_timeout: Option<NonZeroU16>,
    drain_wait: Option<u16>,
    dist: Option<PathBuf>,
    #[serde(default)]
    log: Log,
    session_key_env: Option<Spanned<String>>,
    session_key_file: Option<Spanned<PathBuf>>,
    /// Where this setting was in an earlier version, which accepted the header from
    /// any client.
    user_header: Option<Spanned<IgnoredAny>>,
}

impl Server {
    /// The key that sessions are signed with, if one is named. An error is a
    /// position and a message.
    fn session_key(
        &self,
        environment: &dyn Fn(&str) -> Option<String>,
    ) -> Result<Option<SigningKey>, (usize, String)> {
        let (env, file) = (
            self.session_key_env.as_ref(),
            self.session_key_file.as_ref(),
        );
        let at = env
            .map(Spanned::span)
            .or_else(|| file.map(Spanned::span))
            .map_or(0, |span| span.start);
        let source = SecretSource {
            name: "session_key",
            env: env.map(Spanned::get_ref),
            file: file.map(Spanned::get_ref),
        };
        let text = source.read(environment).map_err(|words| (at, words))?;
        text.map(|text| session_key::parse(&text))
            .transpose()
            .map_err(|words| (at, words))
    }
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Metrics {
    listen: Spanned<String>,
}

impl Metrics {
    /// The address of the metrics, which must not be `console`, the console's. An
    /// error is a position and a message.
    fn address(&self, console: SocketAddr) -> Result<SocketAddr, (usize, String)> {
        let at = self.listen.span().start;
        let address =
            addresses::parse_listen(self.listen.get_ref()).map_err(|words| (at, words))?;
        if address == console && address.port() != 0 {
            let words = "listen of [metrics] is the address of the console: give it a port of \
                         its own, like 9464";
            return Err((at, words.to_owned()));
        }
        Ok(address)
    }
}

/// What is wrong in the file, and in which line. It never quotes the line,
/// which may contain a secret.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {words}")]
struct ConfigFileError {
    line: usize,
    words: String,
}

/// Reads the file at `path`, and the secrets that it names.
pub(crate) fn read(path: &Path) -> Result<Settings> {
    let shown = path.display();
    let text = read_text(path)
        .with_context(|| format!("{shown} cannot be read (rollcall init writes one)"))?;
    parse(&text, &environment_variable).with_context(|| shown.to_string())
}

/// Reads only where the audit log is, for commands that need no other secret.
pub(crate) fn read_audit_location(path: &Path) -> Result<Location> {
    let shown = path.display();
    let text = read_text(path).with_context(|| format!("{shown} cannot be read"))?;
    let file = deserialize(&text).with_context(|| shown.to_string())?;
    audit_location(&text, file.audit, &environment_variable).with_context(|| shown.to_string())
}

fn read_text(path: &Path) -> Result<String> {
    crate::text_file::decode(std::fs::read(path)?).map_err(|words| anyhow!("it {words}"))
}

/// The environment variable of this name. What is not UTF-8 is replaced, and a
/// secret with a replacement character is refused.
fn environment_variable(name: &str) -> Option<String> {
    env::var_os(name).map(|value| value.to_string_lossy().into_owned())
}

fn audit_location(
    text: &str,
    audit: Option<Spanned<Audit>>,
    environment: &dyn Fn(&str) -> Option<String>,
) -> Result<Location, ConfigFileError> {
    let at = audit.as_ref().map_or(0, |audit| audit.span().start);
    let audit = audit.map(Spanned::into_inner).unwrap_or_default();
    audit
        .location(environment)
        .map_err(|words| error_at(text, at, format!("[audit]: {words}")))
}

/// The error at this byte of `text`.
fn error_at(text: &str, at: usize, words: String) -> ConfigFileError {
    ConfigFileError {
        line: text.get(..at).unwrap_or(text).matches('\n').count() + 1,
        words,
    }
}

fn deserialize(text: &str) -> Result<ConfigFile, ConfigFileError> {
    toml::from_str(text).map_err(|error| {
        let at = error.span().map_or(0, |span| span.start);
        error_at(text, at, without_value(error.message()))
    })
}

/// The parser's message about an unexpected value, without the value, which may
/// be a secret in the wrong place.
fn without_value(message: &str) -> String {
    for before in ["invalid type: ", "invalid value: ", "unknown variant "] {
        if let Some(rest) = message.strip_prefix(before)
            && let Some((found, expected)) = rest.rsplit_once(", expected ")
        {
            let kind = found.split(['`', '"']).next().unwrap_or_default();
            let start = format!("{before}{kind}");
            return format!(
                "{}, expected {expected}",
                start.trim_end_matches([' ', ':'])
            );
        }
    }
    message.to_owned()
}

/// The platforms that the file describes. An error is a position, where there
/// is one, and a message.
fn build_upstreams(
    entries: Vec<Spanned<ConnectionEntry>>,
    approvers: Approvers,
    environment: &dyn Fn(&str) -> Option<String>,
) -> Result<Vec<Upstream>, (Option<usize>, String)> {
    if entries.is_empty() {
        let words = "there is no connection: describe a platform below [[connections]]";
        return Err((None, words.to_owned()));
    }
    let mut upstreams: Vec<Upstream> = Vec::new();
    for entry in entries {
        let at = Some(entry.span().start);
        let entry = entry.into_inner();
        let id = entry.id.clone();
        if upstreams.iter().any(|other| other.connection.id == id) {
            return Err((at, format!("there are two connections with the id “{id}”")));
        }
        let upstream = entry
            .upstream(approvers, environment)
            .map_err(|words| (at, format!("connection “{id}”: {words}")))?;
        gateway::check(&upstream).map_err(|error| (at, error.to_string()))?;
        upstreams.push(upstream);
    }
    Ok(upstreams)
}

fn parse(
    text: &str,
    environment: &dyn Fn(&str) -> Option<String>,
) -> Result<Settings, ConfigFileError> {
    let error_at = |at: usize, words: String| error_at(text, at, words);
    let file = deserialize(text)?;
    let session_key = file
        .server
        .session_key(environment)
        .map_err(|(at, words)| error_at(at, format!("[server]: {words}")))?;
    let auth = AuthSettings {
        users: file.users,
        session: file.session,
        openid: file.openid,
        proxy: file.proxy,
    };
    let limits = file.server.limits();
    let given = file.server.public_url.as_ref();
    let public_url_at = given.map_or(0, |given| given.span().start);
    let public_url = file
        .server
        .public_url
        .map(|given| {
            site::public_url(given.get_ref(), auth.has_sessions(), file.tls.is_some())
                .map_err(|words| error_at(given.span().start, words))
        })
        .transpose()?;
    let hosts = match file.server.hosts {
        None => Vec::new(),
        Some(given) => {
            let at = given.span().start;
            addresses::parse_hosts(given.into_inner()).map_err(|words| error_at(at, words))?
        }
    };
    let mut listen = SocketAddr::from(([127, 0, 0, 1], 8080));
    if let Some(given) = file.server.listen {
        let at = given.span().start;
        listen = addresses::parse_listen(given.get_ref()).map_err(|words| error_at(at, words))?;
        if !listen.ip().is_loopback() {
            let missing = if auth.is_empty() {
                "no one would have to sign in: configure [[users]], [openid] or [proxy]"
            } else if hosts.is_empty() && public_url.is_none() {
                "no host name is configured for them: set hosts or public_url"
            } else {
                ""
            };
            if !missing.is_empty() {
                let words = format!(
                    "{listen} can be reached from other machines, and {missing}. Or listen on a \
                     loopback address like 127.0.0.1:8080"
                );
                return Err(error_at(at, words));
            }
        }
    }
    let connections = build_upstreams(file.connections, auth.approvers(), environment)
        .map_err(|(at, words)| error_at(at.unwrap_or(text.len()), words))?;
    let dist = file.server.dist.map(ConsoleFiles::Folder);
    let mut gateway = Config::new(connections, dist.unwrap_or_else(embedded::console_files));
    gateway.hosts = hosts;
    gateway.body_timeout = limits.body_timeout;
    if let Some(list) = file.server.trusted_proxies {
        let at = list.span().start;
        gateway.trusted_proxies = proxy::parse_networks("trusted_proxies", list.get_ref())
            .map_err(|words| error_at(at, words))?;
    }
    gateway.public_url = public_url;
    let base_path = gateway.base_path().map(drop);
    base_path.map_err(|error| error_at(public_url_at, error.to_string()))?;
    if let Some(header) = file.server.user_header {
        let words = "user_header belongs below [proxy] now, with the proxy's addresses in from";
        return Err(error_at(header.span().start, words.to_owned()));
    }
    gateway.session_key = session_key;
    let provider = auth
        .apply_to(&mut gateway, environment)
        .map_err(|(at, words)| error_at(at, words))?;
    let metrics = file.metrics.map(|metrics| metrics.address(listen));
    let metrics = metrics
        .transpose()
        .map_err(|(at, words)| error_at(at, words))?;
    let mut tls = None;
    if let Some(files) = file.tls {
        let at = files.span().start;
        let files = files.into_inner();
        files.acceptor().map_err(|words| error_at(at, words))?;
        tls = Some(files);
    }
    Ok(Settings {
        listen,
        log: file.server.log,
        limits,
        audit: audit_location(text, file.audit, environment)?,
        metrics,
        tls,
        gateway,
        provider,
    })
}

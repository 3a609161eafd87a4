//! `rollcall.toml`: read strictly, every mistake with its line.

mod address;
mod audit;
mod doors;
mod entry;
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
use crate::tls::Files;
use ::openid::Provider;
use anyhow::{Context, Result, anyhow};
use audit::Audit;
use audit_store::Location;
use doors::Doors;
use entry::Entry;
use gateway::{Config, Dist, SigningKey, Upstream};
pub(crate) use limits::{ClientTimeouts, ServerLimits};
use people::{Session, User};
use serde::Deserialize;
use serde::de::IgnoredAny;
use std::env;
use std::net::SocketAddr;
use std::num::{NonZeroU16, NonZeroU32};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use toml::Spanned;

/// What the file says, ready to be used.
#[derive(Debug)]
pub(crate) struct Settings {
    pub(crate) listen: SocketAddr,
    pub(crate) log: Log,
    /// What its connections may take.
    pub(crate) limits: ServerLimits,
    /// Where the audit log is.
    pub(crate) audit: Location,
    /// Where what is counted is served, if anywhere.
    pub(crate) metrics: Option<SocketAddr>,
    /// What it speaks TLS with, if it does itself.
    pub(crate) tls: Option<Files>,
    pub(crate) gateway: Config,
    /// The identity provider of `gateway`, if there is one.
    pub(crate) provider: Option<Arc<Provider>>,
}

/// How the log is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Log {
    #[default]
    Text,
    Json,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    server: Server,
    tls: Option<Spanned<Files>>,
    metrics: Option<Metrics>,
    audit: Option<Spanned<Audit>>,
    #[serde(default)]
    session: Session,
    #[serde(default)]
    users: Vec<Spanned<User>>,
    openid: Option<Spanned<openid::Entry>>,
    proxy: Option<Spanned<proxy::Entry>>,
    #[serde(default)]
    connections: Vec<Spanned<Entry>>,
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
    /// Where it once stood; there it was believed to everybody.
    user_header: Option<Spanned<IgnoredAny>>,
}

impl Server {
    /// The key that sessions are signed with, if one is named; or what is wrong,
    /// and where.
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
        let place = secret::Place {
            name: "session_key",
            env: env.map(Spanned::get_ref),
            file: file.map(Spanned::get_ref),
        };
        let text = place.read(environment).map_err(|words| (at, words))?;
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
    /// Where what is counted is served; or what is wrong, and where. The console
    /// is at `console`.
    fn address(&self, console: SocketAddr) -> Result<SocketAddr, (usize, String)> {
        let at = self.listen.span().start;
        let address = address::listen(self.listen.get_ref()).map_err(|words| (at, words))?;
        if address == console && address.port() != 0 {
            let words = "listen of [metrics] is the address of the console: give it a port of \
                         its own, like 9464";
            return Err((at, words.to_owned()));
        }
        Ok(address)
    }
}

/// What is wrong, and where. It never quotes the line: somebody may have put a
/// secret there.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {words}")]
struct Wrong {
    line: usize,
    words: String,
}

/// Reads the file at `path`, and the secrets that it names.
pub(crate) fn read(path: &Path) -> Result<Settings> {
    let shown = path.display();
    let text =
        text(path).with_context(|| format!("{shown} cannot be read (rollcall init writes one)"))?;
    parse(&text, &variable).with_context(|| shown.to_string())
}

/// Where the audit log is, for those who only read it: no other secret is needed.
pub(crate) fn audit(path: &Path) -> Result<Location> {
    let shown = path.display();
    let text = text(path).with_context(|| format!("{shown} cannot be read"))?;
    let file = structure(&text).with_context(|| shown.to_string())?;
    location(&text, file.audit, &variable).with_context(|| shown.to_string())
}

fn text(path: &Path) -> Result<String> {
    crate::text::read(std::fs::read(path)?).map_err(|words| anyhow!("it {words}"))
}

/// The environment variable of this name. What is not UTF-8 in it is replaced,
/// which no secret passes.
fn variable(name: &str) -> Option<String> {
    env::var_os(name).map(|value| value.to_string_lossy().into_owned())
}

fn location(
    text: &str,
    audit: Option<Spanned<Audit>>,
    environment: &dyn Fn(&str) -> Option<String>,
) -> Result<Location, Wrong> {
    let at = audit.as_ref().map_or(0, |audit| audit.span().start);
    let audit = audit.map(Spanned::into_inner).unwrap_or_default();
    audit
        .location(environment)
        .map_err(|words| wrong(text, at, format!("[audit]: {words}")))
}

/// What is wrong at this byte of `text`.
fn wrong(text: &str, at: usize, words: String) -> Wrong {
    Wrong {
        line: text.get(..at).unwrap_or(text).matches('\n').count() + 1,
        words,
    }
}

fn structure(text: &str) -> Result<File, Wrong> {
    toml::from_str(text).map_err(|error| {
        let at = error.span().map_or(0, |span| span.start);
        wrong(text, at, without_value(error.message()))
    })
}

/// What the reader says of a value that it does not expect, without the value: it
/// may be a secret in the wrong place.
fn without_value(message: &str) -> String {
    for before in ["invalid type: ", "invalid value: ", "unknown variant "] {
        if let Some(rest) = message.strip_prefix(before)
            && let Some((found, expected)) = rest.rsplit_once(", expected ")
        {
            let kind = found.split(['`', '"']).next().unwrap_or_default();
            let said = format!("{before}{kind}");
            return format!("{}, expected {expected}", said.trim_end_matches([' ', ':']));
        }
    }
    message.to_owned()
}

/// The platforms that are described; or what is wrong, and where.
fn upstreams(
    entries: Vec<Spanned<Entry>>,
    environment: &dyn Fn(&str) -> Option<String>,
) -> Result<Vec<Upstream>, (Option<usize>, String)> {
    if entries.is_empty() {
        let words = "there is no connection: a platform is described below [[connections]]";
        return Err((None, words.to_owned()));
    }
    let mut upstreams: Vec<Upstream> = Vec::new();
    for entry in entries {
        let at = Some(entry.span().start);
        let entry = entry.into_inner();
        let id = entry.id.clone();
        if upstreams.iter().any(|other| other.connection.id == id) {
            return Err((at, format!("there are two connections called “{id}”")));
        }
        let upstream = entry
            .upstream(environment)
            .map_err(|words| (at, format!("connection “{id}”: {words}")))?;
        gateway::check(&upstream).map_err(|error| (at, error.to_string()))?;
        upstreams.push(upstream);
    }
    Ok(upstreams)
}

fn parse(text: &str, environment: &dyn Fn(&str) -> Option<String>) -> Result<Settings, Wrong> {
    let wrong = |at: usize, words: String| wrong(text, at, words);
    let file = structure(text)?;
    let session_key = file
        .server
        .session_key(environment)
        .map_err(|(at, words)| wrong(at, format!("[server]: {words}")))?;
    let doors = Doors {
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
            site::public_url(given.get_ref(), doors.have_sessions(), file.tls.is_some())
                .map_err(|words| wrong(given.span().start, words))
        })
        .transpose()?;
    let hosts = match file.server.hosts {
        None => Vec::new(),
        Some(given) => {
            let at = given.span().start;
            address::hosts(given.into_inner()).map_err(|words| wrong(at, words))?
        }
    };
    let mut listen = SocketAddr::from(([127, 0, 0, 1], 8080));
    if let Some(given) = file.server.listen {
        let at = given.span().start;
        listen = address::listen(given.get_ref()).map_err(|words| wrong(at, words))?;
        if !listen.ip().is_loopback() {
            let missing = if doors.are_open() {
                "nobody would have to sign in: put people into [[users]], or who signs them in \
                 into [openid] or [proxy]"
            } else if hosts.is_empty() && public_url.is_none() {
                "no name is given under which they may open it: put it into hosts or public_url"
            } else {
                ""
            };
            if !missing.is_empty() {
                let words = format!(
                    "{listen} can be reached from other machines, and {missing}. Or listen on a \
                     loopback address like 127.0.0.1:8080"
                );
                return Err(wrong(at, words));
            }
        }
    }
    let connections = upstreams(file.connections, environment)
        .map_err(|(at, words)| wrong(at.unwrap_or(text.len()), words))?;
    let dist = file.server.dist.map(Dist::Folder);
    let mut gateway = Config::new(connections, dist.unwrap_or_else(embedded::dist));
    gateway.hosts = hosts;
    gateway.body_timeout = limits.body_timeout;
    if let Some(list) = file.server.trusted_proxies {
        let at = list.span().start;
        gateway.trusted_proxies =
            proxy::networks("trusted_proxies", list.get_ref()).map_err(|words| wrong(at, words))?;
    }
    gateway.public_url = public_url;
    let base_path = gateway.base_path().map(drop);
    base_path.map_err(|error| wrong(public_url_at, error.to_string()))?;
    if let Some(header) = file.server.user_header {
        let words = "user_header stands below [proxy] now, with the proxy's addresses in from";
        return Err(wrong(header.span().start, words.to_owned()));
    }
    gateway.session_key = session_key;
    let provider = doors
        .put_into(&mut gateway, environment)
        .map_err(|(at, words)| wrong(at, words))?;
    let metrics = file.metrics.map(|metrics| metrics.address(listen));
    let metrics = metrics
        .transpose()
        .map_err(|(at, words)| wrong(at, words))?;
    let mut tls = None;
    if let Some(files) = file.tls {
        let at = files.span().start;
        let files = files.into_inner();
        files.acceptor().map_err(|words| wrong(at, words))?;
        tls = Some(files);
    }
    Ok(Settings {
        listen,
        log: file.server.log,
        limits,
        audit: location(text, file.audit, environment)?,
        metrics,
        tls,
        gateway,
        provider,
    })
}

//! What `rollcall serve` needs from this machine: addresses to listen on, the built
//! console, a database. It is only checked; nothing is created.

use crate::config::Settings;
use crate::serve::bind;
use crate::session_key;
use crate::store_error::explain;
use anyhow::{Result, bail};
use std::net::SocketAddr;

/// One thing that is needed, and why it is not available, if it is not.
pub(super) struct Requirement {
    pub(super) name: String,
    pub(super) trouble: Option<String>,
}

impl Requirement {
    fn new(name: impl Into<String>, outcome: Result<()>) -> Self {
        Self {
            name: name.into(),
            trouble: outcome.err().map(|error| format!("{error:#}")),
        }
    }
}

/// Checks everything that is needed.
pub(super) async fn check_all(settings: &Settings) -> Vec<Requirement> {
    let console = format!("console {}", settings.listen);
    let mut requirements = vec![Requirement::new(
        console,
        check_listen_address(settings.listen).await,
    )];
    if let Some(address) = settings.metrics {
        let name = format!("metrics {address}");
        requirements.push(Requirement::new(name, check_listen_address(address).await));
    }
    requirements.push(Requirement::new("page", check_console(settings).await));
    let database = audit_store::check(&settings.audit).await.map_err(explain);
    requirements.push(Requirement::new("audit log", database));
    if settings.gateway.sign_in.is_some() && settings.gateway.session_key.is_none() {
        requirements.push(Requirement::new(
            "session key",
            session_key::check_fallback(&settings.audit),
        ));
    }
    if settings.tls.is_some() {
        // A certificate that cannot be used is an error when the settings are read.
        requirements.push(Requirement::new("certificate", Ok(())));
    }
    requirements
}

/// Checks that an address can be listened on, by doing so for a moment.
async fn check_listen_address(address: SocketAddr) -> Result<()> {
    bind(address).await.map(drop)
}

async fn check_console(settings: &Settings) -> Result<()> {
    let dist = &settings.gateway.console_files;
    if !dist.is_built().await {
        bail!(
            "there is no built console in {dist}: name its folder in dist of [server] or with \
             --dist, or use a rollcall that has it built in (cargo xtask release)"
        );
    }
    Ok(())
}

//! What `serve` needs of this machine: addresses to listen on, a page to show, a
//! database. It is looked for, and nothing is made.

use crate::file::Settings;
use crate::serve::bind;
use crate::session_key;
use anyhow::{Result, bail};
use std::net::SocketAddr;

/// One thing that is needed, and why it is not to be had, if so.
pub(super) struct Need {
    pub(super) name: String,
    pub(super) trouble: Option<String>,
}

impl Need {
    fn new(name: impl Into<String>, looked: Result<()>) -> Self {
        Self {
            name: name.into(),
            trouble: looked.err().map(|error| format!("{error:#}")),
        }
    }
}

/// Looks for everything that is needed.
pub(super) async fn needs(settings: &Settings) -> Vec<Need> {
    let console = format!("console {}", settings.listen);
    let mut needs = vec![Need::new(console, listens(settings.listen).await)];
    if let Some(address) = settings.metrics {
        let name = format!("metrics {address}");
        needs.push(Need::new(name, listens(address).await));
    }
    needs.push(Need::new("page", page(settings).await));
    let database = audit_store::check(&settings.audit).await;
    needs.push(Need::new("audit trail", database));
    if settings.gateway.sign_in.is_some() && settings.gateway.session_key.is_none() {
        needs.push(Need::new(
            "session key",
            session_key::try_out(&settings.audit),
        ));
    }
    if settings.tls.is_some() {
        // What is wrong with it was said when the settings were read.
        needs.push(Need::new("certificate", Ok(())));
    }
    needs
}

/// Whether an address can be listened on: it is, for a moment.
async fn listens(address: SocketAddr) -> Result<()> {
    bind(address).await.map(drop)
}

async fn page(settings: &Settings) -> Result<()> {
    let dist = &settings.gateway.dist;
    if !dist.is_built().await {
        bail!(
            "there is no console to show in {dist}: name its folder in dist of [server] or with \
             --dist, or use a rollcall that has it built in (cargo xtask release)"
        );
    }
    Ok(())
}

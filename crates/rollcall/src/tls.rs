//! TLS of this server's own: a certificate and its key, in two files.

use crate::text;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::{Error, InconsistentKeys, ServerConfig};
use serde::Deserialize;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::watch;
use tokio::time::{MissedTickBehavior, interval};
use tokio_rustls::TlsAcceptor;

/// How often the files are looked at: whoever renews a certificate need not
/// know whom to tell.
const EVERY: Duration = Duration::from_secs(60);

/// `[tls]`: where the certificate and its key are.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Files {
    /// The certificate, then those of its issuers (PEM).
    certificate: PathBuf,
    /// Its private key, not encrypted (PEM).
    key: PathBuf,
}

/// What the files hold. No `Debug`: one of them is a key.
#[derive(PartialEq)]
struct Content {
    certificate: Vec<u8>,
    key: Vec<u8>,
}

impl Files {
    /// What speaks TLS by what stands in the files now, or why nothing can.
    pub(crate) fn acceptor(&self) -> Result<TlsAcceptor, String> {
        self.build(&self.content()?)
    }

    fn content(&self) -> Result<Content, String> {
        Ok(Content {
            certificate: read(&self.certificate)?,
            key: read(&self.key)?,
        })
    }

    fn build(&self, content: &Content) -> Result<TlsAcceptor, String> {
        let (of, key_of) = (self.certificate.display(), self.key.display());
        let chain = CertificateDer::pem_slice_iter(&content.certificate)
            .collect::<Result<Vec<_>, _>>()
            .map_err(|error| format!("{of} is no certificate in PEM format: {error}"))?;
        if chain.is_empty() {
            return Err(format!("{of} holds no certificate in PEM format"));
        }
        let key = PrivateKeyDer::from_pem_slice(&content.key).map_err(|_| {
            format!("{key_of} holds no private key in PEM format, or an encrypted one")
        })?;
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let mut config = ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .map_err(|error| error.to_string())?
            .with_no_client_auth()
            .with_single_cert(chain, key)
            .map_err(|error| match error {
                Error::InconsistentKeys(InconsistentKeys::KeyMismatch) => {
                    format!("the key in {key_of} does not belong to the certificate in {of}")
                }
                error => format!("{of} and {key_of} cannot be used: {error}"),
            })?;
        config.alpn_protocols = vec![b"http/1.1".to_vec()];
        Ok(TlsAcceptor::from(Arc::new(config)))
    }
}

fn read(path: &Path) -> Result<Vec<u8>, String> {
    let shown = path.display();
    let bytes = fs::read(path).map_err(|error| format!("{shown} cannot be read: {error}"))?;
    text::read_pem(bytes).map_err(|words| format!("{shown} {words}"))
}

/// Speaks TLS by what stands in `files`, also after they have changed: they are
/// read again every minute, and when `told` ends. What cannot be used is said
/// in the log, and the certificate before it stays.
pub(crate) fn watched(
    files: Files,
    mut told: Hangup,
) -> Result<watch::Receiver<TlsAcceptor>, String> {
    let mut seen = files.content()?;
    let (sender, receiver) = watch::channel(files.build(&seen)?);
    tokio::spawn(async move {
        let mut minutes = interval(EVERY);
        minutes.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            tokio::select! {
                _ = minutes.tick() => {}
                () = told.recv() => {}
            }
            let now = match files.content() {
                Ok(now) if now == seen => continue,
                Ok(now) => now,
                Err(why) => {
                    tracing::error!(why, "the certificate cannot be read again");
                    continue;
                }
            };
            match files.build(&now) {
                Ok(acceptor) => {
                    sender.send_replace(acceptor);
                    tracing::info!("the certificate was read again");
                }
                Err(why) => tracing::error!(why, "the certificate before is kept"),
            }
            seen = now;
        }
    });
    Ok(receiver)
}

/// SIGHUP, where there is one.
#[cfg(unix)]
pub(crate) struct Hangup(tokio::signal::unix::Signal);

#[cfg(unix)]
impl Hangup {
    pub(crate) fn new() -> std::io::Result<Self> {
        use tokio::signal::unix::{SignalKind, signal};

        signal(SignalKind::hangup()).map(Self)
    }

    async fn recv(&mut self) {
        if self.0.recv().await.is_none() {
            std::future::pending::<()>().await;
        }
    }
}

#[cfg(not(unix))]
pub(crate) struct Hangup;

#[cfg(not(unix))]
impl Hangup {
    pub(crate) fn new() -> std::io::Result<Self> {
        Ok(Self)
    }

    async fn recv(&mut self) {
        std::future::pending::<()>().await;
    }
}

//! TLS of this server itself: a certificate and its key, in two files.

use crate::text_file;
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

/// How often the files are checked for changes, so that renewing a certificate
/// needs no signal to this process.
const RELOAD_INTERVAL: Duration = Duration::from_secs(60);

/// `[tls]`: where the certificate and its key are.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct TlsFiles {
    /// The certificate, then those of its issuers (PEM).
    certificate: PathBuf,
    /// Its private key, not encrypted (PEM).
    key: PathBuf,
}

/// The contents of the files. No `Debug`, as one of them is a key.
#[derive(PartialEq)]
struct FileContents {
    certificate: Vec<u8>,
    key: Vec<u8>,
}

impl TlsFiles {
    /// The acceptor for the current contents of the files, or why there is none.
    pub(crate) fn acceptor(&self) -> Result<TlsAcceptor, String> {
        self.build(&self.read_files()?)
    }

    fn read_files(&self) -> Result<FileContents, String> {
        Ok(FileContents {
            certificate: read(&self.certificate)?,
            key: read(&self.key)?,
        })
    }

    fn build(&self, contents: &FileContents) -> Result<TlsAcceptor, String> {
        let (certificate, key_file) = (self.certificate.display(), self.key.display());
        let chain = CertificateDer::pem_slice_iter(&contents.certificate)
            .collect::<Result<Vec<_>, _>>()
            .map_err(|error| {
                format!("{certificate} is not a certificate in PEM format: {error}")
            })?;
        if chain.is_empty() {
            return Err(format!(
                "{certificate} contains no certificate in PEM format"
            ));
        }
        let key = PrivateKeyDer::from_pem_slice(&contents.key).map_err(|_| {
            format!("{key_file} contains no private key in PEM format, or an encrypted one")
        })?;
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let mut config = ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .map_err(|error| error.to_string())?
            .with_no_client_auth()
            .with_single_cert(chain, key)
            .map_err(|error| match error {
                Error::InconsistentKeys(InconsistentKeys::KeyMismatch) => {
                    format!(
                        "the key in {key_file} does not belong to the certificate in {certificate}"
                    )
                }
                error => format!("{certificate} and {key_file} cannot be used: {error}"),
            })?;
        config.alpn_protocols = vec![b"http/1.1".to_vec()];
        Ok(TlsAcceptor::from(Arc::new(config)))
    }
}

fn read(path: &Path) -> Result<Vec<u8>, String> {
    let shown = path.display();
    let bytes = fs::read(path).map_err(|error| format!("{shown} cannot be read: {error}"))?;
    text_file::decode_pem(bytes).map_err(|words| format!("{shown} {words}"))
}

/// The acceptor for `files`, replaced when they change: they are read again
/// every minute and after `hangup`. If the new contents cannot be used, that is
/// logged and the previous certificate stays in use.
pub(crate) fn watch(
    files: TlsFiles,
    mut hangup: HangupSignal,
) -> Result<watch::Receiver<TlsAcceptor>, String> {
    let mut seen = files.read_files()?;
    let (sender, receiver) = watch::channel(files.build(&seen)?);
    tokio::spawn(async move {
        let mut minutes = interval(RELOAD_INTERVAL);
        minutes.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            tokio::select! {
                _ = minutes.tick() => {}
                () = hangup.recv() => {}
            }
            let now = match files.read_files() {
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
                Err(why) => tracing::error!(
                    why,
                    "the new certificate cannot be used, the previous one stays"
                ),
            }
            seen = now;
        }
    });
    Ok(receiver)
}

/// The signal SIGHUP, on systems that have it.
#[cfg(unix)]
pub(crate) struct HangupSignal(tokio::signal::unix::Signal);

#[cfg(unix)]
impl HangupSignal {
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
pub(crate) struct HangupSignal;

#[cfg(not(unix))]
impl HangupSignal {
    pub(crate) fn new() -> std::io::Result<Self> {
        Ok(Self)
    }

    async fn recv(&mut self) {
        std::future::pending::<()>().await;
    }
}

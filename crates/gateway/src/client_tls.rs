//! TLS to other servers: which issuers of certificates are trusted, and what an
//! error means.

use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
use hyper_util::client::legacy::connect::HttpConnector;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use rustls::{CertificateError, ClientConfig, RootCertStore};
use std::error::Error;
use std::io;
use std::sync::Arc;

/// Opens connections to servers by `https://…` only or, if not `secure`, by
/// `http://…` only. `ca` lists the issuers to trust (PEM), in place of this
/// machine's.
///
/// # Errors
/// When there are no issuers to trust, or they cannot be read.
pub fn connector(
    ca: Option<&[u8]>,
    mut tcp: HttpConnector,
    secure: bool,
) -> Result<HttpsConnector<HttpConnector>, String> {
    tcp.enforce_http(false);
    let roots = match ca {
        _ if !secure => RootCertStore::empty(),
        Some(pem) => issuers_from_pem(pem)?,
        None => native_issuers()?,
    };
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|error| error.to_string())?
        .with_root_certificates(roots)
        .with_no_client_auth();
    let builder = HttpsConnectorBuilder::new().with_tls_config(config);
    let builder = if secure {
        builder.https_only()
    } else {
        builder.https_or_http()
    };
    Ok(builder.enable_http1().wrap_connector(tcp))
}

/// The issuers that an operator configured for one connection, in place of all
/// others.
fn issuers_from_pem(pem: &[u8]) -> Result<RootCertStore, String> {
    let mut roots = RootCertStore::empty();
    for certificate in CertificateDer::pem_slice_iter(pem) {
        let certificate = certificate.map_err(|error| error.to_string())?;
        roots.add(certificate).map_err(|error| error.to_string())?;
    }
    if roots.is_empty() {
        return Err("its CA file holds no certificate in PEM format".to_owned());
    }
    Ok(roots)
}

/// The issuers that this machine trusts.
fn native_issuers() -> Result<RootCertStore, String> {
    let mut roots = RootCertStore::empty();
    roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
    if roots.is_empty() {
        return Err(
            "this machine trusts no issuer of certificates: install the package \
             ca-certificates, or give a CA file"
                .to_owned(),
        );
    }
    Ok(roots)
}

/// Why a server could not be reached: the innermost error, which is the
/// clearest one ("Connection refused").
pub fn reason(error: &(dyn Error + 'static)) -> String {
    let mut innermost = error;
    while let Some(source) = innermost.source() {
        innermost = source;
    }
    certificate_problem(innermost).map_or_else(|| innermost.to_string(), str::to_owned)
}

/// What is wrong with the server's certificate, if that is the error.
fn certificate_problem(error: &(dyn Error + 'static)) -> Option<&'static str> {
    // `source` of an I/O error skips the error that it wraps.
    let mut error = error;
    while let Some(wrapped) = error
        .downcast_ref::<io::Error>()
        .and_then(io::Error::get_ref)
    {
        error = wrapped;
    }
    let rustls::Error::InvalidCertificate(error) = error.downcast_ref()? else {
        return None;
    };
    Some(match error {
        CertificateError::UnknownIssuer => {
            "its certificate is from an issuer that this server does not trust. If that is right, give the \
             issuer as its CA file"
        }
        CertificateError::Expired | CertificateError::ExpiredContext { .. } => {
            "its certificate has expired"
        }
        CertificateError::NotValidYet | CertificateError::NotValidYetContext { .. } => {
            "its certificate is not valid yet"
        }
        CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. } => {
            "its certificate is for another name"
        }
        _ => "its certificate is not valid",
    })
}

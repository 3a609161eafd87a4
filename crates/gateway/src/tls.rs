//! TLS towards other servers, and which issuers of certificates are trusted.

use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
use hyper_util::client::legacy::connect::HttpConnector;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use rustls::{CertificateError, ClientConfig, RootCertStore};
use std::error::Error;
use std::io;
use std::sync::Arc;

/// What opens connections to the server at `https://…` or, if not `secure`, at
/// `http://…`, and never at the other. `ca` names the issuers to trust (PEM), in
/// place of this machine's.
///
/// # Errors
/// When there are no issuers to trust, or they cannot be read: why.
pub fn connector(
    ca: Option<&[u8]>,
    mut tcp: HttpConnector,
    secure: bool,
) -> Result<HttpsConnector<HttpConnector>, String> {
    tcp.enforce_http(false);
    let roots = match ca {
        _ if !secure => RootCertStore::empty(),
        Some(pem) => given(pem)?,
        None => of_this_machine()?,
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

/// The issuers that an operator names for one connection: they and no others.
fn given(pem: &[u8]) -> Result<RootCertStore, String> {
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

/// The issuers that every other program here trusts.
fn of_this_machine() -> Result<RootCertStore, String> {
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

/// Why a server could not be reached. The innermost reason is the one a person
/// understands ("Connection refused").
pub fn reason(error: &(dyn Error + 'static)) -> String {
    let mut innermost = error;
    while let Some(source) = innermost.source() {
        innermost = source;
    }
    complaint(innermost).map_or_else(|| innermost.to_string(), str::to_owned)
}

/// What is wrong with the other's certificate, where that is the error.
fn complaint(error: &(dyn Error + 'static)) -> Option<&'static str> {
    // I/O errors hide what they wrap from `source`.
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
            "its certificate is issued by nobody this server trusts. If that is right, give the \
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

//! TLS of the program's own, with certificates made here.

use crate::config;
use crate::running::{CHANGE, Folder, Platform, Running, program};
use rcgen::{CertificateParams, KeyPair};
use rustls::crypto::ring;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, ClientConnection, RootCertStore, StreamOwned};
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::process::Command;
use std::sync::Arc;

const TLS: &str = "[tls]\ncertificate = \"own.pem\"\nkey = \"own.key\"";

/// A certificate for localhost by its own authority, and its key.
struct Identity {
    certificate: CertificateDer<'static>,
    pem: String,
    key: String,
}

impl Identity {
    fn new() -> Self {
        let key = KeyPair::generate().unwrap();
        let params = CertificateParams::new(vec!["localhost".to_owned()]).unwrap();
        let certificate = params.self_signed(&key).unwrap();
        Self {
            certificate: certificate.der().clone(),
            pem: certificate.pem(),
            key: key.serialize_pem(),
        }
    }

    fn put_into(&self, folder: &Folder) {
        folder.write("own.pem", &self.pem);
        folder.write("own.key", &self.key);
    }
}

type Stream = StreamOwned<ClientConnection, TcpStream>;

/// A connection to `to`, as long as it shows one of these certificates.
fn connect(to: SocketAddr, trusted: &[&Identity]) -> Result<Stream, std::io::Error> {
    let mut roots = RootCertStore::empty();
    for identity in trusted {
        roots.add(identity.certificate.clone()).unwrap();
    }
    let mut config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(roots)
        .with_no_client_auth();
    config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    let name = ServerName::try_from("localhost").unwrap();
    let mut connection = ClientConnection::new(Arc::new(config), name).unwrap();
    let mut tcp = TcpStream::connect(to)?;
    while connection.is_handshaking() {
        connection.complete_io(&mut tcp)?;
    }
    assert_eq!(connection.alpn_protocol(), Some(&b"http/1.1"[..]));
    Ok(StreamOwned::new(connection, tcp))
}

fn read(mut stream: Stream) -> String {
    let mut answer = String::new();
    // A connection that is closed properly says so: nothing was cut off.
    stream.read_to_string(&mut answer).unwrap();
    answer
}

fn hang_up(running: &Running) {
    let status = Command::new("kill")
        .args(["-HUP", &running.id().to_string()])
        .status()
        .unwrap();
    assert!(status.success());
}

#[test]
fn it_speaks_tls_and_nothing_else_when_given_a_certificate() {
    let folder = Folder::new("tls");
    let identity = Identity::new();
    identity.put_into(&folder);
    folder.write("rollcall.toml", &config("http://127.0.0.1:1", TLS));
    let running = Running::start(&folder);
    assert_eq!(running.scheme, "https");

    let mut stream = connect(running.address, &[&identity]).unwrap();
    let request = "GET /api/connections HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
    stream.write_all(request.as_bytes()).unwrap();
    let answer = read(stream);
    assert!(answer.starts_with("HTTP/1.1 200 "), "{answer}");
    let hsts = "\r\nstrict-transport-security: max-age=63072000\r\n";
    assert!(answer.contains(hsts), "{answer}");

    let mut plain = TcpStream::connect(running.address).unwrap();
    plain.write_all(request.as_bytes()).unwrap();
    let mut answer = Vec::new();
    let _ = plain.read_to_end(&mut answer);
    assert!(!answer.starts_with(b"HTTP"), "{answer:?}");
    running.stop();
}

#[test]
fn without_tls_of_its_own_browsers_are_told_nothing_about_it() {
    let folder = Folder::new("plain");
    folder.write("rollcall.toml", &config("http://127.0.0.1:1", ""));
    let running = Running::start(&folder);
    assert_eq!(running.scheme, "http");
    let answer = running.get("/healthz");
    assert_eq!(answer.header("x-content-type-options"), Some("nosniff"));
    assert_eq!(answer.header("strict-transport-security"), None);
}

#[test]
fn it_does_not_start_with_a_certificate_and_a_key_that_do_not_belong_together() {
    let folder = Folder::new("mismatch");
    let (one, other) = (Identity::new(), Identity::new());
    folder.write("rollcall.toml", &config("http://127.0.0.1:1", TLS));
    for (certificate, key, words) in [
        (
            &one.pem,
            &other.key,
            "the key in own.key does not belong to the certificate in own.pem",
        ),
        (&one.pem, &one.pem, "own.key contains no private key"),
        (&one.key, &one.key, "own.pem contains no certificate"),
    ] {
        folder.write("own.pem", certificate);
        folder.write("own.key", key);
        let output = program(&folder, "serve").output().unwrap();
        let text = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(1), "{text}");
        assert!(text.contains("line 4: "), "{text}");
        assert!(text.contains(words), "{words}: {text}");
        assert!(!text.contains("PRIVATE KEY"), "{text}");
    }
}

#[test]
fn a_new_certificate_is_taken_without_a_restart_and_a_broken_one_is_not() {
    let folder = Folder::new("renewed");
    let (first, second, third) = (Identity::new(), Identity::new(), Identity::new());
    first.put_into(&folder);
    folder.write("rollcall.toml", &config("http://127.0.0.1:1", TLS));
    let running = Running::start(&folder);
    let shows = |which: &[&Identity]| connect(running.address, which).is_ok();
    assert!(shows(&[&first]) && !shows(&[&second]));

    second.put_into(&folder);
    hang_up(&running);
    while !shows(&[&second]) {
        assert!(shows(&[&first, &second]), "it always shows one of them");
    }

    folder.write("own.pem", &first.pem);
    hang_up(&running);
    assert!(shows(&[&second]));
    third.put_into(&folder);
    hang_up(&running);
    while !shows(&[&third]) {
        assert!(shows(&[&second, &third]), "it never shows the first again");
    }
    let log = running.stop();
    assert!(log.contains("the certificate was read again"), "{log}");
}

#[test]
fn what_is_under_way_over_tls_ends_before_it_stops() {
    let folder = Folder::new("tls-stop");
    let identity = Identity::new();
    identity.put_into(&folder);
    let platform = Platform::waiting();
    folder.write("rollcall.toml", &config(&platform.base(), TLS));
    let running = Running::start(&folder);
    let mut change = connect(running.address, &[&identity]).unwrap();
    change.write_all(CHANGE.as_bytes()).unwrap();
    platform.wait_for_a_request();
    running.terminate();
    running.wait_until_closed();
    platform.answer();
    let answer = read(change);
    assert!(answer.starts_with("HTTP/1.1 200 "), "{answer}");
    running.ended();
}

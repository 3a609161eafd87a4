//! Signing in with a password.

use crate::running::{Folder, Running, program, read, status};
use std::io::Write;
use std::net::{SocketAddr, TcpStream};
use std::process::Stdio;

const PASSWORD: &str = "correct horse";

/// What `rollcall hash-password` makes of [`PASSWORD`].
pub(crate) fn hash(folder: &Folder) -> String {
    let mut child = program(folder, "hash-password")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    writeln!(stdin, "{PASSWORD}").unwrap();
    drop(stdin);
    let output = child.wait_with_output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(
        text.starts_with("$argon2id$") && !text.contains("horse"),
        "{text}"
    );
    text.trim().to_owned()
}

pub(crate) fn post(to: SocketAddr, method_and_path: &str, headers: &str, body: &str) -> String {
    let mut stream = TcpStream::connect(to).unwrap();
    write!(
        stream,
        "{method_and_path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\
         Sec-Fetch-Site: same-origin\r\n{headers}Content-Length: {}\r\n\r\n{body}",
        body.len()
    )
    .unwrap();
    read(stream)
}

/// A request that reads from a platform.
pub(crate) const READ: &str = "GET /via/pivot/api/v1/users";

/// The status that `running` answers to a request in the session with this cookie.
pub(crate) fn status_with(running: &Running, method_and_path: &str, cookie: &str) -> String {
    let headers = format!("Cookie: {cookie}\r\nx-rollcall: 1\r\n");
    let answer = post(running.address, method_and_path, &headers, "");
    status(&answer).to_owned()
}

/// Signs ada in; answers her cookie.
pub(crate) fn enter(to: SocketAddr) -> String {
    let form = "name=ada&password=correct+horse";
    let entered = post(to, "POST /sign-in", "", form);
    assert!(entered.starts_with("HTTP/1.1 303 "), "{entered}");
    let (_, after) = entered.split_once("set-cookie: ").unwrap();
    let (cookie, _) = after.split_once(';').unwrap();
    cookie.to_owned()
}

/// `[[users]]` with one person in it.
pub(crate) fn user(name: &str, role: &str, hash: &str) -> String {
    format!("[[users]]\nname = \"{name}\"\nrole = \"{role}\"\npassword_hash = \"{hash}\"")
}

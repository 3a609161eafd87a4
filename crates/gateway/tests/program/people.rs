//! Signing in with what `rollcall hash-password` printed.

use crate::config;
use crate::running::{Folder, Platform, Running, program, read};
use std::io::Write;
use std::net::{SocketAddr, TcpStream};
use std::process::Stdio;

const PASSWORD: &str = "correct horse";

/// What `rollcall hash-password` makes of [`PASSWORD`].
fn hash(folder: &Folder) -> String {
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

fn post(to: SocketAddr, method_and_path: &str, headers: &str, body: &str) -> String {
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

#[test]
fn who_signed_in_stands_in_the_trail_and_their_password_nowhere() {
    let folder = Folder::new("people");
    let platform = Platform::answering("200 OK");
    let users = format!(
        "[[users]]\nname = \"ada\"\nrole = \"operator\"\npassword_hash = \"{}\"",
        hash(&folder)
    );
    folder.write("rollcall.toml", &config(&platform.base(), &users));
    let running = Running::start(&folder);
    let change = "DELETE /via/pivot/api/v1/users/bob";

    let refused = post(
        running.address,
        "POST /sign-in",
        "",
        "name=ada&password=horse",
    );
    assert!(refused.starts_with("HTTP/1.1 401 "), "{refused}");
    let refused = post(running.address, change, "x-rollcall: 1\r\n", "");
    assert!(refused.starts_with("HTTP/1.1 401 "), "{refused}");

    let form = "name=ada&password=correct+horse";
    let entered = post(running.address, "POST /sign-in", "", form);
    assert!(entered.starts_with("HTTP/1.1 303 "), "{entered}");
    let (_, after) = entered.split_once("set-cookie: ").unwrap();
    let (cookie, _) = after.split_once(';').unwrap();
    let headers = format!("Cookie: {cookie}\r\nx-rollcall: 1\r\n");
    let changed = post(running.address, change, &headers, "");
    assert!(changed.starts_with("HTTP/1.1 200 "), "{changed}");
    assert!(!platform.heads()[0].contains("__Host-rollcall"));

    let log = running.stop();
    let (_, token) = cookie.split_once('=').unwrap();
    let trail = program(&folder, "audit").arg("export").output().unwrap();
    let trail = String::from_utf8(trail.stdout).unwrap();
    assert!(trail.contains(r#""who":"ada""#), "{trail}");
    for text in [&log, &trail] {
        assert!(!text.contains("horse") && !text.contains(token), "{text}");
    }
}

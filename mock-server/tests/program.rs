//! The program as a person starts it: its output, what it serves and what it
//! refuses.
#![allow(clippy::unwrap_used, reason = "tests")]

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::process::{Child, Command, Output, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::Duration;

/// The program with these arguments, the documents' people, and no console.
fn program(args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_mock-server"));
    command
        .args(["--seed", "documented", "--dist", "no-such-folder"])
        .args(args)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command
}

/// The running program; it is ended with the test.
struct Running {
    child: Child,
    /// Its output when it began to serve.
    lines: Vec<String>,
}

impl Running {
    fn start(args: &[&str]) -> Self {
        let mut child = program(args).spawn().unwrap();
        let stdout = BufReader::new(child.stdout.take().unwrap());
        let mut lines = Vec::new();
        for line in stdout.lines() {
            lines.push(line.unwrap());
            if lines.last().unwrap().starts_with("People ") {
                break;
            }
        }
        Self { child, lines }
    }

    /// The rest of the line that starts with `label`.
    fn says(&self, label: &str) -> &str {
        let says = (self.lines.iter()).find_map(|line| line.strip_prefix(label));
        says.unwrap().trim_start()
    }

    /// The address in the line that starts with `label`.
    fn address(&self, label: &str) -> SocketAddr {
        let address = self.says(label).strip_prefix("http://").unwrap();
        address.parse().unwrap()
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Sends a request without a token and reads the whole answer.
fn ask(address: SocketAddr, request_line: &str, more: &str) -> String {
    let mut stream = send(address, request_line, more);
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer
}

/// `more` is further headers, each with its line end, and may end with a body.
fn send(address: SocketAddr, request_line: &str, more: &str) -> TcpStream {
    let mut stream = TcpStream::connect(address).unwrap();
    let (headers, body) = more.split_once("\r\n\r\n").unwrap_or((more, ""));
    let headers = headers.trim_end();
    let gap = if headers.is_empty() { "" } else { "\r\n" };
    write!(
        stream,
        "{request_line} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\
         Content-Length: {}\r\n{headers}{gap}\r\n{body}",
        body.len()
    )
    .unwrap();
    stream
}

fn fails(args: &[&str]) -> (Option<i32>, String) {
    let Output { status, stderr, .. } = program(args).output().unwrap();
    (status.code(), String::from_utf8(stderr).unwrap())
}

#[test]
fn both_servers_listen_on_the_printed_addresses() {
    let running = Running::start(&["--listen", "127.0.0.1:0", "--console", "127.0.0.1:0"]);
    let (apis, console) = (running.address("Platform APIs"), running.address("Console"));
    assert_eq!(
        running.lines[..4],
        [
            format!("Platform APIs  http://{apis}"),
            format!("Console        http://{console}"),
            format!(
                "Try            curl -H 'x-imply-api-token: demo' http://{apis}/api/v1/user-statuses"
            ),
            format!("Look inside    http://{apis}/__mock/"),
        ]
    );
    let path = "GET /api/v1/user-statuses";
    let refused = ask(apis, path, "");
    assert!(refused.starts_with("HTTP/1.1 401 "), "{refused}");
    let answer = ask(apis, path, "x-imply-api-token: demo\r\n");
    assert!(answer.starts_with("HTTP/1.1 200 "), "{answer}");
    assert!(answer.contains(r#"{"userStatuses":[{"name":"admin@company.com"}"#));

    let connections = ask(console, "GET /api/connections", "");
    assert!(connections.contains(r#""id":"pivot""#), "{connections}");
    // The gateway signs in.
    let forwarded = ask(console, "GET /via/pivot/api/v1/user-statuses", "");
    assert!(forwarded.contains("analyst@example.com"), "{forwarded}");
}

#[test]
fn the_console_can_be_off_and_the_flags_are_applied() {
    let running = Running::start(&[
        "--listen",
        "127.0.0.1:0",
        "--console",
        "off",
        "--pivot",
        "current",
        "--any-token",
        "--clock",
        "2026-01-15T09:30:00Z",
    ]);
    let console = running.lines.iter().find(|line| line.contains("Console"));
    assert_eq!(console, None);
    let apis = running.address("Platform APIs");
    let answer = ask(apis, "GET /api/v1/users", "x-imply-api-token: any\r\n");
    assert!(answer.contains(r#"{"users":[{"name":"#), "{answer}");
    assert!(
        answer.contains("date: Thu, 15 Jan 2026 09:30:00 GMT"),
        "{answer}"
    );
}

#[test]
fn the_options_of_the_platforms_are_applied() {
    let listen = ["--listen", "127.0.0.1:0", "--console", "off"];
    for (flags, documented) in [(&[][..], true), (&["--as", "observed", "--no-mail"], false)] {
        let running = Running::start(&[&listen, flags].concat());
        let apis = running.address("Platform APIs");
        // Only Actian's page knows this header.
        let actian = "GET /api/auth/auth/demo/users";
        let answer = ask(apis, actian, "Authentication: Bearer demo\r\n");
        assert_eq!(answer.starts_with("HTTP/1.1 200 "), documented, "{answer}");
        let answer = ask(apis, "GET /api/session/properties", "");
        let mail = format!(r#""email-configured?":{documented}"#);
        assert!(answer.contains(&mail), "{answer}");
    }
}

#[test]
fn the_console_asks_for_a_token_if_it_is_configured_to() {
    let running = Running::start(&[
        "--listen",
        "127.0.0.1:0",
        "--console",
        "127.0.0.1:0",
        "--ask",
        "pivot",
    ]);
    let console = running.address("Console");
    let connections = ask(console, "GET /api/connections", "");
    assert_eq!(connections.matches("\"ask\":true").count(), 1);
    for (header, status) in [("", "400"), ("x-rollcall-secret: demo\r\n", "200")] {
        let answer = ask(console, "GET /via/pivot/api/v1/users", header);
        let line = format!("HTTP/1.1 {status} ");
        assert!(answer.starts_with(&line), "{answer}");
    }
}

#[test]
fn every_sign_in_that_is_printed_works() {
    let running = Running::start(&["--listen", "127.0.0.1:0", "--console", "off"]);
    let apis = running.address("Platform APIs");
    let works = |request: &str, more: &str| {
        let answer = ask(apis, request, more);
        assert!(
            answer.starts_with("HTTP/1.1 200 "),
            "{request} {more} {answer}"
        );
    };
    let header = |line: &str| format!("{line}\r\n");
    works("GET /api/v1/users", &header(running.says("Pivot")));
    works("GET /api/user", &header(running.says("Metabase")));
    let (headers, tenant) = running.says("Actian").split_once("; tenant ").unwrap();
    for line in headers.split(", or ") {
        let path = format!("GET /api/auth/auth/{tenant}/users");
        works(&path, &header(line));
    }
    let (people, password) = running.says("People").split_once("; password ").unwrap();
    for who in people.split(", ") {
        let body = format!(r#"{{"username":"{who}","password":"{password}"}}"#);
        let json = "Content-Type: application/json\r\n\r\n";
        works("POST /api/session", &format!("{json}{body}"));
        let query = format!("grantType=password&username={who}&password={password}");
        works(&format!("POST /api/auth/auth/token?{query}"), "");
    }
}

/// An SMTP server for one message: its address, and the message it receives.
fn smtp() -> (String, Receiver<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap().to_string();
    let (delivered, message) = channel();
    thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let mut lines = BufReader::new(stream.try_clone().unwrap()).lines();
        let mut say = |words: &str| write!(stream, "{words}\r\n").unwrap();
        say("220 test");
        while let Some(Ok(line)) = lines.next() {
            if line != "DATA" {
                say("250 fine");
                continue;
            }
            say("354 go on");
            let text: Vec<String> = (lines.by_ref())
                .map_while(Result::ok)
                .take_while(|line| line != ".")
                .collect();
            say("250 taken");
            delivered.send(text.join("\n")).unwrap();
        }
    });
    (address, message)
}

#[test]
fn an_invitation_is_sent_to_the_smtp_server() {
    let (server, message) = smtp();
    let listen = ["--listen", "127.0.0.1:0", "--console", "off"];
    let running = Running::start(&[&listen[..], &["--smtp", &server]].concat());
    let apis = running.address("Platform APIs");
    let body = r#"{"user":{"name":"ada@example.com"},"sendWelcomeEmail":true}"#;
    let headers = "x-imply-api-token: demo\r\nContent-Type: application/json\r\n\r\n";
    let path = "POST /api/v1/users/ada@example.com";
    let created = ask(apis, path, &format!("{headers}{body}"));
    assert!(created.starts_with("HTTP/1.1 200 "), "{created}");
    let message = message.recv_timeout(Duration::from_secs(30)).unwrap();
    assert!(message.contains("To: ada@example.com"), "{message}");
    assert!(
        message.contains("Subject: Create your pivot account"),
        "{message}"
    );
}

#[test]
fn a_missing_app_is_reported_and_does_not_stop_it() {
    let mut running = Running::start(&["--listen", "127.0.0.1:0", "--console", "127.0.0.1:0"]);
    let mut line = String::new();
    let stderr = running.child.stderr.take().unwrap();
    BufReader::new(stderr).read_line(&mut line).unwrap();
    assert!(line.contains("no-such-folder/index.html"), "{line}");
    assert!(line.contains("cargo xtask build"), "{line}");
}

#[test]
fn an_address_in_use_is_named_with_a_way_out() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let (code, stderr) = fails(&["--listen", &address, "--console", "off"]);
    assert_eq!(code, Some(1));
    for part in [
        address.as_str(),
        "the platform APIs",
        "in use",
        "--listen 127.0.0.1:0",
    ] {
        assert!(stderr.contains(part), "{stderr}");
    }
    let (code, stderr) = fails(&["--listen", "127.0.0.1:0", "--console", &address]);
    assert_eq!(code, Some(1));
    for part in [
        address.as_str(),
        "the console",
        "--console 127.0.0.1:0",
        "--console off",
    ] {
        assert!(stderr.contains(part), "{stderr}");
    }
}

#[test]
fn addresses_that_others_can_reach_are_refused() {
    for flag in ["--listen", "--console"] {
        for address in ["0.0.0.0:0", "[::]:0", "192.0.2.1:9095"] {
            let (code, stderr) = fails(&[flag, address]);
            assert_eq!(code, Some(2), "{flag} {address}");
            assert!(stderr.contains("loopback address only"), "{stderr}");
        }
        let (_, stderr) = fails(&[flag, "nowhere"]);
        assert!(stderr.contains("like 127.0.0.1:9095"), "{stderr}");
    }
    let (_, stderr) = fails(&["--ask", "tableau"]);
    assert!(stderr.contains("pivot, actian or metabase"), "{stderr}");
    let (_, stderr) = fails(&["--clock", "noon"]);
    assert!(stderr.contains("2026-01-15T09:30:00Z"), "{stderr}");
}

#[cfg(unix)]
#[test]
fn it_stops_when_asked_even_while_a_call_waits() {
    use std::time::Instant;

    for signal in ["-TERM", "-INT"] {
        let mut running = Running::start(&["--listen", "127.0.0.1:0", "--console", "off"]);
        let apis = running.address("Platform APIs");
        let fault = r#"{"endpoint":"pivot.users.list","answer":{"kind":"hang"}}"#;
        let added = ask(apis, "POST /__mock/faults", &format!("\r\n\r\n{fault}"));
        assert!(added.starts_with("HTTP/1.1 200 "), "{added}");
        let _hangs = send(apis, "GET /api/v1/users", "x-imply-api-token: demo\r\n");

        let asked = Instant::now();
        let pid = running.child.id().to_string();
        assert!(
            Command::new("kill")
                .args([signal, &pid])
                .status()
                .unwrap()
                .success()
        );
        assert!(running.child.wait().unwrap().success());
        assert!(asked.elapsed() < Duration::from_secs(10));
    }
}

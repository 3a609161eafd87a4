//! The `rollcall` program, as an operator runs it.

#![allow(clippy::expect_used, clippy::unwrap_used, reason = "tests")]

mod audit;
mod audit_log_reads;
mod check;
#[cfg(unix)]
mod database;
#[cfg(target_os = "linux")]
mod exhaustion;
mod licenses;
mod load;
#[cfg(target_os = "linux")]
mod memory;
mod mock;
mod password;
mod people;
mod people_command;
mod people_store;
#[cfg(feature = "postgres-tests")]
mod postgres;
mod reviews;
mod running;
mod secrets;
#[cfg(unix)]
mod tls;
mod user;

use running::{CHANGE, Folder, Platform, Running, config, program, wait};
use std::io::Write;
use std::net::TcpStream;
use test_support::TestApp;

const SECRET: &str = "planted-secret";

#[test]
fn init_writes_a_file_once() {
    let folder = Folder::new("init");
    let output = program(&folder, "init").output().unwrap();
    assert!(output.status.success(), "{output:?}");
    let written = folder.read("rollcall.toml");
    assert!(written.contains("[[connections]]"));
    folder.write("rollcall.toml", "mine");
    let output = program(&folder, "init").output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(folder.read("rollcall.toml"), "mine");
}

#[test]
fn check_tells_what_works_and_fails_where_something_does_not() {
    let folder = Folder::with_page("check");
    let good = Platform::answering("200 OK");
    folder.write("rollcall.toml", &config(&good.base(), ""));
    let output = program(&folder, "check").output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    assert_eq!(output.status.code(), Some(0), "{text}");
    let row: Vec<&str> = text.lines().nth(1).unwrap().split_whitespace().collect();
    assert_eq!(row[..4], ["pivot", "yes", "yes", "-"], "{text}");

    let openid = "[openid]\nlabel = \"Okta\"\nissuer = \"http://127.0.0.1:1\"\n\
                  client_id = \"rollcall\"\nclient_secret_env = \"PIVOT_API_TOKEN\"\n\
                  console_url = \"http://localhost:1\"\ndomains = [\"example.com\"]";
    folder.write("rollcall.toml", &config(&good.base(), openid));
    let output = program(&folder, "check").output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    assert_eq!(output.status.code(), Some(1), "{text}");
    assert!(text.contains("\nOkta        no "), "{text}");
    let why = "\nOkta: what the provider publishes at http://127.0.0.1:1 cannot be used: it \
               cannot be reached";
    assert!(text.contains(why), "{text}");

    let strict = Platform::answering("401 Unauthorized");
    folder.write("rollcall.toml", &config(&strict.base(), ""));
    let output = program(&folder, "check").output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    assert_eq!(output.status.code(), Some(1), "{text}");
    assert!(
        text.ends_with("\npivot: it does not accept the secret\n"),
        "{text}"
    );
    assert!(!text.contains(SECRET));

    let redirecting = Platform::with(|_| {
        let head = "302 Found\r\nLocation: https://login.example.com/planted?code=planted";
        (head, "")
    });
    folder.write("rollcall.toml", &config(&redirecting.base(), ""));
    let output = program(&folder, "check").output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    assert_eq!(output.status.code(), Some(1), "{text}");
    let words = "pivot: it redirects to login.example.com (status 302): is base_url right, or is a \
                 sign-in page in front of it?";
    assert!(text.contains(words), "{text}");
    assert!(!text.contains("planted"), "{text}");

    let output = program(&folder, "check")
        .env_remove("PIVOT_API_TOKEN")
        .output()
        .unwrap();
    let text = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(
        text.contains("line 5: connection “pivot”: the environment variable"),
        "{text}"
    );
}

#[test]
fn check_warns_of_a_secret_that_is_too_short_to_be_masked() {
    let folder = Folder::with_page("short-secret");
    let platform = Platform::answering("200 OK");
    folder.write("rollcall.toml", &config(&platform.base(), ""));
    for (secret, warns) in [("five5", true), ("sixsix", false)] {
        let output = program(&folder, "check")
            .env("PIVOT_API_TOKEN", secret)
            .output()
            .unwrap();
        let text = String::from_utf8(output.stdout).unwrap();
        assert!(output.status.success(), "{text}");
        let words = "\npivot: warning: its secret has fewer than 6 characters";
        assert_eq!(text.contains(words), warns, "{text}");
        assert!(!text.contains(secret), "{text}");
    }
}

#[test]
fn it_does_not_listen_where_others_could_reach_it() {
    let folder = Folder::new("listen");
    let open = config("http://127.0.0.1:1", "").replace("127.0.0.1:0", "0.0.0.0:0");
    folder.write("rollcall.toml", &open);
    let output = program(&folder, "serve").output().unwrap();
    let text = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(
        text.contains("line 2: 0.0.0.0:0 can be reached from other machines"),
        "{text}"
    );
}

#[test]
fn it_serves_forwards_and_never_tells_the_secret() {
    let folder = Folder::new("serve");
    let platform = Platform::answering("200 OK");
    let hosts = "hosts = [\"rollcall.example.com\"]";
    folder.write("rollcall.toml", &config(&platform.base(), hosts));
    let running = Running::start(&folder);
    let mut all = String::new();
    let mut get = |path: &str, host: &str| {
        let browser = running.app().browser();
        let browser = browser.with_header(&format!("Host: {host}"));
        let answer = wait(browser.read(path));
        all.push_str(&answer.to_string());
        answer
    };
    assert_eq!(get("/healthz", "10.0.0.7").status, 200);
    assert_eq!(get("/readyz", "10.0.0.7").status, 503);
    folder.write("dist/index.html", "<!doctype html>");
    assert_eq!(get("/readyz", "10.0.0.7").status, 200);
    assert_eq!(get("/", "10.0.0.7").status, 421);
    assert_eq!(get("/", "evil.example.com").status, 421);
    let start = get("/api/connections", "Rollcall.example.com:443");
    assert_eq!(start.status, 200, "{start}");
    let users = get("/via/pivot/api/v1/users", "localhost");
    assert_eq!(users.status, 200, "{users}");
    assert!(platform.heads()[0].contains(SECRET));
    platform.stop();
    let down = get("/via/pivot/api/v1/users/ada%40company.com", "localhost");
    assert_eq!(down.status, 502, "{down}");
    let id = down.header("x-request-id").unwrap();

    let log = running.stop();
    let line = log.lines().find(|line| line.contains(id)).unwrap();
    for part in [
        r#""level":"WARN""#,
        r#""connection":"pivot""#,
        r#""endpoint":"pivot.users.get""#,
        r#""status":502"#,
        "Imply Pivot cannot be reached",
    ] {
        assert!(line.contains(part), "{part}: {line}");
    }
    for text in [&all, &log] {
        assert!(!text.contains(SECRET), "{text}");
    }
    // The log does not say whose accounts a person looked at.
    assert!(!log.contains("company.com"), "{log}");
}

#[test]
fn what_is_counted_is_served_on_an_address_of_its_own() {
    let folder = Folder::new("metrics");
    let platform = Platform::answering("200 OK");
    let more = "[metrics]\nlisten = \"127.0.0.1:0\"";
    folder.write("rollcall.toml", &config(&platform.base(), more));
    let mut running = Running::start(&folder);
    let line = running.line();
    let at = line.trim().strip_prefix("Metrics  http://").unwrap();
    let address = at.strip_suffix("/metrics").unwrap().parse().unwrap();
    wait(running.app().browser().list_users());
    let scraper = TestApp { address }.browser();
    let scraper = scraper.with_header("Host: 10.0.0.7:9464");
    let text = wait(scraper.read("/metrics")).body;
    let of = r#"{connection="pivot",endpoint="pivot.users.list",status="2xx"} 1"#;
    assert!(text.contains(of), "{text}");
    assert!(!text.contains(SECRET), "{text}");
    running.stop();
}

#[test]
fn what_is_under_way_ends_before_it_stops() {
    let folder = Folder::new("stop");
    let platform = Platform::waiting();
    folder.write("rollcall.toml", &config(&platform.base(), ""));
    let running = Running::start(&folder);
    let mut change = TcpStream::connect(running.address).unwrap();
    change.write_all(CHANGE.as_bytes()).unwrap();
    platform.wait_for_a_request();
    running.terminate();
    running.wait_until_closed();
    platform.answer();
    let answer = running::read(change);
    assert!(answer.starts_with("HTTP/1.1 200 "), "{answer}");
    let log = running.ended();
    assert!(log.contains("stopping"), "{log}");
}

#[test]
fn a_server_that_is_to_stop_says_so_before_it_stops_accepting() {
    let folder = Folder::new("drain");
    let platform = Platform::answering("200 OK");
    folder.write(
        "rollcall.toml",
        &config(&platform.base(), "drain_wait = 600"),
    );
    folder.write("dist/index.html", "<!doctype html>");
    let running = Running::start(&folder);
    assert_eq!(running.get("/readyz").status, 200);
    running.terminate();
    let mut ready = running.get("/readyz");
    while ready.status == 200 {
        ready = running.get("/readyz");
    }
    assert_eq!(ready.status, 503, "{ready}");
    assert_eq!(ready.body, "this server is stopping\n");
    for path in ["/healthz", "/via/pivot/api/v1/users"] {
        let answer = running.get(path);
        assert_eq!(answer.status, 200, "{answer}");
    }
    // A second signal ends the wait.
    running.stop();
}

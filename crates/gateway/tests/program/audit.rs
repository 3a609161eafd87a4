//! The audit trail, as an operator sees it.

use crate::config;
use crate::running::{Folder, Platform, Running, program};
use std::collections::HashSet;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::thread;

/// Sends a change and reads what comes back, if anything does.
fn change(to: SocketAddr, name: &str) -> std::io::Result<String> {
    let mut stream = TcpStream::connect(to)?;
    write!(
        stream,
        "DELETE /via/pivot/api/v1/users/{name} HTTP/1.1\r\nHost: localhost\r\n\
         Connection: close\r\nSec-Fetch-Site: same-origin\r\nx-rollcall: 1\r\n\
         x-remote-user: ada\r\nContent-Length: 0\r\n\r\n"
    )?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer)?;
    Ok(answer)
}

/// What `rollcall audit …` says, and whether it found the trail whole.
fn audit(folder: &Folder, arguments: &[&str]) -> (bool, String) {
    let output = program(folder, "audit").args(arguments).output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    (output.status.success(), text)
}

fn exported(folder: &Folder) -> Vec<serde_json::Value> {
    let (fine, text) = audit(folder, &["export"]);
    assert!(fine, "{text}");
    text.lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

#[test]
fn a_change_stands_in_the_trail_with_who_asked_for_it() {
    let folder = Folder::new("trail");
    let platform = Platform::answering("200 OK");
    let more = "[proxy]\nfrom = [\"127.0.0.1\"]\nuser_header = \"x-remote-user\"\n\
                default_role = \"operator\"";
    folder.write("rollcall.toml", &config(&platform.base(), more));
    let running = Running::start(&folder);
    let answer = change(running.address, "ada%2Fb").unwrap();
    assert!(answer.starts_with("HTTP/1.1 200 "), "{answer}");
    running.stop();
    let changes = exported(&folder);
    assert_eq!(changes.len(), 1);
    assert_eq!(changes[0]["who"], "ada");
    assert_eq!(changes[0]["action"], "pivot.users.delete");
    assert_eq!(changes[0]["target"], serde_json::json!(["ada/b"]));
    assert_eq!(changes[0]["outcome"]["status"], 200);
    let (fine, text) = audit(&folder, &["verify"]);
    assert!(
        fine && text.starts_with("2 rows hold. The last one is "),
        "{text}"
    );
    let (_, table) = audit(
        &folder,
        &["export", "--format", "csv", "--since", "2020-01-31"],
    );
    assert_eq!(table.lines().count(), 2, "{table}");
    assert_eq!(audit(&folder, &["export", "--since", "2999-01-01"]).1, "");
}

#[test]
fn what_a_killed_server_had_forwarded_stands_in_the_trail() {
    let folder = Folder::new("kill");
    let platform = Platform::answering("200 OK");
    folder.write("rollcall.toml", &config(&platform.base(), ""));
    let running = Running::start(&folder);
    let address = running.address;
    let clients: Vec<_> = (0..8)
        .map(|client| {
            thread::spawn(move || {
                // Until nobody answers any more.
                (0..100_000)
                    .map(|number| change(address, &format!("u{client}-{number}")))
                    .take_while(|answer| matches!(answer, Ok(text) if !text.is_empty()))
                    .count()
            })
        })
        .collect();
    for _ in 0..400 {
        platform.wait_for_a_request();
    }
    running.kill();
    let answered: usize = clients
        .into_iter()
        .map(|client| client.join().unwrap())
        .sum();
    assert!(answered > 300, "{answered}");

    let (fine, text) = audit(&folder, &["verify"]);
    assert!(fine, "{text}");
    let changes = exported(&folder);
    let recorded: HashSet<&str> = changes
        .iter()
        .map(|change| change["target"][0].as_str().unwrap())
        .collect();
    for head in platform.heads() {
        let path = head.split(' ').nth(1).unwrap();
        let name = path.rsplit('/').next().unwrap();
        assert!(
            recorded.contains(name),
            "{name} was forwarded and not recorded"
        );
    }
    let known = changes
        .iter()
        .filter(|one| one["outcome"] != "open")
        .count();
    assert!(known >= answered, "{known} of {answered}");

    // It goes on where it was.
    let running = Running::start(&folder);
    change(running.address, "after").unwrap();
    running.stop();
    assert!(audit(&folder, &["verify"]).0);
    let last = exported(&folder).pop().unwrap();
    assert_eq!(last["target"][0], "after");
}

#[test]
fn without_a_trail_nothing_is_served() {
    let folder = Folder::new("no-trail");
    let more = "[audit]\nfile = \"no/such/folder/audit.db\"";
    folder.write("rollcall.toml", &config("http://127.0.0.1:1", more));
    let output = program(&folder, "serve").output().unwrap();
    let text = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(
        text.contains("audit trail no/such/folder/audit.db cannot be opened"),
        "{text}"
    );
    assert!(!audit(&folder, &["verify"]).0);
}

#[test]
fn a_change_whose_browser_hung_up_has_its_outcome() {
    let folder = Folder::new("hung-up");
    let platform = Platform::waiting();
    folder.write("rollcall.toml", &config(&platform.base(), ""));
    let running = Running::start(&folder);
    let mut browser = TcpStream::connect(running.address).unwrap();
    write!(
        browser,
        "DELETE /via/pivot/api/v1/users/ada HTTP/1.1\r\nHost: localhost\r\n\
         Sec-Fetch-Site: same-origin\r\nx-rollcall: 1\r\nContent-Length: 0\r\n\r\n"
    )
    .unwrap();
    platform.wait_for_a_request();
    drop(browser);
    running.terminate();
    running.wait_until_closed();
    platform.answer();
    running.ended();
    let changes = exported(&folder);
    assert_eq!(changes[0]["outcome"]["status"], 200, "{changes:?}");
}

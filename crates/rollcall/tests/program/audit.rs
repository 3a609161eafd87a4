//! The audit log, as an operator sees it.

use crate::audit_log_reads::{all_is_recorded, audit, change, count, exported};
use crate::config;
use crate::load::{Clients, Quick};
use crate::running::{Folder, Platform, Running, program};
use std::io::Write;
use std::net::TcpStream;
use wire::console::{TrailChange, TrailPage};

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
    let action = b"pivot.users.delete";
    let kept = folder.bytes("rollcall-audit.db").unwrap();
    let mut parts = kept.windows(action.len());
    assert!(
        parts.any(|part| part == action),
        "it is not all in the file itself"
    );
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
fn a_hash_that_was_kept_is_looked_for_and_exports_have_it() {
    let folder = Folder::new("kept");
    let platform = Platform::answering("200 OK");
    folder.write("rollcall.toml", &config(&platform.base(), ""));
    let running = Running::start(&folder);
    change(running.address, "ada").unwrap();
    let (_, text) = audit(&folder, &["verify"]);
    let kept = text.trim().rsplit(' ').next().unwrap().to_owned();
    assert!(kept.starts_with("2:"), "{text}");
    change(running.address, "bob").unwrap();
    running.stop();
    let bob = &exported(&folder)[1];
    let of = |number: &str, hash: &str| format!("{}:{}", bob[number], bob[hash].as_str().unwrap());
    let (asked, ended) = (of("number", "hash"), of("outcome_number", "outcome_hash"));
    let (_, table) = audit(&folder, &["export", "--format", "csv"]);
    for hash in [
        bob["hash"].as_str().unwrap(),
        bob["outcome_hash"].as_str().unwrap(),
    ] {
        assert!(table.contains(hash), "{table}");
    }
    let contains = |kept: &[&str]| {
        let arguments = kept.iter().flat_map(|kept| ["--contains", kept]);
        audit(
            &folder,
            &["verify"].into_iter().chain(arguments).collect::<Vec<_>>(),
        )
    };
    let (fine, text) = contains(&[&kept, &asked, &ended]);
    assert!(
        fine && text.contains(&format!("It contains {kept}")),
        "{text}"
    );
    let other = kept.replacen("2:", "3:", 1);
    let (fine, text) = contains(&[&kept, &other]);
    assert!(
        !fine && text.contains("row 3 does not have the hash"),
        "{text}"
    );
    let beyond = kept.replacen("2:", "9:", 1);
    let (fine, text) = contains(&[&beyond]);
    assert!(
        !fine && text.contains("row 9, whose hash was kept, is not there"),
        "{text}"
    );
    let output = program(&folder, "audit")
        .args(["verify", "--contains", "2:x"])
        .output()
        .unwrap();
    let text = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(2), "{text}");
    assert!(text.contains("NUMBER:HASH"), "{text}");
}

#[test]
fn what_a_killed_server_had_forwarded_stands_in_the_trail() {
    let folder = Folder::new("kill");
    let platform = Quick::new();
    folder.write("rollcall.toml", &config(&platform.base(), ""));
    let running = Running::start(&folder);
    let clients = Clients::start(&[running.address], 32, 10_000);
    platform.wait_for(5_000);
    running.kill();
    let answered = clients.done();
    assert!(
        (4_000..10_000).contains(&answered.len()),
        "it was not killed in the middle"
    );
    let (fine, text) = audit(&folder, &["verify"]);
    assert!(fine, "{text}");

    // It continues where it ended, and says which outcomes are unknown.
    let running = Running::start(&folder);
    let after = change(running.address, "after").unwrap();
    assert!(after.starts_with("HTTP/1.1 200 "), "{after}");
    running.stop();
    let outcomes = all_is_recorded(&folder, platform.asked(), answered);
    assert_eq!(count(&outcomes, "open"), 0);
    let unknown = count(&outcomes, "unknown");
    assert!(unknown <= 32, "{unknown} changes were under way at once");
}

#[test]
fn the_trail_is_read_over_http() {
    let folder = Folder::new("read");
    let platform = Platform::answering("200 OK");
    folder.write("rollcall.toml", &config(&platform.base(), ""));
    let running = Running::start(&folder);
    for name in ["ada", "bob", "carl"] {
        change(running.address, name).unwrap();
    }
    let get = |path: &str| {
        let answer = running.get(&format!("/api/trail{path}"));
        (answer.head, answer.body)
    };
    let page = |query: &str| {
        let (head, body) = get(query);
        assert!(head.starts_with("HTTP/1.1 200 "), "{head} {body}");
        let page: TrailPage = serde_json::from_str(&body).unwrap();
        let about = |change: &TrailChange| match change.target.first() {
            Some(name) => name.clone(),
            None => change.action.clone(),
        };
        let who = page.changes.iter().map(about);
        (who.collect::<Vec<_>>().join(" "), page.next)
    };
    assert_eq!(page(""), ("carl bob ada".to_owned(), None));
    // That it was read is recorded once, and comes after what was read.
    let all = "rollcall.log-read carl bob ada";
    assert_eq!(page(""), (all.to_owned(), None));
    assert_eq!(page("?kind=change"), ("carl bob ada".to_owned(), None));
    assert_eq!(page("?kind=log"), ("rollcall.log-read".to_owned(), None));
    assert_eq!(page("?kind=session"), (String::new(), None));
    assert_eq!(
        page("?search=127.0.0.1&until=2020-01-31"),
        (String::new(), None)
    );
    assert_eq!(page("?search=127.0.0.1"), (all.to_owned(), None));
    let changes = "?kind=change&limit=2";
    assert_eq!(page(changes), ("carl bob".to_owned(), Some(3)));
    assert_eq!(
        page(&format!("{changes}&before=3")),
        ("ada".to_owned(), None)
    );
    assert_eq!(
        page("?search=A%44A&since=2020-01-31"),
        ("ada".to_owned(), None)
    );
    assert_eq!(page("?connection=metabase"), (String::new(), None));

    for query in [
        "?since=yesterday",
        "?limit=many",
        "?order=up",
        "?before=-1",
        "?kind=all",
    ] {
        let (head, body) = get(query);
        assert!(head.starts_with("HTTP/1.1 400 "), "{query}: {head}");
        assert!(
            head.contains("x-rollcall-error: 1") && body.contains("error"),
            "{body}"
        );
    }

    let (head, body) = get("/export?format=csv&search=bob");
    assert!(head.contains("content-disposition: attachment; filename=\"rollcall-trail.csv\""));
    assert!(
        body.contains("number,at,ended,") && body.contains("bob"),
        "{body}"
    );
    assert!(!body.contains("carl"), "{body}");
    let (head, body) = get("/export");
    assert!(head.contains("rollcall-trail.jsonl"), "{head}");
    assert!(body.contains(r#""target":["carl"]"#), "{body}");
    running.stop();
}

#[test]
fn a_second_server_on_the_same_trail_is_refused() {
    let folder = Folder::new("second");
    folder.write("rollcall.toml", &config("http://127.0.0.1:1", ""));
    let running = Running::start(&folder);
    let output = program(&folder, "serve").output().unwrap();
    let text = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(
        text.contains("another rollcall serves from rollcall-audit.db already"),
        "{text}"
    );
    assert!(audit(&folder, &["verify"]).0, "reading it goes on");
    // Nothing of it is left behind.
    running.kill();
    Running::start(&folder).stop();
}

#[test]
fn without_an_audit_log_nothing_is_served() {
    let folder = Folder::new("no-trail");
    let more = "[audit]\nfile = \"no/such/folder/audit.db\"";
    folder.write("rollcall.toml", &config("http://127.0.0.1:1", more));
    let output = program(&folder, "serve").output().unwrap();
    let text = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(
        text.contains("audit log no/such/folder/audit.db cannot be opened"),
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

//! `rollcall check` fails where `rollcall serve` would, and makes nothing.

use crate::config;
use crate::password::{hash, user};
use crate::running::{Folder, Platform, program};
use std::collections::BTreeSet;
use std::fs;
use std::net::TcpListener;
use std::path::Path;

/// Every file below `folder`.
fn files(folder: &Path) -> BTreeSet<String> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap());
    entries
        .flat_map(|entry| {
            let name = entry.path().display().to_string();
            let below = entry.path().is_dir().then(|| files(&entry.path()));
            below.into_iter().flatten().chain([name])
        })
        .collect()
}

/// Exit code and everything that is printed.
fn run(folder: &Folder, command: &str) -> (Option<i32>, String) {
    let output = program(folder, command).output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    (
        output.status.code(),
        text + &String::from_utf8(output.stderr).unwrap(),
    )
}

#[test]
fn check_looks_for_what_serve_needs_and_makes_nothing() {
    let folder = Folder::with_page("check-server");
    let platform = Platform::answering("200 OK");
    let hash = hash(&folder);
    let more = format!(
        "[metrics]\nlisten = \"127.0.0.1:0\"\n{}",
        user("ada", "viewer", &hash)
    );
    folder.write("rollcall.toml", &config(&platform.base(), &more));
    let before = files(&folder.path("."));
    let (code, said) = run(&folder, "check");
    assert_eq!(code, Some(0), "{said}");
    let (_, table) = said.split_once("\nSERVER").unwrap();
    let rows: Vec<Vec<&str>> = table
        .lines()
        .skip(1)
        .map(|line| {
            line.split("  ")
                .filter(|cell| !cell.is_empty())
                .map(str::trim)
                .collect()
        })
        .collect();
    assert_eq!(
        rows,
        [
            ["console 127.0.0.1:0", "yes"],
            ["metrics 127.0.0.1:0", "yes"],
            ["page", "yes"],
            ["audit log", "yes"],
            ["session key", "yes"],
        ]
    );
    assert_eq!(files(&folder.path(".")), before);
}

#[test]
fn check_fails_where_serve_would() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let taken = taken.local_addr().unwrap();
    let platform = Platform::answering("200 OK");
    let folder = Folder::with_page("check-fails");
    let hash = hash(&folder);
    fs::create_dir(folder.path("a-folder.db")).unwrap();
    folder.write(
        "words.db",
        &"no database, and longer than its header. ".repeat(100),
    );
    folder.write("keyed.db-session-key", "no key");
    let metrics = format!("[metrics]\nlisten = \"{taken}\"");
    let keyed = format!(
        "[audit]\nfile = \"keyed.db\"\n{}",
        user("ada", "viewer", &hash)
    );
    for (more, words) in [
        (
            "",
            format!("\nconsole {taken}: {taken} cannot be listened on: "),
        ),
        (
            &metrics,
            format!("\nmetrics {taken}: {taken} cannot be listened on: "),
        ),
        (
            "[audit]\nfile = \"nowhere/audit.db\"",
            "\naudit log: the audit log nowhere/audit.db cannot be opened: its folder nowhere"
                .to_owned(),
        ),
        (
            "[audit]\nfile = \"a-folder.db\"",
            "a-folder.db is not a file".to_owned(),
        ),
        (
            "[audit]\nfile = \"rollcall.toml/audit.db\"",
            "\naudit log: ".to_owned(),
        ),
        ("[audit]\nfile = \"words.db\"", "\naudit log: ".to_owned()),
        (
            &keyed,
            "\nsession key: keyed.db-session-key is damaged".to_owned(),
        ),
    ] {
        let mut text = config(&platform.base(), more);
        if more.is_empty() {
            text = text.replace("127.0.0.1:0", &taken.to_string());
        }
        folder.write("rollcall.toml", &text);
        let before = files(&folder.path("."));
        let (code, said) = run(&folder, "check");
        assert_eq!(code, Some(1), "{more}: {said}");
        assert!(said.contains(&words), "{more}: {said}");
        assert!(said.contains("pivot       yes"), "{more}: {said}");
        assert_eq!(files(&folder.path(".")), before, "{more}");
        let (code, said) = run(&folder, "serve");
        assert_eq!(code, Some(1), "{more}: {said}");
    }

    fs::remove_file(folder.path("dist/index.html")).unwrap();
    folder.write("rollcall.toml", &config(&platform.base(), ""));
    let (code, said) = run(&folder, "check");
    assert_eq!(code, Some(1), "{said}");
    assert!(
        said.contains("\npage: there is no built console in "),
        "{said}"
    );
    folder.write("index.html", "<!doctype html>");
    let mut check = program(&folder, "check");
    let output = check.args(["--dist", "."]).output().unwrap();
    assert!(output.status.success(), "{output:?}");
}

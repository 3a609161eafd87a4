//! Connections that sign in as a user.

use crate::SECRET;
use crate::running::{Folder, Platform, Running, program, wait};

const SESSION: &str = "planted-session";

fn config(base: &str) -> String {
    format!(
        "[server]\nlisten = \"127.0.0.1:0\"\n[[connections]]\nid = \"metabase\"\n\
         platform = \"metabase\"\nenvironment = \"staging\"\nbase_url = \"{base}\"\n\
         user = \"rollcall@example.com\"\npassword_env = \"PIVOT_API_TOKEN\"\n"
    )
}

/// What a platform was asked: methods and paths.
fn lines(platform: &Platform) -> Vec<String> {
    let heads = platform.heads().into_iter();
    let line = |head: String| head.split(" HTTP").next().unwrap().to_owned();
    heads.map(line).collect()
}

#[test]
fn check_signs_in_looks_and_signs_out() {
    let folder = Folder::with_page("user-check");
    let platform = Platform::saying(r#"{"id":"planted-session","version":{"tag":"v0.58.1"}}"#);
    folder.write("rollcall.toml", &config(&platform.base()));
    let output = program(&folder, "check").output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    assert_eq!(output.status.code(), Some(0), "{text}");
    let row: Vec<&str> = text.lines().nth(1).unwrap().split_whitespace().collect();
    assert_eq!(row[..4], ["metabase", "yes", "yes", "v0.58.1"], "{text}");
    assert_eq!(
        lines(&platform),
        [
            "POST /api/session",
            "GET /api/user/current",
            "GET /api/session/properties",
            "DELETE /api/session",
        ]
    );

    let strict = Platform::answering("401 Unauthorized");
    folder.write("rollcall.toml", &config(&strict.base()));
    let output = program(&folder, "check").output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    assert_eq!(output.status.code(), Some(1), "{text}");
    assert!(
        text.ends_with("\nmetabase: it does not accept the user name and the password\n"),
        "{text}"
    );
    assert_eq!(lines(&strict), ["POST /api/session"]);
}

#[test]
fn what_it_signs_in_with_is_told_nowhere_and_ends_with_it() {
    let folder = Folder::new("user-serve");
    let platform = Platform::saying(r#"{"id":"planted-session"}"#);
    folder.write("rollcall.toml", &config(&platform.base()));
    let running = Running::start(&folder);
    let browser = running.app().browser();
    let changed = wait(browser.deactivate_user(7));
    assert_eq!(changed.status, 200, "{changed}");
    // The fake's answer to everything is a session: that one is the platform's.
    let mut all = changed.head;
    all += &wait(browser.list_connections()).to_string();
    all += &running.stop();
    let trail = program(&folder, "audit").arg("export").output().unwrap();
    all += str::from_utf8(&trail.stdout).unwrap();
    assert!(all.contains("metabase.users.deactivate"), "{all}");
    assert!(!all.contains(SECRET) && !all.contains(SESSION), "{all}");
    assert_eq!(
        lines(&platform),
        [
            "POST /api/session",
            "DELETE /api/user/7",
            "DELETE /api/session",
        ]
    );
    assert!(platform.heads()[2].contains(SESSION));
}

#[test]
fn tokens_that_are_renewed_are_told_nowhere_whatever_goes_wrong() {
    let folder = Folder::new("user-renews");
    let mut tokens = 0;
    let platform = Platform::with(move |head| {
        if head.starts_with("POST /api/auth/auth/token ") {
            tokens += 1;
            match tokens {
                1 => (
                    "200 OK",
                    r#"{"access_token":"planted-1","refresh_token":"planted-a","expires":3600}"#,
                ),
                2 => (
                    "200 OK",
                    r#"{"access_token":"planted-2","refresh_token":"planted-b","expires":3600}"#,
                ),
                // One that repeats what it refuses: of the refresh token, then
                // of the password.
                3 => ("401 Unauthorized", r#"{"description":"planted-b"}"#),
                _ => ("403 Forbidden", r#"{"description":"not planted-secret"}"#),
            }
        } else if head.starts_with("GET /api/auth/auth/acme/users ") {
            ("200 OK", "[]")
        } else if head.contains("planted-1") {
            ("401 Unauthorized", "{}")
        } else if head.starts_with("DELETE ") {
            ("200 OK", "{}")
        } else {
            ("401 Unauthorized", "{}")
        }
    });
    let actian = config(&platform.base())
        .replace("metabase", "actian")
        .replace("user =", "actian.tenant = \"acme\"\nuser =");
    folder.write("rollcall.toml", &actian);
    let running = Running::start(&folder);
    let browser = running.app().browser();
    let mut all = String::new();
    for (method, user, status) in [
        ("GET", "", 200),
        // Not let in with the first token, but with the second.
        ("DELETE", "/a", 200),
        // Not with the second either, and there is no third.
        ("GET", "/a", 502),
        ("DELETE", "/b", 502),
    ] {
        let path = format!("/via/actian/api/auth/auth/acme/users{user}");
        let answer = wait(browser.change(method, &path, ""));
        assert_eq!(answer.status, status, "{method} {path}: {answer}");
        all += &answer.to_string();
    }
    all += &running.stop();
    let trail = program(&folder, "audit").arg("export").output().unwrap();
    all += str::from_utf8(&trail.stdout).unwrap();
    assert!(all.contains("not •••"), "{all}");
    assert!(!all.contains("planted"), "{all}");
    let bearers = |token: &str| {
        let heads = platform.heads().into_iter();
        heads.filter(|head| head.contains(token)).count()
    };
    assert_eq!(
        (bearers("Bearer planted-1"), bearers("Bearer planted-2")),
        (2, 2)
    );
}

#[test]
fn a_secret_that_is_asked_for_is_not_asked_of_the_operator_and_kept_nowhere() {
    let folder = Folder::with_page("user-asks");
    let platform = Platform::answering("401 Unauthorized");
    let asking = config(&platform.base())
        .replace("user = \"rollcall@example.com\"\n", "secret_ask = true\n")
        .replace("password_env = \"PIVOT_API_TOKEN\"\n", "");
    folder.write("rollcall.toml", &asking);
    let output = program(&folder, "check").output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    assert_eq!(output.status.code(), Some(0), "{text}");
    assert!(text.contains("yes      asked for"), "{text}");

    let running = Running::start(&folder);
    let browser = running.app().browser().with_secret(SECRET);
    let mut all = String::new();
    all += &wait(browser.view_user(7)).to_string();
    all += &wait(browser.deactivate_user(7)).to_string();
    all += &wait(browser.read("/via/metabase/api/unlisted")).to_string();
    let sent = format!("x-api-key: {SECRET}");
    assert!(platform.heads().iter().any(|head| head.contains(&sent)));
    platform.stop();
    all += &wait(browser.deactivate_user(8)).to_string();
    all += &running.stop();
    let trail = program(&folder, "audit").arg("export").output().unwrap();
    all += str::from_utf8(&trail.stdout).unwrap();
    assert!(all.contains("metabase.users.deactivate") && all.contains("Connection refused"));
    assert!(!all.contains(SECRET), "{all}");
}

//! Signing in with what `rollcall hash-password` printed.

use crate::audit_log_reads::{audit, exported};
use crate::password::{READ, enter, hash, post, status_with, user};
use crate::running::{Folder, Platform, Running, config, program};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

/// A folder with these settings of the server, in which ada may sign in as an
/// operator, and the platform that is configured there.
pub(crate) fn with_ada(test: &str, server: &str) -> (Folder, Platform) {
    let folder = Folder::new(test);
    let platform = Platform::answering("200 OK");
    let users = user("ada", "operator", &hash(&folder));
    let more = format!("{server}\n{users}");
    folder.write("rollcall.toml", &config(&platform.base(), &more));
    (folder, platform)
}

#[test]
fn who_signed_in_stands_in_the_trail_and_their_password_nowhere() {
    let (folder, platform) = with_ada("people", "");
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

    let cookie = enter(running.address);
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

#[test]
fn a_restart_signs_nobody_out_but_who_is_not_in_the_file_or_has_another_password() {
    let folder = Folder::new("restart");
    let platform = Platform::answering("200 OK");
    let (first, second) = (hash(&folder), hash(&folder));
    let with_hash = |name, role, hash: &str| {
        let users = user(name, role, hash);
        folder.write("rollcall.toml", &config(&platform.base(), &users));
        Running::start(&folder)
    };
    let configured = |name, role| with_hash(name, role, &first);
    let write = "DELETE /via/pivot/api/v1/users/bob";

    let running = configured("ada", "operator");
    let (cookie, left) = (enter(running.address), enter(running.address));
    assert_eq!(status_with(&running, "POST /sign-out", &left), "303");
    running.kill();

    let running = configured("ada", "operator");
    assert_eq!(status_with(&running, write, &cookie), "200");
    assert_eq!(status_with(&running, READ, &left), "401", "she signed out");
    running.stop();
    let (_, token) = cookie.split_once('=').unwrap();
    for file in folder.files_beginning_with("rollcall-audit.db") {
        let found = file
            .windows(token.len())
            .any(|bytes| bytes == token.as_bytes());
        assert!(!found, "the token is in the database");
    }

    let running = configured("ada", "viewer");
    assert_eq!(status_with(&running, READ, &cookie), "200");
    assert_eq!(
        status_with(&running, write, &cookie),
        "403",
        "she is a viewer now"
    );
    for (cookie, expected) in [(&cookie, "200"), (&left, "401")] {
        assert_eq!(status_with(&running, "GET /api/trail", cookie), expected);
        assert_eq!(
            status_with(&running, "GET /api/trail/export", cookie),
            expected
        );
    }
    running.stop();

    let running = configured("bob", "operator");
    assert_eq!(status_with(&running, READ, &cookie), "401");
    running.stop();

    let running = configured("ada", "operator");
    assert_eq!(
        status_with(&running, READ, &cookie),
        "401",
        "it does not come back"
    );
    let cookie = enter(running.address);
    running.stop();
    let running = with_hash("ada", "operator", &second);
    assert_eq!(
        status_with(&running, READ, &cookie),
        "401",
        "another password"
    );
    running.stop();
}

#[test]
fn a_session_that_was_written_into_the_database_is_none() {
    let (folder, _platform) = with_ada("forged", "");
    let running = Running::start(&folder);
    let cookie = enter(running.address);
    let read = |cookie: &str| status_with(&running, READ, cookie);
    assert_eq!(read(&cookie), "200");

    // Another token, with everything else of her session.
    let forged = "A".repeat(43);
    folder.sql(
        "INSERT INTO sessions SELECT $1, name, role, via, credential, began, seen, signature \
         FROM sessions",
        &Sha256::digest(&forged),
    );
    assert_eq!(read(&format!("__Host-rollcall={forged}")), "401");
    // Longer than it may be.
    assert_eq!(read(&cookie), "200");
    folder.sql("UPDATE sessions SET began = began + 1 WHERE $1 <> ''", b"x");
    assert_eq!(read(&cookie), "401");
    let log = running.stop();
    let said = "a session was not signed with this server's key";
    assert_eq!(log.matches(said).count(), 2, "{log}");
}

#[test]
fn another_key_ends_every_session_and_no_text_shows_it() {
    let folder = Folder::new("key");
    let platform = Platform::answering("200 OK");
    let users = user("ada", "operator", &hash(&folder));
    let start = |key: &str| {
        folder.write("key", key);
        let more = format!("session_key_file = \"key\"\n{users}");
        folder.write("rollcall.toml", &config(&platform.base(), &more));
    };
    let first = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
    start(first);
    let running = Running::start(&folder);
    let cookie = enter(running.address);
    let log = running.stop();
    assert!(!log.contains(first), "{log}");
    let running = Running::start(&folder);
    assert_eq!(status_with(&running, READ, &cookie), "200");
    running.stop();
    start("HwECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=");
    let running = Running::start(&folder);
    assert_eq!(status_with(&running, READ, &cookie), "401");
    running.stop();

    start("planted");
    let output = program(&folder, "serve").output().unwrap();
    let text = String::from_utf8(output.stderr).unwrap();
    assert!(
        text.contains("line 4: [server]: the session key is not 32 bytes in base64"),
        "{text}"
    );
    assert!(!text.contains("planted"), "{text}");
}

#[test]
fn sign_ins_and_reads_of_the_log_are_in_it_and_in_its_exports() {
    let (folder, _platform) = with_ada("events", "");
    let running = Running::start(&folder);
    let at = running.address;
    let wrong = post(at, "POST /sign-in", "", "name=ada&password=planted-wrong");
    assert!(wrong.starts_with("HTTP/1.1 401 "), "{wrong}");
    let headers = format!("Cookie: {}\r\nx-rollcall: 1\r\n", enter(at));
    let change = "DELETE /via/pivot/api/v1/users/bob";
    post(at, change, &headers, "");
    let read = post(at, "GET /api/trail?kind=session", &headers, "");
    assert!(read.contains(r#""action":"rollcall.signed-in""#), "{read}");
    assert!(!read.contains("pivot.users.delete"), "{read}");
    let csv = post(at, "GET /api/trail/export?format=csv", &headers, "");
    assert!(csv.contains(",session,local,127.0.0.1\r\n"), "{csv}");
    post(at, "POST /sign-out", &headers, "");
    running.stop();

    let entries = exported(&folder);
    let said: Vec<_> = entries
        .iter()
        .map(|entry| {
            assert_eq!(entry["who"], "ada", "{entry}");
            assert_eq!(entry["via"], "local", "{entry}");
            assert_eq!(entry["address"], "127.0.0.1", "{entry}");
            let text = |key: &str| entry[key].as_str().unwrap().to_owned();
            (text("kind"), text("action"), entry["outcome"].clone())
        })
        .collect();
    let entry = |kind: &str, action: &str| (kind.to_owned(), action.to_owned(), json!("done"));
    assert_eq!(
        said,
        [
            (
                "session".to_owned(),
                "rollcall.sign-in-failed".to_owned(),
                json!({ "failed": "wrong password" })
            ),
            entry("session", "rollcall.signed-in"),
            (
                "change".to_owned(),
                "pivot.users.delete".to_owned(),
                json!({ "status": 200 })
            ),
            entry("log", "rollcall.log-read"),
            entry("log", "rollcall.log-exported"),
            entry("session", "rollcall.signed-out"),
        ]
    );
    let (fine, text) = audit(&folder, &["verify"]);
    assert!(fine && text.starts_with("7 rows hold."), "{text}");
    let (_, changes) = audit(&folder, &["export", "--kind", "change"]);
    assert_eq!(changes.lines().count(), 1, "{changes}");
    // What is changed in an event is found as what is changed in a change.
    folder.sql(
        "UPDATE trail SET content = replace(content, 'ada', 'bob') \
         WHERE kind = 'event' AND $1 <> '' AND number = 6",
        b"x",
    );
    let (fine, text) = audit(&folder, &["verify"]);
    assert!(!fine && text.contains("row 6 was changed"), "{text}");
}

#[test]
fn one_more_session_than_a_person_may_have_ends_another_of_theirs() {
    let folder = Folder::new("cap");
    let platform = Platform::answering("200 OK");
    let hash = hash(&folder);
    let users = [user("ada", "operator", &hash), user("bob", "viewer", &hash)].join("\n");
    folder.write("rollcall.toml", &config(&platform.base(), &users));
    let running = Running::start(&folder);
    let signed_in = |cookies: &[String]| {
        let is_in = |cookie: &&String| {
            let headers = format!("Cookie: {cookie}\r\n");
            let answer = post(running.address, "GET /api/connections", &headers, "");
            answer.starts_with("HTTP/1.1 200 ")
        };
        cookies.iter().filter(is_in).count()
    };
    let form = "name=bob&password=correct+horse";
    let bob = post(running.address, "POST /sign-in", "", form);
    let (_, bob) = bob.split_once("set-cookie: ").unwrap();
    let bob = [bob.split(';').next().unwrap().to_owned()];
    let cookies: Vec<String> = (0..23).map(|_| enter(running.address)).collect();
    assert_eq!(signed_in(&cookies), 20);
    assert_eq!(signed_in(&cookies[22..]), 1, "the newest");
    assert_eq!(signed_in(&bob), 1);
    running.stop();
    let entries = exported(&folder);
    let ended = |entry: &&Value| entry["action"] == "rollcall.session-ended";
    assert_eq!(entries.iter().filter(ended).count(), 3);
}

//! Signing in with what `rollcall hash-password` printed.

use crate::audit_log_reads::{audit, exported};
use crate::password::{hash, sign_in, status_of_deletion, status_of_list, user};
use crate::running::{Folder, Platform, Running, config, program, wait};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use test_support::Browser;

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

/// What the cookie of this browser's session holds.
fn token(browser: &Browser) -> &str {
    browser.cookie().unwrap().split_once('=').unwrap().1
}

#[test]
fn who_signed_in_stands_in_the_trail_and_their_password_nowhere() {
    let (folder, platform) = with_ada("people", "");
    let running = Running::start(&folder);

    let mut stranger = running.app().browser();
    let refused = wait(stranger.sign_in("ada", "horse"));
    assert_eq!(refused.status, 401, "{refused}");
    assert_eq!(status_of_deletion(&running, &stranger), 401);

    let ada = sign_in(&running, "ada");
    assert_eq!(status_of_deletion(&running, &ada), 200);
    assert!(!platform.heads()[0].contains("__Host-rollcall"));

    let log = running.stop();
    let token = token(&ada);
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

    let running = configured("ada", "operator");
    let [ada, signed_out] = [(); 2].map(|()| sign_in(&running, "ada"));
    assert_eq!(wait(signed_out.sign_out()).status, 303);
    running.kill();

    let running = configured("ada", "operator");
    assert_eq!(status_of_deletion(&running, &ada), 200);
    assert_eq!(status_of_list(&running, &signed_out), 401);
    running.stop();
    let token = token(&ada);
    for file in folder.files_beginning_with("rollcall-audit.db") {
        let found = file
            .windows(token.len())
            .any(|bytes| bytes == token.as_bytes());
        assert!(!found, "the token is in the database");
    }

    let running = configured("ada", "viewer");
    assert_eq!(status_of_list(&running, &ada), 200);
    assert_eq!(status_of_deletion(&running, &ada), 403, "a viewer now");
    for (browser, expected) in [(&ada, 200), (&signed_out, 401)] {
        let browser = browser.clone().at(running.app());
        assert_eq!(wait(browser.read_audit_log("")).status, expected);
        assert_eq!(wait(browser.export_audit_log("")).status, expected);
    }
    running.stop();

    let running = configured("bob", "operator");
    assert_eq!(status_of_list(&running, &ada), 401);
    running.stop();

    let running = configured("ada", "operator");
    assert_eq!(status_of_list(&running, &ada), 401, "it does not come back");
    let ada = sign_in(&running, "ada");
    running.stop();
    let running = with_hash("ada", "operator", &second);
    assert_eq!(status_of_list(&running, &ada), 401, "another password");
    running.stop();
}

#[test]
fn a_session_that_was_written_into_the_database_is_none() {
    let (folder, _platform) = with_ada("forged", "");
    let running = Running::start(&folder);
    let ada = sign_in(&running, "ada");
    assert_eq!(status_of_list(&running, &ada), 200);

    // Another token, with everything else of her session.
    let forged = "A".repeat(43);
    folder.sql(
        "INSERT INTO sessions SELECT $1, name, role, via, credential, began, seen, signature \
         FROM sessions",
        &Sha256::digest(&forged),
    );
    let forged = format!("Cookie: __Host-rollcall={forged}");
    let stranger = running.app().browser().with_header(&forged);
    assert_eq!(status_of_list(&running, &stranger), 401);
    // Longer than it may be.
    assert_eq!(status_of_list(&running, &ada), 200);
    folder.sql("UPDATE sessions SET began = began + 1 WHERE $1 <> ''", b"x");
    assert_eq!(status_of_list(&running, &ada), 401);
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
    let ada = sign_in(&running, "ada");
    let log = running.stop();
    assert!(!log.contains(first), "{log}");
    let running = Running::start(&folder);
    assert_eq!(status_of_list(&running, &ada), 200);
    running.stop();
    start("HwECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=");
    let running = Running::start(&folder);
    assert_eq!(status_of_list(&running, &ada), 401);
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
    let wrong = wait(running.app().browser().sign_in("ada", "planted-wrong"));
    assert_eq!(wrong.status, 401, "{wrong}");
    let ada = sign_in(&running, "ada");
    wait(ada.delete_user("bob"));
    let read = wait(ada.read_audit_log("kind=session")).body;
    assert!(read.contains(r#""action":"rollcall.signed-in""#), "{read}");
    assert!(!read.contains("pivot.users.delete"), "{read}");
    let csv = wait(ada.export_audit_log("format=csv")).body;
    assert!(csv.contains(",session,local,127.0.0.1,\r\n"), "{csv}");
    wait(ada.sign_out());
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
    let signed_in = |browsers: &[Browser]| {
        let is_in = |browser: &&Browser| wait(browser.list_connections()).status == 200;
        browsers.iter().filter(is_in).count()
    };
    let bob = [sign_in(&running, "bob")];
    let ada: Vec<Browser> = (0..23).map(|_| sign_in(&running, "ada")).collect();
    assert_eq!(signed_in(&ada), 20);
    assert_eq!(signed_in(&ada[22..]), 1, "the newest");
    assert_eq!(signed_in(&bob), 1);
    running.stop();
    let entries = exported(&folder);
    let ended = |entry: &&Value| entry["action"] == "rollcall.session-ended";
    assert_eq!(entries.iter().filter(ended).count(), 3);
}

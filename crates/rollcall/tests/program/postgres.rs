//! Several of the `rollcall` program on one PostgreSQL. `cargo xtask test`
//! starts a cluster for these; without one they fail.

mod cluster;
mod database;
mod people;
mod reviews;

use crate::audit_log_reads::{all_is_recorded, audit, change, count, exported, outcomes};
use crate::load::{Clients, Quick};
use crate::password::{hash, sign_in, status_of_deletion, status_of_list, user};
use crate::running::{Folder, Platform, Running, config, program, status, wait};
use cluster::{Way, database};
use serde_json::json;
use std::thread;
use wire::console::{TrailOutcome, TrailPage};

const PASSWORD: &str = "planted-password";

/// A folder with a configuration for the database at `url`.
fn configured(test: &str, base: &str, url: &str, more: &str) -> Folder {
    let folder = Folder::with_page(test);
    folder.write("database-url", url);
    let more = format!("{more}\n[audit]\ndatabase_url_file = \"database-url\"");
    folder.write("rollcall.toml", &config(base, &more));
    folder
}

/// The same where ada may sign in as an operator.
fn configured_for_ada(test: &str, base: &str, url: &str) -> Folder {
    let hashing = Folder::new(&format!("{test}-hashing"));
    configured(test, base, url, &user("ada", "operator", &hash(&hashing)))
}

/// The newest changes, as `running` answers them.
fn newest(running: &Running) -> TrailPage {
    let browser = running.app().browser();
    let answer = wait(browser.read_audit_log("limit=200&kind=change"));
    serde_json::from_str(&answer.body).unwrap()
}

#[test]
fn a_session_of_one_replica_is_one_of_the_other() {
    let platform = Platform::answering("200 OK");
    let folder = configured_for_ada("sessions", &platform.base(), &database("sessions"));
    let (one, other) = (Running::start(&folder), Running::start(&folder));
    let ada = sign_in(&one, "ada");
    assert_eq!(status_of_list(&other, &ada), 200);
    assert_eq!(status_of_deletion(&other, &ada), 200);
    let signed_out = wait(ada.clone().at(other.app()).sign_out());
    assert_eq!(signed_out.status, 303);
    assert_eq!(status_of_list(&one, &ada), 401, "signed out at the other");
    one.stop();
    other.stop();
    assert_eq!(exported(&folder)[0]["who"], "ada");
}

#[test]
fn a_session_begun_with_the_old_password_ends_wherever_the_new_one_is_known() {
    let platform = Platform::answering("200 OK");
    let hashing = Folder::new("hashing-twice");
    let key = "session_key_file = \"key\"";
    let [old, new] = [(); 2].map(|()| {
        let users = user("ada", "operator", &hash(&hashing));
        format!("{key}\n{users}")
    });
    let url = database("passwords");
    let with = |test: &str, more: &str| {
        let folder = configured(test, &platform.base(), &url, more);
        folder.write("key", "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=");
        folder
    };
    let (folder, folder_of_other) = (with("passwords-a", &old), with("passwords-b", &new));
    let (one, other) = (Running::start(&folder), Running::start(&folder_of_other));
    let unused = sign_in(&one, "ada");
    assert_eq!(status_of_list(&one, &unused), 200);
    let ended = sign_in(&one, "ada");
    assert_eq!(status_of_list(&other, &ended), 401, "another password");
    assert_eq!(status_of_list(&one, &ended), 401, "it has ended everywhere");
    one.stop();
    drop(folder);

    let folder = with("passwords-a", &new);
    let one = Running::start(&folder);
    assert_eq!(status_of_list(&one, &unused), 401);
    assert_eq!(status_of_list(&other, &unused), 401);
    let ada = sign_in(&one, "ada");
    assert_eq!(status_of_list(&other, &ada), 200);
    let log = one.stop() + &other.stop();
    assert!(!log.contains("session_key"), "{log}");
}

#[test]
fn a_person_has_so_many_sessions_on_all_replicas_together() {
    let platform = Platform::answering("200 OK");
    let url = database("many");
    let folder = configured_for_ada("many", &platform.base(), &url);
    let replicas = [Running::start(&folder), Running::start(&folder)];
    thread::scope(|scope| {
        for replica in &replicas {
            scope.spawn(|| {
                for _ in 0..16 {
                    sign_in(replica, "ada");
                }
            });
        }
    });
    let count = cluster::number(&url, "SELECT count(*) FROM sessions");
    assert!((20..=21).contains(&count), "{count}");
    let last = sign_in(&replicas[0], "ada");
    assert_eq!(cluster::number(&url, "SELECT count(*) FROM sessions"), 20);
    assert_eq!(status_of_list(&replicas[1], &last), 200);
    let [one, other] = replicas;
    other.stop();
    let log = one.stop();
    assert!(log.contains("session_key_env"), "no key is given: {log}");
}

#[test]
fn a_replica_that_is_killed_loses_nothing_and_another_marks_what_it_left_open() {
    let platform = Quick::new();
    let url = database("killed");
    let folder = configured("killed", &platform.base(), &url, "");
    let (killed, other) = (Running::start(&folder), Running::start(&folder));
    let clients = Clients::start(&[killed.address, other.address], 32, 10_000);
    platform.wait_for(5_000);
    killed.kill();
    let answered = clients.done();
    assert!(
        answered.len() > 9_900,
        "the other went on: {}",
        answered.len()
    );

    // The other looks around now and then. Once it is alone, all is marked.
    while cluster::number(&url, "SELECT count(*) FROM instances") != 1 {
        thread::yield_now();
    }
    other.stop();
    let outcomes = all_is_recorded(&folder, platform.asked(), answered);
    assert_eq!(count(&outcomes, "open"), 0);
    assert!(
        count(&outcomes, "unknown") <= 16,
        "so many clients were there"
    );
}

#[test]
fn a_living_replicas_changes_are_not_marked_by_one_that_starts() {
    let platform = Platform::waiting();
    let folder = configured("living", &platform.base(), &database("living"), "");
    let one = Running::start(&folder);
    let address = one.address;
    let waiting = thread::spawn(move || change(address, "ada").unwrap());
    platform.wait_for_a_request();
    let other = Running::start(&folder);
    assert_eq!(newest(&other).changes[0].outcome, TrailOutcome::Open);
    platform.answer();
    assert_eq!(status(&waiting.join().unwrap()), "200");
    assert_eq!(newest(&other).changes[0].outcome, TrailOutcome::Status(200));
    one.stop();
    other.stop();
    // The change, its outcome, and that the audit log was read.
    assert!(audit(&folder, &["verify"]).1.starts_with("3 rows hold."));
}

#[test]
fn while_the_database_is_away_changes_are_refused_and_reading_goes_on() {
    let platform = Platform::waiting();
    let way = Way::new();
    database("away");
    let url = way.url("away", PASSWORD);
    let folder = configured("away", &platform.base(), &url, "");
    let running = Running::start(&folder);
    assert_eq!(running.get("/readyz").status, 200);
    let address = running.address;
    // One change is under way when it goes.
    let waiting = thread::spawn(move || change(address, "ada").unwrap());
    platform.wait_for_a_request();
    way.cut();
    platform.answer();
    assert_eq!(status(&waiting.join().unwrap()), "200", "it was made");

    let refused = change(address, "bob").unwrap();
    assert_eq!(status(&refused), "503");
    assert!(refused.contains("could not be recorded"), "{refused}");
    let browser = running.app().browser();
    let reading = thread::spawn(move || wait(browser.list_users()));
    platform.wait_for_a_request();
    platform.answer();
    assert_eq!(reading.join().unwrap().status, 200);
    let [unready, unread] = ["/readyz", "/api/trail"].map(|path| {
        let answer = running.get(path);
        assert_eq!(answer.status, 503, "{path}");
        answer.to_string()
    });

    way.mend();
    let waiting = thread::spawn(move || change(address, "carl").unwrap());
    platform.wait_for_a_request();
    platform.answer();
    assert_eq!(status(&waiting.join().unwrap()), "200");
    assert_eq!(running.get("/readyz").status, 200);
    let log = running.stop();
    assert_eq!(
        log.matches("the audit log cannot be written").count(),
        1,
        "{log}"
    );
    assert_eq!(
        log.matches("the audit log can be written again").count(),
        1,
        "{log}"
    );
    for text in [&log, &refused, &unready, &unread] {
        assert!(!text.contains(PASSWORD), "{text}");
    }
    let outcomes = outcomes(&exported(&folder));
    assert_eq!(outcomes["ada"], json!({ "status": 200 }), "written later");
    assert_eq!(outcomes["carl"], json!({ "status": 200 }));
    assert!(!outcomes.contains_key("bob"));
    assert!(audit(&folder, &["verify"]).1.starts_with("4 rows hold."));
}

#[test]
fn a_database_that_cannot_be_reached_is_named_without_its_password() {
    let url = format!("postgres://postgres:{PASSWORD}@127.0.0.1:1/nothing");
    let folder = configured("unreached", "http://127.0.0.1:1", &url, "");
    for (command, argument) in [("serve", None), ("audit", Some("verify"))] {
        let output = program(&folder, command).args(argument).output().unwrap();
        let text = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(1), "{text}");
        let words = "the audit log 127.0.0.1/nothing cannot be opened";
        assert!(text.contains(words) && !text.contains(PASSWORD), "{text}");
    }
}

#[test]
fn many_that_start_at_once_on_an_empty_database_all_serve() {
    let platform = Platform::answering("200 OK");
    let url = database("empty");
    let folder = configured("empty", &platform.base(), &url, "");
    thread::scope(|scope| {
        let starting: Vec<_> = (0..4)
            .map(|_| scope.spawn(|| Running::start(&folder)))
            .collect();
        for running in starting {
            let running = running.join().unwrap();
            assert_eq!(status(&change(running.address, "ada").unwrap()), "200");
            running.stop();
        }
    });
    let (_, text) = audit(&folder, &["verify"]);
    assert!(text.starts_with("8 rows hold."), "{text}");
}

#[test]
fn a_trail_that_was_tampered_with_does_not_hold() {
    let platform = Platform::answering("200 OK");
    let url = database("tampered");
    let folder = configured("tampered", &platform.base(), &url, "");
    let running = Running::start(&folder);
    change(running.address, "ada").unwrap();
    running.stop();
    cluster::run(
        &url,
        "UPDATE trail SET content = replace(content, 'ada', 'bob')",
    );
    let (fine, text) = audit(&folder, &["verify"]);
    assert!(!fine && text.contains("row 1 was changed"), "{text}");
    for (sql, words) in [
        (
            "UPDATE trail SET content = replace(content, 'bob', 'ada'); \
             UPDATE trail SET instance = instance - 1 WHERE number = 1",
            "row 1 was changed",
        ),
        (
            "UPDATE trail SET instance = instance + 1 WHERE number = 1; \
             INSERT INTO trail SELECT -1, at, kind, change, content, hash, instance FROM trail \
                 WHERE kind = 'ended'",
            "row -1 was added",
        ),
    ] {
        cluster::run(&url, sql);
        let (fine, text) = audit(&folder, &["verify"]);
        assert!(!fine && text.contains(words), "{text}");
        assert_eq!(text.lines().count(), 2, "{text}");
    }
}

#[test]
fn changes_are_exported_by_time_though_the_clock_was_set_back_and_one_is_damaged() {
    let platform = Platform::answering("200 OK");
    let url = database("clock");
    let folder = configured("clock", &platform.base(), &url, "");
    let running = Running::start(&folder);
    for name in ["ada", "bob", "carl"] {
        change(running.address, name).unwrap();
    }
    running.stop();
    cluster::run(
        &url,
        "UPDATE trail SET at = replace(at, '20', '19') WHERE number = 3; \
         UPDATE trail SET content = 'x' WHERE number = 5",
    );
    let export = |since: &str| audit(&folder, &["export", "--since", since]);
    let (fine, text) = export("2020-01-01");
    assert!(!fine, "one is damaged");
    assert_eq!(text.lines().count(), 2, "{text}");
    assert!(text.contains("ada") && text.contains("row 5 does not hold a change"));
    assert_eq!(export("1900-01-01").1.lines().count(), 3);
}

//! Access reviews that the program stores.

use crate::audit_log_reads::audit;
use crate::config;
use crate::people_store::json_of;
use crate::running::{Folder, Platform, Running, program, wait};
use serde_json::{Value, json};
use test_support::{Answer, Browser};

/// The day on which the tests run, in UTC: that of a row that the server stores now.
fn today(browser: &Browser) -> String {
    let answer = wait(browser.mark_departed("someone@example.com", 0, "Someone"));
    let row = &json_of(&answer)["rows"][0];
    row["at"].as_str().unwrap()[..10].to_owned()
}

/// An open review with so many accounts of the connection `pivot`, as it is read.
pub(crate) fn opened(running: &Running, items: u32) -> Value {
    let browser = running.app().browser();
    let due = today(&browser);
    let created = wait(browser.create_review("pivot", ("Q4", &due), &[]));
    assert_eq!(created.status, 201, "{}", created.body);
    let id = json_of(&created)["id"].as_str().unwrap().to_owned();
    let accounts: Vec<u32> = (0..items).collect();
    let added = json_of(&wait(browser.add_review_items(&id, "pivot", 0, &accounts)));
    let version = added["version"].as_u64().unwrap();
    let opened = wait(browser.open_review(&id, version, accounts.len()));
    assert_eq!(opened.status, 200, "{}", opened.body);
    json_of(&opened)
}

/// A review, as it is read.
pub(crate) fn review(running: &Running, id: &str) -> Answer {
    wait(running.app().browser().read(&format!("/api/reviews/{id}")))
}

/// All decisions of a review, as they are read.
pub(crate) fn decisions(running: &Running, id: &str) -> Answer {
    let path = format!("/api/reviews/{id}/decisions");
    wait(running.app().browser().read(&path))
}

#[test]
fn what_was_decided_survives_a_restart_and_is_recorded() {
    let folder = Folder::new("reviews-kept");
    let platform = Platform::answering("200 OK");
    folder.write("rollcall.toml", &config(&platform.base(), ""));
    let running = Running::start(&folder);
    let open = opened(&running, 3);
    let id = open["id"].as_str().unwrap();
    let browser = running.app().browser();
    assert_eq!(wait(browser.decide(id, 1, 0, "revoke")).status, 200);
    let before = (review(&running, id).body, decisions(&running, id).body);
    running.stop();

    let running = Running::start(&folder);
    let browser = running.app().browser();
    let now = (review(&running, id).body, decisions(&running, id).body);
    assert_eq!(now, before);
    let version = json_of(&decisions(&running, id))["decisions"][0]["version"].as_u64();
    assert_eq!(wait(browser.decide(id, 1, 0, "keep")).status, 409);
    let again = wait(browser.decide(id, 1, version.unwrap(), "keep"));
    assert_eq!(again.status, 200, "{}", again.body);
    let revision = json_of(&again)["revision"].as_u64().unwrap();
    let closed = wait(browser.close_review(id, revision));
    assert_eq!(closed.status, 200, "{}", closed.body);
    let closed = json_of(&closed);
    running.stop();

    let (fine, text) = audit(&folder, &["export", "--kind", "people"]);
    assert!(fine, "{text}");
    let entries = text.lines().map(|line| serde_json::from_str(line).unwrap());
    let entries: Vec<Value> = entries.collect();
    let entry = entries.last().unwrap();
    assert_eq!(entry["action"], "rollcall.review-closed");
    assert_eq!(entry["request"]["body"]["sha256"], closed["sha256"]);
    assert_eq!(entry["number"], closed["recorded"]["number"]);
    assert_eq!(entry["hash"], closed["recorded"]["hash"]);
    let decided = entries
        .iter()
        .filter(|entry| entry["action"] == "rollcall.review-decided");
    assert_eq!(decided.count(), 2);
}

/// A closed review, as the console saves it.
fn evidence(running: &Running) -> Value {
    let open = opened(running, 3);
    let id = open["id"].as_str().unwrap();
    let browser = running.app().browser();
    wait(browser.decide(id, 0, 0, "keep"));
    let made = json_of(&wait(browser.decide(id, 2, 0, "revoke")));
    let closed = wait(browser.close_review(id, made["revision"].as_u64().unwrap()));
    assert_eq!(closed.status, 200, "{}", closed.body);
    let items = wait(browser.read(&format!("/api/reviews/{id}/items")));
    json!({
        "review": json_of(&closed),
        "items": json_of(&items)["items"],
        "decisions": json_of(&decisions(running, id))["decisions"],
    })
}

/// What `rollcall audit verify` says of a review, and whether it agrees with the log.
fn verified(folder: &Folder, review: &Value) -> (bool, String) {
    folder.write("review.json", &review.to_string());
    audit(folder, &["verify", "--review", "review.json"])
}

#[test]
fn a_closed_review_agrees_with_the_log_until_either_is_changed() {
    let folder = Folder::new("review-verified");
    let platform = Platform::answering("200 OK");
    folder.write("rollcall.toml", &config(&platform.base(), ""));
    let running = Running::start(&folder);
    let evidence = evidence(&running);
    running.stop();
    let (fine, said) = verified(&folder, &evidence);
    assert!(fine, "{said}");
    let what = "review.json agrees with the log. It is the review “Q4”; accounts: 3, kept: 1, \
                revoked: 1, undecided: 1";
    assert!(said.contains(what), "{said}");

    let number = evidence["review"]["recorded"]["number"].as_u64().unwrap();
    let before = number - 2;
    for (pointer, value, why) in [
        (
            "/decisions/1/comment",
            json!("other"),
            "the review was changed".to_owned(),
        ),
        (
            "/decisions/1/by",
            json!("bob"),
            "the review was changed".to_owned(),
        ),
        (
            "/decisions/1/decision",
            json!("keep"),
            "its figures are not those".to_owned(),
        ),
        ("/decisions", json!([]), "the review was changed".to_owned()),
        (
            "/items/0/name",
            json!("Bob"),
            "the review was changed".to_owned(),
        ),
        (
            "/review/due",
            json!("2026-01-01"),
            "the review was changed".to_owned(),
        ),
        (
            "/review/closed/by",
            json!("bob"),
            "written for another person".to_owned(),
        ),
        (
            "/review/sha256",
            json!("0".repeat(64)),
            "is not its own".to_owned(),
        ),
        (
            "/review/closed",
            json!(null),
            "the review is not closed".to_owned(),
        ),
        (
            "/review/id",
            json!("0".repeat(32)),
            "vouches for another review".to_owned(),
        ),
        (
            "/review/recorded",
            json!(null),
            "names no row of the log".to_owned(),
        ),
        (
            "/review/recorded/number",
            json!(before),
            format!("row {before} of the log is not about a review"),
        ),
        (
            "/review/recorded/hash",
            json!("0".repeat(64)),
            format!("row {number} does not have the hash"),
        ),
    ] {
        let mut changed = evidence.clone();
        let (object, field) = pointer.rsplit_once('/').unwrap();
        changed.pointer_mut(object).unwrap()[field] = value;
        let (fine, said) = verified(&folder, &changed);
        assert!(!fine && said.contains(&why), "{pointer}: {said}");
    }
    assert!(verified(&folder, &evidence).0);

    folder.write("list.json", "[]");
    let output = program(&folder, "audit")
        .args(["verify", "--review", "list.json"])
        .output()
        .unwrap();
    let text = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(1), "{text}");
    assert!(text.contains("list.json is not an access review"), "{text}");

    folder.sql("DELETE FROM trail WHERE ?1 = x''", &[]);
    let (fine, said) = verified(&folder, &evidence);
    assert!(
        !fine && said.contains("whose hash was kept, is not there"),
        "{said}"
    );
}

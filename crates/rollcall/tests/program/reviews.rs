//! Access reviews that the program stores.

use crate::audit_log_reads::audit;
use crate::config;
use crate::people_store::json_of;
use crate::running::{Folder, Platform, Running, wait};
use serde_json::Value;
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

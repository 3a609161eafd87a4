//! What the server keeps about people, and the receipts that an operator verifies.

use crate::audit_log_reads::audit;
use crate::config;
use crate::running::{Folder, Platform, Running, program, wait};
use serde_json::{Value, json};
use test_support::Answer;

pub(crate) const ANA: &str = "ana@example.com";

pub(crate) fn json_of(answer: &Answer) -> Value {
    serde_json::from_str(&answer.body).unwrap()
}

/// Links an account of the connection `pivot`, read with this version.
pub(crate) fn link(running: &Running, key: &str, person: &str, version: u64) -> Answer {
    wait(
        running
            .app()
            .browser()
            .link(("pivot", key), person, version),
    )
}

/// All that the server keeps about people.
pub(crate) fn people(running: &Running) -> Answer {
    wait(running.app().browser().load_people())
}

/// Deletes the user ana of the platform, and hands in a receipt of that.
fn receipt(running: &Running) -> Value {
    let browser = running.app().browser();
    let deleted = wait(browser.delete_user("ana"));
    let request = deleted.header("x-request-id").unwrap();
    let requests = [request, "0123456789abcdef"];
    // Its names in the order that a JSON value of these tests has them.
    let body = r#"{ "list": [1, 2.5, null], "text": "a \"b\" ü" }"#;
    let answer = wait(browser.hand_in_receipt(ANA, &requests, body));
    assert_eq!(answer.status, 201, "{}", answer.body);
    json_of(&answer)
}

fn recorded(test: &str) -> (Folder, Running, Platform) {
    let folder = Folder::new(test);
    let platform = Platform::answering("200 OK");
    folder.write("rollcall.toml", &config(&platform.base(), ""));
    let running = Running::start(&folder);
    (folder, running, platform)
}

#[test]
fn what_is_kept_about_people_survives_a_restart_and_is_recorded() {
    let (folder, running, _platform) = recorded("people-kept");
    let linked = link(&running, "ana", ANA, 0);
    assert_eq!(linked.status, 200, "{}", linked.body);
    assert_eq!(json_of(&linked)["revision"], 1);
    assert_eq!(link(&running, "ana", "bob", 0).status, 409);
    let before = people(&running);
    assert_eq!(json_of(&before)["assignments"][0]["person"], ANA);
    running.stop();
    let running = Running::start(&folder);
    let now = people(&running);
    assert_eq!(now.body, before.body);
    assert_eq!(now.header("etag"), before.header("etag"));
    assert_eq!(link(&running, "ana", "bob", 1).status, 200);
    running.stop();
    let (fine, text) = audit(&folder, &["export", "--kind", "people"]);
    let lines = text.lines();
    let entries: Vec<Value> = lines
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert!(fine && entries.len() == 2, "{text}");
    assert_eq!(entries[0]["kind"], "people");
    assert_eq!(entries[0]["action"], "rollcall.person-linked");
    assert_eq!(entries[0]["target"], json!([ANA, "pivot/ana"]));
    assert_eq!(entries[0]["outcome"], json!({ "status": 200 }));
    let (_, changes) = audit(&folder, &["export", "--kind", "change"]);
    assert_eq!(changes, "");
    let (fine, text) = audit(&folder, &["verify"]);
    assert!(fine && text.starts_with("4 rows hold."), "{text}");
}

#[test]
fn a_change_about_people_is_found_by_the_person_in_the_log() {
    let (_folder, running, _platform) = recorded("people-found");
    link(&running, "ana", ANA, 0);
    link(&running, "bob", "bob@example.com", 0);
    let browser = running.app().browser();
    let page = wait(browser.read_audit_log("kind=people&search=ANA%40example"));
    let page = json_of(&page);
    assert_eq!(page["changes"].as_array().unwrap().len(), 1, "{page}");
    let body = &page["changes"][0]["request"]["body"];
    assert_eq!(body["changes"][0]["value"]["person"], ANA);
    running.stop();
}

/// Whether `rollcall audit verify` says that this receipt agrees with the log, and
/// what it says.
fn verified(folder: &Folder, receipt: &str) -> (bool, String) {
    folder.write("receipt.json", receipt);
    let path = folder.path("receipt.json");
    audit(folder, &["verify", "--receipt", path.to_str().unwrap()])
}

#[test]
fn a_receipt_agrees_with_the_log_however_its_file_is_laid_out() {
    let (folder, running, _platform) = recorded("receipt");
    let receipt = receipt(&running);
    assert_eq!(receipt["entries"][0]["outcome"], json!({ "status": 200 }));
    assert_eq!(receipt["missing"], json!(["0123456789abcdef"]));
    let id = receipt["id"].as_str().unwrap();
    let answer = wait(running.app().browser().open_receipt(id));
    let stored = &*answer.body;
    let laid_out = serde_json::to_string_pretty(&receipt).unwrap();
    for text in [stored, &laid_out, &format!("\u{feff}{laid_out}\r\n")] {
        // While it is served, too.
        let (fine, said) = verified(&folder, text);
        assert!(fine, "{said}");
        assert!(said.starts_with("4 rows hold."), "{said}");
        let words = "receipt.json agrees with the log. It is about ana@example.com; requests: 1";
        assert!(said.contains(words), "{said}");
        assert!(
            said.contains("does not have, as the receipt says: 1"),
            "{said}"
        );
    }
    running.stop();
}

#[test]
fn a_receipt_that_was_changed_does_not_agree_and_the_difference_is_named() {
    let (folder, running, _platform) = recorded("receipt-changed");
    let receipt = receipt(&running);
    running.stop();
    let hash = receipt["entries"][0]["asked"]["hash"].as_str().unwrap();
    let other_hash = hash.chars().rev().collect::<String>();
    for (pointer, value, why) in [
        ("/body/text", json!("a"), "the receipt was changed"),
        (
            "/people/0",
            json!("bob@example.com"),
            "the receipt was changed",
        ),
        (
            "/at",
            json!("2020-01-01T00:00:00.000000Z"),
            "the receipt was changed",
        ),
        ("/by", json!("bob"), "was written for another person"),
        (
            "/entries/0/outcome",
            json!({ "status": 500 }),
            "the outcome is “status 500”",
        ),
        (
            "/entries/0/connection",
            json!("other"),
            "the connection is “other”",
        ),
        ("/entries/0/target", json!(["bob"]), "the target is “bob”"),
        (
            "/entries/0/asked/hash",
            json!(other_hash),
            "row 1 does not have the hash",
        ),
        (
            "/entries/0/asked/number",
            json!(9),
            "row 9, whose hash was kept, is not there",
        ),
        (
            "/entries/0/ended",
            json!(null),
            "the row of the outcome is “-”",
        ),
        (
            "/entries/0/request",
            json!("00000000000000ff"),
            "the log does not have request",
        ),
        ("/entries", json!([]), "the receipt was changed"),
        ("/missing", json!([]), "the receipt was changed"),
        (
            "/recorded",
            json!(null),
            "the receipt names no row of the log",
        ),
        (
            "/recorded/number",
            json!(1),
            "row 1 of the log is not about a receipt",
        ),
        (
            "/recorded/number",
            json!(7),
            "the log has no entry of row 7",
        ),
        ("/id", json!("0".repeat(32)), "vouches for another receipt"),
    ] {
        let mut changed = receipt.clone();
        *changed.pointer_mut(pointer).unwrap() = value;
        let (fine, said) = verified(&folder, &changed.to_string());
        assert!(!fine && said.contains(why), "{pointer}: {said}");
        assert!(
            said.contains("receipt.json does not agree with the log:"),
            "{said}"
        );
    }
    assert!(verified(&folder, &receipt.to_string()).0);
}

#[test]
fn a_log_that_was_changed_does_not_agree_with_a_receipt() {
    let (folder, running, _platform) = recorded("receipt-log");
    let receipt = receipt(&running);
    running.stop();
    folder.sql("DELETE FROM trail WHERE ?1 = x''", &[]);
    let (fine, said) = verified(&folder, &receipt.to_string());
    assert!(!fine, "{said}");
    assert!(
        said.contains("row 1, whose hash was kept, is not there"),
        "{said}"
    );
    assert!(said.contains("the log does not have request"), "{said}");
}

#[test]
fn a_file_that_is_no_receipt_is_named() {
    let (folder, running, _platform) = recorded("receipt-none");
    running.stop();
    folder.write("list.json", "[]");
    folder.write("utf16.json", "");
    std::fs::write(folder.path("utf16.json"), b"\xff\xfe[\0").unwrap();
    for (name, why) in [
        (
            "list.json",
            "list.json is not a receipt as the console saves it",
        ),
        ("utf16.json", "utf16.json is text in UTF-16"),
        ("none.json", "none.json cannot be read"),
    ] {
        let output = program(&folder, "audit")
            .args(["verify", "--receipt", name])
            .output()
            .unwrap();
        let text = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(1), "{text}");
        assert!(text.contains(why), "{text}");
    }
}

#[cfg(unix)]
#[test]
fn a_table_that_is_gone_is_said_and_the_rest_goes_on() {
    let (folder, running, _platform) = recorded("people-gone");
    assert_eq!(link(&running, "ana", ANA, 0).status, 200);
    let file = folder.path("rollcall-audit.db");
    crate::database::run(&file, "DROP TABLE people");
    for answer in [people(&running), link(&running, "ana", "bob", 1)] {
        assert_eq!(answer.status, 503, "{}", answer.body);
        let why = "no such table: people";
        assert!(
            answer.is_gateways_own() && answer.body.contains(why),
            "{}",
            answer.body
        );
    }
    let answer = wait(running.app().browser().delete_user("bob"));
    assert_eq!(answer.status, 200);
    let log = running.stop();
    assert!(!log.contains(ANA), "{log}");
}

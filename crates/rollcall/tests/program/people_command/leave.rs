//! `rollcall people leave`: plans, carrying them out, and refusing them.

use super::{ANA, keys, rows, run};
use crate::audit_log_reads::{audit, exported};
use crate::database;
use crate::mock::Mock;
use crate::password::{hash, sign_in, user};
use crate::people_store::{json_of, people};
use crate::running::{Running, wait};
use serde_json::Value;

/// The accounts of a plan, with their connections.
fn accounts(plan: &Value) -> Vec<(&str, &Value)> {
    let connections = plan["connections"].as_array().unwrap().iter();
    let accounts = connections.flat_map(|one| {
        let id = one["connection"].as_str().unwrap();
        let accounts = one["accounts"].as_array().unwrap().iter();
        accounts.map(move |account| (id, account))
    });
    accounts.collect()
}

/// What another administrator sends in place of a request of the plan.
fn send_first_request(mock: &Mock, plan: &Value) {
    let accounts = accounts(plan);
    let request = &accounts[0].1["requests"][0];
    let text = |part: &str| request[part].as_str();
    mock.send(text("method").unwrap(), text("path").unwrap(), text("body"));
}

#[test]
fn a_plan_shows_what_would_be_done_and_does_nothing() {
    let mock = Mock::start();
    let folder = mock.folder("command-plan");
    let plan = run(&folder, &format!("leave {ANA} --plan leave.json")).with_code(0);
    let words = "rollcall: the plan is written to leave.json. Carry it out: rollcall people leave \
                 --apply leave.json\n";
    assert_eq!(plan.error, words);
    assert!(
        plan.out.starts_with(&format!("Ana Popescu ({ANA})\n")),
        "{}",
        plan.out
    );
    assert!(
        plan.out.contains("\npivot: Imply Pivot, staging\n"),
        "{}",
        plan.out
    );
    let file: Value = serde_json::from_str(&folder.read("leave.json")).unwrap();
    assert_eq!(file["plan"], "leave");
    let accounts = accounts(&file);
    assert!(accounts.len() > 1, "{file}");
    for (connection, account) in &accounts {
        assert_eq!(account["person"], ANA);
        assert_eq!(account["blocked"], Value::Null);
        let path = account["requests"][0]["path"].as_str().unwrap();
        assert!(plan.out.contains(path), "{connection}: {}", plan.out);
    }
    let table = run(&folder, &format!("leave {ANA} --format csv")).with_code(0);
    let table = rows(&table.out);
    assert_eq!(table[0][0], "connection");
    assert!(
        table
            .iter()
            .any(|row| row[0] == "pivot" && row[6] == "disable")
    );

    let list = run(&folder, &format!("list --format json --search {ANA}")).json();
    assert_eq!(
        list["people"][0]["connections"]["pivot"]["state"],
        "enabled"
    );
    assert!(exported(&folder).is_empty());
}

#[test]
fn a_leave_is_carried_out_read_back_and_put_on_record_by_a_plan() {
    let mock = Mock::start();
    let folder = mock.folder("command-leave");
    run(&folder, &format!("leave {ANA} --plan leave.json")).with_code(0);
    let unasked = run(&folder, "leave --apply leave.json").with_code(2);
    let words = "rollcall: there is no terminal to ask on: --yes carries the plan out without \
                 asking\n";
    assert_eq!(unasked.error, words);

    let arguments = "leave --apply leave.json --yes --receipts receipts --format json";
    let done = run(&folder, arguments).with_code(0);
    assert_eq!(done.error, "");
    let done = done.json();
    let ana = &done["people"][0];
    assert_eq!(
        (&ana["person"], &ana["problem"]),
        (&Value::from(ANA), &Value::Null)
    );
    assert_eq!(
        (&ana["proven"], &ana["departed"]),
        (&true.into(), &true.into())
    );
    let body = &ana["receipt"]["body"];
    for connection in body["connections"].as_array().unwrap() {
        let verdict = connection["verdict"].as_str().unwrap();
        assert!(
            ["disabled", "no-account"].contains(&verdict),
            "{connection}"
        );
    }

    let receipt = format!("receipts/receipt-{ANA}.json");
    let path = folder.path(&receipt);
    let (fine, said) = audit(&folder, &["verify", "--receipt", path.to_str().unwrap()]);
    assert!(
        fine && said.contains("agrees with the log. It is about ana.popescu"),
        "{said}"
    );
    let operator = ana["receipt"]["by"].as_str().unwrap();
    let entries = exported(&folder);
    for entry in &entries {
        assert_eq!(entry["who"], operator);
        assert_eq!(entry["via"], "command-line");
        assert_eq!(entry["address"], Value::Null);
    }
    let actions = entries
        .iter()
        .map(|entry| entry["action"].as_str().unwrap());
    let actions: Vec<&str> = actions.collect();
    let [.., stored, departed] = &*actions else {
        panic!("{actions:?}");
    };
    assert_eq!(
        (*stored, *departed),
        ("rollcall.receipt-stored", "rollcall.person-departed")
    );

    let list = run(&folder, "list --format json --departed")
        .with_code(0)
        .json();
    assert_eq!(keys(&list), [ANA]);
    // Again: no account that can sign in is left.
    let refused = run(&folder, "leave --apply leave.json --yes").with_code(5);
    assert!(
        refused.error.contains("whether it can sign in"),
        "{}",
        refused.error
    );
    let again = run(&folder, &format!("leave {ANA} --yes")).with_code(0);
    assert!(
        again
            .out
            .starts_with("Ana Popescu: can sign in nowhere any more\n"),
        "{}",
        again.out
    );
}

#[test]
fn a_departed_person_who_can_sign_in_again_fails_the_nightly_job() {
    let mock = Mock::start();
    let folder = mock.folder("command-nightly");
    let plan = run(&folder, &format!("leave {ANA} --format json"))
        .with_code(0)
        .json();
    let done = run(&folder, &format!("leave {ANA} --yes --format csv")).with_code(0);
    let row = &rows(&done.out)[1];
    assert_eq!(row[2..6], ["pivot", ANA, "disable", "done"]);
    run(&folder, "drift --fail-on departed-enabled").with_code(0);
    let accounts = accounts(&plan);
    let request = &accounts[0].1["requests"][0];
    let text = |part: &str| request[part].as_str().unwrap();
    let enabled = format!(r#"{{"userStatus":{{"name":"{ANA}"}}}}"#);
    mock.send(text("method"), text("path"), Some(&enabled));
    let drift = run(&folder, "drift --fail-on departed-enabled").with_code(3);
    let found = "departed-enabled: 1\n  Ana Popescu: pivot/ana.popescu@harborline.example";
    assert!(drift.out.starts_with(found), "{}", drift.out);
    let words = "rollcall: 1 finding of a kind that --fail-on names\n";
    assert_eq!(drift.error, words);
}

#[test]
fn a_plan_is_refused_where_the_platforms_changed_since_it_was_made() {
    let mock = Mock::start();
    let folder = mock.folder("command-refused");
    let plan = run(
        &folder,
        &format!("leave {ANA} --plan leave.json --format json"),
    );
    let plan = plan.with_code(0).json();
    send_first_request(&mock, &plan);
    let refused = run(&folder, "leave --apply leave.json --yes --format json").with_code(5);
    let words = "rollcall: the platforms have changed since this plan was made. Nothing was done:\n\
                 rollcall: - pivot/ana.popescu@harborline.example has changed: whether it can sign in";
    assert!(refused.error.starts_with(words), "{}", refused.error);
    let difference = &refused.json()["refused"][0];
    assert_eq!(difference["connection"], "pivot");
    assert_eq!(difference["account"], ANA);
    assert!(exported(&folder).is_empty(), "nothing was sent");
    assert_eq!(
        run(&folder, "list --departed --format csv")
            .with_code(0)
            .out
            .lines()
            .count(),
        1
    );

    // What was written into the file by hand is no plan of what would be done.
    run(&folder, &format!("leave {ANA} --plan leave.json")).with_code(0);
    let mut edited: Value = serde_json::from_str(&folder.read("leave.json")).unwrap();
    let removed = edited["connections"][2]["accounts"].as_array_mut().unwrap();
    removed.clear();
    folder.write("edited.json", &edited.to_string());
    let refused = run(&folder, "leave --apply edited.json --yes").with_code(5);
    assert!(refused.error.contains("- metabase/"), "{}", refused.error);
    assert!(refused.error.contains(" is new\n"), "{}", refused.error);
    // A connection that is away now may have been the reason to wait.
    mock.fail("actian.users.list");
    let refused = run(&folder, "leave --apply leave.json --yes").with_code(5);
    assert!(
        refused.error.contains("- actian can no longer be read\n"),
        "{}",
        refused.error
    );
}

#[test]
fn a_file_that_is_no_plan_is_an_error() {
    let mock = Mock::start();
    let folder = mock.folder("command-no-plan");
    folder.write("list.json", "[]");
    run(&folder, &format!("leave {ANA} --plan leave.json")).with_code(0);
    let newer = folder
        .read("leave.json")
        .replace("\"version\": 1", "\"version\": 2");
    folder.write("newer.json", &newer);
    for (file, why) in [
        ("list.json", "list.json is not a plan of Rollcall: "),
        ("none.json", "none.json cannot be read: "),
        (
            "newer.json",
            "it is a plan of version 2, and this program reads 1",
        ),
    ] {
        let answered = run(&folder, &format!("leave --apply {file} --yes")).with_code(1);
        assert!(answered.error.contains(why), "{}", answered.error);
    }
    run(&folder, "leave").with_code(2);
    run(&folder, &format!("leave {ANA} --apply leave.json")).with_code(2);
    let away = run(&folder, "leave nobody@harborline.example").with_code(4);
    let words = "rollcall: no account of nobody@harborline.example is known\n";
    assert_eq!((&*away.error, &*away.out), (words, ""));
}

#[test]
fn guard_rails_hold_and_what_is_left_is_said() {
    let mock = Mock::start();
    let folder = mock.folder("command-guards");
    let admin = "amara.okafor@harborline.example";
    let plan = run(&folder, &format!("leave {admin} --format json"))
        .with_code(0)
        .json();
    let blocked = accounts(&plan);
    let blocked = blocked
        .iter()
        .find(|(_, one)| one["blocked"] == "last-admin")
        .unwrap();
    assert_eq!(blocked.1["requests"], serde_json::json!([]));
    let done = run(&folder, &format!("leave {admin} --yes")).with_code(4);
    let words = format!("can still sign in on {}", blocked.0);
    assert!(done.out.contains(&words), "{}", done.out);
    assert!(
        done.out.contains("blocked: this is the last administrator"),
        "{}",
        done.out
    );
    assert!(
        done.out.contains(", not on record as departed"),
        "{}",
        done.out
    );
    assert!(
        done.error
            .ends_with("rollcall: not everything was done for 1 person\n")
    );
}

#[test]
fn accounts_are_removed_where_that_is_asked_for_and_can_be() {
    let mock = Mock::start();
    let folder = mock.folder("command-remove");
    let plan = run(
        &folder,
        &format!("leave {ANA} --remove pivot --format json"),
    );
    let plan = plan.with_code(0).json();
    let accounts = accounts(&plan);
    assert_eq!(
        (accounts[0].0, &accounts[0].1["change"]),
        ("pivot", &"remove".into())
    );
    // It is disabled first, so that it is safe if deleting fails (pivot note 11).
    let methods = |at: usize| accounts[0].1["requests"][at]["method"].clone();
    assert_eq!(
        [methods(0), methods(1), methods(2)],
        ["POST", "DELETE", "DELETE"]
    );
    let wrong = run(&folder, &format!("leave {ANA} --remove metabase")).with_code(2);
    let words = "rollcall: Metabase cannot remove accounts, only disable them\n";
    assert_eq!(wrong.error, words);
    let done = run(&folder, &format!("leave {ANA} --remove pivot --yes")).with_code(0);
    assert!(
        done.out.contains("  pivot: no account (ana.popescu"),
        "{}",
        done.out
    );
}

#[test]
fn a_command_works_beside_a_server_that_asks_people_to_sign_in() {
    let mock = Mock::start();
    let folder = mock.folder("command-beside");
    let users = user("ada", "viewer", &hash(&folder));
    folder.write("rollcall.toml", &mock.config(&users));
    let running = Running::start(&folder);
    assert_eq!(people(&running).status, 401);
    run(&folder, &format!("leave {ANA} --plan leave.json")).with_code(0);
    run(
        &folder,
        "leave --apply leave.json --yes --receipts receipts",
    )
    .with_code(0);
    let ada = sign_in(&running, "ada");
    let known = json_of(&wait(ada.load_people()));
    assert_eq!(known["departed"][0]["person"], ANA);
    assert_eq!(known["departed"][0]["via"], "command-line");
    let path = folder.path(&format!("receipts/receipt-{ANA}.json"));
    let verify = ["verify", "--receipt", path.to_str().unwrap()];
    let (fine, said) = audit(&folder, &verify);
    assert!(fine, "while it is served: {said}");
    running.stop();
    let (fine, said) = audit(&folder, &verify);
    assert!(fine, "{said}");
    let entries = exported(&folder);
    let open = entries.iter().filter(|entry| entry["outcome"] == "open");
    assert_eq!(open.count(), 0);
    let vias: Vec<&Value> = entries.iter().map(|entry| &entry["via"]).collect();
    assert!(vias.contains(&&"local".into()) && vias.contains(&&"command-line".into()));
}

#[test]
fn a_receipt_that_could_not_be_stored_is_compared_request_by_request_and_proves_nothing() {
    let mock = Mock::start();
    let folder = mock.folder("command-unstored");
    run(&folder, &format!("leave {ANA} --plan leave.json")).with_code(0);
    let store = folder.path("rollcall-audit.db");
    let refuse = "CREATE TRIGGER full BEFORE INSERT ON receipts \
                  BEGIN SELECT RAISE(ABORT, 'full'); END";
    database::run(&store, refuse);
    let apply = "leave --apply leave.json --yes --receipts receipts";
    let done = run(&folder, apply).with_code(4);
    assert!(done.error.contains("could not be stored"), "{}", done.error);
    database::run(&store, "DROP TRIGGER full");

    let name = format!("receipts/receipt-{ANA}.json");
    let path = folder.path(&name);
    let verified = |text: &str| {
        folder.write(&name, text);
        audit(&folder, &["verify", "--receipt", path.to_str().unwrap()])
    };
    let text = folder.read(&name);
    let receipt: Value = serde_json::from_str(&text).unwrap();
    let connections = receipt["connections"].as_array().unwrap().iter();
    let accounts = connections.flat_map(|one| one["accounts"].as_array().unwrap());
    let requests = accounts.flat_map(|one| one["audit"].as_array().unwrap());
    let requests: Vec<&str> = requests.map(|one| one["id"].as_str().unwrap()).collect();
    assert!(requests.len() > 1, "{text}");

    let (fine, said) = verified(&text);
    assert!(!fine && said.contains(" rows hold."), "{said}");
    let words = "is a receipt that was not stored: the log has no entry that vouches for it. It is \
                 about ana.popescu";
    assert!(said.contains(words), "{said}");
    for request in &requests {
        let words = format!("- request {request}: compared with row ");
        assert!(said.contains(&words), "{said}");
    }
    assert_eq!(
        said.matches(" of the log, which agrees\n").count(),
        requests.len()
    );
    assert!(said.contains("Press “Store again” on the page"), "{said}");

    let operator = receipt["by"].as_str().unwrap();
    let (_, said) = verified(&text.replace(&format!("\"{operator}\""), "\"eve\""));
    let words = format!("of the log, and it names another person: {operator}\n");
    assert_eq!(said.matches(&words).count(), requests.len(), "{said}");
    let (_, said) = verified(&text.replace(requests[0], "00000000000000ff"));
    let words = "- request 00000000000000ff: not compared, as the log does not have it\n";
    assert!(said.contains(words), "{said}");
    let words =
        "the receipt says that it was changed, and the log that no request for it succeeded";
    assert!(said.contains(words), "{said}");
}

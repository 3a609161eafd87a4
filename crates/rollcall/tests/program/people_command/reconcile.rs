//! `rollcall people reconcile`: comparing a list with the platforms, plans, and carrying
//! them out.

use super::{ANA, rows, run};
use crate::audit_log_reads::exported;
use crate::mock::Mock;
use serde_json::Value;

const ZOE: &str = "zoe.novak@harborline.example";

const LIST: &str = "E-Mail;Vorname;Nachname\r\n\
                    ana.popescu@harborline.example;Ana;Popescu\r\n\
                    zoe.novak@harborline.example;Zoe;Novák\r\n";

/// The accounts of a plan.
fn accounts(plan: &Value) -> Vec<&Value> {
    let connections = plan["connections"].as_array().unwrap().iter();
    let accounts = connections.flat_map(|one| one["accounts"].as_array().unwrap());
    accounts.collect()
}

#[test]
fn a_list_is_planned_carried_out_and_leaves_nothing_to_do() {
    let mock = Mock::start();
    let folder = mock.folder("command-reconcile");
    folder.write("people.csv", LIST);
    let list = "reconcile people.csv --connection metabase";
    let plan = run(&folder, &format!("{list} --plan plan.json --format json")).with_code(0);
    let written = "rollcall: the plan is written to plan.json. Carry it out: rollcall people \
                   reconcile FILE --apply plan.json\n";
    assert_eq!(plan.error, written);
    let plan = plan.json();
    let [zoe] = &*accounts(&plan) else {
        panic!("{plan}");
    };
    assert_eq!(
        (&zoe["person"], &zoe["change"], &zoe["state"]),
        (&ZOE.into(), &"create".into(), &Value::Null)
    );
    assert_eq!(zoe["requests"][0]["method"], "POST");
    assert_eq!(plan["rules"]["connection"][0], "metabase");
    assert!(exported(&folder).is_empty());

    let apply = "reconcile people.csv --apply plan.json";
    run(&folder, apply).with_code(2);
    let more = run(&folder, &format!("{apply} --yes --keep-names")).with_code(2);
    let words = "rollcall: the plan says what is wanted of the list: leave the other options out\n";
    assert_eq!(more.error, words);
    let done = run(&folder, &format!("{apply} --yes --report report.csv")).with_code(0);
    assert!(
        done.out.starts_with("Zoe Novák: as planned\n"),
        "{}",
        done.out
    );
    let report = folder.read("report.csv");
    let report: Vec<&str> = report.lines().collect();
    let name = "E-Mail;Vorname;Nachname;rollcall;rollcall details";
    let ana = format!("{ANA};Ana;Popescu;nothing;");
    let zoe = format!("{ZOE};Zoe;Novák;create;metabase: create");
    assert_eq!(report, [name, &ana, &zoe]);
    let actions = exported(&folder);
    let actions = actions.iter().map(|one| one["action"].as_str().unwrap());
    assert!(actions.clone().any(|one| one == "rollcall.receipt-stored"));
    assert!(actions.clone().all(|one| one != "rollcall.person-departed"));

    let list = run(&folder, &format!("{list} --yes")).with_code(0);
    assert_eq!(list.error, "rollcall: there is nothing to do\n");
    let again = run(&folder, &format!("{apply} --yes")).with_code(5);
    assert!(again.error.contains("- metabase/"), "{}", again.error);
}

#[test]
fn removing_the_access_of_many_needs_their_number() {
    let mock = Mock::start();
    let folder = mock.folder("command-reconcile-many");
    folder.write("people.csv", LIST);
    let list = "reconcile people.csv --connection pivot --leavers marked-or-absent --only remove";
    let refused = run(&folder, &format!("{list} --yes")).with_code(2);
    assert!(
        refused
            .error
            .contains("enabled accounts on pivot would lose access\n"),
        "{}",
        refused.error
    );
    assert!(exported(&folder).is_empty());
    let (_, rest) = refused.error.split_once("--removals ").unwrap();
    let count: usize = rest.split_once(' ').unwrap().0.parse().unwrap();
    assert!(count > 20, "{count}");

    let done = format!("{list} --yes --removals {count} --format csv");
    let done = run(&folder, &done);
    let removed = rows(&done.out);
    let removed = removed.iter().filter(|row| row[5] == "done").count();
    assert!(removed >= count, "{}\n{}", done.out, done.error);
    let ana = run(&folder, &format!("list --format json --search {ANA}")).json();
    let ana = &ana["people"][0]["connections"]["pivot"]["state"];
    assert_eq!(ana, "enabled", "who is in the list keeps access");
}

#[test]
fn a_list_that_names_no_one_who_is_to_go_removes_no_access() {
    let mock = Mock::start();
    let folder = mock.folder("command-reconcile-kept");
    folder.write("people.csv", LIST);
    let plan = run(&folder, "reconcile people.csv --format json").with_code(0);
    let plan = plan.json();
    let accounts = accounts(&plan);
    assert!(accounts.iter().any(|account| account["person"] == ZOE));
    for account in accounts {
        assert_eq!(account["change"], "create", "{account}");
    }
}

#[test]
fn rows_that_cannot_be_decided_are_said_and_stop_no_others() {
    let mock = Mock::start();
    let folder = mock.folder("command-reconcile-undecided");
    folder.write("people.csv", &format!("{LIST};Bo;Okafor\r\n"));
    let plan = "reconcile people.csv --connection metabase --format json";
    let plan = run(&folder, plan).with_code(4);
    let words = "rollcall: nothing can be decided about something in 1 row\n";
    assert_eq!(plan.error, words);
    let plan = plan.json();
    let undecided = &plan["undecided"][0];
    assert_eq!(
        (&undecided["row"], &undecided["reason"]),
        (&4.into(), &"no-address".into())
    );
    assert_eq!(accounts(&plan).len(), 1);
}

#[test]
fn what_does_not_exist_is_refused_by_its_name() {
    let mock = Mock::start();
    let folder = mock.folder("command-reconcile-usage");
    folder.write("people.csv", LIST);
    for (options, words) in [
        ("--connection none", "there is no connection “none”"),
        ("--address Mail", "there is no column “Mail”"),
        ("--address 4", "there is no column “4”"),
        (
            "--role metabase=None",
            "“metabase” has no role or group “None”",
        ),
        (
            "--connection pivot --role metabase=x",
            "--connection leaves “metabase” out",
        ),
    ] {
        let refused = run(&folder, &format!("reconcile people.csv {options}")).with_code(2);
        assert_eq!(refused.error, format!("rollcall: {words}\n"), "{options}");
    }
    let missing = run(&folder, "reconcile none.csv").with_code(1);
    assert!(
        missing.error.contains("none.csv cannot be read"),
        "{}",
        missing.error
    );
}

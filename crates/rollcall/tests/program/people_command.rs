//! `rollcall people`: what a script reads and does, on its own and beside a server.

mod approval;
mod leave;
mod reconcile;

use crate::SECRET;
use crate::mock::Mock;
use crate::running::{Folder, program};
use serde_json::Value;
use std::process::Output;

const ANA: &str = "ana.popescu@harborline.example";

/// What `rollcall people …` answered.
pub(crate) struct Answered {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) error: String,
}

impl Answered {
    fn new(output: Output) -> Self {
        let [out, error] =
            [output.stdout, output.stderr].map(|text| String::from_utf8(text).unwrap());
        for text in [&out, &error] {
            assert!(!text.contains(SECRET), "{text}");
        }
        Self {
            code: output.status.code().unwrap(),
            out,
            error,
        }
    }

    #[track_caller]
    pub(crate) fn with_code(self, code: i32) -> Self {
        assert_eq!(self.code, code, "{}\n{}", self.out, self.error);
        self
    }

    #[track_caller]
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap()
    }
}

/// `rollcall people` with these arguments, which have no spaces in them.
pub(crate) fn run(folder: &Folder, arguments: &str) -> Answered {
    let output = program(folder, "people")
        .args(arguments.split_whitespace())
        .output()
        .unwrap();
    Answered::new(output)
}

fn rows(csv: &str) -> Vec<Vec<String>> {
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .from_reader(csv.as_bytes());
    let rows = reader.records().map(|row| row.unwrap());
    rows.map(|row| row.iter().map(str::to_owned).collect())
        .collect()
}

/// The people of a list as JSON, by their keys.
fn keys(list: &Value) -> Vec<&str> {
    let people = list["people"].as_array().unwrap().iter();
    people.map(|one| one["person"].as_str().unwrap()).collect()
}

#[test]
fn a_list_says_what_each_person_has_on_each_connection() {
    let mock = Mock::start();
    let folder = mock.folder("command-list");
    let list = run(&folder, "list --format json").with_code(0);
    assert_eq!(list.error, "");
    let list = list.json();
    assert_eq!(list["version"], 1);
    let connections = list["connections"].as_array().unwrap();
    let ids: Vec<&Value> = connections.iter().map(|one| &one["id"]).collect();
    assert_eq!(ids, ["pivot", "actian", "metabase"]);
    assert_eq!(connections[0]["unknown"], Value::Null);
    let people = list["people"].as_array().unwrap();
    let ana = people.iter().find(|one| one["person"] == ANA).unwrap();
    assert_eq!(ana["name"], "Ana Popescu");
    assert_eq!(ana["addresses"][0], ANA);
    let pivot = &ana["connections"]["pivot"];
    assert_eq!(pivot["state"], "enabled");
    assert_eq!(pivot["accounts"][0]["key"], ANA);
    assert_eq!(pivot["accounts"][0]["admin"], false);

    let table = run(&folder, "list --format csv").with_code(0);
    let table = rows(&table.out);
    let headings = "person name addresses on.pivot on.actian on.metabase last_sign_in accounts \
                    flags departed";
    assert_eq!(table[0].join(" "), headings);
    assert_eq!(table.len(), people.len() + 1);
    let row = table.iter().find(|row| row[0] == ANA).unwrap();
    assert_eq!((&*row[1], &*row[3]), ("Ana Popescu", "enabled"));

    let text = run(&folder, "list").with_code(0);
    let heading: Vec<&str> = text
        .out
        .lines()
        .next()
        .unwrap()
        .split_whitespace()
        .collect();
    assert_eq!(
        heading[..5],
        ["NAME", "ADDRESS", "PIVOT", "ACTIAN", "METABASE"]
    );
    let count = format!("\n{} people\n", people.len());
    assert!(text.out.ends_with(&count), "{}", text.out);
}

#[test]
fn filters_list_only_those_of_whom_all_is_true() {
    let mock = Mock::start();
    let folder = mock.folder("command-filters");
    let list = |filters: &str| {
        let list = run(&folder, &format!("list --format json {filters}"));
        list.with_code(0).json()
    };
    let all = list("");
    let everyone = keys(&all).len();
    let found = list("--search popescu+test");
    assert_eq!(keys(&found), ["ana.popescu~2Btest@harborline.example"]);
    let lacking = list("--lacks pivot --access metabase");
    assert!(keys(&lacking).contains(&"nadia.rahimi@harborline.example"));
    for person in lacking["people"].as_array().unwrap() {
        assert_ne!(person["connections"]["pivot"]["state"], "enabled");
        assert_eq!(person["connections"]["metabase"]["state"], "enabled");
    }
    for (filters, person) in [
        ("--enabled-and-disabled", "ivan.horvat@harborline.example"),
        ("--admin --enabled", "amara.okafor@harborline.example"),
        (
            "--inactive-days 90 --admin",
            "tomasz.wisniewski@harborline.example",
        ),
    ] {
        let found = list(filters);
        assert!(keys(&found).contains(&person), "{filters}: {found}");
        assert!(keys(&found).len() < everyone, "{filters}");
    }
    assert!(keys(&list("--departed")).is_empty());

    let wrong = run(&folder, "list --access superset").with_code(2);
    assert_eq!(
        wrong.error,
        "rollcall: there is no connection “superset”, but pivot, actian, metabase\n"
    );
    assert_eq!(wrong.out, "");
}

#[test]
fn a_connection_that_is_away_is_said_and_the_others_are_listed() {
    let mock = Mock::start();
    let folder = mock.folder("command-away");
    mock.fail("metabase.users.list");
    let list = run(&folder, "list --format json").with_code(4);
    let words = "rollcall: metabase is unknown: its users could not be loaded: ";
    assert!(list.error.starts_with(words), "{}", list.error);
    let list = list.json();
    assert_eq!(list["connections"][0]["unknown"], Value::Null);
    let why = &list["connections"][2]["unknown"]["failed"];
    assert!(why.as_str().unwrap().contains("away"), "{why}");
    let ana = list["people"].as_array().unwrap().iter();
    let ana = ana.clone().find(|one| one["person"] == ANA).unwrap();
    assert_eq!(ana["connections"]["metabase"]["state"], "unknown");
    assert_eq!(ana["connections"]["pivot"]["state"], "enabled");
}

#[test]
fn a_secret_that_users_enter_is_never_asked_for() {
    let mock = Mock::start();
    let folder = mock.folder("command-asks");
    let config = mock.config("");
    let config = config.replacen("secret_env = \"PIVOT_API_TOKEN\"", "secret_ask = true", 1);
    folder.write("rollcall.toml", &config);
    // A nightly job goes on with the others.
    let drift = run(&folder, "drift").with_code(0);
    let said =
        "rollcall: pivot is left out: users enter the secret of Imply Pivot in the console\n";
    assert_eq!(drift.error, said);
    let plan = run(&folder, &format!("leave {ANA} --format json")).with_code(0);
    assert_eq!(plan.error, said);
    assert_eq!(plan.json()["connections"][0]["unknown"], "not-loaded");
}

#[test]
fn drift_is_found_and_fails_a_job_only_where_it_is_told_to() {
    let mock = Mock::start();
    let folder = mock.folder("command-drift");
    let drift = run(&folder, "drift --format json").with_code(0).json();
    let findings = drift["findings"].as_array().unwrap();
    let one = findings
        .iter()
        .find(|one| one["kind"] == "disabled-elsewhere");
    let one = one.unwrap();
    assert!(one["subject"]["person"].is_string(), "{one}");
    assert!(one["accounts"].as_array().unwrap().len() > 1, "{one}");
    assert_eq!(one["mends"][0], "remove-access");

    let table = rows(&run(&folder, "drift --format csv").with_code(0).out);
    assert_eq!(table[0].join(" "), "kind subject name accounts since mends");
    assert_eq!(table.len(), findings.len() + 1);
    let text = run(&folder, "drift").with_code(0).out;
    assert!(text.starts_with("disabled-elsewhere: "), "{text}");
    assert!(
        text.ends_with(&format!("\n{} findings\n", findings.len())),
        "{text}"
    );

    for (kinds, code) in [
        ("departed-enabled", 0),
        ("departed-enabled,one-admin", 3),
        ("any", 3),
    ] {
        run(&folder, &format!("drift --fail-on {kinds}")).with_code(code);
    }
    let wrong = run(&folder, "drift --fail-on departed").with_code(2);
    assert!(
        wrong.error.contains("the kinds are departed-enabled, "),
        "{}",
        wrong.error
    );
}

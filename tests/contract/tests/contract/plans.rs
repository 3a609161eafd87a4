//! Roster's engine against the mock: what a plan sends, what is read back, what
//! is left when something goes wrong.

use crate::mock::Mock;
use mock_server::Seed;
use roster::people::{Account, People};
use roster::record::{Access, Field};
use roster::{
    Change, ChangeError, Confirmation, Edit, LeftBehind, New, Outcome, Plan, Receipt, Run, Secret,
    Surroundings, load,
};
use serde_json::{Value, json};
use wire::Platform;
use wire::console::Connection;
use wire::metabase::Modal;
use wire::pivot::Generation;

const NOW: &str = "2026-01-15T09:30:00.000Z";
const ADMIN: &str = "admin@company.com";

/// A mock and its connection to one platform.
struct Bench {
    mock: Mock,
    connection: Connection,
}

impl Bench {
    async fn new(platform: Platform, seed: Seed) -> Self {
        Self::with(platform, seed, Generation::V2023_01).await
    }

    async fn with(platform: Platform, seed: Seed, generation: Generation) -> Self {
        let mock = Mock::start(seed, generation).await;
        let upstream = mock_server::connections(mock.address, generation)
            .into_iter()
            .find(|upstream| upstream.connection.platform == platform)
            .unwrap();
        Self {
            mock,
            connection: upstream.connection,
        }
    }

    async fn people(&self) -> People {
        load(&self.mock, &self.connection).await.unwrap()
    }

    async fn plan(&self, change: Change, keys: &[&str]) -> Plan {
        Plan::new(&self.connection, &self.people().await, &change, keys)
    }

    async fn run(&self, change: Change, keys: &[&str]) -> Run {
        self.carry_out(self.plan(change, keys).await).await
    }

    async fn carry_out(&self, plan: Plan) -> Run {
        let run = Run::new(plan);
        let around = Surroundings {
            now: NOW,
            changed: &|_| {},
        };
        run.go(&self.mock, &around).await;
        assert!(run.is_over());
        run
    }

    /// Forgets the calls that were made so far.
    async fn forget(&self) {
        self.mock.json("DELETE", "/__mock/requests", None).await;
    }

    /// The endpoints that were called since, in order.
    async fn calls(&self) -> Vec<String> {
        let journal = self.mock.json("GET", "/__mock/requests", None).await;
        let calls = journal["requests"].as_array().unwrap().iter();
        calls
            .map(|call| call["endpoint"].as_str().unwrap_or("?").to_owned())
            .collect()
    }

    async fn key(&self, email: &str) -> String {
        let people = self.people().await;
        let found = people
            .accounts
            .iter()
            .find(|account| account.field(Field::Email) == email || *account.key == *email);
        found.unwrap().key.to_string()
    }
}

fn outcome(run: &Run) -> Outcome {
    run.rows()[0].outcome.clone()
}

#[track_caller]
fn done(run: &Run) {
    for row in run.rows().iter() {
        assert!(matches!(row.outcome, Outcome::Done(_)), "{row:?}");
    }
}

#[track_caller]
fn failed(run: &Run) -> ChangeError {
    match outcome(run) {
        Outcome::Failed(error) => error,
        other => panic!("{other:?}"),
    }
}

const DISABLE: Change = Change::Disable { since: None };
const ENABLE: Change = Change::Enable {
    restore_admin: false,
};

#[tokio::test]
async fn everybody_on_every_platform_is_read_with_roles_and_groups() {
    for (platform, who, roles) in [
        (Platform::Pivot, ADMIN, "Super Admin"),
        (Platform::Actian, "admin@example.com", "Administrator"),
        (Platform::Metabase, "admin@example.com", "Administrators"),
    ] {
        let bench = Bench::new(platform, Seed::Documented).await;
        let people = bench.people().await;
        let key = bench.key(who).await;
        let account = people.find(&key).unwrap();
        assert!(account.is_admin(), "{platform:?}");
        let titles: Vec<&str> = account
            .roles
            .iter()
            .map(|role| people.role_title(*role))
            .collect();
        assert!(titles.contains(&roles), "{titles:?}");
        assert_eq!(people.roles_problem, None);
    }
}

#[tokio::test]
async fn a_login_is_disabled_seen_and_enabled_again_by_undo() {
    for (platform, who) in [
        (Platform::Pivot, ADMIN),
        (Platform::Metabase, "second@example.com"),
    ] {
        let bench = Bench::new(platform, Seed::Documented).await;
        let key = bench.key(who).await;
        let off = bench.run(DISABLE, &[&key]).await;
        done(&off);
        let mut people = bench.people().await;
        assert!(!people.find(&key).unwrap().access().is_enabled());
        // What was read back is what the list says.
        let mut put = people.clone();
        put.put(off.news());
        let rows = |people: &People| -> Vec<_> {
            let row = |one: &Account| (one.key.clone(), one.access(), one.roles.clone());
            people.accounts.iter().map(row).collect()
        };
        assert_eq!(rows(&put), rows(&people));
        let undo = off.undo(&people).unwrap();
        done(&bench.carry_out(undo).await);
        people = bench.people().await;
        let again = people.find(&key).unwrap();
        assert!(again.access().is_enabled());
        assert!(again.is_admin() || platform == Platform::Pivot);
    }
}

#[tokio::test]
async fn undoing_an_enabling_brings_the_old_time_back() {
    let bench = Bench::new(Platform::Pivot, Seed::Documented).await;
    let on = bench.run(ENABLE, &["analyst@company.com"]).await;
    done(&on);
    let undo = on.undo(&bench.people().await).unwrap();
    done(&bench.carry_out(undo).await);
    let people = bench.people().await;
    let access = people.find("analyst@company.com").unwrap().access();
    let since = Some("2022-09-21T19:01:25.872Z".to_owned());
    assert_eq!(access, Access::Disabled { since });
}

#[tokio::test]
async fn one_login_is_read_written_and_read_back() {
    let bench = Bench::new(Platform::Pivot, Seed::Documented).await;
    let plan = bench.plan(DISABLE, &[ADMIN]).await;
    bench.forget().await;
    done(&bench.carry_out(plan).await);
    assert_eq!(
        bench.calls().await,
        [
            "pivot.statuses.get",
            "pivot.statuses.set",
            "pivot.statuses.get"
        ]
    );
}

#[tokio::test]
async fn many_logins_are_read_at_once_before_and_after() {
    let bench = Bench::new(Platform::Pivot, Seed::Users(200)).await;
    let people = bench.people().await;
    let keys: Vec<&str> = people
        .accounts
        .iter()
        .filter(|one| one.access().is_enabled() && !one.is_admin())
        .map(|one| &*one.key)
        .take(50)
        .collect();
    let plan = Plan::new(&bench.connection, &people, &DISABLE, &keys);
    assert_eq!(plan.title(), "Disable 50 users");
    assert_eq!(plan.confirmation(), Confirmation::Ask);
    bench.forget().await;
    let run = bench.carry_out(plan).await;
    done(&run);
    assert_eq!(run.tally().done, 50);
    let calls = bench.calls().await;
    let lists = calls.iter().filter(|call| *call == "pivot.statuses.list");
    assert_eq!((lists.count(), calls.len()), (2, 52));
    let undo = run.undo(&bench.people().await).unwrap();
    done(&bench.carry_out(undo).await);
    assert_eq!(bench.people().await.accounts.len(), people.accounts.len());
}

#[tokio::test]
async fn what_failed_is_told_row_by_row_and_tried_again() {
    let bench = Bench::new(Platform::Pivot, Seed::Users(100)).await;
    let people = bench.people().await;
    let keys: Vec<&str> = people
        .accounts
        .iter()
        .filter(|one| one.access() == Access::Enabled && !one.is_admin())
        .map(|one| &*one.key)
        .take(20)
        .collect();
    let down = json!({ "kind": "status", "status": 503, "body": r#"{"error":"Down."}"# });
    bench.mock.fault("pivot.statuses.set", down, 3).await;
    let run = bench.run(DISABLE, &keys).await;
    let tally = run.tally();
    assert_eq!((tally.done, tally.failed), (17, 3));
    let receipt = Receipt::new(&run, NOW, NOW);
    let words = receipt
        .rows
        .iter()
        .filter(|row| row.words.contains("Down."));
    assert_eq!(words.count(), 3);
    let retry = run.retry(&bench.people().await).unwrap();
    assert_eq!(retry.items.len(), 3);
    done(&bench.carry_out(retry).await);
}

#[tokio::test]
async fn a_platform_without_time_is_asked_again() {
    let bench = Bench::new(Platform::Pivot, Seed::Documented).await;
    let busy = json!({ "kind": "rate_limited", "retry_after": 2 });
    bench.mock.fault("pivot.statuses.set", busy, 2).await;
    done(&bench.run(DISABLE, &[ADMIN]).await);
}

#[tokio::test]
async fn an_answer_that_is_lost_is_looked_up() {
    let bench = Bench::new(Platform::Pivot, Seed::Documented).await;
    // The platform does it, and half of its answer is missing.
    let lost = json!({ "kind": "truncated" });
    bench.mock.fault("pivot.statuses.set", lost, 1).await;
    let run = bench.run(DISABLE, &[ADMIN]).await;
    done(&run);
    assert!(outcome(&run).words().contains("reading back shows it done"));
    // The platform does nothing.
    let down = json!({ "kind": "status", "status": 500, "body": "oops" });
    bench.mock.fault("pivot.statuses.set", down, 1).await;
    let error = failed(&bench.run(ENABLE, &[ADMIN]).await);
    assert!(
        matches!(error.left(), LeftBehind::Known(Some(record)) if !record.access().is_enabled())
    );
}

#[tokio::test]
async fn a_sign_in_that_ended_stops_the_rest() {
    let bench = Bench::new(Platform::Pivot, Seed::Users(60)).await;
    let people = bench.people().await;
    let keys: Vec<&str> = people
        .accounts
        .iter()
        .map(|one| &*one.key)
        .take(40)
        .collect();
    let plan = Plan::new(&bench.connection, &people, &DISABLE, &keys);
    let out = json!({ "kind": "status", "status": 401, "body": r#"{"error":"Who?"}"# });
    for endpoint in ["pivot.statuses.set", "pivot.statuses.create"] {
        bench.mock.fault(endpoint, out.clone(), 1000).await;
    }
    let tally = bench.carry_out(plan).await.tally();
    assert!(
        tally.failed >= 1 && tally.failed <= roster::CONCURRENCY,
        "{tally:?}"
    );
    assert!(tally.not_tried > 0 && tally.done == 0, "{tally:?}");
}

#[tokio::test]
async fn a_cancelled_run_begins_nothing_more() {
    let bench = Bench::new(Platform::Pivot, Seed::Users(60)).await;
    let people = bench.people().await;
    let keys: Vec<&str> = people
        .accounts
        .iter()
        .map(|one| &*one.key)
        .take(30)
        .collect();
    let run = Run::new(Plan::new(&bench.connection, &people, &DISABLE, &keys));
    let around = Surroundings {
        now: NOW,
        changed: &|at| {
            if at == 10 {
                run.cancel();
            }
        },
    };
    run.go(&bench.mock, &around).await;
    let tally = run.tally();
    assert!(tally.not_tried > 0 && tally.under_way == 0, "{tally:?}");
    assert_eq!(tally.total(), 30);
}

#[tokio::test]
async fn removing_a_user_of_pivot_is_three_steps_and_leaves_nothing() {
    for generation in [Generation::V2023_01, Generation::Current] {
        let bench = Bench::with(Platform::Pivot, Seed::Documented, generation).await;
        let plan = bench.plan(Change::Remove, &[ADMIN]).await;
        assert_eq!(plan.confirmation(), Confirmation::Type(ADMIN.into()));
        let run = bench.carry_out(plan).await;
        done(&run);
        let steps: Vec<_> = run.rows()[0].steps.iter().map(|step| step.words).collect();
        assert_eq!(
            steps,
            ["Disable the user", "Delete the user", "Delete the status"]
        );
        let people = bench.people().await;
        assert!(people.find(ADMIN).is_none() && people.orphans.is_empty());
    }
}

#[tokio::test]
async fn an_edit_of_a_pivot_user_keeps_what_is_not_known() {
    let bench = Bench::new(Platform::Pivot, Seed::Documented).await;
    let body = r#"{"user":{"name":"new","firstName":"Ada","nickname":{"of":[1.50]}}}"#;
    bench
        .mock
        .json("POST", "/api/v1/users/new", Some(body))
        .await;
    let edit = Change::Edit(Edit {
        fields: vec![(Field::LastName, "Minh".into())],
        roles: Some(vec!["analyst".into()]),
        attributes: None,
    });
    done(&bench.run(edit, &["new"]).await);
    let user = bench.mock.json("GET", "/api/v1/users/new", None).await;
    let user = &user[0];
    assert_eq!(user["lastName"], "Minh");
    assert_eq!(user["firstName"], "Ada");
    assert!(user["nickname"]["of"].is_array(), "{user}");
}

#[tokio::test]
async fn a_login_is_made_on_every_platform_and_not_twice() {
    for platform in Platform::ALL {
        let bench = Bench::new(platform, Seed::Documented).await;
        let email = "grace.new@example.com";
        let roles = match platform {
            Platform::Pivot => vec!["analyst".to_owned()],
            Platform::Actian => vec!["user".to_owned()],
            Platform::Metabase => Vec::new(),
        };
        let mut fields = vec![
            (Field::FirstName, "Grace".to_owned()),
            (Field::LastName, "New".to_owned()),
        ];
        if platform != Platform::Actian {
            fields.push((Field::Email, email.to_owned()));
        }
        let new = Change::Create(Box::new(New {
            key: email.into(),
            fields,
            roles,
            welcome: Some(Some("https://pivot.example".into())),
            password: None,
        }));
        let run = bench.run(new.clone(), &[email]).await;
        done(&run);
        let key = bench.key(email).await;
        let (made, record) = run.news().remove(0);
        assert_eq!((made, record.is_some()), (key.clone(), true));
        let mails = bench.mock.json("GET", "/__mock/outbox", None).await;
        assert_eq!(mails["mails"][0]["to"], email, "{platform:?}");
        let again = failed(&bench.run(new, &[email]).await);
        assert!(again.to_string().contains("is there already"), "{again}");
        let undo = run.undo(&bench.people().await).unwrap();
        done(&bench.carry_out(undo).await);
    }
}

#[tokio::test]
async fn the_last_administrator_and_oneself_are_held_back() {
    let bench = Bench::new(Platform::Metabase, Seed::Documented).await;
    let keys = [
        bench.key("admin@example.com").await,
        bench.key("second@example.com").await,
    ];
    let both: Vec<&str> = keys.iter().map(String::as_str).collect();
    for change in [
        DISABLE,
        Change::SetAdmin(false),
        Change::RemoveRole("2".into()),
        Change::SetRoles(Vec::new()),
    ] {
        let run = bench.run(change, &both).await;
        assert_eq!(run.tally().blocked, 2);
    }
    done(&bench.run(Change::SetAdmin(false), &both[..1]).await);
    let last = bench.run(DISABLE, &both[1..]).await;
    assert!(matches!(outcome(&last), Outcome::Blocked(why) if why.contains("last administrator")));
}

#[tokio::test]
async fn groups_of_metabase_are_changed_as_a_set() {
    let bench = Bench::new(Platform::Metabase, Seed::Documented).await;
    let key = bench.key("never@example.com").await;
    done(&bench.run(Change::AddRole("2".into()), &[&key]).await);
    assert!(bench.people().await.find(&key).unwrap().is_admin());
    done(&bench.run(Change::SetRoles(vec!["3".into()]), &[&key]).await);
    let people = bench.people().await;
    assert_eq!(people.find(&key).unwrap().record.role_ids(), ["1", "3"]);
    let already = bench.run(Change::AddRole("3".into()), &[&key]).await;
    assert!(matches!(outcome(&already), Outcome::Already { .. }));
}

#[tokio::test]
async fn an_edit_of_metabase_sends_only_what_is_different() {
    let bench = Bench::new(Platform::Metabase, Seed::Documented).await;
    let key = bench.key("ada@example.com").await;
    let edit = Change::Edit(Edit {
        fields: vec![
            (Field::FirstName, "ada".into()),
            (Field::LastName, String::new()),
            (Field::Locale, "es-MX".into()),
        ],
        attributes: Some(vec![("region".into(), "north".into())]),
        roles: None,
    });
    bench.forget().await;
    done(&bench.run(edit, &[&key]).await);
    let journal = bench
        .mock
        .json(
            "GET",
            "/__mock/requests?endpoint=metabase.users.update",
            None,
        )
        .await;
    let body = &journal["requests"][0]["body"];
    let body: Value = match body {
        Value::String(text) => serde_json::from_str(text).unwrap(),
        other => other.clone(),
    };
    let wanted =
        json!({ "last_name": null, "locale": "es-MX", "login_attributes": { "region": "north" } });
    assert_eq!(body, wanted);
}

#[tokio::test]
async fn what_no_platform_shows_is_accepted_and_not_called_seen() {
    let bench = Bench::new(Platform::Metabase, Seed::Documented).await;
    let key = bench.key("never@example.com").await;
    let run = bench
        .run(
            Change::SetPassword(Secret::new("whateverUP12!!".into())),
            &[&key],
        )
        .await;
    assert_eq!(outcome(&run).word(), "accepted");
    assert!(run.undo(&bench.people().await).is_none());
    let weak = bench
        .run(Change::SetPassword(Secret::new("abc".into())), &[&key])
        .await;
    let receipt = Receipt::new(&weak, NOW, NOW).json();
    assert!(
        receipt.contains("too common") && !receipt.contains("abc"),
        "{receipt}"
    );
    done(
        &bench
            .run(Change::MarkSeen(Modal::QueryBuilder), &[&key])
            .await,
    );
}

#[tokio::test]
async fn actian_updates_assigns_removes_and_says_what_it_lacks() {
    let bench = Bench::new(Platform::Actian, Seed::Documented).await;
    let key = "analyst@example.com";
    let edit = Change::Edit(Edit {
        fields: vec![(Field::FirstName, "Ana".into())],
        ..Edit::default()
    });
    done(&bench.run(edit, &[key]).await);
    done(&bench.run(Change::SetAdmin(true), &[key]).await);
    assert!(bench.people().await.find(key).unwrap().is_admin());
    done(&bench.run(Change::SendReset, &[key]).await);
    let removed = bench.run(Change::Remove, &[key]).await;
    done(&removed);
    assert!(bench.people().await.find(key).is_none());
    done(
        &bench
            .carry_out(removed.undo(&bench.people().await).unwrap())
            .await,
    );
    assert!(bench.people().await.find(key).unwrap().is_admin());
    let lacking = failed(&bench.run(DISABLE, &[key]).await);
    assert!(
        lacking.to_string().contains("documents no way"),
        "{lacking}"
    );
}

#[tokio::test]
async fn a_status_left_by_an_earlier_user_does_not_lock_the_next_one_out() {
    let bench = Bench::new(Platform::Pivot, Seed::Documented).await;
    let since = Some("2022-01-01T00:00:00.000Z".to_owned());
    let status = Change::SetStatus { disabled: since };
    done(&bench.run(status, &["ghost"]).await);
    assert_eq!(bench.people().await.orphans.len(), 1);
    let new = Change::Create(Box::new(New {
        key: "ghost".into(),
        ..New::default()
    }));
    done(&bench.run(new, &["ghost"]).await);
    let people = bench.people().await;
    assert!(people.find("ghost").unwrap().access().is_enabled());
    done(&bench.run(Change::DeleteStatus, &["ghost"]).await);
    assert_eq!(
        bench.people().await.find("ghost").unwrap().access(),
        Access::NoRecord
    );
}

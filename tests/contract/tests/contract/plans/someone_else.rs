//! Someone else changes the same user while a form is open: nothing of theirs
//! is undone, and nothing is overwritten without asking.

use super::{Bench, done, failed, outcome};
use mock_server::Seed;
use roster::record::{Field, Record};
use roster::{Change, ChangeError, DoneNote, Edit, Outcome, Part, Plan, Reason, Resolution};
use wire::Platform;

/// What a form is opened with.
async fn opened(bench: &Bench, key: &str) -> Option<Box<Record>> {
    let accounts = bench.accounts().await;
    accounts.find(key).map(|one| Box::new(one.record.clone()))
}

fn field(record: &Record, field: Field) -> String {
    record.field(field).to_owned()
}

async fn now(bench: &Bench, key: &str) -> Record {
    *opened(bench, key).await.unwrap()
}

#[tokio::test]
async fn a_group_added_by_someone_else_survives_saving_the_groups() {
    let bench = Bench::new(Platform::Metabase, Seed::Documented).await;
    let key = bench.key("never@example.com").await;
    let form = opened(&bench, &key).await;
    done(&bench.run(Change::AddRole("2".into()), &[&key]).await);
    let mine = Edit {
        roles: Some(vec!["1".into(), "3".into()]),
        opened: form,
        ..Edit::default()
    };
    let run = bench.run(Change::Edit(mine), &[&key]).await;
    done(&run);
    let kept = DoneNote::KeptOthersChanges(vec![Part::Roles(Platform::Metabase)]);
    assert_eq!(outcome(&run).reason(), Some(Reason::Note(kept)));
    assert_eq!(now(&bench, &key).await.role_ids(), ["1", "2", "3"]);
    // Undo takes back what was done, and no more.
    let undo = run.undo(&bench.accounts().await).unwrap();
    done(&bench.carry_out(undo).await);
    assert_eq!(now(&bench, &key).await.role_ids(), ["1", "2"]);
}

#[tokio::test]
async fn undo_keeps_a_group_that_someone_else_added_later() {
    let bench = Bench::new(Platform::Metabase, Seed::Documented).await;
    let key = bench.key("never@example.com").await;
    for change in [
        Change::AddRole("3".into()),
        Change::SetRoles(vec!["3".into()]),
    ] {
        bench.run(Change::SetRoles(Vec::new()), &[&key]).await;
        let run = bench.run(change, &[&key]).await;
        done(&run);
        done(&bench.run(Change::AddRole("2".into()), &[&key]).await);
        let undo = run.undo(&bench.accounts().await).unwrap();
        done(&bench.carry_out(undo).await);
        assert_eq!(now(&bench, &key).await.role_ids(), ["1", "2"]);
    }
}

#[tokio::test]
async fn a_field_changed_on_both_sides_is_asked_about_and_nothing_is_sent() {
    let named = |text: &str| {
        Change::Edit(Edit {
            fields: vec![(Field::FirstName, text.to_owned())],
            ..Edit::default()
        })
    };
    for (platform, email) in [
        (Platform::Metabase, "never@example.com"),
        (Platform::Actian, "user@company.com"),
        (Platform::Pivot, "admin@company.com"),
    ] {
        let bench = Bench::new(platform, Seed::Documented).await;
        let accounts = bench.accounts().await;
        let found = accounts
            .list
            .iter()
            .find(|one| one.field(Field::Email) == email);
        let key = found.or(accounts.list.first()).unwrap().key.to_string();
        let form = opened(&bench, &key).await;
        done(&bench.run(named("Theirs"), &[&key]).await);
        let mine = Edit {
            fields: vec![
                (Field::FirstName, "Mine".into()),
                (Field::LastName, "Mine too".into()),
            ],
            opened: form,
            ..Edit::default()
        };
        bench.forget().await;
        let run = bench.run(Change::Edit(mine.clone()), &[&key]).await;
        let ChangeError::Conflict { conflicts, theirs } = failed(&run) else {
            panic!("{:?}", outcome(&run));
        };
        assert_eq!(conflicts.len(), 1);
        assert_eq!(conflicts[0].part, Part::Field(Field::FirstName));
        assert_eq!(conflicts[0].theirs, "Theirs");
        assert!(run.retry(&bench.accounts().await).is_none());
        let record = now(&bench, &key).await;
        assert_eq!(field(&record, Field::FirstName), "Theirs");
        assert_ne!(
            field(&record, Field::LastName),
            "Mine too",
            "nothing is sent"
        );
        let theirs = theirs.unwrap();
        let kept = mine.resolved(&theirs, Resolution::KeepTheirs);
        done(&bench.run(Change::Edit(kept), &[&key]).await);
        let record = now(&bench, &key).await;
        assert_eq!(field(&record, Field::FirstName), "Theirs");
        assert_eq!(field(&record, Field::LastName), "Mine too");
        let mine = mine.resolved(&theirs, Resolution::Overwrite);
        done(&bench.run(Change::Edit(mine), &[&key]).await);
        assert_eq!(field(&now(&bench, &key).await, Field::FirstName), "Mine");
    }
}

#[tokio::test]
async fn adding_a_group_to_many_reads_each_right_before_it_is_written() {
    let bench = Bench::new(Platform::Metabase, Seed::Users(60)).await;
    let accounts = bench.accounts().await;
    let active = |one: &&roster::accounts::Account| one.access().is_enabled() && !one.is_admin();
    let keys: Vec<&str> = accounts
        .list
        .iter()
        .filter(active)
        .map(|one| &*one.key)
        .take(12)
        .collect();
    let group = accounts
        .roles
        .iter()
        .map(|role| role.id.to_string())
        .find(|id| !["1", "2"].contains(&&**id))
        .unwrap();
    let plan = Plan::new(&bench.connection, &accounts, &Change::AddRole(group), &keys);
    bench.forget().await;
    let run = bench.carry_out(plan).await;
    assert_eq!(run.tally().failed, 0);
    let calls = bench.calls().await;
    let gets = calls.iter().filter(|call| *call == "metabase.users.get");
    assert_eq!(gets.count(), 12, "{calls:?}");
}

#[tokio::test]
async fn a_status_changed_by_someone_else_is_not_overwritten() {
    let bench = Bench::new(Platform::Pivot, Seed::Documented).await;
    let key = super::ADMIN;
    let since = |text: &str| Some(text.to_owned());
    let set = |disabled, opened| Change::SetStatus { disabled, opened };
    let accounts = bench.accounts().await;
    let disabled = match &accounts.find(key).unwrap().record {
        Record::Pivot(record) => record.status.clone().and_then(|one| one.disabled),
        _ => None,
    };
    let form = Some(roster::StatusForm {
        disabled: disabled.map(|since| since.to_string()),
    });
    done(
        &bench
            .run(set(since("2026-01-01T00:00:00.000Z"), None), &[key])
            .await,
    );
    let run = bench
        .run(set(since("2026-01-02T00:00:00.000Z"), form), &[key])
        .await;
    assert!(matches!(
        outcome(&run),
        Outcome::Failed(ChangeError::Conflict { .. })
    ));
}

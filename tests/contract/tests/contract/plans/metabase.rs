//! Plans for Metabase: groups, merged edits, passwords.

use super::{Bench, DISABLE, NOW, done, outcome};
use mock_server::Seed;
use roster::record::Field;
use roster::{BlockReason, Change, Edit, Introduction, Outcome, OutcomeKind, Receipt, Secret};
use serde_json::{Value, json};
use wire::Platform;

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
    assert_eq!(outcome(&last), Outcome::Blocked(BlockReason::LastAdmin));
}

#[tokio::test]
async fn groups_of_metabase_are_changed_as_a_set() {
    let bench = Bench::new(Platform::Metabase, Seed::Documented).await;
    let key = bench.key("never@example.com").await;
    done(&bench.run(Change::AddRole("2".into()), &[&key]).await);
    assert!(bench.accounts().await.find(&key).unwrap().is_admin());
    done(&bench.run(Change::SetRoles(vec!["3".into()]), &[&key]).await);
    let accounts = bench.accounts().await;
    assert_eq!(accounts.find(&key).unwrap().record.role_ids(), ["1", "3"]);
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
        ..Edit::default()
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
    assert_eq!(outcome(&run).kind(), OutcomeKind::DoneInvisible);
    assert!(run.undo(&bench.accounts().await).is_none());
    let weak = bench
        .run(Change::SetPassword(Secret::new("abc".into())), &[&key])
        .await;
    let receipt = Receipt::new(&weak, NOW, Some(NOW)).json();
    assert!(
        receipt.contains("too common") && !receipt.contains("abc"),
        "{receipt}"
    );
    done(
        &bench
            .run(Change::MarkSeen(Introduction::QueryBuilder), &[&key])
            .await,
    );
}

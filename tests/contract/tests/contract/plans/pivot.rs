//! Plans for Pivot, where a login is a user and its status.

use super::{ADMIN, Bench, ENABLE, done};
use mock_server::Seed;
use roster::record::{Access, Field};
use roster::{Change, Confirmation, Edit, NewUser, StepKind};
use wire::Platform;
use wire::pivot::Generation;

#[tokio::test]
async fn undoing_an_enabling_brings_the_old_time_back() {
    let bench = Bench::new(Platform::Pivot, Seed::Documented).await;
    let on = bench.run(ENABLE, &["analyst@company.com"]).await;
    done(&on);
    let undo = on.undo(&bench.accounts().await).unwrap();
    done(&bench.carry_out(undo).await);
    let accounts = bench.accounts().await;
    let access = accounts.find("analyst@company.com").unwrap().access();
    let since = Some("2022-09-21T19:01:25.872Z".to_owned());
    assert_eq!(access, Access::Disabled { since });
}

#[tokio::test]
async fn removing_a_user_of_pivot_is_three_steps_and_leaves_nothing() {
    for generation in [Generation::V2023_01, Generation::Current] {
        let bench = Bench::with(Platform::Pivot, Seed::Documented, generation).await;
        let plan = bench.plan(Change::Remove, &[ADMIN]).await;
        assert_eq!(plan.confirmation(), Confirmation::Type);
        let run = bench.carry_out(plan).await;
        done(&run);
        let steps: Vec<_> = run.rows()[0].steps.iter().map(|step| step.kind).collect();
        assert_eq!(
            steps,
            [
                StepKind::DisableUser,
                StepKind::DeleteUser,
                StepKind::DeleteStatus
            ]
        );
        let accounts = bench.accounts().await;
        assert!(accounts.find(ADMIN).is_none() && accounts.orphans.is_empty());
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
        ..Edit::default()
    });
    done(&bench.run(edit, &["new"]).await);
    let user = bench.mock.json("GET", "/api/v1/users/new", None).await;
    let user = &user[0];
    assert_eq!(user["lastName"], "Minh");
    assert_eq!(user["firstName"], "Ada");
    assert!(user["nickname"]["of"].is_array(), "{user}");
}

#[tokio::test]
async fn a_status_left_by_an_earlier_user_does_not_lock_the_next_one_out() {
    let bench = Bench::new(Platform::Pivot, Seed::Documented).await;
    let since = Some("2022-01-01T00:00:00.000Z".to_owned());
    let status = Change::SetStatus {
        disabled: since,
        opened: None,
    };
    done(&bench.run(status, &["ghost"]).await);
    assert_eq!(bench.accounts().await.orphans.len(), 1);
    let new = Change::Create(Box::new(NewUser {
        key: "ghost".into(),
        ..NewUser::default()
    }));
    done(&bench.run(new, &["ghost"]).await);
    let accounts = bench.accounts().await;
    assert!(accounts.find("ghost").unwrap().access().is_enabled());
    done(&bench.run(Change::DeleteStatus, &["ghost"]).await);
    assert_eq!(
        bench.accounts().await.find("ghost").unwrap().access(),
        Access::NoRecord
    );
}

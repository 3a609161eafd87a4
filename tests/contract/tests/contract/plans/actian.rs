//! Plans for Actian, which documents no way to disable anybody.

use super::{Bench, DISABLE, done, failed};
use mock_server::Seed;
use roster::record::Field;
use roster::{Ability, Change, ChangeError, Edit, ImpossibleReason};
use wire::Platform;

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
    assert!(bench.accounts().await.find(key).unwrap().is_admin());
    done(&bench.run(Change::SendReset, &[key]).await);
    let removed = bench.run(Change::Remove, &[key]).await;
    done(&removed);
    assert!(bench.accounts().await.find(key).is_none());
    done(
        &bench
            .carry_out(removed.undo(&bench.accounts().await).unwrap())
            .await,
    );
    assert!(bench.accounts().await.find(key).unwrap().is_admin());
    let lacking = failed(&bench.run(DISABLE, &[key]).await);
    let reason = ImpossibleReason::Unavailable(Ability::SwitchAccess);
    assert_eq!(lacking, ChangeError::Impossible(reason));
}

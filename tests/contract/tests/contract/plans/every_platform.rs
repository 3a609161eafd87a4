//! What every platform can do.

use super::{ADMIN, Bench, DISABLE, done, failed};
use mock_server::Seed;
use roster::accounts::{Account, Accounts};
use roster::record::Field;
use roster::{Change, ChangeError, ImpossibleReason, NewUser};
use wire::Platform;

#[tokio::test]
async fn everybody_on_every_platform_is_read_with_roles_and_groups() {
    for (platform, who, roles) in [
        (Platform::Pivot, ADMIN, "Super Admin"),
        (Platform::Actian, "admin@example.com", "Administrator"),
        (Platform::Metabase, "admin@example.com", "Administrators"),
    ] {
        let bench = Bench::new(platform, Seed::Documented).await;
        let accounts = bench.accounts().await;
        let key = bench.key(who).await;
        let account = accounts.find(&key).unwrap();
        assert!(account.is_admin(), "{platform:?}");
        let titles: Vec<&str> = account
            .roles
            .iter()
            .map(|role| accounts.role_title(*role))
            .collect();
        assert!(titles.contains(&roles), "{titles:?}");
        assert_eq!(accounts.roles_problem, None);
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
        let mut accounts = bench.accounts().await;
        assert!(!accounts.find(&key).unwrap().access().is_enabled());
        // What was read back is what the list says.
        let mut updated = accounts.clone();
        updated.update(off.read_back());
        let rows = |accounts: &Accounts| -> Vec<_> {
            let row = |one: &Account| (one.key.clone(), one.access(), one.roles.clone());
            accounts.list.iter().map(row).collect()
        };
        assert_eq!(rows(&updated), rows(&accounts));
        let undo = off.undo(&accounts).unwrap();
        done(&bench.carry_out(undo).await);
        accounts = bench.accounts().await;
        let again = accounts.find(&key).unwrap();
        assert!(again.access().is_enabled());
        assert!(again.is_admin() || platform == Platform::Pivot);
    }
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
        let new = Change::Create(Box::new(NewUser {
            key: email.into(),
            fields,
            roles,
            welcome: Some(Some("https://pivot.example".into())),
            password: None,
        }));
        let run = bench.run(new.clone(), &[email]).await;
        done(&run);
        let key = bench.key(email).await;
        let (made, record) = run.read_back().remove(0);
        assert_eq!((made, record.is_some()), (key.clone(), true));
        let mails = bench.mock.json("GET", "/__mock/outbox", None).await;
        assert_eq!(mails["mails"][0]["to"], email, "{platform:?}");
        let again = failed(&bench.run(new, &[email]).await);
        assert_eq!(again, ChangeError::Impossible(ImpossibleReason::Exists));
        let undo = run.undo(&bench.accounts().await).unwrap();
        done(&bench.carry_out(undo).await);
    }
}

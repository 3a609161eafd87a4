//! The wire client's Actian endpoints, in each of the three ways to send
//! parameters.

use crate::mock::{Mock, SignedIn};
use roster::{CallError, Transport, call};
use wire::ApiError;
use wire::actian::{
    AssignUser, ChangePassword, CreateUser, DeleteUser, GetUser, Grant, ListUsers, Parameters,
    RequestToken, ResetPassword, Role, UpdateUser, User,
};
use wire::console::SignIn;

const WAYS: [Parameters; 3] = [Parameters::Query, Parameters::Json, Parameters::Form];

const ADMIN: &str = "admin@example.com";
const ADA: &str = "Ada+ü/x@company.com";

fn tenant() -> String {
    "demo".into()
}

fn ada(parameters: Parameters) -> CreateUser {
    CreateUser {
        tenant: tenant(),
        email: ADA.into(),
        first_name: "Ada & co".into(),
        last_name: "Mï=nh".into(),
        role: Role::User,
        password: Some("p+w &=%".into()),
        parameters,
    }
}

fn update(parameters: Parameters) -> UpdateUser {
    UpdateUser {
        tenant: tenant(),
        email: ADA.into(),
        first_name: "Ada+Ada".into(),
        last_name: "100%".into(),
        role: Role::Admin,
        parameters,
    }
}

async fn get(mock: &impl Transport, tenant: &str, email: &str) -> Result<User, CallError> {
    let get = GetUser {
        tenant: tenant.into(),
        email: email.into(),
    };
    call(mock, &get).await
}

/// The status and the platform's words of a refusal.
fn refusal(error: CallError) -> (u16, String) {
    match error {
        CallError::Api(ApiError::Refused(refusal)) => {
            (refusal.status, refusal.words.unwrap_or_default())
        }
        other => panic!("{other:?}"),
    }
}

async fn sign_in(mock: &Mock, email: &str, password: &str) -> Result<String, CallError> {
    let ask = RequestToken {
        grant: Grant::Password {
            username: email.into(),
            password: password.into(),
        },
    };
    Ok(call(mock, &ask).await?.access_token)
}

#[tokio::test]
async fn a_user_is_created_read_changed_and_removed() {
    for parameters in WAYS {
        let mock = Mock::documented().await;
        let list = ListUsers { tenant: tenant() };
        let before = call(&mock, &list).await.unwrap();
        let words = call(&mock, &ada(parameters)).await.unwrap();
        assert_eq!(words.as_deref(), Some("User was added successfully"));
        let read = get(&mock, "demo", ADA).await.unwrap();
        assert_eq!(
            (&*read.email, &*read.first_name, &*read.last_name),
            (ADA, "Ada & co", "Mï=nh")
        );
        assert_eq!(read.role, Role::User);
        assert!(call(&mock, &list).await.unwrap().contains(&read));

        let words = call(&mock, &update(parameters)).await.unwrap();
        assert_eq!(words.as_deref(), Some("User was updated successfully"));
        let changed = get(&mock, "demo", ADA).await.unwrap();
        assert_eq!((&changed.id, &changed.role), (&read.id, &Role::Admin));
        assert_eq!(
            (&*changed.first_name, &*changed.last_name),
            ("Ada+Ada", "100%")
        );

        let delete = DeleteUser {
            tenant: tenant(),
            email: ADA.into(),
        };
        call(&mock, &delete).await.unwrap();
        let gone = get(&mock, "demo", ADA).await.unwrap_err();
        assert!(gone.is_not_found());
        assert_eq!(call(&mock, &list).await.unwrap(), before);
    }
}

#[tokio::test]
async fn a_password_is_changed_by_whoever_knows_the_old_one() {
    for parameters in WAYS {
        let mock = Mock::documented().await;
        call(&mock, &ada(parameters)).await.unwrap();
        let change = |old: &str, new: &str| ChangePassword {
            tenant: tenant(),
            email: ADA.into(),
            old_password: old.into(),
            new_password: new.into(),
            parameters,
        };
        let wrong = call(&mock, &change("wrong", "x")).await.unwrap_err();
        assert_eq!(refusal(wrong).0, 400);
        call(&mock, &change("p+w &=%", "n w+")).await.unwrap();
        assert!(sign_in(&mock, ADA, "p+w &=%").await.is_err());
        sign_in(&mock, ADA, "n w+").await.unwrap();
    }
}

#[tokio::test]
async fn an_account_of_one_tenant_is_assigned_to_another() {
    let mock = Mock::documented().await;
    let assign = |email: &str, role| AssignUser {
        tenant: "finance".into(),
        email: email.into(),
        role,
    };
    let analyst = "analyst@example.com";
    assert!(
        get(&mock, "finance", analyst)
            .await
            .unwrap_err()
            .is_not_found()
    );
    call(&mock, &assign(analyst, Role::Admin)).await.unwrap();
    let there = get(&mock, "finance", analyst).await.unwrap();
    let here = get(&mock, "demo", analyst).await.unwrap();
    assert_eq!((&there.role, &here.role), (&Role::Admin, &Role::User));
    assert_eq!(there.id, here.id);
    let nobody = assign("nobody@x", Role::User);
    assert!(call(&mock, &nobody).await.unwrap_err().is_not_found());
}

#[tokio::test]
async fn a_reset_leaves_the_user_where_it_is() {
    let mock = Mock::documented().await;
    let before = get(&mock, "demo", ADMIN).await.unwrap();
    let reset = ResetPassword {
        tenant: tenant(),
        email: ADMIN.into(),
    };
    call(&mock, &reset).await.unwrap();
    assert_eq!(get(&mock, "demo", ADMIN).await.unwrap(), before);
}

#[tokio::test]
async fn every_refusal_is_told_in_the_platforms_words() {
    for parameters in WAYS {
        let mock = Mock::documented().await;
        let before = call(&mock, &ListUsers { tenant: tenant() }).await.unwrap();
        let role = CreateUser {
            role: Role::Other("owner".into()),
            ..ada(parameters)
        };
        let refused = refusal(call(&mock, &role).await.unwrap_err());
        assert_eq!(refused, (400, "role must be admin or user".into()));
        let taken = CreateUser {
            email: "ADMIN@example.com".into(),
            ..ada(parameters)
        };
        let (status, words) = refusal(call(&mock, &taken).await.unwrap_err());
        assert_eq!(status, 409);
        assert!(words.contains("already exists"), "{words}");
        let unnamed = UpdateUser {
            email: ADMIN.into(),
            first_name: String::new(),
            ..update(parameters)
        };
        let refused = refusal(call(&mock, &unnamed).await.unwrap_err());
        assert_eq!(refused, (400, "first_name must not be empty".into()));
        let elsewhere = CreateUser {
            tenant: "nowhere".into(),
            ..ada(parameters)
        };
        let refused = refusal(call(&mock, &elsewhere).await.unwrap_err());
        assert_eq!(refused, (403, "Forbidden".into()));
        let after = call(&mock, &ListUsers { tenant: tenant() }).await.unwrap();
        assert_eq!(after, before);
    }
}

#[tokio::test]
async fn a_token_signs_in_as_a_bearer_and_a_key_as_a_key() {
    let mock = Mock::documented().await;
    let token = sign_in(&mock, ADMIN, "rollcall-demo-1").await.unwrap();
    for (sign_in, secret, status) in [
        (SignIn::Bearer, token.as_str(), None),
        (SignIn::Bearer, "demo", None),
        (SignIn::ApiKey, "demo", None),
        (SignIn::ApiKey, "unknown", Some(401)),
        (SignIn::Bearer, "expired", Some(401)),
        // A way that the platform does not have sends nothing.
        (SignIn::ApiToken, "demo", Some(401)),
    ] {
        let connection = SignedIn {
            mock: &mock,
            sign_in,
            secret,
        };
        let listed = call(&connection, &ListUsers { tenant: tenant() }).await;
        let refused = listed.err().map(refusal);
        assert_eq!(
            refused,
            status.map(|status| (status, "Unauthorized".into()))
        );
    }
}

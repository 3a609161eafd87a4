//! The wire client's nine endpoints against both generations of Pivot.

use crate::mock::Mock;
use mock_server::Seed;
use roster::call;
use wire::ApiError;
use wire::pivot::{
    CreateStatus, CreateUser, DeleteStatus, DeleteUser, Generation, GetStatus, GetUser,
    ListStatuses, ListUsers, RolesKey, SetStatus, SetUser, Status, User, Welcome,
};

const GENERATIONS: [(Generation, RolesKey); 2] = [
    (Generation::V2023_01, RolesKey::Users),
    (Generation::Current, RolesKey::Roles),
];

fn ada() -> User {
    User {
        name: "ada@company.com".into(),
        first_name: Some("Ada".into()),
        roles: ["analyst".into()].into(),
        ..User::default()
    }
}

#[tokio::test]
async fn a_user_is_created_read_changed_and_deleted() {
    for (generation, roles_key) in GENERATIONS {
        let mock = Mock::start(Seed::Documented, generation).await;
        let before = call(&mock, &ListUsers).await.unwrap();
        let set = |user| SetUser {
            user,
            welcome: None,
            generation,
        };
        let created = call(&mock, &set(ada())).await.unwrap().unwrap();
        let name = || "ada@company.com".to_owned();
        let mut read = call(&mock, &GetUser { name: name() }).await.unwrap();
        assert_eq!(read, created);
        assert_eq!(*read.roles, ["analyst".into()]);
        assert_eq!(read.roles_key, Some(roles_key));

        read.last_name = Some("Minh".into());
        call(&mock, &set(read.clone())).await.unwrap();
        let changed = call(&mock, &GetUser { name: name() }).await.unwrap();
        assert_eq!(changed, read);

        call(&mock, &DeleteUser { name: name() }).await.unwrap();
        let gone = call(&mock, &GetUser { name: name() }).await.unwrap_err();
        assert!(gone.is_not_found());
        assert_eq!(call(&mock, &ListUsers).await.unwrap(), before);
    }
}

#[tokio::test]
async fn a_user_is_created_on_the_collection_as_newer_pivots_document() {
    for (generation, _) in GENERATIONS {
        let mock = Mock::start(Seed::Documented, generation).await;
        let create = CreateUser {
            user: ada(),
            welcome: Some(Welcome {
                client_url: Some("https://pivot.example.com".into()),
            }),
        };
        call(&mock, &create).await.unwrap();
        let users = call(&mock, &ListUsers).await.unwrap();
        assert!(users.iter().any(|user| &*user.name == "ada@company.com"));
    }
}

#[tokio::test]
async fn a_replaced_user_loses_what_was_not_sent_and_keeps_what_was_unknown() {
    let mock = Mock::documented().await;
    let body = r#"{"user":{"name":"x","firstName":"X","users":["r"],"quota":{"rows":1.5}}}"#;
    mock.json("POST", "/api/v1/users/x", Some(body)).await;
    let mut user = call(&mock, &GetUser { name: "x".into() }).await.unwrap();
    user.first_name = None;
    let set = SetUser {
        user,
        welcome: None,
        generation: Generation::V2023_01,
    };
    call(&mock, &set).await.unwrap();
    let user = call(&mock, &GetUser { name: "x".into() }).await.unwrap();
    assert_eq!(user.first_name.as_deref().unwrap_or_default(), "");
    assert_eq!(
        user.extra.iter().find(|(key, _)| key == "quota"),
        Some(("quota".into(), r#"{"rows":1.5}"#))
    );
}

#[tokio::test]
async fn a_status_is_set_created_and_deleted() {
    let mock = Mock::documented().await;
    let status = |name: &str, disabled: Option<&str>| Status {
        name: name.into(),
        disabled: disabled.map(Into::into),
        ..Status::default()
    };
    let when = Some("2022-07-21T19:01:25.872Z");
    let set = |status| SetStatus { status };
    let disabled = status("admin@company.com", when);
    let answered = call(&mock, &set(disabled.clone())).await.unwrap();
    assert_eq!(answered, Some(disabled.clone()));
    let name = || "admin@company.com".to_owned();
    let read = call(&mock, &GetStatus { name: name() }).await.unwrap();
    assert_eq!(read, disabled);
    call(&mock, &set(status("admin@company.com", None)))
        .await
        .unwrap();
    let read = call(&mock, &GetStatus { name: name() }).await.unwrap();
    assert_eq!(read.disabled, None);

    // Nobody checks that there is such a user.
    let ghost = status("ghost", when);
    let refused = call(&mock, &set(ghost.clone())).await.unwrap_err();
    assert!(refused.is_not_found());
    call(
        &mock,
        &CreateStatus {
            status: ghost.clone(),
        },
    )
    .await
    .unwrap();
    assert!(call(&mock, &ListStatuses).await.unwrap().contains(&ghost));
    call(
        &mock,
        &DeleteStatus {
            name: "ghost".into(),
        },
    )
    .await
    .unwrap();
    let gone = call(
        &mock,
        &DeleteStatus {
            name: "ghost".into(),
        },
    )
    .await
    .unwrap_err();
    assert!(gone.is_not_found());
}

#[tokio::test]
async fn the_documents_three_texts_for_one_status_are_told_to_the_letter() {
    let texts: serde_json::Value =
        serde_json::from_str(include_str!("../../../fixtures/pivot/errors.json")).unwrap();
    let mock = Mock::documented().await;
    let name = || "nobody".to_owned();
    let words = |error: roster::CallError| match error {
        roster::CallError::Api(ApiError::Refused(refusal)) => {
            assert_eq!(refusal.status, 404);
            refusal.words.unwrap()
        }
        other => panic!("{other:?}"),
    };
    let get = call(&mock, &GetStatus { name: name() }).await.unwrap_err();
    assert_eq!(words(get), texts["statuses.get"]);
    let status = Status {
        name: name().into(),
        ..Status::default()
    };
    let set = call(&mock, &SetStatus { status }).await.unwrap_err();
    assert_eq!(words(set), texts["statuses.set"]);
    let delete = call(&mock, &DeleteStatus { name: name() })
        .await
        .unwrap_err();
    assert_eq!(words(delete), texts["statuses.delete"]);
    let user = call(&mock, &GetUser { name: name() }).await.unwrap_err();
    assert_eq!(words(user), texts["users"]);
    let user = call(&mock, &DeleteUser { name: name() }).await.unwrap_err();
    assert_eq!(words(user), texts["users"]);
}

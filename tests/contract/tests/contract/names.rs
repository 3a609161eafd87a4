//! Names of every kind work in every route that takes one.

use crate::mock::Mock;
use roster::{CallError, call};
use wire::pivot::{
    CreateStatus, DeleteStatus, DeleteUser, Generation, GetStatus, GetUser, ListUsers, SetStatus,
    SetUser, Status, User,
};

#[tokio::test]
async fn any_name_works_in_every_route() {
    let long = "ä".repeat(1_000);
    for name in [
        "a/b",
        "%2f",
        "%252f",
        "x+y z@company.com",
        "ünïcödé",
        "日本語",
        "😀",
        "\u{202e}rtl",
        "...",
        "a?b#c;d&e=f",
        "back\\slash",
        "quote\"'`$(x)",
        "<script>alert(1)</script>",
        long.as_str(),
    ] {
        let mock = Mock::documented().await;
        let named = || name.to_owned();
        let user = User {
            name: name.into(),
            ..User::default()
        };
        let set = SetUser {
            user,
            welcome: None,
            generation: Generation::V2023_01,
        };
        call(&mock, &set).await.unwrap();
        let users = call(&mock, &ListUsers).await.unwrap();
        assert!(users.iter().any(|user| *user.name == *name), "{name}");
        let user = call(&mock, &GetUser { name: named() }).await.unwrap();
        assert_eq!(&*user.name, name);

        let status = Status {
            name: name.into(),
            disabled: Some("2026-01-01T00:00:00.000Z".into()),
            ..Status::default()
        };
        let create = CreateStatus { status };
        call(&mock, &create).await.unwrap();
        let set = SetStatus {
            status: create.status,
        };
        assert_eq!(call(&mock, &set).await.unwrap(), Some(set.status.clone()));
        assert_eq!(
            call(&mock, &GetStatus { name: named() }).await.unwrap(),
            set.status
        );

        call(&mock, &DeleteUser { name: named() }).await.unwrap();
        call(&mock, &DeleteStatus { name: named() }).await.unwrap();
        assert!(call(&mock, &GetUser { name: named() }).await.is_err());
    }
}

#[tokio::test]
async fn a_name_no_client_can_send_makes_no_request() {
    let mock = Mock::documented().await;
    let before = mock.everything().await;
    for name in ["", ".", ".."] {
        let name = name.to_owned();
        let refused = call(&mock, &DeleteUser { name }).await.unwrap_err();
        assert!(matches!(refused, CallError::Name(_)), "{refused}");
    }
    assert_eq!(mock.everything().await, before);
}

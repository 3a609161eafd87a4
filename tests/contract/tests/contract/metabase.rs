//! The wire client's Metabase endpoints, with an API key and with a session.

use crate::mock::{Mock, SignedIn};
use mock_server::Seed;
use roster::{CallError, Transport, call};
use wire::console::SignIn as Way;
use wire::metabase::{
    ADMINISTRATORS, ALL_USERS, CreateGroup, CreateMembership, CreateUser, Credentials,
    DeactivateUser, DeleteGroup, DeleteMembership, ForgotPassword, GetCurrentUser, GetGroup,
    GetHealth, GetProperties, GetUser, ListGroups, ListMemberships, ListRecipients, ListUsers,
    MarkSeen, Membership, Modal, ReactivateUser, RenameGroup, ResetPassword, SetPassword, SignIn,
    SignOut, UpdateUser, User, UserStatus,
};
use wire::pivot::Generation;
use wire::{ApiError, Refusal};

const ADMIN: &str = "admin@example.com";
const ANALYST: &str = "analyst@example.com";
const PASSWORD: &str = "rollcall-demo-1";
const BETTER: &str = "whateverUP12!!";
const FORBIDDEN: &str = "You don't have permissions to do that.";

#[allow(clippy::panic, reason = "tests")]
fn refusal<T: std::fmt::Debug>(answer: Result<T, CallError>) -> Refusal {
    match answer {
        Err(CallError::Api(ApiError::Refused(refusal))) => refusal,
        other => panic!("{other:?}"),
    }
}

#[track_caller]
fn refused<T: std::fmt::Debug>(answer: Result<T, CallError>, status: u16, words: &str) {
    let refusal = refusal(answer);
    assert_eq!(
        (refusal.status, refusal.words.as_deref()),
        (status, Some(words))
    );
}

async fn session(mock: &Mock, email: &str, password: &str) -> Result<String, CallError> {
    let credentials = Credentials {
        username: email.into(),
        password: password.into(),
    };
    let session = call(mock, &SignIn { credentials }).await?;
    Ok(session.0)
}

fn signed_in<'a>(mock: &'a Mock, secret: &'a str) -> SignedIn<'a> {
    SignedIn {
        mock,
        sign_in: Way::Password,
        secret,
    }
}

async fn create(mock: &impl Transport, email: &str) -> Result<User, CallError> {
    let create = CreateUser {
        email: email.into(),
        first_name: Some("Ada".into()),
        last_name: Some("Minh".into()),
        ..CreateUser::default()
    };
    call(mock, &create).await
}

async fn find(mock: &impl Transport, email: &str) -> User {
    let list = ListUsers {
        status: UserStatus::All,
        query: Some(email.into()),
        ..ListUsers::default()
    };
    call(mock, &list).await.unwrap().users.remove(0)
}

#[tokio::test]
async fn a_user_is_created_found_changed_deactivated_and_reactivated() {
    let mock = Mock::documented().await;
    let created = create(&mock, "Ada@Company.com").await.unwrap();
    assert_eq!(&*created.email, "ada@company.com");
    assert_eq!(created.common_name.as_deref(), Some("Ada Minh"));
    assert_eq!(created.groups().unwrap(), [ALL_USERS]);
    let id = created.id;

    let update = UpdateUser {
        id,
        first_name: Some(None),
        locale: Some(Some("es-MX".into())),
        is_superuser: Some(true),
        login_attributes: Some(vec![("region".into(), "north".into())]),
        ..UpdateUser::default()
    };
    let updated = call(&mock, &update).await.unwrap();
    assert_eq!(updated.details().locale.as_deref(), Some("es_MX"));
    assert_eq!(updated.groups().unwrap(), [ALL_USERS, ADMINISTRATORS]);
    let read = call(&mock, &GetUser { id }).await.unwrap();
    assert_eq!(
        (read.first_name.as_deref(), read.last_name.as_deref()),
        (None, Some("Minh"))
    );
    let attributes = read.details().login_attributes.as_ref().unwrap();
    assert_eq!(
        attributes.iter().collect::<Vec<_>>(),
        [("region".into(), "north".into())]
    );

    call(&mock, &DeactivateUser { id }).await.unwrap();
    call(&mock, &DeactivateUser { id }).await.unwrap();
    assert_eq!(find(&mock, "ada@company.com").await.is_active, Some(false));
    let again = call(&mock, &ReactivateUser { id }).await.unwrap();
    assert_eq!(
        (again.is_active, again.is_superuser),
        (Some(true), Some(false))
    );
    let active = call(&mock, &ReactivateUser { id }).await;
    refused(active, 400, "Not able to reactivate an active user");
}

#[tokio::test]
async fn the_list_is_paged_searched_and_narrowed() {
    let mock = Mock::start(Seed::Demo, Generation::V2023_01).await;
    let all = call(&mock, &ListUsers::default()).await.unwrap();
    assert_eq!((all.limit, all.offset), (None, None));
    assert!(all.total > 55 && all.users.len() as u64 == all.total);
    let list = ListUsers {
        offset: Some(50),
        ..ListUsers::default()
    };
    let page = call(&mock, &list).await.unwrap();
    assert_eq!(
        (page.limit, page.offset, page.total),
        (Some(50), Some(50), all.total)
    );
    assert_eq!(page.users, all.users[50..]);
    let list = ListUsers {
        group_id: Some(ADMINISTRATORS),
        query: Some("ADMIN".into()),
        limit: Some(1),
        ..ListUsers::default()
    };
    let admins = call(&mock, &list).await.unwrap();
    assert_eq!((&*admins.users[0].email, admins.total), (ADMIN, 1));
    let recipients = call(&mock, &ListRecipients).await.unwrap();
    assert_eq!(recipients.total, all.total);
    assert_ne!(recipients.users[0].id, all.users[0].id);
}

#[tokio::test]
async fn an_ordinary_user_may_read_oneself_and_the_recipients() {
    let mock = Mock::documented().await;
    let key = session(&mock, ANALYST, PASSWORD).await.unwrap();
    let analyst = signed_in(&mock, &key);
    let me = call(&analyst, &GetCurrentUser).await.unwrap();
    assert_eq!((&*me.email, me.is_superuser), (ANALYST, Some(false)));
    let again = call(&analyst, &GetUser { id: me.id }).await.unwrap();
    assert_eq!(&*again.email, ANALYST);
    let recipients = call(&analyst, &ListRecipients).await.unwrap();
    assert!(recipients.users.iter().all(|user| user.is_active.is_none()));
    refused(call(&analyst, &ListUsers::default()).await, 403, FORBIDDEN);
    refused(create(&analyst, "x@company.com").await, 403, FORBIDDEN);
    refused(
        call(&analyst, &DeactivateUser { id: me.id }).await,
        403,
        FORBIDDEN,
    );
    refused(call(&analyst, &ListGroups).await, 403, FORBIDDEN);
    call(
        &analyst,
        &MarkSeen {
            id: me.id,
            modal: Modal::QueryBuilder,
        },
    )
    .await
    .unwrap();

    call(&analyst, &SignOut).await.unwrap();
    refused(
        call(&analyst, &GetCurrentUser).await,
        401,
        "Unauthenticated",
    );
    refused(call(&analyst, &SignOut).await, 404, "Not found.");
}

#[tokio::test]
async fn a_groups_manager_lists_its_people_and_adds_some() {
    const FINANCE: u64 = 3;
    let member = |id, is_group_manager| Membership {
        id,
        is_group_manager,
    };
    let mock = Mock::documented().await;
    let promote = UpdateUser {
        id: 2,
        memberships: Some(vec![member(ALL_USERS, None), member(FINANCE, Some(true))]),
        ..UpdateUser::default()
    };
    call(&mock, &promote).await.unwrap();
    let ada = find(&mock, "ada@example.com").await.id;
    let key = session(&mock, ANALYST, PASSWORD).await.unwrap();
    let manager = signed_in(&mock, &key);
    let add = UpdateUser {
        id: ada,
        memberships: Some(vec![member(ALL_USERS, None), member(FINANCE, None)]),
        ..UpdateUser::default()
    };
    call(&manager, &add).await.unwrap();
    let page = call(&manager, &ListUsers::default()).await.unwrap();
    let seen: Vec<_> = (page.users.iter())
        .map(|user| (user.id, user.is_superuser, user.is_active))
        .collect();
    // What an administrator would see as well is not told, nor made up.
    assert_eq!(seen, [(ada, Some(false), None), (2, Some(false), None)]);
    let own = call(&manager, &GetUser { id: 2 }).await.unwrap();
    let own = own.details().memberships.clone().unwrap();
    assert_eq!(own[1], member(FINANCE, Some(true)));
    refused(
        call(&manager, &DeactivateUser { id: ada }).await,
        403,
        FORBIDDEN,
    );
}

#[tokio::test]
async fn every_refusal_is_told_in_metabases_words() {
    let mock = Mock::documented().await;
    refused(call(&mock, &GetUser { id: 4711 }).await, 404, "Not found.");
    let taken = refusal(create(&mock, "FORMER@example.com").await);
    assert_eq!(
        taken.fields,
        [("email".into(), "Email address already in use.".into())]
    );
    let update = UpdateUser {
        id: 2,
        email: Some(ADMIN.into()),
        ..UpdateUser::default()
    };
    let taken = refusal(call(&mock, &update).await);
    let words = "Email address already associated to another user.";
    assert_eq!(taken.fields, [("email".into(), words.into())]);
    let invalid = refusal(create(&mock, "whatever").await);
    let words = "value must be a valid email address.";
    assert_eq!(invalid.fields, [("email".into(), words.into())]);
    let update = UpdateUser {
        id: 2,
        memberships: Some(vec![Membership {
            id: ADMINISTRATORS,
            is_group_manager: None,
        }]),
        ..UpdateUser::default()
    };
    let words = "You cannot add or remove users to/from the 'All Users' group.";
    refused(call(&mock, &update).await, 400, words);

    let second = find(&mock, "second@example.com").await.id;
    call(&mock, &DeactivateUser { id: second }).await.unwrap();
    let words = "You cannot remove the last member of the 'Admin' group!";
    let admin = find(&mock, ADMIN).await.id;
    refused(call(&mock, &DeactivateUser { id: admin }).await, 400, words);

    let key = session(&mock, ANALYST, "wrong").await;
    assert_eq!(refusal(key).status, 401);
    let key = refusal(session(&mock, "former@example.com", PASSWORD).await);
    assert_eq!(key.words.as_deref(), Some("Your account is disabled."));
}

#[tokio::test]
async fn a_weak_password_comes_back_masked_and_a_good_one_is_set() {
    let mock = Mock::documented().await;
    let set = |password: &str| SetPassword {
        id: 2,
        password: password.into(),
        old_password: None,
    };
    let weak = refusal(call(&mock, &set("anything")).await);
    let words = "password is too common.";
    assert_eq!(weak.fields, [("password".into(), words.into())]);
    assert!(!weak.body.contains("anything"), "{}", weak.body);
    call(&mock, &set(BETTER)).await.unwrap();
    assert_eq!(refusal(session(&mock, ANALYST, PASSWORD).await).status, 401);
    let key = session(&mock, ANALYST, BETTER).await.unwrap();

    let own = SetPassword {
        old_password: Some(BETTER.into()),
        ..set("another-1-secret")
    };
    call(&signed_in(&mock, &key), &own).await.unwrap();
    let dead = call(&signed_in(&mock, &key), &GetCurrentUser).await;
    refused(dead, 401, "Unauthenticated");
}

#[tokio::test]
async fn a_forgotten_password_is_set_with_the_token_from_the_outbox() {
    let mock = Mock::documented().await;
    let forgot = |email: &str| ForgotPassword {
        email: email.into(),
    };
    call(&mock, &forgot("nobody@example.com")).await.unwrap();
    call(&mock, &forgot(ANALYST)).await.unwrap();
    let outbox = mock.json("GET", "/__mock/outbox", None).await.to_string();
    let (_, link) = outbox.split_once("/auth/reset_password/").unwrap();
    let end = link.find(|letter: char| !letter.is_ascii_alphanumeric() && !"-_".contains(letter));
    let reset = ResetPassword {
        token: link[..end.unwrap()].into(),
        password: BETTER.into(),
    };
    call(&mock, &reset).await.unwrap();
    session(&mock, ANALYST, BETTER).await.unwrap();
    let used = refusal(call(&mock, &reset).await);
    assert_eq!(
        used.fields,
        [("password".into(), "Invalid reset token".into())]
    );
}

#[tokio::test]
async fn groups_and_memberships_are_managed() {
    let mock = Mock::documented().await;
    let group_named = |name: &str| CreateGroup { name: name.into() };
    let group = call(&mock, &group_named("Ops")).await.unwrap();
    let taken = call(&mock, &group_named("ops")).await;
    refused(taken, 400, "A group with that name already exists.");
    let join = CreateMembership {
        group_id: group.id,
        user_id: 2,
    };
    let members = call(&mock, &join).await.unwrap();
    assert_eq!((members.len(), members[0].user_id), (1, 2));
    let all = call(&mock, &ListMemberships).await.unwrap();
    let held = all.0.iter().find(|held| held.group_id == group.id).unwrap();
    assert_eq!(held.membership_id, members[0].membership_id);
    let rename = RenameGroup {
        id: group.id,
        name: "Operations".into(),
    };
    call(&mock, &rename).await.unwrap();
    let read = call(&mock, &GetGroup { id: group.id }).await.unwrap();
    assert_eq!(
        (&*read.name, read.members),
        ("Operations", Some(members.rows))
    );
    let membership_id = held.membership_id;
    call(&mock, &DeleteMembership { membership_id })
        .await
        .unwrap();
    let gone = call(&mock, &DeleteMembership { membership_id }).await;
    refused(gone, 404, "Not found.");
    call(&mock, &DeleteGroup { id: group.id }).await.unwrap();
    let groups = call(&mock, &ListGroups).await.unwrap();
    let left: Vec<_> = groups.iter().map(|group| &*group.name).collect();
    assert_eq!(left, ["Administrators", "All Users", "Finance"]);
    refused(
        call(&mock, &DeleteGroup { id: ALL_USERS }).await,
        400,
        "You cannot edit or delete the 'All Users' permissions group!",
    );
}

#[tokio::test]
async fn the_server_tells_about_itself() {
    let mock = Mock::documented().await;
    call(&mock, &GetHealth).await.unwrap();
    let properties = call(&mock, &GetProperties).await.unwrap();
    assert_eq!(properties.email_configured, Some(true));
    assert_eq!(
        properties.site_url.unwrap(),
        format!("http://{}", mock.address)
    );
    assert!(properties.version.unwrap().starts_with('v'));
}

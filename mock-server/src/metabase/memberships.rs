//! `/api/permissions/membership` (metabase note 25).

use super::answer::{Reply, Result};
use super::caller::Caller;
use super::groups::members;
use super::request::{Fields, GroupId, Id};
use super::store::{ADMINISTRATORS, ALL_USERS, LAST_ADMINISTRATOR};
use super::{groups_have_managers, now};
use crate::World;
use crate::endpoint::Endpoints;
use axum::Router;
use axum::extract::State;
use serde::Serialize;
use std::collections::BTreeMap;
use utoipa::ToSchema;
use wire::catalogue::metabase as catalogue;

pub(super) fn router() -> Router<World> {
    Router::new()
        .endpoint(&catalogue::LIST_MEMBERSHIPS, list)
        .endpoint(&catalogue::CREATE_MEMBERSHIP, create)
        .endpoint(&catalogue::DELETE_MEMBERSHIP, delete)
        .endpoint(&catalogue::CLEAR_GROUP, clear)
}

pub(super) const ALL_USERS_IS_FIXED: &str =
    "You cannot add or remove users to/from the 'All Users' group.";

#[derive(Serialize, ToSchema)]
#[allow(clippy::struct_field_names, reason = "the platform's names")]
pub(super) struct Membership {
    membership_id: u64,
    group_id: u64,
    user_id: u64,
    is_group_manager: bool,
}

async fn list(State(world): State<World>, caller: Caller) -> Result {
    let store = world.metabase();
    caller.require_manager(&store)?;
    let mut by_user: BTreeMap<u64, Vec<Membership>> = store
        .people()
        .map(|user| {
            let held = user.groups.iter();
            let seen = held.filter(|(group, _)| caller.manages(**group, &store));
            let memberships = seen.map(|(group_id, id)| Membership {
                membership_id: *id,
                group_id: *group_id,
                user_id: user.id,
                is_group_manager: user.manages.contains(group_id),
            });
            (user.id, memberships.collect())
        })
        .collect();
    by_user.retain(|_, memberships| !memberships.is_empty());
    Ok(Reply::ok(&by_user).note("assumed: deactivated users are in it"))
}

async fn create(State(world): State<World>, caller: Caller, fields: Fields) -> Result {
    let mut schema = fields.schema();
    let group = schema.id("group_id");
    let user = schema.id("user_id");
    let manages = schema.flag("is_group_manager").unwrap_or_default();
    schema.done()?;
    let mut store = world.metabase_mut();
    caller.require_manager_of(group, &store)?;
    if store.person(user).is_none() || !store.groups.contains_key(&group) {
        return Err(Reply::not_found().note("assumed: no source shows who or what is unknown"));
    }
    if group == ALL_USERS {
        return Err(Reply::refused(ALL_USERS_IS_FIXED));
    }
    let held = match store.person(user) {
        Some(user) => {
            Reply::check_available(&user.email)?;
            user.groups.contains_key(&group)
        }
        None => false,
    };
    store.join(user, group, now(&world));
    if !held {
        store.manage(user, group, manages && groups_have_managers(&world));
    }
    Ok(Reply::ok(&members(&store, group))
        .notes(held.then_some("assumed: joining a group again changes nothing")))
}

async fn delete(State(world): State<World>, caller: Caller, Id(id): Id) -> Result {
    let mut store = world.metabase_mut();
    caller.require_manager(&store)?;
    let (user, group) = store.membership(id).ok_or_else(Reply::not_found)?;
    caller.require_manager_of(group, &store)?;
    if group == ALL_USERS {
        return Err(Reply::refused(ALL_USERS_IS_FIXED));
    }
    if group == ADMINISTRATORS && store.is_last_administrator(user) {
        return Err(Reply::refused(LAST_ADMINISTRATOR));
    }
    store.leave(user, group, now(&world));
    Ok(Reply::nothing())
}

/// Removes all members from a group; the group stays.
async fn clear(State(world): State<World>, caller: Caller, GroupId(group): GroupId) -> Result {
    let mut store = world.metabase_mut();
    caller.require_superuser(&store)?;
    if !store.groups.contains_key(&group) {
        return Err(Reply::not_found());
    }
    if group == ADMINISTRATORS {
        return Err(Reply::refused(LAST_ADMINISTRATOR).note(CLEARED));
    }
    if group == ALL_USERS {
        return Err(Reply::refused(ALL_USERS_IS_FIXED).note(CLEARED));
    }
    let now = now(&world);
    let members: Vec<u64> = store.people().map(|user| user.id).collect();
    for user in members {
        store.leave(user, group, now);
    }
    Ok(Reply::nothing())
}

const CLEARED: &str = "assumed: the words that a built-in group is not cleared with";

#[cfg(test)]
mod tests {
    use super::{ALL_USERS_IS_FIXED, LAST_ADMINISTRATOR};
    use crate::metabase::testing::{ANALYST, Mock, bad_field, keys, refused};
    use serde_json::{Value, json};

    const PATH: &str = "/api/permissions/membership";

    /// The ID of the membership of `user` in `group`.
    async fn id(mock: &Mock, user: u64, group: u64) -> Value {
        let all = mock.get(PATH).await.json();
        let of_user = all[user.to_string()].as_array().unwrap().clone();
        let found = of_user.into_iter().find(|held| held["group_id"] == group);
        found.unwrap()["membership_id"].clone()
    }

    #[tokio::test]
    async fn all_are_listed_by_user() {
        let mock = Mock::documented();
        let all = mock.get(PATH).await.json();
        assert_eq!(all.as_object().unwrap().len(), 10);
        let analyst = all["2"].as_array().unwrap();
        assert_eq!(analyst.len(), 2);
        assert_eq!(
            keys(&analyst[0]),
            ["group_id", "is_group_manager", "membership_id", "user_id"]
        );
    }

    #[tokio::test]
    async fn joining_answers_the_groups_members_and_the_administrators_make_one() {
        let mock = Mock::documented();
        let body = json!({ "group_id": 2, "user_id": 2 });
        let answer = mock.post(PATH, &body).await;
        assert_eq!(answer.status, 200);
        let members = answer.json();
        let members = members.as_array().unwrap();
        assert_eq!(members.len(), 3);
        assert!(members.iter().any(|member| member["user_id"] == 2));
        assert_eq!(mock.get("/api/user/2").await.json()["is_superuser"], true);
        let before = mock.everything().await;
        let again = mock.post(PATH, &body).await;
        assert_eq!((again.status, again.json()), (200, answer.json()));
        assert_eq!(mock.everything().await, before);
    }

    #[tokio::test]
    async fn leaving_the_administrators_demotes_and_a_second_leave_is_404() {
        let mock = Mock::documented();
        mock.post(PATH, &json!({ "group_id": 2, "user_id": 2 }))
            .await;
        let path = format!("{PATH}/{}", id(&mock, 2, 2).await);
        let answer = mock.delete(&path).await;
        assert_eq!((answer.status, answer.text.as_str()), (204, ""));
        assert_eq!(mock.get("/api/user/2").await.json()["is_superuser"], false);
        refused(&mock.delete(&path).await, 404, "Not found.");
    }

    #[tokio::test]
    async fn all_users_is_neither_entered_nor_left_and_one_administrator_stays() {
        let mock = Mock::documented();
        let body = json!({ "group_id": 1, "user_id": 2 });
        refused(&mock.post(PATH, &body).await, 400, ALL_USERS_IS_FIXED);
        let path = format!("{PATH}/{}", id(&mock, 2, 1).await);
        refused(&mock.delete(&path).await, 400, ALL_USERS_IS_FIXED);
        let second = mock.id("second@example.com").await;
        let path = format!("{PATH}/{}", id(&mock, second, 2).await);
        assert_eq!(mock.delete(&path).await.status, 204);
        let path = format!("{PATH}/{}", id(&mock, 1, 2).await);
        refused(&mock.delete(&path).await, 400, LAST_ADMINISTRATOR);
    }

    #[tokio::test]
    async fn a_group_is_cleared_and_stays_and_the_built_in_ones_are_not() {
        let mock = Mock::documented();
        mock.post(PATH, &json!({ "group_id": 3, "user_id": 2 }))
            .await;
        let group = "/api/permissions/group/3";
        assert_ne!(mock.get(group).await.json()["members"], json!([]));
        let cleared = mock.put(&format!("{PATH}/3/clear"), &json!({})).await;
        assert_eq!((cleared.status, cleared.text.as_str()), (204, ""));
        assert_eq!(mock.get(group).await.json()["members"], json!([]));
        let before = mock.everything().await;
        for (group, status, words) in [
            ("1", 400, ALL_USERS_IS_FIXED),
            ("2", 400, LAST_ADMINISTRATOR),
            ("4711", 404, "Not found."),
            ("x", 404, "API endpoint does not exist."),
        ] {
            let answer = mock.put(&format!("{PATH}/{group}/clear"), &json!({})).await;
            refused(&answer, status, words);
        }
        assert_eq!(mock.everything().await, before);
    }

    #[tokio::test]
    async fn both_ids_have_to_be_numbers_of_something() {
        let mock = Mock::documented();
        let words = "value must be an integer greater than zero.";
        for (body, field) in [
            (json!({ "user_id": 2 }), "group_id"),
            (json!({ "group_id": 3 }), "user_id"),
            (json!({ "group_id": 0, "user_id": 2 }), "group_id"),
            (json!({ "group_id": "3", "user_id": 2 }), "group_id"),
            (json!({ "group_id": 3, "user_id": null }), "user_id"),
        ] {
            bad_field(&mock.post(PATH, &body).await, field, words);
        }
        for body in [
            json!({ "group_id": 4711, "user_id": 2 }),
            json!({ "group_id": 3, "user_id": 4711 }),
        ] {
            refused(&mock.post(PATH, &body).await, 404, "Not found.");
        }
    }

    #[tokio::test]
    async fn memberships_are_for_administrators() {
        let mock = Mock::documented();
        let analyst = mock.session(ANALYST).await;
        let body = json!({ "group_id": 2, "user_id": 2 });
        for (method, path) in [
            ("GET", PATH),
            ("POST", PATH),
            ("DELETE", "/api/permissions/membership/1"),
            ("PUT", "/api/permissions/membership/3/clear"),
        ] {
            let answer = mock.as_session(&analyst, method, path, Some(&body)).await;
            refused(&answer, 403, "You don't have permissions to do that.");
        }
    }
}

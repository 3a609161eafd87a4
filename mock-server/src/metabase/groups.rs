//! `/api/permissions/group` (metabase note 24).

use super::answer::{Reply, Result};
use super::caller::Caller;
use super::now;
use super::records::{Group, User};
use super::request::{Fields, Id, Query};
use super::store::Store;
use super::users::Paging;
use crate::World;
use crate::endpoint::Endpoints;
use axum::Router;
use axum::extract::State;
use serde::Serialize;
use utoipa::ToSchema;
use wire::catalogue::metabase as catalogue;

pub(super) fn router() -> Router<World> {
    Router::new()
        .endpoint(&catalogue::LIST_GROUPS, list)
        .endpoint(&catalogue::GET_GROUP, get)
        .endpoint(&catalogue::CREATE_GROUP, create)
        .endpoint(&catalogue::RENAME_GROUP, rename)
        .endpoint(&catalogue::DELETE_GROUP, delete)
}

pub(super) const TAKEN: &str = "A group with that name already exists.";

/// A group in an answer.
#[derive(Serialize, ToSchema)]
#[schema(as = Group)]
pub(super) struct Shown<'a> {
    id: u64,
    name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    member_count: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    members: Option<Vec<Member<'a>>>,
    magic_group_type: Option<&'a str>,
    is_tenant_group: bool,
    entity_id: &'a str,
}

impl<'a> Shown<'a> {
    fn of(group: &'a Group) -> Self {
        Self {
            id: group.id,
            name: &group.name,
            member_count: None,
            members: None,
            magic_group_type: group.magic.as_deref(),
            is_tenant_group: false,
            entity_id: &group.entity_id,
        }
    }
}

/// A member of a group.
#[derive(Serialize, ToSchema)]
#[schema(as = GroupMember)]
pub(super) struct Member<'a> {
    user_id: u64,
    membership_id: u64,
    email: &'a str,
    first_name: Option<&'a str>,
    last_name: Option<&'a str>,
}

/// The members of a group who can sign in, sorted by name.
pub(super) fn members(store: &Store, group: u64) -> Vec<Member<'_>> {
    let mut members: Vec<(&User, u64)> = store
        .people()
        .filter(|user| user.is_active)
        .filter_map(|user| Some((user, *user.groups.get(&group)?)))
        .collect();
    members.sort_by_cached_key(|(user, _)| (user.common_name().to_lowercase(), user.id));
    members
        .into_iter()
        .map(|(user, membership_id)| Member {
            user_id: user.id,
            membership_id,
            email: &user.email,
            first_name: user.first_name.as_deref(),
            last_name: user.last_name.as_deref(),
        })
        .collect()
}

async fn list(State(world): State<World>, caller: Caller, query: Query) -> Result {
    let paging = Paging::of(&query);
    let store = world.metabase();
    caller.require_manager(&store)?;
    let mut groups: Vec<&Group> = store
        .groups
        .values()
        .filter(|group| caller.manages(group.id, &store))
        .collect();
    groups.sort_by_cached_key(|group| (group.name.to_lowercase(), group.id));
    let counted = |group: &Group| {
        store
            .people()
            .filter(|user| user.is_active && user.groups.contains_key(&group.id))
            .count()
    };
    let shown = paging.slice(&groups).iter().map(|group| Shown {
        member_count: Some(counted(group)),
        ..Shown::of(group)
    });
    Ok(Reply::ok(&shown.collect::<Vec<_>>()).note(COUNTED))
}

const COUNTED: &str = "assumed: deactivated users stay in their groups and are not counted";

async fn get(State(world): State<World>, caller: Caller, Id(id): Id) -> Result {
    let store = world.metabase();
    caller.require_manager_of(id, &store)?;
    let group = store.groups.get(&id).ok_or_else(Reply::not_found)?;
    let members = members(&store, id);
    Ok(Reply::ok(&Shown {
        member_count: Some(members.len()),
        members: Some(members),
        ..Shown::of(group)
    })
    .note(COUNTED))
}

async fn create(State(world): State<World>, caller: Caller, fields: Fields) -> Result {
    let name = name(&fields)?;
    let mut store = world.metabase_mut();
    caller.require_superuser(&store)?;
    if store.group_named(&name).is_some() {
        return Err(Reply::refused(TAKEN));
    }
    let id = store.add_group(&name, None);
    let group = store.groups.get(&id).ok_or_else(Reply::not_found)?;
    Ok(Reply::ok(&Shown::of(group)))
}

async fn rename(State(world): State<World>, caller: Caller, Id(id): Id, fields: Fields) -> Result {
    let name = name(&fields)?;
    let mut store = world.metabase_mut();
    caller.require_superuser(&store)?;
    editable(&store, id)?;
    if store.group_named(&name).is_some_and(|held| held != id) {
        return Err(Reply::refused(TAKEN));
    }
    let group = store.groups.get_mut(&id).ok_or_else(Reply::not_found)?;
    group.name = name;
    Ok(Reply::ok(&Shown::of(group)))
}

async fn delete(State(world): State<World>, caller: Caller, Id(id): Id) -> Result {
    let mut store = world.metabase_mut();
    caller.require_superuser(&store)?;
    editable(&store, id)?;
    store.remove_group(id, now(&world));
    Ok(Reply::nothing())
}

fn name(fields: &Fields) -> Result<String> {
    let mut schema = fields.schema();
    let name = schema.text("name");
    schema.done().map(|()| name)
}

/// Refuses to change a group that does not exist or is built in.
fn editable(store: &Store, id: u64) -> Result<()> {
    let group = store.groups.get(&id).ok_or_else(Reply::not_found)?;
    if group.magic.is_some() {
        return Err(Reply::refused(format!(
            "You cannot edit or delete the '{}' permissions group!",
            group.name
        )));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use crate::metabase::testing::{ANALYST, Mock, bad_field, in_groups, keys, refused};
    use serde_json::{Value, json};

    const PATH: &str = "/api/permissions/group";

    #[tokio::test]
    async fn groups_come_by_name_with_their_active_members_counted() {
        let mock = Mock::documented();
        mock.post(PATH, &json!({ "name": "alpha" })).await;
        let listed = mock.get(PATH).await.json();
        let rows: Vec<_> = listed
            .as_array()
            .unwrap()
            .iter()
            .map(|group| {
                (
                    group["name"].as_str().unwrap(),
                    group["member_count"].as_u64().unwrap(),
                )
            })
            .collect();
        assert_eq!(
            rows,
            [
                ("Administrators", 2),
                ("All Users", 8),
                ("alpha", 0),
                ("Finance", 1)
            ]
        );
        assert_eq!(
            keys(&listed[0]),
            [
                "entity_id",
                "id",
                "is_tenant_group",
                "magic_group_type",
                "member_count",
                "name"
            ]
        );
        assert_eq!(listed[0]["magic_group_type"], "admin");
        assert_eq!(listed[1]["magic_group_type"], "all-internal-users");
        assert_eq!(listed[3]["magic_group_type"], Value::Null);
        let page = mock.get(&format!("{PATH}?limit=1&offset=2")).await.json();
        assert_eq!(page, json!([listed[2]]));
    }

    #[tokio::test]
    async fn one_group_names_its_members() {
        let mock = Mock::documented();
        let group = mock.get(&format!("{PATH}/3")).await.json();
        let members = group["members"].as_array().unwrap();
        assert_eq!(members.len(), 1, "the deactivated one is not among them");
        assert_eq!(
            keys(&members[0]),
            [
                "email",
                "first_name",
                "last_name",
                "membership_id",
                "user_id"
            ]
        );
        assert_eq!(members[0]["user_id"], 2);
        refused(&mock.get(&format!("{PATH}/4711")).await, 404, "Not found.");
    }

    #[tokio::test]
    async fn a_group_is_created_renamed_and_deleted_with_its_memberships() {
        let mock = Mock::documented();
        let created = mock.post(PATH, &json!({ "name": "Ops" })).await;
        assert_eq!(created.status, 200);
        let path = format!("{PATH}/{}", created.json()["id"]);
        let renamed = mock.put(&path, &json!({ "name": "OPS" })).await;
        assert_eq!(
            (renamed.status, &renamed.json()["name"]),
            (200, &json!("OPS"))
        );
        let body = json!({ "user_id": 2, "group_id": created.json()["id"] });
        mock.post("/api/permissions/membership", &body).await;
        let deleted = mock.delete(&path).await;
        assert_eq!((deleted.status, deleted.text.as_str()), (204, ""));
        let user = mock.get("/api/user/2").await.json();
        assert_eq!(user["user_group_memberships"], in_groups(&[1, 3]));
        refused(&mock.delete(&path).await, 404, "Not found.");
        refused(
            &mock.put(&path, &json!({ "name": "x" })).await,
            404,
            "Not found.",
        );
    }

    #[tokio::test]
    async fn names_are_taken_in_any_case_and_never_blank() {
        let mock = Mock::documented();
        let taken = "A group with that name already exists.";
        refused(
            &mock.post(PATH, &json!({ "name": "FINANCE" })).await,
            400,
            taken,
        );
        mock.post(PATH, &json!({ "name": "Other" })).await;
        let path = format!("{PATH}/3");
        refused(
            &mock.put(&path, &json!({ "name": "other" })).await,
            400,
            taken,
        );
        let blank = "value must be a non-blank string.";
        for body in [
            json!({}),
            json!({ "name": " " }),
            json!({ "name": 5 }),
            json!({ "name": null }),
        ] {
            bad_field(&mock.post(PATH, &body).await, "name", blank);
            bad_field(&mock.put(&path, &body).await, "name", blank);
        }
    }

    #[tokio::test]
    async fn built_in_groups_stay_as_they_are() {
        let mock = Mock::documented();
        let before = mock.everything().await;
        for (id, name) in [(1, "All Users"), (2, "Administrators")] {
            let path = format!("{PATH}/{id}");
            let words = format!("You cannot edit or delete the '{name}' permissions group!");
            refused(&mock.delete(&path).await, 400, &words);
            refused(&mock.put(&path, &json!({ "name": "x" })).await, 400, &words);
        }
        assert_eq!(mock.everything().await, before);
    }

    #[tokio::test]
    async fn groups_are_for_administrators() {
        let mock = Mock::documented();
        let analyst = mock.session(ANALYST).await;
        let body = json!({ "name": "x" });
        for (method, path) in [
            ("GET", PATH.to_owned()),
            ("GET", format!("{PATH}/3")),
            ("POST", PATH.to_owned()),
            ("PUT", format!("{PATH}/3")),
            ("DELETE", format!("{PATH}/3")),
        ] {
            let answer = mock.as_session(&analyst, method, &path, Some(&body)).await;
            refused(&answer, 403, "You don't have permissions to do that.");
        }
    }
}

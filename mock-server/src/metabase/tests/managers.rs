//! Managers of groups (`metabase-user.txt`; metabase note 28): how a user
//! becomes one, what managers see and what they may change.

use crate::metabase::testing::{ANALYST, Mock, keys, refused, user};
use serde_json::{Value, json};

const USERS: &str = "/api/user";
const GROUPS: &str = "/api/permissions/group";
const MEMBERSHIPS: &str = "/api/permissions/membership";
const FORBIDDEN: &str = "You don't have permissions to do that.";
/// The one group of the seed that is not built in.
const FINANCE: u64 = 3;

/// A signed-in manager of Finance; Ada is its only other active member.
struct Manager {
    mock: Mock,
    session: String,
    ada: u64,
}

impl Manager {
    async fn new() -> Self {
        let mock = Mock::documented();
        let groups = json!([{ "id": 1 }, { "id": FINANCE, "is_group_manager": true }]);
        let made = mock
            .put(&user(2), &json!({ "user_group_memberships": groups }))
            .await;
        assert_eq!(made.status, 200, "{made:?}");
        let ada = mock.id("ada@example.com").await;
        let joined = json!({ "group_id": FINANCE, "user_id": ada });
        assert_eq!(mock.post(MEMBERSHIPS, &joined).await.status, 200);
        let session = mock.session(ANALYST).await;
        Self { mock, session, ada }
    }

    async fn call(
        &self,
        method: &str,
        path: &str,
        body: Option<&Value>,
    ) -> crate::testing::TestResponse {
        self.mock
            .as_session(&self.session, method, path, body)
            .await
    }

    async fn get(&self, path: &str) -> crate::testing::TestResponse {
        self.call("GET", path, None).await
    }

    async fn put_groups(&self, id: u64, groups: Value) -> crate::testing::TestResponse {
        let body = json!({ "user_group_memberships": groups });
        self.call("PUT", &user(id), Some(&body)).await
    }

    /// A user's memberships as an administrator sees them.
    async fn groups_of(&self, id: u64) -> Value {
        self.mock.get(&user(id)).await.json()["user_group_memberships"].clone()
    }

    /// The id of a membership.
    async fn membership(&self, user: u64, group: u64) -> Value {
        let all = self.mock.get(MEMBERSHIPS).await.json();
        let mut held = all[user.to_string()].as_array().unwrap().iter();
        held.find(|held| held["group_id"] == group).unwrap()["membership_id"].clone()
    }
}

#[tokio::test]
async fn a_new_manager_is_shown_as_one() {
    let manager = Manager::new().await;
    let memberships = json!([
        { "id": 1, "is_group_manager": false },
        { "id": FINANCE, "is_group_manager": true },
    ]);
    assert_eq!(manager.groups_of(2).await, memberships);
    let me = manager.get("/api/user/current").await.json();
    assert_eq!(me["permissions"]["is_group_manager"], true);
    let listed = manager.mock.get(MEMBERSHIPS).await.json();
    assert_eq!(listed["2"][1]["is_group_manager"], true);
    assert_eq!(listed["2"][0]["is_group_manager"], false);
}

#[tokio::test]
async fn a_manager_is_appointed_on_creation_on_joining_or_later_and_until_leaving() {
    let mock = Mock::documented();
    let managing = json!([{ "id": 1 }, { "id": FINANCE, "is_group_manager": true }]);
    let body = json!({ "email": "new@x.io", "user_group_memberships": managing });
    let new = mock.post(USERS, &body).await.json();
    assert_eq!(new["user_group_memberships"][1]["is_group_manager"], true);
    // Without the flag the rights end: memberships are replaced as a set.
    let path = user(new["id"].as_u64().unwrap());
    let body = json!({ "user_group_memberships": [{ "id": 1 }, { "id": FINANCE }] });
    let new = mock.put(&path, &body).await.json();
    assert_eq!(new["user_group_memberships"][1]["is_group_manager"], false);

    let ada = mock.id("ada@example.com").await;
    let joining = json!({ "group_id": FINANCE, "user_id": ada, "is_group_manager": true });
    mock.post(MEMBERSHIPS, &joining).await;
    let held = mock.get(&user(ada)).await.json();
    assert_eq!(held["user_group_memberships"][1]["is_group_manager"], true);
    let cleared = format!("{MEMBERSHIPS}/{FINANCE}/clear");
    mock.put(&cleared, &json!({})).await;
    mock.post(MEMBERSHIPS, &json!({ "group_id": FINANCE, "user_id": ada }))
        .await;
    let held = mock.get(&user(ada)).await.json();
    assert_eq!(held["user_group_memberships"][1]["is_group_manager"], false);
}

#[tokio::test]
async fn built_in_groups_have_no_managers_and_as_observed_no_group_has() {
    let all = json!([
        { "id": 1, "is_group_manager": true },
        { "id": 2, "is_group_manager": true },
        { "id": FINANCE, "is_group_manager": true },
    ]);
    let body = json!({ "user_group_memberships": all });
    let documented = Mock::documented().put(&user(2), &body).await.json();
    assert_eq!(
        documented["user_group_memberships"],
        json!([
            { "id": 1, "is_group_manager": false },
            { "id": 2, "is_group_manager": false },
            { "id": FINANCE, "is_group_manager": true },
        ])
    );
    let mock = Mock::observed();
    let observed = mock.put(&user(2), &body).await.json();
    assert_eq!(
        observed["user_group_memberships"],
        json!([{ "id": 1 }, { "id": 2 }, { "id": FINANCE }])
    );
    let joining = json!({ "group_id": FINANCE, "user_id": 5, "is_group_manager": true });
    mock.post(MEMBERSHIPS, &joining).await;
    let created = json!({ "email": "new@x.io", "user_group_memberships": all });
    mock.post(USERS, &created).await;
    let listed = mock.get(MEMBERSHIPS).await.text;
    assert!(!listed.contains("\"is_group_manager\":true"), "{listed}");
}

#[tokio::test]
async fn a_manager_lists_the_active_people_of_the_group_with_fewer_keys() {
    let manager = Manager::new().await;
    let page = manager.get(USERS).await.json();
    let emails: Vec<&Value> = page["data"]
        .as_array()
        .unwrap()
        .iter()
        .map(|user| &user["email"])
        .collect();
    // left@example.com is in the group as well, but deactivated.
    assert_eq!(emails, ["ada@example.com", ANALYST]);
    assert_eq!(page["total"], 2);
    assert_eq!(
        keys(&page["data"][0]),
        [
            "common_name",
            "email",
            "first_name",
            "group_ids",
            "id",
            "is_superuser",
            "last_login",
            "last_name"
        ]
    );
    assert_eq!(page["data"][0]["group_ids"], json!([1, FINANCE]));
    let found = manager.get("/api/user?query=ada&group_id=3").await.json();
    assert_eq!(found["total"], 1);
    // Only administrators may send a status, even the default one.
    for refusing in [
        "status=active",
        "status=all",
        "include_deactivated=false",
        "group_id=2",
        "group_id=4711",
    ] {
        refused(
            &manager.get(&format!("{USERS}?{refusing}")).await,
            403,
            FORBIDDEN,
        );
    }
    let bad = manager.get("/api/user?group_id=0").await;
    assert_eq!(bad.status, 400, "{bad:?}");
}

#[tokio::test]
async fn a_manager_reads_every_user_and_recipients_with_rights_and_last_sign_in() {
    let manager = Manager::new().await;
    let one = manager.get(&user(1)).await;
    assert_eq!(
        one.json(),
        manager.mock.get(&user(1)).await.json(),
        "{one:?}"
    );
    refused(&manager.get(&user(4711)).await, 404, "Not found.");
    let recipients = manager.get("/api/user/recipients").await.json();
    assert_eq!(
        keys(&recipients["data"][0]),
        [
            "common_name",
            "email",
            "first_name",
            "id",
            "is_superuser",
            "last_login",
            "last_name"
        ]
    );
}

#[tokio::test]
async fn a_manager_adds_and_removes_people_of_the_group_and_changes_nothing_else() {
    let manager = Manager::new().await;
    let never = manager.mock.id("never@example.com").await;
    let body = json!({
        "first_name": "X", "email": "x@y.io", "is_superuser": true, "login_attributes": { "a": "b" },
        "user_group_memberships": [{ "id": 1 }, { "id": FINANCE }],
    });
    let before = manager.mock.get(&user(never)).await.json();
    let added = manager.call("PUT", &user(never), Some(&body)).await;
    assert_eq!(added.status, 200, "{added:?}");
    assert!(added.header("x-mock-note").contains("only memberships"));
    let mut after = manager.mock.get(&user(never)).await.json();
    assert_eq!(after["user_group_memberships"][1]["id"], FINANCE);
    after["user_group_memberships"] = before["user_group_memberships"].clone();
    assert_eq!(after, before);
    let removed = manager.put_groups(never, json!([{ "id": 1 }])).await;
    assert_eq!(removed.status, 200);
    assert_eq!(
        manager.groups_of(never).await,
        json!([{ "id": 1, "is_group_manager": false }])
    );
}

#[tokio::test]
async fn a_manager_cannot_change_memberships_of_other_groups() {
    let manager = Manager::new().await;
    let before = manager.mock.everything().await;
    for groups in [
        // Joins another group, leaves one, and joins an unknown one.
        json!([{ "id": 1 }, { "id": 2 }, { "id": FINANCE }]),
        json!([{ "id": FINANCE }]),
        json!([{ "id": 1 }, { "id": 99 }, { "id": FINANCE }]),
    ] {
        for id in [manager.ada, 2] {
            let answer = manager.put_groups(id, groups.clone()).await;
            refused(&answer, 403, FORBIDDEN);
        }
    }
    let promoted = manager.put_groups(1, json!([{ "id": 1 }])).await;
    refused(&promoted, 403, FORBIDDEN);
    refused(
        &manager.put_groups(4711, json!([])).await,
        404,
        "Not found.",
    );
    let joining = json!({ "group_id": 2, "user_id": 2 });
    let leaving = format!("{MEMBERSHIPS}/{}", manager.membership(1, 2).await);
    for (method, path, body) in [
        ("POST", MEMBERSHIPS, Some(&joining)),
        ("DELETE", &leaving, None),
        ("GET", "/api/permissions/group/2", None),
        ("GET", "/api/permissions/group/4711", None),
        ("POST", GROUPS, Some(&json!({ "name": "x" }))),
        (
            "PUT",
            "/api/permissions/group/3",
            Some(&json!({ "name": "x" })),
        ),
        ("DELETE", "/api/permissions/group/3", None),
        ("PUT", "/api/permissions/membership/3/clear", None),
        ("POST", USERS, Some(&json!({ "email": "new@x.io" }))),
        ("DELETE", &user(manager.ada), None),
        ("PUT", &format!("{}/reactivate", user(9)), None),
    ] {
        refused(&manager.call(method, path, body).await, 403, FORBIDDEN);
    }
    assert_eq!(manager.mock.everything().await, before);
}

#[tokio::test]
async fn a_manager_sees_and_fills_the_group_by_its_own_routes() {
    let manager = Manager::new().await;
    let groups = manager.get(GROUPS).await.json();
    assert_eq!(groups.as_array().unwrap().len(), 1);
    assert_eq!(
        (&groups[0]["id"], &groups[0]["member_count"]),
        (&json!(FINANCE), &json!(2))
    );
    let group = manager.get("/api/permissions/group/3").await.json();
    assert_eq!(group["members"].as_array().unwrap().len(), 2);

    let all = manager.get(MEMBERSHIPS).await.json();
    let mut seen: Vec<&Value> = Vec::new();
    for memberships in all.as_object().unwrap().values() {
        seen.extend(memberships.as_array().unwrap());
    }
    assert_eq!(seen.len(), 3, "{all}");
    assert!(seen.iter().all(|held| held["group_id"] == FINANCE));

    let joining = json!({ "group_id": FINANCE, "user_id": 1 });
    let members = manager.call("POST", MEMBERSHIPS, Some(&joining)).await;
    assert_eq!(members.json().as_array().unwrap().len(), 3);
    let path = format!("{MEMBERSHIPS}/{}", manager.membership(1, FINANCE).await);
    assert_eq!(manager.call("DELETE", &path, None).await.status, 204);
    refused(
        &manager.call("DELETE", &path, None).await,
        404,
        "Not found.",
    );
}

#[tokio::test]
async fn leaving_the_group_ends_a_managers_rights() {
    let manager = Manager::new().await;
    assert_eq!(
        manager.put_groups(2, json!([{ "id": 1 }])).await.status,
        200
    );
    for path in [USERS, GROUPS, MEMBERSHIPS, &user(1)] {
        refused(&manager.get(path).await, 403, FORBIDDEN);
    }
}

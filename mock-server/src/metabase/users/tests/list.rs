//! `GET /api/user` and `GET /api/user/recipients`.

use super::user_keys_and;
use crate::metabase::testing::{ANALYST, Mock, bad_field, keys, refused};
use crate::testing::TestResponse;
use crate::{Options, Seed};
use serde_json::{Value, json};

fn emails(response: &TestResponse) -> Vec<String> {
    let json = response.json();
    let data = json["data"].as_array().unwrap().iter();
    data.map(|user| {
        user["email"]
            .as_str()
            .unwrap()
            .split('@')
            .next()
            .unwrap()
            .to_owned()
    })
    .collect()
}

const ACTIVE: [&str; 8] = [
    "ada",
    "admin",
    "analyst",
    "bob",
    "second",
    "never",
    "sso",
    "only-email",
];

#[tokio::test]
async fn active_users_come_by_name_whatever_the_case_of_its_letters() {
    let mock = Mock::documented();
    let listed = mock.get("/api/user").await;
    assert_eq!(emails(&listed), ACTIVE);
    let json = listed.json();
    assert_eq!(keys(&json), ["data", "limit", "offset", "total"]);
    assert_eq!(
        (&json["total"], &json["limit"], &json["offset"]),
        (&json!(8), &Value::Null, &Value::Null)
    );
    assert!(listed.header("x-mock-note").contains("come last"));
}

#[tokio::test]
async fn an_administrator_sees_exactly_these_keys() {
    let mock = Mock::documented();
    let listed = mock.get("/api/user?query=analyst").await.json();
    let user = &listed["data"][0];
    assert_eq!(
        keys(user),
        user_keys_and(&[
            "group_ids",
            "personal_collection_id",
            "tenant_collection_id"
        ])
    );
    assert_eq!(user["common_name"], "Analyst Example");
    assert_eq!(user["group_ids"], json!([1, 3]));
    assert!(user["personal_collection_id"].as_u64().unwrap() > 0);
    let joined = user["date_joined"].as_str().unwrap();
    assert_eq!(joined.len(), "2021-03-18T19:52:41.808482Z".len());
    assert!(joined.ends_with('Z') && joined.contains('.'));
}

#[tokio::test]
async fn only_administrators_may_list() {
    let mock = Mock::documented();
    let analyst = mock.session(ANALYST).await;
    for query in ["", "?status=all", "?include_deactivated=true", "?query=a"] {
        let path = format!("/api/user{query}");
        let answer = mock.as_session(&analyst, "GET", &path, None).await;
        refused(&answer, 403, "You don't have permissions to do that.");
    }
}

#[tokio::test]
async fn the_status_decides_who_is_listed_and_any_other_word_means_active() {
    let mock = Mock::documented();
    for (query, total) in [
        ("status=active", 8),
        ("status=deactivated", 2),
        ("status=all", 10),
        ("status=whatever", 8),
        ("status=", 8),
        ("include_deactivated=true", 10),
        ("include_deactivated=false", 8),
        ("group_ids=3&unknown=x", 8),
        ("tenancy=internal", 8),
        ("tenancy=external", 0),
        ("tenant_id=1", 0),
    ] {
        let listed = mock.get(&format!("/api/user?{query}")).await;
        assert_eq!(listed.json()["total"], total, "{query}");
    }
}

#[tokio::test]
async fn the_document_and_the_source_disagree_on_include_deactivated() {
    let (documented, observed) = (Mock::documented(), Mock::observed());
    for (query, by_document, by_source) in [
        ("status=deactivated&include_deactivated=true", Some(2), 10),
        ("status=active&include_deactivated=true", Some(8), 10),
        ("status=all&include_deactivated=false", Some(10), 10),
        ("include_deactivated=True", None, 8),
        ("include_deactivated=1", None, 8),
    ] {
        let path = format!("/api/user?{query}");
        assert_eq!(
            observed.get(&path).await.json()["total"],
            by_source,
            "{query}"
        );
        let answer = documented.get(&path).await;
        match by_document {
            Some(total) => assert_eq!(answer.json()["total"], total, "{query}"),
            None => bad_field(
                &answer,
                "include_deactivated",
                "nullable value must be a valid boolean string ('true' or 'false').",
            ),
        }
    }
}

#[tokio::test]
async fn a_search_looks_at_each_name_and_the_address_alone() {
    let mock = Mock::documented();
    for (query, found) in [
        ("ADA", &["ada"][..]),
        ("de+vries", &["bob"]),
        ("Bob+de", &[]),
        ("%25", &ACTIVE),
        ("b_b", &["bob"]),
        ("+bob", &[]),
        ("", &ACTIVE),
        ("only-", &["only-email"]),
    ] {
        let listed = mock.get(&format!("/api/user?query={query}")).await;
        assert_eq!(emails(&listed), found, "{query}");
    }
}

#[tokio::test]
async fn a_group_narrows_the_list_and_has_to_be_a_number_above_zero() {
    let mock = Mock::documented();
    for (group, found) in [
        ("2", &["admin", "second"][..]),
        ("3", &["analyst"]),
        ("4711", &[]),
    ] {
        let listed = mock.get(&format!("/api/user?group_id={group}")).await;
        assert_eq!(emails(&listed), found);
    }
    for group in ["0", "-1", "x", "", "1.5"] {
        let answer = mock.get(&format!("/api/user?group_id={group}")).await;
        bad_field(
            &answer,
            "group_id",
            "nullable value must be an integer greater than zero.",
        );
    }
    let zero = mock.get("/api/user?group_id=0").await.json();
    assert_eq!(
        zero["specific-errors"]["group_id"],
        json!(["value must be an integer greater than zero., received: 0"])
    );
}

#[tokio::test]
async fn tenants_are_off_and_asking_for_them_in_two_ways_is_refused() {
    let mock = Mock::documented();
    let answer = mock.get("/api/user?tenancy=all&tenant_id=1").await;
    refused(
        &answer,
        400,
        "You cannot specify both `tenancy` and `tenant_id`",
    );
    let answer = mock.get("/api/user?tenancy=mars").await;
    assert_eq!(answer.status, 400);
    assert!(answer.json()["errors"]["tenancy"].is_string());
}

#[tokio::test]
async fn a_page_repeats_its_limit_and_offset() {
    let mock = Mock::documented();
    for (query, limit, offset, found) in [
        ("limit=2", json!(2), json!(0), &ACTIVE[..2]),
        ("limit=3&offset=2", json!(3), json!(2), &ACTIVE[2..5]),
        ("offset=6", json!(50), json!(6), &ACTIVE[6..]),
        ("limit=0", json!(0), json!(0), &[]),
        ("limit=5&offset=99", json!(5), json!(99), &[]),
        ("limit=x", json!(null), json!(null), &ACTIVE),
        ("limit=x&offset=1", json!(50), json!(1), &ACTIVE[1..]),
        ("limit=-1&offset=", json!(null), json!(null), &ACTIVE),
        (
            "limit=18446744073709551615",
            json!(u64::MAX),
            json!(0),
            &ACTIVE,
        ),
    ] {
        let listed = mock.get(&format!("/api/user?{query}")).await;
        assert_eq!(emails(&listed), found, "{query}");
        let json = listed.json();
        assert_eq!(
            (&json["limit"], &json["offset"]),
            (&limit, &offset),
            "{query}"
        );
        assert_eq!(json["total"], 8, "{query}");
    }
}

#[tokio::test]
async fn without_paging_parameters_all_users_are_listed() {
    let mock = Mock::of(Options {
        seed: Seed::Demo,
        ..Options::default()
    });
    let listed = mock.get("/api/user").await.json();
    let total = listed["total"].as_u64().unwrap();
    assert!(total > 55, "{total}");
    assert_eq!(listed["data"].as_array().unwrap().len() as u64, total);
    let page = mock.get("/api/user?offset=0").await.json();
    assert_eq!(page["data"].as_array().unwrap().len(), 50);
    let deactivated = mock.get("/api/user?status=deactivated").await.json();
    let deactivated = deactivated["data"].as_array().unwrap();
    assert!(deactivated.len() >= 2);
    assert!(deactivated.iter().any(|user| user["is_superuser"] == true));
    let users = listed["data"].as_array().unwrap();
    assert!(users.iter().any(|user| user["sso_source"] == "google"));
    assert!(users.iter().any(|user| user["last_login"].is_null()));
    assert!(users.iter().any(|user| user["first_name"].is_null()));
    let groups = mock.get("/api/permissions/group").await.json();
    assert!((4..=6).contains(&groups.as_array().unwrap().len()));
}

#[tokio::test]
async fn recipients_are_sorted_by_last_name_and_never_paged() {
    const ORDER: [&str; 8] = [
        "bob",
        "admin",
        "analyst",
        "second",
        "ada",
        "never",
        "sso",
        "only-email",
    ];
    let mock = Mock::documented();
    let path = "/api/user/recipients";
    let by_admin = mock.get(path).await;
    assert_eq!(emails(&by_admin), ORDER);
    let first = &by_admin.json()["data"][0];
    assert!(first.get("is_active").is_some() && first.get("group_ids").is_none());
    assert!(first.get("personal_collection_id").is_none());

    let analyst = mock.session(ANALYST).await;
    let paged = format!("{path}?limit=2&offset=1");
    let by_analyst = mock.as_session(&analyst, "GET", &paged, None).await;
    assert_eq!(emails(&by_analyst), ORDER);
    let json = by_analyst.json();
    assert_eq!(
        keys(&json["data"][0]),
        ["common_name", "email", "first_name", "id", "last_name"]
    );
    assert_eq!(
        (&json["limit"], &json["offset"], &json["total"]),
        (&json!(2), &json!(1), &json!(8))
    );
}

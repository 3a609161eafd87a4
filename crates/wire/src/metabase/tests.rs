//! Requests as the document names them, answers as the notes describe them.

use super::*;
use crate::{Endpoint, Request, Response};

fn ok(body: &str) -> Response {
    Response {
        status: 200,
        body: body.into(),
        ..Response::default()
    }
}

fn refused(status: u16, body: &str) -> Response {
    Response {
        status,
        body: body.into(),
        ..Response::default()
    }
}

fn line(request: &Request) -> String {
    let body = request.body.as_ref().map_or("", |body| body.text.as_str());
    format!("{} {} {body}", request.route.method, request.target())
}

const LISTED: &str = r#"{"data":[{"id":3,"email":"ada@example.com","first_name":"Ada","last_name":null,
    "common_name":"Ada","date_joined":"2021-03-18T19:52:41.808482Z","last_login":null,"updated_at":"2021-03-18T19:52:41.808482Z",
    "is_superuser":false,"is_data_analyst":false,"is_qbnewb":true,"tenant_id":null,"sso_source":null,"is_active":true,
    "login_attributes":{"region":"EU"},"jwt_attributes":null,"locale":null,"group_ids":[1,5],"personal_collection_id":9,
    "tenant_collection_id":null}],"total":61,"limit":50,"offset":0}"#;

#[test]
fn a_page_of_users_is_read() {
    let page = ListUsers::default().read(&ok(LISTED)).unwrap();
    assert_eq!(
        (page.total, page.limit, page.offset),
        (61, Some(50), Some(0))
    );
    let ada = &page.users[0];
    assert_eq!((ada.id, &*ada.email), (3, "ada@example.com"));
    assert_eq!(ada.last_login, None);
    assert_eq!(ada.groups(), Some(vec![1, 5]));
    let attributes = ada.details().login_attributes.as_ref().unwrap();
    assert_eq!(
        attributes.iter().collect::<Vec<_>>(),
        [("region".into(), "EU".into())]
    );
    assert_eq!(ada.details().personal_collection_id, Some(9));
    assert_eq!(ada.extra.iter().count(), 4);
}

#[test]
fn a_page_may_be_whole_or_a_bare_list_or_hold_little_of_each() {
    let whole = r#"{"data":[],"total":0,"limit":null,"offset":null}"#;
    assert_eq!(ListUsers::default().read(&ok(whole)).unwrap().limit, None);
    let little =
        r#"[{"id":1,"email":"a@b.c","first_name":null,"last_name":null,"common_name":"a@b.c"}]"#;
    let page = ListRecipients.read(&ok(little)).unwrap();
    assert_eq!((page.total, page.users[0].is_active), (1, None));
    let error = ListUsers::default().read(&ok("{}")).unwrap_err();
    assert!(error.to_string().contains("at data"), "{error}");
}

#[test]
fn a_single_user_has_its_groups_as_memberships() {
    let body = r#"{"id":3,"email":"a@b.c","user_group_memberships":[{"id":1},{"id":2,"is_group_manager":true}]}"#;
    let user = GetUser { id: 3 }.read(&ok(body)).unwrap();
    assert_eq!(user.groups(), Some(vec![1, 2]));
    let memberships = user.details().memberships.as_ref().unwrap();
    assert_eq!(memberships[1].is_group_manager, Some(true));
}

#[test]
fn requests_hold_what_was_given_and_nothing_else() {
    let list = ListUsers {
        status: UserStatus::All,
        query: Some("ä&b".into()),
        group_id: Some(5),
        limit: Some(0),
        tenants: false,
        offset: None,
    };
    let update = UpdateUser {
        id: 7,
        last_name: Some(None),
        locale: Some(Some("es_MX".into())),
        memberships: Some(vec![Membership {
            id: 1,
            is_group_manager: None,
        }]),
        ..UpdateUser::default()
    };
    let create = CreateUser {
        email: "a@b.c".into(),
        login_attributes: Some(vec![("k".into(), "v".into())]),
        ..CreateUser::default()
    };
    for (request, expected) in [
        (
            list.request(),
            "GET /api/user?status=all&query=%C3%A4%26b&group_id=5&limit=0 ",
        ),
        (GetCurrentUser.request(), "GET /api/user/current "),
        (ListRecipients.request(), "GET /api/user/recipients "),
        (
            update.request(),
            r#"PUT /api/user/7 {"last_name":null,"locale":"es_MX","user_group_memberships":[{"id":1}]}"#,
        ),
        (
            create.request(),
            r#"POST /api/user {"email":"a@b.c","login_attributes":{"k":"v"}}"#,
        ),
        (DeactivateUser { id: 7 }.request(), "DELETE /api/user/7 "),
        (
            ReactivateUser { id: 7 }.request(),
            "PUT /api/user/7/reactivate ",
        ),
        (
            MarkSeen {
                id: 7,
                modal: Modal::QueryBuilder,
            }
            .request(),
            "PUT /api/user/7/modal/qbnewb ",
        ),
        (
            CreateMembership {
                group_id: 2,
                user_id: 7,
            }
            .request(),
            r#"POST /api/permissions/membership {"group_id":2,"user_id":7}"#,
        ),
        (
            ClearGroup { group_id: 5 }.request(),
            "PUT /api/permissions/membership/5/clear ",
        ),
        (
            CreateResetLink { id: 7 }.request(),
            "POST /api/user/7/password-reset-url ",
        ),
        (
            RenameGroup {
                id: 5,
                name: "A \"B\"".into(),
            }
            .request(),
            r#"PUT /api/permissions/group/5 {"name":"A \"B\""}"#,
        ),
    ] {
        assert_eq!(line(&request.unwrap()), expected);
    }
}

#[test]
fn refusals_of_every_shape_are_told_in_words() {
    let create = CreateUser {
        email: "a@b.c".into(),
        ..CreateUser::default()
    };
    for (status, body, says) in [
        (401, "Unauthenticated", "“Unauthenticated” (status 401)"),
        (
            403,
            "You don't have permissions to do that.",
            "“You don't have permissions to do that.” (status 403)",
        ),
        (
            400,
            r#"{"errors":{"email":"Email address already in use."},"error_code":"email-already-in-use"}"#,
            "“email: Email address already in use.” (status 400)",
        ),
        (
            400,
            r#"{"via":[],"message":"Not able to reactivate an active user","trace":[]}"#,
            "“Not able to reactivate an active user” (status 400)",
        ),
    ] {
        assert_eq!(
            create
                .answer(&refused(status, body))
                .unwrap_err()
                .to_string(),
            says
        );
    }
}

#[test]
fn a_rejected_password_that_the_server_repeats_is_masked() {
    let set = SetPassword {
        id: 1,
        password: "anything".into(),
        old_password: Some("before-it".into()),
    };
    let body = r#"{"specific-errors":{"password":["valid password that is not too common, received: \"anything\""]},
                   "errors":{"password":"password is too common."}}"#;
    let error = set.answer(&refused(400, body)).unwrap_err();
    assert_eq!(
        error.to_string(),
        "“password: password is too common.” (status 400)"
    );
    assert!(!format!("{error:?} {set:?}").contains("anything"));
    let request = set.request().unwrap();
    assert!(!request.curl("http://host").contains("anything"));
}

#[test]
fn sessions_and_properties_are_read_and_never_shown() {
    let sign_in = SignIn {
        credentials: Credentials {
            username: "a@b.c".into(),
            password: "s3cret".into(),
        },
    };
    assert_eq!(
        line(&sign_in.request().unwrap()),
        r#"POST /api/session {"username":"a@b.c","password":"s3cret"}"#
    );
    let id = sign_in.read(&ok(r#"{"id":"0-1-2"}"#)).unwrap();
    assert_eq!(id.0, "0-1-2");
    assert!(!format!("{id:?} {sign_in:?}").contains("0-1-2"));
    assert!(!format!("{sign_in:?}").contains("s3cret"));

    let body = r#"{"password_reset_url":"http://m/auth/reset_password/3_s3cret"}"#;
    let link = CreateResetLink { id: 3 }.read(&ok(body)).unwrap();
    assert!(link.0.ends_with("/3_s3cret") && !format!("{link:?}").contains("s3cret"));

    let body = r#"{"version":{"tag":"v0.58.1","date":"x"},"site-name":"M","email-configured?":false,"x":1}"#;
    let properties = GetProperties.read(&ok(body)).unwrap();
    assert_eq!(properties.version.as_deref(), Some("v0.58.1"));
    assert_eq!(properties.email_configured, Some(false));
    assert_eq!(
        GetProperties.read(&ok("{}")).unwrap(),
        Properties::default()
    );
}

#[test]
fn memberships_of_all_users_are_one_list() {
    let body = r#"{"1":[{"membership_id":4,"group_id":1,"user_id":1,"is_group_manager":false}],
                   "3":[{"membership_id":5,"group_id":1,"user_id":3},{"membership_id":6,"group_id":2,"user_id":3}]}"#;
    let all = ListMemberships.read(&ok(body)).unwrap().0;
    let ids: Vec<_> = all.iter().map(|one| (one.user_id, one.group_id)).collect();
    assert_eq!(ids, [(1, 1), (3, 1), (3, 2)]);
}

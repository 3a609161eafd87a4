use super::*;
use crate::capability::Ability;
use crate::change::{Edit, NewUser};
use crate::record::{Field, PivotRecord};
use wire::actian::Parameters;
use wire::console::{Environment, SignIn};
use wire::pivot::{Generation, Status, User};
use wire::secrets::Secret;
use wire::{Platform, actian, metabase};

const NOW: &str = "2026-01-15T09:30:00.000Z";

pub(crate) fn connection(platform: Platform) -> Connection {
    Connection {
        id: platform.id().to_owned(),
        platform,
        label: platform.name().to_owned(),
        environment: Environment::Demo,
        sign_in: SignIn::ApiKey,
        generation: Generation::V2023_01,
        tenant: "demo".to_owned(),
        parameters: Parameters::Query,
        token_tail: String::new(),
        ask: false,
        public_url: String::new(),
        outbox: String::new(),
        approval: false,
    }
}

fn pivot(name: &str, roles: &[&str], disabled: Option<&str>) -> Record {
    Record::Pivot(PivotRecord {
        user: Some(User {
            name: name.into(),
            roles: roles.iter().map(|role| (*role).into()).collect(),
            ..User::default()
        }),
        status: Some(Status {
            name: name.into(),
            disabled: disabled.map(Into::into),
            ..Status::default()
        }),
    })
}

fn of_actian(email: &str, role: &str) -> Record {
    Record::Actian(actian::User {
        email: email.into(),
        first_name: "Ada".into(),
        role: actian::Role::from(role),
        ..actian::User::default()
    })
}

fn of_metabase(id: u64, admin: bool, active: bool) -> Record {
    let groups: &[u64] = if admin { &[1, 2] } else { &[1] };
    Record::Metabase(Box::new(metabase::User {
        id,
        email: "ada@example.com".into(),
        is_superuser: Some(admin),
        is_active: Some(active),
        group_ids: Some(groups.into()),
        ..metabase::User::default()
    }))
}

fn accounts(records: Vec<Record>) -> Accounts {
    let platform = records.first().map_or(Platform::Pivot, Record::platform);
    Accounts::new(platform, records, Vec::new())
}

/// The requests of a change: method, target, body.
fn requests(record: Record, change: Change) -> Result<Vec<String>, NothingToSend> {
    let platform = record.platform();
    let key = record.key();
    let plan = Plan::new(
        &connection(platform),
        &accounts(vec![record]),
        &change,
        &[&key],
    );
    let steps = plan.steps(&plan.items[0], NOW)?;
    Ok(steps
        .iter()
        .map(|step| {
            let request = step.request().unwrap();
            let body = request.body.as_ref().map_or("", |body| &body.text);
            let method = request.route.method.as_str();
            format!("{method} {} {body}", request.target())
                .trim_end()
                .to_owned()
        })
        .collect())
}

const ENABLE: Change = Change::Enable {
    restore_admin: false,
};
const DISABLE: Change = Change::Disable { since: None };

#[test]
fn a_change_comes_to_exactly_these_requests() {
    let edit = |field, text: &str| {
        Change::Edit(Edit {
            fields: vec![(field, text.to_owned())],
            ..Edit::default()
        })
    };
    for (record, change, wanted) in [
        (
            pivot("ada", &[], None),
            DISABLE,
            vec![
                r#"POST /api/v1/user-statuses/ada {"userStatus":{"name":"ada","disabled":"2026-01-15T09:30:00.000Z"}}"#,
            ],
        ),
        (
            pivot("ada", &[], Some("t")),
            ENABLE,
            vec![r#"POST /api/v1/user-statuses/ada {"userStatus":{"name":"ada"}}"#],
        ),
        (
            pivot("ada", &["x"], None),
            Change::AddRole("y".into()),
            vec![r#"POST /api/v1/users/ada {"user":{"name":"ada","users":["x","y"]}}"#],
        ),
        (
            pivot("ada", &[], Some("t")),
            Change::Remove,
            vec![
                "DELETE /api/v1/users/ada",
                "DELETE /api/v1/user-statuses/ada",
            ],
        ),
        (
            of_actian("a+b@x.y", "user"),
            edit(Field::LastName, "Minh"),
            vec![
                "PUT /api/auth/auth/demo/user/a%2Bb%40x.y?first_name=Ada&last_name=Minh&role=user",
            ],
        ),
        (
            of_actian("a@x.y", "user"),
            Change::SetAdmin(true),
            vec!["PUT /api/auth/auth/demo/user/a%40x.y?first_name=Ada&last_name=&role=admin"],
        ),
        (
            of_actian("a@x.y", "user"),
            Change::SendReset,
            vec!["DELETE /api/auth/auth/demo/user/a%40x.y/password"],
        ),
        (
            of_metabase(7, false, true),
            Change::SetRoles(vec!["4".into()]),
            vec![r#"PUT /api/user/7 {"user_group_memberships":[{"id":1},{"id":4}]}"#],
        ),
        (
            of_metabase(7, true, false),
            Change::Enable {
                restore_admin: true,
            },
            vec![
                "PUT /api/user/7/reactivate",
                r#"PUT /api/user/7 {"is_superuser":true}"#,
            ],
        ),
        (
            of_metabase(7, false, true),
            edit(Field::Email, "eda@example.com"),
            vec![r#"PUT /api/user/7 {"email":"eda@example.com"}"#],
        ),
    ] {
        let words = format!("{change:?}");
        assert_eq!(requests(record, change).unwrap(), wanted, "{words}");
    }
}

#[test]
fn what_is_so_already_sends_nothing() {
    for (record, change) in [
        (pivot("ada", &["x"], None), ENABLE),
        (pivot("ada", &["x"], Some("t")), DISABLE),
        (pivot("ada", &["x"], None), Change::AddRole("x".into())),
        (of_actian("a@x.y", "admin"), Change::SetAdmin(true)),
        (of_metabase(7, false, true), Change::RemoveRole("9".into())),
        (of_metabase(7, false, false), DISABLE),
    ] {
        let words = format!("{change:?}");
        let why = requests(record, change).unwrap_err();
        assert_eq!(why, NothingToSend::Already, "{words}");
    }
}

#[test]
fn what_a_platform_lacks_is_refused_with_the_reason() {
    for (record, change, reason) in [
        (
            of_actian("a@x.y", "user"),
            DISABLE,
            ImpossibleReason::Unavailable(Ability::SwitchAccess),
        ),
        (
            of_actian("a@x.y", "viewer"),
            Change::SetRoles(vec!["viewer".into()]),
            ImpossibleReason::UnknownRole("viewer".into()),
        ),
        (
            of_metabase(7, false, true),
            Change::Remove,
            ImpossibleReason::Unavailable(Ability::Remove),
        ),
        (
            of_metabase(7, false, false),
            Change::SetAdmin(true),
            ImpossibleReason::Deactivated,
        ),
        (
            pivot("ada", &[], None),
            Change::SetAdmin(true),
            ImpossibleReason::Unavailable(Ability::SetAdmin),
        ),
    ] {
        let why = requests(record, change).unwrap_err();
        assert_eq!(why, NothingToSend::Impossible(reason));
    }
}

#[test]
fn a_password_never_goes_into_an_address() {
    let change = Change::ChangePassword {
        old: Secret::new("old-one-1".into()),
        new: Secret::new("new-one-2".into()),
    };
    let sent = requests(of_actian("a@x.y", "user"), change).unwrap();
    let target = sent[0].split(' ').nth(1).unwrap();
    assert!(!target.contains("one"), "{target}");
    let new = Change::Create(Box::new(NewUser {
        key: "b@x.y".into(),
        roles: vec!["user".into()],
        password: Some(Secret::new("first-one-3".into())),
        ..NewUser::default()
    }));
    let plan = Plan::new(
        &connection(Platform::Actian),
        &Accounts::none(Platform::Actian),
        &new,
        &["b@x.y"],
    );
    let steps = plan.steps(&plan.items[0], NOW).unwrap();
    let request = steps[0].request().unwrap();
    assert!(!request.target().contains("first-one-3"));
    assert!(!request.curl("http://x").contains("first-one-3"));
}

#[test]
fn confirmations_and_counts_say_what_is_at_stake() {
    let all = accounts(vec![
        pivot("ada", &["super-admin"], None),
        pivot("bo", &["super-admin"], None),
        pivot("cy", &[], None),
    ]);
    let plan = |change: Change, keys: &[&str]| {
        Plan::new(&connection(Platform::Pivot), &all, &change, keys)
    };
    let one = plan(DISABLE, &["cy"]);
    assert_eq!(one.confirmation(), Confirmation::None);
    let admin = plan(DISABLE, &["ada"]);
    assert_eq!(admin.confirmation(), Confirmation::Ask);
    assert_eq!(admin.losing_admins(), 1);
    let many = plan(Change::Remove, &["ada", "cy"]);
    assert_eq!(many.confirmation(), Confirmation::Type);
    assert!(matches!(many.reversible(), Reversible::No(_)));
    assert_eq!(many.blocked(), 0);
    // Both administrators at once would leave none. A skipped user loses nothing.
    let everyone = plan(DISABLE, &["ada", "bo", "cy"]);
    assert_eq!(everyone.blocked(), 2);
    assert_eq!(everyone.losing_admins(), 0);
}

#[test]
fn rights_that_metabase_takes_are_given_back_to_those_who_had_them() {
    let all = accounts(vec![
        of_metabase(1, true, true),
        of_metabase(7, true, false),
        of_metabase(8, false, false),
    ]);
    let plan = |restore_admin, keys: &[&str]| {
        let change = Change::Enable { restore_admin };
        Plan::new(&connection(Platform::Metabase), &all, &change, keys)
    };
    assert!(plan(false, &["7", "8"]).leaves_admins_without_rights());
    assert!(!plan(false, &["8"]).leaves_admins_without_rights());
    // Nothing is done about who is enabled already.
    assert!(!plan(false, &["1"]).leaves_admins_without_rights());
    let both = plan(true, &["7", "8"]);
    assert!(!both.leaves_admins_without_rights());
    let steps = |at: usize| both.steps(&both.items[at], NOW).unwrap().len();
    assert_eq!((steps(0), steps(1)), (2, 1));
}

#[test]
fn an_administrator_who_is_disabled_does_not_count_as_one_left() {
    let all = accounts(vec![
        pivot("ada", &["super-admin"], None),
        pivot("bo", &["super-admin"], Some("t")),
    ]);
    let plan = Plan::new(&connection(Platform::Pivot), &all, &DISABLE, &["ada"]);
    assert_eq!(plan.blocked(), 1);
    // Enabling is always fine, and removing the disabled one as well.
    for (change, key) in [(ENABLE, "bo"), (Change::Remove, "bo")] {
        let plan = Plan::new(&connection(Platform::Pivot), &all, &change, &[key]);
        assert_eq!(plan.blocked(), 0);
    }
}

#[test]
fn a_connection_does_not_lock_itself_out() {
    let mut all = accounts(vec![of_metabase(1, true, true), of_metabase(2, true, true)]);
    all.me = Some("1".into());
    for change in [
        DISABLE,
        Change::SetAdmin(false),
        Change::SetRoles(Vec::new()),
    ] {
        let plan = Plan::new(&connection(Platform::Metabase), &all, &change, &["1", "2"]);
        let blocked: Vec<bool> = plan
            .items
            .iter()
            .map(|item| item.blocked.is_some())
            .collect();
        assert!(blocked[0], "{change:?}");
    }
}

#[test]
fn an_edit_of_a_user_that_no_longer_exists_sends_nothing() {
    for record in [
        pivot("ada", &[], None),
        of_actian("a@x.y", "user"),
        of_metabase(1, false, true),
    ] {
        let change = Change::Edit(Edit {
            fields: vec![(Field::FirstName, "Eda".into())],
            opened: Some(Box::new(record.clone())),
            ..Edit::default()
        });
        let platform = record.platform();
        let steps = crate::platform::steps(&connection(platform), &change, "1", None, NOW);
        assert!(
            matches!(steps, Steps::Cannot(ImpossibleReason::Gone)),
            "{platform:?}: {steps:?}"
        );
    }
}

//! Drift: each kind, dismissing, and mending.

use super::model::Company;
use super::world::*;
use crate::people::{
    AccountRef, Assignments, Departed, Dismissal, Drift, DriftContext, DriftKind, DriftScan,
    DriftSettings, DriftSubject, Mend, MendKind, grant_admin,
};
use crate::record::Record;
use wire::pivot::Status;
use wire::{Platform, metabase};

pub(super) fn settings() -> DriftSettings {
    DriftSettings {
        domains: vec!["x.example".to_owned(), "*.x.example".to_owned()],
        ..DriftSettings::default()
    }
}

pub(super) fn context() -> DriftContext {
    DriftContext::new(settings(), Vec::new(), NOW)
}

pub(super) fn departed(key: &str) -> Departed {
    Departed {
        person: person_key(key),
        name: "Gone".to_owned(),
        at: "2026-01-01T00:00:00Z".to_owned(),
        receipt: None,
    }
}

pub(super) fn user(id: u64, email: &str, change: impl FnOnce(&mut metabase::User)) -> Record {
    let mut user = of_metabase(id, email);
    user.last_login = Some("2026-01-14T00:00:00Z".into());
    change(&mut user);
    user.into()
}

/// Two administrators on each platform, so that one is not the only one.
pub(super) fn admins() -> Vec<Record> {
    let admin = |user: &mut metabase::User| {
        user.is_superuser = Some(true);
        user.group_ids = Some([1, 2].into());
    };
    vec![
        pivot_with("root1", "root1@x.example", &["super-admin"], None),
        pivot_with("root2", "root2@x.example", &["super-admin"], None),
        of_actian("root1@x.example", "admin"),
        of_actian("root2@x.example", "admin"),
        user(101, "root1@x.example", admin),
        user(102, "root2@x.example", admin),
    ]
}

/// The findings in a company of these and two administrators everywhere.
fn found(records: Vec<Record>) -> Vec<Drift> {
    Company::new(&[admins(), records].concat(), &[]).drift(&context())
}

fn kinds(found: &[Drift]) -> Vec<DriftKind> {
    found.iter().map(|one| one.id.kind).collect()
}

fn mends(drift: &Drift) -> Vec<MendKind> {
    drift.mends.iter().map(|mend| mend.kind).collect()
}

fn accounts(drift: &Drift) -> Vec<String> {
    let text = |one: &AccountRef| format!("{}/{}", one.connection, one.key);
    drift.id.accounts.iter().map(text).collect()
}

#[test]
fn a_company_in_order_has_no_drift() {
    assert_eq!(found(Vec::new()), []);
    let user = user(1, "ana@x.example", |_| {});
    assert_eq!(found(vec![pivot("ana", "ana@x.example"), user]), []);
}

#[test]
fn someone_who_is_disabled_here_and_enabled_there_is_found() {
    let since = "2025-12-01T00:00:00Z";
    let found = found(vec![
        pivot_with("ana", "ana@x.example", &[], Some(since)),
        of_actian("ana@x.example", "user"),
    ]);
    assert_eq!(kinds(&found), [DriftKind::DisabledElsewhere]);
    assert_eq!(accounts(&found[0]), ["actian/ana@x.example", "pivot/ana"]);
    assert_eq!(found[0].since.as_deref(), Some(since));
    assert_eq!(
        mends(&found[0]),
        [MendKind::RemoveAccess, MendKind::RestoreAccess]
    );
}

#[test]
fn an_administrator_who_has_not_signed_in_for_long_is_found() {
    let admin = |login: Option<&str>, joined: &str| {
        let record = user(1, "ana@x.example", |user| {
            user.is_superuser = Some(true);
            user.last_login = login.map(Into::into);
            user.date_joined = Some(joined.into());
        });
        kinds(&found(vec![record]))
    };
    let old = "2024-01-01T00:00:00Z";
    assert_eq!(
        admin(Some("2025-10-17T09:30:00Z"), old),
        [DriftKind::InactiveAdmin]
    );
    assert_eq!(admin(Some("2025-10-17T09:30:01Z"), old), []);
    assert_eq!(admin(None, "2026-01-14T00:00:00Z"), []);
    assert_eq!(
        admin(None, "2025-12-14T00:00:00Z"),
        [DriftKind::NeverSignedIn]
    );
    assert_eq!(
        admin(None, old),
        [DriftKind::InactiveAdmin, DriftKind::NeverSignedIn]
    );
}

#[test]
fn an_invitation_that_was_not_used_is_found_after_some_days() {
    let invited = |joined: Option<&str>| {
        let record = user(1, "ana@x.example", |user| {
            user.last_login = None;
            user.date_joined = joined.map(Into::into);
        });
        found(vec![record])
    };
    let old = invited(Some("2026-01-01T09:30:00Z"));
    assert_eq!(kinds(&old), [DriftKind::NeverSignedIn]);
    assert_eq!(mends(&old[0]), [MendKind::RemoveAccess, MendKind::Remind]);
    assert_eq!(invited(Some("2026-01-01T09:30:01Z")), []);
    assert_eq!(invited(None), []);
}

#[test]
fn two_accounts_on_one_connection_are_found_while_both_can_sign_in() {
    let both = found(vec![
        user(1, "ana@x.example", |user| {
            user.last_login = Some("2026-01-13T00:00:00Z".into());
        }),
        user(2, "ana@x.example", |_| {}),
    ]);
    assert_eq!(kinds(&both), [DriftKind::TwoAccounts]);
    assert_eq!(mends(&both[0]), [MendKind::KeepOne, MendKind::TakeApart]);
    // The one that was used last is kept.
    assert_eq!(both[0].mends[0].changes[0].0, account("metabase", "1"));
    let one = found(vec![
        user(1, "ana@x.example", |user| user.is_active = Some(false)),
        user(2, "ana@x.example", |_| {}),
    ]);
    assert_eq!(one, []);
    // Namesakes of Pivot's have one status: what is done to one is done to both.
    let namesakes = found(vec![
        pivot("ana", ""),
        named(pivot("ana", ""), "Ana", "Sato"),
    ]);
    assert_eq!(kinds(&namesakes), [DriftKind::TwoAccounts]);
    assert_eq!(mends(&namesakes[0]), []);
}

#[test]
fn an_address_outside_the_organisations_domains_is_found() {
    for (address, is_outside) in [
        ("ana@x.example", false),
        ("ana@X.Example", false),
        ("ana@mail.x.example", false),
        ("ana@y.example", true),
        ("ana@notx.example", true),
        ("ana@x.example.org", true),
    ] {
        let outside = found(vec![pivot("ana", address)]);
        let expected: &[DriftKind] = if is_outside {
            &[DriftKind::OutsideDomains]
        } else {
            &[]
        };
        assert_eq!(kinds(&outside), expected, "{address}");
    }
    let company = Company::new(
        &[
            pivot("ana", "ana@y.example"),
            of_actian("root@z.example", "admin"),
        ],
        &[],
    );
    let anywhere = DriftContext::new(DriftSettings::default(), Vec::new(), NOW);
    assert_eq!(kinds(&company.drift(&anywhere)), [DriftKind::OneAdmin]);
}

#[test]
fn an_address_that_is_written_in_two_ways_is_found_and_written_in_one() {
    let mut company = Company::new(
        &[
            admins(),
            vec![
                pivot("ana", "Ana@x.example"),
                of_actian("ana@X.example", "user"),
            ],
        ]
        .concat(),
        &[],
    );
    let found = company.drift(&context());
    assert_eq!(kinds(&found), [DriftKind::OtherCase]);
    // Actian's address is the key and stays.
    company.mend(&found[0].mends[0], Vec::new());
    assert_eq!(company.drift(&context()), []);
    let lists = company.world.lists();
    let ana = person(&company.people, &lists, "ana@x.example");
    assert_eq!(ana.addresses(), ["ana@X.example"]);
    // An address that is the user's name cannot be written anew.
    let fixed = self::found(vec![
        pivot("Ana@x.example", ""),
        of_actian("ana@x.example", "user"),
    ]);
    assert_eq!(kinds(&fixed), [DriftKind::OtherCase]);
    assert_eq!(mends(&fixed[0]), []);
}

#[test]
fn someone_who_has_left_and_can_sign_in_is_found() {
    let mut company = Company::new(
        &[
            admins(),
            vec![
                pivot("ana", "ana@x.example"),
                user(1, "ana@x.example", |user| {
                    user.is_active = Some(false);
                }),
            ],
        ]
        .concat(),
        &[],
    );
    let gone = || vec![departed("ana@x.example")];
    company.reload(Assignments::default(), gone());
    let found = company.drift(&context());
    assert_eq!(kinds(&found), [DriftKind::DepartedEnabled]);
    assert_eq!(accounts(&found[0]), ["pivot/ana"]);
    assert_eq!(found[0].since.as_deref(), Some("2026-01-01T00:00:00Z"));
    company.mend(&found[0].mends[0], gone());
    assert_eq!(company.drift(&context()), []);
    // An account that appears later is found at once.
    let again = user(2, "ANA@x.example", |user| {
        user.date_joined = Some("2026-01-12T00:00:00Z".into());
    });
    company.model(Platform::Metabase).add(&again);
    company.reload(Assignments::default(), gone());
    let found = company.drift(&context());
    assert_eq!(kinds(&found), [DriftKind::DepartedEnabled]);
    assert_eq!(found[0].since.as_deref(), Some("2026-01-12T00:00:00Z"));
}

#[test]
fn a_status_without_a_user_is_found_and_deleted() {
    let status = Status {
        name: "ghost".into(),
        disabled: Some("2022-09-21T19:01:25.872Z".into()),
        ..Status::default()
    };
    let mut company = Company::new(&admins(), &[status]);
    let found = company.drift(&context());
    assert_eq!(kinds(&found), [DriftKind::StatusWithoutUser]);
    assert_eq!(
        found[0].id.subject,
        DriftSubject::Status(account("pivot", "ghost"))
    );
    company.mend(&found[0].mends[0], Vec::new());
    assert_eq!(company.drift(&context()), []);
}

#[test]
fn the_only_administrator_of_a_connection_is_found_until_there_is_another() {
    let records = [
        of_actian("ana@x.example", "admin"),
        of_actian("bo@x.example", "user"),
    ];
    let company = Company::new(&records, &[]);
    let found = company.drift(&context());
    assert_eq!(kinds(&found), [DriftKind::OneAdmin]);
    assert_eq!(accounts(&found[0]), ["actian/ana@x.example"]);
    assert_eq!(mends(&found[0]), [MendKind::GrantAdmin]);

    let mut company = company;
    let grant = grant_admin(Platform::Actian);
    let mend = Mend {
        changes: vec![(account("actian", "bo@x.example"), grant)],
        ..found[0].mends[0].clone()
    };
    company.mend(&mend, Vec::new());
    assert_eq!(company.drift(&context()), []);

    // Where a part of the list is missing, there may be another.
    let mut company = Company::new(&records, &[]);
    company.world.0[1]
        .gaps
        .push(crate::Gap::TenantsRefused(String::new()));
    assert_eq!(company.drift(&context()), []);
}

#[test]
fn what_was_dismissed_does_not_show_until_its_end() {
    let company = Company::new(
        &[admins(), vec![pivot("ana", "ana@y.example")]].concat(),
        &[],
    );
    let finding = company.drift(&context())[0].id.clone();
    let dismissed = |finding, until: &str| {
        let dismissal = Dismissal {
            finding,
            reason: "A contractor".to_owned(),
            until: until.to_owned(),
            by: Some("root".to_owned()),
            at: NOW.to_owned(),
        };
        let json = serde_json::to_string(&dismissal).unwrap();
        assert_eq!(serde_json::from_str::<Dismissal>(&json).unwrap(), dismissal);
        company
            .drift(&DriftContext::new(settings(), vec![dismissal], NOW))
            .is_empty()
    };
    assert!(dismissed(finding.clone(), "2026-01-15T09:30:00.001Z"));
    assert!(dismissed(finding.clone(), "2026-02-01"));
    assert!(!dismissed(finding.clone(), NOW));
    assert!(!dismissed(finding.clone(), "2025-12-31"));
    assert!(!dismissed(finding.clone(), "some day"));
    // Another account makes it another finding.
    let mut other = finding;
    other.accounts.push(account("metabase", "1"));
    assert!(!dismissed(other, "2026-02-01"));
}

#[test]
fn a_scan_follows_changes() {
    let mut world = World::new(
        [
            admins(),
            vec![
                pivot("ana", "ana@x.example"),
                of_actian("ana@x.example", "user"),
            ],
        ]
        .concat(),
    );
    let mut people = world.people();
    let (mut scan, context) = (DriftScan::default(), context());
    while scan.step(&people, &world.lists(), &context, 1) {}
    assert_eq!(scan.total(), 0);
    let disabled = pivot_with("ana", "ana@x.example", &[], Some("2026-01-01T00:00:00Z"));
    world.0[0].update(vec![("ana".to_owned(), Some(disabled))]);
    people.changed(0, &world.0[0], &["ana".to_owned()]);
    people.step(&world.lists(), usize::MAX);
    while scan.step(&people, &world.lists(), &context, 1) {}
    assert_eq!(scan.count(DriftKind::DisabledElsewhere), 1);
    assert_eq!(
        scan.people(DriftKind::DisabledElsewhere),
        [people.find(&person_key("ana@x.example")).unwrap()]
    );
}

//! Giving access on the three platforms in memory.

use super::*;
use crate::change::Change;
use crate::people::tests::model::Company;
use crate::people::tests::world::*;
use crate::people::{Assignments, PeopleReceipt, Standing, UnknownKind, Verdict};
use crate::plan::NothingToSend;
use crate::platform::ImpossibleReason;
use crate::record::Record;
use crate::run::OutcomeKind;
use proptest::prelude::*;
use wire::Platform;

pub(in crate::people) fn roles(names: &[&str]) -> Vec<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

pub(in crate::people) fn in_groups(
    id: u64,
    email: &str,
    groups: &[u64],
    is_active: bool,
) -> Record {
    let mut user = of_metabase(id, email);
    user.group_ids = Some(groups.into());
    user.is_active = Some(is_active);
    user.into()
}

/// An analyst: on Pivot and Actian, and in group 7 on Metabase.
pub(in crate::people) fn analyst() -> Profile {
    let entry = |platform: Platform, names: &[&str]| {
        (
            platform.id().into(),
            ProfileEntry::access(platform, roles(names)),
        )
    };
    Profile {
        name: "Analyst".to_owned(),
        entries: [
            entry(Platform::Pivot, &["analyst"]),
            entry(Platform::Actian, &["user"]),
            entry(Platform::Metabase, &["7"]),
        ]
        .into(),
    }
}

fn joiner(company: &Company, address: &str) -> Joiner {
    let mut joiner = Joiner::new(address, &company.people).unwrap();
    joiner.first_name = "Ana".to_owned();
    joiner.last_name = "Sato".to_owned();
    joiner.add_profile(&analyst());
    joiner
}

fn request(company: &Company, addresses: &[&str]) -> GiveRequest {
    let joiners = addresses.iter().map(|address| joiner(company, address));
    GiveRequest {
        joiners: joiners.collect(),
        chosen: HashSet::new(),
    }
}

fn plan(company: &Company, request: &GiveRequest) -> PeoplePlan {
    PeoplePlan::give(&company.people, &company.world.lists(), request)
}

/// What is planned: the connection, the account, the kind of change, what holds it back.
pub(in crate::people) fn items(
    plan: &PeoplePlan,
) -> Vec<(&str, &str, &Change, Option<BlockReason>)> {
    let parts = plan.parts.iter();
    let items = parts.flat_map(|part| {
        let id = part.plan.connection.id.as_str();
        let items = part.plan.items.iter();
        items.map(move |item| (id, &*item.key, &item.change, item.blocked))
    });
    items.collect()
}

pub(in crate::people) fn verdicts(receipt: &PeopleReceipt) -> Vec<Verdict> {
    receipt.connections.iter().map(|one| one.verdict).collect()
}

pub(in crate::people) fn outcomes(receipt: &PeopleReceipt) -> Vec<OutcomeKind> {
    let accounts = receipt.connections.iter().flat_map(|one| &one.accounts);
    accounts.map(|account| account.outcome).collect()
}

#[test]
fn a_joiner_gets_an_account_on_each_connection_and_one_receipt() {
    let mut company = Company::new(&[pivot("bo", "bo@x.example")], &[]);
    let request = request(&company, &["Ana@X.example"]);
    let plan = plan(&company, &request);
    assert_eq!(plan.purpose, Purpose::Give);
    assert_eq!(plan.people[0].name, "Ana Sato");
    let created = items(&plan);
    assert_eq!(created.len(), 3);
    for (_, key, change, blocked) in created {
        assert_eq!((key, blocked), ("Ana@X.example", None));
        assert!(matches!(change, Change::Create(_)));
    }
    let receipts = company.carry_out(&plan);
    assert_eq!(verdicts(&receipts[0]), [Verdict::AsPlanned; 3]);
    assert!(receipts[0].is_proven());
    assert_eq!(receipts[0].person.key, person_key("ana@x.example"));
    let metabase = &receipts[0].connections[2].accounts[0];
    assert_eq!(
        (&*metabase.key, metabase.planned_key.as_deref()),
        ("1", Some("Ana@X.example")),
        "Metabase chooses a number"
    );
    let lists = company.world.lists();
    let ana = person(&company.people, &lists, "ana@x.example");
    let comparison = analyst().compare(&company.people, &ana);
    assert_eq!(comparison.standing, Standing::Exactly);
    assert_eq!(ana.name(), "Ana Sato");
}

#[test]
fn an_email_or_a_first_password_is_asked_for_as_each_platform_can() {
    let company = Company::new(&[], &[]);
    let new_users = |first_access: &FirstAccess| {
        let mut request = request(&company, &["ana@x.example"]);
        for account in &mut request.joiners[0].accounts {
            account.first_access = first_access.clone();
        }
        let plan = plan(&company, &request);
        let users = plan
            .parts
            .iter()
            .map(|part| match &part.plan.items[0].change {
                Change::Create(user) => (user.welcome.clone(), user.password.is_some()),
                other => panic!("{other:?}"),
            });
        users.collect::<Vec<_>>()
    };
    let none = (None, false);
    assert_eq!(
        new_users(&FirstAccess::Email),
        [(Some(None), false), none.clone(), none.clone()]
    );
    let link = "https://pivot.example".to_owned();
    assert_eq!(
        new_users(&FirstAccess::EmailWithLink(link.clone())),
        [(Some(Some(link)), false), none.clone(), none.clone()]
    );
    let password = Secret::new("any-password".to_owned());
    assert_eq!(
        new_users(&FirstAccess::Password(password)),
        [none.clone(), (None, true), (None, true)]
    );
    assert_eq!(
        new_users(&FirstAccess::Nothing),
        [none.clone(), none.clone(), none]
    );
}

#[test]
fn what_exists_is_read_back_and_nothing_is_sent_for_it() {
    let mut company = Company::new(
        &[
            pivot("ana", "ana@x.example"),
            of_actian("ana@x.example", "user"),
            in_groups(4, "ana@x.example", &[1, 7], true),
        ],
        &[],
    );
    let plan = plan(&company, &request(&company, &["ana@x.example"]));
    let receipts = company.carry_out(&plan);
    assert_eq!(outcomes(&receipts[0]), [OutcomeKind::Already; 3]);
    assert_eq!(verdicts(&receipts[0]), [Verdict::AsPlanned; 3]);
    assert_eq!(company.writes(), 0);
}

#[test]
fn what_exists_and_differs_is_changed_only_where_that_was_chosen() {
    let records = [
        pivot_with(
            "ana",
            "ana@x.example",
            &["editor"],
            Some("2025-12-01T00:00:00Z"),
        ),
        of_actian("ana@x.example", "admin"),
        of_actian("root@x.example", "admin"),
        in_groups(4, "ana@x.example", &[1, 8], false),
    ];
    let mut company = Company::new(&records, &[]);
    let mut request = request(&company, &["ana@x.example"]);
    let first = plan(&company, &request);
    let enable = Change::Enable {
        restore_admin: false,
    };
    let held = Some(BlockReason::NotChosen);
    let set = |names: &[&str]| Change::SetRoles(roles(names));
    assert_eq!(
        items(&first),
        [
            ("pivot", "ana", &enable, held),
            ("pivot", "ana", &set(&["analyst"]), held),
            ("actian", "ana@x.example", &set(&["user"]), held),
            ("metabase", "4", &enable, held),
            ("metabase", "4", &set(&["7"]), held),
        ]
    );
    let receipts = company.carry_out(&first);
    assert_eq!(company.writes(), 0);
    assert_eq!(verdicts(&receipts[0]), [Verdict::Different; 3]);

    for (connection, key) in [
        ("pivot", "ana"),
        ("actian", "ana@x.example"),
        ("metabase", "4"),
    ] {
        request.chosen.insert(account(connection, key));
    }
    let second = plan(&company, &request);
    assert_eq!(second.changes_since(&first).len(), 3);
    let receipts = company.carry_out(&second);
    assert_eq!(outcomes(&receipts[0]), [OutcomeKind::Done; 5]);
    assert_eq!(verdicts(&receipts[0]), [Verdict::AsPlanned; 3]);
}

#[test]
fn nothing_is_created_where_it_is_not_known_what_exists() {
    let mut company = Company::new(&[], &[]);
    company.model(Platform::Actian).is_down.set(true);
    company.reload(Assignments::default(), Vec::new());
    let mut request = request(&company, &["ana@x.example"]);
    request.joiners[0].accounts.push(AccountRequest {
        connection: "gone".into(),
        key: None,
        roles: Vec::new(),
        first_access: FirstAccess::Email,
    });
    let plan = plan(&company, &request);
    assert!(matches!(
        plan.unknown.as_slice(),
        [(1, UnknownKind::Failed(_))]
    ));
    assert_eq!(plan.missing, ["gone".into()]);
    assert_eq!(plan.people[0].connections, [0, 1, 2]);
    company.model(Platform::Actian).is_down.set(false);
    let receipts = company.carry_out(&plan);
    assert_eq!(
        verdicts(&receipts[0]),
        [Verdict::AsPlanned, Verdict::NotVerified, Verdict::AsPlanned]
    );
}

#[test]
fn the_receipt_is_about_the_connections_that_were_named() {
    let mut company = Company::new(&[in_groups(4, "ana@x.example", &[1], true)], &[]);
    company.model(Platform::Metabase).is_down.set(true);
    let mut request = request(&company, &["ana@x.example"]);
    request.joiners[0].accounts.truncate(1);
    assert_eq!(&*request.joiners[0].accounts[0].connection, "actian");
    let plan = plan(&company, &request);
    let receipts = company.carry_out(&plan);
    assert_eq!(receipts[0].connections.len(), 1);
    assert_eq!(verdicts(&receipts[0]), [Verdict::AsPlanned]);
}

#[test]
fn a_name_that_someone_else_has_is_not_taken() {
    let mut company = Company::new(&[pivot("ana", "other@x.example")], &[]);
    let mut request = request(&company, &["ana@x.example"]);
    let accounts = &mut request.joiners[0].accounts;
    accounts.retain(|one| *one.connection == *"pivot");
    accounts[0].key = Some("ana".to_owned());
    let plan = plan(&company, &request);
    let part = &plan.parts[0];
    assert_eq!(
        part.plan.steps(&part.plan.items[0], NOW).err(),
        Some(NothingToSend::Impossible(ImpossibleReason::Exists))
    );
    assert_eq!(part.losses(0), []);
    let receipts = company.carry_out(&plan);
    assert_eq!(outcomes(&receipts[0]), [OutcomeKind::Failed]);
    assert_eq!(verdicts(&receipts[0]), [Verdict::Different]);
    assert_eq!(company.writes(), 0);
}

#[test]
fn a_created_account_is_found_although_its_answer_was_lost() {
    let mut company = Company::new(&[], &[]);
    let mut request = request(&company, &["ana@x.example"]);
    let accounts = &mut request.joiners[0].accounts;
    accounts.retain(|one| *one.connection == *"metabase");
    let plan = plan(&company, &request);
    // It was created, and the run does not know its number.
    company.model(Platform::Metabase).is_deaf.set(true);
    company
        .model(Platform::Metabase)
        .add(&in_groups(9, "ana@x.example", &[1, 7], true));
    let receipts = company.carry_out(&plan);
    let connection = &receipts[0].connections[0];
    assert_eq!(connection.accounts[0].key, "9");
    assert_eq!(
        connection.accounts[0].planned_key.as_deref(),
        Some("ana@x.example")
    );
    assert_eq!(connection.verdict, Verdict::AsPlanned);
}

#[test]
fn what_is_no_address_is_refused() {
    let company = Company::new(&[], &[]);
    for text in ["", "ana", "ana@", "a b@x.example"] {
        assert!(Joiner::new(text, &company.people).is_err(), "{text}");
    }
}

/// People with accounts in any state: at most one on each connection.
pub(in crate::people) fn any_staff() -> impl Strategy<Value = Vec<Record>> {
    let one = (0..3_usize, 0..3_u64, 0..4_usize, any::<bool>());
    prop::collection::vec(one, 0..9).prop_map(|all| {
        let mut unique = std::collections::BTreeMap::new();
        for (platform, who, role, is_enabled) in all {
            let address = format!("user{who}@x.example");
            let record = match PLATFORMS[platform] {
                Platform::Pivot => {
                    let role = ["analyst", "editor", "viewer", "auditor"][role];
                    let since = (!is_enabled).then_some("2025-12-01T00:00:00Z");
                    pivot_with(&format!("user{who}"), &address, &[role], since)
                }
                Platform::Actian => of_actian(&address, if is_enabled { "user" } else { "admin" }),
                Platform::Metabase => {
                    in_groups(who + 1, &address, &[1, [6, 7, 8, 9][role]], is_enabled)
                }
            };
            unique.insert((platform, record.key()), record);
        }
        unique.into_values().collect()
    })
}

/// Everything about the accounts of others.
pub(in crate::people) fn others(company: &Company, keys: &[&str]) -> Vec<(String, Record)> {
    let all = company.world.0.iter().flat_map(|accounts| &accounts.list);
    let all = all.filter(|one| !keys.contains(&one.record.address()));
    all.map(|one| (one.key.to_string(), one.record.clone()))
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn giving_twice_sends_nothing_the_second_time_and_touches_no_one_else(
        records in any_staff(),
        chooses: bool,
    ) {
        let mut records = records;
        // Someone else administers the platform.
        records.push(of_actian("root@x.example", "admin"));
        let mut company = Company::new(&records, &[]);
        let addresses = ["user0@x.example", "new@x.example"];
        let mut request = request(&company, &addresses);
        if chooses {
            let lists = company.world.lists();
            let accounts = company.people.ids().flat_map(|id| company.people.person(id, &lists).accounts());
            request.chosen = accounts.map(|one| one.to_ref()).collect();
        }
        let before = others(&company, &addresses);
        let first = plan(&company, &request);
        let receipts = company.carry_out(&first);
        prop_assert_eq!(others(&company, &addresses), before);
        prop_assert!(!chooses || receipts.iter().all(PeopleReceipt::is_proven), "{:?}", receipts);
        let writes = company.writes();
        let second = plan(&company, &request);
        prop_assert!(items(&second).iter().all(|(_, _, change, _)| !matches!(change, Change::Create(_))));
        company.carry_out(&second);
        prop_assert_eq!(company.writes(), writes);
    }

    #[test]
    fn asking_for_the_roles_of_now_changes_none(records in any_staff()) {
        let company = Company::new(&records, &[]);
        let lists = company.world.lists();
        for id in company.people.ids() {
            let person = company.people.person(id, &lists);
            let mut joiner = Joiner::new(&person.own_address().unwrap(), &company.people).unwrap();
            prop_assert_eq!(joiner.key(), person.key());
            joiner.accounts = (0..).zip(company.people.connections()).filter_map(|(at, connection)| {
                let account = person.account_on(at)?;
                Some(AccountRequest {
                    connection: connection.id.as_str().into(),
                    key: None,
                    roles: account.known_roles()?,
                    first_access: FirstAccess::default(),
                })
            }).collect();
            prop_assert_eq!(joiner.accounts.len(), person.accounts().len());
            let request = GiveRequest { joiners: vec![joiner], chosen: HashSet::new() };
            for (_, key, change, _) in items(&plan(&company, &request)) {
                prop_assert!(!matches!(change, Change::SetRoles(_) | Change::Create(_)), "{}: {:?}", key, change);
            }
        }
    }

    #[test]
    fn the_order_of_connections_does_not_matter(records in any_staff(), reverses: bool) {
        let company = Company::new(&records, &[]);
        let sorted = |plan: &PeoplePlan| {
            let mut all: Vec<String> = items(plan).iter().map(|item| format!("{item:?}")).collect();
            all.sort_unstable();
            all
        };
        let mut request = request(&company, &["user0@x.example", "new@x.example"]);
        let expected = sorted(&plan(&company, &request));
        if reverses {
            request.joiners[0].accounts.reverse();
        }
        // The same lists, the other way round.
        let lists: Vec<_> = company.world.lists().into_iter().rev().collect();
        let connections = connections().into_iter().rev().collect();
        let mut people = People::new(connections, &crate::people::LibraryRules);
        for (at, accounts) in lists.iter().enumerate() {
            people.loaded(at, accounts.unwrap());
        }
        prop_assert!(!people.step(&lists, usize::MAX));
        prop_assert_eq!(sorted(&PeoplePlan::give(&people, &lists, &request)), expected);
    }
}

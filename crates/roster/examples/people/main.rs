//! How long matching people takes, and what is done with them, with three connections of
//! 100,000 accounts each, of which 80,000 people have one on all three. Each line has a name
//! and milliseconds (or megabytes), apart by a tab: `cargo xtask bench people` reads them.
//!
//! It is compiled as the page is: `cargo run --profile page --example people -p roster`.

mod reconcile;
mod reviews;

use roster::accounts::{Account, Accounts, Role};
use roster::people::{
    Condition, DriftContext, DriftScan, DriftSettings, LeaveRequest, LibraryRules, People,
    PeopleColumn, PeoplePlan, PeopleQuery, PeopleSort, PeopleView, PersonId, Profile, ProfileEntry,
    ProfileScan, Standing, SuggestionSearch,
};
use roster::record::{PivotRecord, Record};
use rustix::time::{ClockId, clock_gettime};
use std::fs;
use std::time::Duration;
use wire::actian::{self, Parameters};
use wire::console::{Connection, Environment, SignIn};
use wire::pivot::{self, Generation, Status};
use wire::{Platform, metabase};

/// The processor time of this program: on a busy machine it tells more than a clock does.
struct Watch(Duration);

impl Watch {
    fn start() -> Self {
        Self(used())
    }

    fn elapsed(&self) -> Duration {
        used().saturating_sub(self.0)
    }
}

fn used() -> Duration {
    let time = clock_gettime(ClockId::ThreadCPUTime);
    let seconds = u64::try_from(time.tv_sec).unwrap_or_default();
    Duration::from_secs(seconds)
        + Duration::from_nanos(u64::try_from(time.tv_nsec).unwrap_or_default())
}

/// How many accounts a connection has, and how many of them are of people who have one on
/// every connection.
const ACCOUNTS: u32 = 100_000;
const SHARED: u32 = 80_000;

/// 2026-01-15.
const NOW: i64 = 1_768_435_200_000;

/// The role that every account has.
const ROLE: &str = "analyst";

const GIVEN: [&str; 8] = [
    "Ada", "Bo", "Carol", "Dieter", "Émilie", "Fatima", "Göran", "Hương",
];
const FAMILY: [&str; 9] = [
    "Minh", "Sato", "Ünal", "Okafor", "Müller", "Nguyễn", "Silva", "Novák", "Smith",
];

fn main() {
    let connections: Vec<Connection> = Platform::ALL.into_iter().map(connection).collect();
    let platforms = (1..).zip(Platform::ALL);
    let lists: Vec<Accounts> = platforms
        .map(|(at, platform)| accounts(at, platform))
        .collect();
    let lists: Vec<Option<&Accounts>> = lists.iter().map(Some).collect();
    let before = resident();
    let mut people = People::new(connections, &LibraryRules);
    let mut view = PeopleView::default();

    let mut longest = Duration::ZERO;
    let start = Watch::start();
    for (at, accounts) in lists.iter().copied().flatten().enumerate() {
        let begun = Watch::start();
        people.loaded(at, accounts);
        longest = longest.max(begun.elapsed());
    }
    print("a list arrives, longest task", longest);
    let longest = slices(|| people.step(&lists, 1_000));
    print("matching, all", start.elapsed());
    print("matching, longest slice (1,000 accounts)", longest);
    let start = Watch::start();
    let longest = slices(|| view.step(&people, &lists, 500));
    print("texts to search, all", start.elapsed());
    print("texts to search, longest slice (500 people)", longest);

    queries(&people, &mut view);
    let mut scan = DriftScan::default();
    let context = drift_context();
    let start = Watch::start();
    let longest = slices(|| scan.step(&people, &lists, &context, 500));
    print("drift, all", start.elapsed());
    print("drift, longest slice (500 people)", longest);
    profiles(&people, &lists);

    let key = "emilie.smith.26@company.com".to_owned();
    let keys = [lists[0]
        .and_then(|list| list.list.get(777))
        .map_or(key, |one| one.key.to_string())];
    let start = Watch::start();
    people.changed(
        0,
        lists[0].unwrap_or(&Accounts::none(Platform::ALL[0])),
        &keys,
    );
    slices(|| people.step(&lists, 1_000));
    slices(|| view.step(&people, &lists, 500));
    slices(|| scan.step(&people, &lists, &context, 500));
    print("one account changes", start.elapsed());

    let someone = people.ids().next().unwrap_or_else(|| std::process::exit(1));
    let start = Watch::start();
    let mut search = SuggestionSearch::new(&people, &lists, someone);
    let longest = slices(|| search.step(&people, &lists, &[], 500));
    print("suggestions for one person, all", start.elapsed());
    print("suggestions, longest slice (500 people)", longest);

    let leavers: Vec<PersonId> = people.ids().take(200).collect();
    let start = Watch::start();
    let plan = PeoplePlan::leave(
        &people,
        &lists,
        &LeaveRequest {
            people: leavers,
            ..LeaveRequest::default()
        },
    );
    print("the plan for 200 leavers", start.elapsed());
    assert_eq!(plan.people.len(), 200);
    println!(
        "memory of people, texts and drift, MB\t{:.1}",
        resident() - before
    );
    reconcile::reconcile(&people, &lists);
    reviews::measure(&people, &lists);
}

/// Everyone compared with 20 profiles.
fn profiles(people: &People, lists: &[Option<&Accounts>]) {
    let profile = |number: usize| Profile {
        name: format!("Profile {number}"),
        entries: Platform::ALL
            .into_iter()
            .skip(number % 3)
            .map(|platform| {
                let roles = vec![ROLE.to_owned(), number.to_string()];
                let entry = ProfileEntry::access(platform, roles);
                (platform.id().into(), entry)
            })
            .collect(),
    };
    let mut scan = ProfileScan::new((0..20).map(profile).collect());
    let start = Watch::start();
    let longest = slices(|| scan.step(people, lists, 500));
    print("20 profiles, all", start.elapsed());
    print("20 profiles, longest slice (500 people)", longest);
    assert!(scan.count(0, Standing::Less) > 0, "no person has a profile");
}

/// Searching, filtering and sorting all people.
fn queries(people: &People, view: &mut PeopleView) {
    let mut time = |query: &PeopleQuery| {
        let start = Watch::start();
        let found = view.rows(people, query, NOW).len();
        (start.elapsed(), found)
    };
    let mut longest = Duration::ZERO;
    for text in [
        "a", "an", "ana", "anu", "unal ada", "com", "@", "zzz", "99999", ".com", "",
    ] {
        let query = PeopleQuery {
            text: text.to_owned(),
            ..PeopleQuery::default()
        };
        longest = longest.max(time(&query).0);
    }
    print("search, longest keystroke", longest);
    let mut longest = Duration::ZERO;
    for column in [
        PeopleColumn::Name,
        PeopleColumn::Address,
        PeopleColumn::Connection(1),
        PeopleColumn::LastSignIn,
        PeopleColumn::Accounts,
    ] {
        for descending in [false, true] {
            let query = PeopleQuery {
                sort: Some(PeopleSort { column, descending }),
                ..PeopleQuery::default()
            };
            longest = longest.max(time(&query).0);
        }
    }
    print("sort, longest of all columns", longest);
    let mut longest = Duration::ZERO;
    for condition in [
        Condition::Enabled(0),
        Condition::Lacks(1),
        Condition::EnabledAndDisabled {
            enabled: None,
            disabled: None,
        },
        Condition::NotSignedInFor { days: 90 },
        Condition::Unmatched,
    ] {
        let query = PeopleQuery {
            conditions: vec![condition],
            ..PeopleQuery::default()
        };
        let (took, found) = time(&query);
        assert!(found > 0, "no person meets {condition:?}");
        longest = longest.max(took);
    }
    print("filter, longest", longest);
}

/// Goes on until all is done. Returns the longest slice.
fn slices(mut step: impl FnMut() -> bool) -> Duration {
    let mut longest = Duration::ZERO;
    loop {
        let start = Watch::start();
        let goes_on = step();
        longest = longest.max(start.elapsed());
        if !goes_on {
            return longest;
        }
    }
}

fn print(what: &str, took: Duration) {
    println!("{what}, ms\t{:.2}", took.as_secs_f64() * 1000.0);
}

/// The memory of this process in MB, where the system tells.
fn resident() -> f64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let kilobytes = line.and_then(|line| line.split_whitespace().next()?.parse::<f64>().ok());
    kilobytes.unwrap_or_default() / 1000.0
}

fn drift_context() -> DriftContext {
    let settings = DriftSettings {
        domains: vec!["company.com".to_owned()],
        ..DriftSettings::default()
    };
    DriftContext::new(settings, Vec::new(), "2026-01-15T00:00:00Z")
}

fn connection(platform: Platform) -> Connection {
    Connection {
        id: platform.id().to_owned(),
        platform,
        label: platform.name().to_owned(),
        environment: Environment::Demo,
        sign_in: SignIn::ApiKey,
        generation: Generation::Current,
        tenant: "demo".to_owned(),
        parameters: Parameters::Query,
        token_tail: String::new(),
        ask: false,
        public_url: String::new(),
        outbox: String::new(),
        approval: false,
    }
}

/// The accounts of a platform: of people who are everywhere, and of its own.
fn accounts(number: u32, platform: Platform) -> Accounts {
    let own = number * ACCOUNTS;
    let people = (0..SHARED).chain(own..own + (ACCOUNTS - SHARED));
    let mut accounts = Accounts::none(platform);
    accounts.roles = vec![Role {
        id: ROLE.into(),
        title: ROLE.into(),
        listed: true,
    }];
    accounts.list = people.map(|person| account(platform, person)).collect();
    accounts
        .list
        .sort_by_cached_key(|account| account.key.to_lowercase());
    accounts
}

fn account(platform: Platform, person: u32) -> Account {
    let first = GIVEN[person as usize % GIVEN.len()];
    let last = FAMILY[person as usize / GIVEN.len() % FAMILY.len()];
    let ascii = |text: &str| roster::view::fold(text);
    // Some are written in capitals, some with a letter that is not ASCII.
    let email = match person % 50 {
        0 => format!(
            "{}.{}.{person}@Company.com",
            first.to_uppercase(),
            ascii(last)
        ),
        _ => format!("{}.{}.{person}@company.com", ascii(first), ascii(last)),
    };
    let record = match platform {
        Platform::Pivot => Record::Pivot(PivotRecord {
            user: Some(pivot::User {
                name: format!("user{person}").into(),
                first_name: Some(first.into()),
                last_name: Some(last.into()),
                email: Some(email.into()),
                roles: ["analyst".into()].into(),
                ..pivot::User::default()
            }),
            status: Some(Status {
                name: format!("user{person}").into(),
                disabled: person
                    .is_multiple_of(20)
                    .then(|| "2025-12-01T00:00:00Z".into()),
                ..Status::default()
            }),
        }),
        Platform::Actian => Record::Actian(actian::User {
            email: email.into(),
            first_name: first.into(),
            last_name: last.into(),
            role: actian::Role::from("user"),
            ..actian::User::default()
        }),
        Platform::Metabase => Record::Metabase(Box::new(metabase::User {
            id: u64::from(person),
            email: email.into(),
            first_name: Some(first.into()),
            last_name: Some(last.into()),
            is_active: Some(true),
            is_superuser: Some(person.is_multiple_of(1000)),
            last_login: (!person.is_multiple_of(3))
                .then(|| format!("2025-{:02}-01T00:00:00Z", person % 12 + 1).into()),
            date_joined: Some("2024-01-01T00:00:00Z".into()),
            group_ids: Some([1].into()),
            ..metabase::User::default()
        })),
    };
    Account {
        key: record.key().into(),
        roles: Box::new([0]),
        record,
    }
}

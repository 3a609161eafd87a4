//! The users of a Metabase: some in every state that tests need, and the people
//! of Harborline, so that one person can be found here and in a Pivot.

use super::people::{ADMIN, ANALYST, Access, PASSWORD, PEOPLE, Person};
use crate::metabase::{ADMINISTRATORS, Store};
use crate::password::Password;
use jiff::{SignedDuration, Timestamp};

/// Metabase's people who are in no other platform.
#[rustfmt::skip]
const MORE: &[(&str, &str, &str)] = &[
    ("nadia.rahimi@harborline.example", "Nadia", "Rahimi"),
    ("otto.lindgren@harborline.example", "Otto", "Lindgren"),
    ("paula.de.vries@harborline.example", "Paula", "de Vries"),
    ("quentin.moreau@harborline.example", "Quentin", "Moreau"),
    ("renata.kowalska@harborline.example", "Renata", "Kowalska"),
    ("stefan.ilic@harborline.example", "Stefan", "Ilić"),
    ("thandi.nkosi@harborline.example", "Thandi", "Nkosi"),
    ("uma.krishnan@harborline.example", "Uma", "Krishnan"),
    ("viktor.sokolov@harborline.example", "Viktor", "Sokolov"),
    ("board@harborline.example", "", ""),
];

/// When the first user came.
fn start() -> Timestamp {
    // 2024-01-08T09:00:00.250417Z
    Timestamp::new(1_704_704_400, 250_417_000).unwrap_or(Timestamp::UNIX_EPOCH)
}

/// That many days, and an odd rest of one, after the start.
fn day(days: usize) -> Timestamp {
    let days = i64::try_from(days).unwrap_or_default();
    let rest = SignedDuration::from_micros(days * 7_919_353_187 % 28_800_000_000);
    let later = SignedDuration::from_hours(24 * days).saturating_add(rest);
    start().saturating_add(later).unwrap_or(Timestamp::MAX)
}

/// Somebody to add.
#[derive(Default)]
struct New<'a> {
    email: &'a str,
    first: &'a str,
    last: &'a str,
    groups: Vec<u64>,
    joined: usize,
    last_login: Option<usize>,
    deactivated: Option<usize>,
    sso: Option<&'a str>,
}

fn add(store: &mut Store, new: New<'_>) {
    let joined = day(new.joined);
    let id = store.add_person(new.email, new.groups, joined);
    let present = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    store.edit(id, |user| {
        user.first_name = present(new.first);
        user.last_name = present(new.last);
        user.last_login = new.last_login.map(day);
        user.first_login = user.last_login.map(|_| joined);
        user.is_qbnewb = user.last_login.is_none();
        user.is_active = new.deactivated.is_none();
        user.updated_at = new.deactivated.map_or(joined, day);
        user.sso_source = new.sso.map(str::to_owned);
        // Whom somebody else signs in has no password here; whoever never came
        // has not chosen one yet.
        let chosen = new.sso.is_none() && user.last_login.is_some();
        user.password = chosen.then(|| Password::new(PASSWORD));
    });
}

/// The well-known two, and one of every kind.
pub(super) fn documented() -> Store {
    let mut store = Store::default();
    let custom = store.add_group("Finance", None);
    let rows = [
        (ADMIN, "Admin", "Example"),
        (ANALYST, "Analyst", "Example"),
        ("second@example.com", "Grace", "Hopper"),
        // By byte, Bob would stand before ada.
        ("ada@example.com", "ada", "Lovelace"),
        ("bob@example.com", "Bob", "de Vries"),
        ("only-email@example.com", "", ""),
        ("sso@example.com", "Sam", "Sign-On"),
        ("never@example.com", "Nell", "Never"),
        ("former@example.com", "Fred", "Former"),
        ("left@example.com", "Lena", "Left"),
    ];
    for (index, (email, first, last)) in rows.into_iter().enumerate() {
        let former = email.starts_with("former");
        let groups = match email {
            ADMIN | "second@example.com" | "former@example.com" => vec![ADMINISTRATORS],
            ANALYST | "left@example.com" => vec![custom],
            _ => Vec::new(),
        };
        add(
            &mut store,
            New {
                email,
                first,
                last,
                groups,
                joined: index,
                last_login: (!email.starts_with("never")).then_some(40 + index),
                deactivated: (former || email.starts_with("left")).then_some(60 + index),
                sso: email.starts_with("sso").then_some("google"),
            },
        );
    }
    store.add_api_user("Rollcall", start());
    store
}

/// The well-known two and the company.
pub(super) fn demo() -> Store {
    let mut store = Store::default();
    let groups = Groups {
        analysts: store.add_group("Analysts", None),
        editors: store.add_group("Dashboard editors", None),
        finance: store.add_group("Finance", None),
        operations: store.add_group("Operations", None),
    };
    for (index, (email, first, groups)) in [
        (ADMIN, "Admin", vec![ADMINISTRATORS]),
        (ANALYST, "Analyst", vec![groups.analysts]),
    ]
    .into_iter()
    .enumerate()
    {
        add(
            &mut store,
            New {
                email,
                first,
                last: "Example",
                groups,
                joined: index,
                last_login: Some(700 + index),
                ..New::default()
            },
        );
    }
    // Metabase takes ASCII addresses only.
    let people = PEOPLE.iter().filter_map(|person| {
        let email = person.email().filter(|email| email.is_ascii())?;
        Some((email, person))
    });
    for (index, (email, person)) in people.enumerate() {
        let joined = 2 + index * 9;
        let came = person.access != Access::NoRecord && index % 11 != 7;
        add(
            &mut store,
            New {
                email,
                first: person.first,
                last: person.last,
                groups: groups.of(person),
                joined,
                last_login: came.then_some(joined + 30 + index * 131 % 170),
                deactivated: has_left(email).then_some(joined + 210),
                sso: (index % 9 == 4).then_some("google"),
            },
        );
    }
    for (index, (email, first, last)) in MORE.iter().enumerate() {
        add(
            &mut store,
            New {
                email,
                first,
                last,
                groups: Vec::new(),
                joined: 520 + index,
                last_login: (index % 3 != 2).then_some(600 + index * 7),
                ..New::default()
            },
        );
    }
    store.add_api_user("Rollcall", start());
    store
}

/// Who has been deactivated here. Not everybody whom Pivot keeps out: platforms
/// disagree, and the console is there to show it.
fn has_left(email: &str) -> bool {
    matches!(
        email.split('@').next(),
        Some("liam.oconnor" | "dmitri.volkov" | "peter.nagy" | "contractor+atlas" | "ivan.horvat")
    )
}

struct Groups {
    analysts: u64,
    editors: u64,
    finance: u64,
    operations: u64,
}

impl Groups {
    fn of(&self, person: &Person) -> Vec<u64> {
        // One who has left was an administrator.
        let admin = person.has("super-admin") || person.name.starts_with("dmitri.volkov");
        [
            (admin, ADMINISTRATORS),
            (person.has("analyst"), self.analysts),
            (person.has("editor"), self.editors),
            (person.has("finance"), self.finance),
            (person.has("operations"), self.operations),
        ]
        .into_iter()
        .filter_map(|(member, group)| member.then_some(group))
        .collect()
    }
}

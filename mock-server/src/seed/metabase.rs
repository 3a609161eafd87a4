//! The users of Metabase: some in every state that tests need, and the people
//! of Harborline, so that one person can be found here and in Pivot.

use super::days::Today;
use super::people::{ADMIN, ANALYST, PASSWORD, PEOPLE, Person};
use crate::metabase::{ADMINISTRATORS, Store};
use crate::password::Password;
use jiff::{SignedDuration, Timestamp};
use wire::Platform;

/// When the first of the documented users was created.
fn start() -> Timestamp {
    // 2024-01-08T09:00:00.250417Z
    Timestamp::new(1_704_704_400, 250_417_000).unwrap_or(Timestamp::UNIX_EPOCH)
}

/// That many days after the start, and an uneven part of a day.
fn day(days: usize) -> Timestamp {
    let days = i64::try_from(days).unwrap_or_default();
    let rest = SignedDuration::from_micros(days * 7_919_353_187 % 28_800_000_000);
    let later = SignedDuration::from_hours(24 * days).saturating_add(rest);
    start().saturating_add(later).unwrap_or(Timestamp::MAX)
}

/// A user to add.
struct New<'a> {
    email: &'a str,
    first: &'a str,
    last: &'a str,
    groups: Vec<u64>,
    joined: Timestamp,
    last_login: Option<Timestamp>,
    deactivated: Option<Timestamp>,
    sso: Option<&'a str>,
}

fn add(store: &mut Store, new: New<'_>) {
    let id = store.add_person(new.email, new.groups, new.joined);
    let present = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    store.edit(id, |user| {
        user.first_name = present(new.first);
        user.last_name = present(new.last);
        user.last_login = new.last_login;
        user.first_login = user.last_login.map(|_| new.joined);
        user.is_qbnewb = user.last_login.is_none();
        user.is_active = new.deactivated.is_none();
        user.updated_at = new.deactivated.unwrap_or(new.joined);
        user.sso_source = new.sso.map(str::to_owned);
        // A user of a single sign-on has no password here; one who has never
        // signed in has not chosen one yet.
        let chosen = new.sso.is_none() && user.last_login.is_some();
        user.password = chosen.then(|| Password::new(PASSWORD));
    });
}

/// The two well-known accounts, and one of every kind.
pub(super) fn documented() -> Store {
    let mut store = Store::default();
    let custom = store.add_group("Finance", None);
    let rows = [
        (ADMIN, "Admin", "Example"),
        (ANALYST, "Analyst", "Example"),
        ("second@example.com", "Grace", "Hopper"),
        // In byte order, Bob would be before ada.
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
                joined: day(index),
                last_login: (!email.starts_with("never")).then(|| day(40 + index)),
                deactivated: (former || email.starts_with("left")).then(|| day(60 + index)),
                sso: email.starts_with("sso").then_some("google"),
            },
        );
    }
    store.add_api_user("Rollcall", start());
    store
}

/// The two well-known accounts and the company.
pub(super) fn demo(today: Today) -> Store {
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
                joined: today.days_ago(1640, index),
                last_login: Some(today.days_ago(1, index)),
                deactivated: None,
                sso: None,
            },
        );
    }
    let people = PEOPLE.iter().enumerate();
    let here = people.filter(|(_, person)| person.is_on(Platform::Metabase));
    for (index, person) in here {
        let Some(email) = person.email().and_then(in_ascii) else {
            continue;
        };
        let invited = days_since_unused_invitation(email);
        let left = days_since_leaving(email);
        let last_login = left.unwrap_or_default() + days_since_sign_in(email, index);
        add(
            &mut store,
            New {
                email,
                first: person.first,
                last: person.last,
                groups: groups.of(person),
                joined: today.days_ago(invited.unwrap_or_else(|| tenure(index)), index),
                last_login: invited
                    .is_none()
                    .then(|| today.days_ago(last_login, index + 40)),
                deactivated: left.map(|days| today.days_ago(days, index)),
                sso: (index % 9 == 4).then_some("google"),
            },
        );
    }
    store.add_api_user("Rollcall", today.days_ago(1650, 0));
    store
}

/// An address in ASCII, as Metabase requires. A domain can be encoded, the part
/// before it cannot.
fn in_ascii(email: &'static str) -> Option<&'static str> {
    match email {
        "klaus.huber@häfen.harborline.example" => {
            Some("klaus.huber@xn--hfen-loa.harborline.example")
        }
        _ => Some(email).filter(|email| email.is_ascii()),
    }
}

/// How many days ago a person got an account: they came one after another.
fn tenure(index: usize) -> u32 {
    1620_u32.saturating_sub(20 * u32::try_from(index).unwrap_or_default())
}

/// How many days ago a user was deactivated here. Not all users that Pivot has
/// disabled: platforms disagree, and the console is there to show it.
fn days_since_leaving(email: &str) -> Option<u32> {
    match local_part(email) {
        "liam.oconnor" => Some(685),
        "peter.nagy" => Some(389),
        "ingrid.bjork" => Some(348),
        "dmitri.volkov" => Some(198),
        "contractor+atlas" => Some(166),
        "ivan.horvat" => Some(33),
        _ => None,
    }
}

/// How many days ago a user who has never signed in was invited.
fn days_since_unused_invitation(email: &str) -> Option<u32> {
    match local_part(email) {
        "hans.peter.schmidt" => Some(61),
        "jack.taylor" => Some(23),
        "stefan.ilic" => Some(19),
        "viktor.sokolov" => Some(9),
        "trainee" => Some(4),
        _ => None,
    }
}

/// How many days ago a user last signed in: most of them this week.
fn days_since_sign_in(email: &str, index: usize) -> u32 {
    const MOST: [u32; 16] = [1, 3, 1, 2, 6, 1, 12, 2, 1, 4, 23, 1, 5, 41, 2, 8];
    match local_part(email) {
        // An administrator.
        "tomasz.wisniewski" => 131,
        "tariq.aziz" => 118,
        "board" => 204,
        _ => MOST.get(index % MOST.len()).copied().unwrap_or(1),
    }
}

fn local_part(email: &str) -> &str {
    email.split('@').next().unwrap_or_default()
}

struct Groups {
    analysts: u64,
    editors: u64,
    finance: u64,
    operations: u64,
}

impl Groups {
    fn of(&self, person: &Person) -> Vec<u64> {
        // One of them has left.
        let admin = person.has("super-admin")
            || matches!(
                local_part(person.name),
                "tomasz.wisniewski" | "dmitri.volkov"
            );
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

//! The demo's company has each case that an administrator looks for, and most
//! of its people are in order.

mod company;

use crate::testing::Mock;
use crate::{Options, Seed};
use company::{Account, Company, NOW, SignIn, read_list, text_field};
use jiff::{SignedDuration, Timestamp};
use std::collections::BTreeSet;
use wire::Platform;
use wire::pivot::Generation;

fn days_ago(days: i64) -> Timestamp {
    let now: Timestamp = NOW.parse().unwrap();
    now - SignedDuration::from_hours(24 * days)
}

fn domain(address: &str) -> &str {
    address.split_once('@').map_or("", |(_, domain)| domain)
}

/// Whether one is the other with one letter changed, as far as these names need it.
fn differ_by_one_letter(one: &str, other: &str) -> bool {
    let pairs = one.chars().zip(other.chars());
    let differences = pairs.filter(|(one, other)| one != other).count();
    one.chars().count() == other.chars().count() && differences == 1
}

fn without_tag(address: &str) -> Option<String> {
    let (name, domain) = address.split_once('@')?;
    let (name, _) = name.split_once('+')?;
    Some(format!("{name}@{domain}"))
}

fn is_enabled_somewhere_and_disabled_elsewhere(accounts: &[&Account]) -> bool {
    let has = |enabled| {
        accounts
            .iter()
            .any(|account| account.enabled == Some(enabled))
    };
    let is_member = accounts.iter().any(|account| account.enabled.is_none());
    has(false) && (has(true) || is_member)
}

fn is_twice_on_one_platform(accounts: &[&Account]) -> bool {
    let platforms: BTreeSet<&str> = accounts.iter().map(|one| one.platform.id()).collect();
    platforms.len() < accounts.len()
}

fn differs_in_case(accounts: &[&Account]) -> bool {
    let spellings = |spell: fn(&str) -> String| {
        let written = accounts.iter().map(|account| spell(&account.written));
        written.collect::<BTreeSet<String>>().len()
    };
    spellings(str::to_owned) > spellings(str::to_lowercase)
}

type Find = fn(&Company) -> Vec<String>;

/// Each case, and the people in it.
const CASES: &[(&str, Find, &[&str])] = &[
    (
        "a status without a user",
        |company| company.orphans.clone(),
        &[
            "former.intern@harborline.example",
            "gustav.meyer@harborline.example",
        ],
    ),
    (
        "disabled on one platform, enabled on another",
        |company| company.people_with(is_enabled_somewhere_and_disabled_elsewhere),
        &[
            "chloe.martin@harborline.example",
            "ingrid.bjork@harborline.example",
            "ivan.horvat@harborline.example",
            "yusuf.demir@harborline.example",
        ],
    ),
    (
        "an administrator who has not signed in for 90 days",
        |company| {
            company.accounts_with(|account| {
                let unused =
                    matches!(account.sign_in, Some(SignIn::At(time)) if time < days_ago(90));
                account.is_admin && account.enabled == Some(true) && unused
            })
        },
        &["tomasz.wisniewski@harborline.example"],
    ),
    (
        "invited more than 14 days ago, never signed in",
        |company| {
            company.accounts_with(|account| {
                matches!(account.sign_in, Some(SignIn::NeverSince(time)) if time < days_ago(14))
            })
        },
        &[
            "hans.peter.schmidt@harborline.example",
            "jack.taylor@harborline.example",
            "stefan.ilic@harborline.example",
        ],
    ),
    (
        "invited a few days ago, never signed in",
        |company| {
            company.accounts_with(|account| {
                matches!(account.sign_in, Some(SignIn::NeverSince(time)) if time > days_ago(14))
            })
        },
        &[
            "trainee@harborline.example",
            "viktor.sokolov@harborline.example",
        ],
    ),
    (
        "the only administrator of Pivot",
        |company| {
            company.accounts_with(|account| account.platform == Platform::Pivot && account.is_admin)
        },
        &["amara.okafor@harborline.example"],
    ),
    (
        "two accounts of one person on one platform",
        |company| company.people_with(is_twice_on_one_platform),
        &[
            "hannah.weiss@harborline.example",
            "mateo.garcia@harborline.example",
        ],
    ),
    (
        "an address outside the company's domains",
        |company| {
            company.accounts_with(|account| {
                let domain = domain(&account.person);
                let is_inside = domain.ends_with("harborline.example")
                    || domain == "harborline-freight.example";
                !is_inside && !domain.is_empty()
            })
        },
        &[
            "admin@example.com",
            "analyst@example.com",
            "lena.brandt@atlas-consulting.example",
        ],
    ),
    (
        "the same address in another case",
        |company| company.people_with(differs_in_case),
        &[
            "hannah.weiss@harborline.example",
            "omar.haddad@harborline.example",
            "yuki.tanaka@harborline.example",
        ],
    ),
    (
        "the same address in other characters",
        |company| {
            company.people_with(|accounts| {
                let written = accounts.iter().map(|one| one.written.to_lowercase());
                let is_address = accounts.iter().all(|one| one.written.contains('@'));
                is_address && written.collect::<BTreeSet<_>>().len() > 1
            })
        },
        &[
            "birgitta.ågren@harborline.example",
            "klaus.huber@häfen.harborline.example",
        ],
    ),
    (
        "the same address with a tag",
        |company| {
            company.alike(|[one, _], [other, _]| {
                without_tag(one).as_deref() == Some(other)
                    || without_tag(other).as_deref() == Some(one)
            })
        },
        &["ana.popescu+test@harborline.example ana.popescu@harborline.example"],
    ),
    (
        "the same name at another domain",
        |company| {
            company.alike(|[one, name], [other, other_name]| {
                !name.is_empty() && name == other_name && domain(one) != domain(other)
            })
        },
        &["samuel.kim@harborline-freight.example samuel.kim@harborline.example"],
    ),
    (
        "a name with one letter changed",
        |company| {
            company.alike(|[_, name], [_, other_name]| differ_by_one_letter(name, other_name))
        },
        &["sofia.lindkvist@harborline.example sofia.lindqvist@harborline.example"],
    ),
];

#[tokio::test]
async fn the_demo_shows_each_case_and_no_more_people_in_it() {
    let company = Company::read(Generation::Current).await;
    for (case, find, people) in CASES {
        assert_eq!(find(&company), *people, "{case}");
    }
}

#[tokio::test]
async fn most_people_have_two_or_three_accounts_and_are_in_order() {
    let company = Company::read(Generation::Current).await;
    let people = company.people();
    assert!((70..=80).contains(&people.len()), "{}", people.len());
    let on = |count: usize| {
        let platforms = people.values().map(|accounts| {
            let ids: BTreeSet<_> = accounts.iter().map(|one| one.platform.id()).collect();
            ids.len()
        });
        platforms.filter(|platforms| *platforms == count).count()
    };
    assert!(
        on(1) >= 5 && on(2) >= 20 && on(3) >= 20,
        "{} {} {}",
        on(1),
        on(2),
        on(3)
    );
    assert!(on(2) + on(3) > 4 * on(1), "{}", on(1));
    let found = CASES.iter().flat_map(|(_, find, _)| find(&company));
    let found: BTreeSet<String> = found.collect();
    let in_order = people.keys().filter(|person| !found.contains(**person));
    assert!(in_order.count() > people.len() * 2 / 3, "{found:?}");
}

/// The 2023.01 pages have no email: a second account there only shares the
/// name.
#[tokio::test]
async fn without_an_email_a_second_account_of_pivot_is_only_a_namesake() {
    let company = Company::read(Generation::V2023_01).await;
    let twice = company.people_with(is_twice_on_one_platform);
    assert_eq!(twice, ["hannah.weiss@harborline.example"]);
    let namesakes = company.alike(|[_, name], [_, other]| name == "Mateo García" && name == other);
    assert_eq!(namesakes, ["mateo-reports mateo.garcia@harborline.example"]);
}

#[tokio::test]
async fn after_a_reset_the_dates_are_days_before_the_clock_again() {
    let mock = Mock::new(Options {
        seed: Seed::Demo,
        clock: NOW.parse().unwrap(),
        ..Options::default()
    });
    let metabase = "/api/user?status=all";
    let read = async || read_list(&mock, metabase, Some("data")).await;
    let before = read().await;
    let year = mock
        .send(
            "PUT",
            "/__mock/clock",
            None,
            Some(r#"{"now":"2032-07-01T09:30:00Z"}"#),
        )
        .await;
    assert_eq!(year.status, 200);
    assert_eq!(
        mock.send("POST", "/__mock/seed?seed=demo", None, None)
            .await
            .status,
        200
    );
    let later = read().await;
    assert_ne!(later, before);
    assert!(
        later
            .iter()
            .any(|user| text_field(user, "last_login").starts_with("2032-06-30"))
    );
    assert_eq!(
        mock.send("POST", "/__mock/reset", None, None).await.status,
        200
    );
    assert_eq!(read().await, before);
}

//! Access reviews: freezing all accounts, and what a browser does with a review of 10,000.

use crate::{Watch, print, slices};
use roster::people::{
    DriftSettings, Freezing, ItemNow, Lists, People, compare_with_now, revoked_accounts,
};
use std::time::Duration;
use wire::console::reviews::{Decision, DecisionKind, ReviewItem, ReviewProgress, ReviewScope};

/// How many items a review has, and how many of them one page of an answer has.
const ITEMS: usize = 10_000;
const PAGE: usize = 2_500;

/// An access review of all accounts, and what a browser does with one of 10,000.
pub(crate) fn measure(people: &People, lists: Lists<'_>) {
    let connections = people.connections();
    let scope = ReviewScope {
        connections: connections.map(|one| one.id.clone()).collect(),
        roles: Vec::new(),
        admins_only: false,
        disabled: true,
        filters: Vec::new(),
    };
    let now = "2026-01-15T00:00:00Z";
    let start = Watch::start();
    let freezing = Freezing::new(people, &scope, DriftSettings::default(), now);
    let mut freezing = freezing.unwrap_or_else(|_| std::process::exit(1));
    let longest = slices(|| freezing.step(people, lists, 500));
    let mut items = freezing.finish(people).items;
    print("freezing 300,000 accounts, all", start.elapsed());
    print("freezing, longest slice (500 accounts)", longest);
    assert_eq!(items.len(), 300_000);

    items.truncate(ITEMS);
    let mut longest = Duration::ZERO;
    for page in items.chunks(PAGE) {
        let text = serde_json::to_string(page).unwrap_or_default();
        let start = Watch::start();
        let read: Vec<ReviewItem> = serde_json::from_str(&text).unwrap_or_default();
        longest = longest.max(start.elapsed());
        assert_eq!(read, page);
    }
    print("reading a page of a review (2,500 items), longest", longest);
    let mut next = items.chunks(250);
    let longest = slices(|| {
        let some = next.next().unwrap_or_default();
        let changes = some
            .iter()
            .map(|item| compare_with_now(people, lists, item));
        assert!(
            changes
                .into_iter()
                .all(|now| now == ItemNow::Known(Vec::new()))
        );
        !some.is_empty()
    });
    print("comparing a review, longest slice (250 items)", longest);
    let decisions: Vec<Decision> = (0..ITEMS).map(decision).collect();
    let start = Watch::start();
    let progress: ReviewProgress = decisions.iter().collect();
    let revoked = revoked_accounts(&items, &decisions);
    print("counting 10,000 decisions", start.elapsed());
    assert_eq!((progress.revoked, revoked.len()), (ITEMS / 10, ITEMS / 10));
}

fn decision(item: usize) -> Decision {
    let revoked = item.is_multiple_of(10);
    Decision {
        item,
        decision: Some(if revoked {
            DecisionKind::Revoke
        } else {
            DecisionKind::Keep
        }),
        comment: String::new(),
        version: 1,
        at: "2026-01-15T00:00:00.000000Z".to_owned(),
        by: Some(format!("reviewer {}", item % 7)),
        via: Some("local".to_owned()),
    }
}

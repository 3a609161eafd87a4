//! Access reviews, on a server.

use super::cluster::{Way, database, number, run};
use super::{PASSWORD, configured};
use crate::people_store::json_of;
use crate::reviews::{decisions, opened, review};
use crate::running::{Platform, Running, wait};
use audit_store::{DatabaseUrl, Location, Store};
use std::thread;
use test_support::review_store::{holds_decisions, holds_reviews};

/// The store in the database at `url`.
async fn store(url: &str) -> Store {
    let location = Location::Server(DatabaseUrl(url.to_owned()));
    Store::open(&location).await.unwrap()
}

#[test]
fn reviews_and_decisions_are_found_as_they_were_written_by_another_server() {
    let (reviews, decided) = (database("reviews"), database("review_decisions"));
    wait(async {
        let (writer, reader) = (store(&reviews).await, store(&reviews).await);
        holds_reviews(&*writer.reviews, &*reader.reviews).await;
        let (writer, reader) = (store(&decided).await, store(&decided).await);
        holds_decisions(&*writer.reviews, &*reader.reviews).await;
    });
}

#[test]
fn reviewers_at_two_servers_do_not_overwrite_each_other() {
    let platform = Platform::answering("200 OK");
    let url = database("reviews_shared");
    let folder = configured("reviews_shared", &platform.base(), &url, "");
    let replicas = [Running::start(&folder), Running::start(&folder)];
    let [one, other] = &replicas;
    let open = opened(one, 20);
    let id = open["id"].as_str().unwrap();
    assert_eq!(review(other, id).body, review(one, id).body);

    // Many at once at both of them: each about the same item, and about one of their own.
    let answers = thread::scope(|scope| {
        let changes = (0..16).map(|number| {
            let browser = replicas[number % 2].app().browser();
            scope.spawn(move || {
                let shared = wait(browser.decide(id, 19, 0, "keep"));
                (shared, wait(browser.decide(id, number, 0, "revoke")))
            })
        });
        let changes: Vec<_> = changes.collect();
        let answers = changes.into_iter().map(|change| change.join().unwrap());
        answers.collect::<Vec<_>>()
    });
    assert!(answers.iter().all(|(_, own)| own.status == 200));
    let (made, refused): (Vec<_>, Vec<_>) =
        answers.iter().partition(|(shared, _)| shared.status == 200);
    assert_eq!((made.len(), refused.len()), (1, 15));
    let row = &json_of(&made[0].0)["rows"][0];
    for (answer, _) in refused {
        assert_eq!(answer.status, 409, "{}", answer.body);
        assert_eq!(json_of(answer)["conflicts"][0]["current"], *row);
    }
    for replica in &replicas {
        let progress = &json_of(&review(replica, id))["progress"];
        assert_eq!(
            (&progress["kept"], &progress["revoked"]),
            (&1.into(), &16.into())
        );
    }

    // It is closed at one of them as it was read, and closed at the other.
    let revision = json_of(&review(other, id))["revision"].as_u64().unwrap();
    let browser = one.app().browser();
    let stale = wait(browser.close_review(id, revision - 1));
    assert_eq!(stale.status, 409, "{}", stale.body);
    let closed = wait(browser.close_review(id, revision));
    assert_eq!(closed.status, 200, "{}", closed.body);
    let late = wait(other.app().browser().decide(id, 18, 0, "keep"));
    assert_eq!(late.status, 409, "{}", late.body);
    for replica in replicas {
        replica.stop();
    }
}

#[test]
fn a_database_of_the_version_before_gets_the_tables_of_reviews() {
    let platform = Platform::answering("200 OK");
    let url = database("reviews_before");
    let folder = configured("reviews_before", &platform.base(), &url, "");
    Running::start(&folder).stop();
    run(
        &url,
        "DROP TABLE review_receipts; DROP TABLE review_decisions; DROP TABLE review_items; DROP TABLE reviews; \
         DELETE FROM _sqlx_migrations WHERE version = 9",
    );
    let running = Running::start(&folder);
    assert_eq!(opened(&running, 1)["state"], "open");
    running.stop();
    assert_eq!(number(&url, "SELECT max(version) FROM _sqlx_migrations"), 9);
}

#[test]
fn while_the_database_is_away_nothing_is_decided_and_nothing_is_lost() {
    let platform = Platform::answering("200 OK");
    let way = Way::new();
    database("reviews_away");
    let url = way.url("reviews_away", PASSWORD);
    let folder = configured("reviews_away", &platform.base(), &url, "");
    let running = Running::start(&folder);
    let open = opened(&running, 2);
    let id = open["id"].as_str().unwrap();
    let browser = running.app().browser();
    assert_eq!(wait(browser.decide(id, 0, 0, "revoke")).status, 200);
    let before = decisions(&running, id);
    way.cut();
    let answers = [
        review(&running, id),
        decisions(&running, id),
        wait(browser.decide(id, 1, 0, "keep")),
        wait(browser.close_review(id, open["revision"].as_u64().unwrap() + 1)),
    ];
    for answer in &answers {
        assert_eq!(answer.status, 503, "{}", answer.body);
        assert!(answer.is_gateways_own(), "{}", answer.body);
        assert!(!answer.body.contains(PASSWORD), "{}", answer.body);
    }
    way.mend();
    assert_eq!(decisions(&running, id).body, before.body);
    assert_eq!(wait(browser.decide(id, 1, 0, "keep")).status, 200);
    running.stop();
}

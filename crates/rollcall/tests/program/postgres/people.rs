//! What is kept about people, on a server.

use super::cluster::{Way, database, number, run};
use super::{PASSWORD, configured};
use crate::audit_log_reads::audit;
use crate::mock::Mock;
use crate::people_store::{ANA, json_of, link, people};
use crate::running::{Folder, Platform, Running, wait};
use audit_store::{DatabaseUrl, Location, Store};
use std::thread;
use test_support::people_store::{holds_receipts, holds_rows};

/// The store in the database at `url`.
async fn store(url: &str) -> Store {
    let location = Location::Server(DatabaseUrl(url.to_owned()));
    Store::open(&location).await.unwrap()
}

#[test]
fn rows_and_receipts_are_found_as_they_were_written_by_another_server() {
    let (rows, receipts) = (database("people_rows"), database("people_receipts"));
    wait(async {
        let (writer, reader) = (store(&rows).await, store(&rows).await);
        holds_rows(&*writer.people, &*reader.people).await;
        holds_receipts(&*store(&receipts).await.people).await;
    });
}

#[test]
fn two_servers_see_each_others_links_and_of_changes_at_once_one_is_made() {
    let platform = Platform::answering("200 OK");
    let url = database("people_shared");
    let folder = configured("people_shared", &platform.base(), &url, "");
    let replicas = [Running::start(&folder), Running::start(&folder)];
    let [one, other] = &replicas;
    assert_eq!(link(one, "ana", ANA, 0).status, 200);
    let seen = people(other);
    assert_eq!(json_of(&seen)["assignments"][0]["person"], ANA);
    let browser = one.app().browser();
    let tag = seen.header("etag").unwrap();
    assert_eq!(wait(browser.load_people_unless(tag)).status, 304);

    // Many at once at both of them, again and again.
    for round in 0..5 {
        let version = json_of(&people(one))["revision"].as_u64().unwrap();
        let answers = thread::scope(|scope| {
            let changes = (0..16).map(|number| {
                let replica = &replicas[number % 2];
                let person = format!("person {round} {number}");
                scope.spawn(move || (link(replica, "ana", &person, version), person))
            });
            let changes: Vec<_> = changes.collect();
            let answers = changes.into_iter().map(|change| change.join().unwrap());
            answers.collect::<Vec<_>>()
        });
        let (made, refused): (Vec<_>, Vec<_>) =
            answers.iter().partition(|(answer, _)| answer.status == 200);
        assert_eq!((made.len(), refused.len()), (1, 15));
        let (_, person) = made[0];
        for (answer, _) in refused {
            assert_eq!(answer.status, 409, "{}", answer.body);
            let current = &json_of(answer)["conflicts"][0]["current"];
            assert_eq!(current["person"], **person, "{}", answer.body);
            assert_eq!(current["version"], version + 1);
        }
        for replica in &replicas {
            assert_eq!(
                json_of(&people(replica))["assignments"][0]["person"],
                **person
            );
        }
    }
    for replica in replicas {
        replica.stop();
    }
}

#[test]
fn a_database_of_the_version_before_is_brought_up_to_date() {
    let platform = Platform::answering("200 OK");
    let url = database("people_before");
    let folder = configured("people_before", &platform.base(), &url, "");
    Running::start(&folder).stop();
    run(
        &url,
        "DROP TABLE people; DROP TABLE people_state; DROP TABLE receipt_people; \
         DROP TABLE receipts; DROP TABLE review_receipts; DROP TABLE review_decisions; DROP TABLE review_items; \
         DROP TABLE reviews; DELETE FROM _sqlx_migrations WHERE version >= 8",
    );
    let running = Running::start(&folder);
    assert_eq!(link(&running, "ana", ANA, 0).status, 200);
    running.stop();
    let versions = "SELECT max(version) FROM _sqlx_migrations";
    assert_eq!(number(&url, versions), 9);
}

#[test]
fn while_the_database_is_away_people_are_neither_read_nor_changed() {
    let platform = Platform::answering("200 OK");
    let way = Way::new();
    database("people_away");
    let url = way.url("people_away", PASSWORD);
    let folder = configured("people_away", &platform.base(), &url, "");
    let running = Running::start(&folder);
    assert_eq!(link(&running, "ana", ANA, 0).status, 200);
    way.cut();
    let browser = running.app().browser();
    let (read, changed) = (people(&running), link(&running, "ana", "bob", 1));
    let listed = wait(browser.list_receipts(""));
    let stored = wait(browser.hand_in_receipt(ANA, &[], "{}"));
    for answer in [&read, &changed, &listed, &stored] {
        assert_eq!(answer.status, 503, "{}", answer.body);
        assert!(answer.is_gateways_own(), "{}", answer.body);
        assert!(!answer.body.contains(PASSWORD), "{}", answer.body);
    }
    way.mend();
    let now = json_of(&people(&running));
    assert_eq!(
        (&now["revision"], &now["assignments"][0]["person"]),
        (&1.into(), &ANA.into())
    );
    let changed = link(&running, "ana", "bob", 1);
    assert_eq!(changed.status, 200, "{}", changed.body);
    running.stop();
}

#[test]
fn a_database_that_only_reads_answers_people_and_refuses_changes() {
    let platform = Platform::answering("200 OK");
    let url = database("people_standby");
    let folder = configured("people_standby", &platform.base(), &url, "");
    let running = Running::start(&folder);
    assert_eq!(link(&running, "ana", ANA, 0).status, 200);
    let only_reads = |is: &str| {
        let sql = format!(
            "ALTER DATABASE people_standby SET default_transaction_read_only = {is}; \
             SELECT pg_terminate_backend(pid) FROM pg_stat_activity \
             WHERE datname = 'people_standby' AND pid <> pg_backend_pid()"
        );
        run(&url.replace("/people_standby", "/postgres"), &sql);
    };
    only_reads("on");
    let refused = link(&running, "ana", "bob", 1);
    assert_eq!(refused.status, 503, "{}", refused.body);
    assert_eq!(json_of(&people(&running))["assignments"][0]["person"], ANA);
    only_reads("off");
    running.stop();
}

#[test]
fn a_command_works_beside_a_server_on_one_database() {
    let mock = Mock::start();
    let folder = Folder::with_page("people_command");
    folder.write("database-url", &database("people_command"));
    let audit_log = "[audit]\ndatabase_url_file = \"database-url\"";
    folder.write("rollcall.toml", &mock.config(audit_log));
    let running = Running::start(&folder);
    let ana = "ana.popescu@harborline.example";
    let leave = format!("leave {ana} --yes --receipts receipts");
    crate::people_command::run(&folder, &leave).with_code(0);
    let departed = &json_of(&people(&running))["departed"][0];
    assert_eq!(departed["person"], ana);
    assert_eq!(departed["via"], "command-line");
    running.stop();
    let path = folder.path(&format!("receipts/receipt-{ana}.json"));
    let (fine, said) = audit(&folder, &["verify", "--receipt", path.to_str().unwrap()]);
    assert!(fine, "{said}");
}

//! Who reads a database, and of which version it is.

use super::cluster::{database, number, run};
use super::configured;
use crate::audit_log_reads::{audit, change, exported};
use crate::running::{Folder, Platform, Running, program, status};
use std::thread;

/// A database with one change.
fn recorded(name: &str) -> (String, Folder) {
    let platform = Platform::answering("200 OK");
    let url = database(name);
    let folder = configured(name, &platform.base(), &url, "");
    let running = Running::start(&folder);
    change(running.address, "ada").unwrap();
    running.stop();
    (url, folder)
}

fn failure(folder: &Folder, command: &str, argument: Option<&str>) -> String {
    let output = program(folder, command).args(argument).output().unwrap();
    assert_eq!(output.status.code(), Some(1), "{output:?}");
    String::from_utf8(output.stderr).unwrap() + &String::from_utf8(output.stdout).unwrap()
}

#[test]
fn a_role_that_may_only_read_the_trail_can_verify_and_export_it() {
    let (url, folder) = recorded("reading");
    run(
        &url,
        "DROP ROLE IF EXISTS auditor; CREATE ROLE auditor LOGIN; \
         GRANT SELECT ON trail TO auditor",
    );
    folder.write("database-url", &url.replace("postgres@", "auditor@"));
    let (fine, text) = audit(&folder, &["verify"]);
    assert!(!fine, "{text}");
    run(&url, "GRANT SELECT ON _sqlx_migrations TO auditor");
    let (fine, text) = audit(&folder, &["verify"]);
    assert!(fine && text.starts_with("2 rows hold."), "{text}");
    assert_eq!(exported(&folder).len(), 1);
    run(&url, "DROP OWNED BY auditor; DROP ROLE auditor");
}

#[test]
fn looking_at_a_trail_brings_nothing_up_to_date() {
    let (url, folder) = recorded("untouched");
    // As it was before the index of times.
    run(
        &url,
        "DROP INDEX trail_times; DELETE FROM _sqlx_migrations WHERE version >= 5",
    );
    let said = failure(&folder, "audit", Some("verify"));
    assert!(
        said.contains("its tables are of version 4, from an older Rollcall"),
        "{said}"
    );
    let versions = "SELECT max(version) FROM _sqlx_migrations";
    assert_eq!(number(&url, versions), 4);
    run(
        &url,
        "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time) \
         VALUES (9000, 'x', true, ''::bytea, 1)",
    );
    for said in [
        failure(&folder, "serve", None),
        failure(&folder, "check", None),
        failure(&folder, "audit", Some("verify")),
    ] {
        let words = "a newer Rollcall brought its tables to version 9000";
        assert!(
            said.contains(words) && !said.contains("migration"),
            "{said}"
        );
    }
}

#[test]
fn a_role_that_is_refused_is_not_named() {
    let (url, folder) = recorded("refused");
    run(
        &url,
        "DROP ROLE IF EXISTS \"planted-locked\"; CREATE ROLE \"planted-locked\" NOLOGIN",
    );
    for role in ["planted-nobody", "planted-locked"] {
        let url = url.replace("postgres@", &format!("{role}:planted-word@"));
        folder.write("database-url", &url);
        for (command, argument) in [("serve", None), ("check", None), ("audit", Some("verify"))] {
            let said = failure(&folder, command, argument);
            assert!(!said.contains("planted"), "{said}");
            assert!(said.contains("the database says: role “…”"), "{said}");
        }
    }
    run(&url, "DROP ROLE \"planted-locked\"");
}

#[test]
fn a_server_whose_database_only_reads_is_not_ready_until_it_writes_again() {
    let platform = Platform::answering("200 OK");
    let url = database("standby");
    let folder = configured("standby", &platform.base(), &url, "");
    let running = Running::start(&folder);
    let wait_for = |wanted: u16| {
        while running.get("/readyz").status != wanted {
            thread::yield_now();
        }
    };
    wait_for(200);
    let only_reads = |is: &str| {
        let sql = format!(
            "ALTER DATABASE standby SET default_transaction_read_only = {is}; \
             SELECT pg_terminate_backend(pid) FROM pg_stat_activity \
             WHERE datname = 'standby' AND pid <> pg_backend_pid()"
        );
        run(&url.replace("/standby", "/postgres"), &sql);
    };
    only_reads("on");
    wait_for(503);
    let refused = change(running.address, "ada").unwrap();
    assert_eq!(status(&refused), "503");
    assert!(refused.contains("read-only transaction"), "{refused}");
    assert_eq!(running.get("/api/trail").status, 200);
    only_reads("off");
    wait_for(200);
    assert_eq!(status(&change(running.address, "ada").unwrap()), "200");
    let log = running.stop();
    assert!(log.contains("the audit log can be written again"), "{log}");
}

#[test]
fn check_says_what_the_user_of_a_database_may_not_do() {
    const ROLE: &str = "rights_nobody";
    let url = database("rights");
    let folder = configured("rights", "http://127.0.0.1:1", &url, "");
    run(
        &url,
        &format!("DROP ROLE IF EXISTS {ROLE}; CREATE ROLE {ROLE} LOGIN"),
    );
    let said = failure(&folder, "check", None);
    assert!(!said.contains("audit log:"), "{said}");
    let as_role = url.replace("postgres@", &format!("{ROLE}@"));
    folder.write("database-url", &as_role);
    let said = failure(&folder, "check", None);
    assert!(
        said.contains("its user may not create tables in it"),
        "{said}"
    );

    let (url, folder) = recorded("rights_to_write");
    let said = failure(&folder, "check", None);
    assert!(!said.contains("audit log:"), "{said}");
    let reading = format!("GRANT SELECT ON ALL TABLES IN SCHEMA public TO {ROLE}");
    run(&url, &reading);
    folder.write(
        "database-url",
        &url.replace("postgres@", &format!("{ROLE}@")),
    );
    let said = failure(&folder, "check", None);
    assert!(said.contains("its user may not write the tables"), "{said}");
    run(&url, &format!("DROP OWNED BY {ROLE}; DROP ROLE {ROLE}"));
}

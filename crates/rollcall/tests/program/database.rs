//! The database of the audit log: its file, its URL, its version.

use crate::audit_log_reads::{audit, change, exported};
use crate::running::{Folder, Platform, Running, config, program, wait};
use sqlx::{Connection, SqliteConnection};
use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::Path;

/// Runs `sql` in the database at `file`.
pub(crate) fn run(file: &Path, sql: &str) {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap()
        .block_on(async {
            let url = format!("sqlite://{}", file.display());
            let mut connection = SqliteConnection::connect(&url).await.unwrap();
            let sql = sqlx::AssertSqlSafe(sql.to_owned());
            sqlx::raw_sql(sql).execute(&mut connection).await.unwrap();
            connection.close().await.unwrap();
        });
}

/// A folder with an audit log of three changes, and the process that serves from it.
fn recorded(test: &str, more: &str) -> (Folder, Running) {
    let folder = Folder::new(test);
    let platform = Platform::answering("200 OK");
    folder.write("rollcall.toml", &config(&platform.base(), more));
    let running = Running::start(&folder);
    for name in ["ada", "bob", "carl"] {
        change(running.address, name).unwrap();
    }
    platform.stop();
    (folder, running)
}

/// What is in `folder`: each file's bytes, and when it was written.
fn all(folder: &Path) -> BTreeMap<String, (Vec<u8>, std::time::SystemTime)> {
    let files = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap());
    let files = files.filter(|entry| entry.metadata().unwrap().is_file());
    let read = |entry: fs::DirEntry| {
        let name = entry.file_name().into_string().unwrap();
        let written = entry.metadata().unwrap().modified().unwrap();
        (name, (fs::read(entry.path()).unwrap(), written))
    };
    files.map(read).collect()
}

fn failure(folder: &Folder, command: &str) -> String {
    let output = program(folder, command).output().unwrap();
    assert_eq!(output.status.code(), Some(1), "{output:?}");
    String::from_utf8(output.stderr).unwrap() + &String::from_utf8(output.stdout).unwrap()
}

#[test]
fn a_second_server_is_refused_by_whatever_name_it_knows_the_file() {
    let (folder, running) = recorded("names", "");
    let file = folder.path("rollcall-audit.db");
    fs::create_dir(folder.path("other")).unwrap();
    symlink(&file, folder.path("link.db")).unwrap();
    symlink(folder.path("link.db"), folder.path("other/second.db")).unwrap();
    symlink(folder.path("."), folder.path("there")).unwrap();
    fs::hard_link(&file, folder.path("hard.db")).unwrap();
    fs::hard_link(&file, folder.path("other/hard.db")).unwrap();
    for name in [
        "link.db",
        "other/second.db",
        "there/rollcall-audit.db",
        "other/../rollcall-audit.db",
        "hard.db",
        "other/hard.db",
    ] {
        let more = format!("[audit]\nfile = \"{name}\"");
        folder.write("rollcall.toml", &config("http://127.0.0.1:1", &more));
        let said = failure(&folder, "serve");
        assert!(
            said.contains("another rollcall serves from"),
            "{name}: {said}"
        );
    }
    running.stop();
    let output = Running::start(&folder).stop();
    assert!(output.contains("has a second name"), "{output}");
}

#[test]
fn nobody_else_may_read_the_files_of_the_trail() {
    let (folder, running) = recorded("modes", "[audit]\nfile = \"link.db\"");
    let mode = |name: &str| {
        fs::metadata(folder.path(name))
            .unwrap()
            .permissions()
            .mode()
            & 0o777
    };
    for name in ["link.db", "link.db-wal", "link.db-shm", "link.db-lock"] {
        assert_eq!(mode(name), 0o600, "{name}");
    }
    let log = running.stop();
    assert!(!log.contains("chmod"), "{log}");
    for name in ["link.db", "link.db-lock"] {
        fs::set_permissions(folder.path(name), fs::Permissions::from_mode(0o644)).unwrap();
    }
    let log = Running::start(&folder).stop();
    assert_eq!(log.matches("chmod 600").count(), 2, "{log}");
    assert!(log.contains("link.db (mode 0644)"), "{log}");
}

#[test]
fn a_link_to_a_file_that_is_not_there_yet_leads_to_one_that_nobody_else_may_read() {
    let folder = Folder::new("dangling");
    fs::create_dir(folder.path("data")).unwrap();
    symlink(
        folder.path("data/real.db"),
        folder.path("rollcall-audit.db"),
    )
    .unwrap();
    folder.write("rollcall.toml", &config("http://127.0.0.1:1", ""));
    Running::start(&folder).stop();
    let found = fs::metadata(folder.path("data/real.db")).unwrap();
    assert_eq!(found.permissions().mode() & 0o777, 0o600);
    assert!(folder.path("data/real.db-lock").is_file());
}

#[test]
fn a_file_of_any_name_is_used_by_that_name() {
    for name in ["[a] b%41?c#d.db", "data:1/../x y.db", "%2e%2e.db"] {
        let folder = Folder::new("any-name");
        fs::create_dir(folder.path("data:1")).unwrap();
        let more = format!("[audit]\nfile = \"{name}\"");
        folder.write("rollcall.toml", &config("http://127.0.0.1:1", &more));
        Running::start(&folder).stop();
        assert!(folder.path(name).is_file(), "{name}");
        let (fine, text) = audit(&folder, &["verify"]);
        assert!(fine && text.starts_with("0 rows hold."), "{text}");
    }
}

#[test]
fn reading_the_audit_log_changes_nothing_in_its_folder() {
    let (folder, running) = recorded("untouched", "");
    let look = |rows: &str, is_served: bool| {
        let (fine, text) = audit(&folder, &["verify"]);
        assert!(fine && text.starts_with(rows), "{text}");
        assert_eq!(exported(&folder).len(), 3);
        // The platform is away, the database is not.
        let said = failure(&folder, "check");
        assert!(!said.contains("audit log:") || is_served, "{said}");
        let words = "audit log: another rollcall serves from rollcall-audit.db already";
        assert_eq!(said.contains(words), is_served, "{said}");
    };
    // While it is served, and goes on to be.
    look("6 rows hold.", true);
    running.kill();
    // What the killed server left beside it belongs to it.
    let left = all(&folder.path("."));
    assert!(!left["rollcall-audit.db-wal"].0.is_empty());
    look("6 rows hold.", false);
    let now = all(&folder.path("."));
    for name in ["rollcall-audit.db", "rollcall-audit.db-wal"] {
        assert!(now[name] == left[name], "{name}");
    }
    assert!(now.keys().eq(left.keys()));
    // As it is copied, without the index of the log.
    fs::remove_file(folder.path("rollcall-audit.db-shm")).unwrap();
    let left = all(&folder.path("."));
    look("6 rows hold.", false);
    assert!(all(&folder.path(".")) == left);
    // As it is once a server has ended in order.
    Running::start(&folder).stop();
    let left = all(&folder.path("."));
    assert!(
        !left.contains_key("rollcall-audit.db-wal"),
        "{:?}",
        left.keys()
    );
    look("6 rows hold.", false);
    assert!(all(&folder.path(".")) == left);
}

#[test]
fn a_database_of_another_version_is_named_so_and_left_as_it_is() {
    let (folder, running) = recorded("versions", "");
    running.stop();
    let file = folder.path("rollcall-audit.db");
    run(
        &file,
        "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time) \
         VALUES (9000, 'x', 1, x'00', 1)",
    );
    let before = fs::read(&file).unwrap();
    let verify = |folder: &Folder| {
        let output = program(folder, "audit").arg("verify").output().unwrap();
        assert_eq!(output.status.code(), Some(1));
        String::from_utf8(output.stderr).unwrap()
    };
    for said in [
        failure(&folder, "serve"),
        failure(&folder, "check"),
        verify(&folder),
    ] {
        for words in [
            "a newer Rollcall brought its tables to version 9000",
            env!("CARGO_PKG_VERSION"),
            "up to version",
            "Use the newer program",
        ] {
            assert!(said.contains(words), "{said}");
        }
        assert!(!said.contains("migration"), "{said}");
    }
    assert!(fs::read(&file).unwrap() == before);
    run(&file, "DELETE FROM _sqlx_migrations WHERE version > 5");
    let before = fs::read(&file).unwrap();
    let said = verify(&folder);
    assert!(
        said.contains("its tables are of version 5, from an older Rollcall"),
        "{said}"
    );
    assert!(fs::read(&file).unwrap() == before);
    run(
        &file,
        "UPDATE _sqlx_migrations SET checksum = x'00' WHERE version = 2",
    );
    let said = failure(&folder, "serve");
    assert!(said.contains("another Rollcall made its tables"), "{said}");
    run(&file, "DROP TABLE _sqlx_migrations");
    let said = verify(&folder);
    assert!(said.contains("it has no tables of Rollcall"), "{said}");
    fs::write(&file, "no database, but a text that is long enough for one").unwrap();
    let said = verify(&folder);
    assert!(said.contains("rollcall-audit.db cannot be"), "{said}");
}

/// As on a full disk: nothing can be written, and everything read.
const FULL: &str = "CREATE TRIGGER full_trail BEFORE INSERT ON trail \
                        BEGIN SELECT RAISE(ABORT, 'database or disk is full'); END; \
                    CREATE TRIGGER full_instances BEFORE UPDATE ON instances \
                        BEGIN SELECT RAISE(ABORT, 'database or disk is full'); END;";
const ROOM: &str = "DROP TRIGGER full_trail; DROP TRIGGER full_instances;";

/// Waits until `/readyz` answers with this status.
fn wait_for_readiness(running: &Running, wanted: u16) {
    while running.get("/readyz").status != wanted {
        std::thread::yield_now();
    }
}

#[test]
fn while_nothing_can_be_written_the_server_is_not_ready_and_the_log_says_it_once() {
    let (folder, running) = recorded("full", "");
    folder.write("dist/index.html", "<!doctype html>");
    let file = folder.path("rollcall-audit.db");
    wait_for_readiness(&running, 200);
    run(&file, FULL);
    for _ in 0..200 {
        let refused = change(running.address, "dora").unwrap();
        assert!(refused.starts_with("HTTP/1.1 503 "), "{refused}");
        assert!(refused.contains("database or disk is full"), "{refused}");
    }
    let unready = running.get("/readyz");
    assert_eq!(unready.status, 503);
    assert!(
        unready.body.contains("cannot be reached or written"),
        "{unready}"
    );
    for path in ["/healthz", "/api/trail"] {
        assert_eq!(running.get(path).status, 200, "{path}");
    }
    run(&file, ROOM);
    wait_for_readiness(&running, 200);
    let made = change(running.address, "dora").unwrap();
    assert!(
        made.starts_with("HTTP/1.1 502 "),
        "its platform is away: {made}"
    );
    // The server notices without a change.
    run(&file, FULL);
    wait_for_readiness(&running, 503);
    run(&file, ROOM);
    wait_for_readiness(&running, 200);
    let log = running.stop();
    let count = |words: &str| log.matches(words).count();
    assert_eq!(count("the audit log cannot be written"), 2, "{log}");
    assert_eq!(count("the audit log can be written again"), 2, "{log}");
    assert_eq!(count("refused, as others are"), 1, "{log}");
    let refused = log.lines().filter(|line| {
        line.contains(r#""connection":"pivot""#) && line.contains(r#""status":503"#)
    });
    assert_eq!(refused.count(), 1, "{log}");
    assert!(audit(&folder, &["verify"]).0);
}

#[test]
fn an_export_marks_a_damaged_row_and_says_so() {
    let (folder, running) = recorded("damaged", "");
    let file = folder.path("rollcall-audit.db");
    run(&file, "UPDATE trail SET content = '{' WHERE number = 3");
    let browser = running.app().browser();
    let page = wait(browser.read_audit_log(""));
    assert_eq!(page.status, 200, "{page}");
    for part in ["carl", r#""damage":"row 3 does not hold a change"#] {
        assert!(page.body.contains(part), "{page}");
    }
    let table = wait(browser.export_audit_log("format=csv")).body;
    assert!(
        table.contains("row 3 does not hold a change") && table.contains("carl"),
        "{table}"
    );
    let log = running.stop();
    assert!(
        log.contains("the export contains entries that cannot be read"),
        "{log}"
    );
    let output = program(&folder, "audit")
        .args(["export", "--kind", "change"])
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(1));
    let (text, said) = (
        String::from_utf8(output.stdout).unwrap(),
        String::from_utf8(output.stderr).unwrap(),
    );
    assert_eq!(text.lines().count(), 3, "{text}");
    assert_eq!(text.matches("damage").count(), 1, "{text}");
    assert!(said.contains("1 of the changes cannot be read"), "{said}");
}

#[test]
fn nothing_of_a_database_urls_user_and_password_is_said() {
    for url in [
        "postgres://planted-user:Sup@planted/secret@127.0.0.1:1/db",
        "postgres://planted-user:planted/secret@127.0.0.1:1/db",
        "postgres://planted-user:1/planted@127.0.0.1:1/db",
        "postgres://planted-user:pl?planted@127.0.0.1:1/db",
        "postgres://planted-user:pl#planted@127.0.0.1:1/db",
        "postgres://planted-user:planted word@127.0.0.1:1/db",
        "postgres://planted-user:planted%ff@127.0.0.1:1/db",
        "postgres://planted-user:planted@[::1/db",
        "postgres://planted-user:planted@127.0.0.1:planted/db",
        "postgres://planted-user:planted@127.0.0.1:1/db?sslmode=planted",
        "postgres://planted-user:planted@127.0.0.1:1/db?planted=planted",
        "postgres://127.0.0.1:1/db?user=planted-user&password=planted",
        "postgres://planted-user:planted@127.0.0.1:1/db",
        "mysql://planted-user:planted@127.0.0.1:1/db",
        "planted-user:planted@127.0.0.1:1/db",
    ] {
        let folder = Folder::new("userinfo");
        folder.write("url", url);
        let more = "[audit]\ndatabase_url_file = \"url\"";
        folder.write("rollcall.toml", &config("http://127.0.0.1:1", more));
        let verify = program(&folder, "audit").arg("verify").output().unwrap();
        let verify = String::from_utf8(verify.stderr).unwrap();
        for said in [failure(&folder, "serve"), failure(&folder, "check"), verify] {
            assert!(
                !said.contains("planted") && !said.contains("Sup"),
                "{url}: {said}"
            );
            assert!(said.contains("database"), "{url}: {said}");
        }
        // In the wrong place.
        for setting in ["file", "database_url_file", "database_url_env"] {
            let more = format!("[audit]\n{setting} = \"{url}\"");
            folder.write("rollcall.toml", &config("http://127.0.0.1:1", &more));
            let said = failure(&folder, "serve");
            assert!(
                !said.contains("planted") && said.contains(setting),
                "{url}: {said}"
            );
        }
    }
}

use super::super::chain::{Entry, Head};
use super::super::tests::{Folder, add, change, five, start, tamper, verification, verified};
use super::Fault;
use gateway::Outcome;

/// Holds that these faults are found once `sql` has changed the audit log.
async fn finds(test: &str, sql: &str, faults: &[Fault]) {
    let folder = Folder::new(test);
    five(&folder.file()).await;
    tamper(&folder.file(), sql).await;
    assert_eq!(
        verified(&folder.file()).await.unwrap_err(),
        faults,
        "{test}"
    );
}

#[tokio::test]
async fn a_row_that_is_changed_missing_or_moved_is_found() {
    for (test, tampering, faults) in [
        (
            "content",
            "UPDATE trail SET content = replace(content, 'say', 'sax') WHERE number = 3",
            &[Fault::Changed(3)][..],
        ),
        (
            "time",
            "UPDATE trail SET at = '2020' WHERE number = 9",
            &[Fault::Changed(9)],
        ),
        (
            "instance",
            "UPDATE trail SET instance = instance - 1 WHERE number = 9",
            &[Fault::Changed(9)],
        ),
        (
            "hash",
            "UPDATE trail SET hash = zeroblob(32) WHERE number = 2",
            &[Fault::Changed(2), Fault::Changed(3)],
        ),
        (
            "gone",
            "DELETE FROM trail WHERE number = 4",
            &[Fault::Missing(4)],
        ),
        (
            "gap",
            "DELETE FROM trail WHERE number BETWEEN 4 AND 6",
            &[Fault::MissingRange(4, 6)],
        ),
        (
            "first",
            "DELETE FROM trail WHERE number = 1",
            &[Fault::Missing(1), Fault::Orphan(2)],
        ),
        (
            "closed-up",
            "DELETE FROM trail WHERE number = 8; \
             UPDATE trail SET number = number - 1 WHERE number > 8",
            &[Fault::Changed(8)],
        ),
        (
            "moved",
            "UPDATE trail SET number = 100 WHERE number = 5; \
             UPDATE trail SET number = 5 WHERE number = 7; \
             UPDATE trail SET number = 7 WHERE number = 100",
            &[
                Fault::Changed(5),
                Fault::Changed(6),
                Fault::Orphan(6),
                Fault::Changed(7),
                Fault::Changed(8),
            ],
        ),
    ] {
        finds(test, tampering, faults).await;
    }
}

#[tokio::test]
async fn a_row_that_was_added_by_hand_is_found() {
    for (test, number, kind, faults) in [
        ("zero", 0, "ended", Fault::Number(0)),
        ("lowest", i64::MIN, "asked", Fault::Number(i64::MIN)),
        ("next", 10, "ended", Fault::Changed(10)),
        (
            "far",
            i64::MAX,
            "ended",
            Fault::MissingRange(10, i64::MAX - 1),
        ),
    ] {
        let change = if kind == "asked" { "x" } else { "e" };
        let sql = format!(
            "INSERT INTO trail (number, at, kind, change, content, hash, instance) \
             VALUES ({number}, '2026', '{kind}', '{change}', '{{\"status\":200}}', \
                     zeroblob(32), 1)"
        );
        finds(test, &sql, &[faults]).await;
    }
}

#[tokio::test]
async fn a_row_that_cannot_be_read_is_found() {
    let folder = Folder::new("unreadable");
    five(&folder.file()).await;
    let sql = "UPDATE trail SET content = CAST(x'ff' AS TEXT) WHERE number = 4";
    tamper(&folder.file(), sql).await;
    let faults = verified(&folder.file()).await.unwrap_err();
    assert!(
        matches!(faults[..], [Fault::Unreadable(4, _)]),
        "{faults:?}"
    );
}

#[tokio::test]
async fn rows_that_contradict_those_before_them_are_found_though_their_hashes_are_right() {
    let ended = |id, status| Entry::ended(id, &Outcome::Status(status)).unwrap();
    let unknown = |id| Entry::unknown(id).unwrap();
    for (test, entries, faults) in [
        ("orphan", vec![ended("x", 200)], vec![Fault::Orphan(10)]),
        (
            "other",
            vec![ended("a", 500)],
            vec![Fault::Contradiction(10)],
        ),
        ("same", vec![ended("a", 200)], vec![]),
        ("late", vec![unknown("e"), ended("e", 200)], vec![]),
        ("taken-for-dead", vec![unknown("a")], vec![]),
        (
            "unclear",
            vec![Entry {
                needs_change: false,
                ..Entry::not_made("x").unwrap()
            }],
            vec![],
        ),
    ] {
        let folder = Folder::new(&format!("chained-{test}"));
        five(&folder.file()).await;
        add(&folder.file(), &entries).await;
        let verified = verification(&folder.file(), &[]).await;
        assert_eq!(verified.faults, faults, "{test}");
    }
    let folder = Folder::new("chained-repeated");
    five(&folder.file()).await;
    tamper(&folder.file(), "DROP INDEX trail_asked").await;
    add(&folder.file(), &[Entry::asked(&change("a")).unwrap()]).await;
    assert_eq!(
        verified(&folder.file()).await,
        Err(vec![Fault::Repeated(10)])
    );
}

#[tokio::test]
async fn a_hash_that_was_kept_is_found_when_rows_follow() {
    let folder = Folder::new("kept");
    five(&folder.file()).await;
    let kept = verification(&folder.file(), &[]).await.head;
    add(&folder.file(), &[Entry::unknown("e").unwrap()]).await;
    let other = Head {
        hash: vec![7; 32],
        ..kept.clone()
    };
    let later = Head {
        number: 11,
        ..kept.clone()
    };
    let all = [kept, other, later, Head::none()];
    for (kept, faults) in [
        (&all[..1], vec![]),
        (&all[..2], vec![Fault::OtherHash(9)]),
        (&all[2..], vec![Fault::NotContained(11)]),
    ] {
        let verified = verification(&folder.file(), kept).await;
        assert_eq!(verified.faults, faults);
        assert_eq!(verified.head.number, 10);
    }
}

/// A chain of the first versions: they did not cover the instance.
#[tokio::test]
async fn rows_of_an_earlier_version_hold_and_it_is_known_which_they_are() {
    let folder = Folder::new("earlier");
    drop(start(&folder.file()).await);
    // Two changes with their outcomes, as the first version wrote them.
    tamper(&folder.file(), EARLIER).await;
    let verified = verification(&folder.file(), &[]).await;
    assert_eq!(verified.faults, []);
    assert_eq!(verified.without_instance, Some(4));
    add(&folder.file(), &[Entry::asked(&change("a")).unwrap()]).await;
    let verified = verification(&folder.file(), &[]).await;
    assert_eq!((verified.rows, verified.faults.len()), (5, 0));
    assert_eq!(verified.without_instance, Some(4));
    tamper(
        &folder.file(),
        "UPDATE trail SET content = replace(content, 'bob', 'eve') WHERE number = 3",
    )
    .await;
    let verified = verification(&folder.file(), &[]).await;
    assert_eq!(verified.faults, [Fault::Changed(3)]);
}

const EARLIER: &str = include_str!("earlier.sql");

use super::markdown::markdown;
use super::{Kind, Row, documents, table};
use crate::testing::Mock;
use std::path::Path;
use wire::Platform;
use wire::catalogue::Source;

#[test]
fn platforms_md_matches_the_code() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/platforms.md");
    let wanted = markdown();
    if std::env::var_os("ROLLCALL_WRITE_DOCS").is_some() {
        std::fs::write(&file, &wanted).unwrap();
    }
    let held = std::fs::read_to_string(&file).unwrap_or_default();
    assert!(
        held.replace("\r\n", "\n") == wanted,
        "docs/platforms.md is stale. Renew it with: \
         ROLLCALL_WRITE_DOCS=1 cargo test -p mock-server platforms_md"
    );
}

fn rows() -> Vec<Row> {
    table()
}

#[test]
fn every_row_of_the_catalogue_is_in_the_table_once_and_in_the_documents() {
    let rows = rows();
    let ids: Vec<&str> = rows.iter().map(|row| row.id).collect();
    let listed: Vec<&str> = Platform::ALL
        .into_iter()
        .flat_map(Platform::routes)
        .map(|route| route.id)
        .collect();
    assert_eq!(ids, listed);
    for entry in documents::all() {
        assert!(ids.contains(&entry.id), "{}", entry.id);
    }
    for id in ids {
        assert!(
            documents::all().any(|entry| entry.id == id),
            "{id} is not typed in"
        );
    }
}

#[test]
fn the_mock_covers_everything_that_is_documented() {
    let mut parts = 0;
    for row in rows() {
        assert!(row.mock, "{}", row.id);
        for part in row.parts {
            assert!(part.mock, "{}: {:?} {}", row.id, part.kind, part.name);
            parts += 1;
        }
    }
    assert!(parts > 200, "{parts}");
}

#[test]
fn the_catalogues_parameters_are_named_in_documents_or_notes() {
    // A parameter in the catalogue that is not in this list would be missing in
    // the table. Metabase's password is observed, Actian's bodies are assumed.
    for platform in Platform::ALL {
        for route in platform.routes() {
            let Source::Document(_) = route.source else {
                continue;
            };
            let entries: Vec<_> = documents::all().filter(|it| it.id == route.id).collect();
            for name in route.query.iter().chain(route.body) {
                let typed_in = entries
                    .iter()
                    .any(|entry| entry.query.contains(name) || entry.body.contains(name));
                let observed = matches!(
                    (route.id, *name),
                    ("metabase.users.create", "password")
                        | ("metabase.users.list", "tenancy")
                        | ("metabase.users.recipients", "limit" | "offset")
                ) || *name == "pretty";
                assert!(typed_in || observed, "{}: {name}", route.id);
            }
        }
    }
}

/// A path for every row; only its own router must answer it, with any status.
#[tokio::test]
async fn the_mocks_routers_answer_every_row() {
    let mock = Mock::documented();
    for row in rows() {
        let path = row
            .path
            .replace("{tenant}", "demo")
            .replace("{user_email}", "user@example.com")
            .replace("{name}", "analyst@company.com")
            .replace("{modal}", "qbnewb")
            .replace("{group_id}", "4711")
            .replace("{id}", "4711");
        let headers = [
            ("x-imply-api-token", "demo"),
            ("x-tlm-key", "demo"),
            ("x-api-key", "demo"),
        ];
        let response = mock.call(row.method, &path, &headers, None).await;
        assert_eq!(response.header("x-mock-endpoint"), row.id, "{response:?}");
    }
}

#[test]
fn statuses_that_no_source_shows_are_assumed() {
    let rows = rows();
    let of = |id: &str, status: &str| {
        let row = rows.iter().find(|row| row.id == id).unwrap();
        let part = row
            .parts
            .iter()
            .find(|part| part.kind == Kind::Status && part.name == status);
        part.unwrap().origin.description()
    };
    assert_eq!(of("pivot.users.get", "404"), "documented");
    assert_eq!(of("pivot.users.get", "401"), "assumed");
    assert_eq!(of("metabase.session.delete", "204"), "observed");
}

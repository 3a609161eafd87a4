//! `docs/platforms.md`, from the same table as the page.

use super::{Covered, Kind, Row, assumptions, table};
use std::fmt::Write as _;
use wire::Platform;

const HEAD: &str = "<!-- Written by a test of mock-server; do not edit. \
Renew it with: ROLLCALL_WRITE_DOCS=1 cargo test -p mock-server platforms_md -->

# Platforms

What Rollcall knows of each platform, and which of its parts cover it: `wire`, which the console \
and everything else speaks to platforms with; the mock server; and the console itself. An endpoint \
is *documented* where one of the platform's documents shows it, and *observed* where it is known \
from elsewhere: a [note](platform-notes) then says from where. The mock shows the same, with every \
parameter and field, at `/__mock/coverage`.
";

const fn intro(platform: Platform) -> &'static str {
    match platform {
        Platform::Pivot => {
            "Pivot in native users mode. A user and its status are two records that only a name \
             joins. The mock answers by the 2023.01 documents, or with `--pivot current` by the \
             newer ones."
        }
        Platform::Actian => {
            "Formerly Telmai. Users belong to tenants. Its document shows no errors, and leaves \
             open whether parameters stand in the query or in the body; the mock takes both and \
             says which came."
        }
        Platform::Metabase => {
            "Its document names endpoints and parameters and shows no answers; those follow what \
             servers have been observed to do. With `--as observed` that counts as well where it \
             contradicts the document. Groups have managers, as the document says and the paid \
             servers do; as observed, on a free server, `is_group_manager` means nothing."
        }
    }
}

/// The whole file.
pub(super) fn markdown() -> String {
    let rows = table();
    let mut text = HEAD.to_owned();
    for platform in Platform::ALL {
        let rows: Vec<&Row> = rows.iter().filter(|row| row.platform == platform).collect();
        section(&mut text, platform, &rows);
    }
    text
}

fn section(text: &mut String, platform: Platform, rows: &[&Row]) {
    let mut line = |words: &str| {
        // Writing to a text cannot fail.
        let _ = writeln!(text, "{words}");
    };
    line(&format!(
        "\n## {}\n\n{}\n",
        platform.name(),
        intro(platform)
    ));
    line("| Method | Path | Source | Known | wire | mock | console |");
    line("| --- | --- | --- | --- | --- | --- | --- |");
    for row in rows {
        line(&format!(
            "| {} | `{}` | {} | {} | {} |",
            row.method,
            row.path,
            source(row),
            row.known.words(),
            columns(row.covered),
        ));
    }
    line(&format!("\n### Not covered in {}\n", platform.name()));
    line(
        "What documents name and `wire` or the mock leaves out. The console uses the endpoints \
         marked above and nothing of the others.\n",
    );
    let before = rows.iter().flat_map(|row| {
        row.parts.iter().filter_map(move |part| {
            let missing: Vec<&str> = [("wire", part.covered.wire), ("mock", part.covered.mock)]
                .into_iter()
                .filter_map(|(who, covers)| (!covers).then_some(who))
                .collect();
            let named = part.known.source.is_some() && part.kind != Kind::Status;
            (named && !missing.is_empty()).then(|| {
                let (method, path, name) = (row.method, row.path, &part.name);
                format!(
                    "- `{method} {path}`: `{name}`, by {}",
                    missing.join(" and ")
                )
            })
        })
    });
    let mut any = false;
    for gap in before {
        any = true;
        line(&gap);
    }
    if !any {
        line("Nothing.");
    }
    line(&format!("\n### Assumptions about {}\n", platform.name()));
    line(
        "What the mock chose where documents and notes are silent, or what else there is to know. \
         An answer to which one of these applies says so in its `x-mock-note` header.\n",
    );
    for assumption in assumptions::ALL.iter().filter(|it| it.platform == platform) {
        line(&format!("- {}: {}", assumption.about, assumption.note));
    }
}

/// Where a row is described: a document's name, or a link to the note.
fn source(row: &Row) -> String {
    let name = row.known.source.as_deref().unwrap_or_default();
    if row.known.documented {
        return name.to_owned();
    }
    let file = row.platform.id();
    let anchor = name.replace(' ', "-");
    format!("[{name}](platform-notes/{file}.md#{anchor})")
}

fn columns(covered: Covered) -> String {
    [covered.wire, covered.mock, covered.console]
        .map(|covers| if covers { "yes" } else { "no" })
        .join(" | ")
}

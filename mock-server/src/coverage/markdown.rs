//! `docs/platforms.md`, made from the same table as the page.

use super::{Row, assumptions, table};
use std::fmt::Write as _;
use wire::Platform;

const HEAD: &str = "<!-- Written by a test of mock-server; do not edit. \
Renew it with: ROLLCALL_WRITE_DOCS=1 cargo test -p mock-server platforms_md -->

# Platforms

The endpoints of each platform that Rollcall knows, from the catalogue of `wire`. An endpoint \
is *documented* if one of the platform's documents shows it, and *observed* if it is known \
from another source, which a [note](platform-notes) then names. The gateway forwards only the \
console's calls of the endpoints marked as forwarded; sign-ins stay between the gateway and the \
platform. The mock answers all of them, with every parameter, field and status that a document \
names; it lists those at `/__mock/coverage`.
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
             open whether parameters are in the query or in the body; the mock accepts both and \
             says which it used."
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
        // Writing to a `String` cannot fail.
        let _ = writeln!(text, "{words}");
    };
    line(&format!(
        "\n## {}\n\n{}\n",
        platform.name(),
        intro(platform)
    ));
    line("| Method | Path | Source | Origin | Forwarded |");
    line("| --- | --- | --- | --- | --- |");
    for row in rows {
        line(&format!(
            "| {} | `{}` | {} | {} | {} |",
            row.method,
            row.path,
            source(row),
            row.origin.description(),
            if row.forwarded { "yes" } else { "no" },
        ));
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

/// The source of a row: the name of a document, or a link to a note.
fn source(row: &Row) -> String {
    let name = row.origin.source.as_deref().unwrap_or_default();
    if row.origin.documented {
        return name.to_owned();
    }
    let file = row.platform.id();
    let anchor = name.replace(' ', "-");
    format!("[{name}](platform-notes/{file}.md#{anchor})")
}

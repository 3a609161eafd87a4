//! People: matching 3 × 100,000 accounts and what is done with them, natively. The code is
//! compiled as it is for the page.

use anyhow::{Context, Result};

use super::table::Row;
use crate::{process, workspace::Workspace};

/// What should take less than this: half of what a browser may take, in which the same code
/// is about twice as slow.
const TARGETS: &[(&str, f64)] = &[
    ("a list arrives, longest task, ms", 25.0),
    ("matching, all, ms", 750.0),
    ("matching, longest slice (1,000 accounts), ms", 10.0),
    ("texts to search, longest slice (500 people), ms", 25.0),
    ("search, longest keystroke, ms", 25.0),
    ("sort, longest of all columns, ms", 60.0),
    ("filter, longest, ms", 25.0),
    ("drift, longest slice (500 people), ms", 10.0),
    ("20 profiles, longest slice (500 people), ms", 10.0),
    ("one account changes, ms", 10.0),
    ("suggestions, longest slice (500 people), ms", 10.0),
    ("the plan for 200 leavers, ms", 50.0),
    ("freezing, longest slice (500 accounts), ms", 10.0),
    (
        "reading a page of a review (2,500 items), longest, ms",
        20.0,
    ),
    ("comparing a review, longest slice (250 items), ms", 10.0),
    ("counting 10,000 decisions, ms", 8.0),
    ("memory of people, texts and drift, MB", 100.0),
    ("a list of 100,000 rows is read, all, ms", 200.0),
    ("a list is read, longest slice (128 KiB), ms", 10.0),
    ("a list is compared, all, ms", 800.0),
    ("a list is compared, longest slice (500 people), ms", 25.0),
    ("the plan for 3 × 1,000 rows of a list, ms", 250.0),
    ("the report of a list, longest slice (1,000 rows), ms", 10.0),
    ("memory of a list and what was found, MB", 100.0),
];

/// Everything, in rows.
///
/// # Errors
/// When it cannot be built or run.
pub(super) fn measure(workspace: &Workspace) -> Result<Vec<Row>> {
    let mut cargo = process::cargo();
    cargo
        .args(["run", "--quiet", "--profile", "page", "--example", "people"])
        .args(["--package", "roster"])
        .current_dir(&workspace.root);
    let text = process::output(&mut cargo)?;
    text.lines().map(row).collect()
}

fn row(line: &str) -> Result<Row> {
    let (what, value) = line.split_once('\t').context("a line without a value")?;
    let value: f64 = value.parse().context("a value that is no number")?;
    let target = TARGETS.iter().find(|(name, _)| *name == what);
    Ok(match target {
        Some((_, target)) => Row::less_than(what, value, *target, 2),
        None => Row::fact(what, format!("{value:.2}")),
    })
}

//! The report: the file as it was, with two more columns.

use super::state::ReconcileState;
use super::table::details;
use crate::browser::announce::announce;
use crate::browser::reactive::wait_until;
use crate::browser::task::{in_slices, spawn};
use crate::messages::reconcile as words;
use crate::ui::download::download_bytes;
use leptos::prelude::*;
use people_file::{Table, Writer};
use roster::people::{Lists, People, ReconcileList, Reconciliation};

/// How many rows are written between two looks at the clock.
const BUDGET: usize = 200;

/// Saves the report.
pub(super) fn save_report(state: ReconcileState) {
    let Some(file) = state.file.get_untracked() else {
        return;
    };
    spawn(async move {
        // After a run the list is compared again.
        wait_until(move || state.work.with(Option::is_none)).await;
        if state.with(|_| ()).is_none() {
            announce("The list is not compared, so there is no report.");
            return;
        }
        let turn = state.begin("Writing the report", file.table.len());
        let mut writer = Writer::new(&file.table, words::REPORT_COLUMNS);
        let mut done = 0;
        in_slices(|| {
            let has_more = state.with(|comparison| {
                state.people.read(|people, lists| {
                    writer.step(BUDGET, |row| {
                        cells(state, comparison, &file.table, row, people, lists)
                    })
                })
            });
            done += BUDGET;
            turn.report(done.min(file.table.len())) && has_more == Some(true)
        })
        .await;
        if !turn.is_current() {
            return;
        }
        turn.end();
        let bytes = writer.finish();
        download_bytes(&report_name(&file.name), "text/csv", &bytes);
        announce("The report is saved.");
    });
}

/// What a row has in the two columns.
fn cells(
    state: ReconcileState,
    comparison: &Reconciliation,
    table: &Table,
    row: usize,
    people: &People,
    lists: Lists<'_>,
) -> [String; 2] {
    let Some(entry) = comparison.entries().get(row) else {
        return [String::new(), String::new()];
    };
    let in_lists = ReconcileList::ALL.iter().filter(|list| entry.is_in(**list));
    let in_lists: Vec<ReconcileList> = in_lists.copied().collect();
    let titles: Vec<&str> = in_lists
        .iter()
        .map(|list| words::list_title(*list))
        .collect();
    let found = in_lists
        .iter()
        .map(|list| details(entry, *list, table, row, people, lists));
    let mut found: Vec<String> = found.collect();
    let result = state.results.with_value(|results| {
        if results.is_empty() {
            return None;
        }
        let key = comparison.person_key(row, people, lists)?;
        results.get(&key.to_string()).cloned()
    });
    found.extend(result);
    [titles.join(", "), found.join(" · ")]
}

/// What the report on a file of this name is called.
fn report_name(name: &str) -> String {
    match name.rsplit_once('.') {
        Some((stem, extension)) if !stem.is_empty() => format!("{stem}-report.{extension}"),
        _ if name.is_empty() => "list-report.csv".to_owned(),
        _ => format!("{name}-report.csv"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_report_is_called_as_its_file_is() {
        for (name, report) in [
            ("people.csv", "people-report.csv"),
            ("a.b.txt", "a.b-report.txt"),
            ("people", "people-report.csv"),
            (".csv", ".csv-report.csv"),
            ("", "list-report.csv"),
        ] {
            assert_eq!(report_name(name), report);
        }
    }
}

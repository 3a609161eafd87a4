//! Receipts as files.

use crate::state::user_store::{InterruptedRun, Job};
use crate::ui::button::button;
use crate::ui::dom::El;
use crate::ui::download::download;
use roster::Receipt;
use roster::csv::Csv;
use std::rc::Rc;

/// What makes a receipt's JSON, and its table.
type Made = (Box<dyn Fn() -> String>, Box<dyn Fn() -> Vec<Vec<String>>>);

/// Buttons that save what became of `job`.
pub(crate) fn save_buttons(job: &Rc<Job>) -> [El; 2] {
    let [json, table] = [job.clone(), job.clone()];
    buttons(
        &job.started,
        (
            Box::new(move || of(&json).json()),
            Box::new(move || of(&table).table()),
        ),
    )
}

/// Buttons that save what an earlier page left.
pub(crate) fn save_left_buttons(left: &Rc<InterruptedRun>) -> [El; 2] {
    let [json, table] = [left.clone(), left.clone()];
    buttons(
        &left.started,
        (
            Box::new(move || json.json.clone()),
            Box::new(move || left_table(&table)),
        ),
    )
}

fn of(job: &Job) -> Receipt {
    Receipt::new(&job.run, &job.started, &job.ended.borrow())
}

fn left_table(left: &InterruptedRun) -> Vec<Vec<String>> {
    let head = ["Key", "Name", "Change", "Outcome", "Words"];
    let mut table = vec![head.map(str::to_owned).to_vec()];
    table.extend(left.rows.iter().map(|row| {
        let cells = [&row.key, &row.name, &row.change, &row.outcome, &row.words];
        cells.map(Clone::clone).to_vec()
    }));
    table
}

fn buttons(started: &str, (json, table): Made) -> [El; 2] {
    // File systems take no colons.
    let name = ["receipt-", &*started.replace(':', "-")].concat();
    let [json_name, csv_name] = [".json", ".csv"].map(|end| [&*name, end].concat());
    [
        button("Save as JSON", move || {
            download(&json_name, "application/json", &json());
        }),
        button("Save as CSV", move || {
            download(&csv_name, "text/csv", &csv(&table()));
        }),
    ]
}

/// A table as CSV that Excel takes for UTF-8.
pub(crate) fn csv(table: &[Vec<String>]) -> String {
    let mut csv = Csv::new(true);
    for row in table {
        let cells: Vec<&str> = row.iter().map(|cell| &**cell).collect();
        csv.row(&cells);
    }
    csv.text()
}

//! Reports as files.

use crate::state::user_store::{InterruptedRun, Job};
use crate::ui::download::download;
use leptos::prelude::*;
use roster::Receipt;
use roster::csv::Csv;
use std::rc::Rc;

/// The rows of a table.
type Table = Vec<Vec<String>>;

/// Buttons that save the report of a run.
#[component]
pub(super) fn SaveReport(job: Rc<Job>) -> impl IntoView {
    let started = job.started.clone();
    let for_table = job.clone();
    view! {
        <SaveButtons
            started=started
            json=move |()| receipt(&job).json()
            table=move |()| receipt(&for_table).table()
        />
    }
}

/// Buttons that save the report of a run that an earlier page left unfinished.
#[component]
pub(crate) fn SaveInterruptedReport(run: Rc<InterruptedRun>) -> impl IntoView {
    let started = run.started.clone();
    let for_table = run.clone();
    view! {
        <SaveButtons
            started=started
            json=move |()| run.json.clone()
            table=move |()| interrupted_table(&for_table)
        />
    }
}

fn receipt(job: &Job) -> Receipt {
    Receipt::new(&job.run, &job.started, &job.ended.borrow())
}

fn interrupted_table(run: &InterruptedRun) -> Table {
    let head = ["Key", "Name", "Change", "Outcome", "Words"];
    let mut table = vec![head.map(str::to_owned).to_vec()];
    table.extend(run.rows.iter().map(|row| {
        let cells = [&row.key, &row.name, &row.change, &row.outcome, &row.words];
        cells.map(Clone::clone).to_vec()
    }));
    table
}

#[component]
fn SaveButtons(
    /// When the run began, RFC 3339. It is part of the files' names.
    started: String,
    /// Makes the JSON file.
    #[prop(into)]
    json: UnsyncCallback<(), String>,
    /// Makes the table of the CSV file.
    #[prop(into)]
    table: UnsyncCallback<(), Table>,
) -> impl IntoView {
    // File systems take no colons.
    let name = format!("receipt-{}", started.replace(':', "-"));
    let json_name = format!("{name}.json");
    let csv_name = format!("{name}.csv");
    let save_json = move |_| download(&json_name, "application/json", &json.run(()));
    let save_csv = move |_| download(&csv_name, "text/csv", &csv(&table.run(())));
    view! {
        <button type="button" class="button" on:click=save_json>
            "Save as JSON"
        </button>
        <button type="button" class="button" on:click=save_csv>
            "Save as CSV"
        </button>
    }
}

/// A table as CSV that Excel reads as UTF-8.
pub(crate) fn csv(table: &[Vec<String>]) -> String {
    let mut csv = Csv::new(true);
    for row in table {
        let cells: Vec<&str> = row.iter().map(|cell| &**cell).collect();
        csv.row(&cells);
    }
    csv.text()
}

//! Reports as files.

use crate::messages::reports;
use crate::state::user_store::{InterruptedRun, TrackedRun};
use crate::ui::download::download;
use csv_table::Csv;
use leptos::prelude::*;
use roster::Receipt;
use std::rc::Rc;
use std::sync::Arc;

/// The rows of a table.
type Table = Vec<Vec<String>>;

/// Buttons that save the report of a run.
#[component]
pub(super) fn SaveReport(run: Rc<TrackedRun>) -> impl IntoView {
    let started = run.started.clone();
    let for_table = run.clone();
    view! {
        <SaveButtons
            started=started
            json=move |()| receipt(&run).json()
            table=move |()| reports::table(&receipt(&for_table))
        />
    }
}

/// Buttons that save the report of a run that was interrupted.
#[component]
pub(crate) fn SaveInterruptedReport(run: Arc<InterruptedRun>) -> impl IntoView {
    let started = run.receipt.started.clone();
    let for_table = run.clone();
    view! {
        <SaveButtons
            started=started
            json=move |()| run.receipt.json()
            table=move |()| reports::table(&for_table.receipt)
        />
    }
}

fn receipt(run: &TrackedRun) -> Receipt {
    Receipt::new(&run.execution, &run.started, run.ended.borrow().as_deref())
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

//! Requests as files.

use crate::api::request_log::Entry;
use crate::browser::time;
use crate::components::change_flow::run_report::csv as table_text;
use crate::ui::attributes::boolean;
use crate::ui::download::download;
use js_sys::{Array, JSON, Object, Reflect};
use std::sync::Arc;
use wasm_bindgen::JsValue;

const COLUMNS: [&str; 11] = [
    "time",
    "connection",
    "action",
    "endpoint",
    "method",
    "target",
    "status",
    "took_ms",
    "failed",
    "sent",
    "answer",
];

/// Saves them as JSON: a list of objects.
pub(super) fn json(entries: &[Arc<Entry>]) {
    let all = Array::new();
    for entry in entries {
        let object = Object::new();
        for (name, cell) in COLUMNS.iter().zip(cells(entry)) {
            // Setting a property of a fresh object cannot fail.
            let _ = Reflect::set(&object, &(*name).into(), &cell.into());
        }
        all.push(&object);
    }
    let text = JSON::stringify_with_replacer_and_space(&all, &JsValue::NULL, &2.into());
    if let Ok(text) = text {
        download(&file_name(".json"), "application/json", &String::from(text));
    }
}

/// Saves them as CSV.
pub(super) fn csv(entries: &[Arc<Entry>]) {
    let mut table = vec![COLUMNS.map(str::to_owned).to_vec()];
    table.extend(entries.iter().map(|entry| cells(entry).to_vec()));
    download(&file_name(".csv"), "text/csv", &table_text(&table));
}

fn file_name(extension: &str) -> String {
    // File systems take no colons.
    format!(
        "activity-{}{extension}",
        time::now_rfc3339().replace(':', "-")
    )
}

fn cells(entry: &Entry) -> [String; 11] {
    [
        entry.time.clone(),
        entry.connection.clone(),
        entry.action(),
        entry.route.id.to_owned(),
        entry.route.method.as_str().to_owned(),
        entry.target.clone(),
        entry
            .status
            .map(|status| status.to_string())
            .unwrap_or_default(),
        entry.duration.to_string(),
        boolean(entry.is_failure()).to_owned(),
        entry.body.clone().unwrap_or_default(),
        entry.answer.clone(),
    ]
}

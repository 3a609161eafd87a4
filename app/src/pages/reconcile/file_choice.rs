//! Choosing the list: a file that is dropped or chosen, or a text that is pasted.

use super::state::ReconcileState;
use crate::browser::announce::announce;
use crate::browser::events::on_window;
use crate::ui::download::download;
use crate::ui::field::Field;
use crate::ui::fields::TextArea;
use crate::ui::notice::Notice;
use leptos::html::Input;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{DragEvent, FileList};

/// A list of the kind that can be compared.
const SAMPLE: &str = include_str!("../../../../docs/samples/people.csv");

/// The first part of the page.
#[component]
pub(super) fn FileChoice(state: ReconcileState) -> impl IntoView {
    let is_over = RwSignal::new(false);
    let input = NodeRef::<Input>::new();
    let pasted = Field::new("Or paste the list", Vec::new());
    // Anywhere on the page.
    on_window("dragover", move |_| {
        is_over.try_set(true);
    });
    on_window("dragleave", move |_| {
        is_over.try_set(false);
    });
    on_window("drop", move |event| {
        is_over.try_set(false);
        let event = event.dyn_ref::<DragEvent>();
        let data = event.and_then(DragEvent::data_transfer);
        take_first(state, data.and_then(|data| data.files()));
    });
    let chosen = move |_| {
        if let Some(input) = input.get() {
            take_first(state, input.files());
            // The same file can be chosen again once it was corrected.
            input.set_value("");
        }
    };
    let read_pasted = move |_| {
        let text = untrack(|| pasted.text());
        if text.trim().is_empty() {
            let error = "Paste a list first.";
            pasted.fail(error);
            announce(error);
            pasted.focus();
        } else {
            state.read_text(text);
        }
    };
    let problem = move || {
        let (words, advice) = state.problem.get()?;
        Some(view! { <Notice title="This list cannot be read" words=words advice=advice /> })
    };
    view! {
        <p>
            "Compare a list of the people who work here, from HR or the identity provider, with \
             every connection. Comparing changes nothing. The file stays in this browser."
        </p>
        {problem}
        <div class="file-drop" data-over=move || is_over.get().then_some("")>
            <label class="field">
                <span class="file-label">"CSV file"</span>
                <input type="file" accept=".csv,.tsv,.txt,text/csv,text/plain" node_ref=input on:change=chosen />
            </label>
            <p class="hint">"Choose a file, or drop one anywhere on this page."</p>
            <p class="hint">
                "CSV with commas, semicolons or tabs, in UTF-8, UTF-16 or Windows-1252. Save a \
                 workbook as CSV first."
            </p>
            <div class="actions">
                <button
                    type="button"
                    class="button"
                    on:click=|_| download("people.csv", "text/csv", SAMPLE)
                >
                    "Download a sample"
                </button>
            </div>
        </div>
        <TextArea field=pasted hint="As text, for example cells copied from a spreadsheet." />
        <div class="actions">
            <button type="button" class="button" on:click=read_pasted>
                "Read the text"
            </button>
        </div>
    }
}

/// Reads the first of these files, if there is one.
fn take_first(state: ReconcileState, files: Option<FileList>) {
    if let Some(file) = files.and_then(|files| files.get(0)) {
        state.read_file(file);
    }
}

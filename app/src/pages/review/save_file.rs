//! The review as a file, and on paper.

use super::ReviewPage;
use crate::browser::announce::announce;
use crate::browser::events::listen;
use crate::browser::reactive::owner_below_root;
use crate::ui::download::download;
use csv_table::Csv;
use leptos::prelude::*;
use roster::people::{EVIDENCE_COLUMNS, evidence_rows};
use wire::console::reviews::ReviewEvidence;

/// What is said where nothing is loaded that could be saved.
const NOTHING: &str = "The review is not loaded yet.";

/// Calls `save` with the review and the name of its file.
fn with_evidence(page: ReviewPage, save: impl FnOnce(&ReviewEvidence, &str)) {
    match page.store.evidence() {
        Some(evidence) => {
            let name = format!("review-{}", evidence.review.id);
            save(&evidence, &name);
        }
        None => announce(NOTHING),
    }
}

/// Saves its accounts and decisions as a table.
pub(super) fn csv(page: ReviewPage) {
    with_evidence(page, |evidence, name| {
        let mut csv = Csv::new(true);
        csv.row(&EVIDENCE_COLUMNS);
        for row in evidence_rows(&evidence.items, &evidence.decisions) {
            csv.row(&row.each_ref().map(|cell| &**cell));
        }
        download(&format!("{name}.csv"), "text/csv", &csv.text());
    });
}

/// Saves all of it, as `rollcall audit verify --review` reads it.
pub(super) fn json(page: ReviewPage) {
    with_evidence(page, |evidence, name| {
        // It was read from JSON, and cannot fail to be written.
        let text = serde_json::to_string_pretty(evidence).unwrap_or_default();
        download(&format!("{name}.json"), "application/json", &text);
    });
}

/// Prints all of it: every account is on the page while it is printed.
pub(super) fn print(page: ReviewPage) {
    page.is_printed.set(true);
    let owner = owner_below_root();
    let ended = owner.clone();
    owner.with(|| {
        listen(&window(), "afterprint", move |_| {
            page.is_printed.try_set(false);
            let ended = ended.clone();
            // Not from within what would go with it.
            queue_microtask(move || ended.cleanup());
        });
    });
    // Once it is on the page.
    request_animation_frame(|| {
        request_animation_frame(|| {
            // Fails only where a page cannot be printed.
            let _ = window().print();
        });
    });
}

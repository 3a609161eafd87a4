//! How a person wants a list, kept in the browser.

use super::ListColumn;
use crate::browser::reactive::watch;
use crate::ui::table::Layout;
use crate::ui::table::column_settings::DENSITIES;
use leptos::prelude::*;

/// Where the columns of a list are kept, with the list's own name after that.
const COLUMNS: &str = "rollcall.columns.";

/// Where the density of all lists is kept.
const DENSITY: &str = "rollcall.density";

/// The columns of the list called `list` and the density as they were chosen last.
/// What is chosen from now on is kept.
pub(super) fn stored(list: &str, columns: &[ListColumn]) -> (RwSignal<Layout>, RwSignal<String>) {
    let name = format!("{COLUMNS}{list}");
    let first = first(columns);
    let layout = RwSignal::new(match read(&name) {
        Some(text) => first.with(&text),
        None => first,
    });
    let is_valid = |density: &String| DENSITIES.iter().any(|(value, _)| value == density);
    let density = read(DENSITY)
        .filter(is_valid)
        .unwrap_or_else(|| DENSITIES[0].0.to_owned());
    let density = RwSignal::new(density);
    store_changes(name, move || layout.with(Layout::to_text));
    store_changes(DENSITY.to_owned(), move || density.get());
    (layout, density)
}

/// The columns without a choice. The first, which tells rows apart, is always shown and so no choice.
pub(super) fn first(columns: &[ListColumn]) -> Layout {
    let choices = columns.iter().skip(1);
    let is_shown = |one: &ListColumn| (one.column.id, !one.is_hidden);
    Layout::new(choices.map(is_shown))
}

fn read(name: &str) -> Option<String> {
    let storage = window().local_storage().ok().flatten()?;
    storage.get_item(name).ok().flatten()
}

/// Writes `value` whenever it changes.
fn store_changes(name: String, value: impl Fn() -> String + 'static) {
    let mut first = true;
    watch(move || {
        let value = value();
        if std::mem::take(&mut first) {
            return;
        }
        if let Ok(Some(storage)) = window().local_storage() {
            // Where the storage is full, the choice lasts as long as the page.
            let _ = storage.set_item(&name, &value);
        }
    });
}

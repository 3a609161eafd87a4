//! The choice of a table's columns, fetched on demand.

use crate::lazy::lazy;
use crate::ui::table::{Column, Layout, column_settings};
use leptos::prelude::{AnyView, RwSignal};

lazy!(
    /// The choice of a table's columns, their order and density; `first` is
    /// theirs without one.
    pub(crate) lazy_column_settings from work:
        fn(Vec<Column>, RwSignal<Layout>, Layout, RwSignal<String>) -> AnyView = column_settings::column_settings
);

//! The columns of a table.

use super::elements::{create, set};
use web_sys::Element;

/// What the cells of a column hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A box that selects the row.
    Select,
    /// What the row is called, as a link, with a quieter line under it.
    Name,
    /// Text in one line.
    Text,
    /// A point in time.
    Time,
    /// A switch, with its word.
    Switch,
    /// A word for a state, which can lead somewhere.
    State,
    /// A button that opens the row's menu.
    Menu,
}

/// How wide a column is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Width {
    /// Always this wide, as a length in CSS.
    Fixed(&'static str),
    /// A share of what the fixed columns leave, in proportion to the texts of
    /// the column, within these numbers of characters.
    Content { least: u32, most: u32 },
}

/// A column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Column {
    /// Tells it from the others.
    pub(crate) id: &'static str,
    /// Its heading.
    pub(crate) label: &'static str,
    pub(crate) kind: Kind,
    /// Whether its heading sorts.
    pub(crate) sortable: bool,
    /// How wide it is.
    pub(crate) width: Width,
    /// Whether its text is the kind that machines write.
    pub(crate) mono: bool,
}

impl Column {
    /// A column that can be sorted by.
    pub(crate) const fn new(
        kind: Kind,
        id: &'static str,
        label: &'static str,
        width: Width,
    ) -> Self {
        Self {
            id,
            label,
            kind,
            sortable: true,
            width,
            mono: false,
        }
    }

    /// The column of the boxes that select.
    pub(crate) const SELECT: Self = Self {
        sortable: false,
        ..Self::new(Kind::Select, "select", "Select", Width::Fixed("2.75rem"))
    };

    /// The column of the buttons that open a row's menu.
    pub(crate) const MENU: Self = Self {
        sortable: false,
        ..Self::new(Kind::Menu, "menu", "Actions", Width::Fixed("3rem"))
    };
}

/// How many columns of text the second line of a narrow row holds.
const SECOND_LINE: usize = 3;

/// The columns that are shown, with what their cells need.
pub(super) struct Columns {
    pub(super) shown: Vec<Column>,
    /// The place of each among all of the table, from 1.
    pub(super) places: Vec<String>,
    /// The classes of each column's cells, and of its heading: what kind it is.
    pub(super) kinds: Vec<&'static str>,
}

impl Columns {
    /// `shown`, in their places among `all` columns of the table.
    pub(super) fn new(shown: Vec<Column>) -> Self {
        let mut text = 0;
        let kinds = shown
            .iter()
            .map(|column| match column.kind {
                Kind::Select => "select",
                Kind::Name => "name",
                Kind::Switch => "status",
                Kind::Menu => "more",
                Kind::State => "state",
                Kind::Text | Kind::Time => {
                    text += 1;
                    if text <= SECOND_LINE {
                        "second"
                    } else {
                        "rest"
                    }
                }
            })
            .collect();
        let places = (1..=shown.len()).map(|place| place.to_string()).collect();
        Self {
            shown,
            places,
            kinds,
        }
    }

    /// An empty cell of the column at `at`.
    pub(super) fn cell(&self, at: usize) -> Element {
        let (tag, role) = match self.shown[at].kind {
            Kind::Name => ("th", "rowheader"),
            _ => ("td", "cell"),
        };
        let mono = if self.shown[at].mono { " mono" } else { "" };
        let cell = create(tag, &format!("cell {}{mono}", self.kinds[at]));
        set(&cell, "role", role);
        set(&cell, "aria-colindex", &self.places[at]);
        if self.shown[at].kind == Kind::Name {
            set(&cell, "scope", "row");
        }
        cell
    }
}

//! What a table has for columns.

use crate::ui::dom::{El, el};

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
    /// A button that opens the row's menu.
    Menu,
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
    /// How wide it is, as a track of a CSS grid.
    pub(crate) width: &'static str,
    /// Whether its text is the kind that machines write.
    pub(crate) mono: bool,
}

impl Column {
    /// A column of text that can be sorted by.
    pub(crate) const fn text(id: &'static str, label: &'static str, width: &'static str) -> Self {
        Self::of(Kind::Text, id, label, width)
    }

    /// A column that can be sorted by.
    pub(crate) const fn of(
        kind: Kind,
        id: &'static str,
        label: &'static str,
        width: &'static str,
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
        ..Self::of(Kind::Select, "select", "Select", "2.75rem")
    };

    /// The column of the buttons that open a row's menu.
    pub(crate) const MENU: Self = Self {
        sortable: false,
        ..Self::of(Kind::Menu, "menu", "Actions", "3rem")
    };
}

/// How many columns of text the second line of a narrow row holds.
const SECOND_LINE: usize = 3;

/// The columns that are shown and what was made of them.
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

    /// The widths, as tracks of a CSS grid.
    pub(super) fn tracks(&self) -> String {
        let widths: Vec<&str> = self.shown.iter().map(|column| column.width).collect();
        widths.join(" ")
    }

    /// An empty cell of the column at `at`.
    pub(super) fn cell(&self, at: usize) -> El {
        let (tag, role) = match self.shown[at].kind {
            Kind::Name => ("th", "rowheader"),
            _ => ("td", "cell"),
        };
        let mono = if self.shown[at].mono { " mono" } else { "" };
        let cell = el(tag, &["cell ", self.kinds[at], mono].concat())
            .attr("role", role)
            .attr("aria-colindex", &self.places[at]);
        match self.shown[at].kind {
            Kind::Name => cell.attr("scope", "row"),
            _ => cell,
        }
    }
}

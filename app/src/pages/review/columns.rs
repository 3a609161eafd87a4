//! The columns of the list.

use crate::components::list::ListColumn;
use crate::ui::table::{Column, Kind, Width};

const fn column(kind: Kind, id: &'static str, label: &'static str, width: Width) -> ListColumn {
    ListColumn {
        column: Column::new(kind, id, label, width),
        is_hidden: false,
    }
}

const fn hidden(one: ListColumn) -> ListColumn {
    ListColumn {
        is_hidden: true,
        ..one
    }
}

const fn content(least: u32, most: u32) -> Width {
    Width::Content { least, most }
}

/// All of them. The first is what rows are called.
pub(super) const ALL: [ListColumn; 11] = [
    column(Kind::Name, "name", "Person", content(20, 40)),
    column(Kind::State, "decision", "Decision", Width::Fixed("8.5rem")),
    column(Kind::Text, "connection", "Connection", content(12, 24)),
    column(Kind::Text, "roles", "Roles", content(12, 26)),
    column(Kind::Time, "seen", "Last sign-in", Width::Fixed("8.5rem")),
    column(Kind::Text, "suggested", "Suggestion", content(14, 30)),
    ListColumn {
        column: Column {
            sortable: false,
            ..Column::new(Kind::Text, "since", "Changed since", content(13, 26))
        },
        is_hidden: false,
    },
    hidden(column(
        Kind::Text,
        "state",
        "State then",
        Width::Fixed("7rem"),
    )),
    hidden(column(Kind::Text, "account", "Account", content(16, 30))),
    hidden(column(Kind::Text, "by", "Decided by", content(10, 20))),
    hidden(column(Kind::Text, "comment", "Comment", content(12, 40))),
];

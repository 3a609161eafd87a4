//! The introductions that Metabase shows to new users.

use wire::metabase::Modal;

/// An introduction that Metabase shows until it is marked as seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Introduction {
    /// To the query builder.
    QueryBuilder,
    /// To data sets.
    DataSets,
}

impl From<Introduction> for Modal {
    fn from(introduction: Introduction) -> Self {
        match introduction {
            Introduction::QueryBuilder => Self::QueryBuilder,
            Introduction::DataSets => Self::Datasets,
        }
    }
}

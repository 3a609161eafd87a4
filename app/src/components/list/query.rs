//! What a list asks for.

use crate::components::page_query::PageQuery;
use crate::routes::SortOrder;

/// What a list asks for, as its URL has it.
pub(crate) trait ListQuery: PageQuery {
    /// Reads it from the raw query of the list's URL, with the number of the first row
    /// in sight.
    fn from_list_url(query: &str) -> (Self, u32);

    /// The raw query of the list's URL that asks for this, from the row `first` on.
    fn to_list_url(&self, first: u32) -> String;

    /// What the list is sorted by.
    fn sort(&self) -> &SortOrder;

    /// What the list is sorted by, to be changed.
    fn sort_mut(&mut self) -> &mut SortOrder;

    /// How many filters are in use. The search is none.
    fn filter_count(&self) -> usize;

    /// Takes the search and every filter away; the sort stays.
    fn clear(&mut self);
}

//! What the list asks for, as its URL has it.

use crate::components::list::ListQuery;
use crate::components::page_query::PageQuery;
use crate::routes::{self, SortOrder, UserQuery};

impl PageQuery for UserQuery {
    fn from_url(query: &str) -> Self {
        routes::user_query_of(query).0
    }

    fn text(&mut self) -> &mut String {
        &mut self.text
    }
}

impl ListQuery for UserQuery {
    fn from_list_url(query: &str) -> (Self, u32) {
        routes::user_query_of(query)
    }

    fn to_list_url(&self, first: u32) -> String {
        routes::listing(self, first)
    }

    fn sort(&self) -> &SortOrder {
        &self.sort
    }

    fn sort_mut(&mut self) -> &mut SortOrder {
        &mut self.sort
    }

    fn filter_count(&self) -> usize {
        Self::filter_count(self)
    }

    fn clear(&mut self) {
        Self::clear(self);
    }
}

//! What the query of an access review asks for, read and written.

use super::queries::{SortOrder, list_query, read_list};

/// What the URL of an access review asks for, apart from how far it is scrolled. Empty
/// parts let every account through.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct ReviewQuery {
    /// What is searched for.
    pub(crate) text: String,
    /// A name of [`Decided`].
    pub(crate) decided: String,
    /// The ID of a connection.
    pub(crate) connection: String,
    /// `any`, where revoking is suggested for some reason.
    pub(crate) suggested: String,
    /// What the list is sorted by.
    pub(crate) sort: SortOrder,
}

/// What was decided about an account, or happened to it, to filter by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Decided {
    Undecided,
    Kept,
    Revoked,
    /// It is different now on its platform.
    Changed,
}

impl Decided {
    pub(crate) const ALL: [Self; 4] = [Self::Undecided, Self::Kept, Self::Revoked, Self::Changed];

    /// What it is called in the URL.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Undecided => "undecided",
            Self::Kept => "kept",
            Self::Revoked => "revoked",
            Self::Changed => "changed",
        }
    }
}

impl ReviewQuery {
    /// How many filters are in use. The search is none.
    pub(crate) fn filter_count(&self) -> usize {
        let filters = [&self.decided, &self.connection, &self.suggested];
        let used = filters.into_iter().filter(|value| !value.is_empty());
        used.count()
    }

    /// Removes the search and every filter; the sort stays.
    pub(crate) fn clear(&mut self) {
        for (_, part) in self.parts() {
            part.clear();
        }
    }

    /// Each of its parts but the sort, with its query parameter.
    fn parts(&mut self) -> [(&'static str, &mut String); 4] {
        [
            ("q", &mut self.text),
            ("decided", &mut self.decided),
            ("on", &mut self.connection),
            ("suggested", &mut self.suggested),
        ]
    }
}

/// What the raw `query` of the URL of a review asks for, and the number of the first row
/// in sight.
pub(crate) fn review_query_of(query: &str) -> (ReviewQuery, u32) {
    let mut wanted = ReviewQuery::default();
    let (sort, first) = read_list(query, &mut wanted.parts());
    wanted.sort = sort;
    (wanted, first)
}

/// The raw query of the URL of a review that asks for `wanted`, from the row `first` on.
pub(crate) fn review_query(wanted: &ReviewQuery, first: u32) -> String {
    let mut parts = wanted.clone();
    list_query(&mut parts.parts(), &wanted.sort, first)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_of_accounts_is_found_again_by_its_url() {
        for text in ["ana", "a b+c", "%40", "a&q=b#c", "ü 日本 😀"] {
            let wanted = ReviewQuery {
                text: text.to_owned(),
                decided: Decided::Revoked.name().to_owned(),
                connection: text.to_owned(),
                suggested: "any".to_owned(),
                sort: SortOrder {
                    column: "decision".to_owned(),
                    descending: true,
                },
            };
            assert_eq!(wanted.filter_count(), 3);
            let url = review_query(&wanted, 120);
            assert_eq!(review_query_of(&url), (wanted, 120));
        }
    }
}

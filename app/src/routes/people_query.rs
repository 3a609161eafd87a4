//! What the query of the page of people asks for, read and written.

use super::queries::{SortOrder, list_query, read_list};
use roster::people::SignInAge;

/// What the URL of the people asks for, apart from how far it is scrolled. Where a part
/// names a connection by its id, [`ANYWHERE`] is any of them. Empty parts let everyone
/// through.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct PeopleQuery {
    /// What is searched for.
    pub(crate) text: String,
    /// Where they can sign in.
    pub(crate) access: String,
    /// Where they cannot sign in.
    pub(crate) lacks: String,
    /// Where they are disabled, while they are enabled on another connection.
    pub(crate) disabled: String,
    /// `admin`, or any.
    pub(crate) rights: String,
    /// `never`, for how many days they have not signed in, or when an account on one
    /// connection was used last ([`age_on_connection`]).
    pub(crate) sign_in: String,
    /// A name of [`PeopleRecord`], or any.
    pub(crate) record: String,
    /// What the list is sorted by.
    pub(crate) sort: SortOrder,
}

/// Any connection.
pub(crate) const ANYWHERE: &str = "*";

/// What is known of a person, to filter by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum PeopleRecord {
    Departed,
    Unmatched,
    NoAddress,
}

impl PeopleRecord {
    pub(crate) const ALL: [Self; 3] = [Self::Departed, Self::Unmatched, Self::NoAddress];

    /// What it is called in the URL.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Departed => "departed",
            Self::Unmatched => "unmatched",
            Self::NoAddress => "no-address",
        }
    }
}

impl PeopleQuery {
    /// How many filters are in use. The search is none.
    pub(crate) fn filter_count(&self) -> usize {
        let mut query = self.clone();
        let parts = query.parts();
        let filters = parts.iter().filter(|(name, _)| *name != "q");
        filters.filter(|(_, value)| !value.is_empty()).count()
    }

    /// Removes the search and every filter; the sort stays.
    pub(crate) fn clear(&mut self) {
        for (_, part) in self.parts() {
            part.clear();
        }
    }

    /// Each of its parts but the sort, with its query parameter.
    fn parts(&mut self) -> [(&'static str, &mut String); 7] {
        [
            ("q", &mut self.text),
            ("access", &mut self.access),
            ("lacks", &mut self.lacks),
            ("disabled", &mut self.disabled),
            ("rights", &mut self.rights),
            ("seen", &mut self.sign_in),
            ("record", &mut self.record),
        ]
    }
}

/// What the raw `query` of the URL of the people asks for, and the number of the first
/// row in sight.
pub(crate) fn people_query_of(query: &str) -> (PeopleQuery, u32) {
    let mut wanted = PeopleQuery::default();
    let (sort, first) = read_list(query, &mut wanted.parts());
    wanted.sort = sort;
    (wanted, first)
}

/// The raw query of the URL of the people that asks for `wanted`, from the row `first` on.
pub(crate) fn people_query(wanted: &PeopleQuery, first: u32) -> String {
    let mut parts = wanted.clone();
    list_query(&mut parts.parts(), &wanted.sort, first)
}

/// What an age of a last sign-in is called in the URL.
pub(crate) const fn age_name(age: SignInAge) -> &'static str {
    match age {
        SignInAge::Week => "week",
        SignInAge::Month => "month",
        SignInAge::Quarter => "quarter",
        SignInAge::Longer => "longer",
        SignInAge::Never => "never",
        SignInAge::NotTold => "unknown",
    }
}

/// The age and the id of the connection of a value of [`PeopleQuery::sign_in`] that asks for
/// accounts on one connection, as `week:pivot`.
pub(crate) fn age_on_connection(sign_in: &str) -> Option<(SignInAge, &str)> {
    let (name, connection) = sign_in.split_once(':')?;
    let mut ages = SignInAge::ALL.into_iter();
    Some((ages.find(|age| age_name(*age) == name)?, connection))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_of_people_is_found_again_by_its_url() {
        for text in ["ana", "a b+c", "%40", "a&q=b#c", "ü 日本 😀", "*"] {
            let wanted = PeopleQuery {
                text: text.to_owned(),
                access: text.to_owned(),
                lacks: text.to_owned(),
                disabled: ANYWHERE.to_owned(),
                rights: "admin".to_owned(),
                sign_in: "90".to_owned(),
                record: PeopleRecord::Unmatched.name().to_owned(),
                sort: SortOrder {
                    column: "on.pivot".to_owned(),
                    descending: true,
                },
            };
            let query = people_query(&wanted, 120);
            assert_eq!(people_query_of(&query), (wanted.clone(), 120), "{query}");
            assert_eq!(people_query_of(&format!("?{query}")), (wanted, 120));
        }
    }

    #[test]
    fn every_filter_of_people_has_its_parameter() {
        let (wanted, first) = people_query_of(
            "?q=a&access=x&lacks=y&disabled=z&rights=admin&seen=never&record=departed&sort=-seen&at=7",
        );
        assert_eq!(wanted.text, "a");
        assert_eq!(wanted.filter_count(), 6);
        assert_eq!(
            (&*wanted.sort.column, wanted.sort.descending),
            ("seen", true)
        );
        assert_eq!(first, 7);
        let mut cleared = wanted;
        cleared.clear();
        assert_eq!(cleared.filter_count(), 0);
        assert_eq!(people_query(&cleared, 0), "sort=-seen");
        assert_eq!(people_query(&PeopleQuery::default(), 0), "");
    }

    #[test]
    fn the_age_of_a_sign_in_is_asked_for_by_connection() {
        for age in SignInAge::ALL {
            let value = format!("{}:a:b", age_name(age));
            assert_eq!(age_on_connection(&value), Some((age, "a:b")));
        }
        for value in ["never", "90", "soon:pivot", ""] {
            assert_eq!(age_on_connection(value), None, "{value}");
        }
    }
}

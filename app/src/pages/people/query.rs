//! What the list asks for: as its URL has it, and as people are found for it.

use super::columns::{self, Entry};
use crate::components::list::ListQuery;
use crate::components::page_query::PageQuery;
use crate::routes::{self, ANYWHERE, PeopleQuery, PeopleRecord, SortOrder};
use roster::people::{self, Condition, PeopleColumn, PeopleSort};

impl PageQuery for PeopleQuery {
    fn from_url(query: &str) -> Self {
        routes::people_query_of(query).0
    }

    fn text(&mut self) -> &mut String {
        &mut self.text
    }
}

impl ListQuery for PeopleQuery {
    fn from_list_url(query: &str) -> (Self, u32) {
        routes::people_query_of(query)
    }

    fn to_list_url(&self, first: u32) -> String {
        routes::people_query(self, first)
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

/// No connection has this place, so no person meets a condition about it.
const NOWHERE: usize = usize::MAX;

/// `query` as people are found for it, among the connections with these ids.
pub(super) fn wanted(
    query: &PeopleQuery,
    ids: &[String],
    entries: &[Entry],
) -> people::PeopleQuery {
    let column = columns::column(entries, &query.sort.column);
    let descending = query.sort.descending;
    let sort = column.map(|column| PeopleSort { column, descending });
    people::PeopleQuery {
        text: query.text.clone(),
        conditions: conditions(query, ids),
        sort: sort.filter(|sort| sort.column != PeopleColumn::Name || descending),
    }
}

/// The conditions of the filters of `query`. No person meets one that does not exist, such as
/// one about a connection that is gone.
fn conditions(query: &PeopleQuery, ids: &[String]) -> Vec<Condition> {
    let place = |id: &str| ids.iter().position(|one| one == id).unwrap_or(NOWHERE);
    let no_person = Condition::Enabled(NOWHERE);
    let access = match &*query.access {
        ANYWHERE => Condition::EnabledAnywhere,
        id => Condition::Enabled(place(id)),
    };
    let disabled = match &*query.disabled {
        ANYWHERE => None,
        id => Some(place(id)),
    };
    let mixed = Condition::EnabledAndDisabled {
        enabled: None,
        disabled,
    };
    let rights = match &*query.rights {
        "admin" => Condition::Admin,
        _ => no_person,
    };
    let sign_in = match (&*query.sign_in, query.sign_in.parse()) {
        ("never", _) => Condition::NeverSignedIn,
        (_, Ok(days)) => Condition::NotSignedInFor { days },
        (value, _) => routes::age_on_connection(value).map_or(no_person, |(age, id)| {
            let connection = Some(place(id));
            Condition::LastUsed { connection, age }
        }),
    };
    let record = PeopleRecord::ALL
        .into_iter()
        .find(|record| record.name() == query.record);
    let record = match record {
        Some(PeopleRecord::Departed) => Condition::Departed,
        Some(PeopleRecord::Unmatched) => Condition::Unmatched,
        Some(PeopleRecord::NoAddress) => Condition::NoAddress,
        None => no_person,
    };
    let all = [
        (&query.access, access),
        (&query.lacks, Condition::Lacks(place(&query.lacks))),
        (&query.disabled, mixed),
        (&query.rights, rights),
        (&query.sign_in, sign_in),
        (&query.record, record),
    ];
    let used = all.into_iter().filter(|(value, _)| !value.is_empty());
    used.map(|(_, condition)| condition).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use roster::people::SignInAge;

    fn conditions_of(url: &str) -> Vec<Condition> {
        let ids = ["pivot", "metabase"].map(str::to_owned);
        conditions(&routes::people_query_of(url).0, &ids)
    }

    #[test]
    fn each_filter_is_a_condition() {
        let mixed = |disabled| Condition::EnabledAndDisabled {
            enabled: None,
            disabled,
        };
        for (url, condition) in [
            ("access=metabase", Condition::Enabled(1)),
            ("access=*", Condition::EnabledAnywhere),
            ("lacks=pivot", Condition::Lacks(0)),
            ("disabled=*", mixed(None)),
            ("disabled=pivot", mixed(Some(0))),
            ("rights=admin", Condition::Admin),
            ("seen=never", Condition::NeverSignedIn),
            ("seen=45", Condition::NotSignedInFor { days: 45 }),
            (
                "seen=never:metabase",
                Condition::LastUsed {
                    connection: Some(1),
                    age: SignInAge::Never,
                },
            ),
            ("record=departed", Condition::Departed),
            ("record=unmatched", Condition::Unmatched),
            ("record=no-address", Condition::NoAddress),
        ] {
            assert_eq!(conditions_of(url), [condition], "{url}");
        }
    }

    #[test]
    fn filters_are_combined_and_the_search_is_none() {
        assert_eq!(
            conditions_of("q=ana&access=pivot&lacks=metabase"),
            [Condition::Enabled(0), Condition::Lacks(1)]
        );
        assert!(conditions_of("q=ana&sort=-address").is_empty());
    }

    #[test]
    fn no_person_meets_a_filter_that_does_not_exist() {
        let no_person = Condition::Enabled(NOWHERE);
        for url in [
            "access=gone",
            "rights=x",
            "seen=-1",
            "seen=soon",
            "record=x",
        ] {
            assert_eq!(conditions_of(url), [no_person], "{url}");
        }
        assert_eq!(conditions_of("lacks=gone"), [Condition::Lacks(NOWHERE)]);
    }

    #[test]
    fn a_list_is_sorted_by_name_unless_another_column_is_asked_for() {
        let ids = ["pivot".to_owned()];
        let entries = columns::all([("pivot", "Pivot")].into_iter());
        let sort = |url| {
            let query = routes::people_query_of(url).0;
            wanted(&query, &ids, &entries).sort
        };
        assert_eq!(sort(""), None);
        assert_eq!(sort("sort=gone"), None);
        assert_eq!(
            sort("sort=-name"),
            Some(PeopleSort {
                column: PeopleColumn::Name,
                descending: true
            })
        );
        assert_eq!(
            sort("sort=on.pivot"),
            Some(PeopleSort {
                column: PeopleColumn::Connection(0),
                descending: false
            })
        );
    }
}

//! What the query of a page's URL asks for, read and written.

use super::{activity, trail, with_query};
use std::mem::take;

/// What a list's URL asks for, apart from how far it is scrolled.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct UserQuery {
    /// What is searched for.
    pub(crate) text: String,
    /// The filters' values; empty ones let every user through.
    pub(crate) status: String,
    pub(crate) role: String,
    pub(crate) rights: String,
    pub(crate) sign_in: String,
    /// What the list is sorted by.
    pub(crate) sort: SortOrder,
}

/// What a list is sorted by.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct SortOrder {
    /// The column; empty for the first.
    pub(crate) column: String,
    pub(crate) descending: bool,
}

impl SortOrder {
    /// The column, where `first` is the list's first.
    pub(crate) fn column_or<'a>(&'a self, first: &'a str) -> &'a str {
        match &*self.column {
            "" => first,
            column => column,
        }
    }

    /// As the URL has it: with a `-` before the column where it descends.
    fn from_parameter(text: &str) -> Self {
        let column = text.strip_prefix('-');
        Self {
            column: column.unwrap_or(text).to_owned(),
            descending: column.is_some(),
        }
    }

    fn to_parameter(&self) -> String {
        if self.descending {
            format!("-{}", self.column)
        } else {
            self.column.clone()
        }
    }
}

/// The query parameter that holds the number of the first row in sight.
const FIRST: &str = "at";

const SORT: &str = "sort";

impl UserQuery {
    /// How many filters are in use. The search is none.
    pub(crate) fn filter_count(&self) -> usize {
        let filters = [&self.status, &self.role, &self.rights, &self.sign_in];
        let used = filters.into_iter().filter(|value| !value.is_empty());
        used.count()
    }

    /// Takes the search and every filter away; the sort stays.
    pub(crate) fn clear(&mut self) {
        for (_, part) in self.parts() {
            part.clear();
        }
    }

    /// Each of its parts but the sort, with its query parameter.
    fn parts(&mut self) -> [(&'static str, &mut String); 5] {
        [
            ("q", &mut self.text),
            ("status", &mut self.status),
            ("role", &mut self.role),
            ("rights", &mut self.rights),
            ("seen", &mut self.sign_in),
        ]
    }
}

/// What the raw `query` of a list's URL asks for, and the number of the first
/// row in sight.
///
/// From the raw query: the router's own map decodes twice, and makes an `@` of
/// a `%40` that is searched for.
pub(crate) fn user_query_of(query: &str) -> (UserQuery, u32) {
    let mut wanted = UserQuery::default();
    let (sort, first) = read_list(query, &mut wanted.parts());
    wanted.sort = sort;
    (wanted, first)
}

/// The raw query of a list's URL that asks for `wanted`, from the row `first` on.
pub(crate) fn listing(wanted: &UserQuery, first: u32) -> String {
    let mut parts = wanted.clone();
    list_query(&mut parts.parts(), &wanted.sort, first)
}

/// Fills the `parts` of what a list's URL asks for. Returns its sort, and the number of
/// the first row in sight.
pub(super) fn read_list(
    query: &str,
    parts: &mut [(&'static str, &mut String)],
) -> (SortOrder, u32) {
    read_parts(query, parts);
    let (mut sort, mut first) = (String::new(), String::new());
    read_parts(query, &mut [(SORT, &mut sort), (FIRST, &mut first)]);
    (SortOrder::from_parameter(&sort), first.parse().unwrap_or(0))
}

/// The raw query of a list's URL with these parts, which are emptied.
pub(super) fn list_query(
    parts: &mut [(&'static str, &mut String)],
    sort: &SortOrder,
    first: u32,
) -> String {
    let first = match first {
        0 => String::new(),
        first => first.to_string(),
    };
    let mut pairs: Vec<_> = parts
        .iter_mut()
        .map(|(name, part)| (*name, take(*part)))
        .collect();
    pairs.extend([(SORT, sort.to_parameter()), (FIRST, first)]);
    query(&pairs)
}

/// What the URL of the audit log asks for. Empty parts let everything through.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct AuditQuery {
    /// What is searched for.
    pub(crate) text: String,
    /// What the entries are about.
    pub(crate) kind: String,
    /// A person's name.
    pub(crate) who: String,
    /// A connection's id.
    pub(crate) connection: String,
    /// The first day, as `2026-01-31`.
    pub(crate) since: String,
    /// The last day.
    pub(crate) until: String,
}

impl AuditQuery {
    /// Each of its parts, with its query parameter.
    fn parts(&mut self) -> [(&'static str, &mut String); 6] {
        [
            ("q", &mut self.text),
            ("kind", &mut self.kind),
            ("who", &mut self.who),
            ("connection", &mut self.connection),
            ("since", &mut self.since),
            ("until", &mut self.until),
        ]
    }
}

/// What the raw `query` of the audit log's URL asks for.
pub(crate) fn audit_query_of(query: &str) -> AuditQuery {
    let mut wanted = AuditQuery::default();
    read_parts(query, &mut wanted.parts());
    wanted
}

/// The audit log with this query.
pub(crate) fn audit_log_url(mut wanted: AuditQuery) -> String {
    let pairs = wanted.parts().map(|(name, part)| (name, part.clone()));
    with_query(&trail(), &query(&pairs))
}

/// What the URL of the request log asks for. Empty parts let everything through.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct RequestQuery {
    /// What is searched for.
    pub(crate) text: String,
    /// A connection's id.
    pub(crate) connection: String,
    /// `failed`, or any.
    pub(crate) outcome: String,
    /// `change`, or any.
    pub(crate) kind: String,
}

impl RequestQuery {
    /// Each of its parts, with its query parameter.
    fn parts(&mut self) -> [(&'static str, &mut String); 4] {
        [
            ("q", &mut self.text),
            ("connection", &mut self.connection),
            ("outcome", &mut self.outcome),
            ("kind", &mut self.kind),
        ]
    }
}

/// What the raw `query` of the request log's URL asks for.
pub(crate) fn request_query_of(query: &str) -> RequestQuery {
    let mut wanted = RequestQuery::default();
    read_parts(query, &mut wanted.parts());
    wanted
}

/// The request log with this query.
pub(crate) fn request_log_url(mut wanted: RequestQuery) -> String {
    let pairs = wanted.parts().map(|(name, part)| (name, part.clone()));
    with_query(&activity(), &query(&pairs))
}

/// Fills each of the `parts` from the first parameter of its name in the raw
/// `query`. A part without one becomes empty.
fn read_parts(query: &str, parts: &mut [(&'static str, &mut String)]) {
    let query = query.trim_start_matches('?').as_bytes();
    for (name, part) in parts {
        let mut pairs = form_urlencoded::parse(query);
        let value = pairs.find_map(|(key, value)| (key == *name).then_some(value));
        **part = value.unwrap_or_default().into_owned();
    }
}

/// The query that holds these pairs, but for empty values.
pub(crate) fn query(pairs: &[(&str, String)]) -> String {
    let mut query = form_urlencoded::Serializer::new(String::new());
    for (name, value) in pairs.iter().filter(|(_, value)| !value.is_empty()) {
        query.append_pair(name, value);
    }
    query.finish()
}

/// The list at `path`, searching for `text`.
pub(crate) fn searching(path: &str, text: &str) -> String {
    let query = UserQuery {
        text: text.to_owned(),
        ..UserQuery::default()
    };
    with_query(path, &listing(&query, 0))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Texts that a URL must bring back unchanged.
    const TEXTS: [&str; 8] = [
        "ada",
        "a b+c",
        "%40",
        "100%",
        "a&q=b#c",
        "ü 日本 😀",
        "?",
        " ",
    ];

    #[test]
    fn a_list_is_found_again_by_its_url() {
        for text in TEXTS {
            for descending in [false, true] {
                let wanted = UserQuery {
                    text: text.to_owned(),
                    status: "disabled".to_owned(),
                    role: text.to_owned(),
                    rights: "admin".to_owned(),
                    sign_in: "never".to_owned(),
                    sort: SortOrder {
                        column: "email".to_owned(),
                        descending,
                    },
                };
                let query = listing(&wanted, 120);
                assert_eq!(user_query_of(&query), (wanted.clone(), 120), "{query}");
                assert_eq!(user_query_of(&format!("?{query}")), (wanted, 120));
            }
        }
    }

    #[test]
    fn a_list_as_it_is_first_shown_has_no_query() {
        assert_eq!(listing(&UserQuery::default(), 0), "");
        assert_eq!(user_query_of(""), (UserQuery::default(), 0));
    }

    #[test]
    fn every_parameter_of_a_list_has_its_place() {
        let wanted = UserQuery {
            text: "a@b".to_owned(),
            status: "enabled".to_owned(),
            sort: SortOrder {
                column: "name".to_owned(),
                descending: true,
            },
            ..UserQuery::default()
        };
        assert_eq!(
            listing(&wanted, 7),
            "q=a%40b&status=enabled&sort=-name&at=7"
        );
    }

    #[test]
    fn an_edited_url_is_read_as_far_as_it_makes_sense() {
        let (wanted, first) = user_query_of("?q=a&q=b&at=-1&other=1&seen&%ff=x&sort=-");
        assert_eq!(wanted.text, "a");
        assert_eq!(wanted.sign_in, "");
        assert!(wanted.sort.descending && wanted.sort.column.is_empty());
        assert_eq!(first, 0);
        assert_eq!(user_query_of("at=99999999999").1, 0);
        assert_eq!(user_query_of("q=%ff").0.text, "\u{fffd}");
    }

    #[test]
    fn clearing_keeps_the_sort() {
        let (mut wanted, _) = user_query_of("q=a&role=1&sort=-name");
        assert_eq!(wanted.filter_count(), 1);
        wanted.clear();
        assert_eq!(wanted.filter_count(), 0);
        assert_eq!(listing(&wanted, 0), "sort=-name");
    }

    #[test]
    fn the_audit_log_is_found_again_by_its_url() {
        for text in TEXTS {
            let wanted = AuditQuery {
                text: text.to_owned(),
                kind: "change".to_owned(),
                who: text.to_owned(),
                connection: "metabase".to_owned(),
                since: "2026-01-31".to_owned(),
                until: "2026-02-01".to_owned(),
            };
            let url = audit_log_url(wanted.clone());
            let (path, query) = url.split_once('?').unwrap();
            assert_eq!(path, "/activity/trail");
            assert_eq!(audit_query_of(query), wanted, "{url}");
        }
        assert_eq!(audit_log_url(AuditQuery::default()), "/activity/trail");
    }

    #[test]
    fn the_request_log_is_found_again_by_its_url() {
        for text in TEXTS {
            let wanted = RequestQuery {
                text: text.to_owned(),
                connection: "pivot".to_owned(),
                outcome: "failed".to_owned(),
                kind: "change".to_owned(),
            };
            let url = request_log_url(wanted.clone());
            let (path, query) = url.split_once('?').unwrap();
            assert_eq!(path, "/activity");
            assert_eq!(request_query_of(query), wanted, "{url}");
        }
        assert_eq!(request_log_url(RequestQuery::default()), "/activity");
    }

    #[test]
    fn a_user_is_searched_for_in_a_list() {
        assert_eq!(searching("/pivot/users", "a&b"), "/pivot/users?q=a%26b");
    }
}

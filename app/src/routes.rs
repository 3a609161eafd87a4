//! Every URL of the console, in one place. What a page's query asks for: `queries` and
//! `people_query`.

mod people_query;
mod queries;
mod review_query;

pub(crate) use people_query::{
    ANYWHERE, PeopleQuery, PeopleRecord, age_name, age_on_connection, people_query, people_query_of,
};
pub(crate) use queries::{
    AuditQuery, RequestQuery, SortOrder, UserQuery, audit_log_url, audit_query_of, listing, query,
    request_log_url, request_query_of, searching, user_query_of,
};
pub(crate) use review_query::{Decided, ReviewQuery, review_query, review_query_of};

use leptos_router::{OptionalParamSegment, ParamSegment, StaticSegment};
use std::cell::Cell;

thread_local! {
    // Not in context: URLs are built in event handlers and tasks too, which have none.
    static BASE: Cell<&'static str> = const { Cell::new("") };
}

/// The path that the console is below, like `/tools/rollcall`; empty at the top of
/// its host. Every path here begins with it.
pub(crate) fn base() -> &'static str {
    BASE.get()
}

/// Sets the path that the console is below. Once, before any page.
pub(crate) fn set_base(base: String) {
    BASE.set(base.leak());
}

/// The server's `path` as this page reaches it.
pub(crate) fn below(path: &str) -> String {
    format!("{}{path}", base())
}

/// The name under which the browser's storage has `name`. Another console of this
/// host, below another path, shares that storage.
pub(crate) fn stored(name: &str) -> String {
    below(name)
}

/// Why a user has no page here: [`user`] has no URL for it.
pub(crate) const UNADDRESSABLE: &str = "This name cannot be part of an address, so there is no \
                                        page for this user. Rename it on the platform itself.";

/// The parameter of the routes below a connection. [`connection`] reads it.
const CONNECTION: &str = "connection";

/// The route of [`home`].
pub(crate) const HOME: StaticSegment<&str> = StaticSegment("");

/// The route of [`users`] and of [`user`]: one, so that the list stays while a
/// user opens beside it.
pub(crate) const USERS: (ParamSegment, StaticSegment<&str>, OptionalParamSegment) = (
    ParamSegment(CONNECTION),
    StaticSegment("users"),
    OptionalParamSegment("user"),
);

/// The connections.
pub(crate) fn home() -> String {
    below("/")
}

/// Where people sign in: a page of the server's own.
pub(crate) fn sign_in() -> String {
    below(wire::console::SIGN_IN_PATH)
}

/// Where a form signs people out.
pub(crate) fn sign_out() -> String {
    below(wire::console::SIGN_OUT_PATH)
}

/// The route of every page that belongs to no connection, but for [`home`]: [`section`]
/// says which of them a path is. One weighs less than one for each.
pub(crate) const OTHER: (ParamSegment, OptionalParamSegment) =
    (ParamSegment("section"), OptionalParamSegment("page"));

/// Which of the pages of [`OTHER`] a path is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Section {
    /// [`activity`].
    Activity,
    /// [`trail`].
    AuditLog,
    /// The pages about people, whose code comes together: [`people`], [`person`],
    /// [`leave`], [`give`], [`change`], [`reconcile`], [`receipt`], [`drift`], [`profiles`],
    /// [`reviews`] and [`approvals`].
    People,
    /// There is no such page.
    Unknown,
    /// It has a route of its own.
    Elsewhere,
}

/// Which of the pages of [`OTHER`] `path` is.
pub(crate) fn section(path: &str) -> Section {
    let path = path.strip_prefix(base()).unwrap_or(path);
    let (section, page) = path
        .trim_matches('/')
        .split_once('/')
        .unwrap_or((path.trim_matches('/'), ""));
    match (section, page) {
        ("activity", "") => Section::Activity,
        ("activity", "trail") => Section::AuditLog,
        ("people" | "receipts" | "reviews" | "approvals", _) | ("drift" | "profiles", "") => {
            Section::People
        }
        ("", _) => Section::Elsewhere,
        _ if page.starts_with("users") || page == "invite" => Section::Elsewhere,
        _ => Section::Unknown,
    }
}

/// The people across all connections.
pub(crate) fn people() -> String {
    below("/people")
}

/// One person, by their key as a text, which a URL has as it is.
pub(crate) fn person(key: &str) -> String {
    format!("{}/people/{key}", base())
}

/// The key of the person that is open at `path`, as the browser has it.
pub(crate) fn open_person(path: &str) -> Option<String> {
    let name = name_at(1, path).filter(|name| name == "people");
    name.and_then(|_| name_at(2, path))
        .filter(|key| ![LEAVE, GIVE, CHANGE, RECONCILE].contains(&&**key))
}

/// The page of [`reconcile`]. No person has this key.
const RECONCILE: &str = "reconcile";

/// Where a list of people is compared with the platforms.
pub(crate) fn reconcile() -> String {
    below("/people/reconcile")
}

/// The page of [`leave`]. No person has this key.
const LEAVE: &str = "leave";

/// The page of [`give`]. No person has this key.
const GIVE: &str = "give";

/// The page of [`change`]. No person has this key.
const CHANGE: &str = "change";

/// Where the access of people is removed everywhere: of those with these keys.
pub(crate) fn leave(people: &[String]) -> String {
    let keys: Vec<_> = people.iter().map(|key| ("person", key.clone())).collect();
    with_query(&format!("{}/people/{LEAVE}", base()), &query(&keys))
}

/// The keys of the people in the raw query of [`leave`], [`give`] or [`change`].
pub(crate) fn leavers(query: &str) -> Vec<String> {
    named(query, "person").collect()
}

/// The values that a raw query has under this name.
fn named(query: &str, name: &'static str) -> impl Iterator<Item = String> {
    let query = query.trim_start_matches('?');
    let pairs = form_urlencoded::parse(query.as_bytes());
    let pairs = pairs.filter(move |(one, _)| one == name);
    pairs.map(|(_, value)| value.into_owned())
}

/// Where access is given: to the person with this key, or to someone new.
pub(crate) fn give(person: Option<&str>) -> String {
    let keys: Vec<_> = person
        .map(|key| ("person", key.to_owned()))
        .into_iter()
        .collect();
    with_query(&format!("{}/people/{GIVE}", base()), &query(&keys))
}

/// What the access of a person is to be.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) enum AccessSource {
    /// It is not chosen yet.
    #[default]
    None,
    /// That of the profile with this name.
    Profile(String),
    /// What the person with this key has.
    Person(String),
}

/// Where the access of the person with this key is changed.
pub(crate) fn change(person: &str, source: &AccessSource) -> String {
    let mut pairs = vec![("person", person.to_owned())];
    match source {
        AccessSource::None => {}
        AccessSource::Profile(name) => pairs.push((PROFILE, name.clone())),
        AccessSource::Person(key) => pairs.push((SAME_AS, key.clone())),
    }
    with_query(&change_path(), &query(&pairs))
}

/// The path of [`change`].
pub(crate) fn change_path() -> String {
    format!("{}/people/{CHANGE}", base())
}

/// What the raw query of [`change`] names as a source.
pub(crate) fn access_source(query: &str) -> AccessSource {
    if let Some(name) = named(query, PROFILE).next() {
        return AccessSource::Profile(name);
    }
    let person = named(query, SAME_AS).next();
    person.map_or(AccessSource::None, AccessSource::Person)
}

/// The name of a profile in the query of [`change`].
const PROFILE: &str = "profile";

/// The key of another person in the query of [`change`].
const SAME_AS: &str = "as";

/// The receipt with this ID.
pub(crate) fn receipt(id: &str) -> String {
    format!("{}/receipts/{id}", base())
}

/// The ID of the receipt at `path`, as the browser has it.
pub(crate) fn open_receipt(path: &str) -> Option<String> {
    let name = name_at(1, path).filter(|name| name == "receipts");
    name.and_then(|_| name_at(2, path))
}

/// The states that are not wanted.
pub(crate) fn drift() -> String {
    below("/drift")
}

/// One kind of them, on the same page.
pub(crate) fn drift_kind(name: &str) -> String {
    format!("{}#{name}", drift())
}

/// The access profiles.
pub(crate) fn profiles() -> String {
    below("/profiles")
}

/// The form for a new profile, filled in with what the person with this key has.
pub(crate) fn profile_of(person: &str) -> String {
    with_query(&profiles(), &query(&[("from", person.to_owned())]))
}

/// The key of the person in the raw query of [`profile_of`].
pub(crate) fn profile_source(query: &str) -> Option<String> {
    named(query, "from").next()
}

/// The access reviews.
pub(crate) fn reviews() -> String {
    below("/reviews")
}

/// The page of [`new_review`]. No review has this ID.
const NEW: &str = "new";

/// Where an access review is started.
pub(crate) fn new_review() -> String {
    review(NEW)
}

/// The access review with this ID.
pub(crate) fn review(id: &str) -> String {
    format!("{}/reviews/{id}", base())
}

/// The query of [`revocation`].
const REVOCATION: &str = "view=revocation";

/// Where the access that the review with this ID has revoked is removed.
pub(crate) fn revocation(id: &str) -> String {
    with_query(&review(id), REVOCATION)
}

/// Whether the raw query of a review's URL is that of [`revocation`].
pub(crate) fn is_revocation(query: &str) -> bool {
    query.trim_start_matches('?') == REVOCATION
}

/// The ID of the review at `path`, as the browser has it.
pub(crate) fn open_review(path: &str) -> Option<String> {
    let name = name_at(1, path).filter(|name| name == "reviews");
    name.and_then(|_| name_at(2, path)).filter(|id| id != NEW)
}

/// The approvals of changes by a second operator.
pub(crate) fn approvals() -> String {
    below("/approvals")
}

/// The approval with this ID.
pub(crate) fn approval(id: &str) -> String {
    format!("{}/approvals/{id}", base())
}

/// The ID of the approval at `path`, as the browser has it.
pub(crate) fn open_approval(path: &str) -> Option<String> {
    let name = name_at(1, path).filter(|name| name == "approvals");
    name.and_then(|_| name_at(2, path))
}

/// Every request this browser made.
pub(crate) fn activity() -> String {
    below("/activity")
}

/// Every change that the server has recorded.
pub(crate) fn trail() -> String {
    below("/activity/trail")
}

/// The users of the connection with this id; nothing where no URL can name it.
pub(crate) fn users(connection: &str) -> Option<String> {
    let segment = wire::segment::encode(connection).ok()?;
    Some(format!("{}/{segment}/users", base()))
}

/// The route of [`invite`].
pub(crate) const INVITE: (ParamSegment, StaticSegment<&str>) =
    (ParamSegment(CONNECTION), StaticSegment("invite"));

/// Where a user is invited to the connection with this id; nothing where
/// no URL can name it.
pub(crate) fn invite(connection: &str) -> Option<String> {
    let segment = wire::segment::encode(connection).ok()?;
    Some(format!("{}/{segment}/invite", base()))
}

/// Whether `path` belongs to the connection with this id.
pub(crate) fn is_within(connection: &str, path: &str) -> bool {
    let segment = wire::segment::encode(connection);
    segment.is_ok_and(|segment| path.starts_with(&format!("{}/{segment}/", base())))
}

/// The newest email to `address` in a mock's outbox.
pub(crate) fn outbox(base: &str, address: &str) -> String {
    with_query(base, &query(&[("to", address.to_owned())]))
}

/// One user of the connection, beside the list; nothing where no URL can name it.
pub(crate) fn user(connection: &str, key: &str) -> Option<String> {
    let segment = wire::segment::encode(key).ok()?;
    Some(format!("{}/{segment}", users(connection)?))
}

/// The id of the connection that `path`, as the browser has it, belongs to.
pub(crate) fn connection(path: &str) -> Option<String> {
    name_at(1, path)
}

/// The key of the user that is open at `path`, as the browser has it.
pub(crate) fn open_user(path: &str) -> Option<String> {
    name_at(3, path)
}

/// The name in a segment of the raw `path`. The router's parameters are decoded
/// twice, which makes another name of `100%25`. What is no text once decoded is
/// taken as it is: nothing has that name.
fn name_at(place: usize, path: &str) -> Option<String> {
    let path = path.strip_prefix(base())?;
    let segment = path.split('/').nth(place).filter(|name| !name.is_empty())?;
    Some(wire::segment::decode(segment).unwrap_or_else(|_| segment.to_owned()))
}

/// `path` with the raw `query` of the page that leads there.
pub(crate) fn with_query(path: &str, query: &str) -> String {
    let query = query.trim_start_matches('?');
    if query.is_empty() {
        path.to_owned()
    } else {
        format!("{path}?{query}")
    }
}

/// The audit log as a file, as far as the server's own `query` asks for it.
pub(crate) fn trail_file(format: &str, query: &str) -> String {
    let path = format!(
        "{}{}?format={format}",
        base(),
        wire::console::TRAIL_EXPORT_PATH
    );
    if query.is_empty() {
        path
    } else {
        format!("{path}&{query}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_url_of_the_console() {
        assert_eq!(home(), "/");
        assert_eq!(activity(), "/activity");
        assert_eq!(trail(), "/activity/trail");
        assert_eq!(people(), "/people");
        assert_eq!(
            person("ana~2Btest@example.com"),
            "/people/ana~2Btest@example.com"
        );
        assert_eq!(leave(&[]), "/people/leave");
        assert_eq!(
            leave(&["a@b.c".to_owned(), "pivot:bo".to_owned()]),
            "/people/leave?person=a%40b.c&person=pivot%3Abo"
        );
        assert_eq!(
            leavers("?person=a%40b.c&x=1&person=pivot%3Abo"),
            ["a@b.c", "pivot:bo"]
        );
        assert_eq!(profile_of("pivot:bo"), "/profiles?from=pivot%3Abo");
        let source = profile_source("?x=1&from=a%40b.c");
        assert_eq!(source.as_deref(), Some("a@b.c"));
        assert_eq!(profile_source("?person=a"), None);
        assert_eq!(give(None), "/people/give");
        assert_eq!(give(Some("a@b.c")), "/people/give?person=a%40b.c");
        assert_eq!(
            change("a@b.c", &AccessSource::None),
            "/people/change?person=a%40b.c"
        );
        assert_eq!(receipt("0a1b"), "/receipts/0a1b");
        assert_eq!(drift(), "/drift");
        assert_eq!(drift_kind("one-admin"), "/drift#one-admin");
        assert_eq!(reviews(), "/reviews");
        assert_eq!(new_review(), "/reviews/new");
        assert_eq!(review("0a1b"), "/reviews/0a1b");
        assert_eq!(revocation("0a1b"), "/reviews/0a1b?view=revocation");
        assert_eq!(approvals(), "/approvals");
        assert_eq!(approval("0a1b"), "/approvals/0a1b");
        assert_eq!(users("pivot").as_deref(), Some("/pivot/users"));
        assert_eq!(users("a/b ü").as_deref(), Some("/a%2Fb%20%C3%BC/users"));
        assert_eq!(users(".."), None);
        assert_eq!(users(""), None);
        assert_eq!(invite("pivot").as_deref(), Some("/pivot/invite"));
        assert_eq!(invite(".."), None);
        assert!(is_within("a/b", "/a%2Fb/invite") && !is_within("a", "/ab/users"));
        assert_eq!(
            user("pivot", "a/b@c.d").as_deref(),
            Some("/pivot/users/a%2Fb%40c.d")
        );
        assert_eq!(user("pivot", ".."), None);
        assert_eq!(with_query("/pivot/users", "?q=a"), "/pivot/users?q=a");
        assert_eq!(with_query("/pivot/users", ""), "/pivot/users");
    }

    #[test]
    fn a_path_says_which_page_it_is() {
        for (path, expected) in [
            ("/activity", Section::Activity),
            ("/activity/", Section::Activity),
            ("/activity/trail", Section::AuditLog),
            ("/activity/other", Section::Unknown),
            ("/people", Section::People),
            ("/people/ana@example.com", Section::People),
            ("/people/leave", Section::People),
            ("/people/give", Section::People),
            ("/people/change", Section::People),
            ("/receipts/0a1b", Section::People),
            ("/drift", Section::People),
            ("/drift/other", Section::Unknown),
            ("/profiles", Section::People),
            ("/profiles/other", Section::Unknown),
            ("/reviews", Section::People),
            ("/reviews/0a1b", Section::People),
            ("/approvals", Section::People),
            ("/approvals/0a1b", Section::People),
            ("/nowhere", Section::Unknown),
            ("/", Section::Elsewhere),
            ("/pivot/users", Section::Elsewhere),
            ("/pivot/users/ana", Section::Elsewhere),
            ("/pivot/invite", Section::Elsewhere),
        ] {
            assert_eq!(section(path), expected, "{path}");
        }
    }

    #[test]
    fn the_source_of_a_change_of_access_is_found_in_its_url() {
        for source in [
            AccessSource::None,
            AccessSource::Profile("R&D ü".to_owned()),
            AccessSource::Person("pivot:bo".to_owned()),
        ] {
            let url = change("a@b.c", &source);
            let query = url.split_once('?').map_or("", |(_, query)| query);
            assert_eq!(access_source(query), source);
            assert_eq!(leavers(query), ["a@b.c"]);
        }
    }

    #[test]
    fn an_open_person_and_an_open_receipt_are_found() {
        assert_eq!(open_person("/people/ana@b.c").as_deref(), Some("ana@b.c"));
        assert_eq!(open_person("/people/ana%40b.c").as_deref(), Some("ana@b.c"));
        assert_eq!(open_person("/people/leave"), None);
        assert_eq!(open_person(&reconcile()), None);
        assert_eq!(open_person("/people/give"), None);
        assert_eq!(open_person("/people/change"), None);
        assert_eq!(open_person("/people"), None);
        assert_eq!(open_person("/pivot/users"), None);
        assert_eq!(open_receipt("/receipts/0a1b").as_deref(), Some("0a1b"));
        assert_eq!(open_receipt("/people/0a1b"), None);
        assert_eq!(open_review("/reviews/0a1b").as_deref(), Some("0a1b"));
        assert_eq!(open_review("/reviews/new"), None);
        assert_eq!(open_approval("/approvals/0a1b").as_deref(), Some("0a1b"));
        assert_eq!(open_approval("/approvals"), None);
        assert_eq!(open_approval("/approvals/"), None);
        assert_eq!(open_approval("/reviews/0a1b"), None);
        assert_eq!(open_review("/reviews"), None);
        assert!(is_revocation("?view=revocation") && !is_revocation("?q=a"));
    }

    #[test]
    fn an_outbox_is_searched_for_an_address_as_it_is() {
        assert_eq!(
            outbox("http://127.0.0.1:9095/outbox", "a+b&c@d.e"),
            "http://127.0.0.1:9095/outbox?to=a%2Bb%26c%40d.e"
        );
    }

    #[test]
    fn the_audit_log_is_saved_in_a_format_as_it_is_filtered() {
        let path = wire::console::TRAIL_EXPORT_PATH;
        assert_eq!(trail_file("csv", ""), format!("{path}?format=csv"));
        assert_eq!(
            trail_file("json", "who=ada"),
            format!("{path}?format=json&who=ada")
        );
    }

    #[test]
    fn below_a_path_every_url_begins_with_it() {
        set_base("/tools/rollcall".to_owned());
        assert_eq!(home(), "/tools/rollcall/");
        assert_eq!(sign_out(), "/tools/rollcall/sign-out");
        assert_eq!(trail(), "/tools/rollcall/activity/trail");
        let url = user("pivot", "a/b").unwrap();
        assert_eq!(url, "/tools/rollcall/pivot/users/a%2Fb");
        assert_eq!(open_user(&url).as_deref(), Some("a/b"));
        assert_eq!(open_user("/other/pivot/users/a"), None);
        assert!(is_within("pivot", &url) && !is_within("tools", &url));
        assert_eq!(stored("rollcall.run."), "/tools/rollcallrollcall.run.");
    }

    #[test]
    fn an_open_user_is_found_whatever_its_key() {
        for key in ["ada@company.com", "a/b", "100%", "%25", "ü x+y", "7"] {
            let url = user("pivot", key).unwrap();
            assert_eq!(open_user(&url).as_deref(), Some(key));
        }
        assert_eq!(open_user("/pivot/users/%ff").as_deref(), Some("%ff"));
        assert_eq!(connection("/a%2Fb%2525/users").as_deref(), Some("a/b%25"));
        assert_eq!(connection("/"), None);
        assert_eq!(open_user("/pivot/users"), None);
        assert_eq!(open_user("/pivot/users/"), None);
        assert_eq!(open_user("/"), None);
    }
}

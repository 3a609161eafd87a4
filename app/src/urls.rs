//! Every URL of the console, in one place.

use leptos_router::{ParamSegment, StaticSegment};
use web_sys::UrlSearchParams;

/// The parameter of [`USERS`] that names the connection.
pub(crate) const CONNECTION: &str = "connection";

/// The query parameter that holds what is searched for.
const SEARCH: &str = "q";

/// The route of [`home`].
pub(crate) const HOME: StaticSegment<&str> = StaticSegment("");

/// The route of [`users`].
pub(crate) const USERS: (ParamSegment, StaticSegment<&str>) =
    (ParamSegment(CONNECTION), StaticSegment("users"));

/// The start, which leads on to the first connection.
pub(crate) const fn home() -> &'static str {
    "/"
}

/// The users of the connection with this id; nothing where no URL can name it.
pub(crate) fn users(connection: &str) -> Option<String> {
    let segment = wire::segment::encode(connection).ok()?;
    Some(["/", &segment, "/users"].concat())
}

/// The route of [`invite`].
pub(crate) const INVITE: (ParamSegment, StaticSegment<&str>) =
    (ParamSegment(CONNECTION), StaticSegment("invite"));

/// Where somebody new is invited to the connection with this id; nothing where
/// no URL can name it.
pub(crate) fn invite(connection: &str) -> Option<String> {
    let segment = wire::segment::encode(connection).ok()?;
    Some(["/", &segment, "/invite"].concat())
}

/// Whether `path` belongs to the connection with this id.
pub(crate) fn is_within(connection: &str, path: &str) -> bool {
    let segment = wire::segment::encode(connection);
    segment.is_ok_and(|segment| path.starts_with(&["/", &*segment, "/"].concat()))
}

/// The newest e-mail to `address` in a mock's outbox.
pub(crate) fn outbox(base: &str, address: &str) -> String {
    let address = js_sys::encode_uri_component(address);
    [base, "?to=", &String::from(address)].concat()
}

/// What a list's URL says is searched for.
///
/// From the raw query: the router's own map decodes twice, and makes an `@` of
/// a `%40` that somebody looks for.
pub(crate) fn search_of(query: &str) -> String {
    UrlSearchParams::new_with_str(query)
        .ok()
        .and_then(|query| query.get(SEARCH))
        .unwrap_or_default()
}

/// `path` and the raw `query`, searching for `text`.
pub(crate) fn searching(path: &str, query: &str, text: &str) -> String {
    let Ok(query) = UrlSearchParams::new_with_str(query) else {
        return path.to_owned();
    };
    if text.is_empty() {
        query.delete(SEARCH);
    } else {
        query.set(SEARCH, text);
    }
    let query = String::from(query.to_string());
    if query.is_empty() {
        path.to_owned()
    } else {
        [path, "?", &query].concat()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_url_of_the_console() {
        assert_eq!(home(), "/");
        assert_eq!(users("pivot").as_deref(), Some("/pivot/users"));
        assert_eq!(users("a/b ü").as_deref(), Some("/a%2Fb%20%C3%BC/users"));
        assert_eq!(users(".."), None);
        assert_eq!(users(""), None);
        assert_eq!(invite("pivot").as_deref(), Some("/pivot/invite"));
        assert_eq!(invite(".."), None);
        assert!(is_within("a/b", "/a%2Fb/invite") && !is_within("a", "/ab/users"));
    }
}

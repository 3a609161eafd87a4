//! Below a path: `https://host/tools/rollcall/`.
//!
//! Everything else in this library is written as if the console were at the top
//! of its host. This layer, around all of it, is the only place that knows better.
//! On the way in it takes the path away, where a proxy has kept it; on the way out
//! it puts it in front of every address that an answer leads to, and binds every
//! cookie to it. Addresses in the console's page itself are the one exception
//! (`pages.rs`), as its policy is made from its text.

use crate::http::headers;
use crate::http::html::RootRelative;
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::http::header::{CONTENT_LENGTH, COOKIE, LOCATION, REFRESH, SET_COOKIE};
use axum::http::uri::PathAndQuery;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use std::convert::Infallible;
use std::sync::Arc;
use tower::{ServiceExt, service_fn};

/// How the cookies of this server begin inside, and at the top of a host.
const COOKIES: &str = "__Host-rollcall";

/// The largest page of this server's own, in bytes. They are a few kilobytes.
const LARGEST_PAGE: usize = 1024 * 1024;

/// The path that the console is below, like `/tools/rollcall`.
#[derive(Debug, Clone)]
pub(crate) struct BasePath {
    path: Arc<str>,
    /// How the cookies begin here. A cookie that is bound to a path cannot be a
    /// `__Host-` one. The path is in the name as well, since a console below
    /// `/a/` has its cookies sent to one below `/a/b/`.
    cookies: Arc<str>,
    https: bool,
}

impl BasePath {
    /// `path` begins with a slash and ends without. `https` says whether this
    /// server speaks TLS itself.
    pub(crate) fn new(path: &str, https: bool) -> Self {
        let name = path.replace('/', ".");
        Self {
            path: path.into(),
            cookies: format!("__Secure-rollcall{name}").into(),
            https,
        }
    }

    /// `router`, below this path, and at the top for proxies that take it away.
    pub(crate) fn around(self, router: Router) -> Router {
        let service = service_fn(move |request: Request| {
            let (base, router) = (self.clone(), router.clone());
            async move { Ok::<_, Infallible>(base.serve(request, router).await) }
        });
        Router::new().fallback_service(service)
    }

    async fn serve(&self, mut request: Request, router: Router) -> Response {
        match self.strip(request.uri()) {
            Stripped::Uri(uri) => *request.uri_mut() = uri,
            Stripped::Missing => {}
            Stripped::WithoutSlash(location) => {
                let mut response =
                    (StatusCode::PERMANENT_REDIRECT, [(LOCATION, location)]).into_response();
                headers::secure(&mut response, self.https);
                return response;
            }
        }
        self.read_cookies(request.headers_mut());
        let Ok(mut response) = router.oneshot(request).await;
        self.lead_below(response.headers_mut());
        if response.extensions().get::<RootRelative>().is_some() {
            return self.rewrite(response).await;
        }
        response
    }

    /// What is asked for, without the path. The rest stays as it came, to the
    /// letter.
    fn strip(&self, uri: &Uri) -> Stripped {
        let Some(whole) = uri.path_and_query().map(PathAndQuery::as_str) else {
            return Stripped::Missing;
        };
        match whole.strip_prefix(&*self.path) {
            Some(rest) if rest.is_empty() || rest.starts_with('?') => {
                HeaderValue::try_from(format!("{}/{rest}", self.path))
                    .map_or(Stripped::Missing, Stripped::WithoutSlash)
            }
            Some(rest) if rest.starts_with('/') => {
                // A whole URL in the request line stays one, and is refused.
                let mut parts = uri.clone().into_parts();
                parts.path_and_query = rest.parse().ok();
                Uri::from_parts(parts).map_or(Stripped::Missing, Stripped::Uri)
            }
            _ => Stripped::Missing,
        }
    }

    /// Gives the cookies of this path the names that they have inside. Those of a
    /// console at the top of the host are not this one's.
    fn read_cookies(&self, headers: &mut HeaderMap) {
        let rename = |pair: &str| {
            let pair = pair.trim();
            if pair.starts_with(COOKIES) {
                return None;
            }
            match pair.strip_prefix(&*self.cookies) {
                Some(rest) if rest.starts_with(['=', '-']) => Some(format!("{COOKIES}{rest}")),
                _ => Some(pair.to_owned()),
            }
        };
        let renamed: Vec<HeaderValue> = headers
            .get_all(COOKIE)
            .iter()
            .filter_map(|value| value.to_str().ok())
            .map(|cookies| {
                let pairs: Vec<String> = cookies.split(';').filter_map(rename).collect();
                pairs.join("; ")
            })
            .filter_map(|cookies| HeaderValue::try_from(cookies).ok())
            .collect();
        replace(headers, COOKIE, renamed);
    }

    /// Puts the path in front of what the headers of an answer lead to.
    fn lead_below(&self, headers: &mut HeaderMap) {
        if let Some(location) = headers.get_mut(LOCATION)
            && location.as_bytes().starts_with(b"/")
            && let Some(below) = prepend(&self.path, location)
        {
            *location = below;
        }
        if let Some(refresh) = headers.get_mut(REFRESH)
            && let Some(below) = rewritten(refresh, |text| {
                text.replacen("url=/", &format!("url={}/", self.path), 1)
            })
        {
            *refresh = below;
        }
        let cookies: Vec<HeaderValue> = headers
            .get_all(SET_COOKIE)
            .iter()
            .filter_map(|cookie| {
                rewritten(cookie, |text| match text.strip_prefix(COOKIES) {
                    Some(rest) => format!("{}{rest}", self.cookies).replacen(
                        "; Path=/;",
                        &format!("; Path={}/;", self.path),
                        1,
                    ),
                    None => text.to_owned(),
                })
            })
            .collect();
        replace(headers, SET_COOKIE, cookies);
    }

    /// The same for a page of this server's own.
    async fn rewrite(&self, response: Response) -> Response {
        let (mut parts, body) = response.into_parts();
        let Ok(body) = to_bytes(body, LARGEST_PAGE).await else {
            return StatusCode::INTERNAL_SERVER_ERROR.into_response();
        };
        let html = below(&String::from_utf8_lossy(&body), &self.path);
        parts.headers.remove(CONTENT_LENGTH);
        Response::from_parts(parts, Body::from(html))
    }
}

enum Stripped {
    /// What is asked for.
    Uri(Uri),
    /// The path does not begin so: a proxy has taken it away.
    Missing,
    /// It is the path itself without its slash, and this is it with one.
    WithoutSlash(HeaderValue),
}

/// `html` with `path` in front of every address at the top of the host. The text
/// of a page has no quotation marks like an attribute's (`html.rs`).
pub(crate) fn below(html: &str, path: &str) -> String {
    ["href=\"/", "src=\"/", "action=\"/", "url=/"]
        .into_iter()
        .fold(html.to_owned(), |html, address| {
            let (before, _) = address.split_at(address.len() - 1);
            html.replace(address, &format!("{before}{path}/"))
        })
}

fn prepend(path: &str, value: &HeaderValue) -> Option<HeaderValue> {
    rewritten(value, |text| format!("{path}{text}"))
}

fn rewritten(value: &HeaderValue, rewrite: impl FnOnce(&str) -> String) -> Option<HeaderValue> {
    HeaderValue::try_from(rewrite(value.to_str().ok()?)).ok()
}

fn replace(headers: &mut HeaderMap, name: HeaderName, values: Vec<HeaderValue>) {
    headers.remove(&name);
    for value in values {
        headers.append(&name, value);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn base() -> BasePath {
        BasePath::new("/tools/rollcall", false)
    }

    #[test]
    fn the_path_is_taken_away_and_the_rest_is_left_to_the_letter() {
        for (asked, left) in [
            ("/tools/rollcall/", Some("/")),
            (
                "/tools/rollcall/pivot/users?q=a%2Fb",
                Some("/pivot/users?q=a%2Fb"),
            ),
            (
                "/tools/rollcall/via/pivot/a%2Fb/%252e",
                Some("/via/pivot/a%2Fb/%252e"),
            ),
            ("/tools/rollcall//evil.example", Some("//evil.example")),
            ("/tools/rollcall/tools/rollcall/", Some("/tools/rollcall/")),
            ("/", None),
            ("/pivot/users", None),
            ("/tools/rollcaller/", None),
            ("/tools/rollcall%2Fpivot", None),
            ("/Tools/rollcall/", None),
        ] {
            match base().strip(&asked.parse().unwrap()) {
                Stripped::Uri(uri) => assert_eq!(Some(uri.to_string().as_str()), left, "{asked}"),
                Stripped::Missing => assert_eq!(left, None, "{asked}"),
                Stripped::WithoutSlash(_) => panic!("{asked}"),
            }
        }
        for (asked, slashed) in [
            ("/tools/rollcall", "/tools/rollcall/"),
            ("/tools/rollcall?a=b", "/tools/rollcall/?a=b"),
        ] {
            match base().strip(&asked.parse().unwrap()) {
                Stripped::WithoutSlash(location) => assert_eq!(location, slashed),
                _ => panic!("{asked}"),
            }
        }
        // It is still one for a proxy, which is refused inside.
        let Stripped::Uri(uri) = base().strip(&"http://a.b/tools/rollcall/x".parse().unwrap())
        else {
            panic!()
        };
        assert_eq!(uri, "http://a.b/x");
    }

    #[test]
    fn cookies_are_bound_to_the_path_and_others_of_the_host_are_not_read() {
        let mut headers = HeaderMap::new();
        let set = "__Host-rollcall-wanted=x; Path=/; Secure; HttpOnly; SameSite=Strict";
        headers.append(SET_COOKIE, set.parse().unwrap());
        headers.append(
            SET_COOKIE,
            "__Host-rollcall=y; Path=/; Secure".parse().unwrap(),
        );
        base().lead_below(&mut headers);
        let set: Vec<_> = headers.get_all(SET_COOKIE).iter().collect();
        assert_eq!(
            set,
            [
                "__Secure-rollcall.tools.rollcall-wanted=x; Path=/tools/rollcall/; Secure; \
                 HttpOnly; SameSite=Strict",
                "__Secure-rollcall.tools.rollcall=y; Path=/tools/rollcall/; Secure",
            ]
        );
        let mut headers = HeaderMap::new();
        let cookies = "a=b; __Host-rollcall=top; __Secure-rollcall.tools=above; \
                    __Secure-rollcall.tools.rollcall=own; \
                    __Secure-rollcall.tools.rollcall.x=below; \
                    __Secure-rollcall.tools.rollcall-wanted=w";
        headers.append(COOKIE, cookies.parse().unwrap());
        base().read_cookies(&mut headers);
        assert_eq!(
            headers[COOKIE],
            "a=b; __Secure-rollcall.tools=above; __Host-rollcall=own; \
             __Secure-rollcall.tools.rollcall.x=below; __Host-rollcall-wanted=w"
        );
    }

    #[test]
    fn an_answer_leads_below_the_path_and_to_other_servers_as_before() {
        let lead = |name: HeaderName, value: &str| {
            let mut headers = HeaderMap::new();
            headers.insert(&name, value.parse().unwrap());
            base().lead_below(&mut headers);
            headers[name].to_str().unwrap().to_owned()
        };
        assert_eq!(lead(LOCATION, "/sign-in"), "/tools/rollcall/sign-in");
        assert_eq!(
            lead(LOCATION, "https://login.example/"),
            "https://login.example/"
        );
        assert_eq!(
            lead(REFRESH, "0; url=/sign-in?a"),
            "0; url=/tools/rollcall/sign-in?a"
        );
    }

    #[test]
    fn a_page_leads_below_the_path() {
        let html = "<link href=\"/a.css\"><script src=\"/a.js\"></script>\
                    <form action=\"/sign-in\"><meta content=\"0; url=/\"><a href=\"#main\">\
                    <a href=\"https://a.b/\"> / </a>";
        assert_eq!(
            below(html, "/x"),
            "<link href=\"/x/a.css\"><script src=\"/x/a.js\"></script>\
             <form action=\"/x/sign-in\"><meta content=\"0; url=/x/\"><a href=\"#main\">\
             <a href=\"https://a.b/\"> / </a>"
        );
    }
}

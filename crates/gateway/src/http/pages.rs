//! The built app: its page, its scripts and styles, as small as they were
//! compressed at build time.

use crate::http::assets::{ConsoleFiles, FileServer};
use crate::http::base_path;
use crate::http::error::GatewayError;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::header::{ACCEPT, CACHE_CONTROL, CONTENT_SECURITY_POLICY};
use axum::http::{HeaderMap, HeaderValue, StatusCode, Uri};
use axum::response::{Html, IntoResponse, Response};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};
use std::sync::Arc;

/// A year, in seconds: as long as a cache may keep anything.
const IMMUTABLE: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");

/// No file of the app has a longer path, in bytes. Pages of users can have: a file
/// system has an error of its own for what it takes for a long file name.
const LONGEST_FILE: usize = 200;

pub(crate) struct Pages {
    dist: ConsoleFiles,
    files: FileServer,
    base: String,
}

impl Pages {
    /// `base` is the path that the console is below; empty at the top of the host.
    pub(crate) fn new(dist: ConsoleFiles, base: &str) -> Self {
        Self {
            files: dist.files(),
            dist,
            base: base.to_owned(),
        }
    }

    /// The page itself: never cached, and the only one with a policy, since
    /// only a document has scripts to allow.
    async fn index(&self, request: Request) -> Response {
        let Some(html) = self.dist.index().await else {
            return GatewayError::NotBuilt.into_response();
        };
        let (html, mut response) = if self.base.is_empty() {
            let response = self.files.serve_index(request).await;
            (html, response)
        } else {
            // It was compressed with other addresses in it.
            let html = below(&html, &self.base);
            (html.clone(), Html(html).into_response())
        };
        let headers = response.headers_mut();
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
        if let Ok(policy) = HeaderValue::from_str(&policy(&html)) {
            headers.insert(CONTENT_SECURITY_POLICY, policy);
        }
        response
    }
}

/// The page below the path `base`, where its files are. The app finds the path in
/// an attribute, and the addresses of its own pages by it.
fn below(html: &str, base: &str) -> String {
    let html = html.replacen("<html ", &format!("<html data-base=\"{base}\" "), 1);
    // In trunk's loader too, the only script in it with such quotation marks.
    base_path::below(&html, base).replace("'/", &format!("'{base}/"))
}

/// Any path that is no API: a file of the app, or the app's page, whose router
/// knows what the path means.
pub(crate) async fn page(State(pages): State<Arc<Pages>>, request: Request) -> Response {
    let path = request.uri().path();
    let navigation = accepts_html(request.headers());
    let is_index = matches!(path, "/" | "/index.html");
    if is_index || navigation && path.len() > LONGEST_FILE {
        return pages.index(request).await;
    }
    if path.len() > LONGEST_FILE {
        return StatusCode::NOT_FOUND.into_response();
    }
    let hashed = is_hashed(request.uri());
    let again = clone_without_body(&request);
    let mut response = pages.files.serve(request).await;
    if response.status() == StatusCode::NOT_FOUND && navigation {
        return pages.index(again).await;
    }
    if response.status().is_success() || response.status() == StatusCode::NOT_MODIFIED {
        let caching = if hashed {
            IMMUTABLE
        } else {
            HeaderValue::from_static("no-cache")
        };
        response.headers_mut().insert(CACHE_CONTROL, caching);
    }
    response
}

fn clone_without_body(request: &Request) -> Request {
    let mut clone = Request::new(Body::empty());
    clone.method_mut().clone_from(request.method());
    clone.uri_mut().clone_from(request.uri());
    clone.headers_mut().clone_from(request.headers());
    clone
}

/// Whether it is a page that is asked for, and not a part of one.
pub(crate) fn accepts_html(headers: &HeaderMap) -> bool {
    headers
        .get(ACCEPT)
        .and_then(|value| value.to_str().ok())
        .is_some_and(|accept| accept.contains("text/html"))
}

/// Whether the file's name says what is in it: trunk writes `name-HASH.ext`
/// and `name-HASH_bg.wasm`, the hash being a 64-bit number in hexadecimal
/// without leading zeros.
fn is_hashed(uri: &Uri) -> bool {
    let name = uri.path().rsplit('/').next().unwrap_or_default();
    name.rsplit_once('-')
        .and_then(|(_, hash)| hash.split(['_', '.']).next())
        .is_some_and(|hash| {
            (8..=16).contains(&hash.len()) && hash.bytes().all(|byte| byte.is_ascii_hexdigit())
        })
}

/// The page's Content-Security-Policy. Scripts run from files of this server,
/// and inline only if they are the page's own: trunk's loader changes with every
/// build, so its hash is taken from the page itself.
fn policy(html: &str) -> String {
    let mut scripts = String::from("'self' 'wasm-unsafe-eval'");
    for script in inline_scripts(html) {
        scripts.push_str(" 'sha256-");
        scripts.push_str(&STANDARD.encode(Sha256::digest(script)));
        scripts.push('\'');
    }
    format!(
        "default-src 'none'; script-src {scripts}; style-src 'self'; connect-src 'self'; \
         img-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    )
}

/// What stands between `<script …>` and `</script>`, for scripts without a
/// `src`. The page is our own build's; this is no HTML parser.
fn inline_scripts(html: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut rest = html;
    while let Some(start) = rest.find("<script") {
        rest = &rest[start..];
        let Some((tag, after)) = rest.split_once('>') else {
            break;
        };
        let Some((content, after)) = after.split_once("</script>") else {
            break;
        };
        if !tag.contains(" src=") && !content.is_empty() {
            found.push(content);
        }
        rest = after;
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn inline_scripts_are_allowed_by_their_hash_and_nothing_else_inline() {
        let html = "<script src=\"/a.js\"></script><script type=\"module\">\nlet a = 1;\n</script>\
                    <p>text</p><script>b()</script>";
        assert_eq!(inline_scripts(html), ["\nlet a = 1;\n", "b()"]);
        let policy = policy("<script>b()</script>");
        // printf 'b()' | openssl dgst -sha256 -binary | base64
        assert!(
            policy.contains("'sha256-cf242PFc/kb7xD0Qzhsmd9vvRkc+cWFmbi+k+YvtdKc='"),
            "{policy}"
        );
        assert!(!policy.contains("unsafe-inline") && !policy.contains("'unsafe-eval'"));
    }

    #[test]
    fn only_names_with_a_hash_are_kept_for_a_year() {
        for (path, hashed) in [
            ("/app-0123456789abcdef.js", true),
            ("/app-0123456789abcdef_bg.wasm", true),
            ("/app-393bee4dd80f492.js", true),
            ("/well-made.svg", false),
            ("/snippets/app-0123456789abcdef/inline0.js", false),
            ("/favicon.svg", false),
            ("/main.css", false),
            ("/index.html", false),
        ] {
            assert_eq!(is_hashed(&path.parse().unwrap()), hashed, "{path}");
        }
    }
}

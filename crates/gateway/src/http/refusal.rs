//! Refusals as pages. A person who follows a link or sends a form reads a page; the
//! console's own requests and programs read JSON (`error.rs`).

use crate::http::html::{escaped, page};
use crate::http::paths::SIGN_IN_PATH;
use axum::http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::Response;
use std::fmt::Write;
use wire::console::REQUEST_ID_HEADER;

/// What a refusal's page says, as an extension of the refusal.
#[derive(Debug, Clone)]
pub(crate) struct Refusal {
    /// What happened and what to do, as the JSON has it.
    pub(crate) words: String,
    pub(crate) next_page: NextPage,
}

/// Where the page leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum NextPage {
    Console,
    SignIn,
    /// The console's address over https, where that is known.
    Https(Option<String>),
    Nowhere,
}

/// `response` as a page, if it is a refusal of this server's own.
pub(crate) fn into_page(response: Response) -> Response {
    let Some(refusal) = response.extensions().get::<Refusal>() else {
        return response;
    };
    let (status, headers) = (response.status(), response.headers());
    let mut shown = render(status, headers, refusal);
    // The number of the answer, and whose it is.
    for (name, value) in headers {
        if ![CONTENT_TYPE, CACHE_CONTROL, CONTENT_SECURITY_POLICY].contains(name)
            && *name != axum::http::header::CONTENT_LENGTH
        {
            shown.headers_mut().append(name, value.clone());
        }
    }
    shown
}

fn render(status: StatusCode, headers: &HeaderMap, refusal: &Refusal) -> Response {
    let title = match &refusal.next_page {
        NextPage::Https(_) => "Use https",
        _ => title(status),
    };
    let mut content = format!(
        "<h2>{title}</h2><p role=\"alert\">{}</p>",
        escaped(&sentence(&refusal.words))
    );
    let link = |content: &mut String, url: &str, label: &str| {
        let _ = write!(
            content,
            "<p><a class=\"to\" href=\"{}\">{label}</a></p>",
            escaped(url)
        );
    };
    match &refusal.next_page {
        NextPage::Console => link(&mut content, "/", "Open the console"),
        NextPage::SignIn => link(&mut content, SIGN_IN_PATH, "Sign in"),
        NextPage::Https(Some(url)) => link(&mut content, url, "Open the console over https"),
        NextPage::Https(None) => content.push_str(
            "<p>If you run this console: give it a certificate below [tls] in rollcall.toml, or \
             put a proxy that speaks TLS in front of it. On the machine itself \
             http://localhost works as well.</p>",
        ),
        NextPage::Nowhere => {}
    }
    let id = headers.get(REQUEST_ID_HEADER).map(HeaderValue::to_str);
    if let Some(Ok(id)) = id
        && status.is_server_error()
    {
        let _ = write!(content, "<p>Request ID: {}</p>", escaped(id));
    }
    page(status, title, &content)
}

/// What happened, in a few words.
fn title(status: StatusCode) -> &'static str {
    match status {
        StatusCode::UNAUTHORIZED => "Sign-in required",
        StatusCode::FORBIDDEN => "Not allowed",
        StatusCode::NOT_FOUND => "Not found",
        StatusCode::METHOD_NOT_ALLOWED => "Method not allowed",
        StatusCode::REQUEST_TIMEOUT | StatusCode::GATEWAY_TIMEOUT => "Timed out",
        StatusCode::PAYLOAD_TOO_LARGE => "Request too large",
        StatusCode::MISDIRECTED_REQUEST => "Unrecognised address",
        StatusCode::TOO_MANY_REQUESTS => "Too many requests",
        StatusCode::BAD_GATEWAY => "No answer from the platform",
        StatusCode::SERVICE_UNAVAILABLE => "Temporarily unavailable",
        status if status.is_server_error() => "Internal error",
        _ => "Request refused",
    }
}

/// An error's words as a sentence of their own.
fn sentence(words: &str) -> String {
    let mut characters = words.chars();
    let first = characters.next().map(char::to_uppercase);
    let rest = characters.as_str().trim_end_matches('.');
    first.into_iter().flatten().collect::<String>() + rest + "."
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::body::to_bytes;
    use axum::response::IntoResponse;

    async fn text(response: Response) -> String {
        let body = to_bytes(response.into_body(), usize::MAX).await.unwrap();
        String::from_utf8(body.to_vec()).unwrap()
    }

    fn refused(words: &str, next_page: NextPage) -> Response {
        let words = words.to_owned();
        let mut response = (StatusCode::FORBIDDEN, [("set-cookie", "a=b")], "{}").into_response();
        response
            .extensions_mut()
            .insert(Refusal { words, next_page });
        response
    }

    #[tokio::test]
    async fn a_refusal_is_a_page_that_says_what_happened_and_leads_on() {
        let response = into_page(refused("no <script>\"", NextPage::Console));
        assert_eq!(response.status(), StatusCode::FORBIDDEN);
        let headers = response.headers();
        assert_eq!(headers["content-type"], "text/html; charset=utf-8");
        assert_eq!(headers["cache-control"], "no-store");
        assert_eq!(headers["set-cookie"], "a=b");
        let html = text(response).await;
        for part in [
            "<title>Not allowed · Rollcall</title>",
            "<p role=\"alert\">No &lt;script&gt;&quot;.</p>",
            "<a class=\"to\" href=\"/\">Open the console</a>",
        ] {
            assert!(html.contains(part), "{html}");
        }
    }

    #[tokio::test]
    async fn a_page_about_https_leads_there_or_says_how_to_get_it() {
        let url = Some("https://a.example/".to_owned());
        let html = text(into_page(refused("x", NextPage::Https(url)))).await;
        assert!(html.contains("<h2>Use https</h2>"), "{html}");
        assert!(html.contains("href=\"https://a.example/\""), "{html}");
        let html = text(into_page(refused("x", NextPage::Https(None)))).await;
        assert!(html.contains("[tls]") && !html.contains("<a "), "{html}");
    }

    #[tokio::test]
    async fn an_answer_that_is_no_refusal_stays_as_it_is() {
        let response = into_page((StatusCode::FORBIDDEN, "{}").into_response());
        assert_eq!(text(response).await, "{}");
    }
}

//! Path tricks and requests that are two: none reaches a route that is not
//! listed. Everything is sent to the letter over TCP.

use test_support::{Noted, send_raw};

/// Request lines, and what of each may reach a platform: nothing, mostly.
const LINES: &[(&str, &str)] = &[
    // Steps, plain and encoded.
    ("GET /via/pivot/../pivot/api/v1/users", ""),
    ("GET /via/pivot/./api/v1/users", ""),
    ("GET /via/pivot/api/v1/../v1/users", ""),
    ("GET /via/pivot/api/v1/users/..", ""),
    ("GET /via/pivot/api/v1/users/.", ""),
    ("GET /via/pivot/api/v1/users/../user-auths", ""),
    ("DELETE /via/pivot/api/v1/users/%2e%2e", ""),
    ("DELETE /via/pivot/api/v1/users/%2E.", ""),
    ("DELETE /via/pivot/api/v1/users/.%2e", ""),
    ("DELETE /via/pivot/api/v1/users/%2e", ""),
    ("GET /via/pivot/%2e%2e/api/v1/users", ""),
    ("GET /via/pivot/api/%2e%2e/api/v1/users", ""),
    ("GET /via/%2e%2e/api/v1/users", ""),
    ("GET /via/../via/pivot/api/v1/users", ""),
    // Encoded twice and more.
    ("DELETE /via/pivot/api/v1/users/%252e%252e", ""),
    ("DELETE /via/pivot/api/v1/users/%25252e%25252e", ""),
    ("GET /via/pivot/api/v1/users/%252e%252e%252fuser-auths", ""),
    ("GET /via/pivot/%252e%252e/api/v1/users", ""),
    ("GET /via/pivot/api/v1/%2575sers", ""),
    // Slashes that are not there.
    ("GET /via/pivot/api/v1/users/..%2fuser-auths", ""),
    ("GET /via/pivot/api/v1/users/..%2Fuser-auths", ""),
    ("GET /via/pivot/api/v1/users/%2e%2e%2fuser-auths", ""),
    ("GET /via/pivot/api/v1/users/a%2f..%2f..%2fuser-auths", ""),
    ("GET /via/pivot/api/v1%2fusers", ""),
    ("GET /via/pivot%2fapi/v1/users", ""),
    ("GET /via%2fpivot/api/v1/users", ""),
    ("GET /via/pivot/api%252fv1/users", ""),
    // Slashes too many.
    ("GET /via/pivot//api/v1/users", ""),
    ("GET /via//pivot/api/v1/users", ""),
    ("GET //via/pivot/api/v1/users", ""),
    ("GET /via/pivot/api//v1/users", ""),
    ("GET /via/pivot/api/v1/users//", ""),
    ("DELETE /via/pivot/api/v1/users/", ""),
    ("DELETE /via/pivot/api/v1/users//ada", ""),
    ("GET /via/pivot/api/v1/users/ada/", ""),
    // Path parameters, as some servers cut them off.
    ("GET /via/pivot/api/v1/users;a=b", ""),
    ("GET /via/pivot/api/v1/..;/user-auths", ""),
    ("GET /via/pivot/api/v1/users/..;", ""),
    ("GET /via/pivot/api/v1/users/..;v=1%2fuser-auths", ""),
    ("GET /via/pivot;/api/v1/users", ""),
    // Backslashes, as some servers turn them.
    ("GET /via/pivot/api/v1\\users", ""),
    ("GET /via/pivot\\..\\api/v1/users", ""),
    ("GET /via/pivot/api/v1/users/..\\user-auths", ""),
    ("GET /via/pivot/api/v1/users/..%5cuser-auths", ""),
    ("GET /via/pivot/api/v1/users/%2e%2e%5Cuser-auths", ""),
    // What ends a text for some readers, or begins a line.
    ("GET /via/pivot/api/v1/users/ada%00", ""),
    ("GET /via/pivot/api/v1/users%00", ""),
    ("GET /via/pivot/api/v1/users/ada%2500", ""),
    ("GET /via/pivot/api/v1/users/a%0d%0aX:%201", ""),
    ("GET /via/pivot/api/v1/users/a%250d%250ab", ""),
    ("GET /via/pivot/api/v1/users\0", ""),
    ("GET /via/pivot/api/v1/users/a\0b", ""),
    ("GET /via/pivot/api/v1/users/a\tb", ""),
    // Bytes that are no text, dots that are too long.
    ("GET /via/pivot/api/v1/users/%ff", ""),
    ("GET /via/pivot/api/v1/users/%c0%ae%c0%ae", ""),
    ("GET /via/pivot/api/v1/users/%c0%af", ""),
    // Letters in disguise.
    ("GET /via/pivot/api/v1/%75sers", ""),
    ("GET /via/pivot/API/v1/users", ""),
    ("GET /VIA/pivot/api/v1/users", ""),
    ("GET /via/PIVOT/api/v1/users", ""),
    // Parameters.
    ("GET /via/pivot/api/v1/users?admin=1", ""),
    ("GET /via/pivot/api/v1/users?pretty=true;admin=1", ""),
    ("GET /via/pivot/api/v1/users?pretty=true&admin=1", ""),
    ("GET /via/pivot/api/v1/users?%70retty=true", ""),
    ("GET /via/pivot/api/v1/users?pretty=true&&admin", ""),
    ("GET /via/pivot/api/v1/users?pretty=%", ""),
    ("GET /via/pivot/api/v1/users?pretty=a?admin=1", ""),
    // A fragment is for the browser: what came with one is read without it.
    (
        "GET /via/pivot/api/v1/users#/../user-auths",
        "GET /api/v1/users",
    ),
    // Methods.
    ("PATCH /via/pivot/api/v1/users/ada", ""),
    ("HEAD /via/pivot/api/v1/users", ""),
    ("TRACE /via/pivot/api/v1/users", ""),
    ("OPTIONS /via/pivot/api/v1/users", ""),
    ("get /via/pivot/api/v1/users", ""),
    ("CONNECT localhost:80", ""),
    ("CONNECT /via/pivot/api/v1/users", ""),
    ("OPTIONS *", ""),
    // For a proxy.
    ("GET http://localhost/via/pivot/api/v1/users", ""),
    ("GET http://evil.example/via/pivot/api/v1/users", ""),
    ("GET https://localhost/via/pivot/api/v1/users", ""),
    ("GET //evil.example/via/pivot/api/v1/users", ""),
    ("GET localhost/via/pivot/api/v1/users", ""),
    ("GET /via/pivot/http://evil.example/api/v1/users", ""),
    ("GET /via/pivot/@evil.example/api/v1/users", ""),
    // Shapes of listed routes that are other routes on the platform.
    ("GET /via/metabase/api/user/key-value", ""),
    ("PUT /via/metabase/api/user/../setting", ""),
    ("DELETE /via/metabase/api/permissions/group/graph", ""),
    ("GET /via/metabase/api/user/1%20", ""),
    ("GET /via/metabase/api/user/-1", ""),
    ("GET /via/metabase/api/user/1e3", ""),
    // Another tenant, and the sign-in endpoints.
    ("GET /via/actian/api/auth/auth/other/users", ""),
    ("GET /via/actian/api/auth/auth/acme%2f..%2fother/users", ""),
    ("POST /via/actian/api/auth/auth/token", ""),
    ("POST /via/metabase/api/session", ""),
    ("DELETE /via/metabase/api/session", ""),
    // Another platform's route.
    ("GET /via/metabase/api/v1/users", ""),
    ("GET /via/pivot/api/user/current", ""),
    // Names that are only names arrive as names.
    (
        "GET /via/pivot/api/v1/users/a%2fb",
        "GET /api/v1/users/a%2Fb",
    ),
    (
        "GET /via/pivot/api/v1/users/%252f",
        "GET /api/v1/users/%252f",
    ),
    ("GET /via/pivot/api/v1/users/a;b", "GET /api/v1/users/a%3Bb"),
    ("GET /via/metabase/api/user/7", "GET /api/user/7"),
    (
        "GET /via/actian/api/auth/auth/acme/users",
        "GET /api/auth/auth/acme/users",
    ),
];

#[tokio::test]
async fn no_trick_with_a_path_reaches_a_route_that_is_not_listed() {
    assert!(LINES.len() >= 60, "{}", LINES.len());
    let noted = Noted::new().await;
    for (line, reaches) in LINES {
        let answer = noted.ask(line).await;
        let expected: Vec<&str> = [*reaches].into_iter().filter(|s| !s.is_empty()).collect();
        assert_eq!(noted.take(), expected, "{line:?}: {answer}");
        let ok = answer.starts_with("HTTP/1.1 200 ");
        assert_eq!(ok, !expected.is_empty(), "{line:?}: {answer}");
    }
}

/// Heads and bodies that two servers could cut differently. `S` stands for the
/// request that would be smuggled: a listed one, since others go nowhere anyway.
const SMUGGLING: &[&str] = &[
    // Two lengths.
    "Content-Length: 0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nS",
    "Transfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n0\r\n\r\nS",
    "Content-Length: 0\r\nContent-Length: 400\r\n\r\nS",
    "Content-Length: 400\r\nContent-Length: 0\r\n\r\nS",
    "Content-Length: 0, 400\r\n\r\nS",
    // A length that is none.
    "Content-Length: +0\r\n\r\nS",
    "Content-Length: 0x0\r\n\r\nS",
    "Content-Length: -1\r\n\r\nS",
    "Content-Length: 99999999999999999999\r\n\r\nS",
    // Encodings that programs read differently.
    "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\nS",
    "Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\nS",
    "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n0\r\n\r\nS",
    "Transfer-Encoding: gzip\r\n\r\n0\r\n\r\nS",
    "Transfer-Encoding : chunked\r\n\r\n0\r\n\r\nS",
    "Transfer-Encoding:\u{b}chunked\r\n\r\n0\r\n\r\nS",
    "X: 1\r\n Transfer-Encoding: chunked\r\n\r\n0\r\n\r\nS",
    // Pieces that are no pieces.
    "Transfer-Encoding: chunked\r\n\r\n0x0\r\n\r\nS",
    "Transfer-Encoding: chunked\r\n\r\n-1\r\n\r\nS",
    "Transfer-Encoding: chunked\r\n\r\nfffffffffffffffff\r\n\r\nS",
    "Transfer-Encoding: chunked\r\n\r\n1\r\nab0\r\n\r\nS",
    // Lines within lines.
    "X: a\rDELETE /via/pivot/api/v1/users/inner HTTP/1.1\r\nContent-Length: 0\r\n\r\nS",
    "X: a\0b\r\nContent-Length: 0\r\n\r\nS",
    // Two hosts.
    "Host: localhost\r\nConnection: close\r\nContent-Length: 0\r\n\r\nS",
    "Host: evil.example\r\nConnection: close\r\nContent-Length: 0\r\n\r\nS",
];

#[tokio::test]
async fn no_request_carries_another_one_within() {
    let noted = Noted::new().await;
    let outer = "POST /via/pivot/api/v1/user-statuses/outer HTTP/1.1\r\nHost: localhost\r\n\
                 Sec-Fetch-Site: same-origin\r\nx-rollcall: 1\r\n";
    let inner = "DELETE /via/pivot/api/v1/users/inner HTTP/1.1\r\nHost: localhost\r\n\
                 Sec-Fetch-Site: same-origin\r\nx-rollcall: 1\r\nConnection: close\r\n\
                 Content-Length: 0\r\n\r\n";
    for rest in SMUGGLING {
        let rest = format!("{}{inner}", rest.strip_suffix('S').unwrap());
        let answer = send_raw(noted.gateway, format!("{outer}{rest}").as_bytes()).await;
        let mut lines = noted.take();
        // Of a length in two ways the chunks count, and nothing after them.
        lines.retain(|line| !(rest.contains("chunked\r\n") && line.ends_with("/outer")));
        assert_eq!(lines, Vec::<String>::new(), "{rest:?}: {answer}");
        assert!(
            answer.matches("HTTP/1.1 ").count() <= 1,
            "{rest:?}: {answer}"
        );
    }
    // The same two requests, one after the other, are two requests.
    let both = format!("{outer}Content-Length: 0\r\n\r\n{inner}");
    send_raw(noted.gateway, both.as_bytes()).await;
    assert_eq!(noted.take().len(), 2);
}

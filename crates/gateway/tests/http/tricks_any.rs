//! For any request line, only listed routes reach a platform, however often the
//! path is decoded.

use proptest::prelude::*;
use proptest::test_runner::{Config, TestCaseError, TestRunner};
use std::sync::atomic::{AtomicUsize, Ordering};
use test_support::{Noted, send_raw};
use wire::{Platform, catalogue};

/// What paths are made of, honest and not.
fn part() -> impl Strategy<Value = String> {
    let parts = [
        "/",
        "//",
        "..",
        ".",
        "%2e",
        "%2E",
        "%2f",
        "%2F",
        "%252f",
        "%252e",
        "%25",
        "%5c",
        "\\",
        ";",
        ";a=b",
        "?",
        "#",
        "@",
        ":",
        "%00",
        "%0d%0a",
        "%c0%ae",
        "%ff",
        "%",
        "+",
        "users",
        "user-statuses",
        "roles",
        "user",
        "api",
        "v1",
        "via",
        "pivot",
        "metabase",
        "actian",
        "acme",
        "auth",
        "pretty=true",
        "current",
        "session",
        "permissions",
        "group",
        "7",
        "a",
        "a@b.c",
        "http://",
        "evil.example",
        "ü",
        "%C3%BC",
    ];
    prop_oneof![
        6 => prop::sample::select(parts.to_vec()).prop_map(str::to_owned),
        1 => "[!-~]{1,3}",
    ]
}

fn target() -> impl Strategy<Value = String> {
    let starts = [
        "/via/pivot/api/v1/users/",
        "/via/pivot/api/v1/user-statuses/",
        "/via/pivot/api/v1/",
        "/via/metabase/api/user/",
        "/via/metabase/api/permissions/group/",
        "/via/actian/api/auth/auth/acme/users/",
        "/via/actian/api/auth/auth/",
        "/via/pivot",
        "/via/",
        "/",
        "",
    ];
    let start = prop::sample::select(starts.to_vec());
    (start, prop::collection::vec(part(), 0..8))
        .prop_map(|(start, parts)| format!("{start}{}", parts.concat()))
}

/// All readings of a path by a server that decodes it any number of times and
/// takes `\` for `/`.
fn readings(path: &str) -> Vec<String> {
    let mut readings = vec![path.replace('\\', "/")];
    for _ in 0..6 {
        let last = &readings[readings.len() - 1];
        let mut bytes = Vec::new();
        let mut rest = last.as_bytes();
        while let [first, after @ ..] = rest {
            let code = (*first == b'%')
                .then(|| str::from_utf8(after.get(..2)?).ok())
                .flatten()
                .filter(|digits| digits.bytes().all(|digit| digit.is_ascii_hexdigit()))
                .and_then(|digits| u8::from_str_radix(digits, 16).ok());
            bytes.push(code.unwrap_or(*first));
            rest = if code.is_some() { &after[2..] } else { after };
        }
        readings.push(String::from_utf8_lossy(&bytes).replace('\\', "/"));
    }
    readings
}

fn is_honest(line: &str) -> Result<(), TestCaseError> {
    let (method, target) = line.split_once(' ').unwrap();
    let path = target.split('?').next().unwrap();
    let listed = Platform::ALL.iter().any(|platform| {
        catalogue::find(*platform, method, path).is_ok_and(|found| found.route.forwarded)
    });
    prop_assert!(listed, "{line}");
    for reading in readings(path) {
        prop_assert!(!reading.chars().any(char::is_control), "{line}");
        for part in reading.split('/') {
            let part = part.split(';').next().unwrap();
            prop_assert!(part != "." && part != "..", "{line}: {reading}");
        }
    }
    Ok(())
}

#[test]
fn whatever_is_asked_only_listed_routes_are_reached() {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(1)
        .enable_all()
        .build()
        .unwrap();
    let noted = runtime.block_on(Noted::new());
    let mut runner = TestRunner::new(Config {
        cases: 1_500,
        failure_persistence: None,
        ..Config::default()
    });
    let methods = prop::sample::select(vec!["GET", "POST", "PUT", "DELETE"]);
    let reached = AtomicUsize::new(0);
    runner
        .run(&(methods, target()), |(method, target)| {
            let request = format!(
                "{method} {target} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\
                 Sec-Fetch-Site: same-origin\r\nx-rollcall: 1\r\nContent-Length: 0\r\n\r\n"
            );
            runtime.block_on(send_raw(noted.gateway, request.as_bytes()));
            let lines = noted.take();
            prop_assert!(lines.len() <= 1, "{lines:?}");
            reached.fetch_add(lines.len(), Ordering::Relaxed);
            lines.iter().try_for_each(|line| is_honest(line))
        })
        .unwrap();
    // A gateway that forwards nothing would pass as well.
    let reached = reached.into_inner();
    assert!(reached > 50, "{reached}");
}

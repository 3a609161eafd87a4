//! Settings that are probably mistakes: each is refused with its name, and the
//! refusal repeats nothing that may be a secret.

use super::*;

/// [`PIVOT`] below a `[server]` with `line`.
pub(super) fn server(line: &str) -> String {
    format!("[server]\n{line}\n{PIVOT}")
}

fn user(name: &str, hash: &str) -> String {
    format!("[[users]]\nname = '{name}'\nrole = 'viewer'\npassword_hash = '{hash}'\n")
}

fn proxy(more: &str) -> String {
    format!("{PIVOT}[proxy]\nfrom = ['127.0.0.1']\n{more}\n")
}

pub(super) fn openid(more: &str) -> String {
    format!(
        "{PIVOT}[openid]\nissuer = 'https://login.example'\nclient_id = 'rollcall'\n\
         client_secret_env = 'TOKEN'\nconsole_url = 'http://localhost:1'\n{more}\n"
    )
}

pub(super) fn refused(text: &str) -> String {
    match parsed(text) {
        Err(ConfigFileError { words, .. }) => words,
        Ok(_) => panic!("accepted:\n{text}"),
    }
}

/// Each text is refused in such words.
fn are_refused<const N: usize>(table: [(String, &str); N]) {
    for (text, words) in table {
        let said = refused(&text);
        assert!(said.contains(words), "{text}\n{said}\nexpected: {words}");
        assert!(!said.contains("planted-secret"), "{said}");
    }
}

#[test]
fn addresses_and_names_that_cannot_be_meant_are_refused() {
    are_refused([
        (
            server("hosts = ['https://a.example']"),
            "hosts lists names of hosts, like rollcall.example.com: write them without https://",
        ),
        (
            server("hosts = ['a.example:8080']"),
            "write “a.example:8080” without its port",
        ),
        (server("hosts = ['*.example']"), "“*.example” has a * in it"),
        (server("hosts = ['*']"), "“*” has a * in it"),
        (server("hosts = ['a.example/']"), "“a.example/” is none"),
        (server("hosts = [' a.example']"), "is none"),
        (server("hosts = ['a..example']"), "is none"),
        (server("hosts = ['a.example', '']"), "one of them is empty"),
        (
            server("hosts = ['me:planted-secret@a.example']"),
            "none of them has an @",
        ),
        (
            server("listen = 'localhost:8080'"),
            "listen is an IP address and a port, and “localhost:8080” is not: write 127.0.0.1:8080",
        ),
        (
            server("listen = ':8080'"),
            "write 127.0.0.1:8080, or 0.0.0.0:8080",
        ),
        (server("listen = '8080'"), "write 127.0.0.1:8080"),
        (server("listen = '127.0.0.1'"), "add a port: 127.0.0.1:8080"),
        (server("listen = '::1'"), "add a port: [::1]:8080"),
        (
            server("listen = 'rollcall:8080'"),
            "write the address of the name",
        ),
        (
            server("listen = '127.0.0.1:99999'"),
            "write it like 127.0.0.1:8080",
        ),
        (
            server("listen = 'http://127.0.0.1:8080'"),
            "write it like 127.0.0.1:8080",
        ),
        (
            server("listen = 8080"),
            "invalid type: integer, expected a string",
        ),
        (
            format!("{PIVOT}[metrics]\nlisten = 'localhost:9464'"),
            "write 127.0.0.1:9464",
        ),
        (
            format!("{PIVOT}[metrics]\nlisten = '127.0.0.1:8080'"),
            "listen of [metrics] is the address of the console",
        ),
    ]);
}

#[test]
fn headers_and_networks_of_a_proxy_that_cannot_be_meant_are_refused() {
    are_refused([
        (
            server("trusted_proxies = ['0.0.0.0/1']"),
            "covers too many addresses",
        ),
        (
            proxy("user_header = 'host'"),
            "user_header is “host”, which has another meaning",
        ),
        (proxy("user_header = 'Cookie'"), "user_header is “cookie”"),
        (
            proxy("user_header = 'authorization'"),
            "user_header is “authorization”",
        ),
        (
            proxy("user_header = 'content-length'"),
            "user_header is “content-length”",
        ),
        (
            proxy("user_header = 'x-rollcall'"),
            "user_header is “x-rollcall”",
        ),
        (
            proxy("user_header = 'sec-fetch-site'"),
            "user_header is “sec-fetch-site”",
        ),
        (
            proxy("user_header = 'x-forwarded-for'"),
            "user_header is “x-forwarded-for”",
        ),
        (
            proxy("user_header = 'x-user'\nrole_header = 'transfer-encoding'"),
            "role_header is “transfer-encoding”",
        ),
        (
            proxy("user_header = 'x-user'\nrole_header = 'X-User'"),
            "role_header is the same as user_header",
        ),
    ]);
}

#[test]
fn who_comes_in_by_a_provider_is_said_in_whole_names() {
    are_refused([
        (
            openid("domains = ['@a.example']"),
            "domains lists names of hosts, like rollcall.example.com: none of them has an @",
        ),
        (
            openid("domains = ['*.example']"),
            "“*.example” has a * in it",
        ),
        (
            openid("domains = ['']"),
            "domains lists names of hosts, like rollcall.example.com: one of them is empty",
        ),
        (
            openid("domains = ['https://a.example']"),
            "without https://",
        ),
        (openid("people = ['@a.example']"), "“@a.example” is not one"),
        (openid("people = ['*']"), "“*” is not one"),
        (openid("people = ['']"), "one of its people is empty"),
        (
            openid("people = ['ada@a.example ']"),
            "its people begins or ends with a space",
        ),
        (
            openid("people = ['a']\nscopes = ['email profile']"),
            "scopes are a list of single words",
        ),
        (
            openid("people = ['a']\nrole_claim = 'g'\noperators = ['']"),
            "one of its operators is empty",
        ),
        (
            openid("people = ['a']\nname_claim = ''"),
            "its name_claim is empty",
        ),
    ]);
}

#[test]
fn people_and_sessions_that_cannot_be_meant_are_refused() {
    are_refused([
        (
            PIVOT.to_owned()
                + &user(
                    "ada",
                    "$argon2id$v=19$m=8,t=1,p=1$c2FsdHNhbHQ$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
                ),
            "user “ada”: password_hash can be guessed too fast (m=8,t=1)",
        ),
        (
            PIVOT.to_owned() + &user("ada", "planted-secret"),
            "user “ada”: password_hash is not argon2id",
        ),
        (
            PIVOT.to_owned() + &user("ada ", HASH),
            "begins or ends with a space",
        ),
        (
            PIVOT.to_owned() + &user("ada", HASH) + &user("Ada", HASH),
            "differ in capitals only",
        ),
        (
            PIVOT.to_owned() + &user("ada", HASH) + "[session]\nlongest_hours = 65535",
            "longest_hours of [session] is at most 720",
        ),
        (
            PIVOT.to_owned()
                + &user("ada", HASH)
                + "[session]\nidle_minutes = 61\nlongest_hours = 1",
            "idle_minutes of [session] is longer",
        ),
    ]);
}

#[test]
fn connections_that_cannot_be_meant_are_refused() {
    are_refused([
        (with("/prefix", "/#planted-secret"), "it has a fragment"),
        (with("/prefix", "?key=planted-secret"), "it has a query"),
        (
            with("//pivot", "//me:planted-secret@pivot"),
            "it holds a user name or password",
        ),
        (
            with("https://pivot", "me:planted-secret@pivot"),
            "base_url is not an address",
        ),
        (
            with("example.com/prefix", "example.com:0"),
            "its port is not a number from 1 to 65535",
        ),
        (
            with("example.com/prefix", "example.com:99999"),
            "its port is not a number from 1 to 65535",
        ),
        (
            with("example.com/prefix", "example.com:"),
            "its port is not a number from 1 to 65535",
        ),
        (
            with("/prefix", "/ "),
            "its base_url begins or ends with a space",
        ),
        (
            with("", "label = ' Pivot'"),
            "its label begins or ends with a space",
        ),
        (
            with("", "public_url = 'pivot.example.com'"),
            "public_url is where people reach the platform",
        ),
        (
            with(
                "",
                "public_url = 'https://me:planted-secret@pivot.example.com'",
            ),
            "it has a user name or password in it",
        ),
        (
            with(
                "",
                "public_url = 'https://pivot.example.com?x=planted-secret'",
            ),
            "it has a query",
        ),
        (
            with("https:", "http:") + "ca_file = 'x.pem'",
            "ca_file is for a base_url that begins with https://",
        ),
        (
            with("", "connect_timeout = 31"),
            "answer_timeout is shorter than its connect_timeout",
        ),
        (with("", "connect_timeout = 0"), "must be at least 1"),
    ]);
}

#[test]
fn approvals_that_no_one_could_give_are_refused() {
    let with = |connection: &str, rule: &str, people: &str| {
        let rule = format!("{}\n{rule}\n", connection.trim_end());
        format!("{rule}{people}")
    };
    let operator = |name| user(name, HASH).replace("viewer", "operator");
    let two = operator("ada") + &operator("bob");
    are_refused([
        (
            with(PIVOT, "approval.removals = true", ""),
            "approval needs people who sign in",
        ),
        (
            with(
                PIVOT,
                "approval.accounts = 5",
                &(operator("ada") + &user("bob", HASH)),
            ),
            "approval needs two people who sign in as operators",
        ),
        (with(PIVOT, "approval = {}", &two), "approval says nothing"),
        (
            with(PIVOT, "approval.removals = false", &two),
            "approval says nothing",
        ),
        (with(PIVOT, "approval.accounts = -1", &two), "expected u32"),
        (
            with(
                &as_user("metabase", "secret_env = \"TOKEN\""),
                "approval.removals = true",
                &two,
            ),
            "approval.removals has no effect",
        ),
    ]);
    for (rule, removals, accounts) in [
        ("approval.removals = true", true, None),
        ("approval.accounts = 0", false, Some(0)),
    ] {
        let settings = parsed(&with(PIVOT, rule, &two)).unwrap();
        let rule = settings.gateway.connections[0].approval.unwrap();
        assert_eq!((rule.removals, rule.accounts), (removals, accounts));
    }
    parsed(
        &openid("domains = ['example.com']")
            .replace("[openid]", "approval.accounts = 20\n[openid]"),
    )
    .unwrap();
}

#[test]
fn names_are_compared_without_capitals_and_a_trailing_dot() {
    let settings = parsed(&server(
        "hosts = ['Rollcall.Example.COM.', '[::1]', '10.0.0.5']",
    ))
    .unwrap();
    assert_eq!(
        settings.gateway.hosts,
        ["rollcall.example.com", "[::1]", "10.0.0.5"]
    );
    let settings = parsed(&openid("domains = ['Example.COM']")).unwrap();
    let provider = settings.provider.unwrap();
    let openid = provider.settings();
    assert_eq!(openid.access.domains, ["example.com"]);
}

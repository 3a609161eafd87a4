//! Who gets in, as the file says it.

use super::*;
use gateway::Role;

/// [`PIVOT`] with a person named ada, and `more` about her.
fn user(more: &str) -> String {
    with(
        "",
        &format!("[[users]]\nname = 'ada'\nrole = 'viewer'\n{more}"),
    )
}

#[test]
fn with_people_and_a_name_it_may_be_reached_from_elsewhere() {
    let more = format!("password_hash = '{HASH}'\n[server]\nlisten = '0.0.0.0:1'\nhosts = ['a.b']");
    let settings = parsed(&user(&more)).unwrap();
    assert_eq!(settings.listen, ([0, 0, 0, 0], 1).into());
    let people = settings.gateway.sign_in.unwrap().people;
    assert_eq!(people["ada"], Role::Viewer);
}

#[test]
fn a_mistake_about_people_is_too() {
    for (text, line, words) in [
        (
            user("password_hash = 'secret'"),
            8,
            "what rollcall hash-password prints",
        ),
        (user("password = 'secret'"), 11, "unknown field `password`"),
        (
            user(&format!("password_hash = '{HASH}'\n[[users]]")),
            12,
            "missing field",
        ),
        (
            user(&format!(
                "password_hash = '{HASH}'\n[server]\nlisten = '0.0.0.0:1'"
            )),
            13,
            "set hosts or public_url",
        ),
        (
            user(&format!(
                "password_hash = '{HASH}'\n[proxy]\nuser_header = 'x'\nfrom = ['::1']"
            )),
            12,
            "cannot be combined",
        ),
        (
            user(&format!(
                "password_hash = '{HASH}'\n[session]\nidle_minutes = 0"
            )),
            8,
            "ends at once",
        ),
    ] {
        is_wrong(&text, line, words);
    }
}

#[test]
fn a_public_url_is_a_name_and_where_a_provider_leads_back_to() {
    let more = format!(
        "password_hash = '{HASH}'\n[server]\nlisten = '0.0.0.0:1'\n\
         public_url = 'https://a.b:8443'"
    );
    let settings = parsed(&user(&more)).unwrap();
    let url = settings.gateway.public_url.unwrap();
    assert_eq!(url.to_string(), "https://a.b:8443/");

    let text = openid("domains = ['b']")
        .replace("console_url = 'https://a.b'\n", "")
        .replace("hosts = ['a.b']", "public_url = 'https://c.d:8443'");
    let openid = parsed(&text).unwrap().provider;
    assert_eq!(
        openid.unwrap().settings().return_url(),
        "https://c.d:8443/sign-in/openid/return"
    );
    let below = text.replace("https://c.d:8443", "https://c.d/tools/rollcall/");
    let openid = parsed(&below).unwrap().provider;
    assert_eq!(
        openid.unwrap().settings().return_url(),
        "https://c.d/tools/rollcall/sign-in/openid/return"
    );
}

#[test]
fn a_mistake_about_the_public_url_is_named_with_its_line() {
    let server =
        |url: &str, more: &str| with("", &format!("[server]\npublic_url = '{url}'\n{more}"));
    let user = format!("[[users]]\nname = 'a'\nrole = 'viewer'\npassword_hash = '{HASH}'");
    for (text, line, words) in [
        (server("a.b", ""), 9, "public_url is not a valid URL"),
        (
            server("https://u:planted-secret@a.b", ""),
            9,
            "user name or password",
        ),
        (
            server("http://a.b", &user),
            9,
            "do not keep people signed in",
        ),
        (server("https://a.b/x//y", ""), 9, "single slashes"),
        (server("https://a.b/pivot/", ""), 9, "begins with “pivot”"),
        (server("https://a.b/people", ""), 9, "begins with “people”"),
        (server("https://a.b/drift/x", ""), 9, "begins with “drift”"),
        (
            server("https://a.b/profiles", ""),
            9,
            "begins with “profiles”",
        ),
        (
            server("https://a.b/receipts", ""),
            9,
            "begins with “receipts”",
        ),
        (
            server("http://a.b", "[tls]\ncertificate = 'x'\nkey = 'y'"),
            9,
            "over https only",
        ),
        (
            openid("domains = ['b']") + "public_url = 'https://c.d'",
            8,
            "console_url is https://a.b/, but public_url is https://c.d/",
        ),
        (
            openid("domains = ['b']").replace("console_url = 'https://a.b'\n", ""),
            8,
            "set public_url below [server]",
        ),
    ] {
        is_wrong(&text, line, words);
    }
    assert!(parsed(&server("http://localhost:8080", &user)).is_ok());
    assert!(parsed(&server("http://a.b", "")).is_ok());
}

/// [`PIVOT`] behind a proxy.
fn proxy(from: &str, more: &str) -> String {
    with(
        "",
        &format!("[proxy]\nuser_header = 'x-user'\nfrom = {from}\n{more}"),
    )
}

#[test]
fn behind_a_proxy_that_is_named_it_may_be_reached_from_elsewhere() {
    let more = "[server]\nlisten = '0.0.0.0:1'\nhosts = ['a.b']";
    let settings = parsed(&proxy("['10.0.0.5', 'fd00::/64']", more)).unwrap();
    assert_eq!(settings.listen, ([0, 0, 0, 0], 1).into());
    let believed = settings.gateway.proxy.unwrap();
    assert_eq!(believed.from[0].to_string(), "10.0.0.5/32");
    assert_eq!(believed.from[1].to_string(), "fd00::/64");
    assert_eq!(believed.default_role, Role::Viewer);
    let more = "role_header = 'x-role'\ndefault_role = 'operator'";
    let settings = parsed(&proxy("['::1']", more)).unwrap();
    let believed = settings.gateway.proxy.unwrap();
    assert_eq!(believed.role_header.unwrap(), "x-role");
    assert_eq!(believed.default_role, Role::Operator);
}

#[test]
fn trusted_proxies_are_addresses_and_networks() {
    let trusted = "[server]\ntrusted_proxies = ['127.0.0.1', '10.0.0.0/24', 'fd00::/64']";
    let trusted = parsed(&with("", trusted)).unwrap().gateway.trusted_proxies;
    let trusted: Vec<_> = trusted.iter().map(ToString::to_string).collect();
    assert_eq!(trusted, ["127.0.0.1/32", "10.0.0.0/24", "fd00::/64"]);
}

#[test]
fn a_mistake_about_the_proxy_is_named_with_its_line() {
    for (text, line, words) in [
        (
            with("", "[server]\ntrusted_proxies = ['nginx']"),
            9,
            "“nginx” in trusted_proxies is neither an IP address",
        ),
        (
            with("", "[server]\ntrusted_proxies = ['::/0']"),
            9,
            "covers too many",
        ),
        (proxy("[]", ""), 8, "lists no address"),
        (proxy("['proxy.example']", ""), 8, "neither an IP address"),
        (proxy("['10.0.0.0/33']", ""), 8, "neither an IP address"),
        (proxy("['0.0.0.0/0']", ""), 8, "covers too many"),
        (
            proxy("['::1']", "role_header = 'a b'"),
            8,
            "role_header is not a valid header name",
        ),
        (
            proxy("['::1']", "default_role = 'admin'"),
            11,
            "unknown variant",
        ),
        (
            with("", "[proxy]\nuser_header = 'x'"),
            8,
            "missing field `from`",
        ),
        (
            with("", "[server]\nuser_header = 'x'"),
            9,
            "below [proxy] now",
        ),
        (
            proxy("['::1']", "[server]\nlisten = '0.0.0.0:1'"),
            12,
            "set hosts or public_url",
        ),
    ] {
        is_wrong(&text, line, words);
    }
}

/// [`PIVOT`] with a provider, and `more` about it.
fn openid(more: &str) -> String {
    with(
        "",
        &format!(
            "[openid]\nissuer = 'https://login.example:8443/x'\nclient_id = 'rollcall'\n\
             client_secret_env = 'TOKEN'\nconsole_url = 'https://a.b'\n{more}\n\
             [server]\nhosts = ['a.b']\n"
        ),
    )
}

#[test]
fn with_a_provider_that_lets_some_in_it_may_be_reached_from_elsewhere() {
    let text = openid("domains = ['b']") + "listen = '0.0.0.0:1'";
    let provider = parsed(&text).unwrap().provider.unwrap();
    let openid = provider.settings();
    assert_eq!(openid.label, "login.example");
    assert_eq!(openid.scopes, ["email"]);
    assert!(openid.trusted_audiences.is_empty());
    assert_eq!(openid.return_url(), "https://a.b/sign-in/openid/return");
    assert_eq!(openid.access.name_claim, "email");
    assert_eq!(openid.access.default_role, Some(Role::Viewer));
    assert!(!format!("{openid:?}").contains("planted-secret"));
}

#[test]
fn a_claim_for_roles_may_say_alone_who_comes_in() {
    let text = openid("role_claim = 'groups'\noperators = ['admins']");
    let settings = parsed(&text).unwrap();
    let provider = settings.provider.unwrap();
    let access = &provider.settings().access;
    assert_eq!(access.default_role, None);
    assert_eq!(access.operators, ["admins"]);
    assert!(settings.gateway.sign_in.unwrap().people.is_empty());
}

#[test]
fn a_mistake_about_the_provider_is_named_with_its_line() {
    let roles = "role_claim = 'groups'\nviewers = ['staff']";
    for (text, line, words) in [
        (openid(""), 8, "everyone that the provider knows"),
        (
            openid(&format!("{roles}\ndefault_role = 'viewer'")),
            8,
            "everyone that the provider knows",
        ),
        (
            openid("people = ['a']\nrole_claim = 'g'"),
            8,
            "gives no role",
        ),
        (
            openid("people = ['a']\nviewers = ['g']"),
            8,
            "which is not given",
        ),
        (openid("people = 'a'"), 13, "invalid type"),
        (
            openid("client_secret = 'x'"),
            13,
            "unknown field `client_secret`",
        ),
        (
            openid("domains = ['b']").replace("'https://a.b'", "'https://c.d'"),
            8,
            "the host of console_url (https://c.d/) is not among hosts",
        ),
        (
            openid("domains = ['b']").replace("'https://a.b'", "'https://a.b/x'"),
            8,
            "console_url has a path",
        ),
        (
            openid("domains = ['b']").replace("'https://a.b'", "'http://a.b'"),
            8,
            "console_url does not begin with https://",
        ),
        (
            openid("domains = ['b']").replace("'https://login", "'http://login"),
            8,
            "issuer does not begin with https://",
        ),
        (
            openid("domains = ['b']").replace("client_secret_env = 'TOKEN'\n", ""),
            8,
            "it has no secret",
        ),
        (
            openid("domains = ['b']").replace("'TOKEN'\ncon", "'NONE'\ncon"),
            8,
            "variable NONE is not set",
        ),
        (
            openid("domains = ['b']") + "[session]\nidle_minutes = 0",
            8,
            "ends at once",
        ),
        (
            openid("domains = ['b']") + "[proxy]\nuser_header = 'x'\nfrom = ['::1']",
            17,
            "cannot be combined",
        ),
    ] {
        is_wrong(&text, line, words);
    }
}

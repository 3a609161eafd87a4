mod auth;
mod secrets;
mod settings;

use super::*;
use audit_store::DatabaseUrl;
use gateway::Credential;
use std::time::Duration;
use wire::console::SignIn;

const PIVOT: &str = r#"
[[connections]]
id = "pivot"
platform = "pivot"
environment = "production"
base_url = "https://pivot.example.com/prefix"
secret_env = "TOKEN"
"#;

const HASH: &str = "$argon2id$v=19$m=19456,t=2,p=1$c2FsdHNhbHQ$\
                    AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

const SESSION_KEY: &str = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";

fn parsed(text: &str) -> Result<Settings, ConfigFileError> {
    parse(text, &|name| match name {
        "TOKEN" | "PIVOT_API_TOKEN" => Some("planted-secret\n".to_owned()),
        "EMPTY" => Some(String::new()),
        _ => None,
    })
}

#[test]
fn what_init_writes_can_be_used() {
    let settings = parsed(crate::TEMPLATE).unwrap();
    assert_eq!(settings.listen, ([127, 0, 0, 1], 8080).into());
    assert_eq!(settings.gateway.connections.len(), 1);
}

#[test]
fn every_setting_that_init_explains_exists() {
    // Comments of words end with a full stop or go on; settings have a " = ".
    let all: String = crate::TEMPLATE
        .lines()
        .map(|line| match line.strip_prefix("# ") {
            Some(setting) if setting.contains(" = ") || setting.starts_with('[') => setting,
            _ => line,
        })
        // What names a file, and what excludes each other.
        .filter(|line| {
            ![
                "secret_file",
                "database_url_",
                "ca_file",
                "user_header",
                "role_header",
                "default_role",
                "[proxy]",
                "from = ",
                "[tls]",
                "certificate = ",
                "key = ",
                "user = ",
                "password_env",
                "secret_ask",
            ]
            .iter()
            .any(|no| line.contains(no))
        })
        .map(|line| match line.strip_prefix("password_hash") {
            Some(_) => format!("password_hash = \"{HASH}\""),
            None => line.to_owned(),
        })
        .fold(String::new(), |text, line| text + &line + "\n");
    let environment = |name: &str| match name {
        "ROLLCALL_SESSION_KEY" => Some(SESSION_KEY.to_owned()),
        _ => Some("x".to_owned()),
    };
    let settings = parse(&all, &environment).unwrap();
    let connections = settings.gateway.connections;
    assert_eq!(connections.len(), 3);
    assert_eq!(connections[1].connection.tenant, "acme");
    assert_eq!(connections[0].limits.total, Duration::from_secs(55));
}

#[test]
fn little_is_needed() {
    let settings = parsed(PIVOT).unwrap();
    let upstream = &settings.gateway.connections[0];
    assert_eq!(upstream.connection.label, "Imply Pivot");
    assert_eq!(upstream.connection.sign_in, SignIn::ApiToken);
    assert_eq!(
        format!("{:?}", settings.gateway.console_files),
        format!("{:?}", crate::embedded::console_files())
    );
    assert_eq!(settings.log, Log::Text);
    let Location::File(file) = &settings.audit else {
        panic!("{:?}", settings.audit)
    };
    assert_eq!(*file, PathBuf::from("rollcall-audit.db"));
    assert_eq!(settings.metrics, None);
    assert!(!format!("{settings:?}").contains("planted-secret"));
}

/// [`PIVOT`] with `line` in its place, or at its end.
fn with(from: &str, line: &str) -> String {
    if from.is_empty() {
        return format!("{PIVOT}{line}\n");
    }
    assert!(PIVOT.contains(from));
    PIVOT.replace(from, line)
}

fn is_wrong(text: &str, line: usize, words: &str) {
    let wrong = parsed(text).unwrap_err();
    assert!(wrong.words.contains(words), "{text}\n{wrong}");
    assert_eq!(wrong.line, line, "{text}\n{wrong}");
}

#[test]
fn a_mistake_is_named_with_its_line() {
    let twice = format!("{PIVOT}{PIVOT}");
    for (text, line, words) in [
        (with("", "tokn = 'a'"), 8, "unknown field `tokn`"),
        (with("", "[server]\nport = 1"), 9, "unknown field `port`"),
        (with("", "[srver]"), 8, "unknown field `srver`"),
        (
            with("", "pivot.generaton = 1"),
            8,
            "unknown field `generaton`",
        ),
        (with("", "pivot.generation = '1999'"), 8, "unknown variant"),
        (with("", "concurrency = 'a'"), 8, "invalid type"),
        (with("", "x ="), 8, ""),
        (
            with("\"pivot\"\nplat", "\"pivot\"\nid = 1\nplat"),
            4,
            "duplicate key",
        ),
        (
            with("= \"pivot\"\nenv", "= \"tableau\"\nenv"),
            4,
            "unknown variant",
        ),
        (with("base_url = ", "# "), 2, "missing field `base_url`"),
        (with("https:", "ftp:"), 2, "neither with https:// nor"),
        (with("//pivot", "//me:pw@pivot"), 2, "user name or password"),
        (with("/prefix", "/a/../b"), 2, "not plain"),
        (
            with("id = \"pivot\"", "id = \"Pivot/1\""),
            2,
            "lowercase letters",
        ),
        (with("TOKEN", "OTHER"), 2, "variable OTHER is not set"),
        (with("TOKEN", "EMPTY"), 2, "variable EMPTY is empty"),
        (
            with("secret_env", "secret_file"),
            2,
            "secret_file is not a file that can be read",
        ),
        (with("", "secret_file = 'x'"), 2, "use one of them"),
        (with("secret_env = \"TOKEN\"", ""), 2, "has no secret"),
        (with("", "actian.tenant = 'a'"), 2, "settings of Actian"),
        (
            with("form = \"pivot\"", "form = \"actian\""),
            2,
            "actian.tenant",
        ),
        (with("", "answer_timeout = 60"), 2, "shorter than"),
        (with("", "concurrency = 0"), 2, "must be at least 1"),
        (
            with("", "ca_file = '/nowhere.pem'"),
            2,
            "nowhere.pem cannot be read",
        ),
        (
            with("", "[tls]\ncertificate = '/nowhere.pem'\nkey = 'x'"),
            8,
            "nowhere.pem cannot be read",
        ),
        (
            with("", "[tls]\ncertificate = '/nowhere.pem'"),
            8,
            "missing field `key`",
        ),
        (
            with("", "[server]\nlisten = '0.0.0.0:80'"),
            9,
            "from other machines",
        ),
        (
            with("", "[server]\nlisten = '[::]:80'"),
            9,
            "from other machines",
        ),
        (
            with("", "[server]\nlisten = 'localhost'"),
            9,
            "“localhost” is not: write it like 127.0.0.1:8080",
        ),
        (String::new(), 1, "no connection"),
        (twice, 9, "two connections with the id “pivot”"),
    ] {
        is_wrong(&text, line, words);
    }
}

#[test]
fn a_secret_in_the_file_is_refused_and_not_repeated() {
    for line in [
        "secret = 'planted-secret'",
        "token = 'planted-secret'",
        "password = planted-secret",
    ] {
        let wrong = parsed(&with("", line)).unwrap_err();
        assert_eq!(wrong.line, 8);
        assert!(!format!("{wrong:?}").contains("planted-secret"), "{wrong}");
    }
}

/// [`PIVOT`] as another platform, with `lines` in place of its secret.
fn as_user(platform: &str, lines: &str) -> String {
    PIVOT
        .replace("form = \"pivot\"", &format!("form = \"{platform}\""))
        .replace("secret_env = \"TOKEN\"", lines)
}

#[test]
fn a_connection_signs_in_as_a_user_where_the_platform_lets_users_in() {
    for (platform, more) in [("metabase", ""), ("actian", "\nactian.tenant = 'a'")] {
        let lines = format!("user = 'ada'\npassword_env = 'TOKEN'{more}");
        let settings = parsed(&as_user(platform, &lines)).unwrap();
        let upstream = &settings.gateway.connections[0];
        assert_eq!(upstream.connection.sign_in, SignIn::Password);
        assert!(!format!("{upstream:?}").contains("planted-secret"));
    }
}

#[test]
fn a_connection_may_leave_its_secret_to_who_uses_it() {
    for (platform, more, sign_in) in [
        ("pivot", "", SignIn::ApiToken),
        ("metabase", "", SignIn::ApiKey),
        (
            "actian",
            "\nactian.tenant = 'a'\nactian.auth = 'token'",
            SignIn::Bearer,
        ),
    ] {
        let text = as_user(platform, &format!("secret_ask = true{more}"));
        let settings = parsed(&text).unwrap();
        let upstream = &settings.gateway.connections[0];
        assert!(matches!(upstream.credential, Credential::Asked));
        assert_eq!(upstream.connection.sign_in, sign_in);
    }
}

#[test]
fn a_mistake_about_signing_in_as_a_user_is_told() {
    let password = "\npassword_env = 'TOKEN'";
    for (platform, lines, words) in [
        ("pivot", format!("user = 'a'{password}"), "an API token"),
        ("metabase", "user = 'a'".into(), "without a password"),
        ("metabase", password.into(), "no user"),
        ("metabase", format!("user = ''{password}"), "is empty"),
        (
            "metabase",
            format!("user = 'a'\nsecret_env = 'TOKEN'{password}"),
            "use one of them",
        ),
        (
            "metabase",
            format!("user = 'a'\nsecret_ask = true{password}"),
            "tokens and keys",
        ),
        (
            "metabase",
            "secret_env = 'TOKEN'\nsecret_ask = true".into(),
            "and secret_ask",
        ),
        (
            "metabase",
            format!("user = 'a'\npassword_file = 'x'{password}"),
            "use one of them",
        ),
        (
            "actian",
            format!("actian.tenant = 'a'\nactian.auth = 'token'\nuser = 'a'{password}"),
            "actian.auth",
        ),
    ] {
        is_wrong(&as_user(platform, &lines), 2, words);
    }
}

#[test]
fn the_trail_is_in_one_place_and_its_url_is_printed_nowhere() {
    let url = "postgres://a:planted-secret@h/x";
    let read = |audit: &str| {
        let text = with("", &format!("[audit]\n{audit}"));
        parse(&text, &|name| match name {
            "TOKEN" => Some("x".to_owned()),
            "URL" => Some(format!("{url}\n")),
            "EMPTY" => Some(" ".to_owned()),
            _ => None,
        })
    };
    let settings = read("database_url_env = 'URL'").unwrap();
    assert!(matches!(&settings.audit, Location::Server(DatabaseUrl(read)) if read == url));
    assert!(!format!("{settings:?}").contains("planted-secret"));
    for (audit, words) in [
        ("database_url_env = 'NONE'", "NONE is not set"),
        ("database_url_env = 'EMPTY'", "EMPTY is empty"),
        (
            "database_url_file = '/no/such/file'",
            "database_url_file is not a file that can be read",
        ),
        (
            "database_url = 'postgres://a:planted-secret@h/x'",
            "unknown field",
        ),
        ("file = 'a.db'\ndatabase_url_env = 'URL'", "one of file,"),
    ] {
        let error = read(audit).unwrap_err().to_string();
        assert!(error.contains(words), "{error}");
        assert!(!error.contains("planted-secret"), "{error}");
    }
}

/// Operators copy the files in `deploy/`, and any mistake in them.
#[test]
fn what_the_kubernetes_manifest_configures_can_be_used() {
    let manifest = include_str!("../../../../deploy/kubernetes.yaml");
    let (_, after) = manifest.split_once("rollcall.toml: |\n").unwrap();
    let (indented, _) = after.split_once("\n---").unwrap();
    let text: String = indented
        .lines()
        .flat_map(|line| [line.trim_start(), "\n"])
        .collect();
    let settings = parse(&text, &|name| match name {
        "DATABASE_URL" => Some("postgres://somebody@127.0.0.1/rollcall".to_owned()),
        "PIVOT_API_TOKEN" => Some("planted-secret".to_owned()),
        "SESSION_KEY" => Some(SESSION_KEY.to_owned()),
        _ => None,
    })
    .unwrap();
    assert!(settings.gateway.session_key.is_some());
    assert_eq!(crate::warnings::unsigned_sessions(&settings), None);
    let text = text.replace("session_key_env = ", "# session_key_env = ");
    let unsigned = parse(&text, &|name| match name {
        "DATABASE_URL" => Some("postgres://somebody@127.0.0.1/rollcall".to_owned()),
        _ => Some("planted-secret".to_owned()),
    });
    let warning = crate::warnings::unsigned_sessions(&unsigned.unwrap()).unwrap();
    assert!(warning.contains("session_key_file"), "{warning}");
    assert!(!settings.listen.ip().is_loopback());
    assert!(settings.gateway.sign_in.is_some());
}

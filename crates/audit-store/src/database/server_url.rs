//! Parses the URL of a database server. It contains a password. If that is not
//! percent-encoded, parts of it look like the host, the database or a
//! parameter, so errors say what is wrong and quote nothing of the URL until
//! all of it is known to be right.

use percent_encoding::percent_decode_str;
use std::net::IpAddr;
use url::{ParseError, Url};

/// How a URL is written.
const FORM: &str = "write postgres://USER:PASSWORD@HOST/DATABASE";
/// What has to be encoded, and how.
const ENCODE: &str = "in the user and the password write % as %25, / as %2F, ? as %3F, # as %23, \
                      @ as %40 and : as %3A";
/// What may follow a question mark.
const PARAMETERS: &str = "sslmode, sslrootcert, sslcert, sslkey, host, hostaddr, port, dbname, \
                          user, password, application_name, options and statement-cache-capacity";
const MODES: [&str; 6] = [
    "disable",
    "allow",
    "prefer",
    "require",
    "verify-ca",
    "verify-full",
];

/// A valid URL.
#[derive(Clone)]
pub(super) struct ServerUrl {
    pub(super) url: Url,
    /// The host and the database, for people.
    pub(super) shown: String,
}

/// What is wrong with a URL. Quotes nothing of it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(super) enum InvalidUrl {
    #[error("the database's URL does not begin with postgres://: {FORM}")]
    Scheme,
    #[error("there is a space, a line break or a control character in the database's URL: {FORM}")]
    Blank,
    #[error("there is a # in the database's URL: {ENCODE}")]
    Fragment,
    #[error("there is an @ after the first / or ? in the database's URL: {ENCODE}")]
    At,
    #[error(
        "the port in the database's URL is no number, or the password is not encoded or no host \
         follows it: {FORM}; {ENCODE}"
    )]
    Port,
    #[error("the host in the database's URL is none: {FORM}; {ENCODE}")]
    Host,
    #[error("the database's URL names no host: {FORM}")]
    NoHost,
    #[error("the database's URL names no database: {FORM}")]
    NoDatabase,
    #[error(
        "the {0} in the database's URL is not text in UTF-8 once its %XX are decoded: {ENCODE}"
    )]
    Encoding(&'static str),
    #[error(
        "parameter {0} after the ? in the database's URL is none that is known ({PARAMETERS}); in \
         a parameter write & as %26"
    )]
    Parameter(usize),
    #[error("the {0} after the ? in the database's URL is not {1}")]
    Value(&'static str, &'static str),
}

impl ServerUrl {
    pub(super) fn parse(text: &str) -> Result<Self, InvalidUrl> {
        let rest = ["postgres://", "postgresql://"]
            .iter()
            .find_map(|scheme| text.strip_prefix(scheme))
            .ok_or(InvalidUrl::Scheme)?;
        if rest.contains(|char: char| char.is_whitespace() || char.is_control()) {
            return Err(InvalidUrl::Blank);
        }
        if rest.contains('#') {
            return Err(InvalidUrl::Fragment);
        }
        let after = rest.find(['/', '?']).map_or("", |at| &rest[at..]);
        if after.contains('@') {
            return Err(InvalidUrl::At);
        }
        let mut url = text.parse::<Url>().map_err(|error| match error {
            ParseError::InvalidPort => InvalidUrl::Port,
            ParseError::EmptyHost => InvalidUrl::NoHost,
            _ => InvalidUrl::Host,
        })?;
        for (part, text) in [
            ("user", url.username()),
            ("password", url.password().unwrap_or_default()),
            ("host", url.host_str().unwrap_or_default()),
            ("database's name", url.path()),
        ] {
            let decoded = percent_decode_str(text).decode_utf8();
            decoded.map_err(|_| InvalidUrl::Encoding(part))?;
        }
        check_parameters(&url)?;
        let said = |names: &[&str]| {
            let pairs = url.query_pairs();
            let found = pairs.filter(|(name, _)| names.contains(&&**name)).last();
            found.map(|(_, value)| value.into_owned())
        };
        let host = said(&["host", "hostaddr"])
            .or_else(|| url.host_str().map(str::to_owned))
            .filter(|host| !host.is_empty())
            .ok_or(InvalidUrl::NoHost)?;
        // Without one the user's name would be taken.
        let path = url.path().trim_start_matches('/').to_owned();
        let database = said(&["dbname"])
            .or(Some(path))
            .filter(|name| !name.is_empty())
            .ok_or(InvalidUrl::NoDatabase)?;
        if !is_here(&host) && said(&["sslmode", "ssl-mode"]).is_none() {
            // By default sqlx accepts any certificate, and falls back to no TLS.
            url.query_pairs_mut().append_pair("sslmode", "verify-full");
        }
        let shown = format!("{host}/{database}");
        Ok(Self { url, shown })
    }
}

/// Checks the parameters that sqlx would log or quote if they are wrong.
fn check_parameters(url: &Url) -> Result<(), InvalidUrl> {
    for (number, (name, value)) in (1..).zip(url.query_pairs()) {
        match &*name {
            "sslmode" | "ssl-mode" => MODES
                .contains(&&*value.to_ascii_lowercase())
                .then_some(())
                .ok_or(InvalidUrl::Value(
                    "sslmode",
                    "disable, allow, prefer, require, verify-ca or verify-full",
                )),
            "port" => value
                .parse::<u16>()
                .map(drop)
                .map_err(|_| InvalidUrl::Value("port", "a port's number")),
            "hostaddr" => value
                .parse::<IpAddr>()
                .map(drop)
                .map_err(|_| InvalidUrl::Value("hostaddr", "an IP address")),
            "statement-cache-capacity" => value
                .parse::<usize>()
                .map(drop)
                .map_err(|_| InvalidUrl::Value("statement-cache-capacity", "a number")),
            "sslrootcert" | "ssl-root-cert" | "ssl-ca" | "sslcert" | "ssl-cert" | "sslkey"
            | "ssl-key" | "host" | "dbname" | "user" | "password" | "application_name"
            | "options" => Ok(()),
            name if name.starts_with("options[") && name.ends_with(']') => Ok(()),
            _ => Err(InvalidUrl::Parameter(number)),
        }?;
    }
    Ok(())
}

/// Whether the host is this machine, or the folder of a socket, so that no
/// network is in between.
fn is_here(host: &str) -> bool {
    let address = host.trim_matches(['[', ']']).parse::<IpAddr>();
    host == "localhost"
        || host.starts_with('/')
        || host.to_ascii_lowercase().starts_with("%2f")
        || address.is_ok_and(|address| address.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_database_on_another_machine_is_asked_who_it_is() {
        for (url, query, shown) in [
            (
                "postgres://a:planted@db.example.com/x",
                Some("sslmode=verify-full"),
                "db.example.com/x",
            ),
            (
                "postgres://a:planted@db/x?sslmode=require",
                Some("sslmode=require"),
                "db/x",
            ),
            (
                "postgresql://a:planted@127.0.0.1:5432/x",
                None,
                "127.0.0.1/x",
            ),
            ("postgres://a:planted@[::1]/x", None, "[::1]/x"),
            ("postgres://a:planted@localhost/x", None, "localhost/x"),
            ("postgres://a:pl%40n%2Fted@localhost/x", None, "localhost/x"),
            ("postgres://a:planted@more@localhost/x", None, "localhost/x"),
            (
                "postgres://a:planted@%2Frun%2Fpostgresql/x",
                None,
                "%2Frun%2Fpostgresql/x",
            ),
            (
                "postgres:///x?host=/run/postgresql",
                Some("host=/run/postgresql"),
                "/run/postgresql/x",
            ),
            (
                "postgres://localhost/x?host=db&password=planted",
                Some("host=db&password=planted&sslmode=verify-full"),
                "db/x",
            ),
        ] {
            let address = ServerUrl::parse(url).unwrap();
            assert_eq!(address.url.query(), query, "{url}");
            assert_eq!(address.shown, shown, "{url}");
        }
    }

    #[test]
    fn the_part_that_is_wrong_is_named_and_nothing_of_it_quoted() {
        for (url, wrong) in [
            ("planted", InvalidUrl::Scheme),
            ("mysql://planted:planted@h/x", InvalidUrl::Scheme),
            ("planted:planted@h/x", InvalidUrl::Scheme),
            ("postgres://planted:planted@[x/y", InvalidUrl::Host),
            ("postgres://planted:planted@/x", InvalidUrl::NoHost),
            ("postgres:///planted", InvalidUrl::NoHost),
            ("postgres://planted:planted@h", InvalidUrl::NoDatabase),
            ("postgres://planted:planted@h/", InvalidUrl::NoDatabase),
            ("postgres://planted:planted/x", InvalidUrl::Port),
            ("postgres://planted:planted/plan@h/x", InvalidUrl::At),
            (
                "postgres://planted:Sup@planted/secret@host/db",
                InvalidUrl::At,
            ),
            ("postgres://planted:1/planted@h/x", InvalidUrl::At),
            ("postgres://planted:1?planted@h/x", InvalidUrl::At),
            ("postgres://planted:1#planted@h/x", InvalidUrl::Fragment),
            (
                "postgres://planted:planted#planted@h/x",
                InvalidUrl::Fragment,
            ),
            ("postgres://planted:plan ted@h/x", InvalidUrl::Blank),
            ("postgres://planted:plan\nted@h/x", InvalidUrl::Blank),
            (
                "postgres://planted:planted%ff@h/x",
                InvalidUrl::Encoding("password"),
            ),
            ("postgres://h/x?planted=planted", InvalidUrl::Parameter(1)),
            (
                "postgres://h/x?password=a&planted",
                InvalidUrl::Parameter(2),
            ),
            (
                "postgres://h/x?port=planted",
                InvalidUrl::Value("port", "a port's number"),
            ),
            (
                "postgres://h/x?hostaddr=planted",
                InvalidUrl::Value("hostaddr", "an IP address"),
            ),
        ] {
            let Err(found) = ServerUrl::parse(url) else {
                panic!("{url} is taken");
            };
            assert_eq!(found, wrong, "{url}");
            let said = found.to_string();
            assert!(!said.contains("plan") && !said.contains("Sup"), "{said}");
        }
        let mode = ServerUrl::parse("postgres://h/x?sslmode=planted");
        let said = mode.err().unwrap().to_string();
        assert!(
            said.contains("sslmode") && !said.contains("planted"),
            "{said}"
        );
    }
}

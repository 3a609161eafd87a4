//! Secrets in the wrong place are not repeated, and files are read as editors
//! write them.

use super::settings::{openid, refused, server};
use super::*;

#[test]
fn a_secret_in_the_wrong_place_is_not_repeated() {
    for secret in [
        "planted-secret",
        "planted_secret",
        "plantedsecret",
        "PLANTEDSECRET7EXAMPLE",
        "plant/ed+secret==",
        "/plantedsecret",
        "planted secret",
    ] {
        let lines = [
            format!("secret_env = \"{secret}\""),
            format!("secret_file = \"{secret}\""),
            format!("user = \"ada\"\npassword_env = \"{secret}\""),
            format!("user = \"ada\"\npassword_file = \"{secret}\""),
        ];
        for line in lines {
            let text = with("secret_env = \"TOKEN\"", &line);
            let said = refused(&text);
            assert!(!said.contains(secret), "{said}");
            let key = line.lines().last().unwrap().split(' ').next().unwrap();
            assert!(said.contains(key), "{key}: {said}");
        }
        for line in [
            format!("secret_env = [\"{secret}\"]"),
            format!("secret_ask = \"{secret}\""),
            format!("concurrency = \"{secret}\""),
            format!("environment = \"{secret}\""),
            format!("pivot.generation = \"{secret}\""),
            format!("pivot = \"{secret}\""),
        ] {
            let text = PIVOT.replace("environment = \"production\"\n", "") + &line;
            let said = refused(&text);
            assert!(!said.contains(secret), "{said}");
        }
        let said = refused(&openid("people = ['a']").replace("'TOKEN'", &format!("\"{secret}\"")));
        assert!(
            !said.contains(secret) && said.contains("client_secret_env"),
            "{said}"
        );
        let said = refused(&server(&format!("session_key_env = \"{secret}\"")));
        assert!(
            !said.contains(secret) && said.contains("session_key_env"),
            "{said}"
        );
    }
    let said = refused(&with("\"TOKEN\"", "12345678"));
    assert_eq!(said, "invalid type: integer, expected a string");
    let said = refused(&with("\"TOKEN\"", "\"a, expected b\"").replace("secret_env", "secret_ask"));
    assert_eq!(said, "invalid type: string, expected a boolean");
}

/// A file of this content, which is gone again in the end.
struct Temporary(PathBuf);

impl Temporary {
    fn new(name: &str, bytes: &[u8]) -> Self {
        let name = format!("rollcall-{}-{name}", std::process::id());
        let path = env::temp_dir().join(name);
        std::fs::write(&path, bytes).unwrap();
        Self(path)
    }
}

impl Drop for Temporary {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.0);
    }
}

#[test]
fn a_secret_is_read_as_editors_write_it_or_refused_in_words() {
    let mark = "\u{feff}";
    for (index, (bytes, words)) in [
        (&b"planted-secret"[..], None),
        (b"planted-secret\n", None),
        (b"planted-secret\r\n\r\n", None),
        (b"\xef\xbb\xbfplanted-secret\r\n", None),
        (b"\xff\xfep\0l\0a\0n\0t\0e\0d\0", Some("is text in UTF-16")),
        (b"\xfe\xff\0p\0l\0a\0n\0t\0e\0d", Some("is text in UTF-16")),
        (b"planted\xff", Some("is not text in UTF-8")),
        (b"planted\nsecret", Some("has several lines")),
        (b"\r\nplanted-secret", Some("has several lines")),
        (
            b"planted\0secret",
            Some("has a control character in it (U+0000)"),
        ),
        (
            b"planted\tsecret",
            Some("has a control character in it (U+0009)"),
        ),
        (
            "planted\u{200b}".as_bytes(),
            Some("has an invisible character in it (U+200B)"),
        ),
        (
            "planted\u{feff}".as_bytes(),
            Some("has an invisible character in it (U+FEFF)"),
        ),
        (b"\xef\xbb\xbf\n", Some("is empty")),
    ]
    .into_iter()
    .enumerate()
    {
        let file = Temporary::new(&format!("secret-{index}"), bytes);
        let line = format!("secret_file = '{}'", file.0.display());
        let read = parsed(&with("secret_env = \"TOKEN\"", &line));
        let variable = String::from_utf8_lossy(bytes).into_owned();
        let set = parse(PIVOT, &|_| Some(variable.clone()));
        match words {
            None => {
                read.unwrap();
                set.unwrap();
            }
            Some(words) => {
                let said = read.unwrap_err().words;
                assert!(said.contains(words), "{said}");
                assert!(!said.contains("planted"), "{said}");
                let said = set.unwrap_err().words;
                assert!(!said.contains("planted"), "{said}");
            }
        }
    }
    // The file itself.
    let file = Temporary::new("config", format!("{mark}{}", crate::TEMPLATE).as_bytes());
    let said = format!("{:#}", read(&file.0).unwrap_err());
    assert!(said.contains("PIVOT_API_TOKEN is not set"), "{said}");
    let wide: Vec<u8> = "\u{feff}[server]"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    let file = Temporary::new("config-wide", &wide);
    let said = format!("{:#}", read(&file.0).unwrap_err());
    assert!(
        said.contains("it is text in UTF-16: save it as UTF-8"),
        "{said}"
    );
}

#[test]
fn certificates_after_a_byte_order_mark_are_not_passed_over() {
    let key = rcgen::KeyPair::generate().unwrap();
    let params = rcgen::CertificateParams::new(vec!["a.example".to_owned()]).unwrap();
    let pem = params.self_signed(&key).unwrap().pem();
    let mark = "\u{feff}";
    let ca = Temporary::new("ca", format!("{mark}{pem}{mark}{pem}").as_bytes());
    let settings = parsed(&with("", &format!("ca_file = '{}'", ca.0.display()))).unwrap();
    let read = settings.gateway.connections[0].ca.clone().unwrap();
    assert_eq!(String::from_utf8(read).unwrap(), pem.repeat(2));

    let certificate = Temporary::new("certificate", format!("{mark}{pem}").as_bytes());
    let private = Temporary::new("key", format!("{mark}{}", key.serialize_pem()).as_bytes());
    let tls = format!(
        "[tls]\ncertificate = '{}'\nkey = '{}'",
        certificate.0.display(),
        private.0.display()
    );
    assert!(parsed(&with("", &tls)).is_ok());

    let wide = Temporary::new("wide-ca", b"\xff\xfe-\0");
    let said = refused(&with("", &format!("ca_file = '{}'", wide.0.display())));
    assert!(said.contains("is text in UTF-16"), "{said}");
}

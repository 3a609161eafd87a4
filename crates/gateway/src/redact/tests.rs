use super::*;
use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE};
use proptest::prelude::*;
use std::sync::Arc;

fn mask(secret: &str) -> Arc<SecretMask> {
    Arc::new(SecretMask::new([secret]))
}

/// `body` after masking, in chunks that end at `cuts`.
fn streamed(mask: &Arc<SecretMask>, body: &[u8], cuts: &[usize]) -> Vec<u8> {
    let mut cuts: Vec<usize> = cuts.iter().map(|cut| cut % (body.len() + 1)).collect();
    cuts.push(body.len());
    cuts.sort_unstable();
    let (mut stream, mut passed, mut from) = (MaskedStream::new(mask.clone()), Vec::new(), 0);
    for cut in cuts {
        passed.extend(stream.push(Bytes::copy_from_slice(&body[from..cut])));
        from = cut;
    }
    passed.extend(stream.finish());
    passed
}

/// One character, written in the given way.
fn written(character: char, how: u8) -> String {
    let percent = |upper: bool| {
        let mut bytes = [0; 4];
        let encoded = character.encode_utf8(&mut bytes).bytes();
        encoded
            .map(|byte| {
                if upper {
                    format!("%{byte:02X}")
                } else {
                    format!("%{byte:02x}")
                }
            })
            .collect()
    };
    let units = |before: &str| {
        let mut units = [0; 2];
        let units = character.encode_utf16(&mut units).iter();
        let units: Vec<String> = units.map(|unit| format!("{before}{unit:04x}")).collect();
        units.concat()
    };
    let code = u32::from(character);
    match how % 12 {
        0 => percent(true),
        1 => percent(false),
        2 => units("\\u"),
        3 => units("\\u").replace('a', "A"),
        4 => format!("&#{code};"),
        5 => format!("&#x{code:X};"),
        6 if character.is_ascii_punctuation() => format!("\\{character}"),
        7 if code < 256 => format!("\\x{code:02x}"),
        8 => format!("\\u{{{code:x}}}"),
        9 if code < 128 => format!("\\{code:03o}"),
        _ => character.to_string(),
    }
}

fn all_written(text: &str, how: &[u8]) -> String {
    let how = how.iter().cycle();
    text.chars()
        .zip(how)
        .map(|(character, how)| written(character, *how))
        .collect()
}

/// Secrets of any characters that a header can carry.
fn secrets() -> impl Strategy<Value = String> {
    prop_oneof![
        "[!-~]{6,40}",
        "[a-zA-Z0-9_-]{6,60}",
        "[%&\\\\#ux;25]{6,12}",
        "[ -~äöü€😀]{6,20}",
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn a_secret_in_any_mix_of_escapes_never_comes_through(
        secret in secrets(),
        how in prop::collection::vec(any::<u8>(), 1..8),
        again in prop::collection::vec(any::<u8>(), 1..8),
        cuts in prop::collection::vec(any::<usize>(), 0..6),
    ) {
        let mask = mask(&secret);
        let once = all_written(&secret, &how);
        let twice = all_written(&once, &again);
        for written in [&secret, &once, &twice] {
            // Surrounded by nothing that it could be mistaken for a part of.
            let body = format!("<\u{1}{written}\u{1}>");
            let expected = if secret.bytes().all(|byte| byte.is_ascii_digit()) && **written == secret {
                format!("<\u{1}{}\u{1}>", "9".repeat(secret.len()))
            } else {
                format!("<\u{1}{MASK}\u{1}>")
            };
            let whole = mask.body(Bytes::from(body.clone()));
            prop_assert_eq!(&*String::from_utf8_lossy(&whole), &expected);
            let pieces = streamed(&mask, body.as_bytes(), &cuts);
            prop_assert_eq!(&*String::from_utf8_lossy(&pieces), &expected);
        }
    }

    #[test]
    fn a_secret_in_base64_never_comes_through(
        secret in secrets(),
        before in prop::collection::vec(any::<u8>(), 0..5),
        after in prop::collection::vec(any::<u8>(), 0..5),
        how in prop::collection::vec(any::<u8>(), 1..8),
        cuts in prop::collection::vec(any::<usize>(), 0..4),
    ) {
        let mask = mask(&secret);
        let mut bytes = before;
        bytes.extend_from_slice(secret.as_bytes());
        bytes.extend(after);
        for encoded in [STANDARD.encode(&bytes), URL_SAFE.encode(&bytes)] {
            for written in [encoded.clone(), all_written(&encoded, &how)] {
                let body = format!("<\u{1}{written}\u{1}>");
                for passed in [
                    mask.body(Bytes::from(body.clone())).to_vec(),
                    streamed(&mask, body.as_bytes(), &cuts),
                ] {
                    let text = String::from_utf8(passed).unwrap();
                    prop_assert!(text.contains(MASK), "{text}");
                }
            }
        }
    }

    #[test]
    fn what_holds_no_secret_passes_unchanged(
        body in "([ -~\n]|\\\\u[0-9a-f]{4}|%[0-9A-F]{2}|&[a-z]{2,4};|&#[0-9]{2};){0,200}",
        cuts in prop::collection::vec(any::<usize>(), 0..6),
    ) {
        // One that begins like much other text but is not in it.
        let mask = mask("aaa%20\"\u{7}never\\u0041");
        prop_assert_eq!(&mask.body(Bytes::from(body.clone())), body.as_bytes());
        prop_assert_eq!(streamed(&mask, body.as_bytes(), &cuts), body.into_bytes());
    }

    #[test]
    fn pieces_come_to_the_same_as_the_whole(
        secret in "[ab%]{6,8}",
        body in "(a|b|%|%25|%61|\\\\u0062){0,60}",
        cuts in prop::collection::vec(any::<usize>(), 0..10),
    ) {
        let mask = mask(&secret);
        let pieces = streamed(&mask, body.as_bytes(), &cuts);
        for text in [mask.body(Bytes::from(body)).to_vec(), pieces] {
            let again = mask.find(&text, true);
            prop_assert!(again.spans.is_empty(), "{}", String::from_utf8_lossy(&text));
        }
    }
}

#[test]
fn hexadecimal_wide_and_misread_secrets_are_masked() {
    for (secret, body) in [
        ("p1anted-é", &b"\"7031616e7465642dc3a9\""[..]),
        ("planted", b"706C616E746564"),
        ("planted", b"\xff\xfep\0l\0a\0n\0t\0e\0d\0"),
        ("planted", b"\xfe\xff\0p\0l\0a\0n\0t\0e\0d"),
        // Its UTF-8 read as Latin-1, and Latin-1.
        ("plant-\u{e9}", "plant-\u{c3}\u{a9}".as_bytes()),
        ("plant-\u{e9}", b"plant-\xe9"),
        ("plant-\u{e9}", b"plant-%E9"),
        ("plant-\u{e9}", b"plant-\\u00c3\\u00a9"),
        ("a secret", b"q=a+secret&x"),
    ] {
        let masked = mask(secret).body(Bytes::from_static(body));
        let masked = String::from_utf8_lossy(&masked).into_owned();
        assert!(masked.contains(MASK), "{masked}");
    }
}

#[test]
fn masked_json_is_still_json() {
    for (secret, json) in [
        (
            "12345678",
            r#"{"id":12345678,"is":"12345678","more":99123456780}"#,
        ),
        ("a\"b\\c/d", r#"{"is":"a\"b\\c\/d","in":["x a\"b\\c/d y"]}"#),
        ("planted", r#"{"planted":"pl\u0061nted"}"#),
    ] {
        let masked = mask(secret).body(Bytes::from_static(json.as_bytes()));
        let value: serde_json::Value = serde_json::from_slice(&masked).unwrap();
        assert!(!value.to_string().contains(secret), "{value}");
    }
}

#[test]
fn no_more_is_held_back_than_may_be_a_secret() {
    let mask = mask("planted-secret");
    let mut stream = MaskedStream::new(mask);
    for (piece, passed) in [
        ("some text", "some text"),
        ("that ends plant", "that ends "),
        ("ation", "plantation"),
        ("planted\\u002", ""),
        ("dsecret planted\\u002", "••• "),
        ("eno", "planted\\u002eno"),
    ] {
        assert_eq!(
            stream.push(Bytes::from_static(piece.as_bytes())),
            passed.as_bytes()
        );
    }
}

#[test]
fn a_body_that_never_decides_is_not_held_for_ever() {
    let mask = mask("abababab");
    let mut stream = MaskedStream::new(mask);
    let mut passed = 0;
    for _ in 0..1_000 {
        passed += stream.push(Bytes::from_static(b"abababababababab")).len();
    }
    let rest = stream.finish().len();
    assert!(passed > 0 && rest < 200, "{passed} {rest}");
}

#[test]
fn short_secrets_are_left_alone() {
    let mask = mask("demo!");
    assert_eq!(mask.text("demo! ZGVtbyE=".to_owned()), "demo! ZGVtbyE=");
}

#[test]
fn headers_are_masked_readably() {
    let mask = mask("planted-secret");
    let value = HeaderValue::from_static("token planted%2Dsecret; x");
    assert_eq!(mask.header(&value).unwrap(), "token ***; x");
}

#[test]
fn nothing_prints_the_secrets() {
    assert_eq!(format!("{:?}", mask("planted-secret")), "SecretMask(…)");
}

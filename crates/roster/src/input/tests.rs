use super::*;
use proptest::prelude::*;
use std::borrow::Cow;

const ADA: &str = "ada@company.com";

#[test]
fn an_address_is_read_however_it_was_copied() {
    for text in [
        "ada@company.com",
        "  ada@company.com\t\r\n",
        "\u{a0}ada@company.com\u{a0}",
        "\u{feff}ada@company.com",
        "\u{3000}ada@company.com\u{2028}",
        "ada\u{200b}@company\u{ad}.com\u{200d}",
        "\u{202a}ada@company.com\u{202c}",
        "\u{2066}ada@company.com\u{2069}",
        "\u{200e}ada\u{2060}@company.com",
        "ada@com\u{0}pany.com",
        "Ada Lovelace <ada@company.com>",
        "\"Lovelace, Ada\" <ada@company.com>",
        "\"Ada; the first\" <ada@company.com>;",
        "<ada@company.com>",
        "Ada <mailto:ada@company.com>, ",
        "Ada < ada@company.com >.",
        "mailto:ada@company.com",
        "MailTo:ada%40company.com?subject=Hello%20%26&cc=otto@company.com",
        "mailto:%20ada@company.com%0A",
        "mailto:ada@company.com#x",
        "ada@company.com;",
        "ada@company.com,",
        "ada@company.com.",
        "ada@company.com;., ;",
        "\"ada@company.com\"",
        "'ada@company.com'",
        "“ada@company.com”",
        "‘ada@company.com’;",
    ] {
        assert_eq!(email_address(text).as_deref(), Ok(ADA), "{text:?}");
    }
}

#[test]
fn what_belongs_to_an_address_stays() {
    for address in [
        "o'brien@company.com",
        "ada+admin@company.com",
        "a.b-c_d~e%f@sub.company.com",
        "ada@localhost",
        "josé@bücher.example",
        "用户@例子.广告",
        "\"ada@lovelace\"@company.com",
        "ada@[192.0.2.1]",
        "Ada@Company.COM",
    ] {
        assert_eq!(email_address(address).as_deref(), Ok(address));
    }
}

#[test]
fn what_is_no_address_is_refused_in_words_that_name_the_character() {
    for (text, words) in [
        ("", "Write an email address"),
        ("\u{200b}", "Write an email address"),
        ("ada", "Write an email address"),
        ("@company.com", "Write an email address"),
        ("ada@", "Write an email address"),
        ("ada@.", "Write an email address"),
        ("ada @company.com", "a space (U+0020)"),
        ("ada\u{a0}@company.com", "white space (U+00A0)"),
        ("ada@com\u{3000}pany.com", "white space (U+3000)"),
        ("ada\n@company.com", "white space (U+000A)"),
        ("ada＠company.com", "Write an email address"),
        ("ada＠x@company.com", "“＠” (U+FF20)"),
        ("ada>@company.com", "“>” (U+003E)"),
        ("ada@a.com, otto@b.com", "more than one"),
        ("ada@a.com; otto@b.com", "more than one"),
        ("ada@a.com otto@b.com", "more than one"),
        ("Ada <ada@a.com>, Otto <otto@b.com>", "more than one"),
        ("Ada <ada@a.com> or otto@b.com", "more than one"),
        ("mailto:ada@a.com,otto@b.com", "more than one"),
        ("mailto:ada%ff@a.com", "can't be decoded"),
    ] {
        let error = email_address(text).unwrap_err().to_string();
        assert!(error.contains(words), "{text:?}: {error}");
    }
}

#[test]
fn a_name_keeps_what_it_is_written_with_and_nothing_else() {
    for (text, name) in [
        (" Ada\u{a0}Lovelace ", "Ada Lovelace"),
        ("\u{feff}Ada\u{200b}", "Ada"),
        ("Ada\u{202e}ecalevoL", "AdaecalevoL"),
        ("Lo\u{ad}velace", "Lovelace"),
        ("Ada\r\nLovelace", "Ada  Lovelace"),
        ("A\u{0}d\u{7f}a", "Ada"),
        ("山田\u{3000}太郎", "山田\u{3000}太郎"),
        // Persian and Hindi spelling, and emoji, need their joiners.
        ("می\u{200c}خواهم", "می\u{200c}خواهم"),
        ("क\u{94d}\u{200d}ष", "क\u{94d}\u{200d}ष"),
        ("👩🏽\u{200d}🚒", "👩🏽\u{200d}🚒"),
        ("❤\u{fe0f}", "❤\u{fe0f}"),
        ("\u{200d}Ada\u{200d}", "Ada"),
        ("\u{200b}\u{2800}\u{3164}", ""),
        ("Zoe\u{308}", "Zoe\u{308}"),
    ] {
        assert_eq!(line(text), name, "{text:?}");
    }
}

#[test]
fn what_shows_nothing_is_known() {
    for text in [
        "",
        " ",
        "\u{a0}\u{3000}",
        "\u{200b}\u{feff}",
        "\u{3164}",
        "\u{202e}",
    ] {
        assert!(!is_visible(text), "{text:?}");
    }
    for text in ["a", ".", "\u{200b}a", "名", "-"] {
        assert!(is_visible(text), "{text:?}");
    }
}

#[test]
fn a_name_keeps_its_direction_to_itself() {
    for plain in ["", "Ada", "名", "Zoë 🦀"] {
        assert!(matches!(isolated(plain), Cow::Borrowed(same) if same == plain));
    }
    for (name, shown) in [
        ("مدير", "\u{2068}مدير\u{2069}"),
        ("ada\u{202e}moc", "\u{2068}ada\u{202e}moc\u{2069}"),
        // Neither ends the isolation early nor leaves one of its own open.
        ("a\u{2069}\u{202e}b", "\u{2068}a\u{202e}b\u{2069}"),
        ("a\u{2067}b", "\u{2068}a\u{2067}b\u{2069}\u{2069}"),
        (
            "\u{2066}a\u{2069}\u{2069}",
            "\u{2068}\u{2066}a\u{2069}\u{2069}",
        ),
    ] {
        assert_eq!(isolated(name), shown, "{name:?}");
    }
}

#[test]
fn an_invisible_character_is_written_as_an_escape() {
    assert!(matches!(escaped("{\"name\":\"Zoë\"}\n"), Cow::Borrowed(_)));
    let line = "{\"name\":\"a\u{202e}b\u{200b}\u{e0001}\"}";
    assert_eq!(
        escaped(line),
        "{\"name\":\"a\\u202eb\\u200b\\udb40\\udc01\"}"
    );
    let read: serde_json::Value = serde_json::from_str(&escaped(line)).unwrap();
    assert_eq!(
        read,
        serde_json::from_str::<serde_json::Value>(line).unwrap()
    );
}

/// Text with what is often copied along with it.
fn pasted() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        "[a-z@.<>;,:\"' ]{0,6}",
        "\\PC{0,3}",
        "[\u{0}-\u{20}\u{7f}-\u{a0}\u{ad}\u{200b}-\u{200f}\u{2028}-\u{202f}\u{2060}-\u{206f}\u{feff}]{0,3}",
        Just("mailto:".to_owned()),
        Just("%40%20%E2%80%8B".to_owned()),
        Just("ada@company.com".to_owned()),
    ];
    proptest::collection::vec(piece, 0..6).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn an_address_has_nothing_invisible_and_is_read_as_itself(text in pasted()) {
        if let Ok(address) = email_address(&text) {
            let odd = |one: char| one.is_whitespace() || one.is_control() || is_invisible(one);
            prop_assert!(!address.contains(odd), "{address:?}");
            prop_assert_eq!(email_address(&address), Ok(address));
        }
    }

    #[test]
    fn a_name_has_nothing_invisible_but_joiners_and_is_read_as_itself(text in pasted()) {
        let name = line(&text);
        let odd = |one: char| one.is_control() || is_invisible(one) && !is_joiner(one);
        prop_assert!(!name.contains(odd), "{name:?}");
        prop_assert_eq!(line(&name), &*name);
        prop_assert_eq!(name.trim(), &*name);
    }
}

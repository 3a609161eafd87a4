use super::*;
use YamlProblem::{
    Character, Escape, Incomplete, Indentation, NoEntry, NoInvite, NoKey, NoText, NotText, Nothing,
    Open, Tab, Trailing, Twice, Unsupported,
};
use proptest::prelude::*;

mod library;

/// As Pivot's documents print it.
const DOCUMENTED: &str = "\
emailTemplates:
- name: invite
  subject: Create your pivot account
  html: 'Please use this link to set your password: ${linkProtocol}://${linkHost}${linkPath}'
";

fn html(yaml: &str) -> Result<String, YamlError> {
    let entry = format!("emailTemplates:\n- name: invite\n  subject: s\n  html: {yaml}");
    Template::from_yaml(&entry).map(|template| template.html)
}

fn problem(yaml: &str) -> (usize, YamlProblem) {
    let error = Template::from_yaml(yaml).unwrap_err();
    (error.line, error.problem)
}

#[test]
fn the_documented_block_is_the_default() {
    assert_eq!(Template::from_yaml(DOCUMENTED), Ok(Template::default()));
    let written = Template::default().to_yaml();
    let same = DOCUMENTED.replace("Create your pivot account", "'Create your pivot account'");
    assert_eq!(written, same);
}

#[test]
fn a_single_quote_is_doubled() {
    let template = Template {
        html: "It's <a href='${linkPath}'>here</a>".into(),
        ..Template::default()
    };
    let yaml = template.to_yaml();
    assert!(
        yaml.contains("'It''s <a href=''${linkPath}''>here</a>'"),
        "{yaml}"
    );
}

#[test]
fn comments_indentation_other_templates_and_order_do_not_matter() {
    let yaml = "\
---
# Pivot's configuration
  emailTemplates: # two of them

  - name: reports
    subject: \"A report\" # comment
    html: x
  # in between
  -   html: >-
        one
        two
      name: invite # plain
      subject: 'Hello ''you'''
";
    let template = Template::from_yaml(&yaml.replace('\n', "\r\n")).unwrap();
    assert_eq!(
        template,
        Template {
            name: "invite".into(),
            subject: "Hello 'you'".into(),
            html: "one two".into(),
        }
    );
    let headless = "- name: invite\n  subject: a\n  html: b";
    assert_eq!(Template::from_yaml(headless).unwrap().subject, "a");
}

#[test]
fn texts_are_read_as_yaml_reads_them() {
    for (yaml, text) in [
        ("plain text", "plain text"),
        ("plain#no comment # comment", "plain#no comment"),
        ("http://x:1/a", "http://x:1/a"),
        ("<p>it's \"x\"</p>", "<p>it's \"x\"</p>"),
        ("one\n    two\n\n    three\n", "one two\nthree"),
        ("\n    on the next line", "on the next line"),
        (" # comment\n\n    'on the next line'", "on the next line"),
        ("\n    |-\n    on the next line", "on the next line"),
        ("-not a list", "-not a list"),
        ("'a''b'", "a'b"),
        ("'one\n    two \n\n    three'", "one two\nthree"),
        ("''", ""),
        ("' x '  # comment", " x "),
        (
            "\"a\\tb\\n\\\"\\u00fc\\x41\\U0001F600\"",
            "a\tb\n\"ü\u{41}😀",
        ),
        ("\"one \\\n    two\\\n    \\ three\"", "one two three"),
        ("\"one\n    two\"", "one two"),
        (
            "|\n    one\n      two\n\n    three\n",
            "one\n  two\n\nthree\n",
        ),
        ("|-\n    one\n", "one"),
        ("|+\n    one\n\n", "one\n\n"),
        ("|2-\n      deep", "  deep"),
        ("|-2\n      deep", "  deep"),
        ("|\n    # no comment\n", "# no comment\n"),
        ("| # comment\n    one\n# comment\n", "one\n"),
        (
            ">\n    one\n    two\n\n    three\n      deep\n    four\n",
            "one two\nthree\n  deep\nfour\n",
        ),
        (">-\n\n    one\n", "\none"),
    ] {
        assert_eq!(html(yaml).as_deref(), Ok(text), "{yaml}");
    }
}

#[test]
fn whatever_is_not_read_is_refused_with_its_line() {
    for (yaml, expected) in [
        ("", (1, Nothing)),
        ("emailTemplates:\n", (1, Nothing)),
        ("- name: reports\n  subject: a\n  html: b", (1, NoInvite)),
        ("emailTemplates: []", (1, NoEntry)),
        ("mail:\n- name: invite", (1, NoEntry)),
        ("emailTemplates:\n  invite:\n    html: x", (2, NoEntry)),
        ("- name: invite\n  html: x", (1, Incomplete)),
        ("- name: invite\n  body: x", (2, NoKey)),
        ("- name:invite", (1, NoKey)),
        ("- name: invite\n  name: x", (2, Twice)),
        ("- name: invite\n   subject: x", (2, NotText)),
        ("- name: 'invite'\n   subject: x", (2, Indentation)),
        ("- name: 'invite'\n subject: x", (2, Indentation)),
        ("- name: invite\n\tsubject: x", (2, Tab)),
        ("- name: invite\n  subject: a\u{1b}b", (2, Character)),
        (
            "emailTemplates:\n- name: reports\n  subject: a\n  html: b\nport: 1\n- name: invite",
            (1, NoInvite),
        ),
        (
            "- name: invite\n  subject: a\n  html: b\n - name: c",
            (4, Indentation),
        ),
        ("- name: invite\n  subject:\n  html: x", (2, NoText)),
        ("- name: invite\n  subject: 'x\n  html: x", (2, Open)),
        ("- name: invite\n  subject: 'x\n\n  # y'", (2, Open)),
        ("- name: invite\n  subject: 'it's'", (2, Trailing)),
        ("- name: invite\n  subject: 'x'#", (2, Trailing)),
        ("- name: invite\n  subject: \"\\q\"", (2, Escape)),
        ("- name: invite\n  subject: \"\\ud800\"", (2, Escape)),
        ("- name: invite\n  subject: \"\\x+1\"", (2, Escape)),
        ("- name: invite\n  subject: a: b", (2, NotText)),
        ("- name: invite\n  subject: 12", (2, NotText)),
        ("- name: invite\n  subject: null", (2, NotText)),
        ("- name: invite\n  subject: &a x", (2, Unsupported)),
        ("- name: invite\n  subject: {a: b}", (2, Unsupported)),
        ("- name: invite\n  subject: |x\n    y", (2, Unsupported)),
        (
            "- name: invite\n  subject: |\n      \n    y",
            (4, Indentation),
        ),
    ] {
        assert_eq!(problem(yaml), expected, "{yaml}");
    }
}

#[test]
fn a_whole_configuration_with_comments_and_folded_blocks_is_read() {
    let configuration = "\
# Pivot, production
port: 9095
licenseFile: /etc/pivot/license # from Imply
initialSettings:
  title: |
    not a setting:
    emailTemplates:
  connections: [{name: druid, type: druid}]

# What Pivot writes to people.
emailTemplates:
  # Reports go out every Monday.
  - name: report
    subject: Your report
    html: >
      <p>Folded,
      into one line.</p>
  - name: invite   # the one for new people
    subject: >-
      Your account
      for Pivot

    # Reviewed by security.
    html: |
      <p>Hello,</p>
        <p><a href=\"${linkProtocol}://${linkHost}${linkPath}\"># start</a></p>

      <p>Thanks</p>

# Never shown.
stateStore:
  type: mysql
";
    for text in [
        configuration.to_owned(),
        configuration.replace('\n', "\r\n"),
        configuration.replacen("port: 9095", "---", 1),
    ] {
        let template = Template::from_yaml(&text).unwrap();
        assert_eq!(template.subject, "Your account for Pivot", "{text}");
        assert_eq!(
            template.html,
            "<p>Hello,</p>\n  <p><a href=\"${linkProtocol}://${linkHost}${linkPath}\"># start</a></p>\n\
             \n<p>Thanks</p>\n",
            "{text}"
        );
        assert_eq!(library::invite(&text), Some(template));
    }
}

fn any_text() -> impl Strategy<Value = String> {
    let hard = "[-'\"#:|>\\\\ \t\n\r&*!?{}%@`,~a1ü\u{85}\u{2028}\u{feff}😀]{0,12}";
    prop_oneof![hard, any::<String>(), "[ \na]{0,8}"]
}

proptest! {
    #[test]
    fn what_was_exported_is_imported_again(subject in any_text(), html in any_text()) {
        let template = Template { name: INVITE.into(), subject, html };
        let yaml = template.to_yaml();
        prop_assert_eq!(library::invite(&yaml), Some(template.clone()), "{}", yaml);
        prop_assert_eq!(Template::from_yaml(&yaml), Ok(template));
    }

    #[test]
    fn any_text_is_read_as_the_library_reads_it_or_refused(text in "(emailTemplates:\n)?- name: invite\n  subject: .{0,9}\n  html: ([-'\"#:|>\\\\ \na]{0,20}|[|>]?[-+]?['\"]?(\n {0,6}[-'\"#:|>\\\\ a]{0,6}){1,4}['\"]?)\n") {
        // What follows the block is not looked at.
        let is_followed = text.lines().skip(1).any(is_setting);
        if let Ok(template) = Template::from_yaml(&text) && !is_followed {
            prop_assert_eq!(library::invite(&text), Some(template), "{}", text);
        }
    }
}

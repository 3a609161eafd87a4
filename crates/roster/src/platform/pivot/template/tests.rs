use super::*;
use crate::link::{ClientUrl, Surroundings};
use proptest::prelude::*;

fn link() -> Link {
    ClientUrl::read("https://pivot.company.com")
        .unwrap()
        .link(Surroundings::default())
}

fn template(html: &str) -> Template {
    Template {
        html: html.into(),
        ..Template::default()
    }
}

#[test]
fn the_documented_template_is_rendered() {
    let message = Template::default().render(&link());
    assert_eq!(message.subject, "Create your pivot account");
    assert_eq!(
        message.html,
        "Please use this link to set your password: https://pivot.company.com/…/&lt;token&gt;"
    );
}

#[test]
fn what_is_unknown_or_open_stays_as_it_is() {
    let message = template("${linkHost} ${name} ${ linkHost } $x {y} ${open").render(&link());
    assert_eq!(
        message.html,
        "pivot.company.com ${name} ${ linkHost } $x {y} ${open"
    );
}

#[test]
fn a_template_is_warned_about_once_for_each_thing() {
    use Warning::{InSubject, Name, NoLink, NoPath, NoSubject, Unknown};
    assert_eq!(Template::default().warnings(), []);
    assert_eq!(template("hello").warnings(), [NoLink]);
    assert_eq!(template("${linkHost}").warnings(), [NoPath]);
    assert_eq!(
        template("${linkPath} ${name} ${name}").warnings(),
        [Unknown("name".into())]
    );
    let odd = Template {
        name: "Invite".into(),
        subject: " ".into(),
        html: "${linkPath}".into(),
    };
    assert_eq!(odd.warnings(), [Name, NoSubject]);
    let odd = Template {
        subject: "${linkHost}".into(),
        ..Template::default()
    };
    assert_eq!(odd.warnings(), [InSubject]);
}

#[test]
fn what_the_preview_does_not_show_is_told() {
    for (html, hidden) in [
        ("<SCRIPT>x</script>", Hidden::Script),
        ("<p onclick=x>", Hidden::Script),
        ("<a href=' JavaScript:x'>", Hidden::Script),
        ("<form action=x>", Hidden::Form),
        ("<input>", Hidden::Form),
        ("<img src=https://x/y.png>", Hidden::Image),
        ("<td background=x>", Hidden::Image),
        ("<style>p{}</style>", Hidden::StyleSheet),
        ("<iframe src=x>", Hidden::Frame),
        ("<meta http-equiv=refresh>", Hidden::Frame),
    ] {
        let html = format!("{html}${{linkPath}}");
        assert_eq!(
            template(&html).warnings(),
            [Warning::Hidden(hidden)],
            "{html}"
        );
    }
    assert_eq!(
        template("${linkPath} <!-- <script> --> 1 < 2").warnings(),
        []
    );
}

#[test]
fn the_preview_shows_text_and_nothing_that_acts() {
    for (html, shown) in [
        ("a &amp; b < c", "a &amp; b &lt; c"),
        (
            "<p style=\"color:red\">x</p>",
            "<p data-style=\"color:red\">x</p>",
        ),
        (
            "<p style='color:red;background:URL(https://x/y);margin:0'>x</p>",
            "<p data-style=\"color:red;margin:0\">x</p>",
        ),
        ("<P Align=center>x</P>", "<p align=\"center\">x</p>"),
        ("<script>alert('</p>')</script>x", "x"),
        ("<style>p{}</STYLE >x", "x"),
        ("<script>never closed", ""),
        ("<p onclick=\"x\" id=y>z", "<p>z"),
        (
            "<a href=\"https://x/?a&amp;b\">y</a>",
            "<u title=\"https://x/?a&amp;b\">y</u>",
        ),
        ("<a href='\"><b>'>y</a>", "<u title=\"&quot;>&lt;b>\">y</u>"),
        (
            "<img src=x alt='Our logo' onerror=x>",
            "<em>[Our logo]</em>",
        ),
        ("<img src=x>", "<em>[image]</em>"),
        ("<svg/onload=x>y</svg>", "y"),
        ("<form><input value=x>y</form>", "y"),
        ("<!-- x --><!doctype html><html><body>y</body></html>", "y"),
        ("line<br/>line", "line<br>line"),
        ("<p", "<p>"),
        ("<p title=\"open", "<p>"),
        ("<iframe srcdoc='<script>x</script>'></iframe>y", "y"),
        ("<=x>", "&lt;=x>"),
        ("<p =x=y>", "<p>"),
    ] {
        assert_eq!(preview(html), shown, "{html}");
    }
}

proptest! {
    #[test]
    fn a_preview_has_only_known_tags_and_attributes(
        html in "([<>/=\"' !&a-]|<script|<p|<a href=|on|style=|<!--|-->|</script>|ü){0,30}"
    ) {
        let shown = preview(&html);
        for token in html::tokens(&shown) {
            if let html::Token::Start(tag) = token {
                prop_assert!(!matches!(&*tag.name, "script" | "a" | "img"), "{}", shown);
                for (name, _) in &tag.attributes {
                    prop_assert!(!name.starts_with("on") && name != "style" && name != "href", "{}", shown);
                }
            }
        }
    }
}

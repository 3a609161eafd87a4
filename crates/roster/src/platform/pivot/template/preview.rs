//! An email's HTML made fit for looking at: what is left can neither run, nor
//! load, nor lead anywhere. The frame that shows it is sandboxed as well; this
//! keeps it quiet, too, because a browser reports everything it has to block.

use super::html::{Tag, Token, tokens};

/// Elements that are shown. Of all others only the content is.
const SHOWN: &[&str] = &[
    "abbr",
    "address",
    "article",
    "b",
    "big",
    "blockquote",
    "br",
    "caption",
    "center",
    "code",
    "dd",
    "div",
    "dl",
    "dt",
    "em",
    "font",
    "footer",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hr",
    "i",
    "li",
    "main",
    "ol",
    "p",
    "pre",
    "s",
    "section",
    "small",
    "span",
    "strong",
    "sub",
    "sup",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "tr",
    "u",
    "ul",
];

/// Attributes that are kept.
const KEPT: &[&str] = &[
    "align",
    "bgcolor",
    "border",
    "cellpadding",
    "cellspacing",
    "color",
    "colspan",
    "dir",
    "face",
    "height",
    "rowspan",
    "size",
    "start",
    "valign",
    "width",
];

/// The attribute that a `style` is carried in: inline styles are against the
/// page's Content-Security-Policy, setting them one by one is not.
pub const STYLE: &str = "data-style";

/// What is safe to show of an email's HTML. Links are underlined text that
/// says where it leads, images are their description, and scripts, forms,
/// style sheets and frames are gone.
pub fn preview(html: &str) -> String {
    let mut shown = String::new();
    for token in tokens(html) {
        match token {
            // A text token contains no tags, and special characters only as references.
            Token::Text(text) => shown.push_str(&text.replace('<', "&lt;")),
            Token::Start(tag) => start(&mut shown, &tag),
            Token::End(name) if name == "a" => shown.push_str("</u>"),
            Token::End(name) if SHOWN.contains(&&*name) && !matches!(&*name, "br" | "hr") => {
                push(&mut shown, &["</", &name, ">"]);
            }
            Token::End(_) | Token::Skipped => {}
        }
    }
    shown
}

fn start(shown: &mut String, tag: &Tag) {
    if tag.name == "img" {
        let words = tag.get("alt").filter(|words| !words.is_empty());
        let words = words.unwrap_or("image");
        push(shown, &["<em>[", &quoted(words), "]</em>"]);
        return;
    }
    let name = match &*tag.name {
        "a" => "u",
        name if SHOWN.contains(&name) => name,
        _ => return,
    };
    push(shown, &["<", name]);
    for (attribute, value) in &tag.attributes {
        let attribute = match &**attribute {
            "style" => {
                let style = harmless(value);
                push(shown, &[" ", STYLE, "=\"", &quoted(&style), "\""]);
                continue;
            }
            "href" if name == "u" => "title",
            kept if KEPT.contains(&kept) => kept,
            _ => continue,
        };
        push(shown, &[" ", attribute, "=\"", &quoted(value), "\""]);
    }
    shown.push('>');
}

/// The declarations of a style that load nothing. Escapes could hide one that
/// does.
fn harmless(style: &str) -> String {
    let loads = |declaration: &&str| {
        let declaration = declaration.to_ascii_lowercase();
        ["url", "image", "src", "\\", "&", "@"]
            .iter()
            .any(|sign| declaration.contains(sign))
    };
    let kept: Vec<&str> = style.split(';').filter(|one| !loads(one)).collect();
    kept.join(";")
}

/// A value that has its references already, between double quotes.
fn quoted(value: &str) -> String {
    value.replace('"', "&quot;").replace('<', "&lt;")
}

fn push(text: &mut String, parts: &[&str]) {
    for part in parts {
        text.push_str(part);
    }
}

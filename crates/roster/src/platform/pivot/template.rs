//! Pivot's welcome email as its operator writes it: a template in Pivot's
//! configuration, which no API returns (pivot note 16). What is made of it
//! here is a simulation, from what the operator pasted.

mod html;
mod preview;
#[cfg(test)]
mod tests;
mod warning;
mod yaml;

pub use preview::{STYLE, preview};
pub use warning::{Hidden, Warning};
pub use yaml::{YamlError, YamlProblem};

use crate::link::Link;

/// The name of the template that Pivot takes for invitations.
pub const INVITE: &str = "invite";

/// The placeholders that Pivot's documents name.
pub const PLACEHOLDERS: [&str; 3] = ["linkProtocol", "linkHost", "linkPath"];

/// An entry of `emailTemplates`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Template {
    /// What Pivot looks it up by.
    pub name: String,
    /// The email's subject.
    pub subject: String,
    /// The email's text, as HTML with placeholders.
    pub html: String,
}

/// An email made of a template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// Its subject.
    pub subject: String,
    /// Its text, as HTML. Not safe to show as it is: see [`preview()`].
    pub html: String,
}

impl Default for Template {
    /// The documented one, to the letter (`pivot-users.txt`).
    fn default() -> Self {
        Self {
            name: INVITE.into(),
            subject: "Create your pivot account".into(),
            html: "Please use this link to set your password: \
                   ${linkProtocol}://${linkHost}${linkPath}"
                .into(),
        }
    }
}

impl Template {
    /// The email with `link` filled in. Unknown placeholders stay as they are:
    /// what Pivot does with them is not documented.
    pub fn render(&self, link: &Link) -> Message {
        Message {
            subject: filled(&self.subject, link, str::to_owned),
            html: filled(&self.html, link, html::escape),
        }
    }
}

fn filled(text: &str, link: &Link, escape: fn(&str) -> String) -> String {
    let mut filled = String::new();
    for piece in pieces(text) {
        let value = match piece {
            Piece::Text(text) => {
                filled.push_str(text);
                continue;
            }
            Piece::Placeholder("linkProtocol") => &link.protocol.text,
            Piece::Placeholder("linkHost") => &link.host.text,
            Piece::Placeholder("linkPath") => &link.path.text,
            Piece::Placeholder(name) => {
                for part in ["${", name, "}"] {
                    filled.push_str(part);
                }
                continue;
            }
        };
        filled.push_str(&escape(value));
    }
    filled
}

/// A piece of a template.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Piece<'a> {
    Text(&'a str),
    /// What stands between `${` and `}`.
    Placeholder(&'a str),
}

/// A template in pieces. A `${` that nothing closes is text.
fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("${") {
        let Some((name, next)) = after.split_once('}') else {
            break;
        };
        pieces.push(Piece::Text(before));
        pieces.push(Piece::Placeholder(name));
        rest = next;
    }
    pieces.push(Piece::Text(rest));
    pieces
}

/// The names of a template's placeholders, in order.
fn placeholders(text: &str) -> impl Iterator<Item = &str> {
    pieces(text).into_iter().filter_map(|piece| match piece {
        Piece::Text(_) => None,
        Piece::Placeholder(name) => Some(name),
    })
}

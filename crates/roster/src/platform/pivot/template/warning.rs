//! What is doubtful about a template.

use super::html::{Tag, Token, tokens};
use super::{INVITE, PLACEHOLDERS, Template, placeholders};

/// Something doubtful about a template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Warning {
    /// Its name is not the one that Pivot takes for invitations.
    Name,
    /// It has no subject.
    NoSubject,
    /// Its text has none of the link's placeholders.
    NoLink,
    /// It has some, but not the path, which carries the token.
    NoPath,
    /// A placeholder that Pivot's documents do not name.
    Unknown(String),
    /// A placeholder in the subject.
    InSubject,
    /// Something that the preview does not show.
    Hidden(Hidden),
}

/// What a preview leaves out. Most mail programs do so too.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hidden {
    /// Scripts, in elements or attributes.
    Script,
    /// Forms and their fields.
    Form,
    /// Images, which come from elsewhere or are attached.
    Image,
    /// Style sheets.
    StyleSheet,
    /// Frames, objects, sound and pictures in motion.
    Frame,
}

impl Warning {
    /// What it means, in a sentence.
    pub fn words(&self) -> String {
        match self {
            Self::Name => "Pivot takes the template named invite for invitations, not this one.",
            Self::NoSubject => "The subject is empty.",
            Self::NoLink => "There is no link: the user could not set a password with this email.",
            Self::NoPath => {
                "${linkPath} is missing. The token is in it: without it no link sets a password."
            }
            Self::Unknown(name) => {
                return format!(
                    "Pivot's documents know no placeholder ${{{name}}}. What becomes of it is not \
                     documented."
                );
            }
            Self::InSubject => {
                "The documents do not say whether placeholders in a subject are filled in."
            }
            Self::Hidden(Hidden::Script) => {
                "Scripts are not shown here. Mail programs remove them."
            }
            Self::Hidden(Hidden::Form) => {
                "Forms are not shown here. Mail programs remove or distrust them."
            }
            Self::Hidden(Hidden::Image) => {
                "Images are shown as their description here: this console loads nothing from \
                 elsewhere."
            }
            Self::Hidden(Hidden::StyleSheet) => {
                "Style sheets are not applied here. Many mail programs ignore them; style \
                 attributes work."
            }
            Self::Hidden(Hidden::Frame) => {
                "Frames, objects and media are not shown here. Mail programs remove them."
            }
        }
        .to_owned()
    }
}

impl Template {
    /// What is doubtful about it, each thing once.
    pub fn warnings(&self) -> Vec<Warning> {
        let mut warnings = Vec::new();
        if self.name != INVITE {
            warnings.push(Warning::Name);
        }
        if self.subject.trim().is_empty() {
            warnings.push(Warning::NoSubject);
        }
        let known: Vec<&str> = placeholders(&self.html)
            .filter(|name| PLACEHOLDERS.contains(name))
            .collect();
        if known.is_empty() {
            warnings.push(Warning::NoLink);
        } else if !known.contains(&"linkPath") {
            warnings.push(Warning::NoPath);
        }
        if placeholders(&self.subject).next().is_some() {
            warnings.push(Warning::InSubject);
        }
        for name in placeholders(&self.subject).chain(placeholders(&self.html)) {
            if !PLACEHOLDERS.contains(&name) {
                add(&mut warnings, Warning::Unknown(name.to_owned()));
            }
        }
        for token in tokens(&self.html) {
            if let Token::Start(tag) = token {
                for hidden in hidden(&tag) {
                    add(&mut warnings, Warning::Hidden(hidden));
                }
            }
        }
        warnings
    }
}

fn add(warnings: &mut Vec<Warning>, warning: Warning) {
    if !warnings.contains(&warning) {
        warnings.push(warning);
    }
}

fn hidden(tag: &Tag) -> Vec<Hidden> {
    let mut hidden = Vec::new();
    hidden.extend(match &*tag.name {
        "script" => Some(Hidden::Script),
        "form" | "input" | "button" | "select" | "textarea" => Some(Hidden::Form),
        "img" | "picture" | "svg" => Some(Hidden::Image),
        "style" | "link" => Some(Hidden::StyleSheet),
        "iframe" | "frame" | "object" | "embed" | "video" | "audio" | "base" | "meta" => {
            Some(Hidden::Frame)
        }
        _ => None,
    });
    for (name, value) in &tag.attributes {
        let start = value.trim_start();
        let runs = start
            .get(..11)
            .is_some_and(|start| start.eq_ignore_ascii_case("javascript:"));
        if name.starts_with("on") || runs {
            hidden.push(Hidden::Script);
        }
        if name == "background" {
            hidden.push(Hidden::Image);
        }
    }
    hidden
}

//! How a parser of all of YAML reads a template.

use super::*;
use saphyr_parser::{Event, Parser};

/// The first template named `invite`; nothing where the library finds a fault or there is
/// none.
pub(super) fn invite(text: &str) -> Option<Template> {
    let mut parser = Parser::new_from_str(text);
    let mut events = Vec::new();
    while let Some(event) = parser.next_event() {
        events.push(event.ok()?.0);
    }
    let is_head =
        |event: &Event| matches!(event, Event::Scalar(text, ..) if text == "emailTemplates");
    let start = events.iter().position(is_head).map_or(0, |head| head + 1);
    let list = events[start..]
        .iter()
        .position(|event| matches!(event, Event::SequenceStart(..)))?;
    let mut events = events[start + list + 1..].iter();
    while let Some(Event::MappingStart(..)) = events.next() {
        let mut template = Template {
            name: String::new(),
            subject: String::new(),
            html: String::new(),
        };
        while let Some(Event::Scalar(key, ..)) = events.next() {
            let Some(Event::Scalar(value, ..)) = events.next() else {
                return None;
            };
            let field = match &**key {
                "name" => &mut template.name,
                "subject" => &mut template.subject,
                "html" => &mut template.html,
                _ => return None,
            };
            *field = value.to_string();
        }
        if template.name == INVITE {
            return Some(template);
        }
    }
    None
}

//! What is recorded besides changes: who signed in and out, and who read the
//! record.

use super::origin::Actor;
use serde::Serialize;
use wire::console::TrailEvent;

/// The longest text of a detail, in characters: some come from a request.
const LONGEST: usize = 200;

/// Something that is recorded once, when it happens.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Event {
    /// The request's number, as in the log; where no request caused it, a number
    /// of its own.
    pub id: String,
    /// What happened.
    #[serde(rename = "action")]
    pub event: TrailEvent,
    /// Who it is about, as far as that is known, and from where they came.
    #[serde(flatten)]
    pub actor: Actor,
    /// What else is known of it, by name.
    pub details: Vec<(String, String)>,
    /// Why it failed, if it did.
    pub failure: Option<String>,
}

impl Event {
    /// `event`, without any details.
    pub(crate) fn new(event: TrailEvent, id: &str, actor: Actor) -> Self {
        let id = match id {
            "" => format!("{:016x}", fastrand::u64(..)),
            id => id.to_owned(),
        };
        Self {
            id,
            event,
            actor,
            details: Vec::new(),
            failure: None,
        }
    }

    /// The same with a detail, where it has a text.
    pub(crate) fn detail(mut self, name: &str, text: Option<&str>) -> Self {
        if let Some(text) = text {
            self.details.push((name.to_owned(), shortened(text)));
        }
        self
    }
}

/// At most so much of `text` that what strangers send fills nothing.
pub(crate) fn shortened(text: &str) -> String {
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_event_is_written_flat_and_its_texts_are_short() {
        let actor = Actor {
            who: Some("ada".to_owned()),
            via: Some("local".to_owned()),
            address: None,
        };
        let event = Event::new(TrailEvent::SessionEnded, "0f", actor)
            .detail("reason", Some("idle"))
            .detail("none", None);
        let text = concat!(
            r#"{"id":"0f","action":"rollcall.session-ended","who":"ada","via":"local","#,
            r#""address":null,"details":[["reason","idle"]],"failure":null}"#
        );
        assert_eq!(serde_json::to_string(&event).unwrap(), text);
        let long = shortened(&"ü".repeat(5_000));
        assert_eq!(long, "ü".repeat(LONGEST) + "…");
        assert_eq!(shortened("ü"), "ü");
        let id = Event::new(TrailEvent::SessionEnded, "", Actor::default()).id;
        assert_eq!(id.len(), 16);
    }
}

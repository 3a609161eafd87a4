//! Entries that are no change, in plain words.

use wire::console::{TrailChange, TrailEvent, TrailOutcome};

/// What happened.
pub(super) fn what(entry: &TrailChange, event: TrailEvent) -> String {
    let words = match event {
        TrailEvent::SignedIn => "Signed in",
        TrailEvent::SignInFailed => "Sign-in failed",
        TrailEvent::SignedOut => "Signed out",
        TrailEvent::SessionEnded => "Session ended",
        TrailEvent::LogRead => "Read the audit log",
        TrailEvent::LogExported => "Exported the audit log",
    };
    match detail(entry, "reason") {
        Some(reason) => [words, ": ", reason].concat(),
        None => words.to_owned(),
    }
}

/// What else there is to say of it, in short.
pub(super) fn about(entry: &TrailChange) -> String {
    let mut parts: Vec<String> = Vec::new();
    if let Some(attempts) = detail(entry, "attempts") {
        parts.push(if attempts == "1" {
            "1 further attempt".to_owned()
        } else {
            [attempts, " further attempts"].concat()
        });
    } else if let TrailOutcome::Failed(why) = &entry.outcome {
        parts.push(capitalized(why));
    }
    parts.extend(
        entry
            .address
            .as_ref()
            .map(|address| ["from ", &**address].concat()),
    );
    parts.join(", ")
}

/// How it went, in a word or two; and whether it has to be looked at.
pub(super) fn outcome(entry: &TrailChange) -> (String, bool) {
    match &entry.outcome {
        TrailOutcome::Failed(_) => ("Refused".to_owned(), true),
        _ => ("Done".to_owned(), false),
    }
}

/// The same, in full.
pub(super) fn in_full(entry: &TrailChange) -> String {
    match &entry.outcome {
        TrailOutcome::Failed(why) => ["Not signed in: ", why, "."].concat(),
        _ => "Done".to_owned(),
    }
}

/// How whoever did it is known, in words.
pub(super) fn via(via: &str) -> String {
    match (via, via.strip_prefix("openid:")) {
        ("local", _) => "Password on this server".to_owned(),
        ("proxy", _) => "Proxy in front of this server".to_owned(),
        (_, Some(issuer)) => ["Identity provider ", issuer].concat(),
        (other, None) => other.to_owned(),
    }
}

/// The same in a word: the provider is told by its host.
pub(super) fn via_in_short(via: &str) -> &str {
    let Some(issuer) = via.strip_prefix("openid:") else {
        return via;
    };
    issuer.strip_prefix("http://").unwrap_or(issuer)
}

fn detail<'a>(entry: &'a TrailChange, name: &str) -> Option<&'a str> {
    let mut details = entry.request.query.iter();
    let found = details.find(|(known, _)| known == name);
    found.map(|(_, text)| &**text)
}

fn capitalized(text: &str) -> String {
    let mut text = text.to_owned();
    if let Some(first) = text.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    text
}

//! Entries that are not changes, in plain words.

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
        TrailEvent::PersonLinked => "Link accounts to person",
        TrailEvent::PersonUnlinked => "Unlink accounts",
        TrailEvent::PersonDeparted => "Mark as departed",
        TrailEvent::PersonReturned => "Mark as returned",
        TrailEvent::FindingDismissed => "Dismiss finding",
        TrailEvent::DismissalRemoved => "Show dismissed finding again",
        TrailEvent::ProfileSaved => "Save access profile",
        TrailEvent::ProfileRemoved => "Remove access profile",
        TrailEvent::PeopleSettingsChanged => "Change settings for people",
        TrailEvent::ReceiptStored => "Store receipt",
        TrailEvent::ReviewCreated => "Create access review",
        TrailEvent::ReviewChanged => "Change access review",
        TrailEvent::ReviewDeleted => "Delete access review",
        TrailEvent::ReviewOpened => "Open access review",
        TrailEvent::ReviewDecided => "Decide in access review",
        TrailEvent::ReviewClosed => "Close access review",
        TrailEvent::ReviewReceiptsAttached => "Attach receipts to access review",
        TrailEvent::ApprovalRequested => "Request approval",
        TrailEvent::ApprovalGiven => "Approve changes",
        TrailEvent::ApprovalDeclined => "Decline changes",
        TrailEvent::ApprovalWithdrawn => "Withdraw request for approval",
    };
    match detail(entry, "reason") {
        Some(reason) => format!("{words}: {reason}"),
        None => words.to_owned(),
    }
}

/// Its details, in short.
pub(super) fn about(entry: &TrailChange) -> String {
    let mut parts: Vec<String> = Vec::new();
    if let Some(attempts) = detail(entry, "attempts") {
        parts.push(if attempts == "1" {
            "1 further attempt".to_owned()
        } else {
            format!("{attempts} further attempts")
        });
    } else if let TrailOutcome::Failed(reason) = &entry.outcome {
        parts.push(capitalized(reason));
    }
    if let Some(address) = &entry.address {
        parts.push(format!("from {address}"));
    }
    parts.join(", ")
}

/// Its outcome in a word or two, and whether it needs attention.
pub(super) fn outcome(entry: &TrailChange) -> (String, bool) {
    match &entry.outcome {
        TrailOutcome::Failed(_) => ("Refused".to_owned(), true),
        _ => ("Done".to_owned(), false),
    }
}

/// Its outcome in full.
pub(super) fn in_full(entry: &TrailChange) -> String {
    match &entry.outcome {
        TrailOutcome::Failed(reason) => format!("Not signed in: {reason}."),
        _ => "Done".to_owned(),
    }
}

/// How the person had signed in, in words.
pub(super) fn via(via: &str) -> String {
    match (via, via.strip_prefix("openid:")) {
        ("local", _) => "Password on this server".to_owned(),
        ("proxy", _) => "Proxy in front of this server".to_owned(),
        ("command-line", _) => "Command line".to_owned(),
        (_, Some(issuer)) => format!("Identity provider {issuer}"),
        (other, None) => other.to_owned(),
    }
}

/// The same in a word: a provider is shown by its host.
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

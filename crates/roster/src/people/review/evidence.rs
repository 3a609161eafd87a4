//! What was decided, as rows of a table and as what is to be done.

use crate::people::key::AccountRef;
use wire::console::reviews::{
    Decision, DecisionKind, LastSignInThen, ReviewItem, ReviewSuggestion, StateThen,
};

/// The columns of [`evidence_rows`]: names for programs.
pub const EVIDENCE_COLUMNS: [&str; 16] = [
    "item",
    "connection",
    "account",
    "person",
    "name",
    "address",
    "state",
    "admin",
    "roles",
    "last_sign_in",
    "suggestions",
    "decision",
    "comment",
    "by",
    "via",
    "at",
];

/// The items with their decisions as rows of a table, in the order of the items. All
/// that is known is in them, so that a file of them says what the review says.
pub fn evidence_rows<'a>(
    items: &'a [ReviewItem],
    decisions: &'a [Decision],
) -> impl Iterator<Item = [String; EVIDENCE_COLUMNS.len()]> + 'a {
    let by_item = by_item(items.len(), decisions);
    let items = items.iter().enumerate().zip(by_item);
    items.map(|((number, item), decision)| row(number, item, decision))
}

/// The decision about each item, where there is one.
fn by_item(items: usize, decisions: &[Decision]) -> Vec<Option<&Decision>> {
    let mut by_item = vec![None; items];
    for decision in decisions {
        if let Some(place) = by_item.get_mut(decision.item) {
            *place = Some(decision);
        }
    }
    by_item
}

fn row(
    number: usize,
    item: &ReviewItem,
    decision: Option<&Decision>,
) -> [String; EVIDENCE_COLUMNS.len()] {
    let roles: Vec<&str> = item.roles.iter().map(|role| &*role.title).collect();
    let suggestions: Vec<String> = item.suggestions.iter().copied().map(suggestion).collect();
    let kind = decision.and_then(|decision| decision.decision);
    let of_decision = |text: fn(&Decision) -> Option<&str>| {
        decision.and_then(text).unwrap_or_default().to_owned()
    };
    [
        number.to_string(),
        item.account.connection.clone(),
        item.account.key.clone(),
        item.person.clone(),
        item.name.clone(),
        item.address.clone(),
        state(item.state).to_owned(),
        if item.admin { "yes" } else { "no" }.to_owned(),
        roles.join("; "),
        match &item.last_sign_in {
            LastSignInThen::NotTold => "not-told".to_owned(),
            LastSignInThen::Never => "never".to_owned(),
            LastSignInThen::At(time) => time.clone(),
        },
        suggestions.join("; "),
        kind.map_or("", word).to_owned(),
        of_decision(|decision| Some(&decision.comment)),
        of_decision(|decision| decision.by.as_deref()),
        of_decision(|decision| decision.via.as_deref()),
        of_decision(|decision| Some(&decision.at)),
    ]
}

const fn state(state: StateThen) -> &'static str {
    match state {
        StateThen::Enabled => "enabled",
        StateThen::Disabled => "disabled",
        StateThen::Unknown => "unknown",
    }
}

const fn word(decision: DecisionKind) -> &'static str {
    match decision {
        DecisionKind::Keep => "keep",
        DecisionKind::Revoke => "revoke",
    }
}

fn suggestion(suggestion: ReviewSuggestion) -> String {
    match suggestion {
        ReviewSuggestion::NotSignedInFor(days) => format!("not-signed-in-for-{days}-days"),
        ReviewSuggestion::Departed => "departed".to_owned(),
        ReviewSuggestion::DisabledElsewhere => "disabled-elsewhere".to_owned(),
        ReviewSuggestion::OutsideDomains => "outside-domains".to_owned(),
    }
}

/// The accounts whose access is revoked, in the order of the items.
pub fn revoked_accounts(items: &[ReviewItem], decisions: &[Decision]) -> Vec<AccountRef> {
    let by_item = by_item(items.len(), decisions);
    let items = items.iter().zip(by_item);
    let is_revoked = |decision: Option<&Decision>| {
        decision.is_some_and(|decision| decision.decision == Some(DecisionKind::Revoke))
    };
    let revoked = items.filter(|(_, decision)| is_revoked(*decision));
    revoked
        .map(|(item, _)| AccountRef::new(&item.account.connection, &item.account.key))
        .collect()
}

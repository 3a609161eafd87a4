//! What is said of access reviews: their scope, how far they are, what was decided, and what
//! has changed since.

use super::{Details, Problem, counted};
use crate::browser::time::{self, number};
use roster::people::{ItemChange, ItemNow, Overruled};
use wire::console::reviews::{
    DecisionKind, LastSignInThen, Review, ReviewFilter, ReviewItem, ReviewScope, ReviewState,
    ReviewSuggestion, Reviewer, RoleThen, StateThen,
};

/// Why a user cannot decide.
pub(crate) const NOT_REVIEWER: &str = "Only the reviewers of this review decide. You are not one \
                                       of them.";

/// What it means to close a review.
pub(crate) const CLOSING: &str = "Decisions cannot be changed afterwards, and the review cannot \
                                  be deleted: it is evidence. Closing removes no access by itself.";

/// Before decisions that were given up.
pub(crate) const OVERRULED: &str = "Another reviewer decided otherwise";

/// How far a review is, as an adjective.
pub(crate) const fn state(state: ReviewState) -> &'static str {
    match state {
        ReviewState::Draft => "Not started",
        ReviewState::Open => "Open",
        ReviewState::Closed => "Closed",
    }
}

/// A decision, as an adjective.
pub(crate) const fn decision(kind: Option<DecisionKind>) -> &'static str {
    match kind {
        None => "Undecided",
        Some(DecisionKind::Keep) => "Kept",
        Some(DecisionKind::Revoke) => "Revoked",
    }
}

/// The name of a decision for style sheets.
pub(crate) const fn decision_name(kind: Option<DecisionKind>) -> &'static str {
    match kind {
        None => "undecided",
        Some(DecisionKind::Keep) => "kept",
        Some(DecisionKind::Revoke) => "revoked",
    }
}

/// Why revoking may be right.
pub(crate) fn suggestion(suggestion: ReviewSuggestion) -> String {
    match suggestion {
        ReviewSuggestion::NotSignedInFor(days) => {
            format!(
                "Not signed in for {}",
                super::counted(to_count(days), "day", "days")
            )
        }
        ReviewSuggestion::Departed => "Departed".to_owned(),
        ReviewSuggestion::DisabledElsewhere => "Disabled elsewhere".to_owned(),
        ReviewSuggestion::OutsideDomains => "Outside your domains".to_owned(),
    }
}

/// Why revoking an account may be right, in one line; empty where nothing suggests it.
pub(crate) fn suggestions(item: &ReviewItem) -> String {
    let all = item.suggestions.iter().copied().map(suggestion);
    all.collect::<Vec<_>>().join(" · ")
}

fn to_count(count: u32) -> usize {
    usize::try_from(count).unwrap_or(usize::MAX)
}

/// Whether an account could sign in.
pub(crate) const fn state_then(state: StateThen) -> &'static str {
    match state {
        StateThen::Enabled => "Enabled",
        StateThen::Disabled => "Disabled",
        StateThen::Unknown => "Unknown",
    }
}

/// The roles or groups that an account had, with administrator rights first.
pub(crate) fn roles(item: &ReviewItem) -> String {
    let admin = item.admin.then_some("Administrator");
    let roles = item.roles.iter().map(|role| &*role.title);
    let all: Vec<&str> = admin.into_iter().chain(roles).collect();
    all.join(" · ")
}

/// When an account was last used, in a word or as a day.
pub(crate) fn last_sign_in(last: &LastSignInThen) -> String {
    match last {
        LastSignInThen::NotTold => "Not reported".to_owned(),
        LastSignInThen::Never => "Never".to_owned(),
        LastSignInThen::At(at) => time::write(at).map_or_else(|| at.clone(), |written| written.day),
    }
}

/// What is different about an account now, in one line; empty where nothing is.
pub(crate) fn changed_since(now: &ItemNow) -> String {
    match now {
        ItemNow::Known(changes) => {
            let all = changes.iter().map(change);
            all.collect::<Vec<_>>().join(" · ")
        }
        ItemNow::Unknown(_) => "Unknown now".to_owned(),
        ItemNow::NoConnection => "No such connection now".to_owned(),
    }
}

fn change(change: &ItemChange) -> String {
    let day = |at: &str| time::write(at).map_or_else(|| at.to_owned(), |written| written.day);
    match change {
        ItemChange::Gone => "Gone".to_owned(),
        ItemChange::Disabled => "Disabled now".to_owned(),
        ItemChange::Enabled => "Enabled now".to_owned(),
        ItemChange::StateUnknown => "State not reported now".to_owned(),
        ItemChange::BecameAdmin => "Administrator now".to_owned(),
        ItemChange::NoLongerAdmin => "No longer an administrator".to_owned(),
        ItemChange::Roles { added, removed } => {
            let titles = |sign: &str, roles: &[RoleThen]| {
                let titles = roles.iter().map(|role| format!("{sign}{}", role.title));
                titles.collect::<Vec<_>>()
            };
            [titles("+", added), titles("−", removed)]
                .concat()
                .join(" ")
        }
        ItemChange::SignedIn(at) => format!("Signed in {}", day(at)),
        ItemChange::OtherPerson(person) => format!("Belongs to {person} now"),
    }
}

/// “120 of 400 decided”.
pub(crate) fn decided(decided: usize, all: usize) -> String {
    format!("{} of {} decided", number(decided), number(all))
}

/// “3 kept, 2 revoked”.
pub(crate) fn kept_and_revoked(kept: usize, revoked: usize) -> String {
    format!("{} kept, {} revoked", number(kept), number(revoked))
}

/// A person who decides or decided.
pub(crate) fn reviewer(reviewer: Option<&Reviewer>) -> String {
    reviewer.map_or_else(unknown_person, |one| one.name.clone())
}

/// A person without a known name.
pub(crate) fn unknown_person() -> String {
    "someone who was not signed in".to_owned()
}

/// Who decided, in one line.
pub(crate) fn reviewers(all: &[Reviewer]) -> String {
    if all.is_empty() {
        return "Everyone".to_owned();
    }
    let names: Vec<&str> = all.iter().map(|one| &*one.name).collect();
    names.join(", ")
}

/// A reviewer was added to those who are named.
pub(crate) fn reviewer_added(name: &str) -> String {
    format!("{name} is added to the reviewers.")
}

/// A reviewer is named already.
pub(crate) fn is_reviewer_already(name: &str) -> String {
    format!("{name} is one of the reviewers already.")
}

/// Which reviewers the console does not know; empty where it knows all of them.
pub(crate) fn unknown_reviewers(names: &[String]) -> String {
    let name = match names.len() {
        0 => return String::new(),
        1 => "this name",
        _ => "these names",
    };
    format!(
        "Not known here yet: {}. Check the spelling: they decide once they sign in with exactly \
         {name}.",
        names.join(", ")
    )
}

/// Something that is true of a person; `label` is what a connection is called.
pub(crate) fn filter(filter: &ReviewFilter, label: impl Fn(&str) -> String) -> String {
    match filter {
        ReviewFilter::CanSignInTo(id) => format!("can sign in to {}", label(id)),
        ReviewFilter::LacksAccessTo(id) => format!("cannot sign in to {}", label(id)),
        ReviewFilter::HasAccountOn(id) => format!("have an account on {}", label(id)),
        ReviewFilter::EnabledAnywhere => "can sign in anywhere".to_owned(),
        ReviewFilter::EnabledAndDisabled => "are enabled here and disabled there".to_owned(),
        ReviewFilter::AdminAnywhere => "are administrators anywhere".to_owned(),
        ReviewFilter::NeverSignedIn => "have never signed in".to_owned(),
        ReviewFilter::NotSignedInFor(days) => {
            format!(
                "have not signed in for {}",
                counted(to_count(*days), "day", "days")
            )
        }
        ReviewFilter::Departed => "have departed".to_owned(),
        ReviewFilter::Unmatched => "are on one connection only".to_owned(),
        ReviewFilter::NoAddress => "have an account without an address".to_owned(),
    }
}

/// Which accounts a review is about, in a sentence. `label` is what a connection is called,
/// `role` what a role on one is.
pub(crate) fn scope(
    scope: &ReviewScope,
    label: impl Fn(&str) -> String,
    role: impl Fn(&str, &str) -> String,
) -> String {
    let what = match (scope.admins_only, scope.disabled) {
        (true, true) => "Administrators, with those who are disabled,",
        (true, false) => "Administrators",
        (false, true) => "All accounts, with those that are disabled,",
        (false, false) => "Accounts that are not disabled,",
    };
    let connections: Vec<String> = scope.connections.iter().map(|id| label(id)).collect();
    let mut sentence = format!("{what} on {}", connections.join(", "));
    if !scope.roles.is_empty() {
        let roles = scope.roles.iter();
        let roles = roles.map(|one| role(&one.connection, &one.role));
        sentence.push_str("; with ");
        sentence.push_str(&roles.collect::<Vec<_>>().join(" or "));
    }
    if !scope.filters.is_empty() {
        let filters = scope.filters.iter().map(|one| filter(one, &label));
        sentence.push_str("; of people who ");
        sentence.push_str(&filters.collect::<Vec<_>>().join(" and "));
    }
    sentence.push('.');
    sentence
}

/// What closing a review would leave, in sentences.
pub(crate) fn closing(review: &Review, kept: usize, revoked: usize) -> Vec<String> {
    let undecided = review.items.saturating_sub(kept + revoked);
    let mut sentences = vec![format!("{}.", kept_and_revoked(kept, revoked))];
    if undecided > 0 {
        let stay = if undecided == 1 { "stays" } else { "stay" };
        let accounts = counted(undecided, "account", "accounts");
        sentences.push(format!(
            "{accounts} without a decision {stay} without one, and {} access.",
            if undecided == 1 {
                "keeps its"
            } else {
                "keep their"
            }
        ));
    }
    sentences.push(CLOSING.to_owned());
    if revoked > 0 {
        sentences.push("The plan that removes what was revoked comes next.".to_owned());
    }
    sentences
}

/// What another reviewer decided, and what was decided here. `name` is the account's.
pub(crate) fn overruled(name: &str, one: &Overruled) -> String {
    let by = one.there.by.clone().unwrap_or_else(unknown_person);
    let comment = match &*one.there.comment {
        "" => String::new(),
        comment => format!(" (“{comment}”)"),
    };
    let there = decision(one.there.decision).to_lowercase();
    let here = decision(one.here.as_ref().map(|here| here.decision)).to_lowercase();
    format!("{name}: {there} by {by}{comment}. Yours was: {here}.")
}

/// Decisions that are not saved were made by someone else, who is no longer signed in.
pub(crate) fn decided_by_other(name: Option<String>) -> Problem {
    let name = name.unwrap_or_else(unknown_person);
    problem(
        "Decisions are not saved",
        format!("They were made by {name}, and are not saved in the name of another person."),
        "Sign in with that name to save them, or discard them.",
    )
}

/// The review was not closed, because something was decided meanwhile.
pub(crate) fn decided_meanwhile() -> Problem {
    problem(
        "The review was not closed",
        "Something was decided or changed since you looked at it.".to_owned(),
        "What is shown is up to date: look at it, then close the review.",
    )
}

/// Decisions have to be saved before a review is closed.
pub(crate) fn unsaved(count: usize) -> Problem {
    problem(
        "The review was not closed",
        format!(
            "{} not saved yet.",
            counted(count, "decision is", "decisions are")
        ),
        "Save them first.",
    )
}

/// The review was changed by someone else meanwhile.
pub(crate) fn changed_meanwhile() -> Problem {
    problem(
        "Nothing was changed",
        "Someone else changed the review since you looked at it.".to_owned(),
        "What is shown is up to date: look at it, then try again.",
    )
}

fn problem(title: &str, words: String, advice: &str) -> Problem {
    Problem {
        title: title.to_owned(),
        details: Details {
            words,
            advice: advice.to_owned(),
            ..Details::default()
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use wire::console::reviews::RoleScope;

    fn scoped(change: impl FnOnce(&mut ReviewScope)) -> String {
        let mut one = ReviewScope {
            connections: vec!["pivot".to_owned(), "metabase".to_owned()],
            roles: Vec::new(),
            admins_only: false,
            disabled: false,
            filters: Vec::new(),
        };
        change(&mut one);
        scope(&one, str::to_uppercase, |_, role| format!("role {role}"))
    }

    #[test]
    fn a_scope_is_a_sentence() {
        assert_eq!(
            scoped(|_| ()),
            "Accounts that are not disabled, on PIVOT, METABASE."
        );
        let narrow = scoped(|scope| {
            scope.admins_only = true;
            scope.roles.push(RoleScope {
                connection: "pivot".to_owned(),
                role: "7".to_owned(),
            });
            scope.filters = vec![
                ReviewFilter::NotSignedInFor(90),
                ReviewFilter::LacksAccessTo("actian".to_owned()),
            ];
        });
        assert_eq!(
            narrow,
            "Administrators on PIVOT, METABASE; with role 7; of people who have not signed in for \
             90 days and cannot sign in to ACTIAN."
        );
    }

    #[test]
    fn what_has_changed_is_one_line() {
        let role = |title: &str| RoleThen {
            id: title.to_owned(),
            title: title.to_owned(),
        };
        let now = ItemNow::Known(vec![
            ItemChange::Disabled,
            ItemChange::Roles {
                added: vec![role("Owner")],
                removed: vec![role("Viewer")],
            },
        ]);
        assert_eq!(changed_since(&now), "Disabled now · +Owner −Viewer");
        assert_eq!(changed_since(&ItemNow::Known(Vec::new())), "");
        assert_eq!(
            changed_since(&ItemNow::NoConnection),
            "No such connection now"
        );
    }
}

//! What is said of approvals by a second operator: why one is needed, how far it is, what it
//! is about.

use super::{Details, Problem, changes, counted};
use crate::browser::time::{self, number};
use roster::ChangeKind;
use roster::input::isolated;
use serde::Deserialize;
use serde::de::IntoDeserializer;
use serde::de::value::{Error, StrDeserializer};
use wire::console::Stamp;
use wire::console::approvals::{
    APPROVED_HOURS, ApprovalNeeded, ApprovalReason, ApprovalScope, ApprovalState, ApprovalSummary,
    MAX_APPROVAL_TEXT, PlannedAccount, PlannedRequest, Verdict,
};

/// What the feature is called, above what is missing.
pub(crate) const TITLE: &str = "Approval by a second operator";

/// What is shown above what has to be approved.
pub(crate) const NEEDED: &str = "Nothing was changed. Another operator has to approve this first:";

/// Why a user cannot decide about what they requested.
pub(crate) const OWN: &str = "Another operator has to approve this: you requested it.";

/// Above what another person decided while this one did.
pub(crate) const DECIDED_MEANWHILE: &str = "It was decided meanwhile";

/// What is said where the plan is not the one any more that was checked.
pub(crate) const OTHER_PLAN: &str = "The plan is another one by now. Press the button below the \
                                     plan again, and request the approval of what is planned then.";

/// Why something has to be approved on the connection with this label.
pub(crate) fn needed(label: &str, needed: &ApprovalNeeded) -> String {
    let label = isolated(label);
    match needed.reason {
        ApprovalReason::Removals => {
            let accounts = counted(needed.accounts, "account is", "accounts are");
            format!("{label}: {accounts} removed.")
        }
        ApprovalReason::Accounts { limit: 0, .. } => {
            let accounts = counted(needed.accounts, "account is", "accounts are");
            format!("{label}: {accounts} changed. Every change here needs an approval.")
        }
        ApprovalReason::Accounts { limit, changed } => {
            let accounts = counted(needed.accounts, "account is", "accounts are");
            let limit = number(usize::try_from(limit).unwrap_or(usize::MAX));
            let changed = match changed {
                0 => String::new(),
                changed => format!(
                    ", and you have changed {} in the last hour",
                    counted(changed, "other", "others")
                ),
            };
            format!(
                "{label}: {accounts} changed. One person may change {limit} in an hour without \
                 approval{changed}."
            )
        }
    }
}

/// What happens once an approval is requested.
pub(crate) fn next_steps() -> String {
    format!(
        "Any other operator can approve it, on its page. You then have {} to carry it out: come \
         back here and press the same button again.",
        counted(
            usize::try_from(APPROVED_HOURS).unwrap_or_default(),
            "hour",
            "hours"
        )
    )
}

/// How far an approval is, as an adjective.
pub(crate) const fn state(state: ApprovalState) -> &'static str {
    match state {
        ApprovalState::Waiting => "Waiting",
        ApprovalState::Approved => "Approved",
        ApprovalState::Expired => "Expired",
        ApprovalState::Declined => "Declined",
        ApprovalState::Withdrawn => "Withdrawn",
    }
}

/// The same for style sheets.
pub(crate) const fn state_name(state: ApprovalState) -> &'static str {
    match state {
        ApprovalState::Waiting => "waiting",
        ApprovalState::Approved => "approved",
        ApprovalState::Expired => "expired",
        ApprovalState::Declined => "declined",
        ApprovalState::Withdrawn => "withdrawn",
    }
}

/// What it means that an approval is as far as it is.
pub(crate) fn meaning(approval: &ApprovalSummary) -> String {
    match approval.state {
        ApprovalState::Waiting if approval.own => {
            "It waits for another operator. Send them the address of this page.".to_owned()
        }
        ApprovalState::Waiting => "It waits for the decision of an operator.".to_owned(),
        ApprovalState::Approved if approval.own => {
            "You can carry it out until then: go back to where you planned it, and press the same \
             button again."
                .to_owned()
        }
        ApprovalState::Approved => {
            "The person who requested it can carry it out until then.".to_owned()
        }
        ApprovalState::Expired => {
            "It was approved, and the time to carry it out is over. What was not carried out has \
             to be requested again."
                .to_owned()
        }
        ApprovalState::Declined => "It must not be carried out.".to_owned(),
        ApprovalState::Withdrawn => {
            "The person who requested it does not want it any more.".to_owned()
        }
    }
}

/// How many accounts of the connection with this label an approval is about: “Imply Pivot: 3
/// accounts, 1 of them is removed”.
pub(crate) fn scope(label: &str, scope: &ApprovalScope) -> String {
    format!(
        "{}: {}",
        isolated(label),
        extent(scope.accounts, scope.removed)
    )
}

/// “3 accounts, 1 of them is removed”.
fn extent(accounts: usize, removed: usize) -> String {
    let count = counted(accounts, "account", "accounts");
    match removed {
        0 => count,
        _ if removed == accounts => {
            let verb = if accounts == 1 { "is" } else { "are" };
            format!("{count}, which {verb} removed")
        }
        1 => format!("{count}, 1 of them is removed"),
        _ => format!("{count}, {} of them are removed", number(removed)),
    }
}

/// All that an approval is about: “12 accounts, 3 of them are removed”.
pub(crate) fn in_all(approval: &ApprovalSummary) -> String {
    let (accounts, removed) = totals(approval);
    extent(accounts, removed)
}

/// How many accounts an approval is about, and how many of them are removed.
pub(crate) fn totals(approval: &ApprovalSummary) -> (usize, usize) {
    let scopes = approval.connections.iter();
    scopes.fold((0, 0), |(accounts, removed), scope| {
        (accounts + scope.accounts, removed + scope.removed)
    })
}

/// How an administrator of the server switches approvals on, in its configuration.
pub(crate) const SETTING: &str =
    "[[connections]]\napproval.removals = true\napproval.accounts = 20";

/// Why there is no approval yet, on a server where the connections with these labels have
/// changes approved.
pub(crate) fn none_yet(labels: &[String]) -> String {
    if labels.is_empty() {
        return "No connection asks for approvals. An administrator of the server switches them on \
                for a connection with approval in rollcall.toml: for every removal, or from a \
                number of accounts in an hour."
            .to_owned();
    }
    let labels: Vec<_> = labels.iter().map(|label| isolated(label)).collect();
    format!(
        "Changes may need an approval on: {}. Plan them as usual. Before they are carried out, you \
         are asked to request the approval, and the request is listed here.",
        labels.join(", ")
    )
}

/// Until when it can or could be carried out.
pub(crate) fn until(state: ApprovalState, until: &str) -> String {
    let until = moment(until);
    match state {
        ApprovalState::Expired => format!("Was valid until {until}"),
        _ => format!("Valid until {until}"),
    }
}

/// The person of a stamp.
pub(crate) fn person(stamp: &Stamp) -> String {
    let name = stamp.by.as_deref().map(|name| isolated(name).into_owned());
    name.unwrap_or_else(|| "an unknown person".to_owned())
}

/// What an approval is called: “Changes requested by ada”.
pub(crate) fn name(approval: &ApprovalSummary) -> String {
    format!("Changes requested by {}", person(&approval.requested))
}

/// When something was done, and who did it.
pub(crate) fn stamp(stamp: &Stamp) -> String {
    format!("{}, by {}", moment(&stamp.at), person(stamp))
}

/// A point in time, or the text itself where it is not one.
pub(crate) fn moment(text: &str) -> String {
    time::write(text).map_or_else(|| text.to_owned(), |written| written.absolute)
}

/// What is planned for an account: “Disable Ada Minh”. A word that is not known is shown as
/// it is.
pub(crate) fn planned(account: &PlannedAccount) -> String {
    let label = isolated(&account.label);
    match kind(&account.change) {
        Some(kind) => format!("{} {label}", changes::verb(kind)),
        None => format!("{}: {label}", isolated(&account.change)),
    }
}

fn kind(word: &str) -> Option<ChangeKind> {
    let word: StrDeserializer<'_, Error> = word.into_deserializer();
    ChangeKind::deserialize(word).ok()
}

/// The requests of an account, each with its body.
pub(crate) fn requests(requests: &[PlannedRequest]) -> String {
    let texts = requests.iter().map(|request| {
        let line = format!("{} {}", request.method, request.path);
        match &request.body {
            Some(body) => format!("{line}\n{body}"),
            None => line,
        }
    });
    texts.collect::<Vec<_>>().join("\n\n")
}

/// What a button says that decides.
pub(crate) const fn verdict(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Approve => "Approve",
        Verdict::Decline => "Decline",
        Verdict::Withdraw => "Withdraw",
    }
}

/// What a button says that decides: “Approve the changes of 12 accounts”.
pub(crate) fn decide(verdict: Verdict, approval: &ApprovalSummary) -> String {
    let (accounts, _) = totals(approval);
    format!(
        "{} the changes of {}",
        self::verdict(verdict),
        counted(accounts, "account", "accounts")
    )
}

/// What follows from a decision, for the question before it.
pub(crate) fn consequences(verdict: Verdict, approval: &ApprovalSummary) -> String {
    let who = person(&approval.requested);
    match verdict {
        Verdict::Approve => format!(
            "{who} can carry this out within {APPROVED_HOURS} hours, and nothing else. The audit \
             log names you as the person who approved it."
        ),
        Verdict::Decline => format!("{who} cannot carry this out, and sees your comment."),
        Verdict::Withdraw => {
            "It does not wait for a decision any more. You can request it again.".to_owned()
        }
    }
}

/// What is said once it is decided.
pub(crate) const fn decided(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Approve => "The changes are approved.",
        Verdict::Decline => "The changes are declined.",
        Verdict::Withdraw => "The request is withdrawn.",
    }
}

/// What is wrong with a text for the other person; nothing where it is right.
pub(crate) fn wrong_text(text: &str, is_required: bool) -> Option<String> {
    if is_required && text.is_empty() {
        Some("Say why: the operator who decides reads it.".to_owned())
    } else if text.chars().count() > MAX_APPROVAL_TEXT {
        Some(format!(
            "It has more than {} characters.",
            number(MAX_APPROVAL_TEXT)
        ))
    } else {
        None
    }
}

/// It is not known whether an approval is needed, because of `problem`: nothing was done.
pub(crate) fn not_checked(problem: Problem) -> Problem {
    let Problem { title, details } = problem;
    let advice = format!(
        "Nothing was changed. {} Then press the same button again.",
        details.advice
    );
    Problem {
        title,
        details: Details { advice, ..details },
    }
}

/// How an approval that waits no more was decided, and by which person.
pub(crate) fn decision(approval: &ApprovalSummary) -> String {
    let state = match approval.state {
        // What has expired was approved before.
        ApprovalState::Expired => ApprovalState::Approved,
        state => state,
    };
    let state = self::state(state).to_lowercase();
    let by = approval.decided.as_ref().map(person);
    let by = by.map_or_else(String::new, |by| format!(" by {by}"));
    format!("The request was {state}{by}.")
}

/// What is said where a person is about to decide what another person has decided.
pub(crate) fn too_late(approval: &ApprovalSummary) -> String {
    format!(
        "{} Your decision would not be saved.",
        self::decision(approval)
    )
}

/// Another person decided while this one did: the approval is as it is now.
pub(crate) fn conflict(approval: &ApprovalSummary) -> String {
    if approval.state == ApprovalState::Expired {
        return "Your decision was not saved: the request has expired.".to_owned();
    }
    let state = state(approval.state).to_lowercase();
    let by = approval.decided.as_ref().map(person);
    let by = by.map_or_else(String::new, |by| format!(" by {by}"));
    format!("Your decision was not saved: the request is already {state}{by}.")
}

#[cfg(test)]
mod tests;

//! What is said of a plan about people, whatever it is for: what will be done, how far it
//! is, and the outcome.

use super::{block, counted, people, speaker};
use crate::browser::time::number;
use roster::input::isolated;
use roster::people::{
    AccountGoal, Loss, PeoplePlan, PeopleReceipt, PlanChange, PlannedPerson, Purpose, ReadBack,
    UnknownKind, Verdict,
};
use roster::{BlockReason, NothingToSend};
use std::borrow::Borrow;
use wire::Platform;

/// Why it does not go on after the changes: nothing can be read without a session.
pub(crate) const INTERRUPTED: &str = "The connections cannot be read again until you are signed \
                                      in. Nothing is lost: what was not begun is not tried, and \
                                      the receipt will say what was done and what was not.";

/// Above an outcome, on the page of other people.
pub(crate) const OF_OTHERS: &str = "This is about the people of the last run. “Plan again” shows \
                                    the plan for those you have chosen now.";

/// “Ana Sato”, or “12 people”.
pub(crate) fn who(people: &[PlannedPerson]) -> String {
    match people {
        [one] => isolated(&one.name).into_owned(),
        all => counted(all.len(), "person", "people"),
    }
}

/// What is done to the accounts of these people.
pub(crate) fn running(purpose: Purpose, people: &[PlannedPerson]) -> String {
    let who = who(people);
    match purpose {
        Purpose::Leave => format!("Removing the access of {who}…"),
        Purpose::Give => format!("Giving access to {who}…"),
        Purpose::Change => format!("Changing the access of {who}…"),
        Purpose::Reconcile | Purpose::Review => format!("Changing the accounts of {who}…"),
    }
}

/// Why nothing is sent for an account.
pub(crate) fn nothing_to_send(reason: &NothingToSend, goal: &AccountGoal) -> &'static str {
    match (reason, goal) {
        (NothingToSend::Already, AccountGoal::NoAccess) => {
            "Cannot sign in already: nothing is sent, and it is read back."
        }
        (NothingToSend::Already, _) => {
            "Is already like this: nothing is sent, and it is read back."
        }
        (NothingToSend::Impossible(_) | NothingToSend::Conflict(_), _) => {
            "Nothing can be sent for it: see the user's own page."
        }
    }
}

/// Why an account is left alone.
pub(crate) fn held_back(reason: BlockReason) -> String {
    format!("Left alone: {}", block(reason))
}

/// What is lost with an account, in one text.
pub(crate) fn losses(losses: &[Loss], platform: Platform) -> String {
    let texts: Vec<String> = losses
        .iter()
        .map(|loss| people::loss(*loss, platform))
        .collect();
    texts.join(" ")
}

/// How a plan differs from the one that was looked at; `label` names an account.
pub(crate) fn plan_change(change: &PlanChange, label: &str) -> String {
    match change {
        PlanChange::Added(_) => format!("{label} is new."),
        PlanChange::ToCreate(_) => format!("{label} does not exist, and would be created."),
        PlanChange::NotToCreate(_) => {
            format!("{label} was to be created, and is not any more: there is an account by now.")
        }
        PlanChange::Gone(_) => format!("{label} is gone."),
        PlanChange::OtherState(_) => format!("{label} has changed."),
    }
}

/// A connection could be read when the plan was shown, and cannot be any more.
pub(crate) fn became_unknown(connection: &str) -> String {
    format!("The users of {connection} can no longer be loaded.")
}

/// Why it is not known who has an account on a connection.
pub(crate) fn unknown(reason: &UnknownKind, platform: Platform) -> String {
    match reason {
        UnknownKind::NotLoaded => "Its users are not loaded.".to_owned(),
        UnknownKind::Failed(words) => format!("Its users could not be loaded: {words}"),
        UnknownKind::Incomplete => {
            format!("{} did not list all of its users.", speaker(platform))
        }
    }
}

/// How many accounts of a connection are done, and what it waits for.
pub(crate) fn processed(done: usize, all: usize, note: Option<String>) -> String {
    let count = format!("{} of {}", number(done), number(all));
    match note {
        Some(note) => format!("{count} · {note}"),
        None => count,
    }
}

/// What a plan means, in sentences.
pub(crate) fn consequences(plan: &PeoplePlan) -> Vec<String> {
    let accounts = plan.parts.iter().map(|part| part.plan.items.len()).sum();
    let read_back = match plan.purpose {
        Purpose::Leave => "every connection is read again, also where there was no account.",
        _ => "every connection is read again.",
    };
    let mut sentences = vec![format!(
        "{} on {}: what will be done with each is on the page. Then {read_back}",
        counted(accounts, "account", "accounts"),
        counted(plan.parts.len(), "connection", "connections")
    )];
    if !plan.unknown.is_empty() {
        sentences.push(format!(
            "{} cannot be read now and will not be verified.",
            counted(plan.unknown.len(), "connection", "connections")
        ));
    }
    sentences
}

/// What reading a connection again found.
pub(crate) fn read_back(read_back: &ReadBack, verdict: Verdict, platform: Platform) -> String {
    let is_certain = matches!(verdict, Verdict::AsPlanned | Verdict::Different);
    match read_back.unknown.as_ref().filter(|_| !is_certain) {
        Some(UnknownKind::NotLoaded) => "Not verified: its users were not loaded.".to_owned(),
        Some(UnknownKind::Failed(words)) => {
            format!("Not verified: its users could not be loaded: {words}")
        }
        Some(UnknownKind::Incomplete) => {
            format!(
                "Not verified: {} did not list all of its users.",
                speaker(platform)
            )
        }
        None => people::verdict(verdict).to_owned(),
    }
}

/// What a receipt says, in one sentence.
pub(crate) fn conclusion(receipt: &PeopleReceipt) -> String {
    let name = isolated(&receipt.person.name);
    let labels = |verdict: Verdict| {
        let found = receipt
            .connections
            .iter()
            .filter(|one| one.verdict == verdict);
        let labels: Vec<&str> = found.map(|one| &*one.label).collect();
        labels.join(", ")
    };
    let is_leave = receipt.purpose == Purpose::Leave;
    let (wrong, open) = if is_leave {
        (labels(Verdict::StillEnabled), labels(Verdict::NotVerified))
    } else {
        (labels(Verdict::Different), labels(Verdict::NotVerified))
    };
    let connections = || counted(receipt.connections.len(), "connection", "connections");
    match (is_leave, wrong.is_empty(), open.is_empty()) {
        (true, true, true) => format!(
            "{name} can sign in nowhere any more: read back on {}.",
            connections()
        ),
        (false, true, true) => format!("{name} is as planned: read back on {}.", connections()),
        (_, true, false) => format!("{name}: not verified on {open}."),
        (true, false, true) => format!("{name} can still sign in on {wrong}."),
        (false, false, true) => format!("{name} is not as planned on {wrong}."),
        (true, false, false) => {
            format!("{name} can still sign in on {wrong}, and {open} could not be verified.")
        }
        (false, false, false) => {
            format!("{name} is not as planned on {wrong}, and {open} could not be verified.")
        }
    }
}

/// People who need no further remark.
pub(crate) fn settled(purpose: Purpose, count: usize) -> String {
    let people = counted(count, "person", "people");
    let are = if count == 1 { "is" } else { "are" };
    match purpose {
        Purpose::Leave => {
            format!("{people} can sign in nowhere any more and {are} on record as departed")
        }
        _ => format!("{people} {are} as planned"),
    }
}

/// Of how many of several people what was wanted was read back.
pub(crate) fn conclusions(receipts: &[impl Borrow<PeopleReceipt>]) -> String {
    let proven = receipts.iter().filter(|one| (*one).borrow().is_proven());
    let proven = proven.count();
    let first = receipts.first().map(Borrow::borrow);
    let purpose = first.map_or(Purpose::Leave, |one| one.purpose);
    let all = counted(receipts.len(), "person", "people");
    let ending = match purpose {
        Purpose::Leave => "can sign in nowhere any more",
        _ => "are as planned",
    };
    match receipts {
        [one] => conclusion(one.borrow()),
        _ if proven == receipts.len() => format!("All {all} {ending}."),
        _ => format!("{} of {all} {ending}.", number(proven)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn receipt(verdicts: &[&str]) -> PeopleReceipt {
        let connections: Vec<String> = verdicts
            .iter()
            .enumerate()
            .map(|(at, verdict)| {
                format!(
                    r#"{{"connection":"c{at}","label":"C{at}","platform":"pivot","accounts":[],"read_back":{{"accounts":[]}},"verdict":"{verdict}"}}"#
                )
            })
            .collect();
        let text = format!(
            r#"{{"version":1,"person":{{"key":"ana@b.c","name":"Ana","addresses":["ana@b.c"]}},"by":null,"started":"2026-11-29T00:00:00Z","ended":"2026-11-29T00:00:01Z","connections":[{}]}}"#,
            connections.join(",")
        );
        serde_json::from_str(&text).unwrap()
    }

    #[test]
    fn a_person_is_only_called_gone_if_read_back_as_gone() {
        for (verdicts, sentence) in [
            (
                &["disabled", "no-account"][..],
                "Ana can sign in nowhere any more: read back on 2 connections.",
            ),
            (&["disabled", "not-verified"], "Ana: not verified on C1."),
            (
                &["still-enabled", "disabled"],
                "Ana can still sign in on C0.",
            ),
            (
                &["still-enabled", "not-verified"],
                "Ana can still sign in on C0, and C1 could not be verified.",
            ),
        ] {
            assert_eq!(conclusion(&receipt(verdicts)), sentence);
        }
        let two = [receipt(&["disabled"]), receipt(&["not-verified"])];
        assert_eq!(
            conclusions(&two),
            "1 of 2 people can sign in nowhere any more."
        );
        let two = [receipt(&["disabled"]), receipt(&["disabled"])];
        assert_eq!(
            conclusions(&two),
            "All 2 people can sign in nowhere any more."
        );
    }

    #[test]
    fn what_was_planned_is_said_of_other_purposes() {
        let give = |verdicts: &[&str]| PeopleReceipt {
            purpose: Purpose::Give,
            ..receipt(verdicts)
        };
        for (verdicts, sentence) in [
            (
                &["as-planned", "as-planned"][..],
                "Ana is as planned: read back on 2 connections.",
            ),
            (&["as-planned", "not-verified"], "Ana: not verified on C1."),
            (&["different", "as-planned"], "Ana is not as planned on C0."),
            (
                &["different", "not-verified"],
                "Ana is not as planned on C0, and C1 could not be verified.",
            ),
        ] {
            assert_eq!(conclusion(&give(verdicts)), sentence);
        }
        let two = [give(&["as-planned"]), give(&["different"])];
        assert_eq!(conclusions(&two), "1 of 2 people are as planned.");
    }
}

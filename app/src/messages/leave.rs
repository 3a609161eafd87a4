//! What is said when people leave: what will be done, how far it is, and the outcome.

use super::{block, counted, people, speaker};
use crate::browser::time::number;
use roster::input::isolated;
use roster::people::{
    LeavePlan, LeaveReceipt, LeaveWay, Leaver, Loss, PlanChange, ReadBack, UnknownKind, Verdict,
};
use roster::{BlockReason, NothingToSend};
use wire::Platform;

/// “Ana Sato”, or “12 people”.
pub(crate) fn leavers(leavers: &[Leaver]) -> String {
    match leavers {
        [one] => isolated(&one.name).into_owned(),
        all => counted(all.len(), "person", "people"),
    }
}

/// What the button says that removes access.
pub(crate) fn remove_access(who: &[Leaver]) -> String {
    format!("Remove the access of {}", leavers(who))
}

/// What has to be typed before accounts are deleted.
pub(crate) fn phrase(who: &[Leaver]) -> String {
    match who {
        [one] => one.addresses.first().unwrap_or(&one.name).clone(),
        all => format!("remove {} people", all.len()),
    }
}

/// What a way of removing access does, as a choice.
pub(crate) const fn way(way: LeaveWay) -> &'static str {
    match way {
        LeaveWay::Disable => "Disable",
        LeaveWay::Remove => "Remove",
    }
}

/// Why nothing is sent for an account.
pub(crate) fn nothing_to_send(reason: &NothingToSend) -> &'static str {
    match reason {
        NothingToSend::Already => "Cannot sign in already: nothing is sent, and it is read back.",
        NothingToSend::Impossible(_) | NothingToSend::Conflict(_) => {
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
pub(crate) fn consequences(plan: &LeavePlan) -> Vec<String> {
    let accounts = plan.parts.iter().map(|part| part.plan.items.len()).sum();
    let mut sentences = vec![format!(
        "{} on {}: what will be done with each is on the page. Then every connection is read \
         again, also where there was no account.",
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
pub(crate) fn read_back(read_back: &ReadBack, platform: Platform) -> String {
    match &read_back.unknown {
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
        None => people::verdict(read_back.verdict()).to_owned(),
    }
}

/// What a receipt says, in one sentence.
pub(crate) fn conclusion(receipt: &LeaveReceipt) -> String {
    let name = isolated(&receipt.person.name);
    let labels = |verdict: Verdict| {
        let found = receipt
            .connections
            .iter()
            .filter(|one| one.verdict == verdict);
        let labels: Vec<&str> = found.map(|one| &*one.label).collect();
        labels.join(", ")
    };
    let enabled = labels(Verdict::StillEnabled);
    let unverified = labels(Verdict::NotVerified);
    match (enabled.is_empty(), unverified.is_empty()) {
        (true, true) => format!(
            "{name} can sign in nowhere any more: read back on {}.",
            counted(receipt.connections.len(), "connection", "connections")
        ),
        (true, false) => format!("{name}: not verified on {unverified}."),
        (false, true) => format!("{name} can still sign in on {enabled}."),
        (false, false) => {
            format!(
                "{name} can still sign in on {enabled}, and {unverified} could not be verified."
            )
        }
    }
}

/// People who need no further remark.
pub(crate) fn settled(count: usize) -> String {
    format!(
        "{} can sign in nowhere any more and {} on record as departed",
        counted(count, "person", "people"),
        if count == 1 { "is" } else { "are" }
    )
}

/// How many of several people are proven to be gone.
pub(crate) fn conclusions(receipts: &[LeaveReceipt]) -> String {
    let proven = receipts.iter().filter(|one| one.is_proven()).count();
    match receipts {
        [one] => conclusion(one),
        all if proven == all.len() => format!(
            "All {} can sign in nowhere any more.",
            counted(all.len(), "person", "people")
        ),
        all => format!(
            "{} of {} can sign in nowhere any more.",
            number(proven),
            counted(all.len(), "person", "people")
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn receipt(verdicts: &[&str]) -> LeaveReceipt {
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
}

//! What is said about people: why an account is theirs, what is not known, what drifts and
//! what is lost.

use super::changes::undo_limit;
use super::{Details, Problem, counted, sentence, speaker};
use crate::browser::time;
use roster::people::{
    DriftKind, InvalidPersonKey, Loss, MatchReason, MendKind, PersonFlag, SignInAge,
    SuggestionReason, UnknownReason, Verdict,
};
use wire::Platform;
use wire::console::Connection;

/// Why it is not known whether a person has an account on a connection.
pub(crate) fn unknown(reason: UnknownReason<'_>, platform: Platform) -> String {
    let platform = speaker(platform);
    match reason {
        UnknownReason::NotLoaded => "The users of this connection are not loaded yet.".to_owned(),
        UnknownReason::Failed(error) => {
            format!("The users of this connection could not be loaded: {error}")
        }
        UnknownReason::Incomplete => format!("{platform} did not list all of its users."),
    }
}

/// How many connections are loaded, of how many.
pub(crate) fn loaded_connections(loaded: usize, all: usize) -> String {
    let all_of_them = counted(all, "connection", "connections");
    if loaded == all {
        all_of_them
    } else {
        format!("{} of {all_of_them}", time::number(loaded))
    }
}

/// When an account was used last.
pub(crate) const fn sign_in_age(age: SignInAge) -> &'static str {
    match age {
        SignInAge::Week => "Last 7 days",
        SignInAge::Month => "8–30 days ago",
        SignInAge::Quarter => "31–90 days ago",
        SignInAge::Longer => "Longer ago",
        SignInAge::Never => "Never",
        SignInAge::NotTold => "Not reported",
    }
}

/// Why an account is a person's.
pub(crate) const fn match_reason(reason: MatchReason) -> &'static str {
    match reason {
        MatchReason::Address => "Matched by its address.",
        MatchReason::Linked => "Linked by an administrator.",
        MatchReason::Alone => "Unlinked by an administrator.",
        MatchReason::NoAddress => "It has no address to match by.",
    }
}

/// Why two people look like one, after “Looks like the same person:”.
pub(crate) const fn suggestion(reason: SuggestionReason) -> &'static str {
    match reason {
        SuggestionReason::LinkedAddress => {
            "an account with this address was linked to them before."
        }
        SuggestionReason::SameWithoutTag => "the same address without its tag.",
        SuggestionReason::SameNameOtherDomain => "the same full name, in another domain.",
        SuggestionReason::SameName => "the same full name, on other connections.",
        SuggestionReason::NameOneEdit => {
            "the full names differ by one letter, on other connections."
        }
    }
}

/// What is shown beside a person's name.
pub(crate) const fn flag(flag: PersonFlag) -> &'static str {
    match flag {
        PersonFlag::Departed => "Departed",
        PersonFlag::Admin => "Administrator",
        PersonFlag::EnabledAndDisabled => "Enabled and disabled",
        PersonFlag::SeveralAccounts => "Several accounts",
        PersonFlag::DifferingNames => "Different names",
        PersonFlag::Assigned => "Linked by hand",
    }
}

/// What a kind of drift is called.
pub(crate) const fn drift_title(kind: DriftKind) -> &'static str {
    match kind {
        DriftKind::DepartedEnabled => "Departed, but enabled",
        DriftKind::DisabledElsewhere => "Disabled here, enabled there",
        DriftKind::InactiveAdmin => "Inactive administrators",
        DriftKind::OneAdmin => "Only one administrator",
        DriftKind::NeverSignedIn => "Never signed in",
        DriftKind::TwoAccounts => "Two accounts on one connection",
        DriftKind::OutsideDomains => "Outside your domains",
        DriftKind::OtherCase => "Addresses written differently",
        DriftKind::StatusWithoutUser => "Statuses without a user",
    }
}

/// What a kind of drift means.
pub(crate) const fn drift_meaning(kind: DriftKind) -> &'static str {
    match kind {
        DriftKind::DepartedEnabled => {
            "Their access was removed everywhere, and an account of theirs can sign in again."
        }
        DriftKind::DisabledElsewhere => {
            "They cannot sign in on one connection and still can on another."
        }
        DriftKind::InactiveAdmin => {
            "Administrators who have not signed in for long. Unused rights are a risk."
        }
        DriftKind::OneAdmin => {
            "Without this administrator, users of the connection can no longer be managed."
        }
        DriftKind::NeverSignedIn => "They were invited long ago and have never signed in.",
        DriftKind::TwoAccounts => "They can sign in with more than one account.",
        DriftKind::OutsideDomains => "The address is not in one of your organisation's domains.",
        DriftKind::OtherCase => {
            "The same address is written in several ways, which platforms may take for several \
             people."
        }
        DriftKind::StatusWithoutUser => {
            "A status that no user has. If it is disabled, it would apply to the next user with \
             that name."
        }
    }
}

/// A way to mend drift, as a button has it.
pub(crate) const fn mend(kind: MendKind) -> &'static str {
    match kind {
        MendKind::RemoveAccess => "Remove access",
        MendKind::RestoreAccess => "Enable",
        MendKind::RevokeAdmin => "Remove administrator rights",
        MendKind::GrantAdmin => "Add an administrator…",
        MendKind::Remind => "Send the email again",
        MendKind::KeepOne => "Keep the account used last",
        MendKind::TakeApart => "Mark as different people",
        MendKind::WriteAddress => "Write the address the same way",
        MendKind::DeleteStatus => "Delete status",
    }
}

/// What is lost by a change.
pub(crate) fn loss(loss: Loss, platform: Platform) -> String {
    match loss {
        Loss::Undo(limit) => undo_limit(limit, platform),
        Loss::AdminRights => "Their administrator rights are lost.".to_owned(),
        Loss::Namesakes(count) => format!(
            "{} with the same name will be affected too.",
            counted(count, "other user", "other users")
        ),
    }
}

/// What reading a connection again says about a person.
pub(crate) const fn verdict(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::NoAccount => "No account",
        Verdict::Disabled => "Disabled",
        Verdict::StillEnabled => "Still enabled",
        Verdict::AsPlanned => "As planned",
        Verdict::Different => "Not as planned",
        Verdict::NotVerified => "Not verified",
    }
}

/// What is said where a link, or the end of one, could not be saved.
pub(crate) const LINK_FAILED: &str = "Who has which account could not be saved";

/// The same for people who have departed.
pub(crate) const DEPARTED_FAILED: &str = "Who has departed could not be saved";

/// The same for dismissals.
pub(crate) const DISMISSAL_FAILED: &str = "The dismissal could not be saved";

/// The same for settings.
pub(crate) const SETTINGS_FAILED: &str = "The settings could not be saved";

/// Why nothing about people can be saved.
pub(crate) const NOT_SAVED: &str =
    "What the server keeps about people is not loaded, so nothing can be changed there.";

/// What does not work while what the server keeps about people is not loaded.
pub(crate) const RECORDS_AWAY: &str = "Until it is loaded, people are matched by their addresses \
     alone, departures and dismissals are not shown, and nothing about people can be saved. \
     Receipts can still be saved as files.";

/// The same where it was loaded earlier.
pub(crate) const RECORDS_STALE: &str = "What was loaded earlier is shown. Until it can be loaded \
     again, links, departures, dismissals and receipts may not be saved.";

/// The users of a connection are not loaded, as it asks for a secret.
pub(crate) fn secret_missing(connection: &Connection) -> String {
    let Connection { label, .. } = connection;
    format!(
        "{label} asks for a secret before its users can be loaded. Until then its column is unknown."
    )
}

/// What the server keeps about people names a person in an unknown way.
pub(crate) fn unreadable_records(error: InvalidPersonKey) -> Problem {
    Problem {
        title: "What is kept about people could not be read".to_owned(),
        details: Details {
            words: sentence(&error.to_string()),
            advice: "The server may run a newer Rollcall. Reload the page.".to_owned(),
            ..Details::default()
        },
    }
}

/// Someone else changed the same, by this name where it is known, at this time where it is
/// known.
pub(crate) fn changed_meanwhile(title: &str, by: Option<&str>, at: &str) -> Problem {
    let by = by.unwrap_or("Someone else");
    let when = time::clock(at).map_or(String::new(), |clock| format!(" at {clock}"));
    Problem {
        title: title.to_owned(),
        details: Details {
            words: format!("{by} changed it{when}, after it was loaded here. Nothing was changed."),
            advice: "What is there now is shown. Look at it, then decide again.".to_owned(),
            ..Details::default()
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use roster::{CallError, TransportError, UndoLimit};
    use std::collections::BTreeSet;

    #[test]
    fn every_kind_of_drift_and_mend_has_its_own_words() {
        let titles: BTreeSet<&str> = DriftKind::ALL
            .iter()
            .map(|kind| drift_title(*kind))
            .collect();
        assert_eq!(titles.len(), DriftKind::ALL.len());
        let mends: BTreeSet<&str> = MendKind::ALL.iter().map(|kind| mend(*kind)).collect();
        assert_eq!(mends.len(), MendKind::ALL.len());
        for kind in DriftKind::ALL {
            assert!(is_sentence(drift_meaning(*kind)), "{kind:?}");
        }
        let flags = [
            PersonFlag::Departed,
            PersonFlag::Admin,
            PersonFlag::EnabledAndDisabled,
            PersonFlag::SeveralAccounts,
            PersonFlag::DifferingNames,
            PersonFlag::Assigned,
        ];
        let words: BTreeSet<&str> = flags.into_iter().map(flag).collect();
        assert_eq!(words.len(), flags.len());
        let verdicts: BTreeSet<&str> = Verdict::ALL.iter().map(|one| verdict(*one)).collect();
        assert_eq!(verdicts.len(), Verdict::ALL.len());
    }

    #[test]
    fn reasons_and_losses_are_sentences() {
        let error = CallError::Transport(TransportError::Network("Failed to fetch".to_owned()));
        for platform in Platform::ALL {
            for reason in [UnknownReason::NotLoaded, UnknownReason::Incomplete] {
                assert!(is_sentence(&unknown(reason, platform)), "{reason:?}");
            }
            let failed = unknown(UnknownReason::Failed(&error), platform);
            assert!(failed.ends_with("Failed to fetch"), "{failed}");
            for one in [
                Loss::Undo(UndoLimit::WorkDeleted),
                Loss::AdminRights,
                Loss::Namesakes(1),
                Loss::Namesakes(2),
            ] {
                assert!(is_sentence(&loss(one, platform)), "{one:?}");
            }
        }
        assert_eq!(
            loss(Loss::Namesakes(1), Platform::ALL[0]),
            "1 other user with the same name will be affected too."
        );
        for reason in [
            MatchReason::Address,
            MatchReason::Linked,
            MatchReason::Alone,
            MatchReason::NoAddress,
        ] {
            assert!(is_sentence(match_reason(reason)), "{reason:?}");
        }
    }

    #[test]
    fn a_suggestion_goes_on_after_a_colon() {
        for reason in [
            SuggestionReason::LinkedAddress,
            SuggestionReason::SameWithoutTag,
            SuggestionReason::SameNameOtherDomain,
            SuggestionReason::SameName,
            SuggestionReason::NameOneEdit,
        ] {
            let text = suggestion(reason);
            assert!(
                text.starts_with(char::is_lowercase) && text.ends_with('.'),
                "{text}"
            );
        }
    }

    fn is_sentence(text: &str) -> bool {
        let starts = text.starts_with(|one: char| one.is_uppercase() || one.is_ascii_digit());
        starts && text.ends_with('.') && !text.contains("  ")
    }
}

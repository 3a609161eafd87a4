//! Why a change was not made, from the reason that roster gives as data.

use super::fields::{field_name, part_name};
use super::{speaker, waits};
use roster::input::isolated;
use roster::platform::edit_support;
use roster::{
    BlockReason, Conflict, DoneNote, FailureCause, Finding, ImpossibleReason, LONGEST_WAIT,
    StopReason, Unavailable,
};
use wire::Platform;

/// The user that a reason is about.
#[derive(Clone, Copy)]
pub(super) struct Subject<'a> {
    pub(super) platform: Platform,
    /// The display name.
    pub(super) name: &'a str,
    pub(super) key: &'a str,
}

/// Why a guard rail skips a change.
pub(crate) const fn block(reason: BlockReason) -> &'static str {
    match reason {
        BlockReason::OwnLogin => {
            "The connection itself signs in as this user: the console would lock itself out."
        }
        BlockReason::Yourself => "This is you: another administrator has to remove your access.",
        BlockReason::LastAdmin => "This is the last administrator who can sign in.",
        BlockReason::EveryAdmin => "No administrator who can sign in would be left. Leave one out.",
        BlockReason::ViewOnly => VIEW_ONLY,
        BlockReason::NotChosen => "It differs, and you have not chosen to change it.",
        BlockReason::NoAddress => "No address is known to create a user with.",
    }
}

/// Why a change was not tried.
pub(super) fn stop(reason: StopReason, platform: Platform) -> String {
    let platform = speaker(platform);
    match reason {
        StopReason::Cancelled => "Cancelled before it was begun.".to_owned(),
        StopReason::SignedOut => {
            format!("Not tried, because {platform} no longer accepts the sign-in.")
        }
        StopReason::SessionEnded => "Not tried, because your session has ended.".to_owned(),
        StopReason::OtherSession => {
            "Not tried, because another session is now active in this browser.".to_owned()
        }
        StopReason::Intercepted => {
            "Not tried, because something in front of Rollcall answered in its place.".to_owned()
        }
        StopReason::WaitTooLong { seconds } => format!(
            "Not tried: {platform} asked to wait {}, and no change waits longer than {}. Try again \
             later.",
            waits::length(seconds),
            waits::length(LONGEST_WAIT)
        ),
    }
}

/// Why a viewer cannot change anything.
pub(crate) const VIEW_ONLY: &str = "View only: your role is viewer.";

/// Why an ability cannot be used.
pub(crate) const fn unavailable(reason: Unavailable) -> &'static str {
    match reason {
        Unavailable::Unsupported(reason) => reason,
        Unavailable::ViewOnly => VIEW_ONLY,
    }
}

/// What else there is to know about a change that was made.
pub(super) fn note(note: &DoneNote) -> String {
    match note {
        DoneNote::AnswerLost => "The answer to the change was lost or an error, but reading back \
                                 shows that it was made."
            .to_owned(),
        DoneNote::KeptOthersChanges(parts) => {
            let names: Vec<String> = parts.iter().map(part_name).collect();
            format!(
                "Kept what someone else changed in the meantime: {}.",
                names.join(", ")
            )
        }
    }
}

/// Why a change failed; nothing where only the words of the platform or server say
/// it.
pub(super) fn failure(cause: &FailureCause, subject: Subject) -> Option<String> {
    match cause {
        FailureCause::NotRead | FailureCause::Step { .. } => None,
        FailureCause::Impossible(reason) => Some(impossible(reason, subject)),
        FailureCause::Conflict(conflicts) => Some(conflict(conflicts)),
        FailureCause::NotSeen(finding) => {
            Some(format!("The change was accepted, but {}.", found(finding)))
        }
    }
}

/// What to do about a failure; nothing where the words of the platform or server
/// decide that.
pub(super) const fn advice(cause: &FailureCause) -> Option<&'static str> {
    match cause {
        FailureCause::NotRead | FailureCause::Step { .. } => None,
        FailureCause::Impossible(_) => Some(""),
        FailureCause::Conflict(_) => Some("Check the current values, then decide again."),
        FailureCause::NotSeen(_) => Some("Refresh to see the current state, then try again."),
    }
}

/// What someone else changed.
fn conflict(conflicts: &[Conflict]) -> String {
    let changes: Vec<String> = conflicts
        .iter()
        .map(|conflict| format!("{} to “{}”", part_name(&conflict.part), conflict.theirs))
        .collect();
    format!(
        "Someone else changed the {} in the meantime. Nothing was sent.",
        changes.join(", ")
    )
}

/// Why a change cannot be made.
fn impossible(reason: &ImpossibleReason, subject: Subject) -> String {
    let Subject {
        platform,
        name,
        key,
    } = subject;
    let (name, key) = (isolated(name), isolated(key));
    let speaker = speaker(platform);
    match reason {
        ImpossibleReason::Unavailable(ability) => ability
            .unsupported_reason(platform)
            .map_or_else(|| format!("{speaker} cannot do this."), str::to_owned),
        ImpossibleReason::Gone => {
            let gone = edit_support(platform).gone();
            format!("“{name}” {gone}. Refresh the list.")
        }
        ImpossibleReason::Exists => format!("“{key}” already exists. Nothing was sent."),
        ImpossibleReason::ExistsDisabled => format!(
            "“{key}” already exists, and is disabled. Enable that user instead. Nothing was sent."
        ),
        ImpossibleReason::StatusWithoutUser => {
            format!("“{name}” has a status but no user. Nothing was sent.")
        }
        ImpossibleReason::Deactivated => format!(
            "“{name}” is deactivated, and {speaker} can't edit deactivated users. Enable the user \
             first."
        ),
        ImpossibleReason::UnreadableRoles => edit_support(platform)
            .unreadable_roles_reason()
            .map_or_else(
                || {
                    format!(
                        "{speaker} sent the roles of this user in an unknown form, so changing \
                         them could lose some. Nothing was sent."
                    )
                },
                str::to_owned,
            ),
        ImpossibleReason::NeedsOneRole => format!(
            "A user of {speaker} has exactly one role. Choose admin or user. Nothing was sent."
        ),
        ImpossibleReason::UnknownRole(role) => format!(
            "{speaker} does not document the role “{}”. Choose admin or user. Nothing was sent.",
            isolated(role)
        ),
        ImpossibleReason::UnknownGroup(group) => format!(
            "“{}” is not the number of a group. Nothing was sent.",
            isolated(group)
        ),
        ImpossibleReason::NeedsAddress => {
            format!("A user of {speaker} needs an email address. Nothing was sent.")
        }
        ImpossibleReason::NoNumber => {
            format!("{speaker} sent no number for this user. Nothing was sent.")
        }
        ImpossibleReason::OtherPlatform => {
            format!("This is not a user of {speaker}. Nothing was sent.")
        }
    }
}

/// What was read back, within a sentence.
fn found(finding: &Finding) -> String {
    match finding {
        Finding::StillExists => "the user still exists".to_owned(),
        Finding::Missing => "the user does not exist".to_owned(),
        Finding::AccessUnknown => {
            "the platform does not say whether the user is enabled".to_owned()
        }
        Finding::StillEnabled => "the user is still enabled".to_owned(),
        Finding::StillDisabled => "the user is still disabled".to_owned(),
        Finding::EnabledWithoutAdmin => {
            "the user is enabled without the administrator rights".to_owned()
        }
        Finding::StillAdmin => "the user is still an administrator".to_owned(),
        Finding::NotAdmin => "the user is not an administrator".to_owned(),
        Finding::Roles(roles) if roles.is_empty() => "the user has no role".to_owned(),
        Finding::Roles(roles) => format!("the user has {}", roles.join(", ")),
        Finding::Text { field, text } => format!("{} is “{text}”", field_name(*field)),
        Finding::OtherAttributes => "the attributes are different".to_owned(),
        Finding::StatusEnabled => "the status says enabled".to_owned(),
        Finding::StatusDisabled => "the status says disabled".to_owned(),
        Finding::NoStatus => "there is no status".to_owned(),
        Finding::StatusStillExists => "the status still exists".to_owned(),
        Finding::IntroductionUnseen => "the introduction is still to be shown".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::samples;
    use super::*;

    fn subject(platform: Platform) -> Subject<'static> {
        Subject {
            platform,
            name: "Ada",
            key: "ada@company.com",
        }
    }

    /// Whether `text` is one or more sentences.
    #[track_caller]
    fn check(text: &str, data: &dyn std::fmt::Debug) {
        let first = text.chars().next();
        let begins = first.is_some_and(|first| first.is_uppercase() || first == '“');
        assert!(begins && text.ends_with('.'), "{data:?}: {text}");
        assert!(!text.contains("  ") && !text.contains('\n'), "{text}");
    }

    #[test]
    fn every_reason_has_a_sentence_on_every_platform() {
        for platform in Platform::ALL {
            for reason in BlockReason::ALL {
                check(block(*reason), reason);
            }
            for reason in samples::stop_reasons() {
                check(&stop(reason, platform), &reason);
            }
            for one in samples::notes() {
                check(&note(&one), &one);
            }
            for cause in samples::causes() {
                match failure(&cause, subject(platform)) {
                    Some(text) => check(&text, &cause),
                    None => assert!(advice(&cause).is_none(), "{cause:?}"),
                }
            }
        }
    }

    #[test]
    fn a_user_that_exists_is_named_by_the_key_that_was_chosen() {
        let reason = FailureCause::Impossible(ImpossibleReason::Exists);
        assert_eq!(
            failure(&reason, subject(Platform::Metabase)).as_deref(),
            Some("“ada@company.com” already exists. Nothing was sent.")
        );
    }

    #[test]
    fn what_a_platform_lacks_is_explained_in_its_own_words() {
        let reason = ImpossibleReason::Unavailable(roster::Ability::Remove);
        let text = impossible(&reason, subject(Platform::Metabase));
        assert_eq!(
            Some(&*text),
            roster::Ability::Remove.unsupported_reason(Platform::Metabase)
        );
    }

    #[test]
    fn a_wait_that_is_too_long_is_compared_with_the_longest() {
        assert_eq!(
            stop(StopReason::WaitTooLong { seconds: 3600 }, Platform::Actian),
            "Not tried: Actian asked to wait 60 minutes, and no change waits longer than 15 \
             minutes. Try again later."
        );
    }
}

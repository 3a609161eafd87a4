//! At least one value of every reason, for tests. The matches have an arm for every
//! variant, so that a new one is added here.

use roster::record::Field;
use roster::{
    Ability, BlockReason, Conflict, DoneNote, Failure, FailureCause, FailureStateKind, Finding,
    ImpossibleReason, Part, Reason, StepKind, StopReason,
};
use wire::Platform;

/// The values that follow each other, the first first, until there is no next.
fn chain<T: Clone>(first: T, next: impl Fn(&T) -> Option<T>) -> Vec<T> {
    std::iter::successors(Some(first), next).collect()
}

pub(super) fn stop_reasons() -> Vec<StopReason> {
    chain(StopReason::Cancelled, |reason| {
        Some(match reason {
            StopReason::Cancelled => StopReason::SignedOut,
            StopReason::SignedOut => StopReason::SessionEnded,
            StopReason::SessionEnded => StopReason::OtherSession,
            StopReason::OtherSession => StopReason::Intercepted,
            StopReason::Intercepted => StopReason::WaitTooLong { seconds: 3600 },
            StopReason::WaitTooLong { .. } => return None,
        })
    })
}

pub(super) fn notes() -> Vec<DoneNote> {
    let parts = vec![Part::Role, Part::Attribute("region".to_owned())];
    chain(DoneNote::AnswerLost, |note| {
        Some(match note {
            DoneNote::AnswerLost => DoneNote::KeptOthersChanges(parts.clone()),
            DoneNote::KeptOthersChanges(_) => return None,
        })
    })
}

fn impossible() -> Vec<ImpossibleReason> {
    use ImpossibleReason as R;
    let mut all = chain(R::Gone, |reason| {
        Some(match reason {
            R::Unavailable(_) => return None,
            R::Gone => R::Exists,
            R::Exists => R::ExistsDisabled,
            R::ExistsDisabled => R::StatusWithoutUser,
            R::StatusWithoutUser => R::Deactivated,
            R::Deactivated => R::UnreadableRoles,
            R::UnreadableRoles => R::NeedsOneRole,
            R::NeedsOneRole => R::UnknownRole("viewer".to_owned()),
            R::UnknownRole(_) => R::UnknownGroup("x".to_owned()),
            R::UnknownGroup(_) => R::NeedsAddress,
            R::NeedsAddress => R::NoNumber,
            R::NoNumber => R::OtherPlatform,
            R::OtherPlatform => R::Unavailable(Ability::Invite),
        })
    });
    all.extend(Ability::ALL.map(R::Unavailable));
    all
}

fn findings() -> Vec<Finding> {
    use Finding as F;
    let mut all = chain(F::StillExists, |finding| {
        Some(match finding {
            F::StillExists => F::Missing,
            F::Missing => F::AccessUnknown,
            F::AccessUnknown => F::StillEnabled,
            F::StillEnabled => F::StillDisabled,
            F::StillDisabled => F::EnabledWithoutAdmin,
            F::EnabledWithoutAdmin => F::StillAdmin,
            F::StillAdmin => F::NotAdmin,
            F::NotAdmin => F::Roles(vec!["analyst".to_owned(), "admin".to_owned()]),
            F::Roles(_) => F::Text {
                field: Field::Email,
                text: "ada@x".to_owned(),
            },
            F::Text { .. } => F::OtherAttributes,
            F::OtherAttributes => F::StatusEnabled,
            F::StatusEnabled => F::StatusDisabled,
            F::StatusDisabled => F::NoStatus,
            F::NoStatus => F::StatusStillExists,
            F::StatusStillExists => F::IntroductionUnseen,
            F::IntroductionUnseen => return None,
        })
    });
    all.push(F::Roles(Vec::new()));
    all
}

fn conflicts() -> Vec<Conflict> {
    let conflict = |part| Conflict {
        part,
        opened: "a".to_owned(),
        theirs: "b".to_owned(),
        mine: "c".to_owned(),
    };
    [
        Part::Field(Field::FirstName),
        Part::Role,
        Part::Roles(Platform::Pivot),
        Part::DisabledSince,
    ]
    .map(conflict)
    .to_vec()
}

pub(super) fn causes() -> Vec<FailureCause> {
    let mut all = chain(FailureCause::NotRead, |cause| {
        Some(match cause {
            FailureCause::NotRead => FailureCause::Step {
                step: StepKind::DeleteUser,
                done: 1,
            },
            FailureCause::Step { .. } => FailureCause::Conflict(conflicts()),
            FailureCause::Conflict(_) => FailureCause::NotSeen(Finding::StillEnabled),
            FailureCause::NotSeen(_) => FailureCause::Impossible(ImpossibleReason::Gone),
            FailureCause::Impossible(_) => return None,
        })
    });
    all.extend(impossible().into_iter().map(FailureCause::Impossible));
    all.extend(findings().into_iter().map(FailureCause::NotSeen));
    all
}

/// Every reason, with every state in which a failure can leave a user.
pub(super) fn reasons() -> Vec<Reason> {
    let mut all: Vec<Reason> = notes().into_iter().map(Reason::Note).collect();
    all.extend(BlockReason::ALL.iter().copied().map(Reason::Blocked));
    all.extend(stop_reasons().into_iter().map(Reason::NotTried));
    for state in FailureStateKind::ALL {
        let failure = |cause| {
            Reason::Failed(Failure {
                cause,
                state: *state,
            })
        };
        all.extend(causes().into_iter().map(failure));
    }
    all
}

use super::super::samples;
use super::*;
use wire::Platform;

const ADA: Subject = Subject {
    platform: Platform::Pivot,
    name: "Ada",
    key: "ada@company.com",
};

fn sentence(kind: OutcomeKind, reason: Option<&Reason>) -> String {
    outcome_sentence(ADA, ChangeKind::Disable, kind, reason)
}

#[test]
fn every_outcome_has_a_label_in_singular_and_plural() {
    for kind in OutcomeKind::ALL {
        for count in [1, 2] {
            assert!(!label(*kind, count).is_empty(), "{kind:?}");
        }
    }
    assert_eq!(label(OutcomeKind::Already, 1), "was already in that state");
    assert_eq!(label(OutcomeKind::Already, 2), "were already in that state");
    let labels: std::collections::BTreeSet<_> = OutcomeKind::ALL
        .iter()
        .map(|kind| label(*kind, 1))
        .collect();
    assert_eq!(labels.len(), OutcomeKind::ALL.len());
}

#[test]
fn every_outcome_of_every_change_is_a_sentence_about_the_user() {
    let reasons: Vec<Option<Reason>> = std::iter::once(None)
        .chain(samples::reasons().into_iter().map(Some))
        .collect();
    for change in ChangeKind::ALL {
        for kind in OutcomeKind::ALL {
            for reason in &reasons {
                let text = outcome_sentence(ADA, *change, *kind, reason.as_ref());
                assert!(text.starts_with("Ada"), "{kind:?} {reason:?}: {text}");
                assert!(text.len() > "Ada: ".len(), "{kind:?} {reason:?}: {text}");
            }
        }
    }
}

#[test]
fn done_is_told_apart_from_accepted() {
    assert_eq!(
        sentence(OutcomeKind::Done, None),
        "Ada is disabled, read back from Pivot."
    );
    assert_eq!(
        sentence(OutcomeKind::DoneInvisible, None),
        "Ada is disabled: Pivot accepted it, and shows nothing to read back."
    );
    let lost = Reason::Note(roster::DoneNote::AnswerLost);
    assert_eq!(
        sentence(OutcomeKind::Done, Some(&lost)),
        "Ada is disabled. The answer to the change was lost or an error, but reading back shows \
         that it was made."
    );
}

#[test]
fn a_failure_says_what_is_known_of_the_user() {
    let failed = |done, state| {
        let cause = FailureCause::Step {
            step: roster::StepKind::DeleteUser,
            done,
        };
        sentence(
            OutcomeKind::Failed,
            Some(&Reason::Failed(Failure { cause, state })),
        )
    };
    assert_eq!(
        failed(0, FailureStateKind::Unchanged),
        "Ada was not changed"
    );
    assert_eq!(
        failed(0, FailureStateKind::Unknown),
        "Ada may or may not have been changed"
    );
    assert_eq!(
        failed(1, FailureStateKind::Known),
        "Ada: it stopped at “Delete the user”, after a part was done"
    );
}

#[test]
fn a_run_is_summed_up_with_counts_in_singular_and_plural() {
    let tally = |kinds: &[OutcomeKind]| counts(Tally::count(kinds.iter().copied()));
    assert_eq!(
        tally(OutcomeKind::ALL),
        "3 in progress, 2 done, 1 was already in that state, 1 accepted, not verified, 1 failed, \
         1 skipped, 1 not tried"
    );
    assert_eq!(
        tally(&[OutcomeKind::Already, OutcomeKind::Already]),
        "2 were already in that state"
    );
}

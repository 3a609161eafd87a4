//! What one reviewer decides while others do.

use super::*;
use proptest::prelude::*;
use std::collections::BTreeMap;
use wire::console::reviews::{Decision, DecisionChange, DecisionKind, DecisionValue, Reviewer};

fn value(kind: DecisionKind, comment: &str) -> DecisionValue {
    DecisionValue {
        decision: kind,
        comment: comment.to_owned(),
    }
}

fn keep() -> DecisionValue {
    value(DecisionKind::Keep, "")
}

fn revoke() -> DecisionValue {
    value(DecisionKind::Revoke, "left")
}

/// The server: it makes all changes of a request or none.
#[derive(Default)]
struct Server {
    decisions: BTreeMap<usize, Decision>,
    revision: u64,
}

impl Server {
    fn decide(&mut self, changes: &[DecisionChange], by: &str) -> Option<Vec<Decision>> {
        let version = |item| self.decisions.get(&item).map_or(0, |one| one.version);
        if changes
            .iter()
            .any(|change| version(change.item) != change.version)
        {
            return None;
        }
        self.revision += 1;
        let made = changes.iter().map(|change| Decision {
            item: change.item,
            decision: change.value.as_ref().map(|value| value.decision),
            comment: change
                .value
                .as_ref()
                .map_or_else(String::new, |value| value.comment.clone()),
            version: self.revision,
            at: NOW.to_owned(),
            by: Some(by.to_owned()),
            via: Some("local".to_owned()),
        });
        let made: Vec<Decision> = made.collect();
        for decision in &made {
            self.decisions.insert(decision.item, decision.clone());
        }
        Some(made)
    }

    fn since(&self, revision: u64) -> Vec<Decision> {
        let all = self.decisions.values();
        all.filter(|one| one.version > revision).cloned().collect()
    }
}

/// Saves what is not saved, and reads what others decided.
fn sync(server: &mut Server, decisions: &mut ReviewDecisions, by: &str) -> Vec<Overruled> {
    let mut overruled = Vec::new();
    loop {
        let batch = decisions.batch();
        if !batch.is_empty() {
            match server.decide(&batch, by) {
                Some(made) => decisions.saved(made),
                None => decisions.failed(),
            }
        }
        let news = server.since(decisions.revision());
        overruled.extend(decisions.received(news, server.revision));
        if decisions.unsaved() == 0 {
            return overruled;
        }
    }
}

#[test]
fn a_decision_shows_at_once_and_is_saved_afterwards() {
    let (mut server, mut decisions) = (Server::default(), ReviewDecisions::new(3));
    decisions.decide(&[0, 2, 7], Some(&revoke()));
    let shown = decisions.get(2);
    assert_eq!(
        (shown.decision, shown.comment),
        (Some(DecisionKind::Revoke), "left")
    );
    assert!(shown.is_unsaved && shown.known.is_none());
    let me = Reviewer {
        name: "ana".to_owned(),
        via: "local".to_owned(),
    };
    assert_eq!(decisions.progress(Some(&me)).revoked, 2);
    assert_eq!(sync(&mut server, &mut decisions, "ana"), []);
    let shown = decisions.get(2);
    assert!(!shown.is_unsaved);
    assert_eq!(
        shown.known.and_then(|known| known.by.as_deref()),
        Some("ana")
    );
    assert_eq!(decisions.progress(None).by[0].reviewer, Some(me));
    // Deciding the same again is nothing to be saved.
    decisions.decide(&[2], Some(&revoke()));
    assert_eq!(decisions.unsaved(), 0);
    decisions.decide(&[2], Some(&keep()));
    decisions.decide(&[2], Some(&revoke()));
    assert_eq!(decisions.unsaved(), 0);
}

#[test]
fn another_ones_decision_is_not_overwritten_and_is_told() {
    let (mut server, mut decisions) = (Server::default(), ReviewDecisions::new(3));
    let theirs = [(0, revoke()), (1, keep())].map(|(item, value)| DecisionChange {
        item,
        version: 0,
        value: Some(value),
    });
    server.decide(&theirs, "bob");
    decisions.decide(&[0, 1, 2], Some(&keep()));
    let overruled = sync(&mut server, &mut decisions, "ana");
    // Both say “keep” of the second: that is no conflict.
    assert_eq!(overruled.len(), 1);
    assert_eq!(overruled[0].here, Some(keep()));
    assert_eq!(overruled[0].there, server.decisions[&0]);
    let shown = |item| decisions.get(item).decision;
    assert_eq!(shown(0), Some(DecisionKind::Revoke));
    assert_eq!(server.decisions[&2].by.as_deref(), Some("ana"));
    // Knowing it, it can be decided otherwise.
    decisions.decide(&[0], Some(&keep()));
    assert_eq!(sync(&mut server, &mut decisions, "ana"), []);
    assert_eq!(server.decisions[&0].decision, Some(DecisionKind::Keep));
}

#[test]
fn what_is_decided_otherwise_on_the_way_is_saved_next() {
    let (mut server, mut decisions) = (Server::default(), ReviewDecisions::new(2));
    decisions.decide(&[0], Some(&keep()));
    let batch = decisions.batch();
    decisions.decide(&[0], Some(&revoke()));
    assert!(decisions.is_sending() && decisions.batch().is_empty());
    let made = server.decide(&batch, "ana").unwrap();
    decisions.saved(made);
    assert_eq!(decisions.get(0).decision, Some(DecisionKind::Revoke));
    assert!(decisions.get(0).is_unsaved);
    assert_eq!(sync(&mut server, &mut decisions, "ana"), []);
    assert_eq!(server.decisions[&0].decision, Some(DecisionKind::Revoke));
}

#[test]
fn a_decision_whose_answer_was_lost_is_neither_lost_nor_made_twice() {
    let (mut server, mut decisions) = (Server::default(), ReviewDecisions::new(2));
    decisions.decide(&[1], Some(&revoke()));
    let batch = decisions.batch();
    server.decide(&batch, "ana");
    // While it is on its way, what the server has is not taken in.
    assert_eq!(decisions.received(server.since(0), server.revision), []);
    assert_eq!(decisions.revision(), 0);
    decisions.failed();
    assert_eq!(sync(&mut server, &mut decisions, "ana"), []);
    assert_eq!((server.revision, decisions.unsaved()), (1, 0));
    assert!(!decisions.get(1).is_unsaved);
}

#[test]
fn a_decision_is_withdrawn_and_many_are_sent_in_parts() {
    let (mut server, mut decisions) = (Server::default(), ReviewDecisions::new(2_500));
    let all: Vec<usize> = (0..2_500).collect();
    decisions.decide(&all, Some(&keep()));
    assert_eq!(sync(&mut server, &mut decisions, "ana"), []);
    assert_eq!(server.revision, 3);
    decisions.decide(&[7], None);
    assert_eq!(decisions.get(7).decision, None);
    assert_eq!(sync(&mut server, &mut decisions, "ana"), []);
    assert_eq!(server.decisions[&7].decision, None);
    assert_eq!(decisions.progress(None).decided(), 2_499);
    // Where there is no decision, there is none to withdraw.
    let mut decisions = ReviewDecisions::new(1);
    decisions.decide(&[0], None);
    assert_eq!(decisions.unsaved(), 0);
}

/// What the server answers to decisions.
enum Answer {
    Made(Vec<Decision>),
    Refused,
}

/// Something that one of two reviewers does.
#[derive(Debug, Clone)]
enum Step {
    Decide(bool, usize, Option<DecisionValue>),
    Send(bool),
    /// The answer to what was sent arrives, or is lost.
    Answer(bool, bool),
    Read(bool),
}

fn step() -> impl Strategy<Value = Step> {
    let decided = prop_oneof![
        Just(Some(keep())),
        Just(Some(revoke())),
        Just(Some(value(DecisionKind::Revoke, "other"))),
        Just(None),
    ];
    prop_oneof![
        3 => (any::<bool>(), 0..3_usize, decided).prop_map(|(who, item, value)| Step::Decide(who, item, value)),
        2 => any::<bool>().prop_map(Step::Send),
        2 => (any::<bool>(), any::<bool>()).prop_map(|(who, arrives)| Step::Answer(who, arrives)),
        1 => any::<bool>().prop_map(Step::Read),
    ]
}

proptest! {
    #[test]
    fn two_reviewers_end_with_the_same_and_none_overwrites_what_they_have_not_seen(
        steps in prop::collection::vec(step(), 0..40),
    ) {
        let mut server = Server::default();
        let mut browsers = [ReviewDecisions::new(3), ReviewDecisions::new(3)];
        let mut answers: [Option<Answer>; 2] = [None, None];
        let names = ["ana", "bob"];
        for step in steps {
            match step {
                Step::Decide(who, item, value) => {
                    browsers[usize::from(who)].decide(&[item], value.as_ref());
                }
                Step::Send(who) => {
                    let who = usize::from(who);
                    let batch = browsers[who].batch();
                    if !batch.is_empty() {
                        for change in &batch {
                            // It was decided upon what was shown.
                            let known = browsers[who].get(change.item);
                            prop_assert!(known.is_unsaved);
                        }
                        answers[who] = Some(match server.decide(&batch, names[who]) {
                            Some(made) => Answer::Made(made),
                            None => Answer::Refused,
                        });
                    }
                }
                Step::Answer(who, arrives) => {
                    let who = usize::from(who);
                    match answers[who].take() {
                        Some(Answer::Made(made)) if arrives => browsers[who].saved(made),
                        Some(_) => browsers[who].failed(),
                        None => {}
                    }
                }
                Step::Read(who) => {
                    let browser = &mut browsers[usize::from(who)];
                    let news = server.since(browser.revision());
                    browser.received(news, server.revision);
                }
            }
        }
        for who in [0, 1, 0] {
            if answers[who].take().is_some() {
                browsers[who].failed();
            }
            sync(&mut server, &mut browsers[who], names[who]);
        }
        for browser in &browsers {
            prop_assert_eq!(browser.unsaved(), 0);
        }
        for item in 0..3 {
            let there = server.decisions.get(&item);
            let shown = browsers[0].get(item);
            prop_assert_eq!(shown.known, there);
            prop_assert_eq!(shown.decision, there.and_then(|one| one.decision));
        }
    }
}

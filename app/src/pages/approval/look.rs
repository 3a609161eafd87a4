//! Looks by itself whether an approval that waits was decided meanwhile, while its page is in
//! sight. What cannot be looked up is looked up the next time, and nothing is said of it.

use super::{ApprovalPage, Content, Found};
use crate::api::session::SessionState;
use crate::browser::announce::announce;
use crate::browser::focus::focus_if_lost;
use crate::browser::task::spawn;
use crate::components::looking::Looking;
use crate::messages::approvals as words;
use crate::state::approvals::count_now;
use leptos::prelude::*;
use std::future::ready;
use wire::console::approvals::ApprovalState;

/// Whether the decision of another person can be looked for now. All copies are the same.
#[derive(Clone, Copy)]
pub(super) struct Look {
    looking: Looking,
    requests: StoredValue<Requests>,
}

/// What is asked of the server about the approval.
#[derive(Clone, Copy, Default)]
struct Requests {
    /// Counts the loads of the approval.
    loads: u32,
    /// Whether the decision of another person is being looked up.
    is_looking: bool,
    /// Whether the user's own decision is being saved.
    is_deciding: bool,
}

impl Look {
    pub(super) fn new(session: SessionState) -> Self {
        Self {
            looking: Looking::new(session),
            requests: StoredValue::default(),
        }
    }

    /// The approval is loaded: what was asked for before that is of no interest.
    pub(super) fn note_load(self) {
        self.requests.update_value(|requests| requests.loads += 1);
        self.looking.resume();
    }

    /// The user's own decision is being saved, or that has ended.
    pub(super) fn note_decision(self, is_under_way: bool) {
        // The page may have been left.
        let _ = self
            .requests
            .try_update_value(|requests| requests.is_deciding = is_under_way);
    }

    /// Whether nothing is to be looked up: while the user decides, and while the page is cut
    /// off from its session.
    fn is_held(self) -> bool {
        self.requests.get_value().is_deciding || self.looking.is_held()
    }
}

/// Looks now and then while the approval waits, and at once when the page comes into sight.
pub(super) fn look_for_decision(page: ApprovalPage) {
    page.look.looking.begin(move || look(page));
}

fn look(page: ApprovalPage) {
    let look = page.look;
    let is_waiting = || {
        let summary = untrack(|| page.summary());
        summary.is_some_and(|summary| summary.state == ApprovalState::Waiting)
    };
    let Requests {
        loads, is_looking, ..
    } = look.requests.get_value();
    if is_looking || look.is_held() || !is_waiting() {
        return;
    }
    look.requests
        .update_value(|requests| requests.is_looking = true);
    let request = page.request();
    spawn(async move {
        let answer = request.await;
        let ended = look.requests.try_update_value(|requests| {
            requests.is_looking = false;
        });
        // The page may have been left.
        if ended.is_none() {
            return;
        }
        if let Ok(Content::Found(found)) = answer
            && !look.is_held()
            && look.requests.get_value().loads == loads
        {
            show(page, found);
        }
    });
}

/// Shows the approval as it was found, and reports where it waits no more.
fn show(page: ApprovalPage, found: Found) {
    let summary = found.summary.clone();
    let answer = ready(Ok(Content::Found(found)));
    page.content.with_value(|content| content.load(answer));
    if summary.state != ApprovalState::Waiting {
        announce(&words::decision(&summary));
        count_now(page.stores);
        // The buttons that decide are gone.
        focus_if_lost("main h1");
    }
}

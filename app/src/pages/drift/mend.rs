//! Mending: the changes of a finding as plans that are looked at before they run.

use super::find::{Mends, all_mends, find};
use super::{DriftPage, grant};
use crate::browser::announce::announce;
use crate::browser::task::spawn;
use crate::components::change_flow::several::{Plans, lazy_plans};
use crate::messages::counted;
use crate::messages::people as words;
use crate::state::people::PeopleStore;
use crate::ui::confirm::{Question, confirm};
use crate::ui::toast;
use leptos::prelude::*;
use roster::Change;
use roster::people::{AccountRef, Assignment, DriftId, DriftKind, DriftSubject, MendKind, plans};

/// Mends one finding.
pub(super) fn mend(page: DriftPage, id: &DriftId, wanted: MendKind) {
    let found = find(page.people, id);
    let mend = found.and_then(|drift| {
        let mut mends = drift.mends.into_iter();
        mends.find(|mend| mend.kind == wanted)
    });
    let Some(mend) = mend else {
        toast::say("This finding has changed meanwhile. Look at it again.");
        return;
    };
    match (&id.subject, wanted) {
        (DriftSubject::Connection(connection), MendKind::GrantAdmin) => {
            grant::open(page.people, connection);
        }
        _ if mend.changes.is_empty() => assign(page, id.kind, mend.assignments),
        _ => change(page.people, wanted, mend.changes),
    }
}

/// Mends all findings of a kind in one way.
pub(super) fn mend_all(page: DriftPage, kind: DriftKind, wanted: MendKind) {
    announce("Collecting what is to be changed");
    spawn(async move {
        let Mends {
            changes,
            assignments,
        } = all_mends(page, kind, wanted).await;
        if !changes.is_empty() {
            change(page.people, wanted, changes);
        } else if !assignments.is_empty() {
            let count = assignments.len();
            let question = Question {
                title: format!(
                    "{}: {}",
                    words::mend(wanted),
                    counted(count, "account", "accounts")
                ),
                consequences: vec![
                    "Each of these accounts becomes a person of its own. Nothing is changed on \
                     the platforms, and it can be taken back account by account."
                        .to_owned(),
                ],
                verb: words::mend(wanted).to_owned(),
                ..Question::default()
            };
            confirm(question, move || assign(page, kind, assignments));
        }
    });
}

/// Carries changes out, after a question.
fn change(people: PeopleStore, wanted: MendKind, changes: Vec<(AccountRef, Change)>) {
    let plans = people.read(|people, lists| plans(people, lists, changes));
    let stores = untrack(|| people.user_stores());
    let plans: Plans = plans
        .into_iter()
        .filter_map(|plan| {
            let mut stores = stores.iter();
            let store = stores.find(|store| store.connection().id == plan.connection.id)?;
            Some((store.clone(), plan))
        })
        .collect();
    lazy_plans().then(move |carry_out| carry_out(words::mend(wanted), plans));
}

/// Assigns each account to a person. No platform is changed.
fn assign(page: DriftPage, kind: DriftKind, assignments: Vec<(AccountRef, Option<Assignment>)>) {
    let count = counted(assignments.len(), "account is", "accounts are");
    page.saving
        .run(Box::pin(page.people.assign(assignments)), move || {
            toast::say(&format!("{count} marked as another person's."));
            page.focus_section(kind);
        });
}

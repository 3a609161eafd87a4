//! Closes the review, as it was read: if something was decided meanwhile, it is shown
//! first.

use super::ReviewPage;
use crate::browser::task::spawn;
use crate::components::saving::{Save, Saving};
use crate::messages::{Problem, reviews as words};
use crate::routes;
use crate::ui::confirm::{Question, confirm};
use crate::ui::toast;
use leptos::prelude::*;

/// The status of an answer if the review is another by now.
const CONFLICT: u16 = 409;

/// Reads what others decided, and asks.
pub(super) fn ask(page: ReviewPage) {
    let (store, saving) = (page.store, page.saving);
    let look: Save = Box::pin(async move {
        let unsaved = store.unsaved();
        if unsaved > 0 {
            return Err(words::unsaved(unsaved));
        }
        store.refresh().await
    });
    saving.run(look, move || show_question(page));
}

fn show_question(page: ReviewPage) {
    let store = page.store;
    let Some(review) = untrack(|| store.review()) else {
        return;
    };
    let progress = untrack(|| store.progress());
    let (kept, revoked) = (progress.kept, progress.revoked);
    let revision = review.revision;
    let question = Question {
        title: format!("Close “{}”", review.name),
        consequences: words::closing(&review, kept, revoked),
        affected: Vec::new(),
        skipped: Vec::new(),
        verb: "Close the review".to_owned(),
        is_destructive: false,
        phrase: None,
        more: None,
    };
    confirm(question, move || close(page, revision, revoked));
}

fn close(page: ReviewPage, revision: u64, revoked: usize) {
    let (store, saving): (_, Saving) = (page.store, page.saving);
    let navigation = page.navigation.get_value();
    let closing: Save = Box::pin(async move {
        if store.unsaved() > 0 {
            return Err(words::unsaved(store.unsaved()));
        }
        match store.api().close_review(&store.id(), revision).await {
            Ok(review) => {
                store.show_review(review);
                Ok(())
            }
            Err(error) if error.status == CONFLICT && !error.is_intercepted => {
                store.refresh().await?;
                Err(words::decided_meanwhile())
            }
            Err(error) => Err::<(), Problem>(error.problem),
        }
    });
    saving.run(closing, move || {
        toast::say("The review is closed.");
        if revoked > 0 {
            let url = routes::revocation(&store.id());
            spawn(async move { navigation.open(&url) });
        }
    });
}

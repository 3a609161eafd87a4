//! Changes the name, the due date and the reviewers of a review, and deletes it.

use super::ReviewPage;
use crate::components::navigation::Navigation;
use crate::components::review_fields::{FilledFields, ReviewFields};
use crate::components::saving::{Save, Saving, SavingProblem};
use crate::messages::{Problem, counted, reviews as words};
use crate::routes;
use crate::ui::confirm::{Question, confirm};
use crate::ui::dialog::{self, Dialog};
use crate::ui::form::{Form, FormView};
use crate::ui::toast;
use leptos::prelude::*;
use std::sync::Arc;
use wire::console::reviews::{Review, ReviewChange};

/// The status of an answer if the review is another by now.
const CONFLICT: u16 = 409;

/// Opens the dialog.
pub(super) fn open(page: ReviewPage) {
    if dialog::is_open() {
        return;
    }
    dialog::open("Edit the review", move |dialog| {
        let dialog = dialog.clone();
        let review = untrack(|| page.store.review());
        review.map(|review| view! { <EditForm dialog=dialog page=page review=review /> })
    });
}

#[component]
fn EditForm(dialog: Dialog, page: ReviewPage, review: Arc<Review>) -> impl IntoView {
    let store = page.store;
    let dialog = StoredValue::new_local(dialog);
    let close = move || dialog.with_value(Dialog::close);
    let form = Form::new();
    let session = untrack(|| store.api().session.session());
    let first = FilledFields {
        name: review.name.clone(),
        due: review.due.clone(),
        reviewers: review.reviewers.clone(),
    };
    let fields = ReviewFields::new(form, session.as_ref(), &first);
    let saving = Saving::new();
    let version = review.version;
    let kept = review.reviewers.clone();
    let has_session = session.is_some();
    let submit = move |()| {
        let filled = match fields.read() {
            Ok(filled) => filled,
            Err(wrong) => return wrong,
        };
        let change = ReviewChange {
            version,
            name: filled.name,
            due: filled.due,
            reviewers: if has_session {
                filled.reviewers
            } else {
                kept.clone()
            },
        };
        let save: Save = Box::pin(async move {
            match store.api().change_review(&store.id(), &change).await {
                Ok(review) => {
                    store.show_review(review);
                    Ok(())
                }
                Err(error) if error.status == CONFLICT && !error.is_intercepted => {
                    store.refresh().await?;
                    Err(words::changed_meanwhile())
                }
                Err(error) => Err::<(), Problem>(error.problem),
            }
        });
        saving.run(save, move || {
            form.settle();
            close();
            toast::say("The review is changed.");
        });
        Vec::new()
    };
    crate::browser::reactive::watch(move || form.set_busy(saving.is_busy()));
    let cancel = view! {
        <button type="button" class="button" on:click=move |_| close()>
            "Cancel"
        </button>
    };
    view! {
        <div class="dialog-body">
            <SavingProblem saving=saving />
            <FormView form=form verb="Save" on_submit=submit actions=cancel.into_any()>
                {fields.view(store.api())}
            </FormView>
        </div>
    }
}

/// Asks, and deletes the review as it was read.
pub(super) fn ask_to_delete(page: ReviewPage, navigation: &Navigation) {
    let store = page.store;
    let Some(review) = untrack(|| store.review()) else {
        return;
    };
    let decided = untrack(|| store.progress()).decided();
    let mut consequences = vec!["It is deleted for everyone, and cannot be restored.".to_owned()];
    if decided > 0 {
        let decisions = counted(decided, "decision is", "decisions are");
        consequences.push(format!("{decisions} deleted with it."));
    }
    let question = Question {
        title: format!("Delete “{}”", review.name),
        consequences,
        affected: Vec::new(),
        skipped: Vec::new(),
        verb: "Delete the review".to_owned(),
        is_destructive: true,
        phrase: None,
        more: None,
    };
    let navigation = navigation.clone();
    confirm(question, move || {
        let delete: Save = Box::pin(async move {
            let revision = review.revision;
            match store.api().delete_review(&store.id(), revision).await {
                Ok(()) => Ok(()),
                Err(error) if error.status == CONFLICT && !error.is_intercepted => {
                    store.refresh().await?;
                    Err(words::changed_meanwhile())
                }
                Err(error) => Err::<(), Problem>(error.problem),
            }
        });
        page.saving.run(delete, move || {
            toast::say("The review is deleted.");
            navigation.open(&routes::reviews());
        });
    });
}

//! The question about fields that someone else changed while the form was open.

use crate::messages::part_name;
use crate::ui::dialog;
use leptos::prelude::*;
use roster::record::Record;
use roster::{Conflict, Edit, Resolution};

/// Asks whose values are to stay, and calls `then` with the edit that results.
/// Cancelled, everything typed stays in the form, and nothing is sent.
pub(super) fn open_dialog(
    label: &str,
    conflicts: &[Conflict],
    edit: &Edit,
    theirs: &Record,
    then: UnsyncCallback<Edit>,
) {
    let title = format!("Someone else has changed {label}");
    let sentences: Vec<String> = conflicts
        .iter()
        .map(|conflict| sentence(label, conflict))
        .collect();
    let [mine, kept] =
        [Resolution::Overwrite, Resolution::KeepTheirs].map(|how| edit.resolved(theirs, how));
    dialog::open(&title, move |dialog| {
        let [overwriting, keeping, cancelling] = [dialog.clone(), dialog.clone(), dialog.clone()];
        let overwrite = move |_| {
            overwriting.close();
            then.run(mine.clone());
        };
        let keep = move |_| {
            keeping.close();
            then.run(kept.clone());
        };
        let items = sentences
            .into_iter()
            .map(|sentence| view! { <li>{sentence}</li> });
        view! {
            <div class="dialog-body">
                <p>"Nothing was sent. Whose values should stay?"</p>
                <ul class="conflicts">{items.collect_view()}</ul>
                <div class="actions">
                    <button type="button" class="button" on:click=overwrite>
                        "Overwrite with mine"
                    </button>
                    <button type="button" class="button primary" autofocus on:click=keep>
                        "Keep theirs"
                    </button>
                    <button type="button" class="button" on:click=move |_| cancelling.close()>
                        "Cancel"
                    </button>
                </div>
            </div>
        }
    });
}

/// “The first name of Ada was changed to “Eda” by someone else since you opened
/// this form; you entered “Ida”.”
fn sentence(label: &str, conflict: &Conflict) -> String {
    let value = |text: &str| match text {
        "" => "nothing".to_owned(),
        text => format!("“{text}”"),
    };
    format!(
        "The {} of {label} was changed from {} to {} by someone else since you opened this form. \
         You entered {}.",
        part_name(&conflict.part),
        value(&conflict.opened),
        value(&conflict.theirs),
        value(&conflict.mine),
    )
}

//! The question about fields that someone else changed while the form was open.

use crate::ui::button::{button, primary};
use crate::ui::dialog;
use crate::ui::dom::{El, el};
use roster::record::Record;
use roster::{Conflict, Edit, Resolution};
use std::rc::Rc;

/// Asks whose values are to stay, and calls `then` with the edit that results.
/// Cancelled, everything typed stays in the form, and nothing is sent.
pub(super) fn ask(
    label: &str,
    conflicts: &[Conflict],
    edit: &Edit,
    theirs: &Record,
    then: impl Fn(Edit) + 'static,
) {
    let title = ["Someone else has changed ", label].concat();
    let sentences: Vec<String> = conflicts.iter().map(|one| sentence(label, one)).collect();
    let resolved =
        [Resolution::Overwrite, Resolution::KeepTheirs].map(|how| edit.resolved(theirs, how));
    let then: Rc<dyn Fn(Edit)> = Rc::new(then);
    dialog::open(&title, move |dialog| {
        let answer = |edit: Edit| {
            let (dialog, then) = (dialog.clone(), then.clone());
            move || {
                dialog.close();
                then(edit.clone());
            }
        };
        let [mine, kept] = resolved;
        let closing = dialog.clone();
        let list = sentences.iter().fold(el("ul", "conflicts"), |list, one| {
            list.child(el("li", "").text(one))
        });
        el("div", "dialog-body")
            .child(el("p", "").text("Nothing was sent. Whose values should stay?"))
            .child(list)
            .child(actions([
                button("Overwrite with mine", answer(mine)),
                primary("Keep theirs", answer(kept)).flag("autofocus", true),
                button("Cancel", move || closing.close()),
            ]))
    });
}

fn actions(buttons: [El; 3]) -> El {
    el("div", "actions").children(buttons.into())
}

/// “The first name of Ada was changed to “Eda” by someone else since you opened
/// this form; you entered “Ida”.”
fn sentence(label: &str, conflict: &Conflict) -> String {
    let value = |text: &str| match text {
        "" => "nothing".to_owned(),
        text => ["“", text, "”"].concat(),
    };
    [
        "The ",
        &*conflict.part.label(),
        " of ",
        label,
        " was changed from ",
        &*value(&conflict.opened),
        " to ",
        &*value(&conflict.theirs),
        " by someone else since you opened this form. You entered ",
        &*value(&conflict.mine),
        ".",
    ]
    .concat()
}

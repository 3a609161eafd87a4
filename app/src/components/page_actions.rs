//! The actions of the page that is shown, for the command palette.

use crate::ui::shortcuts::shortcut;
use leptos::prelude::*;
use std::cell::RefCell;
use std::rc::Rc;

/// An action.
#[derive(Clone)]
pub(crate) struct Action {
    serial: u32,
    pub(crate) label: String,
    /// Its keyboard shortcut, if it has one; empty otherwise.
    pub(crate) key: &'static str,
    /// Why it is unavailable, if it is.
    pub(crate) missing: Option<&'static str>,
    pub(crate) run: Rc<dyn Fn()>,
}

thread_local! {
    // One list, as the keyboard's shortcuts have one: a context would do the same in more
    // code of the first load.
    static ALL: RefCell<Vec<Action>> = const { RefCell::new(Vec::new()) };
}

/// Offers `label` in the palette as long as the current owner lives, and as the
/// shortcut `key` where that is not empty.
pub(crate) fn action(label: &str, key: &'static str, run: impl Fn() + 'static) {
    let run: Rc<dyn Fn()> = Rc::new(run);
    add(label, key, None, run.clone());
    if !key.is_empty() {
        shortcut(key, label, move || run());
    }
}

/// As [`action`], without a shortcut. Where the action is unavailable, `missing` is
/// the reason, and the palette shows it.
pub(crate) fn action_unless(label: &str, missing: Option<&'static str>, run: impl Fn() + 'static) {
    add(label, "", missing, Rc::new(run));
}

fn add(label: &str, key: &'static str, missing: Option<&'static str>, run: Rc<dyn Fn()>) {
    let serial = ALL.with_borrow_mut(|all| {
        let serial = all.last().map_or(1, |last| last.serial + 1);
        all.push(Action {
            serial,
            label: label.to_owned(),
            key,
            missing,
            run,
        });
        serial
    });
    on_cleanup(move || ALL.with_borrow_mut(|all| all.retain(|action| action.serial != serial)));
}

/// All of them, oldest first.
pub(crate) fn actions() -> Vec<Action> {
    ALL.with_borrow(Clone::clone)
}

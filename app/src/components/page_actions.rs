//! What can be done on the page that is shown, for the palette.

use crate::ui::shortcuts::shortcut;
use leptos::prelude::*;
use std::cell::RefCell;
use std::rc::Rc;

/// Something that can be done.
#[derive(Clone)]
pub(crate) struct Action {
    serial: u32,
    pub(crate) label: String,
    /// Its key, where it has one.
    pub(crate) key: &'static str,
    /// Why it cannot be done, where it cannot.
    pub(crate) missing: Option<&'static str>,
    pub(crate) run: Rc<dyn Fn()>,
}

thread_local! {
    static ALL: RefCell<Vec<Action>> = const { RefCell::new(Vec::new()) };
}

/// As long as the owner lives, the palette offers `label`, and so does `key`
/// where it is not empty.
pub(crate) fn action(label: &str, key: &'static str, run: impl Fn() + 'static) {
    let run: Rc<dyn Fn()> = Rc::new(run);
    enter(label, key, None, run.clone());
    if !key.is_empty() {
        shortcut(key, label, move || run());
    }
}

/// As [`action`], for what has no key and cannot be done where something is
/// `missing`: the palette says so.
pub(crate) fn action_unless(label: &str, missing: Option<&'static str>, run: impl Fn() + 'static) {
    enter(label, "", missing, Rc::new(run));
}

fn enter(label: &str, key: &'static str, missing: Option<&'static str>, run: Rc<dyn Fn()>) {
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
    on_cleanup(move || ALL.with_borrow_mut(|all| all.retain(|one| one.serial != serial)));
}

/// All of them, the first first.
pub(crate) fn actions() -> Vec<Action> {
    ALL.with_borrow(Clone::clone)
}

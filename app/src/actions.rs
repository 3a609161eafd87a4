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
    pub(crate) run: Rc<dyn Fn()>,
}

thread_local! {
    static ALL: RefCell<Vec<Action>> = const { RefCell::new(Vec::new()) };
}

/// As long as the owner lives, the palette offers `label`, and so does `key`
/// where it is not empty.
pub(crate) fn action(label: &str, key: &'static str, run: impl Fn() + 'static) {
    let run: Rc<dyn Fn()> = Rc::new(run);
    let serial = ALL.with_borrow_mut(|all| {
        let serial = all.last().map_or(1, |last| last.serial + 1);
        all.push(Action {
            serial,
            label: label.to_owned(),
            key,
            run: run.clone(),
        });
        serial
    });
    on_cleanup(move || ALL.with_borrow_mut(|all| all.retain(|one| one.serial != serial)));
    if !key.is_empty() {
        shortcut(key, label, move || run());
    }
}

/// All of them, the first first.
pub(crate) fn actions() -> Vec<Action> {
    ALL.with_borrow(Clone::clone)
}

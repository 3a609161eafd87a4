//! Runs that an earlier page was closed in the middle of, as it kept them.

use super::{StoredRun, runs};
use crate::browser::events::on_window;
use js_sys::{Array, JSON, Reflect};
use leptos::prelude::*;
use std::cell::RefCell;
use std::rc::Rc;
use std::time::Duration;
use wasm_bindgen::JsValue;

/// A run that was left unfinished: its receipt so far.
pub(crate) struct InterruptedRun {
    /// Tells it from others.
    pub(crate) number: u32,
    /// What it is kept under.
    name: String,
    /// The receipt as it was written.
    pub(crate) json: String,
    /// What was to be done: “Disable 12 users”.
    pub(crate) title: String,
    /// The connection, for people.
    pub(crate) label: String,
    /// When it began, RFC 3339.
    pub(crate) started: String,
    pub(crate) rows: Vec<InterruptedRow>,
}

/// One login of it.
pub(crate) struct InterruptedRow {
    pub(crate) key: String,
    pub(crate) name: String,
    pub(crate) change: String,
    /// In a word or two.
    pub(crate) outcome: String,
    pub(crate) words: String,
}

thread_local! {
    static LEFT: RefCell<Vec<Rc<InterruptedRun>>> = const { RefCell::new(Vec::new()) };
    static CHANGED: ArcRwSignal<()> = ArcRwSignal::new(());
    /// What another page of this browser goes on with.
    static ELSEWHERE: RefCell<Vec<String>> = const { RefCell::new(Vec::new()) };
}

/// How long other pages are given to show that they go on.
const GRACE: Duration = Duration::from_secs(1);

/// All of them. Reactive.
pub(crate) fn left() -> Vec<Rc<InterruptedRun>> {
    CHANGED.with(Clone::clone).track();
    LEFT.with_borrow(Clone::clone)
}

/// Looks for them. What another page writes, it goes on with. Once, by the shell.
pub(crate) fn look_for_interrupted_runs() {
    on_window("storage", |event| {
        let name = text(&event, "key");
        ELSEWHERE.with_borrow_mut(|all| all.push(name));
        look();
    });
    set_timeout(look, GRACE);
}

fn look() {
    let goes_on = |name: &String| ELSEWHERE.with_borrow(|all| all.contains(name));
    let found = StoredRun::left().into_iter().zip(1..);
    let found = found
        .filter(|((name, _), _)| !runs::is_ours(name) && !goes_on(name))
        .filter_map(|((name, json), number)| InterruptedRun::read(name, json, number));
    LEFT.set(found.map(Rc::new).collect());
    CHANGED.with(Clone::clone).set(());
}

impl InterruptedRun {
    fn read(name: String, json: String, number: u32) -> Option<Self> {
        // What is no receipt can be thrown away.
        let receipt = JSON::parse(&json).ok()?;
        let rows: Array = Reflect::get(&receipt, &"rows".into()).ok()?.into();
        Some(Self {
            number,
            title: text(&receipt, "title"),
            label: text(&receipt, "label"),
            started: text(&receipt, "started"),
            rows: rows.iter().map(|row| InterruptedRow::read(&row)).collect(),
            name,
            json,
        })
    }

    /// Forgets it.
    pub(crate) fn dismiss(&self) {
        StoredRun::dismiss(&self.name);
        look();
    }

    /// How many have come to an end.
    pub(crate) fn done(&self) -> usize {
        let over = |row: &&InterruptedRow| {
            matches!(
                &*row.outcome,
                "done, read back" | "was already in that state"
            )
        };
        self.rows.iter().filter(over).count()
    }
}

impl InterruptedRow {
    fn read(row: &JsValue) -> Self {
        Self {
            key: text(row, "key"),
            name: text(row, "name"),
            change: text(row, "change"),
            outcome: text(row, "outcome"),
            words: text(row, "words"),
        }
    }
}

fn text(of: &JsValue, name: &str) -> String {
    let value = Reflect::get(of, &name.into()).ok();
    value
        .and_then(|value| value.as_string())
        .unwrap_or_default()
}

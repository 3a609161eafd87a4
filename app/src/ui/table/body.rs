//! The rows of a table that are on the page.

use super::column::{Column, Columns};
use super::row_view::{RowWriter, Slot};
use super::window::{self, From};
use super::{Model, Press};
use crate::browser::events::{on_resize, on_window_first};
use crate::browser::focus::focus_on;
use crate::browser::reactive::watch;
use crate::ui::dom::El;
use leptos::prelude::*;
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use wasm_bindgen::{JsCast, UnwrapThrowExt};
use web_sys::{
    Element, FocusOptions, HtmlElement, MouseEvent, ScrollIntoViewOptions, ScrollLogicalPosition,
};

/// What can be focused in a row.
const CONTROLS: &str = "a, button, input";

pub(super) struct Body {
    pub(super) model: Model,
    /// The number of the first row in sight.
    pub(super) first: RwSignal<u32>,
    frame: Element,
    head: Element,
    rows: HtmlElement,
    state: RefCell<State>,
    /// Whether the next frame draws.
    due: Cell<bool>,
    /// The key of the row that a pointer went down on.
    pressed: Cell<Option<u32>>,
}

struct State {
    columns: Rc<Columns>,
    /// The rows on the page, in its order.
    slots: Vec<Slot>,
    count: u32,
    /// The height of a row; 0 while it has to be measured.
    height: f64,
    /// How many rows are in sight.
    in_sight: u32,
    /// The key of the row that has the focus and so must keep its element.
    pinned: Option<u32>,
    /// The number of a row that is about to be scrolled to.
    reached: Option<u32>,
}

impl Body {
    pub(super) fn new(frame: &El, head: &El, rows: &El, model: Model) -> Self {
        Self {
            model,
            first: RwSignal::new(0),
            frame: frame.element().clone(),
            head: head.element().clone(),
            rows: rows.element().clone().unchecked_into(),
            state: RefCell::new(State {
                columns: Rc::new(Columns::new(Vec::new())),
                slots: Vec::new(),
                count: 0,
                height: 0.0,
                in_sight: 0,
                pinned: None,
                reached: None,
            }),
            due: Cell::new(false),
            pressed: Cell::new(None),
        }
    }

    /// Draws as long as the owner lives: at changes, scrolling and resizing.
    pub(super) fn watch(self: &Rc<Self>, table: &Element) {
        let (body, table) = (self.clone(), table.clone());
        watch(move || {
            body.set_columns(&table, body.model.columns.get());
            let count = (body.model.count)();
            body.state.borrow_mut().count = count;
            set_variable(&body.rows, "--count", count);
            let empty = if count == 0 { "true" } else { "false" };
            body.frame.set_attribute("data-empty", empty).unwrap_throw();
            // The head is a row as well.
            table
                .set_attribute("aria-rowcount", &(count + 1).to_string())
                .unwrap_throw();
            body.draw(true);
        });
        let body = self.clone();
        on_window_first("scroll", move |_| body.draw_soon());
        let body = self.clone();
        on_resize(&[&self.frame, &self.head], move || {
            body.state.borrow_mut().height = 0.0;
            body.draw_soon();
        });
    }

    /// Shows `columns`, if those are others than before.
    fn set_columns(&self, table: &Element, columns: Vec<Column>) {
        let mut state = self.state.borrow_mut();
        if state.columns.shown == columns {
            return;
        }
        for slot in state.slots.drain(..) {
            slot.row.remove();
        }
        let columns = Columns::new(columns);
        if let Some(table) = table.dyn_ref::<HtmlElement>() {
            // Fails only for what is no property.
            let _ = table.style().set_property("--tracks", &columns.tracks());
        }
        state.columns = Rc::new(columns);
    }

    /// Draws in the next frame, once.
    pub(super) fn draw_soon(self: &Rc<Self>) {
        if !self.due.replace(true) {
            let body = self.clone();
            request_animation_frame(move || {
                body.due.set(false);
                // The page may be another by then.
                if !body.first.is_disposed() {
                    body.draw(false);
                }
            });
        }
    }

    /// Brings the rows that are to be on the page onto it. `changed` says that
    /// they may show something else than before.
    fn draw(&self, changed: bool) {
        let (first, orphaned) = untrack(|| self.state.borrow_mut().draw(self, changed));
        if self.first.get_untracked() != first {
            self.first.set(first);
        }
        let Some(index) = orphaned else { return };
        // The row that had the focus is gone. A switch in its place would be
        // pressed by mistake; what the next row is called does no harm.
        let count = self.state.borrow().count;
        match count.checked_sub(1) {
            None => focus_on(&self.frame),
            Some(last) => self.focus(index.min(last), None),
        }
    }

    /// The row with this number, which is on the page from now until something
    /// is drawn again.
    fn reach(&self, index: u32) -> Option<Element> {
        self.state.borrow_mut().reached = Some(index);
        self.draw(false);
        let mut state = self.state.borrow_mut();
        state.reached = None;
        let slot = state.slots.iter().find(|slot| slot.index == Some(index))?;
        Some(slot.row.clone())
    }

    /// Scrolls so that the row with this number is the first in sight.
    pub(super) fn show(self: &Rc<Self>, index: u32) {
        if index < self.state.borrow().count
            && let Some(row) = self.reach(index)
        {
            scroll_to(&row, ScrollLogicalPosition::Start);
            self.draw_soon();
        }
    }

    /// Moves the focus to the row with this number: to its control in the cell
    /// that `column` numbers, or to what it is called.
    pub(super) fn focus(&self, index: u32, column: Option<&str>) {
        let Some(row) = self.reach(index) else { return };
        let cell = match column {
            Some(column) => ["[aria-colindex=\"", column, "\"]"].concat(),
            None => "th".to_owned(),
        };
        let cell = row.query_selector(&cell).ok().flatten();
        let control = cell.and_then(|cell| cell.query_selector(CONTROLS).ok().flatten());
        if let Some(control) = control.and_then(|control| control.dyn_into::<HtmlElement>().ok()) {
            // Where the row is taller than the view, its top is what counts.
            let options = FocusOptions::new();
            options.set_prevent_scroll(true);
            // Fails only where the element cannot be focused.
            let _ = control.focus_with_options(&options);
            scroll_to(&row, ScrollLogicalPosition::Nearest);
        }
    }

    /// How many rows there are, and how many of them are in sight.
    pub(super) fn extent(&self) -> (u32, u32) {
        let state = self.state.borrow();
        (state.count, state.in_sight)
    }

    /// Runs `action` with the row that `target` is in.
    pub(super) fn with_slot<T>(
        &self,
        target: &Element,
        action: impl FnOnce(&mut Slot) -> T,
    ) -> Option<T> {
        let row = target.closest("tr").ok().flatten()?;
        let mut state = self.state.try_borrow_mut().ok()?;
        let slot = state.slots.iter_mut().find(|slot| slot.row == row)?;
        Some(action(slot))
    }

    /// A row has the focus now, or none has.
    pub(super) fn pin(self: &Rc<Self>, target: Option<&Element>) {
        let key = target.and_then(|target| self.with_slot(target, |slot| slot.key));
        // An element that is taken off the page loses its focus while rows are
        // drawn, and who draws knows.
        let Ok(mut state) = self.state.try_borrow_mut() else {
            return;
        };
        state.pinned = key;
        drop(state);
        // What was pinned far away goes.
        self.draw_soon();
    }

    /// A pointer went down on `target`.
    pub(super) fn press_begins(&self, target: &Element) {
        self.pressed.set(self.with_slot(target, |slot| slot.key));
    }

    /// `target` was clicked, by a pointer or by a key.
    pub(super) fn press(self: &Rc<Self>, target: &Element, event: &MouseEvent) {
        let control = target.closest("button, input").ok().flatten();
        let Some(control) = control.and_then(|found| found.dyn_into::<HtmlElement>().ok()) else {
            return;
        };
        let key = self.with_slot(&control, |slot| {
            slot.see_checked();
            slot.key
        });
        let Some(key) = key else { return };
        // The row may have changed below the pointer: in browsers where a press
        // does not focus, nothing kept it.
        let by_pointer = event.detail() > 0;
        let meant = !by_pointer || self.pressed.take() == Some(key);
        let cell = control.closest("[aria-colindex]").ok().flatten();
        let place = cell.and_then(|cell| cell.get_attribute("aria-colindex"));
        let column = {
            let state = self.state.borrow();
            let at = state
                .columns
                .places
                .iter()
                .position(|one| Some(one) == place.as_ref());
            at.map(|at| state.columns.shown[at].id)
        };
        if let Some(column) = column.filter(|_| meant) {
            (self.model.press)(Press {
                column,
                key,
                shift: event.shift_key(),
                control,
            });
        }
        self.draw(true);
    }
}

impl State {
    /// Returns the first row in sight, and the number of a row that had the focus
    /// and is gone.
    fn draw(&mut self, body: &Body, changed: bool) -> (u32, Option<u32>) {
        let mut orphaned = None;
        let position = |key| (body.model.position)(key).filter(|at| *at < self.count);
        let pinned = self.pinned.and_then(position);
        let now: Vec<Option<u32>> = if changed {
            if pinned.is_none()
                && let Some(key) = self.pinned.take()
            {
                let gone = self.slots.iter().find(|slot| slot.key == key);
                orphaned = gone.and_then(|slot| slot.index);
            }
            let key = self.pinned;
            let of = |slot: &Slot| pinned.filter(|_| Some(slot.key) == key);
            self.slots.iter().map(of).collect()
        } else {
            self.slots.iter().map(|slot| slot.index).collect()
        };
        let (first, rows) = self.window(body);
        let mut wanted: Vec<u32> = (rows.0..rows.1).collect();
        for at in [pinned, self.reached].into_iter().flatten() {
            if let Err(place) = wanted.binary_search(&at) {
                wanted.insert(place, at);
            }
        }
        let from = window::assign(&now, &wanted);
        self.arrange(&body.rows, &from);
        set_variable(&body.rows, "--start", rows.0);
        for ((slot, from), index) in self.slots.iter_mut().zip(&from).zip(&wanted) {
            let is_same = matches!(from, From::Kept(_));
            slot.place(*index, !(rows.0..rows.1).contains(index));
            if changed || !is_same {
                slot.key = (body.model.key)(*index);
                (body.model.fill)(slot.key, &mut RowWriter(slot));
            }
        }
        (first, orphaned)
    }

    /// The first row in sight, and the rows to have on the page.
    fn window(&mut self, body: &Body) -> (u32, (u32, u32)) {
        if self.height == 0.0 {
            // As pixels, whatever the style sheet says it in.
            self.height = window()
                .get_computed_style(&body.rows)
                .ok()
                .flatten()
                .and_then(|style| style.get_property_value("min-height").ok())
                // The browser's own reading: Rust's brings a table of 10 kB.
                .map(|height| js_sys::parse_float(&height))
                .filter(|height| *height > 0.0)
                .unwrap_or(40.0);
        }
        let number = |value: Result<wasm_bindgen::JsValue, _>| {
            value.ok().and_then(|value| value.as_f64()).unwrap_or(0.0)
        };
        let frame = body.frame.get_bounding_client_rect();
        // The page may scroll in place of the frame.
        let bottom = frame.bottom().min(number(window().inner_height()));
        let top = frame.top().max(0.0) + f64::from(body.head.client_height());
        let offset = top - body.rows.get_bounding_client_rect().top();
        let last = self.count.saturating_sub(1);
        // A row of which a pixel is seen, for browsers round, is not in sight.
        let first = window::whole((offset + 1.0).max(0.0) / self.height).min(last);
        self.in_sight = window::whole((bottom - top).max(0.0) / self.height).max(1);
        let size = window::size(bottom - top, self.height);
        (first, window::rows(first, size, self.count))
    }

    /// Brings the slots into the order of `from`, with as few changes to the page
    /// as that takes.
    fn arrange(&mut self, rows: &Element, from: &[From]) {
        let mut before: Vec<Option<Slot>> = self.slots.drain(..).map(Some).collect();
        let mut last = None;
        let mut in_order = true;
        for from in from {
            let slot = match from {
                From::Kept(at) | From::Recycled(at) => {
                    in_order &= last < Some(*at);
                    last = Some(*at);
                    before[*at].take()
                }
                From::New => None,
            };
            let slot = slot.unwrap_or_else(|| Slot::new(&self.columns));
            self.slots.push(slot);
        }
        for gone in before.into_iter().flatten() {
            gone.row.remove();
        }
        // From the end: what follows stands where it belongs. What keeps its row
        // is never moved, since moving takes the focus away.
        let mut next: Option<&Element> = None;
        for (slot, from) in self.slots.iter().zip(from).rev() {
            let stays = match from {
                From::Kept(_) => true,
                From::Recycled(_) => in_order,
                From::New => false,
            };
            if !stays {
                let next = next.map(|next| &**next);
                rows.insert_before(&slot.row, next).unwrap_throw();
            }
            next = Some(&slot.row);
        }
    }
}

fn set_variable(element: &HtmlElement, name: &str, value: u32) {
    // Fails only for what is no property.
    let _ = element.style().set_property(name, &value.to_string());
}

fn scroll_to(row: &Element, block: ScrollLogicalPosition) {
    let options = ScrollIntoViewOptions::new();
    options.set_block(block);
    row.scroll_into_view_with_scroll_into_view_options(&options);
}

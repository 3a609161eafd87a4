//! The rows of a table that are on the page.
//!
//! This is written with `web_sys` and not with `view!`: while the table scrolls,
//! it redraws its rows sixty times a second. The figure is in
//! docs/decisions/table-rows.md.

use super::column::{Column, Columns};
use super::elements::{Elements, set, set_style};
use super::row_view::{RowView, RowWriter};
use super::window::{self, Source};
use super::{Model, Press, widths};
use crate::browser::events::{on_resize, on_window_first};
use crate::browser::focus::focus_on;
use crate::browser::reactive::watch;
use crate::ui::attributes::boolean;
use leptos::prelude::*;
use std::cell::{Cell, OnceCell, RefCell};
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
    /// There once the table is on the page.
    elements: OnceCell<Elements>,
    state: RefCell<State>,
    /// Whether the next frame draws.
    due: Cell<bool>,
    /// The key of the row that a pointer went down on.
    pressed: Cell<Option<u32>>,
}

struct State {
    columns: Rc<Columns>,
    /// The widths of the columns, as tracks of a CSS grid.
    tracks: String,
    /// The rows on the page, in its order.
    row_views: Vec<RowView>,
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
    pub(super) fn new(model: Model) -> Self {
        Self {
            model,
            first: RwSignal::new(0),
            elements: OnceCell::new(),
            state: RefCell::new(State {
                columns: Rc::new(Columns::new(Vec::new())),
                tracks: String::new(),
                row_views: Vec::new(),
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

    /// Draws in `elements` as long as the owner lives: at changes, scrolling and
    /// resizing.
    pub(super) fn start(self: &Rc<Self>, elements: Elements) {
        let Elements { frame, head, .. } = self.elements.get_or_init(|| elements);
        let body = self.clone();
        watch(move || {
            let columns = body.model.head.columns.get();
            let count = (body.model.count)();
            if let Some(elements) = body.elements.get() {
                untrack(|| body.set_columns(&elements.table, columns));
                body.set_count(elements, count);
            }
            body.draw(true);
        });
        let body = self.clone();
        on_window_first("scroll", move |_| body.draw_soon());
        let body = self.clone();
        on_resize(&[frame, head], move || {
            body.state.borrow_mut().height = 0.0;
            body.draw_soon();
        });
    }

    fn set_count(&self, elements: &Elements, count: u32) {
        self.state.borrow_mut().count = count;
        set_style(&elements.rows, "--count", &count.to_string());
        set(&elements.frame, "data-empty", boolean(count == 0));
        // The head is a row as well.
        set(&elements.table, "aria-rowcount", &(count + 1).to_string());
    }

    /// Shows `columns`, as wide as the rows need them.
    fn set_columns(&self, table: &HtmlElement, columns: Vec<Column>) {
        let mut state = self.state.borrow_mut();
        let tracks = widths::tracks(&columns, &self.model.need);
        if state.tracks != tracks {
            set_style(table, "--tracks", &tracks);
            state.tracks = tracks;
        }
        if state.columns.shown != columns {
            for row in state.row_views.drain(..) {
                row.row.remove();
            }
            state.columns = Rc::new(Columns::new(columns));
        }
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
        let Some(elements) = self.elements.get() else {
            return;
        };
        let (first, orphaned) =
            untrack(|| self.state.borrow_mut().draw(&self.model, elements, changed));
        if self.first.get_untracked() != first {
            self.first.set(first);
        }
        let Some(index) = orphaned else { return };
        // The row that had the focus is gone. A switch in its place would be
        // pressed by mistake; what the next row is called does no harm.
        let count = self.state.borrow().count;
        match count.checked_sub(1) {
            None => focus_on(&elements.frame),
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
        let row = state
            .row_views
            .iter()
            .find(|row| row.index == Some(index))?;
        Some(row.row.clone())
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
            Some(column) => format!("[aria-colindex=\"{column}\"]"),
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
    pub(super) fn with_row_view<T>(
        &self,
        target: &Element,
        action: impl FnOnce(&mut RowView) -> T,
    ) -> Option<T> {
        let row = target.closest("tr").ok().flatten()?;
        let mut state = self.state.try_borrow_mut().ok()?;
        let view = state.row_views.iter_mut().find(|view| view.row == row)?;
        Some(action(view))
    }

    /// A row has the focus now, or none has.
    pub(super) fn pin(self: &Rc<Self>, target: Option<&Element>) {
        let key = target.and_then(|target| self.with_row_view(target, |row| row.key));
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
        self.pressed.set(self.with_row_view(target, |row| row.key));
    }

    /// `target` was clicked, by a pointer or by a key.
    pub(super) fn press(self: &Rc<Self>, target: &Element, event: &MouseEvent) {
        let control = target.closest("button, input").ok().flatten();
        let Some(control) = control.and_then(|found| found.dyn_into::<HtmlElement>().ok()) else {
            return;
        };
        let key = self.with_row_view(&control, |row| {
            row.see_checked();
            row.key
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
    fn draw(&mut self, model: &Model, elements: &Elements, changed: bool) -> (u32, Option<u32>) {
        let mut orphaned = None;
        let position = |key| (model.position)(key).filter(|at| *at < self.count);
        let pinned = self.pinned.and_then(position);
        let now: Vec<Option<u32>> = if changed {
            if pinned.is_none()
                && let Some(key) = self.pinned.take()
            {
                let gone = self.row_views.iter().find(|row| row.key == key);
                orphaned = gone.and_then(|row| row.index);
            }
            let key = self.pinned;
            let number = |row: &RowView| pinned.filter(|_| Some(row.key) == key);
            self.row_views.iter().map(number).collect()
        } else {
            self.row_views.iter().map(|row| row.index).collect()
        };
        let (first, rows) = self.window(elements);
        let mut wanted: Vec<u32> = (rows.0..rows.1).collect();
        for at in [pinned, self.reached].into_iter().flatten() {
            if let Err(place) = wanted.binary_search(&at) {
                wanted.insert(place, at);
            }
        }
        let from = window::assign(&now, &wanted);
        self.arrange(&elements.rows, &from);
        set_style(&elements.rows, "--start", &rows.0.to_string());
        for ((row, from), index) in self.row_views.iter_mut().zip(&from).zip(&wanted) {
            let is_same = matches!(from, Source::Kept(_));
            row.place(*index, !(rows.0..rows.1).contains(index));
            if changed || !is_same {
                row.key = (model.key)(*index);
                (model.fill)(row.key, &mut RowWriter(row));
            }
        }
        (first, orphaned)
    }

    /// The first row in sight, and the rows to have on the page.
    fn window(&mut self, elements: &Elements) -> (u32, (u32, u32)) {
        if self.height == 0.0 {
            // As pixels, whatever the style sheet says it in.
            self.height = window()
                .get_computed_style(&elements.rows)
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
        let frame = elements.frame.get_bounding_client_rect();
        // The page may scroll in place of the frame.
        let bottom = frame.bottom().min(number(window().inner_height()));
        let top = frame.top().max(0.0) + f64::from(elements.head.client_height());
        let offset = top - elements.rows.get_bounding_client_rect().top();
        let last = self.count.saturating_sub(1);
        // A row of which a pixel is seen, for browsers round, is not in sight.
        let first = window::whole((offset + 1.0).max(0.0) / self.height).min(last);
        self.in_sight = window::whole((bottom - top).max(0.0) / self.height).max(1);
        let size = window::size(bottom - top, self.height);
        (first, window::rows(first, size, self.count))
    }

    /// Brings the row views into the order of `from`, with as few changes to the page
    /// as that takes.
    fn arrange(&mut self, rows: &Element, from: &[Source]) {
        let mut before: Vec<Option<RowView>> = self.row_views.drain(..).map(Some).collect();
        let mut last = None;
        let mut in_order = true;
        for from in from {
            let row = match from {
                Source::Kept(at) | Source::Recycled(at) => {
                    in_order &= last < Some(*at);
                    last = Some(*at);
                    before[*at].take()
                }
                Source::New => None,
            };
            let row = row.unwrap_or_else(|| RowView::new(&self.columns));
            self.row_views.push(row);
        }
        for gone in before.into_iter().flatten() {
            gone.row.remove();
        }
        // From the end: what follows stands where it belongs. What keeps its row
        // is never moved, since moving takes the focus away.
        let mut next: Option<&Element> = None;
        for (row, from) in self.row_views.iter().zip(from).rev() {
            let stays = match from {
                Source::Kept(_) => true,
                Source::Recycled(_) => in_order,
                Source::New => false,
            };
            if !stays {
                let next = next.map(|next| &**next);
                rows.insert_before(&row.row, next).unwrap_throw();
            }
            next = Some(&row.row);
        }
    }
}

fn scroll_to(row: &Element, block: ScrollLogicalPosition) {
    let options = ScrollIntoViewOptions::new();
    options.set_block(block);
    row.scroll_into_view_with_scroll_into_view_options(&options);
}

//! An element that shows one row now and another one later.
//!
//! This is written with `web_sys` and not with `view!`: while the table scrolls,
//! it redraws its rows sixty times a second, and a row of signals and effects
//! takes several times as long to redraw. The figure is in
//! docs/decisions/table-rows.md.

use super::column::{Columns, Kind};
use super::elements::{append, create, create_button, create_text, set, set_or_remove, set_style};
use crate::ui::attributes::boolean;
use std::rc::Rc;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, HtmlInputElement, Text};

/// A row's element.
pub(super) struct RowView {
    pub(super) row: Element,
    /// The number of the row it shows.
    pub(super) index: Option<u32>,
    /// What tells the row it shows from others.
    pub(super) key: u32,
    /// Whether it stands by itself, away from the others.
    apart: bool,
    columns: Rc<Columns>,
    cells: Vec<Cell>,
    selected: Written,
}

/// A cell with its parts. What was written last is remembered: comparing it here
/// costs a hundredth of writing it.
struct Cell {
    /// The control, or what else carries the attributes.
    main: Element,
    text: Text,
    more: Text,
    values: [Written; 7],
}

#[derive(Default)]
struct Written(Option<String>);

impl Written {
    /// Remembers `value`. Returns whether it is another than before.
    fn remember(&mut self, value: &str) -> bool {
        if self.0.as_deref() == Some(value) {
            return false;
        }
        match &mut self.0 {
            // Reuses its memory.
            Some(before) => {
                before.clear();
                before.push_str(value);
            }
            before => *before = Some(value.to_owned()),
        }
        true
    }
}

/// What a cell of [`Kind::State`] shows.
pub(crate) struct State<'a> {
    /// Its `data-state`, by which style sheets give it a shape.
    pub(crate) name: &'a str,
    /// The word for it.
    pub(crate) word: &'a str,
    /// A second word after it, with a space before; empty where there is none. It has a
    /// shape of its own.
    pub(crate) mark: &'a str,
    /// Where it leads; empty where it leads nowhere.
    pub(crate) url: &'a str,
    /// What else is known, on demand; empty where nothing is.
    pub(crate) more: &'a str,
    /// What its column is called, where it is shown without its heading.
    pub(crate) label: &'a str,
}

/// What a switch shows.
pub(crate) struct Switch<'a> {
    pub(crate) label: &'a str,
    pub(crate) on: bool,
    /// Whether the platform does not say whether it is on.
    pub(crate) unknown: bool,
    /// Whether `on` is asked for and not yet so.
    pub(crate) busy: bool,
    /// The id of the element that says why it cannot be pressed.
    pub(crate) disabled_by: &'a str,
    /// The word for its state.
    pub(crate) word: &'a str,
    /// A quieter word after that.
    pub(crate) hint: &'a str,
}

impl RowView {
    pub(super) fn new(columns: &Rc<Columns>) -> Self {
        let row = create("tr", "");
        set(&row, "role", "row");
        let mut cells = Vec::with_capacity(columns.shown.len());
        for at in 0..columns.shown.len() {
            let (element, cell) = cell(columns, at);
            append(&row, &element);
            cells.push(cell);
        }
        Self {
            row,
            index: None,
            key: 0,
            apart: false,
            columns: columns.clone(),
            cells,
            selected: Written::default(),
        }
    }

    /// Makes it the row number `index`, which follows on the one before unless it
    /// stands `apart`.
    pub(super) fn place(&mut self, index: u32, apart: bool) {
        if self.index == Some(index) && self.apart == apart {
            return;
        }
        self.index = Some(index);
        // The head is the first row.
        set(&self.row, "aria-rowindex", &(index + 2).to_string());
        if !apart && !self.apart {
            return;
        }
        // Only such a row has a place of its own: styling every row at every
        // step of a scrollbar takes longer than a frame.
        self.apart = apart;
        set_or_remove(&self.row, "class", if apart { "apart" } else { "" });
        if let Some(row) = self.row.dyn_ref::<HtmlElement>() {
            set_style(row, "--at", &index.to_string());
        }
    }

    /// What the browser itself made of a box on being pressed.
    pub(super) fn see_checked(&mut self) {
        for cell in &mut self.cells {
            if let Some(input) = cell.main.dyn_ref::<HtmlInputElement>() {
                cell.values[1].remember(boolean(input.checked()));
            }
        }
    }
}

/// Fills a row. What is the same as before costs next to nothing.
pub(crate) struct RowWriter<'a>(pub(super) &'a mut RowView);

impl RowWriter<'_> {
    /// How many columns there are.
    pub(crate) fn len(&self) -> usize {
        self.0.cells.len()
    }

    /// The id of the column at `at`.
    pub(crate) fn id(&self, at: usize) -> &'static str {
        self.0.columns.shown[at].id
    }

    /// Text.
    pub(crate) fn text(&mut self, at: usize, text: &str) {
        let cell = &mut self.0.cells[at];
        if cell.values[0].remember(text) {
            cell.text.set_data(text);
            // What may be cut off can be read in full.
            let title = if text.len() > 16 { text } else { "" };
            cell.attr(1, "title", title);
        }
    }

    /// What the row is called, where it leads and what goes under it.
    pub(crate) fn name(&mut self, at: usize, name: &str, url: &str, under: &str) {
        self.text(at, name);
        let cell = &mut self.0.cells[at];
        cell.attr(2, "href", url);
        if cell.values[3].remember(under) {
            cell.more.set_data(under);
        }
    }

    /// A time as the platform wrote it, and in words: short and whole.
    pub(crate) fn time(&mut self, at: usize, datetime: &str, short: &str, whole: &str) {
        let cell = &mut self.0.cells[at];
        if cell.values[0].remember(short) {
            cell.text.set_data(short);
        }
        cell.attr(1, "title", whole);
        cell.attr(2, "datetime", datetime);
    }

    /// A box called `label` that selects the row, and whether it does.
    pub(crate) fn select(&mut self, at: usize, label: &str, selected: bool) {
        let cell = &mut self.0.cells[at];
        cell.attr(0, "aria-label", label);
        if let Some(input) = cell.main.dyn_ref::<HtmlInputElement>()
            && cell.values[1].remember(boolean(selected))
        {
            input.set_checked(selected);
        }
        if self.0.selected.remember(boolean(selected)) {
            set(&self.0.row, "data-selected", boolean(selected));
        }
    }

    /// A state and its word.
    pub(crate) fn state(&mut self, at: usize, state: &State) {
        let cell = &mut self.0.cells[at];
        if cell.values[0].remember(state.word) {
            cell.text.set_data(state.word);
        }
        cell.attr(1, "data-state", state.name);
        cell.attr(2, "href", state.url);
        cell.attr(3, "aria-description", state.more);
        cell.attr(4, "data-label", state.label);
        cell.attr(5, "data-mark", state.mark);
        if cell.values[6].remember(state.mark) {
            cell.more.set_data(state.mark);
        }
    }

    /// A switch and its words.
    pub(crate) fn switch(&mut self, at: usize, switch: &Switch) {
        let cell = &mut self.0.cells[at];
        cell.attr(0, "aria-label", switch.label);
        cell.attr(1, "aria-checked", boolean(switch.on));
        cell.attr(2, "aria-busy", boolean(switch.busy));
        cell.attr(6, "data-unknown", if switch.unknown { "true" } else { "" });
        if cell.values[3].remember(switch.disabled_by) {
            let disabled = !switch.disabled_by.is_empty();
            set_or_remove(&cell.main, "aria-describedby", switch.disabled_by);
            set_or_remove(
                &cell.main,
                "aria-disabled",
                if disabled { "true" } else { "" },
            );
        }
        if cell.values[4].remember(switch.word) {
            cell.text.set_data(switch.word);
        }
        let hint = if switch.busy {
            "saving…"
        } else {
            switch.hint
        };
        if cell.values[5].remember(hint) {
            cell.more.set_data(hint);
        }
    }

    /// The button of the row's menu.
    pub(crate) fn menu(&mut self, at: usize, label: &str) {
        self.0.cells[at].attr(0, "aria-label", label);
    }
}

impl Cell {
    /// Sets an attribute whose value is remembered at `at`; an empty one goes.
    fn attr(&mut self, at: usize, name: &str, value: &str) {
        if self.values[at].remember(value) {
            set_or_remove(&self.main, name, value);
        }
    }
}

/// A cell of the column at `at`, and its parts.
fn cell(columns: &Columns, at: usize) -> (Element, Cell) {
    let outer = columns.cell(at);
    let (text, more) = (create_text(), create_text());
    let kind = columns.shown[at].kind;
    let main = match kind {
        // The cell itself carries the text.
        Kind::Text => outer.clone(),
        Kind::Time => create("time", ""),
        Kind::Name | Kind::State => create("a", ""),
        Kind::Select => {
            let input = create("input", "");
            set(&input, "type", "checkbox");
            input
        }
        Kind::Menu => {
            let button = create_button("more-button");
            set(&button, "aria-haspopup", "menu");
            set(&button, "aria-expanded", "false");
            button.set_text_content(Some("⋯"));
            button
        }
        Kind::Switch => {
            let button = create_button("switch");
            set(&button, "role", "switch");
            let track = create("span", "track");
            append(&track, &create("span", "knob"));
            append(&button, &track);
            button
        }
    };
    if kind != Kind::Text {
        append(&outer, &main);
    }
    match kind {
        Kind::Text | Kind::Time => append(&main, &text),
        Kind::Name => {
            append(&main, &text);
            append_span(&outer, "under", &more);
        }
        Kind::State => {
            append(&main, &text);
            append_span(&main, "state-mark", &more);
        }
        Kind::Switch => {
            append_span(&outer, "word", &text);
            append_span(&outer, "hint", &more);
        }
        Kind::Select | Kind::Menu => {}
    }
    let cell = Cell {
        main,
        text,
        more,
        values: Default::default(),
    };
    (outer, cell)
}

fn append_span(parent: &Element, class: &str, text: &Text) {
    let span = create("span", class);
    append(&span, text);
    append(parent, &span);
}

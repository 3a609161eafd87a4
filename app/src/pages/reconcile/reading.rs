//! Reading the file that was chosen: in slices, so that the page goes on responding.

use super::choices::{Choices, remembered};
use super::state::{ReadFile, ReconcileState, Step};
use super::work::Turn;
use crate::browser::announce::announce;
use crate::browser::task::{in_slices, next_task, spawn};
use crate::messages::reconcile as words;
use js_sys::Uint8Array;
use leptos::prelude::*;
use people_file::{Cells, FileError, MOST_BYTES, Reader, Table};
use roster::people::{Mapping, StatusColumn};
use std::collections::HashSet;
use std::rc::Rc;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, File};

/// How many bytes are read between two looks at the clock, and how many the browser hands
/// over at once.
const BUDGET: usize = 64 * 1024;
const CHUNK: usize = 2 * 1024 * 1024;

/// Of how many rows is guessed what the columns mean.
const SAMPLE: usize = 500;

impl ReconcileState {
    /// Reads a file.
    pub(super) fn read_file(self, file: File) {
        let turn = self.begin_reading();
        spawn(async move {
            let name = file.name();
            match bytes_of(&file, &turn).await {
                Ok(Some(bytes)) => self.read(&turn, name, bytes).await,
                Ok(None) => {}
                Err(problem) => self.refuse(&turn, problem),
            }
        });
    }

    /// Reads a text that was pasted.
    pub(super) fn read_text(self, text: String) {
        let turn = self.begin_reading();
        spawn(async move { self.read(&turn, String::new(), text.into_bytes()).await });
    }

    fn begin_reading(self) -> Turn {
        self.forget();
        self.begin("Reading the file", 0)
    }

    async fn read(self, turn: &Turn, name: String, bytes: Vec<u8>) {
        let mut reader = Reader::new(bytes);
        in_slices(|| {
            let has_more = reader.step(BUDGET);
            let progress = reader.progress();
            turn.report_of(progress.done, progress.total) && has_more
        })
        .await;
        if !turn.is_current() {
            return;
        }
        match reader.finish() {
            Ok(table) => self.take(turn, ReadFile { name, table }).await,
            Err(error) => {
                let (words, advice) = words::file_error(&error);
                self.refuse(turn, (words, advice.to_owned()));
            }
        }
    }

    fn refuse(self, turn: &Turn, problem: (String, String)) {
        if turn.is_current() {
            turn.end();
            self.problem.set(Some(problem));
        }
    }

    /// Guesses what the columns of a file mean, and shows the next part of the page. Each is
    /// a task of its own, as is reading the end of the file.
    async fn take(self, turn: &Turn, file: ReadFile) {
        next_task().await;
        let table = &file.table;
        let choices = remembered(table.header()).unwrap_or_else(|| Choices {
            mapping: Mapping::guess(table.header(), &sample(table)),
            ..Choices::default()
        });
        next_task().await;
        if !turn.is_current() {
            return;
        }
        turn.end();
        announce(&words::form_of(table));
        self.choices.set(choices);
        self.file.set(Some(Rc::new(file)));
        self.step.set(Step::Settings);
        self.scan_status();
    }

    /// Chooses the column that says who works here, or that being in the list does.
    pub(super) fn choose_status(self, column: Option<usize>) {
        self.choices.update(|choices| {
            choices.mapping.status = column.map(|column| StatusColumn {
                column,
                ..StatusColumn::default()
            });
        });
        self.scan_status();
    }

    /// Finds the values of the column that says who works here, and guesses what those mean
    /// about which nothing was chosen yet.
    fn scan_status(self) {
        self.status_values.set(None);
        let status = self
            .choices
            .with_untracked(|all| all.mapping.status.clone());
        let (Some(file), Some(status)) = (self.file.get_untracked(), status) else {
            return;
        };
        let turn = self.begin("Reading the values", file.table.len());
        spawn(async move {
            let (mut cells, mut row) = (Cells::default(), 0);
            let (mut known, mut values) = (HashSet::new(), Vec::new());
            in_slices(|| {
                let end = file.table.len().min(row + 500);
                for row in row..end {
                    if file.table.problem(row).is_some() {
                        continue;
                    }
                    file.table.read_row(row, &mut cells);
                    let value = cells.get(status.column).trim();
                    if !known.contains(value) {
                        known.insert(value.to_owned());
                        values.push(value.to_owned());
                    }
                }
                row = end;
                let is_few = values.len() <= StatusColumn::MOST_VALUES;
                is_few && turn.report(row) && row < file.table.len()
            })
            .await;
            if !turn.is_current() {
                return;
            }
            turn.end();
            let header = file.table.header();
            let name = header.get(status.column).map_or("", String::as_str);
            self.take_values(status.column, name, values);
        });
    }

    fn take_values(self, column: usize, name: &str, mut values: Vec<String>) {
        if values.len() > StatusColumn::MOST_VALUES {
            return;
        }
        values.sort_unstable();
        let guess = StatusColumn::guess_values(column, name, &values);
        self.choices.update(|choices| {
            let Some(status) = &mut choices.mapping.status else {
                return;
            };
            let is_open = |value: &String, status: &StatusColumn| {
                !status.here.contains(value) && !status.gone.contains(value)
            };
            for value in guess.here {
                if is_open(&value, status) {
                    status.here.push(value);
                }
            }
            for value in guess.gone {
                if is_open(&value, status) {
                    status.gone.push(value);
                }
            }
        });
        self.status_values.set(Some(values));
    }
}

/// Some rows that can be read.
fn sample(table: &Table) -> Vec<Vec<String>> {
    let mut cells = Cells::default();
    let rows = (0..table.len()).filter(|row| table.problem(*row).is_none());
    rows.take(SAMPLE)
        .map(|row| {
            table.read_row(row, &mut cells);
            cells.iter().map(str::to_owned).collect()
        })
        .collect()
}

/// The bytes of a file; nothing where reading was cancelled.
///
/// # Errors
/// What happened and what to do, where it is too large or the browser cannot read it.
async fn bytes_of(file: &File, turn: &Turn) -> Result<Option<Vec<u8>>, (String, String)> {
    // Sizes of files are whole numbers below 2^53.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    let size = file.size() as usize;
    if size > MOST_BYTES {
        let (words, advice) = words::file_error(&FileError::TooLarge {
            bytes: size,
            most: MOST_BYTES,
        });
        return Err((words, advice.to_owned()));
    }
    let mut bytes = Vec::with_capacity(size);
    while bytes.len() < size {
        let end = size.min(bytes.len() + CHUNK);
        let part = part_of(file, bytes.len(), end).await;
        let Some(part) = part.filter(|part| part.length() > 0) else {
            return Err((
                "The browser cannot read it. It may have been moved or changed.".to_owned(),
                "Choose it again.".to_owned(),
            ));
        };
        let begin = bytes.len();
        bytes.resize(begin + part.length() as usize, 0);
        if let Some(target) = bytes.get_mut(begin..) {
            part.copy_to(target);
        }
        if !turn.report_of(bytes.len(), size) {
            return Ok(None);
        }
    }
    Ok(Some(bytes))
}

/// The bytes from one place to another; nothing where they cannot be read.
async fn part_of(file: &File, begin: usize, end: usize) -> Option<Uint8Array> {
    let file: &Blob = file.as_ref();
    // Exact: sizes are far below 2^53.
    #[expect(clippy::cast_precision_loss)]
    let part = file.slice_with_f64_and_f64(begin as f64, end as f64).ok()?;
    let buffer = JsFuture::from(part.array_buffer()).await.ok()?;
    Some(Uint8Array::new(buffer.unchecked_ref()))
}

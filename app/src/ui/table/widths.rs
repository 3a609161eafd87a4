//! How wide the columns of a table are: as wide as what they show, within limits.
//!
//! The texts of all rows are measured when the rows change, and not while
//! scrolling, so that columns stay still. A text's width is its number of
//! characters times an average width: measuring 100,000 rows on the page would
//! take seconds, and the columns only have to be in proportion.

use super::column::{Column, Width};

/// The longest text that lengths are counted of; no column is wider.
const MOST: u32 = 64;
const LONGEST: usize = MOST as usize;

/// Pixels of a character on average, in the font of the interface and in the one
/// of the texts that machines write.
const CHARACTER: f64 = 7.3;
const MONO_CHARACTER: f64 = 8.0;

/// Pixels at the sides of a cell.
const PADDING: f64 = 24.0;

/// Characters that the arrow of a sorted column takes in its heading.
const ARROW: u32 = 2;

/// How long the texts of a column are.
#[derive(Debug, Clone)]
pub(crate) struct Lengths {
    /// How many texts have each number of characters.
    counts: [u32; LONGEST + 1],
    total: u32,
}

impl Default for Lengths {
    fn default() -> Self {
        Self {
            counts: [0; LONGEST + 1],
            total: 0,
        }
    }
}

impl Lengths {
    /// Counts a text.
    pub(crate) fn add(&mut self, text: &str) {
        // Counting the rest of a long text would change nothing.
        let characters = text.chars().take(LONGEST).count();
        self.counts[characters] += 1;
        self.total += 1;
    }

    /// How many characters show 98 of 100 texts in full: a few very long ones do
    /// not take the space of all other columns.
    pub(crate) fn typical(&self) -> u32 {
        let too_long = self.total / 50;
        let mut longer = 0;
        for (count, characters) in self.counts.iter().rev().zip((0..=MOST).rev()) {
            longer += count;
            if longer > too_long {
                return characters;
            }
        }
        0
    }
}

/// The widths of `columns` as tracks of a CSS grid. `length` is how long the
/// texts of the column with an id are, in characters.
pub(super) fn tracks(columns: &[Column], length: impl Fn(&'static str) -> u32) -> String {
    let tracks: Vec<String> = columns
        .iter()
        .map(|column| match column.width {
            Width::Fixed(width) => width.to_owned(),
            Width::Content { least, most } => {
                let pixels = pixels(column, length(column.id), least, most);
                format!("minmax(0, {pixels}fr)")
            }
        })
        .collect();
    tracks.join(" ")
}

/// How many pixels show `length` characters in `column`, but at least its
/// heading and `least`, and at most `most`.
fn pixels(column: &Column, length: u32, least: u32, most: u32) -> u32 {
    let heading = u32::try_from(column.label.len()).unwrap_or(0) + ARROW;
    let characters = f64::from(length.clamp(least, most.max(least)));
    let character = if column.mono {
        MONO_CHARACTER
    } else {
        CHARACTER
    };
    let content = (characters * character).max(f64::from(heading) * CHARACTER);
    super::window::whole(content + PADDING)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::table::Kind;

    const fn content(id: &'static str, label: &'static str) -> Column {
        Column::text(id, label, Width::Content { least: 6, most: 40 })
    }

    fn lengths(texts: &[&str]) -> u32 {
        let mut lengths = Lengths::default();
        for text in texts {
            lengths.add(text);
        }
        lengths.typical()
    }

    #[test]
    fn few_texts_are_shown_in_full() {
        assert_eq!(lengths(&[]), 0);
        assert_eq!(lengths(&["", ""]), 0);
        assert_eq!(lengths(&["short", "a longer one", ""]), 12);
        assert_eq!(lengths(&["Zoë Ångström"]), 12);
    }

    #[test]
    fn one_very_long_text_among_many_does_not_widen_the_column() {
        let mut texts = vec!["eight ch"; 99];
        let long = "x".repeat(500);
        texts.push(&long);
        assert_eq!(lengths(&texts), 8);
        assert_eq!(lengths(&[&long]), 64);
    }

    #[test]
    fn columns_share_the_space_in_proportion_to_their_texts() {
        let columns = [content("name", "Name"), content("email", "Email")];
        let length = |id| if id == "name" { 16 } else { 30 };
        assert_eq!(
            tracks(&columns, length),
            "minmax(0, 140fr) minmax(0, 243fr)"
        );
    }

    #[test]
    fn widths_stay_within_the_limits_of_their_column() {
        let columns = [content("name", "Name")];
        assert_eq!(tracks(&columns, |_| 0), "minmax(0, 67fr)");
        assert_eq!(tracks(&columns, |_| 64), "minmax(0, 316fr)");
    }

    #[test]
    fn a_heading_has_room_where_the_texts_are_short() {
        let columns = [content("language", "Preferred language")];
        assert_eq!(tracks(&columns, |_| 2), "minmax(0, 170fr)");
    }

    #[test]
    fn fixed_columns_do_not_follow_their_content() {
        let columns = [
            Column::SELECT,
            Column::new(Kind::Time, "seen", "Last sign-in", Width::Fixed("9.5rem")),
        ];
        assert_eq!(tracks(&columns, |_| 30), "2.75rem 9.5rem");
    }
}

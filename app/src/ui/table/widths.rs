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

/// How many characters a column needs. A few very long texts do not take the space
/// of all other columns.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Need {
    /// To show 90 of 100 texts in full. No column gets less while another gets more.
    pub(crate) most_texts: u32,
    /// To show 98 of 100. What is left is shared in proportion to it.
    pub(crate) nearly_all: u32,
}

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

    /// How many characters the column needs.
    pub(crate) fn need(&self) -> Need {
        Need {
            most_texts: self.showing(90),
            nearly_all: self.showing(98),
        }
    }

    /// How many characters show so many percent of the texts in full.
    fn showing(&self, percent: u32) -> u32 {
        let too_long = u64::from(self.total) * u64::from(100 - percent) / 100;
        let mut longer = 0;
        for (count, characters) in self.counts.iter().rev().zip((0..=MOST).rev()) {
            longer += u64::from(*count);
            if longer > too_long {
                return characters;
            }
        }
        0
    }
}

/// The widths of `columns` as tracks of a CSS grid. `need` is what the texts of the
/// column with an id need.
///
/// Where there is room, every column is wide enough for most of its texts, and the
/// rest is shared; where there is not, all are narrower in proportion.
pub(super) fn tracks(columns: &[Column], need: impl Fn(&'static str) -> Need) -> String {
    let pixels = |column: &Column, least, most| {
        let need = need(column.id);
        let pixels = |length| pixels(column, length, least, most);
        (pixels(need.most_texts), pixels(need.nearly_all))
    };
    let mut fixed = vec!["0px"];
    let mut total = 0;
    for column in columns {
        match column.width {
            Width::Fixed(width) => fixed.push(width),
            Width::Content { least, most } => total += pixels(column, least, most).0,
        }
    }
    let rest = format!("(100% - {})", fixed.join(" - "));
    let track = |column: &Column| match column.width {
        Width::Fixed(width) => width.to_owned(),
        Width::Content { least, most } => {
            let (enough, share) = pixels(column, least, most);
            format!("minmax(min({enough}px, {rest} * {enough} / {total}), {share}fr)")
        }
    };
    let tracks: Vec<String> = columns.iter().map(track).collect();
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
        Column::new(Kind::Text, id, label, Width::Content { least: 6, most: 40 })
    }

    fn need(texts: &[&str]) -> Need {
        let mut lengths = Lengths::default();
        for text in texts {
            lengths.add(text);
        }
        lengths.need()
    }

    const fn same(length: u32) -> Need {
        Need {
            most_texts: length,
            nearly_all: length,
        }
    }

    #[test]
    fn few_texts_are_shown_in_full() {
        assert_eq!(need(&[]), same(0));
        assert_eq!(need(&["", ""]), same(0));
        assert_eq!(need(&["short", "a longer one", ""]), same(12));
        assert_eq!(need(&["Zoë Ångström"]), same(12));
    }

    #[test]
    fn a_few_very_long_texts_among_many_do_not_widen_the_column() {
        let long = "x".repeat(500);
        let mut texts = vec!["eight ch"; 99];
        texts.push(&long);
        assert_eq!(need(&texts), same(8));
        texts.extend([&*long; 4]);
        assert_eq!(need(&texts).most_texts, 8);
        assert_eq!(need(&texts).nearly_all, 64);
        assert_eq!(need(&[&long]), same(64));
    }

    #[test]
    fn columns_are_wide_enough_for_most_of_their_texts_and_share_the_rest() {
        let columns = [
            content("name", "Name"),
            content("email", "Email"),
            Column::MENU,
        ];
        let need = |id| match id {
            "name" => Need {
                most_texts: 14,
                nearly_all: 24,
            },
            _ => same(30),
        };
        assert_eq!(
            tracks(&columns, need),
            "minmax(min(126px, (100% - 0px - 3rem) * 126 / 369), 199fr) \
             minmax(min(243px, (100% - 0px - 3rem) * 243 / 369), 243fr) 3rem"
        );
    }

    /// The width of a column by itself, in pixels.
    fn alone(column: Column, length: u32) -> String {
        let track = tracks(&[column], |_| same(length));
        let share = track.rsplit(' ').next().unwrap();
        share.trim_end_matches("fr)").to_owned()
    }

    #[test]
    fn widths_stay_within_the_limits_of_their_column() {
        assert_eq!(alone(content("name", "Name"), 0), "67");
        assert_eq!(alone(content("name", "Name"), 64), "316");
    }

    #[test]
    fn a_heading_has_room_where_the_texts_are_short() {
        assert_eq!(alone(content("language", "Preferred language"), 2), "170");
    }

    #[test]
    fn fixed_columns_do_not_follow_their_content() {
        let columns = [
            Column::SELECT,
            Column::new(Kind::Time, "seen", "Last sign-in", Width::Fixed("9.5rem")),
        ];
        assert_eq!(tracks(&columns, |_| same(30)), "2.75rem 9.5rem");
    }
}

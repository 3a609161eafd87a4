//! Which columns are shown and in which order, as the reader chose them.

/// The columns of a list by their ids, in order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Layout(Vec<(String, bool)>);

impl Layout {
    /// The columns as they are without a choice: each one's id, and whether it is shown.
    pub(crate) fn new<'a>(all: impl Iterator<Item = (&'a str, bool)>) -> Self {
        Self(all.map(|(id, shown)| (id.to_owned(), shown)).collect())
    }

    /// As [`Layout::to_text`] wrote it. Columns of `self` that are not in `text`
    /// keep their place, and unknown ones are ignored.
    pub(crate) fn with(&self, text: &str) -> Self {
        let mut layout: Vec<(String, bool)> = Vec::with_capacity(self.0.len());
        for word in text.split_whitespace() {
            let (id, shown) = match word.strip_prefix('-') {
                Some(id) => (id, false),
                None => (word, true),
            };
            if self.0.iter().any(|(known, _)| known == id)
                && !layout.iter().any(|(before, _)| before == id)
            {
                layout.push((id.to_owned(), shown));
            }
        }
        for (at, column) in self.0.iter().enumerate() {
            if !layout.iter().any(|(id, _)| *id == column.0) {
                layout.insert(at.min(layout.len()), column.clone());
            }
        }
        Self(layout)
    }

    /// As text to be stored: ids in order, with a `-` before those that are hidden.
    pub(crate) fn to_text(&self) -> String {
        let mut text = String::new();
        for (id, shown) in &self.0 {
            if !text.is_empty() {
                text.push(' ');
            }
            if !shown {
                text.push('-');
            }
            text.push_str(id);
        }
        text
    }

    /// Every column and whether it is shown, in order.
    pub(crate) fn all(&self) -> &[(String, bool)] {
        &self.0
    }

    pub(crate) fn shows(&self, id: &str) -> bool {
        self.0.iter().any(|(known, shown)| known == id && *shown)
    }

    /// The place of a column, from 1, and how many there are.
    pub(crate) fn place(&self, id: &str) -> Option<(usize, usize)> {
        let at = self.0.iter().position(|(known, _)| known == id)?;
        Some((at + 1, self.0.len()))
    }

    pub(crate) fn show(&mut self, id: &str, shown: bool) {
        if let Some(column) = self.0.iter_mut().find(|(known, _)| known == id) {
            column.1 = shown;
        }
    }

    /// Moves a column by one place, to the right or to the left.
    pub(crate) fn shift(&mut self, id: &str, right: bool) {
        let Some(at) = self.0.iter().position(|(known, _)| known == id) else {
            return;
        };
        let to = if right { at + 1 } else { at.wrapping_sub(1) };
        if to < self.0.len() {
            self.0.swap(at, to);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn layout() -> Layout {
        Layout::new([("first", true), ("last", false), ("roles", true)].into_iter())
    }

    #[test]
    fn a_choice_is_kept() {
        let mut chosen = layout();
        chosen.show("last", true);
        chosen.show("first", false);
        chosen.shift("roles", false);
        assert_eq!(chosen.to_text(), "-first roles last");
        assert_eq!(layout().with("-first roles last"), chosen);
    }

    #[test]
    fn columns_cannot_be_moved_out_of_the_table() {
        let mut chosen = layout();
        chosen.shift("first", false);
        chosen.shift("roles", true);
        chosen.shift("nothing", true);
        assert_eq!(chosen, layout());
    }

    #[test]
    fn what_was_kept_by_another_version_is_taken_as_far_as_it_goes() {
        assert_eq!(layout().with(""), layout());
        assert_eq!(
            layout().with("gone roles roles -first").to_text(),
            "roles -last -first"
        );
    }
}

//! Which of many rows are on the page, and which element shows which.

/// Rows kept on either side of what is in sight.
const OVERSCAN: u32 = 3;

/// The most rows that are taken to fit into a view. More only fit where a
/// height is not known yet.
const MOST: u32 = 200;

/// How many rows to keep for a view of `height`: always the same number, so that
/// scrolling neither adds nor removes elements.
pub(super) fn size(height: f64, row: f64) -> u32 {
    whole((height / row).min(f64::from(MOST))) + 2 + 2 * OVERSCAN
}

/// The rows on the page, from the first to the one after the last, where
/// `count` are and `size` of them from about `first` on are wanted.
pub(super) fn rows(first: u32, size: u32, count: u32) -> (u32, u32) {
    let start = first
        .saturating_sub(OVERSCAN)
        .min(count.saturating_sub(size));
    (start, count.min(start + size))
}

/// `value` without its fraction; 0 for what is no number of rows.
pub(super) fn whole(value: f64) -> u32 {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "casting saturates, and not a number is 0"
    )]
    let whole = value as u32;
    whole
}

/// How a row comes onto the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Source {
    /// The element at this place shows it already.
    Kept(usize),
    /// The element at this place shows another one so far.
    Recycled(usize),
    /// A new element.
    New,
}

/// Where each of `wanted` comes from, given which row each element shows now, in
/// the order of the page; `None` is free for any. Rows that stay keep their
/// element. What is left over is to go.
pub(super) fn assign(now: &[Option<u32>], wanted: &[u32]) -> Vec<Source> {
    let mut kept = vec![None; wanted.len()];
    let mut free = Vec::with_capacity(now.len());
    for (place, row) in now.iter().enumerate() {
        match row.and_then(|row| wanted.binary_search(&row).ok()) {
            Some(at) if kept[at].is_none() => kept[at] = Some(place),
            _ => free.push(place),
        }
    }
    let mut free = free.into_iter();
    kept.into_iter()
        .map(|kept| match kept {
            Some(place) => Source::Kept(place),
            None => free.next().map_or(Source::New, Source::Recycled),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_window_stays_within_the_rows_and_has_one_size() {
        assert_eq!(size(600.0, 40.0), 23);
        assert_eq!(rows(0, 23, 100_000), (0, 23));
        assert_eq!(rows(2, 23, 100_000), (0, 23));
        assert_eq!(rows(500, 23, 100_000), (497, 520));
        assert_eq!(rows(99_999, 23, 100_000), (99_977, 100_000));
        assert_eq!(rows(7, 23, 5), (0, 5));
        assert_eq!(rows(7, 23, 0), (0, 0));
    }

    #[test]
    fn heights_that_are_not_known_make_no_endless_page() {
        assert_eq!(size(600.0, 0.0), 208);
        assert_eq!(size(0.0, 0.0), 208);
        assert_eq!(size(-5.0, 40.0), 8);
    }

    #[test]
    fn scrolling_by_a_row_moves_one_element() {
        let now = [Some(1), Some(2), Some(3)];
        assert_eq!(
            assign(&now, &[2, 3, 4]),
            [Source::Kept(1), Source::Kept(2), Source::Recycled(0)]
        );
        assert_eq!(
            assign(&now, &[0, 1, 2]),
            [Source::Recycled(2), Source::Kept(0), Source::Kept(1)]
        );
    }

    #[test]
    fn a_jump_uses_the_elements_in_their_order() {
        let now = [Some(1), Some(2), Some(3)];
        assert_eq!(
            assign(&now, &[70, 71, 72, 73]),
            [
                Source::Recycled(0),
                Source::Recycled(1),
                Source::Recycled(2),
                Source::New
            ]
        );
    }

    #[test]
    fn a_row_that_must_stay_keeps_its_element_wherever_the_window_is() {
        let now = [Some(1), Some(2), Some(3)];
        assert_eq!(
            assign(&now, &[2, 70, 71]),
            [Source::Kept(1), Source::Recycled(0), Source::Recycled(2)]
        );
    }

    #[test]
    fn no_element_shows_two_rows() {
        let now = [Some(2), Some(2), None];
        assert_eq!(
            assign(&now, &[2, 3, 4]),
            [Source::Kept(0), Source::Recycled(1), Source::Recycled(2)]
        );
    }
}

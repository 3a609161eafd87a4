//! Tables for people who read them in a terminal.

/// A table with columns as wide as their longest cell.
pub(crate) fn text_table(headings: &[&str], rows: &[impl AsRef<[String]>]) -> String {
    let mut widths: Vec<usize> = headings
        .iter()
        .map(|heading| heading.chars().count())
        .collect();
    for row in rows {
        for (width, cell) in widths.iter_mut().zip(row.as_ref()) {
            *width = (*width).max(cell.chars().count());
        }
    }
    let mut text = line(headings, &widths);
    for row in rows {
        text.push_str(&line(row.as_ref(), &widths));
    }
    text
}

fn line(cells: &[impl AsRef<str>], widths: &[usize]) -> String {
    let mut line = String::new();
    for (cell, width) in cells.iter().map(AsRef::as_ref).zip(widths) {
        line.push_str(cell);
        let gap = width + 2 - cell.chars().count().min(*width);
        line.extend(std::iter::repeat_n(' ', gap));
    }
    line.truncate(line.trim_end().len());
    line.push('\n');
    line
}

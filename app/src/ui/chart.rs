//! A chart of horizontal bars, each stacked of the same few series. What each part is,
//! and its number, is written beside its bar: nothing has to be pointed at or told by
//! colour.

use leptos::prelude::*;
use web_sys::MouseEvent;

/// The most series that can be told apart.
pub(crate) const MOST_SERIES: usize = 5;

/// The whole width of the chart, in hundredths of a percent.
const FULL: u64 = 10_000;

/// The width of a part that would be too narrow to be seen otherwise.
const LEAST: u64 = 150;

/// A bar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Bar {
    /// What it is about.
    pub(crate) label: &'static str,
    /// The numbers of its series, in their order.
    pub(crate) parts: Vec<BarPart>,
}

/// What a bar has of a series.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct BarPart {
    /// The name of the series.
    pub(crate) series: String,
    pub(crate) count: usize,
    /// The number as it is shown.
    pub(crate) text: String,
    /// Where the part leads, if anywhere.
    pub(crate) url: Option<String>,
}

/// Where a part of a bar is, in hundredths of a percent of the whole width.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Span {
    start: u64,
    width: u64,
}

impl Bar {
    fn total(&self) -> u64 {
        self.parts.iter().map(|part| part.count as u64).sum()
    }

    /// Where its parts are, if `most` takes the whole width.
    fn spans(&self, most: u64) -> Vec<Span> {
        let counts: Vec<_> = self.parts.iter().map(|part| part.count as u64).collect();
        let mut start = 0;
        let widths = widths(&counts, most).into_iter();
        let spans = widths.map(|width| {
            let span = Span { start, width };
            start += width;
            span
        });
        spans.collect()
    }
}

/// The widths of parts with these counts, if `most` takes the whole width. Each that
/// counts something can be seen; together they are as wide as their sum, or as wide as
/// it takes to see each of them.
fn widths(counts: &[u64], most: u64) -> Vec<u64> {
    let width = |count: u64| {
        let width = count.saturating_mul(FULL).checked_div(most);
        width.unwrap_or_default().min(FULL)
    };
    let least = LEAST.min(FULL / (counts.len() as u64).max(1));
    let mut widths: Vec<_> = counts
        .iter()
        .map(|count| match count {
            0 => 0,
            count => width(*count).max(least),
        })
        .collect();
    let visible = widths.iter().filter(|width| **width > 0).count() as u64;
    let wanted = width(counts.iter().sum()).max(visible * least);
    // The widest parts have room to give, or to take what was rounded down.
    loop {
        let sum: u64 = widths.iter().sum();
        let Some(widest) = widths.iter_mut().max() else {
            break;
        };
        if sum <= wanted {
            if *widest > 0 {
                *widest += wanted - sum;
            }
            break;
        }
        let room = *widest - least;
        if room == 0 {
            break;
        }
        *widest -= (sum - wanted).min(room);
    }
    widths
}

/// Hundredths of a percent as SVG has them: `12.5%`.
fn percent(part: u64) -> String {
    format!("{}.{:02}%", part / 100, part % 100)
}

/// The chart. Its numbers are also in a table, which is unfolded on demand.
#[component]
pub(crate) fn BarChart(
    /// The heading of the table's first column.
    rows: &'static str,
    /// The bars, which have the same series. They change while the page is open.
    #[prop(into)]
    bars: Signal<Vec<Bar>>,
    /// Opens the page at this URL.
    #[prop(into)]
    on_open: UnsyncCallback<String>,
) -> impl IntoView {
    view! {
        <ul class="chart">{move || bars.with(|bars| draw(bars, on_open))}</ul>
        <details class="chart-table">
            <summary>"Numbers as a table"</summary>
            {move || bars.with(|bars| table(rows, bars))}
        </details>
    }
}

fn draw(bars: &[Bar], on_open: UnsyncCallback<String>) -> AnyView {
    let most = bars.iter().map(Bar::total).max().unwrap_or_default();
    let bar = |bar: &Bar| {
        let drawn = bar.parts.iter().zip(bar.spans(most)).enumerate();
        let drawn = drawn.filter(|(_, (part, _))| part.count > 0);
        let drawn = drawn.map(|(series, (part, span))| draw_part(series, part, span, on_open));
        let listed = bar.parts.iter().enumerate();
        let listed = listed.filter(|(_, part)| part.count > 0);
        let listed = listed.map(|(series, part)| list_part(bar.label, series, part));
        view! {
            <li class="chart-bar">
                <span class="chart-label">{bar.label}</span>
                <svg height="20" aria-hidden="true">
                    {drawn.collect_view()}
                </svg>
                <ul class="chart-parts">{listed.collect_view()}</ul>
            </li>
        }
    };
    bars.iter().map(bar).collect_view().into_any()
}

/// A part of a bar. Its name beside the bar is the link that everyone can reach.
fn draw_part(
    series: usize,
    part: &BarPart,
    span: Span,
    on_open: UnsyncCallback<String>,
) -> AnyView {
    let title = format!("{} {}", part.series, part.text);
    let url = part.url.clone();
    let open = move |event: MouseEvent| {
        let is_plain = !(event.meta_key() || event.ctrl_key() || event.shift_key());
        if let Some(url) = url.clone().filter(|_| is_plain) {
            event.prevent_default();
            on_open.run(url);
        }
    };
    // The group makes the link one of SVG: by itself it would be one of HTML.
    view! {
        <g>
            <a href=part.url.clone() tabindex="-1" on:click=open>
                <rect
                    data-series=series.to_string()
                    x=percent(span.start)
                    width=percent(span.width)
                    height="20"
                >
                    <title>{title}</title>
                </rect>
            </a>
        </g>
    }
    .into_any()
}

fn list_part(bar: &str, series: usize, part: &BarPart) -> AnyView {
    let text = format!("{} {}", part.series, part.text);
    let name = part.url.is_some().then(|| format!("{text}, {bar}"));
    let label = view! {
        <span>{part.series.clone()}</span>
        " "
        <b>{part.text.clone()}</b>
    };
    let label = match part.url.clone() {
        Some(url) => view! {
            <a href=url aria-label=name>
                {label}
            </a>
        }
        .into_any(),
        None => label.into_any(),
    };
    view! { <li data-series=series.to_string()>{label}</li> }.into_any()
}

fn table(rows: &'static str, bars: &[Bar]) -> AnyView {
    let series = bars.first().map(|bar| bar.parts.clone());
    let titles = series.into_iter().flatten().map(|part| {
        view! { <th scope="col">{part.series}</th> }
    });
    let titles = titles.collect_view();
    let row = |bar: &Bar| {
        let cells = bar.parts.iter().map(|part| {
            view! { <td>{part.text.clone()}</td> }
        });
        let cells = cells.collect_view();
        view! {
            <tr>
                <th scope="row">{bar.label}</th>
                {cells}
            </tr>
        }
    };
    view! {
        <table>
            <thead>
                <tr>
                    <th scope="col">{rows}</th>
                    {titles}
                </tr>
            </thead>
            <tbody>{bars.iter().map(row).collect_view()}</tbody>
        </table>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bar(counts: &[usize]) -> Bar {
        let part = |count: &usize| BarPart {
            series: String::new(),
            count: *count,
            text: count.to_string(),
            url: None,
        };
        Bar {
            label: "",
            parts: counts.iter().map(part).collect(),
        }
    }

    #[test]
    fn parts_are_as_wide_as_their_share_of_the_longest_bar() {
        assert_eq!(widths(&[50, 30, 20], 100), [5000, 3000, 2000]);
        assert_eq!(widths(&[25, 0, 25], 100), [2500, 0, 2500]);
        assert_eq!(widths(&[10], 40), [2500]);
    }

    #[test]
    fn nothing_has_no_width_and_nothing_to_compare_with_is_no_error() {
        assert_eq!(widths(&[], 0), [0; 0]);
        assert_eq!(widths(&[0, 0], 0), [0, 0]);
        assert_eq!(widths(&[0, 0], 10), [0, 0]);
        assert_eq!(bar(&[]).spans(0), []);
    }

    #[test]
    fn a_tiny_part_can_be_seen_and_the_whole_stays_whole() {
        assert_eq!(widths(&[99_999, 1], 100_000), [FULL - LEAST, LEAST]);
        assert_eq!(widths(&[1], 100_000), [LEAST]);
        assert_eq!(widths(&[1, 1, 0, 1], 1_000_000), [LEAST, LEAST, 0, LEAST]);
    }

    #[test]
    fn whatever_the_counts_every_part_shows_and_none_leaves_the_chart() {
        let numbers = [
            0,
            1,
            2,
            3,
            7,
            100,
            333,
            99_999,
            300_000,
            u64::from(u32::MAX),
        ];
        for one in numbers {
            for two in numbers {
                for three in numbers {
                    let counts = [one, two, three, 1, 0];
                    let total: u64 = counts.iter().sum();
                    for most in [total, total * 2, total * 1000] {
                        let widths = widths(&counts, most);
                        let sum: u64 = widths.iter().sum();
                        assert!(sum <= FULL, "{counts:?} of {most}: {widths:?}");
                        let shows = counts.iter().zip(&widths);
                        let mut shows = shows.map(|(count, width)| (*count > 0, *width >= LEAST));
                        assert!(
                            shows.all(|(is, shows)| is == shows),
                            "{counts:?}: {widths:?}"
                        );
                        if most == total {
                            assert_eq!(sum, FULL, "{counts:?}: {widths:?}");
                        }
                    }
                }
            }
        }
    }

    #[test]
    fn rounding_leaves_no_gap() {
        let spans = bar(&[1, 1, 1]).spans(3);
        let end = spans.iter().fold(0, |end, span| {
            assert_eq!(span.start, end);
            span.start + span.width
        });
        assert_eq!(end, FULL);
    }

    #[test]
    fn many_parts_share_the_width_evenly_where_each_would_be_too_narrow() {
        let counts = [1; 100];
        let widths = widths(&counts, u64::MAX);
        assert_eq!(widths.iter().sum::<u64>(), FULL);
    }

    #[test]
    fn lengths_are_written_as_percent() {
        for (part, text) in [
            (0, "0.00%"),
            (5, "0.05%"),
            (1250, "12.50%"),
            (FULL, "100.00%"),
        ] {
            assert_eq!(percent(part), text);
        }
    }
}

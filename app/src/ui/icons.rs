//! Icons, drawn in the colour of the text beside them. They only repeat what a word
//! says, so screen readers ignore them.

use leptos::prelude::*;

/// Strokes of an icon in a 16 by 16 box, as SVG path data.
pub(crate) const SEARCH: &str = "M7 2.5a4.5 4.5 0 1 0 0 9a4.5 4.5 0 1 0 0-9M10.4 10.4L14 14";
pub(crate) const MENU: &str = "M2.5 4.5h11M2.5 8h11M2.5 11.5h11";
pub(crate) const SYSTEM: &str = "M2 3h12v8H2zM5.5 14h5M8 11v3";
pub(crate) const SUN: &str = "M8 5.2a2.8 2.8 0 1 0 0 5.6a2.8 2.8 0 1 0 0-5.6M8 1v1.6M8 13.4V15M1 8h1.6M13.4 8H15M3 3l1.1 1.1M11.9 11.9L13 13M3 13l1.1-1.1M11.9 4.1L13 3";
pub(crate) const MOON: &str = "M13.5 9.8A6 6 0 0 1 6.2 2.5a6 6 0 1 0 7.3 7.3z";
pub(crate) const ALERT: &str = "M8 2L14.5 13.5h-13zM8 6.5v3.2M8 11.3v.6";
pub(crate) const BRAND: &str = "M2 4h8M2 8h8M2 12h5M10.5 11.5l1.8 1.8L15 9.6";
pub(crate) const PIVOT: &str = "M8 2L14 8L8 14L2 8zM2 8h12";
/// A pulse, for a platform that watches data.
pub(crate) const ACTIAN: &str = "M1.5 8.5h3l2-5l3.5 9l2-4h2.5";
/// Bars, for a platform of charts.
pub(crate) const METABASE: &str = "M3 13.5V9M8 13.5v-11M13 13.5V6";
/// Lines of a log.
pub(crate) const ACTIVITY: &str = "M3 4h1M6.5 4h7M3 8h1M6.5 8h7M3 12h1M6.5 12h7";
/// Head and shoulders.
pub(crate) const PERSON: &str = "M8 2.5a2.5 2.5 0 1 0 0 5a2.5 2.5 0 1 0 0-5M3 13.5a5 5 0 0 1 10 0";
/// Two people.
pub(crate) const PEOPLE: &str = "M6 3a2.3 2.3 0 1 0 0 4.6a2.3 2.3 0 1 0 0-4.6M1.5 13a4.5 4.5 0 0 1 9 0M10.5 3.2a2.3 2.3 0 0 1 0 4.2M12 9.2a4.5 4.5 0 0 1 2.5 3.8";
/// Four cards.
pub(crate) const OVERVIEW: &str =
    "M2.5 2.5h4.5v4.5h-4.5zM9 2.5h4.5v4.5h-4.5zM2.5 9h4.5v4.5h-4.5zM9 9h4.5v4.5h-4.5z";
/// An envelope.
pub(crate) const OUTBOX: &str = "M2 4h12v8.5H2zM2 4.5l6 4.5l6-4.5";
pub(crate) const HELP: &str = "M5.5 6a2.5 2.5 0 1 1 3.6 2.2C8.3 8.6 8 9 8 10M8 12.4v.6";
pub(crate) const CLOSE: &str = "M4 4l8 8M12 4l-8 8";
/// Two ticks: one of each person.
pub(crate) const APPROVAL: &str = "M1.5 8.5l3 3L11 5M7.5 11l.5.5L14.5 5";
pub(crate) const CHECK: &str = "M3 8.5l3.5 3.5L13 4.5";

/// The icon with these strokes.
#[component]
pub(crate) fn Icon(strokes: &'static str) -> impl IntoView {
    view! {
        <svg class="icon" viewBox="0 0 16 16" aria-hidden="true">
            <path d=strokes></path>
        </svg>
    }
}

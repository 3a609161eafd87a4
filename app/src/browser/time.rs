//! Times and numbers for people, written by the browser.

use js_sys::Intl::{DateTimeFormat, RelativeTimeFormat};
use js_sys::{Array, Date, Object, Reflect};
use leptos::prelude::*;
use std::time::Duration;
use wasm_bindgen::JsValue;

/// The page is in English, so its dates are too: day before month in words,
/// 24 hours. The time zone is the reader's own.
const LOCALE: &str = "en-GB";

/// How often an age is looked at again.
const TICK: Duration = Duration::from_secs(15);

/// The current time in milliseconds since 1970, moving on with [`TICK`].
#[derive(Clone, Copy)]
pub(crate) struct Now(RwSignal<f64>);

impl Now {
    /// Starts the clock. Once, for the whole page.
    pub(crate) fn start() -> Self {
        let now = RwSignal::new(now());
        set_interval(move || now.set(self::now()), TICK);
        Self(now)
    }

    /// How long ago `then` is, in words. Reactive.
    pub(crate) fn age(self, then: f64) -> String {
        // A time just written is later than the last tick.
        relative(then, self.0.get().max(then))
    }
}

/// Milliseconds since 1970.
pub(crate) fn now() -> f64 {
    Date::now()
}

/// [`now`] as a whole number.
#[expect(clippy::cast_possible_truncation, reason = "milliseconds since 1970")]
pub(crate) fn now_millis() -> i64 {
    now() as i64
}

/// A point in time, in milliseconds since 1970, as RFC 3339 in UTC with
/// milliseconds.
pub(crate) fn rfc3339(time: f64) -> String {
    Date::new(&JsValue::from_f64(time)).to_iso_string().into()
}

/// The current time as RFC 3339 in UTC with milliseconds.
pub(crate) fn now_rfc3339() -> String {
    Date::new_0().to_iso_string().into()
}

/// A point in time as it is shown.
pub(crate) struct Written {
    /// The day.
    pub(crate) day: String,
    /// Day, time and zone.
    pub(crate) absolute: String,
    /// The same, and how long ago.
    pub(crate) whole: String,
}

/// Writes the time `text`, where it is one.
pub(crate) fn write(text: &str) -> Option<Written> {
    // `Date` takes a bare number or a word with a number for a date as well.
    if !text.starts_with(|c: char| c.is_ascii_digit()) || !text.contains('-') {
        return None;
    }
    let date = Date::new(&JsValue::from_str(text));
    let then = date.get_time();
    if then.is_nan() {
        return None;
    }
    FORMATS.with(|formats| {
        let whole = absolute(&formats.whole, &date);
        Some(Written {
            day: absolute(&formats.day, &date),
            whole: format!("{whole} ({})", relative(then, now())),
            absolute: whole,
        })
    })
}

/// The time of day of `text`, to the second; nothing where it is no time.
pub(crate) fn clock(text: &str) -> Option<String> {
    let date = Date::new(&JsValue::from_str(text));
    if date.get_time().is_nan() {
        return None;
    }
    Some(FORMATS.with(|formats| absolute(&formats.clock, &date)))
}

/// A day of the calendar, in no particular time zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Day {
    year: u32,
    month: u32,
    /// Its number in the month.
    number: u32,
}

impl Day {
    /// Reads `2026-01-31`; nothing where the calendar has no such day, of which
    /// `Date` would make a later one.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let mut parts = text.split('-');
        let mut number = |digits: usize| {
            let part = parts.next().filter(|part| part.len() == digits)?;
            let is_number = part.bytes().all(|byte| byte.is_ascii_digit());
            is_number.then(|| part.parse::<u32>().ok())?
        };
        let (year, month, day) = (number(4)?, number(2)?, number(2)?);
        let is_leap =
            year.is_multiple_of(4) && !year.is_multiple_of(100) || year.is_multiple_of(400);
        let days = match month {
            2 if is_leap => 29,
            2 => 28,
            4 | 6 | 9 | 11 => 30,
            1..=12 => 31,
            _ => return None,
        };
        let is_day = parts.next().is_none() && (1..=days).contains(&day);
        is_day.then_some(Self {
            year,
            month,
            number: day,
        })
    }

    /// When it begins where the reader is: RFC 3339 in UTC.
    pub(crate) fn start(self) -> Option<String> {
        self.start_of(self.number)
    }

    /// When it ends where the reader is, which is when the next one begins.
    pub(crate) fn end(self) -> Option<String> {
        self.start_of(self.number + 1)
    }

    /// When the day of this number begins. It is always made from midnight: a
    /// later midnight that is counted from a day without one, as clocks are put
    /// forward at midnight in some zones, would be an hour late.
    fn start_of(self, day: u32) -> Option<String> {
        let date = Date::new_with_year_month_day(2000, 0, 1);
        let (month, day) = (self.month.cast_signed() - 1, day.cast_signed());
        date.set_full_year_with_month_date(self.year, month, day);
        date.to_iso_string().as_string()
    }
}

/// `count` with its thousands set apart: “12,345”.
pub(crate) fn number(count: usize) -> String {
    let digits = count.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.char_indices() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

struct Formats {
    day: DateTimeFormat,
    whole: DateTimeFormat,
    clock: DateTimeFormat,
    relative: RelativeTimeFormat,
}

thread_local! {
    // Making a formatter takes a hundred times as long as using it.
    static FORMATS: Formats = {
        let locale = Array::of1(&LOCALE.into());
        let date = [("day", "numeric"), ("month", "short"), ("year", "numeric")];
        let time = [("hour", "2-digit"), ("minute", "2-digit"), ("timeZoneName", "short")];
        let clock = [("hour", "2-digit"), ("minute", "2-digit"), ("second", "2-digit")];
        Formats {
            clock: DateTimeFormat::new(&locale, &options(&clock)),
            day: DateTimeFormat::new(&locale, &options(&date)),
            whole: DateTimeFormat::new(&locale, &options(&[date, time].concat())),
            relative: RelativeTimeFormat::new(
                &locale,
                &options(&[("numeric", "auto"), ("style", "short")]),
            ),
        }
    };
}

fn options(pairs: &[(&str, &str)]) -> Object {
    let options = Object::new();
    for (key, value) in pairs {
        // Setting a property of a fresh object cannot fail.
        let _ = Reflect::set(&options, &(*key).into(), &(*value).into());
    }
    options
}

fn absolute(format: &DateTimeFormat, date: &Date) -> String {
    format
        .format()
        .call1(&JsValue::UNDEFINED, date)
        .ok()
        .and_then(|text| text.as_string())
        .unwrap_or_default()
}

/// `then` seen from `now`, both in milliseconds.
fn relative(then: f64, now: f64) -> String {
    let seconds = (then - now) / 1000.0;
    if seconds.abs() < 45.0 {
        return "just now".to_owned();
    }
    let (unit, length) = [
        ("year", 31_557_600.0),
        ("month", 2_629_800.0),
        ("day", 86_400.0),
        ("hour", 3_600.0),
    ]
    .into_iter()
    .find(|(_, length)| seconds.abs() >= *length)
    .unwrap_or(("minute", 60.0));
    let count = (seconds / length).round();
    // 45 to 59 seconds are a minute, never "this minute".
    let count = if count == 0.0 {
        seconds.signum()
    } else {
        count
    };
    FORMATS.with(|formats| formats.relative.format(count, unit).into())
}

/// A time span: “120 ms”, “1.2 s”.
pub(crate) fn duration(milliseconds: u32) -> String {
    if milliseconds < 1000 {
        return format!("{milliseconds} ms");
    }
    let tenths = milliseconds / 100;
    let [whole, rest] = [tenths / 10, tenths % 10].map(|part| part.to_string());
    format!("{whole}.{rest} s")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_are_set_apart() {
        for (count, text) in [
            (0, "0"),
            (999, "999"),
            (1000, "1,000"),
            (12_345, "12,345"),
            (1_234_567, "1,234,567"),
        ] {
            assert_eq!(number(count), text);
        }
    }

    #[test]
    fn only_days_of_the_calendar_are_days() {
        for text in ["2026-01-31", "2028-02-29", "2000-02-29", "0001-12-31"] {
            assert!(Day::parse(text).is_some(), "{text}");
        }
        for text in [
            "",
            "2026",
            "2026-02-30",
            "2026-02-29",
            "1900-02-29",
            "2026-04-31",
            "2026-13-01",
            "2026-00-10",
            "2026-01-00",
            "2026-1-1",
            "2026-01-01-01",
            "2026-01-01T00:00",
            "+2026-01-01",
            "2026-01-+1",
            " 2026-01-01",
            "12026-01-01",
            "２０２６-01-01",
        ] {
            assert_eq!(Day::parse(text), None, "{text}");
        }
    }
}

//! Times as platforms write them, as numbers to sort by.

/// The milliseconds since 1970 of an RFC 3339 time, such as
/// `2022-09-21T07:57:26.317Z`. A time without a zone is taken for UTC, a date
/// without a time for its midnight. Nothing when it is no such time.
pub fn millis(text: &str) -> Option<i64> {
    let mut rest = text.trim();
    let year = digits(&mut rest, 4)?;
    sign(&mut rest, "-")?;
    let month = digits(&mut rest, 2)?;
    sign(&mut rest, "-")?;
    let day = digits(&mut rest, 2)?;
    if !(1..=12).contains(&month) || !(1..=31).contains(&day) {
        return None;
    }
    let midnight = days(year, month, day) * 86_400_000;
    if rest.is_empty() {
        return Some(midnight);
    }
    sign(&mut rest, "Tt ")?;
    let hours = digits(&mut rest, 2)?;
    sign(&mut rest, ":")?;
    let minutes = digits(&mut rest, 2)?;
    sign(&mut rest, ":")?;
    let seconds = digits(&mut rest, 2)?;
    if hours > 23 || minutes > 59 || seconds > 60 {
        return None;
    }
    let fraction = fraction(&mut rest);
    let time = ((hours * 60 + minutes) * 60 + seconds) * 1000 + fraction;
    Some(midnight + time - zone(rest)? * 60_000)
}

fn digits(rest: &mut &str, count: usize) -> Option<i64> {
    let (digits, after) = rest.split_at_checked(count)?;
    *rest = after;
    let is_number = digits.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| digits.parse().ok())?
}

fn sign(rest: &mut &str, signs: &str) -> Option<char> {
    let sign = rest.chars().next().filter(|sign| signs.contains(*sign))?;
    *rest = &rest[sign.len_utf8()..];
    Some(sign)
}

/// The milliseconds of a fraction of a second, where there is one.
fn fraction(rest: &mut &str) -> i64 {
    if sign(rest, ".,").is_none() {
        return 0;
    }
    let after = rest.trim_start_matches(|c: char| c.is_ascii_digit());
    let digits = rest[..rest.len() - after.len()].bytes();
    *rest = after;
    digits
        .chain(*b"000")
        .take(3)
        .fold(0, |sum, digit| sum * 10 + i64::from(digit - b'0'))
}

/// The minutes that a zone is ahead of UTC.
fn zone(mut rest: &str) -> Option<i64> {
    if matches!(rest, "" | "Z" | "z") {
        return Some(0);
    }
    let ahead = if sign(&mut rest, "+-")? == '-' { -1 } else { 1 };
    let hours = digits(&mut rest, 2)?;
    sign(&mut rest, ":");
    let minutes = digits(&mut rest, 2)?;
    rest.is_empty().then_some(ahead * (hours * 60 + minutes))
}

/// The days since 1970-01-01, in the Gregorian calendar.
const fn days(year: i64, month: i64, day: i64) -> i64 {
    // Years start in March, so that a leap day is a year's last day.
    let year = if month < 3 { year - 1 } else { year };
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    let leap = year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400);
    year * 365 + leap + of_year - 719_468
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_read_in_every_usual_writing() {
        for (text, expected) in [
            ("1970-01-01T00:00:00Z", 0),
            ("1969-12-31T23:59:59.999Z", -1),
            ("2022-09-21T07:57:26.317Z", 1_663_747_046_317),
            ("2022-09-21T09:57:26.317+02:00", 1_663_747_046_317),
            ("2022-09-21 07:57:26.3179999", 1_663_747_046_317),
            ("2022-09-21T07:57:26.3-0000", 1_663_747_046_300),
            ("2000-02-29", 951_782_400_000),
            ("2024-12-31T00:00:00Z", 1_735_603_200_000),
        ] {
            assert_eq!(millis(text), Some(expected), "{text}");
        }
    }

    #[test]
    fn what_is_no_time_is_none() {
        for text in [
            "",
            "never",
            "2022",
            "2022-13-01",
            "2022-00-01",
            "2022-01-00",
            "2022-01-01T",
            "2022-01-01T24:00:00Z",
            "2022-01-01T00:00:00X",
            "2022-01-01T00:00:00+1",
            "+022-01-01",
            "２０２２-01-01",
            "2022-01-01T00:00:00Zx",
        ] {
            assert_eq!(millis(text), None, "{text}");
        }
    }
}

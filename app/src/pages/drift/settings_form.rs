//! What is typed about drift, checked as the server does.

use std::collections::HashSet;
use wire::console::people::SettingsValue;

/// How many days can be set at most.
pub(super) const MAX_DAYS: u32 = 3650;

/// How many domains there can be at most, and how long one is.
const MAX_DOMAINS: usize = 100;
const MAX_DOMAIN: usize = 253;

/// Reads a number of days.
///
/// # Errors
/// Why it is none.
pub(super) fn read_days(text: &str) -> Result<u32, String> {
    let days = text.trim().parse().ok();
    days.filter(|days| (1..=MAX_DAYS).contains(days))
        .ok_or_else(|| "Enter a number of days from 1 to 3,650.".to_owned())
}

/// Reads domains, which lines, spaces, commas or semicolons separate. One that is there
/// twice counts once.
///
/// # Errors
/// Which is none, and why.
pub(super) fn read_domains(text: &str) -> Result<Vec<String>, String> {
    let is_between = |one: char| one.is_whitespace() || one == ',' || one == ';';
    let mut known = HashSet::new();
    let mut domains = Vec::new();
    for domain in text.split(is_between).filter(|domain| !domain.is_empty()) {
        if let Some((_, after)) = domain.rsplit_once('@') {
            return Err(format!(
                "“{domain}” is an address. Enter what follows the @: {after}"
            ));
        }
        if domain.contains('/') || domain.contains(char::is_control) {
            return Err(format!("“{domain}” is not a domain."));
        }
        let name = domain.strip_prefix("*.").unwrap_or(domain);
        if name.is_empty() || name.contains('*') {
            return Err(format!(
                "“{domain}” is not a domain. Write *.company.com for everything below \
                 company.com."
            ));
        }
        if domain.chars().count() > MAX_DOMAIN {
            return Err(format!("A domain has at most {MAX_DOMAIN} characters."));
        }
        if known.insert(domain.to_lowercase()) {
            domains.push(domain.to_owned());
        }
    }
    if domains.len() > MAX_DOMAINS {
        return Err(format!("There can be at most {MAX_DOMAINS} domains."));
    }
    Ok(domains)
}

/// Whether `text` is a day from `today` to `last`; all are written `2026-01-31`.
///
/// # Errors
/// Why it is not.
pub(super) fn check_until(text: &str, today: &str, last: &str) -> Result<(), &'static str> {
    let is_day = crate::browser::time::Day::parse(text).is_some();
    if !is_day {
        Err("Enter the day on which it ends.")
    } else if text < today {
        Err("This day is over. Enter a later one.")
    } else if text > last {
        Err("Enter a day within the next two years.")
    } else {
        Ok(())
    }
}

/// The settings in words.
pub(super) fn written(value: &SettingsValue) -> String {
    let domains = if value.domains.is_empty() {
        "no domains".to_owned()
    } else {
        value.domains.join(", ")
    };
    format!(
        "{} days without a sign-in, {} days since the invitation, {domains}",
        value.inactive_days, value.invited_days
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_whole_numbers_that_the_server_takes() {
        for (text, days) in [("1", 1), (" 90 ", 90), ("3650", 3650)] {
            assert_eq!(read_days(text), Ok(days));
        }
        for text in ["", "0", "-1", "3651", "1.5", "ninety", "99999999999"] {
            assert!(read_days(text).is_err(), "{text}");
        }
    }

    #[test]
    fn domains_are_read_from_lines_and_lists() {
        let read = read_domains("company.com\n*.company.com, MÜNCHEN.example; company.com\n");
        let expected = ["company.com", "*.company.com", "MÜNCHEN.example"];
        assert_eq!(read, Ok(expected.map(str::to_owned).to_vec()));
        assert_eq!(read_domains(" \n "), Ok(Vec::new()));
    }

    #[test]
    fn what_is_no_domain_is_said() {
        for text in [
            "ana@company.com",
            "https://company.com",
            "*.",
            "*company.com",
        ] {
            assert!(read_domains(text).is_err(), "{text}");
        }
        assert!(read_domains(&"a".repeat(254)).is_err());
        let many: Vec<String> = (0..101).map(|at| format!("a{at}.example")).collect();
        assert!(read_domains(&many.join("\n")).is_err());
        assert!(read_domains(&many[1..].join("\n")).is_ok());
    }

    #[test]
    fn a_dismissal_ends_within_two_years() {
        let check = |text| check_until(text, "2026-01-15", "2028-01-15");
        for text in ["2026-01-15", "2026-04-15", "2028-01-15"] {
            assert_eq!(check(text), Ok(()), "{text}");
        }
        for text in ["", "2026-01-14", "2028-01-16", "2026-02-30", "tomorrow"] {
            assert!(check(text).is_err(), "{text}");
        }
    }
}

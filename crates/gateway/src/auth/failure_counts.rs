//! Decides which failed sign-ins are recorded one by one and which are only
//! counted: a program that tries passwords must not fill the disk, nor hide all
//! other entries.

use crate::http::client_address::ClientAddress;
use std::collections::HashMap;
use std::net::IpAddr;
use std::time::{Duration, Instant};

/// The time for which the following limits apply.
const WINDOW: Duration = Duration::from_secs(60);
/// How many failures of one address are recorded one by one.
const PER_ADDRESS: u32 = 5;
/// How many failures of all addresses together are recorded one by one.
const TOGETHER: u32 = 20;
/// How many addresses with more failures are named; the others are counted
/// together.
const NAMED: usize = 5;
/// How many addresses are counted separately.
const ADDRESSES: usize = 4096;

/// The failures since the last summary.
#[derive(Debug, Default)]
pub(super) struct Failures {
    /// When the window began.
    since: Option<Instant>,
    /// How many were recorded in it.
    recorded: u32,
    addresses: HashMap<Option<IpAddr>, Counts>,
    /// Failures of addresses that are not counted separately.
    others: u64,
}

#[derive(Debug, Default)]
struct Counts {
    recorded: u32,
    /// Since the last summary.
    withheld: u64,
}

/// How many failures of an address were not recorded one by one.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Summary {
    /// The address; nothing if there are several, or if it is unknown.
    pub(super) address: Option<IpAddr>,
    pub(super) attempts: u64,
}

impl Failures {
    /// Whether a failure is recorded by itself; otherwise it is counted. An attempt
    /// that was `throttled` is only ever counted, as its password was not tried.
    pub(super) fn is_recorded(
        &mut self,
        address: Option<IpAddr>,
        throttled: bool,
        now: Instant,
    ) -> bool {
        let is_over = |since| now.saturating_duration_since(since) >= WINDOW;
        if self.since.is_none_or(is_over) {
            self.since = Some(now);
            self.recorded = 0;
            for counts in self.addresses.values_mut() {
                counts.recorded = 0;
            }
        }
        let address = address.map(|address| ClientAddress(address).network());
        if self.addresses.len() >= ADDRESSES && !self.addresses.contains_key(&address) {
            self.others += 1;
            return false;
        }
        let counts = self.addresses.entry(address).or_default();
        if throttled || counts.recorded >= PER_ADDRESS || self.recorded >= TOGETHER {
            counts.withheld += 1;
            return false;
        }
        counts.recorded += 1;
        self.recorded += 1;
        true
    }

    /// Takes the counts of failures that were not recorded.
    pub(super) fn take(&mut self) -> Vec<Summary> {
        let mut withheld = Vec::new();
        self.addresses.retain(|address, counts| {
            let attempts = std::mem::take(&mut counts.withheld);
            if attempts > 0 {
                let address = *address;
                withheld.push(Summary { address, attempts });
            }
            // An address that did nothing more is forgotten with the next summary.
            attempts > 0 || counts.recorded > 0
        });
        withheld.sort_by_key(|summary| std::cmp::Reverse(summary.attempts));
        let rest = withheld.split_off(withheld.len().min(NAMED));
        let others = std::mem::take(&mut self.others);
        let attempts = others + rest.iter().map(|summary| summary.attempts).sum::<u64>();
        if attempts > 0 {
            let address = None;
            withheld.push(Summary { address, attempts });
        }
        withheld
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address(number: u32) -> IpAddr {
        IpAddr::from(number.to_be_bytes())
    }

    #[test]
    fn some_failures_a_minute_are_recorded_and_the_others_are_counted() {
        let mut failures = Failures::default();
        let start = Instant::now();
        let mut recorded = 0;
        for number in 0..100_000_u32 {
            let of = Some(address(number % 10));
            recorded += u32::from(failures.is_recorded(of, false, start));
        }
        assert_eq!(recorded, TOGETHER);
        let summaries = failures.take();
        assert_eq!(summaries.len(), NAMED + 1);
        let attempts: u64 = summaries.iter().map(|summary| summary.attempts).sum();
        assert_eq!(attempts, 100_000 - u64::from(TOGETHER));
        assert_eq!(summaries[NAMED].address, None);
        assert_eq!(failures.take(), []);
        // The summary begins no new minute.
        assert!(!failures.is_recorded(Some(address(77)), false, start + WINDOW / 2));
        assert!(failures.is_recorded(Some(address(77)), false, start + WINDOW));
        assert!(!failures.is_recorded(Some(address(78)), true, start + WINDOW));
    }

    #[test]
    fn many_failures_of_one_address_do_not_hide_those_of_another() {
        let mut failures = Failures::default();
        let now = Instant::now();
        for attempt in 0..50 {
            let is_recorded = failures.is_recorded(Some(address(1)), false, now);
            assert_eq!(is_recorded, attempt < PER_ADDRESS, "{attempt}");
        }
        assert!(failures.is_recorded(Some(address(2)), false, now));
        let of_ipv6 = |text: &str| Some(text.parse().unwrap());
        for attempt in 0..10 {
            let address = of_ipv6(&format!("2001:db8::{attempt}"));
            let is_recorded = failures.is_recorded(address, false, now);
            assert_eq!(is_recorded, attempt < PER_ADDRESS, "{attempt}");
        }
        let summaries = failures.take();
        assert_eq!(summaries.len(), 2);
        assert_eq!(
            (summaries[0].address, summaries[0].attempts),
            (Some(address(1)), 45)
        );
        assert_eq!(summaries[1].address, of_ipv6("2001:db8::"));
    }

    #[test]
    fn memory_is_bounded_however_many_addresses_there_are() {
        let mut failures = Failures::default();
        let now = Instant::now();
        for number in 0..100_000 {
            failures.is_recorded(Some(address(number)), false, now);
        }
        assert_eq!(failures.addresses.len(), ADDRESSES);
        let attempts: u64 = failures.take().iter().map(|one| one.attempts).sum();
        assert_eq!(attempts, 100_000 - u64::from(TOGETHER));
        failures.is_recorded(Some(address(1)), false, now + WINDOW);
        failures.take();
        assert!(failures.addresses.len() <= 1);
    }
}

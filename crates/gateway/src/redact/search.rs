//! Finds secrets in a chunk of text.

use super::SecretMask;
use super::escapes::{LAYERS, Reader, is_introducer};
use super::harmless::is_harmless;
use memchr::{memchr_iter, memchr3_iter, memmem};
use std::collections::HashSet;
use std::ops::Range;

/// The result of a search.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Found {
    /// The positions of secrets, sorted and not overlapping.
    pub(super) spans: Vec<Range<usize>>,
    /// More text cannot change the result before this position. A secret may begin here
    /// whose end has not arrived yet.
    pub(super) settled: usize,
}

impl SecretMask {
    /// Finds the secrets in `text`; `is_whole` says that nothing follows it.
    pub(super) fn find(&self, text: &[u8], is_whole: bool) -> Found {
        let mut found = Found {
            spans: Vec::new(),
            settled: text.len(),
        };
        if self.patterns.is_empty() {
            return found;
        }
        self.find_verbatim(text, &mut found.spans);
        self.find_escaped(text, is_whole, &mut found);
        if !is_whole {
            let beginning = text.len() - self.longest_beginning(text);
            found.settled = found.settled.min(beginning);
        }
        merge(&mut found.spans);
        found
    }

    fn find_verbatim(&self, text: &[u8], spans: &mut Vec<Range<usize>>) {
        let Some(sampler) = &self.sampler else {
            return self.find_verbatim_in(text, 0..text.len(), spans);
        };
        for part in sampler.parts(text) {
            self.find_verbatim_in(text, part, spans);
        }
    }

    fn find_verbatim_in(&self, text: &[u8], part: Range<usize>, spans: &mut Vec<Range<usize>>) {
        let from = part.start;
        let text = &text[part];
        if let Some(verbatim) = &self.verbatim {
            let found = verbatim.find_iter(text);
            spans.extend(found.map(|found| from + found.start()..from + found.end()));
            return;
        }
        for pattern in &self.patterns {
            let found = memmem::find_iter(text, pattern);
            spans.extend(found.map(|at| from + at..from + at + pattern.len()));
        }
    }

    /// Finds secrets with escapes: each begins with the unescaped start of a pattern,
    /// which may be empty, followed by its first escape.
    fn find_escaped(&self, text: &[u8], is_whole: bool, found: &mut Found) {
        let mut reader = Reader::new(text, is_whole);
        let is_of_interest = |byte: u8| self.occurring.has(byte);
        for at in memchr3_iter(b'%', b'\\', b'&', text) {
            if is_harmless(&text[at..], is_of_interest) {
                continue;
            }
            reader.ran_out = false;
            let units = reader.units(at, LAYERS);
            if reader.ran_out {
                let before = self.longest_beginning(&text[..at]);
                found.settled = found.settled.min(at - before);
            }
            for unit in units.escaped() {
                if !is_of_interest(unit.bytes()[0]) {
                    continue;
                }
                for pattern in &self.patterns {
                    for before in memchr_iter(unit.bytes()[0], pattern) {
                        let begins = before <= at
                            && pattern[before..].starts_with(unit.bytes())
                            && text[at - before..at] == pattern[..before];
                        if !begins {
                            continue;
                        }
                        let matched = before + unit.bytes().len();
                        reader.ran_out = false;
                        let end = end_of(&mut reader, pattern, unit.end, matched);
                        let start = at - before;
                        if reader.ran_out {
                            found.settled = found.settled.min(start);
                        } else if let Some(end) = end {
                            found.spans.push(start..end);
                        }
                    }
                }
            }
        }
    }

    /// The length of the longest suffix of `text` that is the start of a pattern.
    fn longest_beginning(&self, text: &[u8]) -> usize {
        let beginnings = self.patterns.iter().filter_map(|pattern| {
            let from = text.len().saturating_sub(pattern.len() - 1);
            memchr_iter(pattern[0], &text[from..])
                .map(|at| from + at)
                .find(|at| pattern.starts_with(&text[*at..]))
        });
        beginnings.min().map_or(0, |at| text.len() - at)
    }
}

/// The end of `pattern`, of which `matched` bytes precede `at`, if it continues there.
/// If several readings reach an end, the farthest.
fn end_of(reader: &mut Reader<'_>, pattern: &[u8], at: usize, matched: usize) -> Option<usize> {
    let mut end = None;
    let mut seen = HashSet::new();
    let mut ways = vec![(at, matched)];
    while let Some((mut at, mut matched)) = ways.pop() {
        loop {
            if matched == pattern.len() {
                end = end.max(Some(at));
                break;
            }
            let Some(byte) = reader.byte(at) else { break };
            if !is_introducer(byte) {
                if byte != pattern[matched] {
                    break;
                }
                at += 1;
                matched += 1;
                continue;
            }
            // Each position is continued from once: otherwise a secret of many percent
            // signs could be read in too many ways.
            for unit in reader.units(at, LAYERS) {
                let way = (unit.end, matched + unit.bytes().len());
                if pattern[matched..].starts_with(unit.bytes()) && seen.insert(way) {
                    ways.push(way);
                }
            }
            break;
        }
    }
    end
}

/// Sorts `spans` and merges overlapping ones.
fn merge(spans: &mut Vec<Range<usize>>) {
    spans.sort_unstable_by_key(|span| (span.start, span.end));
    spans.dedup_by(|later, earlier| {
        let overlap = later.start < earlier.end;
        if overlap {
            earlier.end = earlier.end.max(later.end);
        }
        overlap
    });
}

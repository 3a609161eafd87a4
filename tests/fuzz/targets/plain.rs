//! Any answer to every reader of wire, changed at random: what CI runs. It
//! needs nothing but stable Rust, and finds less than libFuzzer does, which
//! sees what a change leads to.
//!
//! `plain SECONDS SEEDS DICTIONARY`: SEEDS is a folder of inputs, DICTIONARY a
//! file as libFuzzer takes it. Every seed is read as it is first.

use fastrand::Rng;
use fuzz::check;
use fuzz::counting::Counting;
use fuzz::input::MARK;
use std::io::{Error, ErrorKind};
use std::path::Path;
use std::time::{Duration, Instant};
use wire_readers::every_reader;

#[global_allocator]
static ALLOCATOR: Counting = Counting;

/// The longest input, in bytes, as with libFuzzer.
const LONGEST: usize = 4096;

/// The most changes at a time.
const CHANGES: usize = 6;

/// Prints an input that a reader does not survive, as a Rust byte string.
struct Shown<'a>(&'a [u8]);

impl Drop for Shown<'_> {
    fn drop(&mut self) {
        if std::thread::panicking() {
            eprintln!("the input was b\"{}\"", self.0.escape_ascii());
        }
    }
}

fn main() -> Result<(), Error> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [seconds, seeds, dictionary] = arguments.as_slice() else {
        return Err(invalid("plain SECONDS SEEDS DICTIONARY"));
    };
    let seconds = seconds
        .parse()
        .map_err(|_| invalid("SECONDS is a number"))?;
    let seeds = read_all(Path::new(seeds))?;
    let words = words(&std::fs::read_to_string(dictionary)?);
    let readers = every_reader();
    // The same inputs every time: a failure can be had again.
    let mut random = Rng::with_seed(9095);
    let end = Instant::now() + Duration::from_secs(seconds);
    let (mut runs, mut worst) = (0_u64, 0.0_f64);
    let mut read = |input: &[u8]| {
        let shown = Shown(input);
        worst = worst.max(check(&readers, input));
        runs += 1;
        drop(shown);
    };
    for seed in &seeds {
        read(seed);
    }
    while Instant::now() < end {
        let mut input = random.choice(&seeds).cloned().unwrap_or_default();
        for _ in 0..random.usize(1..=CHANGES) {
            change(&mut input, &seeds, &words, &mut random);
        }
        input.truncate(LONGEST);
        read(&input);
    }
    println!(
        "{runs} answers to {} readers each, {worst:.1} times the answer held at most",
        readers.len()
    );
    Ok(())
}

fn invalid(says: &str) -> Error {
    Error::new(ErrorKind::InvalidInput, says)
}

fn read_all(folder: &Path) -> Result<Vec<Vec<u8>>, Error> {
    let mut paths = Vec::new();
    for entry in folder.read_dir()? {
        paths.push(entry?.path());
    }
    paths.sort();
    paths.iter().map(std::fs::read).collect()
}

/// The words of a dictionary: what stands in quotes, two escapes undone.
fn words(dictionary: &str) -> Vec<Vec<u8>> {
    dictionary
        .lines()
        .filter_map(|line| line.strip_prefix('"')?.strip_suffix('"'))
        .map(|word| {
            word.replace("\\x1e", "\x1e")
                .replace("\\\"", "\"")
                .replace("\\\\", "\\")
                .into_bytes()
        })
        .collect()
}

/// Changes one thing at a place in `input`.
fn change(input: &mut Vec<u8>, seeds: &[Vec<u8>], words: &[Vec<u8>], random: &mut Rng) {
    let at = random.usize(0..=input.len());
    let to = random.usize(at..=input.len().min(at + 64));
    match random.u8(0..7) {
        0 => insert(input, at, &[random.u8(..)]),
        1 => drop(input.drain(at..to)),
        2 => {
            let piece = input[at..to].to_vec();
            insert(input, at, &piece);
        }
        3 => insert(input, at, &[MARK]),
        4 => {
            // The tail of another.
            let other = random.choice(seeds).map_or(&[][..], Vec::as_slice);
            let from = random.usize(0..=other.len());
            input.truncate(at);
            input.extend_from_slice(&other[from..]);
        }
        _ => insert(input, at, random.choice(words).map_or(&[], Vec::as_slice)),
    }
}

fn insert(input: &mut Vec<u8>, at: usize, piece: &[u8]) {
    input.splice(at..at, piece.iter().copied());
}

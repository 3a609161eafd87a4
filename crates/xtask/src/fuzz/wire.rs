//! wire's readers, by libFuzzer.
//!
//! cargo-fuzz wants a nightly toolchain for its sanitizers only. wire is safe
//! Rust, so there is nothing for them to find; without them the stable
//! toolchain of this checkout does.

use std::{fs, path::Path, process::Command};

use anyhow::{Context, Result};

use crate::{files::files_ending_in, process, setup, workspace::Workspace};

/// What the target takes before a body: a status and a content type, here JSON
/// with 200 and with 400 (tests/fuzz/input.rs).
const HEADS: [[u8; 2]; 2] = [[0, 1], [3, 1]];

/// What tests/fuzz/shapes.txt writes for the target's mark, and the mark.
const MARK: (&str, &str) = ("␞", "\x1e");

/// What the readers look for, beside the target.
const DICTIONARY: &str = "wire.dict";

/// What a failure means.
const FOUND: &str = "wire's readers do not hold up: what happened and the input stand above. \
     Mend the reader, or, where it did not build, see tests/fuzz";

/// The longest input, in bytes. The target makes long bodies of short ones.
const LONGEST: u32 = 4096;

/// Fuzzes for `seconds`.
///
/// # Errors
/// When set-up or the build fails, or when an input is found that makes a
/// reader panic or take too much memory.
pub(super) fn run(workspace: &Workspace, seconds: u32) -> Result<()> {
    let cargo_fuzz = setup::fuzz_wire(workspace)?;
    let folder = workspace.fuzz_tests();
    let state = workspace.state().join("fuzz");
    let (corpus, seeds) = (state.join("corpus"), state.join("seeds"));
    fs::create_dir_all(&corpus).with_context(|| format!("{} cannot be made", corpus.display()))?;
    plant(&bodies(workspace)?, &seeds)?;
    let dictionary = folder.join(DICTIONARY);
    println!("==> Fuzzing wire's readers for {seconds} s");
    let mut fuzz = Command::new(cargo_fuzz);
    // cargo's own subcommands get their name first.
    fuzz.args(["fuzz", "run", "--fuzz-dir"])
        .arg(&folder)
        .args(["--sanitizer", "none", "--target-dir"])
        .arg(state.join("target"))
        .arg("wire")
        .args([&corpus, &seeds])
        .arg("--")
        .arg(format!("-max_total_time={seconds}"))
        .arg(format!("-max_len={LONGEST}"))
        .arg(format!("-dict={}", dictionary.display()))
        .args(["-timeout=20", "-print_final_stats=1", "-verbosity=1"])
        .current_dir(&workspace.root);
    process::run(&mut fuzz).context(FOUND)
}

/// Reads inputs that are changed at random for `seconds`, in stable Rust.
/// Building cargo-fuzz takes minutes, which CI has not.
///
/// # Errors
/// When the build fails, or when an input is found that makes a reader panic or
/// take too much memory.
pub(super) fn run_plain(workspace: &Workspace, seconds: u32) -> Result<()> {
    let folder = workspace.fuzz_tests();
    let state = workspace.state().join("fuzz");
    let seeds = state.join("seeds");
    fs::create_dir_all(&state).with_context(|| format!("{} cannot be made", state.display()))?;
    plant(&bodies(workspace)?, &seeds)?;
    let mut plain = process::cargo();
    plain
        .args(["run", "--release", "--locked", "--bin", "plain"])
        .arg("--manifest-path")
        .arg(folder.join("Cargo.toml"))
        .arg("--target-dir")
        .arg(state.join("plain"))
        .args(["--", &seconds.to_string()])
        .args([&seeds, &folder.join(DICTIONARY)])
        .current_dir(&workspace.root);
    println!("==> Changing answers for wire's readers for {seconds} s");
    process::run(&mut plain).context(FOUND)
}

/// What the fuzzer begins with: the documents' samples and the shapes.
fn bodies(workspace: &Workspace) -> Result<Vec<Vec<u8>>> {
    let mut bodies = Vec::new();
    for sample in files_ending_in(&workspace.root.join("tests").join("fixtures"), &["json"])? {
        bodies.push(fs::read(sample)?);
    }
    let file = workspace.fuzz_tests().join("shapes.txt");
    let text = fs::read_to_string(&file)
        .with_context(|| format!("{} cannot be read; restore it from git", file.display()))?;
    bodies.extend(shapes(&text));
    Ok(bodies)
}

fn shapes(text: &str) -> impl Iterator<Item = Vec<u8>> {
    text.lines()
        .filter(|line| !line.starts_with('#'))
        .map(|line| line.replace(MARK.0, MARK.1).into_bytes())
}

/// Puts `bodies` into the folder `seeds`, as the target takes them.
fn plant(bodies: &[Vec<u8>], seeds: &Path) -> Result<()> {
    if seeds.exists() {
        fs::remove_dir_all(seeds)?;
    }
    fs::create_dir_all(seeds)?;
    for (number, body) in bodies.iter().enumerate() {
        for head in HEADS {
            let seed = seeds.join(format!("{number}-{}", head[0]));
            fs::write(seed, [&head[..], body].concat())?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_body_becomes_a_seed_for_every_head_and_old_seeds_go() {
        let seeds = std::env::temp_dir().join(format!("rollcall-seeds-{}", std::process::id()));
        plant(&[b"{}".to_vec(), b"[]".to_vec()], &seeds).unwrap();
        plant(&[b"[]".to_vec()], &seeds).unwrap();
        let mut planted: Vec<Vec<u8>> = seeds
            .read_dir()
            .unwrap()
            .map(|seed| fs::read(seed.unwrap().path()).unwrap())
            .collect();
        planted.sort();
        fs::remove_dir_all(&seeds).unwrap();
        assert_eq!(planted, [b"\0\x01[]".to_vec(), b"\x03\x01[]".to_vec()]);
    }

    #[test]
    fn shapes_are_lines_with_marks() {
        let read: Vec<Vec<u8>> = shapes("# what\n[␞1,␞1]\n").collect();
        assert_eq!(read, [b"[\x1e1,\x1e1]".to_vec()]);
    }
}

//! cargo-fuzz: builds and runs the fuzz target of wire.

use std::{
    env,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context, Result, ensure};

use super::{cargo_tools, debian, step};
use crate::{
    pins::{self, Version},
    process::{on_path, output},
    workspace::Workspace,
};

/// Sets up cargo-fuzz and the C++ compiler that libFuzzer is built with, and
/// returns cargo-fuzz's program.
pub(super) fn set_up(workspace: &Workspace) -> Result<PathBuf> {
    compiler()?;
    cargo_tools::find_or_install(
        workspace,
        &cargo_tools::Tool {
            package: "cargo-fuzz",
            program: "cargo-fuzz",
            version: &pins::CARGO_FUZZ.to_string(),
            features: "",
            locked: true,
            optimised: &[],
        },
        "runs the fuzz target",
        works,
        |_| false,
    )
}

fn works(program: &Path) -> bool {
    // cargo gives its subcommands their name first.
    output(Command::new(program).args(["fuzz", "--version"]))
        .ok()
        .and_then(|text| Version::read(&text))
        .is_some_and(|version| version.satisfies(pins::CARGO_FUZZ))
}

/// The compiler that the `cc` crate takes for C++.
fn compiler() -> Result<()> {
    let there = || {
        env::var_os("CXX").is_some()
            || cfg!(windows)
            || ["c++", "g++", "clang++"]
                .into_iter()
                .any(|name| on_path(name).is_some())
    };
    if there() {
        return Ok(());
    }
    step("a C++ compiler", "libFuzzer is built with it", || {
        ensure!(debian::can_install(), "it cannot be installed from here");
        debian::install(&["g++"])?;
        ensure!(there(), "the package installed no program");
        Ok(())
    })
    .context("install g++ or clang by hand, on PATH, and try again")
}

//! cargo-fuzz: builds and runs the fuzz target of wire.

use std::{env, path::PathBuf, process::Command};

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
    let name = format!("cargo-fuzz{}", env::consts::EXE_SUFFIX);
    let usual = cargo_tools::install_root()?;
    let own = cargo_tools::own_root(workspace);
    let usual_program = usual.join("bin").join(&name);
    if let Some(found) = on_path("cargo-fuzz")
        .into_iter()
        .chain([usual_program.clone(), own.join("bin").join(&name)])
        .find(works)
    {
        return Ok(found);
    }
    // A cargo-fuzz of another version, which something else may need, stays.
    let root = if usual_program.exists() { own } else { usual };
    step(
        &format!("cargo-fuzz {}", pins::CARGO_FUZZ),
        "runs the fuzz target",
        || {
            let tool = cargo_tools::Tool {
                package: "cargo-fuzz",
                program: "cargo-fuzz",
                version: &pins::CARGO_FUZZ.to_string(),
                features: "",
                locked: true,
                optimised: &[],
            };
            cargo_tools::install(workspace, &tool, &root)?;
            Ok(root.join("bin").join(&name))
        },
    )
}

fn works(program: &PathBuf) -> bool {
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

//! schemathesis: calls an API by its description.

use std::path::PathBuf;

use anyhow::{Context, Result};

use super::python;
use crate::workspace::Workspace;

/// Sets it up and returns its program.
pub(super) fn set_up(workspace: &Workspace) -> Result<PathBuf> {
    let packages = python::Packages {
        name: "schemathesis",
        purpose: "calls the mock's APIs and the console's",
        requirements: &workspace.fuzz_tests().join("requirements.txt"),
        programs: &["schemathesis"],
    };
    python::set_up(workspace, &packages)
        .context("`cargo xtask fuzz wire` does without")?
        .pop()
        .context("set-up returned no program")
}

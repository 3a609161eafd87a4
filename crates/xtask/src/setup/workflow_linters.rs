//! What checks the files in `.github`: actionlint (names and expressions in
//! workflows), check-jsonschema (the schemas of all files) and zizmor (what an
//! attacker could make of a workflow).

use std::path::PathBuf;

use anyhow::{Context, Result};

use super::python;
use crate::workspace::Workspace;

/// The linters' programs.
pub(crate) struct WorkflowLinters {
    /// Knows jobs, runners, actions and the types of expressions.
    pub(crate) actionlint: PathBuf,
    /// Compares files with GitHub's schemas, which are in it.
    pub(crate) check_jsonschema: PathBuf,
    /// Audits workflows.
    pub(crate) zizmor: PathBuf,
}

/// Sets all of them up.
pub(super) fn set_up(workspace: &Workspace) -> Result<WorkflowLinters> {
    let packages = python::Packages {
        name: "workflow-linters",
        purpose: "check the files in .github",
        requirements: &workspace.workflow_tests().join("requirements.txt"),
        programs: &["actionlint", "check-jsonschema", "zizmor"],
    };
    let programs: [PathBuf; 3] = python::set_up(workspace, &packages)?
        .try_into()
        .ok()
        .context("set-up did not return every program")?;
    let [actionlint, check_jsonschema, zizmor] = programs;
    Ok(WorkflowLinters {
        actionlint,
        check_jsonschema,
        zizmor,
    })
}

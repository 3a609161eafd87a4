//! Checks what GitHub reads in `.github`: workflows, forms and Dependabot's
//! settings against their schemas, and the workflows for mistakes and for what
//! an attacker could make of them.

use std::{
    fs,
    path::Path,
    process::{Command, Stdio},
};

use anyhow::{Context, Result, ensure};

use crate::{files::files_ending_in, process::run, setup::WorkflowLinters, workspace::Workspace};

/// How the files' names end.
const YAML: [&str; 2] = ["yml", "yaml"];

/// Checks all files and returns how many there are.
///
/// # Errors
/// When a linter finds something, which it has printed then; when one finds
/// nothing in a workflow that is broken on purpose, or gets nothing to look at.
pub(crate) fn check(workspace: &Workspace, linters: &WorkflowLinters) -> Result<usize> {
    refuses_broken_workflows(workspace, linters)?;
    let github = workspace.root.join(".github");
    let workflows = files_ending_in(&github.join("workflows"), &YAML)?;
    ensure!(!workflows.is_empty(), "there are no workflows to check");
    let (choice, forms): (Vec<_>, Vec<_>) = files_ending_in(&github.join("ISSUE_TEMPLATE"), &YAML)?
        .into_iter()
        .partition(|path| path.file_stem().is_some_and(|stem| stem == "config"));
    let dependabot = vec![github.join("dependabot.yml")];
    let mut checked = 0;
    for (schema, files) in [
        ("github-workflows", &workflows),
        ("github-issue-forms", &forms),
        ("github-issue-config", &choice),
        ("dependabot", &dependabot),
    ] {
        let mut command = validator(linters, schema);
        run(command.args(files)).with_context(|| format!("a file is no {schema} file"))?;
        checked += files.len();
    }
    run(checker(linters).args(&workflows)).context("a workflow has mistakes")?;
    run(auditor(linters).arg(&github)).context("a workflow is not safe")?;
    Ok(checked)
}

/// Proves that the linters fail where they have to.
fn refuses_broken_workflows(workspace: &Workspace, linters: &WorkflowLinters) -> Result<()> {
    let folder = workspace.workflow_tests().join("broken");
    let unknown_key = folder.join("unknown-key.yml");
    refuses(
        validator(linters, "github-workflows"),
        &unknown_key,
        "'timeout-mins' was unexpected",
    )?;
    let missing_job = folder.join("missing-job.yml");
    for finding in ["[job-needs]", "[expression]"] {
        refuses(checker(linters), &missing_job, finding)?;
    }
    let unsafe_workflow = folder.join("unsafe.yml");
    for finding in ["unpinned-uses", "template-injection"] {
        refuses(auditor(linters), &unsafe_workflow, finding)?;
    }
    Ok(())
}

/// Fails unless the linter reports `finding` for a file.
fn refuses(mut linter: Command, file: &Path, finding: &str) -> Result<()> {
    ensure!(fs::exists(file)?, "{} is missing", file.display());
    let report = linter
        .arg(file)
        .stdin(Stdio::null())
        .output()
        .with_context(|| format!("{} cannot be started", linter.get_program().display()))?;
    let text = String::from_utf8_lossy(&report.stdout);
    ensure!(
        !report.status.success() && text.contains(finding),
        "`{}` does not report {finding} for {}",
        linter.get_program().display(),
        file.display()
    );
    Ok(())
}

fn validator(linters: &WorkflowLinters, schema: &str) -> Command {
    let mut command = Command::new(&linters.check_jsonschema);
    command.args(["--color", "never", "--builtin-schema"]);
    command.arg(format!("vendor.{schema}"));
    command
}

fn checker(linters: &WorkflowLinters) -> Command {
    let mut command = Command::new(&linters.actionlint);
    // Without other linters, which one machine has and another has not.
    command.args(["-no-color", "-shellcheck=", "-pyflakes="]);
    command
}

fn auditor(linters: &WorkflowLinters) -> Command {
    let mut command = Command::new(&linters.zizmor);
    command.args([
        "--offline",
        "--quiet",
        "--no-progress",
        "--strict-collection",
    ]);
    command.args(["--pedantic", "--color", "never"]);
    command
}

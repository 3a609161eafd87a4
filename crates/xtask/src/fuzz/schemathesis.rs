//! schemathesis: calls an API by its description, and compares every answer with it.

use std::{fs, path::PathBuf, process::Command};

use anyhow::{Context, Result, bail};

use crate::{process, setup, workspace::Workspace};

/// The environment variable that the configuration reads a session from.
const SESSION: &str = "ROLLCALL_SESSION";

/// The program, set up for this checkout, and what it calls built.
pub(super) struct Schemathesis<'a> {
    program: PathBuf,
    workspace: &'a Workspace,
}

/// What is called, and how.
pub(super) struct Calls<'a> {
    /// What it is called for people.
    pub(super) name: &'a str,
    /// The file or URL of its description.
    pub(super) description: &'a str,
    /// Its address.
    pub(super) url: &'a str,
    /// The configuration, in `tests/fuzz`.
    pub(super) config: &'a str,
    /// What every request has.
    pub(super) headers: &'a [&'a str],
    /// The session of the person who calls.
    pub(super) session: Option<&'a str>,
    /// What is checked of every answer.
    pub(super) checks: &'a str,
    /// For how long; longer where a slow machine makes no call in that time.
    pub(super) seconds: u32,
}

/// How often the time is doubled until calls are made.
const MORE_TIME: u32 = 4;

impl<'a> Schemathesis<'a> {
    /// Sets it up, and builds the servers.
    ///
    /// # Errors
    /// When that fails.
    pub(super) fn new(workspace: &'a Workspace) -> Result<Self> {
        let program = setup::fuzz_api(workspace)?;
        // Not by package: the workspace's tests have most of it built already.
        process::run(
            process::cargo()
                .args(["build", "--bin", "mock-server", "--bin", "rollcall"])
                .current_dir(&workspace.root),
        )?;
        Ok(Self { program, workspace })
    }

    /// Makes these calls, and prints what was not as described. Answers whether all
    /// was.
    ///
    /// The time includes the making of the first calls, which alone may take it up: it
    /// is doubled then, up to [`MORE_TIME`] times.
    ///
    /// # Errors
    /// When it cannot be started, or made no call in all that time.
    pub(super) fn run(&self, calls: &Calls<'_>) -> Result<bool> {
        for doubled in 0..=MORE_TIME {
            let seconds = calls.seconds << doubled;
            if let Some(passed) = self.run_for(calls, seconds)? {
                return Ok(passed);
            }
            println!("==> {} was not called at all in {seconds} s", calls.name);
        }
        bail!(
            "{} was not called at all: does its description name what can be called?",
            calls.name
        )
    }

    /// As [`run`](Self::run), once for so many seconds; nothing where no call was made.
    fn run_for(&self, calls: &Calls<'_>, seconds: u32) -> Result<Option<bool>> {
        let Calls { name, .. } = calls;
        println!("==> Fuzzing {name} for {seconds} s");
        let folder = self.workspace.state().join("fuzz");
        let report = folder.join(name.replace(' ', "-"));
        fs::create_dir_all(&report)?;
        let mut run = Command::new(&self.program);
        run.arg("--config-file")
            .arg(self.workspace.fuzz_tests().join(calls.config))
            .args(["run", calls.description, "--url", calls.url])
            .args(["--checks", calls.checks])
            .args(["--max-time", &seconds.to_string()])
            .args(["--continue-on-failure", "--request-timeout", "10"])
            .args(["--generation-database", ":memory:", "--no-color"])
            .args(calls.headers.iter().flat_map(|header| ["--header", header]))
            .env(SESSION, calls.session.unwrap_or_default())
            .current_dir(&report);
        let output = run.output().context("schemathesis cannot be started")?;
        let printed = String::from_utf8_lossy(&output.stdout);
        print!("{printed}");
        eprint!("{}", String::from_utf8_lossy(&output.stderr));
        let is_called = !printed.contains("No test cases were generated");
        Ok(is_called.then_some(output.status.success()))
    }
}

//! `cargo xtask test`: native, contract, database and browser tests.

use std::{process::Command, time::Instant};

use anyhow::{Context, Result};
use clap::Args;

use crate::{
    build,
    cluster::Cluster,
    process,
    setup::{self, BrowserTools},
    workspace::Workspace,
};

/// What `cargo xtask test` takes.
#[derive(Args)]
pub(crate) struct Options {
    /// Leave out the browser tests, those on PostgreSQL and the WebAssembly build
    #[arg(long)]
    native: bool,
    /// Run the tests on PostgreSQL alone
    #[arg(long, conflicts_with = "native")]
    postgres: bool,
}

/// Runs the tests, the quick ones first.
///
/// # Errors
/// When set-up, a build or a test fails.
pub(crate) fn run(workspace: &Workspace, options: &Options) -> Result<()> {
    if options.postgres {
        return databases(
            workspace,
            &["--package", "rollcall", "--test", "program", "postgres::"],
        );
    }
    println!("==> Native and contract tests");
    let started = Instant::now();
    if options.native {
        process::run(process::cargo().arg("test").current_dir(&workspace.root))
            .context("a native or contract test failed")?;
    } else {
        // Those on PostgreSQL with them: by themselves they would have much
        // built again.
        databases(workspace, &[])?;
    }
    // Not among the default members, as it is built for the browser; its tests
    // run here all the same.
    process::run(
        process::cargo()
            .args(["test", "--package", "app"])
            .current_dir(&workspace.root),
    )
    .context("a test of the app failed")?;
    let native = started.elapsed().as_secs();
    if options.native {
        println!("==> All native and contract tests passed in {native} s");
        return Ok(());
    }

    build_for_browser_tests(workspace)?;
    let tools = setup::browser_tests(workspace)?;
    let nginx = setup::proxy_tests(workspace)?;
    println!("==> Browser tests");
    let started = Instant::now();
    let mut playwright = in_browser_tests(workspace, &tools, "npx")?;
    playwright.args(["playwright", "test"]).env("NGINX", nginx);
    process::run(&mut playwright).context("a browser test failed")?;
    println!(
        "==> All tests passed: native and contract in {native} s, browser in {} s",
        started.elapsed().as_secs()
    );
    Ok(())
}

/// Builds the page, the mock and `rollcall`, as the browser tests use them.
///
/// # Errors
/// When a build fails.
pub(crate) fn build_for_browser_tests(workspace: &Workspace) -> Result<()> {
    build::run(workspace)?;
    // With the page in it, as it is installed. The whole workspace, as before.
    process::run(
        process::cargo()
            .args([
                "build",
                "--bin",
                "rollcall",
                "--features",
                "rollcall/embedded",
            ])
            .current_dir(&workspace.root),
    )
}

/// A program of Node in the folder of the browser tests, with what was built for them.
///
/// # Errors
/// When there is no such program.
pub(crate) fn in_browser_tests(
    workspace: &Workspace,
    tools: &BrowserTools,
    program: &str,
) -> Result<Command> {
    let mut command = tools.node.tool(program)?;
    command
        .env("ROLLCALL_MOCK_SERVER", workspace.mock_server("release"))
        .env("ROLLCALL_PROGRAM", workspace.rollcall("debug"))
        .env("ROLLCALL_DIST", workspace.dist())
        .current_dir(workspace.browser_tests());
    if let Some(chromium) = &tools.chromium {
        command.env("CHROMIUM", chromium);
    }
    Ok(command)
}

/// The tests that `which` names to cargo, or all, those of several servers on one
/// database among them, with a cluster of their own.
fn databases(workspace: &Workspace, which: &[&str]) -> Result<()> {
    let programs = setup::database_tests()?;
    let cluster = Cluster::start(&programs)?;
    process::run(
        process::cargo()
            .arg("test")
            .args(which)
            .args(["--features", "rollcall/postgres-tests"])
            .env("ROLLCALL_TEST_POSTGRES", cluster.socket())
            .current_dir(&workspace.root),
    )
    .context("a native, contract or database test failed")?;
    cluster.stop()
}

//! Set-up: installs what a command needs and this machine lacks, one module a
//! tool. It says what and why, and asks nothing.

use std::{
    path::PathBuf,
    time::{Duration, Instant},
};

use anyhow::{Context, Result};
use clap::{Args, ValueEnum};

use crate::workspace::Workspace;

mod cargo_cyclonedx;
mod cargo_deny;
mod cargo_fuzz;
mod cargo_tools;
mod chromium;
mod debian;
mod download;
mod load;
mod node;
mod postgres;
mod python;
mod rust;
mod schemathesis;
mod trunk;
mod wasm_bindgen;
mod wasm_opt;
mod wasm_split;
mod workflow_linters;

pub(crate) use load::{LoadTool, nginx};
pub(crate) use rust::WASM_TARGET;
pub(crate) use workflow_linters::WorkflowLinters;

/// How long a download by rustup may take.
const RUSTUP_LIMIT: Duration = Duration::from_secs(180);

/// What `cargo xtask setup` takes.
#[derive(Args)]
pub(crate) struct Options {
    /// The command to set up for
    #[arg(long = "for", value_enum, default_value = "demo")]
    purpose: Purpose,
}

/// What set-up is for.
#[derive(Clone, Copy, ValueEnum)]
enum Purpose {
    /// What `demo`, `build`, `dev` and `size` need
    Demo,
    /// What `test` needs: the same, PostgreSQL, nginx, Node packages and a Chromium
    Test,
    /// What `lint` needs: rustfmt, clippy, the linters of workflows, npm and cargo-deny
    Lint,
    /// What `package` needs: the same as `demo`, and cargo-cyclonedx
    Package,
    /// What `fuzz` needs: cargo-fuzz with a C++ compiler, schemathesis
    Fuzz,
    /// What `bench` needs: wrk or oha, and nginx to compare with
    Bench,
}

/// Only sets up.
///
/// # Errors
/// When something cannot be installed; the error says what to do.
pub(crate) fn run(workspace: &Workspace, options: &Options) -> Result<()> {
    match options.purpose {
        Purpose::Demo => page(workspace).map(drop)?,
        Purpose::Test => {
            page(workspace)?;
            database_tests()?;
            browser_tests(workspace)?;
            proxy_tests(workspace)?;
        }
        Purpose::Lint => {
            lint(workspace)?;
            dependency_checks(workspace)?;
        }
        Purpose::Package => {
            page(workspace)?;
            bill_of_materials(workspace)?;
        }
        Purpose::Fuzz => {
            fuzz_wire(workspace)?;
            fuzz_api(workspace)?;
        }
        Purpose::Bench => {
            load_tool()?;
            unpack_nginx(workspace)?;
        }
    }
    println!("Set-up is complete.");
    Ok(())
}

/// The tools that build the page.
pub(crate) struct PageTools {
    /// The program that builds and serves the page.
    pub(crate) trunk: PathBuf,
    /// The program that cuts the compiled page into pieces.
    pub(crate) wasm_split: PathBuf,
    /// The program that writes the page's script.
    pub(crate) wasm_bindgen: PathBuf,
    /// The program that shrinks the compiled page.
    pub(crate) wasm_opt: PathBuf,
}

/// Sets up what builds the page.
///
/// # Errors
/// When something cannot be installed; the error says what to do.
pub(crate) fn page(workspace: &Workspace) -> Result<PageTools> {
    let downloads = download::Downloads::new(workspace);
    rust::wasm_target()?;
    // The fast steps come first: if one fails, it does so before the wait for trunk.
    let wasm_opt = wasm_opt::set_up(workspace, &downloads)?;
    Ok(PageTools {
        wasm_opt,
        trunk: trunk::set_up(workspace, &downloads)?,
        wasm_bindgen: wasm_bindgen::set_up(workspace, &downloads)?,
        wasm_split: wasm_split::set_up(workspace)?,
    })
}

/// Sets up the tests of several servers on one database, and returns the folder
/// with PostgreSQL's programs.
///
/// # Errors
/// When it cannot be installed; the error says what to do.
pub(crate) fn database_tests() -> Result<PathBuf> {
    postgres::set_up()
}

/// What runs the browser tests.
pub(crate) struct BrowserTools {
    /// The Node that Playwright runs on.
    pub(crate) node: node::Node,
    /// The Chromium to use, or nothing where Playwright has its own.
    pub(crate) chromium: Option<PathBuf>,
}

/// Sets up what the browser tests need besides the page.
///
/// # Errors
/// When something cannot be installed; the error says what to do.
pub(crate) fn browser_tests(workspace: &Workspace) -> Result<BrowserTools> {
    let folder = workspace.browser_tests();
    let node = node::Node::set_up(workspace)?;
    node::install_packages(&node, &folder)?;
    let chromium = chromium::set_up(&node, &folder)?;
    Ok(BrowserTools { node, chromium })
}

/// Sets up the browser tests behind a proxy, and returns nginx's program.
///
/// # Errors
/// When it cannot be had; the error says what to do.
pub(crate) fn proxy_tests(workspace: &Workspace) -> Result<PathBuf> {
    load::unpack_nginx(workspace)?;
    nginx(workspace).context("nginx is not there after its set-up")
}

/// Sets up what measures the page in a browser.
///
/// # Errors
/// When something cannot be installed; the error says what to do.
pub(crate) fn browser_bench(workspace: &Workspace) -> Result<BrowserTools> {
    // The browser is the one that the tests use.
    let tools = browser_tests(workspace)?;
    node::install_packages(&tools.node, &workspace.browser_bench())?;
    Ok(tools)
}

/// Sets up what the lints need, and returns the linters of workflows.
///
/// # Errors
/// When something cannot be installed; the error says what to do.
pub(crate) fn lint(workspace: &Workspace) -> Result<WorkflowLinters> {
    rust::component("rustfmt", "cargo-fmt")?;
    rust::component("clippy", "cargo-clippy")?;
    rust::wasm_target()?;
    workflow_linters::set_up(workspace)
}

/// Sets up what checks the dependencies (npm, cargo-deny), and returns cargo-deny's program.
///
/// # Errors
/// When it cannot be installed; the error says what to do.
pub(crate) fn dependency_checks(workspace: &Workspace) -> Result<PathBuf> {
    node::set_up("looks up known faults of npm packages")?;
    cargo_deny::set_up(workspace)
}

/// Whether the list of known faults in packages can be fetched.
pub(crate) fn advisories_are_reachable() -> bool {
    // cargo-deny clones it from there.
    download::reachable("https://github.com/RustSec/advisory-db")
}

/// Sets up what lists the packages that a program is made of, and returns
/// cargo-cyclonedx's program.
///
/// # Errors
/// When it cannot be installed; the error says what to do.
pub(crate) fn bill_of_materials(workspace: &Workspace) -> Result<PathBuf> {
    cargo_cyclonedx::set_up(workspace)
}

/// Sets up what fuzzes wire, and returns cargo-fuzz's program.
///
/// # Errors
/// When something cannot be installed; the error says what to do.
pub(crate) fn fuzz_wire(workspace: &Workspace) -> Result<PathBuf> {
    cargo_fuzz::set_up(workspace)
}

/// Sets up what fuzzes the mock's APIs, and returns schemathesis' program.
///
/// # Errors
/// When something cannot be installed; the error says what to do.
pub(crate) fn fuzz_api(workspace: &Workspace) -> Result<PathBuf> {
    schemathesis::set_up(workspace)
}

/// Sets up what measures requests per second.
///
/// # Errors
/// When it cannot be installed; the error says what to do.
pub(crate) fn load_tool() -> Result<LoadTool> {
    load::tool()
}

/// Gets an nginx for this checkout alone where there is none.
///
/// # Errors
/// When it cannot be had; the error says what to do.
pub(crate) fn unpack_nginx(workspace: &Workspace) -> Result<()> {
    load::unpack_nginx(workspace)
}

/// Runs one step of set-up, saying what is missing, what it is for and how
/// long getting it took.
fn step<T>(what: &str, purpose: &str, get: impl FnOnce() -> Result<T>) -> Result<T> {
    println!("==> {what} is missing ({purpose}); installing it");
    let started = Instant::now();
    let got = get()?;
    println!(
        "    {what} is ready after {} s",
        started.elapsed().as_secs()
    );
    Ok(got)
}

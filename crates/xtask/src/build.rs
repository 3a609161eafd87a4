//! `cargo xtask build`: the page and the server, in release mode.

use std::{
    env,
    path::{Path, PathBuf},
    process::Command,
    thread,
    time::Instant,
};

use anyhow::{Result, anyhow};

use crate::{compress, cut, fingerprint, process, setup, shed, sheets, workspace::Workspace};

/// The cargo profile of what is installed, and the folder it is built in.
pub(crate) const SERVER: &str = "server";
/// The feature of `rollcall` that puts the console into it.
pub(crate) const EMBEDDED: &str = "embedded";

/// Builds everything that `demo` runs: the server beside the page, whose last steps
/// (linking, shrinking) keep one core busy.
///
/// # Errors
/// When set-up or a build fails.
pub(crate) fn run(workspace: &Workspace) -> Result<()> {
    let started = Instant::now();
    let (page, server) = thread::scope(|scope| {
        println!("==> Building the server in release mode, and the page meanwhile");
        // Without its progress: the page's build shows its own.
        let server = scope.spawn(|| process::run(server_build(workspace).arg("--quiet")));
        (page(workspace), server.join())
    });
    page?;
    server.map_err(|_| anyhow!("building the server ended unexpectedly"))??;
    println!(
        "==> Built dist/ and {} in {:.1} s",
        workspace.mock_server("release").display(),
        started.elapsed().as_secs_f32()
    );
    Ok(())
}

/// Builds the page into `dist/`, unless it is there and nothing has changed.
///
/// # Errors
/// When set-up or the build fails.
pub(crate) fn page(workspace: &Workspace) -> Result<()> {
    let sources = fingerprint::of_sources(workspace)?;
    if fingerprint::is_current(workspace, sources) {
        println!("==> The page in dist/ is up to date");
        return Ok(());
    }
    let tools = setup::page(workspace)?;
    println!("==> Building the page with trunk");
    let started = Instant::now();
    let mut build = trunk(workspace, &tools.trunk);
    build.args(["build", "--release", "--features", cut::FEATURE]);
    // cargo joins them with those in .cargo/config.toml.
    build.env(
        "CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS",
        page_flags(&workspace.root),
    );
    process::run(&mut build)?;
    println!("==> Cutting the page into pieces");
    cut::page(workspace, &tools)?;
    sheets::join(&workspace.dist())?;
    println!("==> Compressing the page");
    shed::folder(&workspace.dist())?;
    compress::folder(&workspace.dist())?;
    fingerprint::record(workspace, sources)?;
    println!("    dist/ is ready after {} s", started.elapsed().as_secs());
    Ok(())
}

/// Compiler flags for a page that is cut, of the sources in `root`.
pub(crate) fn page_flags(root: &Path) -> String {
    let more = without_machine_paths(root).unwrap_or_default();
    format!("{} {more}", cut::FLAG)
}

/// Compiler flags that keep this machine's folders out of the page. They would
/// stand before every place where a library can panic, and be loaded by everyone.
fn without_machine_paths(root: &Path) -> Option<String> {
    let registry = cargo_home()?.join("registry/src");
    let flags = [(registry.as_path(), ""), (root, ".")]
        .map(|(folder, shown)| format!("--remap-path-prefix={}={shown}", folder.display()))
        .join(" ");
    // Flags are separated by spaces, so a folder with one cannot be named.
    let separators = flags.matches(' ').count();
    (separators == 1).then_some(flags)
}

/// Where cargo keeps what it downloads.
pub(crate) fn cargo_home() -> Option<PathBuf> {
    env::var_os("CARGO_HOME")
        .map(PathBuf::from)
        .or_else(|| Some(env::home_dir()?.join(".cargo")))
}

/// Builds the mock server, which serves the console as well.
///
/// # Errors
/// When the build fails.
pub(crate) fn server(workspace: &Workspace) -> Result<()> {
    println!("==> Building the server in release mode");
    process::run(&mut server_build(workspace))
}

fn server_build(workspace: &Workspace) -> Command {
    let mut build = process::cargo();
    build
        .args(["build", "--release", "--package", "mock-server"])
        .current_dir(&workspace.root);
    build
}

/// Builds what is installed: `rollcall`, the page in it.
///
/// # Errors
/// When set-up or a build fails.
pub(crate) fn release(workspace: &Workspace) -> Result<()> {
    page(workspace)?;
    rollcall(workspace, &[EMBEDDED])?;
    println!("==> Built {}", workspace.rollcall(SERVER).display());
    Ok(())
}

/// Builds `rollcall`, the program for an organisation's own platforms.
///
/// # Errors
/// When the build fails.
pub(crate) fn rollcall(workspace: &Workspace, features: &[&str]) -> Result<()> {
    println!("==> Building rollcall as it is installed");
    process::run(
        process::cargo()
            .args(["build", "--profile", SERVER, "--package", "rollcall"])
            .args(["--features", &features.join(",")])
            .current_dir(&workspace.root),
    )
}

/// trunk, told to call nobody.
pub(crate) fn trunk(workspace: &Workspace, program: &Path) -> Command {
    let mut trunk = Command::new(program);
    trunk
        .current_dir(&workspace.root)
        .env("TRUNK_SKIP_VERSION_CHECK", "true");
    // The convention is that any value counts; trunk wants the word.
    if env::var_os("NO_COLOR").is_some() {
        trunk.env("NO_COLOR", "true");
    }
    trunk
}

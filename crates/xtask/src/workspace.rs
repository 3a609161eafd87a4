//! Where things are in this checkout.

use std::{
    env,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, ensure};

/// The checkout this xtask belongs to.
pub(crate) struct Workspace {
    /// The folder of the top `Cargo.toml`.
    pub(crate) root: PathBuf,
    /// Cargo's target folder, wherever the environment puts it.
    pub(crate) target: PathBuf,
}

impl Workspace {
    /// Finds the checkout and its target folder.
    ///
    /// # Errors
    /// When started in a way that tells neither.
    pub(crate) fn find() -> Result<Self> {
        // Cargo sets the variable when it runs the program; the constant is
        // for a program started by hand.
        let manifest = env::var_os("CARGO_MANIFEST_DIR")
            .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
        let root = manifest
            .ancestors()
            .nth(2)
            .context("the checkout was not found; run this as `cargo xtask`")?
            .to_path_buf();
        ensure!(
            root.join("Trunk.toml").is_file(),
            "{} is not the checkout of Rollcall; run this as `cargo xtask`",
            root.display()
        );
        // TARGET/debug/xtask: this also holds with CARGO_TARGET_DIR or
        // build.target-dir set.
        let target = env::current_exe()
            .context("the place of this program is unknown; run it as `cargo xtask`")?
            .ancestors()
            .nth(2)
            .map_or_else(|| root.join("target"), Path::to_path_buf);
        Ok(Self { root, target })
    }

    /// The built page.
    pub(crate) fn dist(&self) -> PathBuf {
        self.root.join("dist")
    }

    /// The folder of the browser tests.
    pub(crate) fn browser_tests(&self) -> PathBuf {
        self.root.join("tests").join("browser")
    }

    /// The folder of the measurements in a browser.
    pub(crate) fn browser_bench(&self) -> PathBuf {
        self.root.join("tests").join("bench")
    }

    /// The folder of the fuzz tests.
    pub(crate) fn fuzz_tests(&self) -> PathBuf {
        self.root.join("tests").join("fuzz")
    }

    /// The folder with what checks the workflows.
    pub(crate) fn workflow_tests(&self) -> PathBuf {
        self.root.join("tests").join("workflows")
    }

    /// What xtask keeps between runs.
    pub(crate) fn state(&self) -> PathBuf {
        self.target.join("xtask")
    }

    /// The mock server's program of a cargo profile folder (`release`, `debug`).
    pub(crate) fn mock_server(&self, profile: &str) -> PathBuf {
        self.program(profile, "mock-server")
    }

    /// The `rollcall` program of a cargo profile folder.
    pub(crate) fn rollcall(&self, profile: &str) -> PathBuf {
        self.program(profile, "rollcall")
    }

    fn program(&self, profile: &str, name: &str) -> PathBuf {
        self.target
            .join(profile)
            .join(format!("{name}{}", env::consts::EXE_SUFFIX))
    }
}

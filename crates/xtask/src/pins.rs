//! The version of every tool that set-up installs, each kept in one place:
//! trunk, Node, cargo-cyclonedx, cargo-deny, cargo-fuzz and wasm-split-cli here,
//! wasm-bindgen in Cargo.lock, wasm-opt in Trunk.toml. The browser packages are in
//! tests/browser/package-lock.json, schemathesis in tests/fuzz/requirements.txt,
//! the linters of workflows in tests/workflows/requirements.txt.

use std::fs;

use anyhow::{Context, Result};

use crate::workspace::Workspace;

/// The trunk that set-up installs; any later 0.21 is used where it finds one.
/// Trunk.toml refuses others.
pub(crate) const TRUNK: Version = Version(0, 21, 14);

/// The Node that set-up installs for the browser tests where the system's is
/// too old for Playwright (Debian 12 has 18).
pub(crate) const NODE: Version = Version(22, 23, 3);

/// The cargo-fuzz that set-up installs; any later 0.13 is used where it finds one.
pub(crate) const CARGO_FUZZ: Version = Version(0, 13, 2);

/// The cargo-deny that checks the dependencies; any later 0.20 is used where it finds one.
pub(crate) const CARGO_DENY: Version = Version(0, 20, 2);

/// The cargo-cyclonedx that lists what a release is made of.
pub(crate) const CARGO_CYCLONEDX: Version = Version(0, 5, 9);

/// The wasm-split-cli that cuts the page into pieces. It goes with the
/// `wasm_split_helpers` in Cargo.lock: both must be of one 0.2.
pub(crate) const WASM_SPLIT: Version = Version(0, 2, 4);

/// A released version, MAJOR.MINOR.PATCH.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Version(u32, u32, u32);

impl Version {
    /// Reads the first word that is a version in what `TOOL --version` prints.
    pub(crate) fn read(text: &str) -> Option<Self> {
        text.split_whitespace().find_map(|word| {
            let mut parts = word.trim_start_matches('v').splitn(3, '.');
            let mut part = || parts.next()?.parse().ok();
            Some(Self(part()?, part()?, part()?))
        })
    }

    /// Whether this version can stand in for `wanted`, as cargo's `^wanted` says.
    pub(crate) fn satisfies(self, wanted: Self) -> bool {
        let same_series = if wanted.0 == 0 {
            self.0 == 0 && self.1 == wanted.1
        } else {
            self.0 == wanted.0
        };
        same_series && self >= wanted
    }

    /// The first number.
    pub(crate) fn major(self) -> u32 {
        self.0
    }
}

impl std::fmt::Display for Version {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}.{}.{}", self.0, self.1, self.2)
    }
}

/// The wasm-bindgen that the page is compiled with. The command line tool must
/// be exactly this one.
///
/// # Errors
/// When Cargo.lock cannot be read or does not list it.
pub(crate) fn wasm_bindgen(workspace: &Workspace) -> Result<String> {
    let lock = fs::read_to_string(workspace.root.join("Cargo.lock"))
        .context("Cargo.lock cannot be read; restore it from git")?;
    locked_version(&lock, "wasm-bindgen")
        .context("Cargo.lock does not list wasm-bindgen; restore it from git")
}

/// The release of Binaryen whose wasm-opt shrinks the page, such as `132`.
///
/// # Errors
/// When Trunk.toml cannot be read or does not say.
pub(crate) fn wasm_opt(workspace: &Workspace) -> Result<String> {
    let config = fs::read_to_string(workspace.root.join("Trunk.toml"))
        .context("Trunk.toml cannot be read; restore it from git")?;
    binaryen_release(&config).context("Trunk.toml needs `wasm_opt = \"version_N\"` under [tools]")
}

/// The version of a package in a Cargo.lock, which cargo writes line by line.
fn locked_version(lock: &str, package: &str) -> Option<String> {
    let name = format!("name = \"{package}\"");
    let mut lines = lock.lines().skip_while(|line| *line != name).skip(1);
    quoted(lines.next()?, "version").map(str::to_owned)
}

fn binaryen_release(trunk_toml: &str) -> Option<String> {
    trunk_toml
        .lines()
        .map(str::trim)
        .skip_while(|line| *line != "[tools]")
        .skip(1)
        .take_while(|line| !line.starts_with('['))
        .find_map(|line| quoted(line, "wasm_opt"))
        .and_then(|value| value.strip_prefix("version_"))
        .map(str::to_owned)
}

/// The value of a `key = "value"` line.
fn quoted<'a>(line: &'a str, key: &str) -> Option<&'a str> {
    let value = line.strip_prefix(key)?.trim_start().strip_prefix('=')?;
    let value = value.trim_start().strip_prefix('"')?;
    value.split_once('"').map(|(value, _)| value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_read_from_what_tools_print() {
        for (text, version) in [
            ("trunk 0.21.14", Version(0, 21, 14)),
            ("wasm-bindgen 0.2.130", Version(0, 2, 130)),
            ("v20.20.2", Version(20, 20, 2)),
            ("rustc 1.95.0 (59807616e 2026-04-14)", Version(1, 95, 0)),
        ] {
            assert_eq!(Version::read(text), Some(version), "{text}");
        }
        for text in ["", "trunk", "trunk 0.21", "wasm-opt version 132"] {
            assert_eq!(Version::read(text), None, "{text}");
        }
    }

    #[test]
    fn a_later_release_of_the_same_series_will_do() {
        let wanted = Version(0, 21, 14);
        for (found, will_do) in [
            (Version(0, 21, 14), true),
            (Version(0, 21, 15), true),
            (Version(0, 21, 13), false),
            (Version(0, 22, 14), false),
            (Version(1, 21, 14), false),
        ] {
            assert_eq!(found.satisfies(wanted), will_do, "{found}");
        }
        assert!(Version(2, 3, 0).satisfies(Version(2, 1, 9)));
        assert!(!Version(3, 0, 0).satisfies(Version(2, 1, 9)));
    }

    #[test]
    fn the_locked_version_is_that_of_the_package_and_not_of_a_namesake() {
        let lock = "[[package]]\nname = \"wasm-bindgen-macro\"\nversion = \"0.2.1\"\n\n\
                    [[package]]\nname = \"wasm-bindgen\"\nversion = \"0.2.130\"\n";
        assert_eq!(
            locked_version(lock, "wasm-bindgen").as_deref(),
            Some("0.2.130")
        );
        assert_eq!(locked_version(lock, "bindgen"), None);
    }

    #[test]
    fn the_binaryen_release_stands_under_tools() {
        let config = "[build]\nwasm_opt = \"version_1\"\n[tools]\n# Binaryen\n\
                      wasm_opt = \"version_132\" # and why\n[serve]\n";
        assert_eq!(binaryen_release(config).as_deref(), Some("132"));
        assert_eq!(
            binaryen_release("[tools]\nsass = \"1\"\n[x]\nwasm_opt = \"version_1\""),
            None
        );
        assert_eq!(binaryen_release("[tools]\nwasm_opt = \"132\""), None);
    }
}

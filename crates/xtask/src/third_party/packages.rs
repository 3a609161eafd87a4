//! Which packages are built into the program and the page.

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, ensure};
use serde_json::Value;

use crate::{build, cut, process, setup, workspace::Workspace};

/// What a release is built for.
const SYSTEMS: [&str; 2] = ["x86_64-unknown-linux-gnu", "aarch64-unknown-linux-gnu"];

/// The packages that a release is made from, with the feature and the targets that
/// they are built with.
const PARTS: [(&str, &str, &[&str]); 2] = [
    ("rollcall", build::EMBEDDED, &SYSTEMS),
    ("app", cut::FEATURE, &[setup::WASM_TARGET]),
];

/// A package from the registry.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Package {
    /// What it is called.
    pub(super) name: String,
    /// Its licence as an SPDX expression.
    pub(super) licence: String,
    /// Who wrote it, as far as it says.
    pub(super) authors: Vec<String>,
    /// Its files on this machine.
    pub(super) folder: PathBuf,
}

impl Package {
    /// Whether it may be used under MIT, whatever else it offers.
    pub(super) fn offers_mit(&self) -> bool {
        !self.licence.contains("AND") && self.licence.split(" OR ").any(|one| one == "MIT")
    }
}

/// Every package from the registry in the program and the page, including those
/// that only write code at compile time (macros).
///
/// # Errors
/// When cargo cannot list them, or knows no licence or no folder of one.
pub(super) fn built_in(workspace: &Workspace) -> Result<Vec<Package>> {
    let built_in = names_and_versions(workspace)?;
    let mut packages = Vec::new();
    for package in metadata(workspace)? {
        let text = |key: &str| package[key].as_str().map(str::to_owned);
        let (Some(name), Some(version)) = (text("name"), text("version")) else {
            continue;
        };
        if !built_in.contains(&(name.clone(), version)) {
            continue;
        }
        let licence = text("license").with_context(|| format!("{name} names no licence"))?;
        let folder = text("manifest_path").and_then(|path| Some(Path::new(&path).parent()?.into()));
        let authors = package["authors"].as_array().into_iter().flatten();
        packages.push(Package {
            // An older way to write it.
            licence: licence.replace('/', " OR "),
            authors: authors
                .filter_map(Value::as_str)
                .map(str::to_owned)
                .collect(),
            folder: folder.with_context(|| format!("{name} has no folder"))?,
            name,
        });
    }
    ensure!(
        packages.len() == built_in.len(),
        "`cargo metadata` knows {} of the {} packages that `cargo tree` shows",
        packages.len(),
        built_in.len()
    );
    packages.sort();
    Ok(packages)
}

/// The names and versions of the packages that `cargo tree` shows, without ours.
pub(super) fn names_and_versions(workspace: &Workspace) -> Result<BTreeSet<(String, String)>> {
    let mut found = BTreeSet::new();
    for (package, feature, targets) in PARTS {
        let mut tree = process::cargo();
        tree.args(["tree", "--locked", "--package", package])
            .args(["--features", feature])
            .args(["--edges", "normal", "--prefix", "none", "--format", "{p}"])
            .current_dir(&workspace.root);
        for target in targets {
            tree.args(["--target", target]);
        }
        let lines = process::output(&mut tree)?;
        found.extend(lines.lines().filter_map(from_registry));
    }
    Ok(found)
}

/// The name and the version in a line of `cargo tree`, unless it names the folder
/// of the package, as it does for ours.
fn from_registry(line: &str) -> Option<(String, String)> {
    let mut words = line.split(' ');
    let (name, version) = (words.next()?, words.next()?);
    let from_registry = words.all(|remark| ["(*)", "(proc-macro)"].contains(&remark));
    from_registry.then(|| (name.into(), version.trim_start_matches('v').into()))
}

/// What cargo knows of the packages for all systems of a release.
fn metadata(workspace: &Workspace) -> Result<Vec<Value>> {
    let mut command = process::cargo();
    command
        .args(["metadata", "--locked", "--format-version", "1"])
        .current_dir(&workspace.root);
    for (package, feature, targets) in PARTS {
        command.args(["--features", &format!("{package}/{feature}")]);
        for target in targets {
            command.args(["--filter-platform", target]);
        }
    }
    let mut metadata: Value = serde_json::from_str(&process::output(&mut command)?)?;
    match metadata["packages"].take() {
        Value::Array(packages) => Ok(packages),
        _ => anyhow::bail!("`cargo metadata` lists no packages"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn packages_in_folders_are_ours() {
        let syn = Some(("syn".to_owned(), "2.0.1".to_owned()));
        assert_eq!(from_registry("syn v2.0.1"), syn);
        assert_eq!(from_registry("syn v2.0.1 (proc-macro) (*)"), syn);
        assert_eq!(
            from_registry("wire v0.1.0 (/home/ada/rollcall/crates/wire)"),
            None
        );
        assert_eq!(
            from_registry("wire v0.1.0 (proc-macro) (/home/ada/wire) (*)"),
            None
        );
        assert_eq!(from_registry(""), None);
    }

    #[test]
    fn mit_is_offered_where_it_is_enough_by_itself() {
        let offers = |licence: &str| {
            let package = Package {
                name: "one".into(),
                licence: licence.into(),
                authors: Vec::new(),
                folder: PathBuf::new(),
            };
            package.offers_mit()
        };
        assert!(offers("MIT"));
        assert!(offers(
            "Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT"
        ));
        assert!(!offers("Apache-2.0"));
        assert!(!offers("MIT AND BSD-3-Clause"));
        assert!(!offers("(MIT OR Apache-2.0) AND Unicode-3.0"));
        assert!(!offers("MIT-0"));
    }
}

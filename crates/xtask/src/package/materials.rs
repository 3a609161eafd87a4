//! The bills of materials (SBOM, in `CycloneDX`'s JSON): which packages, of which
//! versions and licences, the program and the console in it are made of.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::{build, cut, process, setup, workspace::Workspace};

/// What cargo-cyclonedx calls the file beside every manifest of the workspace.
const BESIDE_MANIFESTS: &str = "rollcall-materials";
/// The version of `CycloneDX`'s format.
const FORMAT: &str = "1.5";

/// Writes both bills into `folder`, with names that begin with `name`, and
/// returns their files. `time` is written into them.
///
/// # Errors
/// When set-up fails or cargo-cyclonedx cannot list the packages.
pub(super) fn write(
    workspace: &Workspace,
    folder: &Path,
    name: &str,
    time: u64,
) -> Result<Vec<PathBuf>> {
    let tool = setup::bill_of_materials(workspace)?;
    let members = Members::read(workspace)?;
    let program = members.with_program("rollcall")?;
    let console = members.with_program("app")?;
    let bills = [
        ("rollcall", program, build::EMBEDDED, None),
        ("console", console, cut::FEATURE, Some(setup::WASM_TARGET)),
    ];
    bills
        .into_iter()
        .map(|(part, manifest, features, target)| {
            let mut list = Command::new(&tool);
            list.args(["cyclonedx", "--quiet", "--format", "json"])
                .args(["--spec-version", FORMAT])
                .args(["--override-filename", BESIDE_MANIFESTS])
                .args(["--features", features, "--manifest-path"])
                .arg(manifest)
                .env("SOURCE_DATE_EPOCH", time.to_string())
                .current_dir(&workspace.root);
            if let Some(target) = target {
                list.args(["--target", target]);
            }
            let listed = process::run(&mut list);
            // For every member of the workspace there is one, whichever was asked for.
            let written = members.take_bills();
            listed?;
            let bill = written?
                .into_iter()
                .find_map(|(of, text)| (of == manifest).then_some(text))
                .with_context(|| format!("cargo-cyclonedx wrote no bill for {part}"))?;
            let file = folder.join(format!("{name}.{part}.cdx.json"));
            fs::write(&file, without_machine_paths(&bill, &workspace.root))?;
            Ok(file)
        })
        .collect()
}

/// The workspace's packages as `cargo metadata` describes them.
struct Members(Vec<Value>);

impl Members {
    fn read(workspace: &Workspace) -> Result<Self> {
        let text = process::output(
            process::cargo()
                .args(["metadata", "--no-deps", "--format-version", "1"])
                .current_dir(&workspace.root),
        )?;
        let mut metadata: Value = serde_json::from_str(&text)?;
        match metadata["packages"].take() {
            Value::Array(packages) => Ok(Self(packages)),
            _ => bail!("`cargo metadata` lists no packages"),
        }
    }

    /// The manifest of the package that has that program.
    fn with_program(&self, name: &str) -> Result<&Path> {
        let is_program = |target: &Value| {
            target["name"] == name
                && target["kind"]
                    .as_array()
                    .is_some_and(|kinds| kinds.iter().any(|kind| kind == "bin"))
        };
        let package = self.0.iter().find(|package| {
            package["targets"]
                .as_array()
                .is_some_and(|targets| targets.iter().any(is_program))
        });
        package
            .and_then(|package| package["manifest_path"].as_str())
            .map(Path::new)
            .with_context(|| format!("no package has a program called {name}"))
    }

    /// Removes the bills beside the manifests, and returns them with these.
    fn take_bills(&self) -> Result<Vec<(PathBuf, String)>> {
        let mut bills = Vec::new();
        for package in &self.0 {
            let Some(manifest) = package["manifest_path"].as_str() else {
                continue;
            };
            let file = Path::new(manifest).with_file_name(format!("{BESIDE_MANIFESTS}.json"));
            if file.is_file() {
                bills.push((manifest.into(), fs::read_to_string(&file)?));
                fs::remove_file(&file)?;
            }
        }
        Ok(bills)
    }
}

/// The bill with the checkout as its top folder, wherever it is on this machine.
fn without_machine_paths(bill: &str, root: &Path) -> String {
    bill.replace(&format!("file://{}/", root.display()), "file:///")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bills_do_not_say_where_they_were_made() {
        let bill = r#"{"bom-ref":"path+file:///home/ada/rollcall/crates/wire#0.1.0"}"#;
        assert_eq!(
            without_machine_paths(bill, Path::new("/home/ada/rollcall")),
            r#"{"bom-ref":"path+file:///crates/wire#0.1.0"}"#
        );
    }

    #[test]
    fn both_programs_are_in_the_workspace() {
        let members = Members::read(&Workspace::find().unwrap()).unwrap();
        for name in ["rollcall", "app"] {
            assert!(members.with_program(name).unwrap().is_file(), "{name}");
        }
        assert!(members.with_program("none").is_err());
    }
}

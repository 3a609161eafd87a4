//! Known faults of the npm packages that the browser tests and measurements use,
//! as the registry knows them (`npm audit`). None is part of a release.

use std::{collections::BTreeSet, fs, path::Path};

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::{process, workspace::Workspace};

/// Milliseconds to wait for the registry, twice at most.
const PATIENCE: &str = "20000";

/// What the registry said of the packages in a lock file.
#[derive(Debug, PartialEq, Eq)]
enum Answer {
    /// The faults that it knows, described.
    Faults(BTreeSet<String>),
    /// Nothing, and why.
    None(String),
}

/// Asks the registry about every package-lock.json below tests/.
///
/// # Errors
/// When a package has a known fault, or npm cannot be started.
pub(super) fn check(workspace: &Workspace) -> Result<()> {
    let tests = workspace.root.join("tests");
    let mut folders: Vec<_> = fs::read_dir(&tests)
        .with_context(|| format!("{} cannot be read", tests.display()))?
        .flatten()
        .map(|entry| entry.path())
        .filter(|folder| folder.join("package-lock.json").is_file())
        .collect();
    folders.sort();
    for folder in folders {
        let name = folder.file_name().unwrap_or_default().to_string_lossy();
        match ask(&folder)? {
            Answer::Faults(faults) if faults.is_empty() => {}
            Answer::Faults(faults) => {
                let faults = faults.into_iter().collect::<Vec<_>>().join("\n       ");
                bail!(
                    "packages in tests/{name}/package-lock.json have known faults:\n       {faults}"
                );
            }
            Answer::None(reason) => println!(
                "    WARNING: known faults of the npm packages in tests/{name} are NOT CHECKED: \
                 the registry does not answer npm audit ({reason})"
            ),
        }
    }
    Ok(())
}

fn ask(folder: &Path) -> Result<Answer> {
    let output = process::node_tool("npm")
        .args(["audit", "--json", "--package-lock-only"])
        .args(["--fetch-timeout", PATIENCE, "--fetch-retries", "1"])
        .current_dir(folder)
        .output()
        .context("npm cannot be started")?;
    // It fails for faults as well as for other reasons.
    Ok(read(&String::from_utf8_lossy(&output.stdout)))
}

/// Reads what `npm audit --json` prints.
fn read(printed: &str) -> Answer {
    let report: Value = match serde_json::from_str(printed) {
        Ok(report) => report,
        Err(error) => return Answer::None(format!("what npm prints is not JSON: {error}")),
    };
    let Some(packages) = report["vulnerabilities"].as_object() else {
        let reason = report["message"]
            .as_str()
            .or_else(|| report["error"]["summary"].as_str());
        return Answer::None(reason.unwrap_or("npm does not say why").to_owned());
    };
    let faults = packages.iter().map(|(package, fault)| {
        let severity = fault["severity"].as_str().unwrap_or("unknown");
        let via = fault["via"].as_array().into_iter().flatten();
        let words = via.filter_map(|one| {
            // The name of another package in the list, or a description.
            one.as_str().map(str::to_owned).or_else(|| {
                Some(format!(
                    "{}, {}",
                    one["title"].as_str()?,
                    one["url"].as_str()?
                ))
            })
        });
        format!(
            "{package} ({severity}): {}",
            words.collect::<Vec<_>>().join("; ")
        )
    });
    Answer::Faults(faults.collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn faults_are_listed_with_where_they_are_described() {
        let printed = r#"{"auditReportVersion":2,"vulnerabilities":{
            "minimist":{"name":"minimist","severity":"critical","via":[{"source":1,
                "title":"Prototype Pollution","url":"https://github.com/advisories/GHSA-1"}]},
            "mkdirp":{"name":"mkdirp","severity":"critical","via":["minimist"]}},
            "metadata":{"vulnerabilities":{"total":2}}}"#;
        let faults = [
            "minimist (critical): Prototype Pollution, https://github.com/advisories/GHSA-1",
            "mkdirp (critical): minimist",
        ];
        assert_eq!(
            read(printed),
            Answer::Faults(faults.map(str::to_owned).into())
        );
    }

    #[test]
    fn no_faults_are_no_faults() {
        let printed = r#"{"auditReportVersion":2,"vulnerabilities":{},"metadata":{}}"#;
        assert_eq!(read(printed), Answer::Faults(BTreeSet::new()));
    }

    #[test]
    fn no_answer_is_not_taken_for_no_faults() {
        let refused = r#"{"message":"405 Method Not Allowed - POST https://example.com",
            "statusCode":405,"error":{"summary":"","detail":""}}"#;
        let reason = "405 Method Not Allowed - POST https://example.com".to_owned();
        assert_eq!(read(refused), Answer::None(reason));
        let no_lock =
            r#"{"error":{"code":"ENOLOCK","summary":"This command requires a lockfile."}}"#;
        assert_eq!(
            read(no_lock),
            Answer::None("This command requires a lockfile.".into())
        );
        for printed in ["", "{}", "[]", "<html>"] {
            assert!(matches!(read(printed), Answer::None(_)), "{printed}");
        }
    }
}

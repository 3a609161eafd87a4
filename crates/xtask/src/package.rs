//! `cargo xtask package`: what a release consists of, for this machine's
//! system and processor. The workflow that publishes releases calls it, so a
//! release can be tried anywhere.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context, Result, ensure};
use clap::Args;
use sha2::{Digest, Sha256};

use crate::{build, process::output, third_party, workspace::Workspace};

mod archive;
mod changelog;
mod materials;

/// The version of every package in the workspace.
const VERSION: &str = env!("CARGO_PKG_VERSION");
/// What is in the archive besides the program and its bills of materials.
const DOCUMENTS: [&str; 6] = [
    "CHANGELOG.md",
    "LICENSE-APACHE",
    "LICENSE-MIT",
    third_party::FILE,
    "docs/deploying.md",
    "docs/security.md",
];
/// The folder of recipes that goes into the archive as it is.
const RECIPES: &str = "deploy";
/// The file with the text of the release.
const NOTES: &str = "release-notes.md";

/// What `cargo xtask package` takes.
#[derive(Args)]
pub(crate) struct Options {
    /// The tag to release: must be `v` and the version; its part of CHANGELOG.md is written to
    /// release-notes.md
    #[arg(long, value_name = "TAG")]
    tag: Option<String>,
}

/// Builds the archive, the bills of materials and the checksums in
/// `target/archives/`, and runs the program that is in the archive.
///
/// # Errors
/// When the tag does not go with the version or the changelog, when set-up or a
/// build fails, or when the program in the archive does not run.
pub(crate) fn run(workspace: &Workspace, options: &Options) -> Result<()> {
    let folder = workspace.target.join("archives");
    if folder.exists() {
        fs::remove_dir_all(&folder)
            .with_context(|| format!("{} cannot be emptied", folder.display()))?;
    }
    fs::create_dir_all(&folder).with_context(|| format!("{} cannot be made", folder.display()))?;
    if let Some(tag) = &options.tag {
        // First of all, as the builds take minutes.
        fs::write(folder.join(NOTES), release_notes(workspace, tag)?)?;
    }
    build::release(workspace)?;

    let time = source_time(workspace)?;
    let name = format!("rollcall-{VERSION}-{}", host()?);
    println!("==> Listing what the release is made of");
    let materials = materials::write(workspace, &folder, &name, time)?;
    println!("==> Packing {name}.tar.gz");
    let packed = archive::pack(&name, &contents(workspace, &materials)?, time)?;
    let file = format!("{name}.tar.gz");
    fs::write(folder.join(&file), &packed)?;

    let mut published = materials;
    published.push(folder.join(&file));
    fs::write(
        folder.join(format!("{name}.sha256")),
        checksums(&published)?,
    )?;
    try_out(&packed, &name, &workspace.state().join("unpacked-archive"))?;
    println!("==> {} is complete", folder.display());
    Ok(())
}

/// The text of the release with that tag.
fn release_notes(workspace: &Workspace, tag: &str) -> Result<String> {
    ensure!(
        tag.strip_prefix('v') == Some(VERSION),
        "the tag {tag} does not go with version {VERSION} in Cargo.toml"
    );
    let changelog = fs::read_to_string(workspace.root.join("CHANGELOG.md"))
        .context("CHANGELOG.md cannot be read")?;
    changelog::section(&changelog, VERSION)
        .with_context(|| format!("CHANGELOG.md says nothing under `## [{VERSION}]`"))
}

/// When the sources were last changed, in seconds since 1970: the same sources
/// make the same archive. `SOURCE_DATE_EPOCH` is the convention of
/// reproducible builds.
fn source_time(workspace: &Workspace) -> Result<u64> {
    let text = match env::var("SOURCE_DATE_EPOCH") {
        Ok(text) => text,
        Err(_) => output(
            Command::new("git")
                .args(["log", "-1", "--format=%ct"])
                .current_dir(&workspace.root),
        )
        .context("outside a git checkout, set SOURCE_DATE_EPOCH")?,
    };
    text.trim()
        .parse()
        .with_context(|| format!("`{text}` is not a time in seconds since 1970"))
}

/// The system and processor that the program is built for.
fn host() -> Result<String> {
    let text = output(Command::new("rustc").arg("-vV"))?;
    text.lines()
        .find_map(|line| line.strip_prefix("host: "))
        .map(str::to_owned)
        .context("`rustc -vV` does not name the host")
}

/// Everything that the archive has, with its path there.
fn contents(workspace: &Workspace, materials: &[PathBuf]) -> Result<Vec<archive::Entry>> {
    let mut entries = vec![archive::Entry::read(
        &workspace.rollcall(build::SERVER),
        "rollcall",
        archive::Mode::Program,
    )?];
    let mut document = |from: &Path, to: &str| -> Result<()> {
        entries.push(archive::Entry::read(from, to, archive::Mode::Document)?);
        Ok(())
    };
    for path in DOCUMENTS {
        document(&workspace.root.join(path), path)?;
    }
    for path in sorted_files(&workspace.root.join(RECIPES))? {
        document(&path, &format!("{RECIPES}/{}", file_name(&path)))?;
    }
    for path in materials {
        document(path, &format!("sbom/{}", file_name(path)))?;
    }
    Ok(entries)
}

fn sorted_files(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut files = folder
        .read_dir()
        .and_then(|entries| {
            entries
                .map(|entry| entry.map(|entry| entry.path()))
                .collect::<Result<Vec<_>, _>>()
        })
        .with_context(|| format!("{} cannot be read", folder.display()))?;
    files.sort();
    Ok(files)
}

fn file_name(path: &Path) -> String {
    path.file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned()
}

/// What `sha256sum --check` reads.
fn checksums(files: &[PathBuf]) -> Result<String> {
    files
        .iter()
        .map(|path| {
            let contents =
                fs::read(path).with_context(|| format!("{} cannot be read", path.display()))?;
            Ok(checksum_line(&contents, &file_name(path)))
        })
        .collect()
}

fn checksum_line(contents: &[u8], name: &str) -> String {
    format!("{:x}  {name}\n", Sha256::digest(contents))
}

/// Unpacks the archive and runs its program.
fn try_out(packed: &[u8], name: &str, folder: &Path) -> Result<()> {
    if folder.exists() {
        fs::remove_dir_all(folder)?;
    }
    archive::unpack(packed, folder)?;
    let program = folder
        .join(name)
        .join(format!("rollcall{}", env::consts::EXE_SUFFIX));
    let version = output(Command::new(program).arg("--version"))
        .context("the program in the archive does not run")?;
    ensure!(
        version == format!("rollcall {VERSION}"),
        "the program in the archive says that it is `{version}`, not version {VERSION}"
    );
    println!("    its program runs: {version}");
    fs::remove_dir_all(folder)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_checksum_is_written_as_sha256sum_writes_it() {
        assert_eq!(
            checksum_line(b"", "empty.txt"),
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855  empty.txt\n"
        );
    }

    #[test]
    fn a_tag_of_another_version_is_refused() {
        let workspace = Workspace::find().unwrap();
        for tag in ["v999.0.0", VERSION, ""] {
            let error = release_notes(&workspace, tag).unwrap_err();
            assert!(error.to_string().contains("does not go with"), "{error}");
        }
    }
}

//! Whether the built page is still what its sources make.

use std::{
    env, fs,
    hash::{DefaultHasher, Hash, Hasher},
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context, Result};

use crate::{pins, process::output, third_party, workspace::Workspace};

/// Changed when xtask itself makes something else of the same sources.
const RECIPE: u32 = 6;

/// What the page is not made of. All else in the checkout counts, so that a
/// new crate or folder cannot be forgotten here.
const NOT_PAGE: [&str; 18] = [
    "crates/audit-store",
    "crates/gateway",
    "crates/layer-test",
    "crates/openid",
    "crates/rollcall",
    "crates/test-support",
    "crates/wire-readers",
    "crates/xtask",
    "deny.toml",
    "deploy",
    "dist",
    "docs",
    "mock-server",
    "target",
    "tests",
    "LICENSE-APACHE",
    "LICENSE-MIT",
    third_party::FILE,
];

/// The fingerprint of everything the page is made of: sources, settings, the
/// compiler and the tools' versions.
///
/// # Errors
/// When a source cannot be read or there is no rustc.
pub(crate) fn of_sources(workspace: &Workspace) -> Result<u64> {
    let mut hasher = DefaultHasher::new();
    RECIPE.hash(&mut hasher);
    pins::TRUNK.to_string().hash(&mut hasher);
    output(Command::new("rustc").arg("-vV"))?.hash(&mut hasher);
    let mut settings: Vec<_> = env::vars_os()
        .filter(|(name, _)| is_build_setting(&name.to_string_lossy()))
        .collect();
    settings.sort();
    settings.hash(&mut hasher);
    hash_files(&workspace.root, &mut hasher, |path, name| {
        let hidden = name.starts_with('.') && path != ".cargo";
        let unrelated = NOT_PAGE.contains(&path) || name == "node_modules";
        let document = Path::new(name).extension().is_some_and(|end| end == "md");
        !(hidden || unrelated || document)
    })?;
    Ok(hasher.finish())
}

/// Whether `dist/` is complete and was made of the sources with this fingerprint.
pub(crate) fn is_current(workspace: &Workspace, sources: u64) -> bool {
    let recorded = fs::read_to_string(stamp(workspace)).unwrap_or_default();
    of_folder(&workspace.dist()).is_ok_and(|built| recorded == text(sources, built))
}

/// Remembers that `dist/`, as it is now, was made of these sources.
///
/// # Errors
/// When `dist/` cannot be read or the note cannot be written.
pub(crate) fn record(workspace: &Workspace, sources: u64) -> Result<()> {
    let built = of_folder(&workspace.dist())?;
    let stamp = stamp(workspace);
    fs::create_dir_all(workspace.state())
        .and_then(|()| fs::write(&stamp, text(sources, built)))
        .with_context(|| format!("{} cannot be written", stamp.display()))
}

fn stamp(workspace: &Workspace) -> PathBuf {
    workspace.state().join("page.fingerprint")
}

fn text(sources: u64, built: u64) -> String {
    format!("{sources:016x} {built:016x}\n")
}

fn of_folder(folder: &Path) -> Result<u64> {
    let mut hasher = DefaultHasher::new();
    hash_files(folder, &mut hasher, |_, _| true)?;
    Ok(hasher.finish())
}

/// Whether an environment variable changes what the compiler makes.
fn is_build_setting(name: &str) -> bool {
    name.ends_with("RUSTFLAGS") || name.starts_with("CARGO_PROFILE_PAGE_")
}

/// Hashes names and contents of the files below `root` for which (and for
/// whose folders) `wanted(path, name)` holds. Paths are relative, with `/`.
fn hash_files(
    root: &Path,
    hasher: &mut impl Hasher,
    wanted: impl Fn(&str, &str) -> bool,
) -> Result<()> {
    let mut folders = vec![String::new()];
    while let Some(folder) = folders.pop() {
        let here = root.join(&folder);
        let read = || format!("{} cannot be read", here.display());
        let mut entries = Vec::new();
        for entry in here.read_dir().with_context(read)? {
            let entry = entry.with_context(read)?;
            let name = entry.file_name().to_string_lossy().into_owned();
            entries.push((name, entry.path()));
        }
        entries.sort();
        for (name, full) in entries {
            let path = if folder.is_empty() {
                name.clone()
            } else {
                format!("{folder}/{name}")
            };
            if !wanted(&path, &name) {
                continue;
            }
            if full.is_dir() {
                folders.push(path);
            } else {
                let contents = fs::read(&full)
                    .with_context(|| format!("{} cannot be read", full.display()))?;
                (path, contents).hash(hasher);
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::test_folder::TestFolder;

    /// A checkout in a folder of its own.
    struct Checkout {
        folder: TestFolder,
        workspace: Workspace,
    }

    impl Checkout {
        fn new(name: &str) -> Self {
            let files = [
                ("Cargo.toml", "[workspace]"),
                ("app/src/main.rs", "fn main() {}"),
                ("crates/wire/src/lib.rs", ""),
                ("crates/audit-store/src/lib.rs", ""),
                ("crates/gateway/src/lib.rs", ""),
                ("crates/rollcall/src/main.rs", ""),
                ("tests/browser/a.spec.ts", ""),
                ("README.md", "# Rollcall"),
                (".git/HEAD", "ref"),
                ("dist/index.html", "<!doctype html>"),
                ("dist/app.wasm", "wasm"),
            ];
            let folder = TestFolder::new(&format!("fingerprint-{name}"), &files);
            let root = folder.path.clone();
            let target = root.join("target");
            let workspace = Workspace { root, target };
            Self { folder, workspace }
        }

        fn sources(&self) -> u64 {
            of_sources(&self.workspace).unwrap()
        }
    }

    #[test]
    fn a_change_to_what_the_page_is_made_of_changes_the_fingerprint() {
        let checkout = Checkout::new("changed");
        let mut seen = vec![checkout.sources()];
        for (path, contents) in [
            ("app/src/main.rs", "fn main() { }"),
            ("crates/wire/src/lib.rs", "//"),
            ("Cargo.toml", "[workspace]\n"),
            ("style/main.css", ""),
            ("crates/new/src/lib.rs", ""),
            (".cargo/config.toml", "[alias]"),
        ] {
            checkout.folder.write(path, contents);
            let now = checkout.sources();
            assert!(!seen.contains(&now), "{path}");
            seen.push(now);
        }
    }

    #[test]
    fn a_renamed_source_changes_the_fingerprint() {
        let checkout = Checkout::new("renamed");
        let before = checkout.sources();
        let at = |path: &str| checkout.folder.path.join(path);
        fs::rename(at("app/src/main.rs"), at("app/src/other.rs")).unwrap();
        assert_ne!(checkout.sources(), before);
    }

    #[test]
    fn servers_tests_documents_and_git_leave_the_fingerprint_alone() {
        let checkout = Checkout::new("unrelated");
        let before = checkout.sources();
        for path in [
            "crates/audit-store/src/lib.rs",
            "crates/gateway/src/lib.rs",
            "crates/rollcall/src/main.rs",
            "tests/browser/a.spec.ts",
            "README.md",
            ".git/HEAD",
            "target/debug/x",
            "mock-server/src/main.rs",
        ] {
            checkout.folder.write(path, "something else");
            assert_eq!(checkout.sources(), before, "{path}");
        }
    }

    #[test]
    fn the_page_is_current_until_its_sources_or_its_files_change() {
        let checkout = Checkout::new("current");
        let sources = checkout.sources();
        assert!(!is_current(&checkout.workspace, sources), "never built");
        record(&checkout.workspace, sources).unwrap();
        assert!(is_current(&checkout.workspace, sources));
        assert!(
            !is_current(&checkout.workspace, sources ^ 1),
            "other sources"
        );
        checkout.folder.write("dist/app.wasm", "broken");
        assert!(
            !is_current(&checkout.workspace, sources),
            "a file of dist/ was changed"
        );
        fs::remove_file(checkout.folder.path.join("dist/app.wasm")).unwrap();
        assert!(
            !is_current(&checkout.workspace, sources),
            "a file of dist/ was removed"
        );
    }
}

//! wasm-opt, of Binaryen: shrinks the compiled page.

use std::{
    env, fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, ensure};

use super::{download, node, step};
use crate::{
    pins,
    process::{self, on_path, version_of},
    workspace::Workspace,
};

/// Sets up wasm-opt where trunk looks for it, and returns its program.
pub(super) fn set_up(workspace: &Workspace, downloads: &download::Downloads) -> Result<PathBuf> {
    let release = pins::wasm_opt(workspace)?;
    let folder = download::trunk_cache()?.join(format!("wasm-opt-version_{release}"));
    let cached = folder
        .join("bin")
        .join(format!("wasm-opt{}", env::consts::EXE_SUFFIX));
    if let Some(found) = on_path("wasm-opt")
        .into_iter()
        .chain([cached.clone()])
        .find(|program| works(program, &release))
    {
        return Ok(found);
    }
    step(&format!("wasm-opt {release}"), "shrinks the page", || {
        if prebuilt(downloads, &release, &folder, &cached) {
            return Ok(cached);
        }
        from_npm(&release, &folder)?;
        ensure!(
            works(&cached, &release),
            "{} does not run",
            cached.display()
        );
        Ok(cached)
    })
    .with_context(|| {
        format!(
            "wasm-opt could not be installed. Install release {release} of Binaryen by hand, \
             with wasm-opt on PATH, and try again"
        )
    })
}

fn works(program: &Path, release: &str) -> bool {
    version_of(program).is_some_and(|text| says(&text, release))
}

/// Whether `wasm-opt --version` printed that release (as trunk reads it).
fn says(text: &str, release: &str) -> bool {
    text.split(' ').nth(2) == Some(release)
}

/// Puts the prebuilt tool into place; false where that is not possible.
fn prebuilt(downloads: &download::Downloads, release: &str, folder: &Path, cached: &Path) -> bool {
    let platform = match (env::consts::OS, env::consts::ARCH) {
        (os @ ("linux" | "windows"), "x86_64") => format!("x86_64-{os}"),
        ("linux", "aarch64") => "aarch64-linux".to_owned(),
        ("macos", "x86_64") => "x86_64-macos".to_owned(),
        ("macos", "aarch64") => "arm64-macos".to_owned(),
        _ => return false,
    };
    let path = format!(
        "WebAssembly/binaryen/releases/download/version_{release}/\
         binaryen-version_{release}-{platform}.tar.gz"
    );
    downloads.fetch(&path).is_some_and(|unpacked| {
        let from = unpacked.join(format!("binaryen-version_{release}"));
        place_with_library(&from, folder, cached).is_ok() && works(cached, release)
    })
}

/// On macOS the program needs the library that lies beside it.
fn place_with_library(from: &Path, folder: &Path, cached: &Path) -> Result<()> {
    let library: PathBuf = ["lib", "libbinaryen.dylib"].iter().collect();
    if from.join(&library).is_file() {
        download::place(&from.join(&library), &folder.join(&library))?;
    }
    let program = cached.file_name().context("a program needs a name")?;
    download::place(&from.join("bin").join(program), cached)
}

/// Installs the Node build of the same release. As a "global" package of its
/// own folder it has exactly the layout that trunk expects: `bin/wasm-opt`.
fn from_npm(release: &str, folder: &Path) -> Result<()> {
    node::set_up("runs wasm-opt")?;
    fs::create_dir_all(folder).with_context(|| format!("{} cannot be made", folder.display()))?;
    println!("    installing the npm package binaryen {release}.0.0");
    process::run(
        process::node_tool("npm")
            .args(["install", "--global", "--no-fund", "--no-audit", "--prefix"])
            .arg(folder)
            .arg(format!("binaryen@{release}.0.0")),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_release_is_read_as_trunk_reads_it() {
        assert!(says("wasm-opt version 132 (version_132)", "132"));
        assert!(says("wasm-opt version 132", "132"));
        assert!(!says("wasm-opt version 108", "132"));
        assert!(!says("wasm-opt", "132"));
    }
}

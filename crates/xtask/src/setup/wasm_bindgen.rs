//! wasm-bindgen's command line tool: writes the page's JavaScript. Its version
//! must be exactly that of the library in Cargo.lock.

use std::{
    env,
    path::{Path, PathBuf},
};

use anyhow::Result;

use super::{cargo_tools, download, step};
use crate::{
    pins,
    process::{on_path, version_of},
    workspace::Workspace,
};

/// What reads, rewrites and writes the compiled page. With these unoptimised,
/// that is most of a development build (docs/decisions/development-builds.md).
const HOT_PACKAGES: [&str; 8] = [
    "id-arena",
    "leb128",
    "leb128fmt",
    "rustc-demangle",
    "walrus",
    "wasm-bindgen-cli-support",
    "wasm-encoder",
    "wasmparser",
];

/// Sets up wasm-bindgen where trunk looks for it, and returns its program.
pub(super) fn set_up(workspace: &Workspace, downloads: &download::Downloads) -> Result<PathBuf> {
    let version = pins::wasm_bindgen(workspace)?;
    let name = format!("wasm-bindgen{}", env::consts::EXE_SUFFIX);
    let cached = download::trunk_cache()?
        .join(format!("wasm-bindgen-{version}"))
        .join(&name);
    if let Some(found) = on_path("wasm-bindgen")
        .into_iter()
        .chain([cached.clone()])
        .find(|program| works(program, &version))
    {
        return Ok(found);
    }
    step(
        &format!("wasm-bindgen {version}"),
        "writes the page's JavaScript",
        || {
            if prebuilt(downloads, &version, &name, &cached) {
                return Ok(cached);
            }
            let root = cargo_tools::own_root(workspace);
            let tool = cargo_tools::Tool {
                package: "wasm-bindgen-cli",
                program: "wasm-bindgen",
                version: &version,
                features: "",
                // With its own lock file it does not build with current Rust.
                locked: false,
                optimised: &HOT_PACKAGES,
            };
            cargo_tools::install(workspace, &tool, &root)?;
            download::place(&root.join("bin").join(&name), &cached)?;
            Ok(cached)
        },
    )
}

fn works(program: &Path, version: &str) -> bool {
    version_of(program).is_some_and(|text| says(&text, version))
}

/// Whether `wasm-bindgen --version` printed that version (as trunk reads it).
fn says(text: &str, version: &str) -> bool {
    text.split_whitespace().nth(1) == Some(version)
}

/// Puts the prebuilt tool into place; false where that is not possible.
fn prebuilt(downloads: &download::Downloads, version: &str, name: &str, at: &Path) -> bool {
    let platform = match (env::consts::OS, env::consts::ARCH) {
        ("linux", "x86_64") => "x86_64-unknown-linux-musl",
        ("linux", "aarch64") => "aarch64-unknown-linux-gnu",
        ("macos", "x86_64") => "x86_64-apple-darwin",
        ("macos", "aarch64") => "aarch64-apple-darwin",
        ("windows", "x86_64") => "x86_64-pc-windows-msvc",
        _ => return false,
    };
    let archive = format!("wasm-bindgen-{version}-{platform}");
    let path = format!("wasm-bindgen/wasm-bindgen/releases/download/{version}/{archive}.tar.gz");
    downloads.fetch(&path).is_some_and(|folder| {
        let program = folder.join(&archive).join(name);
        works(&program, version) && download::place(&program, at).is_ok()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_exact_version_will_do() {
        assert!(says("wasm-bindgen 0.2.130", "0.2.130"));
        assert!(says("wasm-bindgen 0.2.130 (1f2e3d4c5)", "0.2.130"));
        assert!(!says("wasm-bindgen 0.2.13", "0.2.130"));
        assert!(!says("wasm-bindgen 0.2.131", "0.2.130"));
        assert!(!says("", "0.2.130"));
    }
}

//! Compresses the built page in advance, so that the server never has to.

use std::{
    fs,
    io::{self, Write},
    path::{Path, PathBuf},
    thread,
};

use anyhow::{Context, Result, anyhow};
use brotli::enc::BrotliEncoderParams;
use flate2::{Compression, write::GzEncoder};

use crate::files::files_ending_in;

/// Endings of files that become smaller. Pictures already are compressed.
const COMPRESSIBLE: [&str; 9] = [
    "css",
    "html",
    "js",
    "json",
    "map",
    "svg",
    "txt",
    "wasm",
    "webmanifest",
];

/// Writes NAME.br and NAME.gz beside every compressible file below `folder`.
///
/// # Errors
/// When a file cannot be read or written.
pub(crate) fn folder(folder: &Path) -> Result<()> {
    let files = files_ending_in(folder, &COMPRESSIBLE)?;
    thread::scope(|scope| {
        let running: Vec<_> = files
            .iter()
            .map(|path| scope.spawn(|| one_file(path)))
            .collect();
        running.into_iter().try_for_each(|thread| {
            thread
                .join()
                .map_err(|_| anyhow!("compressing a file of dist/ ended unexpectedly"))?
        })
    })
}

/// Whether a file is the compressed form of another.
pub(crate) fn is_compressed(path: &Path) -> bool {
    path.extension()
        .is_some_and(|ending| ending == "br" || ending == "gz")
}

/// Brotli's best, as the `.br` files have it.
///
/// # Errors
/// Never, as long as there is memory.
pub(crate) fn brotli(contents: &[u8]) -> Result<Vec<u8>> {
    let settings = BrotliEncoderParams {
        quality: 11,
        lgwin: 22,
        size_hint: contents.len(),
        ..BrotliEncoderParams::default()
    };
    let mut compressed = Vec::new();
    brotli::BrotliCompress(&mut &contents[..], &mut compressed, &settings)
        .context("brotli cannot compress a file")?;
    Ok(compressed)
}

/// Gzip's best, as the `.gz` files have it.
///
/// # Errors
/// Never, as long as there is memory.
pub(crate) fn gzip(contents: &[u8]) -> io::Result<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(contents)?;
    encoder.finish()
}

fn one_file(path: &Path) -> Result<()> {
    let contents = fs::read(path).with_context(|| format!("{} cannot be read", path.display()))?;
    write(path, "br", &brotli(&contents)?)?;
    write(path, "gz", &gzip(&contents)?)
}

fn write(path: &Path, ending: &str, contents: &[u8]) -> Result<()> {
    let mut name = path.as_os_str().to_owned();
    name.push(".");
    name.push(ending);
    fs::write(&name, contents)
        .with_context(|| format!("{} cannot be written", PathBuf::from(&name).display()))
}

#[cfg(test)]
mod tests {
    use std::{env, io::Read};

    use super::*;

    #[test]
    fn every_compressible_file_gets_both_forms_and_they_unpack_to_it() {
        let root = env::temp_dir().join(format!("rollcall-compress-{}", std::process::id()));
        let inner = root.join("assets");
        fs::create_dir_all(&inner).unwrap();
        let text = "Rollcall ".repeat(500);
        fs::write(inner.join("app.js"), &text).unwrap();
        fs::write(root.join("icon.png"), &text).unwrap();

        folder(&root).unwrap();

        let packed = fs::read(inner.join("app.js.br")).unwrap();
        let mut unpacked = Vec::new();
        brotli::BrotliDecompress(&mut &packed[..], &mut unpacked).unwrap();
        assert_eq!(unpacked, text.as_bytes());
        assert!(packed.len() < text.len() / 10);
        let packed = fs::read(inner.join("app.js.gz")).unwrap();
        let mut unpacked = String::new();
        flate2::read::GzDecoder::new(&packed[..])
            .read_to_string(&mut unpacked)
            .unwrap();
        assert_eq!(unpacked, text);
        assert!(!root.join("icon.png.br").exists());
        fs::remove_dir_all(&root).unwrap();
    }
}

//! Compresses the licences that `rollcall licenses` prints: a tenth of their size.

use std::{env, error::Error, fs, io::Write, path::Path};

use flate2::{Compression, write::GzEncoder};

/// What `cargo xtask licenses` writes.
const LICENCES: &str = "../../THIRD-PARTY.txt";

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed={LICENCES}");
    let folder = env::var_os("OUT_DIR").ok_or("cargo names no folder for the result")?;
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(&fs::read(LICENCES)?)?;
    fs::write(Path::new(&folder).join("licenses.gz"), encoder.finish()?)?;
    Ok(())
}

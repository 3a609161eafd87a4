//! Archives whose bytes depend on nothing but what is in them.

use std::{fs, path::Path};

use anyhow::{Context, Result};
use flate2::read::GzDecoder;

use crate::compress;

/// Who may do what with a file that is unpacked.
#[derive(Clone, Copy)]
pub(super) enum Mode {
    /// Everyone may read it.
    Document = 0o644,
    /// Everyone may run it.
    Program = 0o755,
}

/// A file in an archive.
pub(super) struct Entry {
    path: String,
    mode: Mode,
    contents: Vec<u8>,
}

impl Entry {
    /// The file `from`, which has the path `to` in the archive.
    ///
    /// # Errors
    /// When it cannot be read.
    pub(super) fn read(from: &Path, to: &str, mode: Mode) -> Result<Self> {
        let contents =
            fs::read(from).with_context(|| format!("{} cannot be read", from.display()))?;
        Ok(Self {
            path: to.to_owned(),
            mode,
            contents,
        })
    }
}

/// The entries as a `.tar.gz`, in a folder of that name, all last changed at
/// `time` (in seconds since 1970) and owned by root.
///
/// # Errors
/// When a path is too long for an archive.
pub(super) fn pack(folder: &str, entries: &[Entry], time: u64) -> Result<Vec<u8>> {
    let mut archive = tar::Builder::new(Vec::new());
    for entry in entries {
        let path = format!("{folder}/{}", entry.path);
        println!("    {path}, {} bytes", entry.contents.len());
        let mut header = tar::Header::new_gnu();
        header.set_entry_type(tar::EntryType::Regular);
        header.set_size(entry.contents.len() as u64);
        header.set_mode(entry.mode as u32);
        header.set_mtime(time);
        header.set_uid(0);
        header.set_gid(0);
        archive
            .append_data(&mut header, &path, entry.contents.as_slice())
            .with_context(|| format!("{path} cannot be packed"))?;
    }
    compress::gzip(&archive.into_inner()?).context("the archive cannot be compressed")
}

/// Unpacks a `.tar.gz` into `folder`.
///
/// # Errors
/// When it is damaged or a file cannot be written.
pub(super) fn unpack(packed: &[u8], folder: &Path) -> Result<()> {
    tar::Archive::new(GzDecoder::new(packed))
        .unpack(folder)
        .with_context(|| format!("the archive cannot be unpacked into {}", folder.display()))
}

#[cfg(test)]
mod tests {
    use std::env;

    use super::*;

    fn entries() -> Vec<Entry> {
        let entry = |path: &str, mode, contents: &[u8]| Entry {
            path: path.to_owned(),
            mode,
            contents: contents.to_owned(),
        };
        vec![
            entry("program", Mode::Program, b"#!/bin/sh\n"),
            entry("docs/read.md", Mode::Document, b"Read me."),
        ]
    }

    #[test]
    fn the_same_entries_make_the_same_bytes_and_another_time_makes_others() {
        let packed = pack("it-1.0", &entries(), 1_700_000_000).unwrap();
        assert_eq!(packed, pack("it-1.0", &entries(), 1_700_000_000).unwrap());
        assert_ne!(packed, pack("it-1.0", &entries(), 1_700_000_001).unwrap());
    }

    #[cfg(unix)]
    #[test]
    fn what_is_packed_is_unpacked_and_only_the_program_can_be_run() {
        use std::os::unix::fs::PermissionsExt;

        let folder = env::temp_dir().join(format!("rollcall-archive-{}", std::process::id()));
        let packed = pack("it-1.0", &entries(), 1_700_000_000).unwrap();
        unpack(&packed, &folder).unwrap();
        for (path, contents, mode) in [
            ("it-1.0/program", "#!/bin/sh\n", 0o755),
            ("it-1.0/docs/read.md", "Read me.", 0o644),
        ] {
            let path = folder.join(path);
            assert_eq!(fs::read_to_string(&path).unwrap(), contents);
            let found = fs::metadata(&path).unwrap().permissions().mode() & 0o777;
            assert_eq!(found, mode, "{}", path.display());
        }
        fs::remove_dir_all(&folder).unwrap();
    }
}

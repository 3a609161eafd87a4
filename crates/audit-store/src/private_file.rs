//! Files that only their owner may read, and names beside those of others.

use std::fs::OpenOptions;
use std::path::{Path, PathBuf};

/// How a file is made that only its owner may read.
pub fn options() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.append(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.mode(0o600);
    }
    options
}

/// The path of the file beside `path` whose name goes on with `end`.
pub fn beside(path: &Path, end: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(end);
    PathBuf::from(name)
}

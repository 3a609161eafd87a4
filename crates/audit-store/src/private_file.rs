//! Files that only their owner may read, and paths beside other files.

use std::fs::OpenOptions;
use std::path::{Path, PathBuf};

/// Options that create a file that only its owner may read.
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

/// `path` with `end` appended to the file's name.
pub fn beside(path: &Path, end: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(end);
    PathBuf::from(name)
}

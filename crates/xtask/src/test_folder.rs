//! Folders with files, for tests.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process,
};

/// A folder of one test, removed when this is dropped.
pub(crate) struct TestFolder {
    /// Where it is.
    pub(crate) path: PathBuf,
}

impl TestFolder {
    /// A new folder with these files. No two tests use the same `name`.
    pub(crate) fn new<T: AsRef<str>>(name: &str, files: &[(&str, T)]) -> Self {
        let path = env::temp_dir().join(format!("rollcall-{name}-{}", process::id()));
        // A process with the same ID may have been killed before it removed it.
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(&path).unwrap();
        let folder = Self { path };
        for (file, text) in files {
            folder.write(file, text.as_ref());
        }
        folder
    }

    /// Writes a file, and creates the folders that it is in.
    pub(crate) fn write(&self, file: impl AsRef<Path>, text: &str) {
        let file = self.path.join(file);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, text).unwrap();
    }
}

impl Drop for TestFolder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.path);
    }
}

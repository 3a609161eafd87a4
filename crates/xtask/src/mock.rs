//! A mock server for a command, on a free port, that ends with the command.

use std::{
    io::{BufRead, BufReader},
    path::Path,
    process::{Child, ChildStdout, Command, Stdio},
    time::{Duration, Instant},
};

use anyhow::{Context, Result, ensure};

/// A running mock server without a console.
pub(crate) struct Mock {
    child: Child,
    address: String,
    took: Duration,
    // Kept: a pipe that nobody holds would end whoever writes to it.
    _stdout: BufReader<ChildStdout>,
}

impl Mock {
    /// Starts `program` and waits until it says where it listens.
    ///
    /// # Errors
    /// When it cannot be started or ends without saying so.
    pub(crate) fn start(program: &Path, arguments: &[&str]) -> Result<Self> {
        let started = Instant::now();
        let mut child = Command::new(program)
            .args(["--listen", "127.0.0.1:0", "--console", "off"])
            .args(arguments)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()
            .with_context(|| format!("{} cannot be started", program.display()))?;
        let stdout = child
            .stdout
            .take()
            .context("the mock server's output cannot be read")?;
        let mut stdout = BufReader::new(stdout);
        let mut said = String::new();
        let read = stdout.read_line(&mut said);
        let took = started.elapsed();
        let mock = Self {
            child,
            address: address(&said).unwrap_or_default().to_owned(),
            took,
            _stdout: stdout,
        };
        // Only now: a mock that is dropped is ended.
        read.context("the mock server's output cannot be read")?;
        ensure!(
            !mock.address.is_empty(),
            "the mock server does not say where it listens, but: {}",
            said.trim()
        );
        Ok(mock)
    }

    /// Where the platforms' APIs answer: scheme, host and port.
    pub(crate) fn address(&self) -> &str {
        &self.address
    }

    /// From starting the program to its addresses.
    pub(crate) fn took(&self) -> Duration {
        self.took
    }

    /// Its process.
    pub(crate) fn id(&self) -> u32 {
        self.child.id()
    }

    /// Whether it has not ended by itself.
    ///
    /// # Errors
    /// When the system does not tell.
    pub(crate) fn is_running(&mut self) -> Result<bool> {
        Ok(self.child.try_wait()?.is_none())
    }
}

impl Drop for Mock {
    fn drop(&mut self) {
        // An error means that it has ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The address in the first line that a mock server prints.
fn address(line: &str) -> Option<&str> {
    line.split_whitespace()
        .find(|word| word.starts_with("http://127.0.0.1:"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_address_is_read_from_the_first_line() {
        assert_eq!(
            address("Platform APIs  http://127.0.0.1:40123\n"),
            Some("http://127.0.0.1:40123")
        );
        assert_eq!(address("mock-server: no\n"), None);
    }
}

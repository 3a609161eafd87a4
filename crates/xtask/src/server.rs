//! One of our servers for a command, on a free port, that ends with the command.

use std::{
    fs::File,
    io::{BufRead, BufReader},
    path::Path,
    process::{Child, ChildStdout, Command, Stdio},
    time::{Duration, Instant},
};

use anyhow::{Context, Result, ensure};

/// A running server.
pub(crate) struct Server {
    child: Child,
    address: String,
    took: Duration,
    // Kept: writing to a pipe without a reader would end the server.
    _stdout: BufReader<ChildStdout>,
}

impl Server {
    /// Starts the mock server `program` without a console.
    ///
    /// # Errors
    /// When it cannot be started or ends without saying where it listens.
    pub(crate) fn mock(program: &Path, arguments: &[&str]) -> Result<Self> {
        Self::start(
            Command::new(program)
                .args(["--listen", "127.0.0.1:0", "--console", "off"])
                .args(arguments),
        )
    }

    /// Starts `rollcall serve` with the configuration file `config` in its
    /// folder, and its log in `log` there.
    ///
    /// # Errors
    /// When it cannot be started or ends without saying where it listens.
    pub(crate) fn rollcall(program: &Path, folder: &Path, config: &str, log: &str) -> Result<Self> {
        let log = File::create(folder.join(log)).context("the log cannot be written")?;
        Self::start(
            Command::new(program)
                .args(["serve", "--config", config])
                .current_dir(folder)
                .stderr(log),
        )
    }

    fn start(command: &mut Command) -> Result<Self> {
        let started = Instant::now();
        let program = command.get_program().to_string_lossy().into_owned();
        let mut child = command
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()
            .with_context(|| format!("{program} cannot be started"))?;
        let stdout = child
            .stdout
            .take()
            .with_context(|| format!("what {program} prints cannot be read"))?;
        let mut stdout = BufReader::new(stdout);
        let mut said = String::new();
        let read = stdout.read_line(&mut said);
        let took = started.elapsed();
        let server = Self {
            child,
            address: address(&said).unwrap_or_default().to_owned(),
            took,
            _stdout: stdout,
        };
        // Only now: a server that is dropped is ended.
        read.with_context(|| format!("what {program} prints cannot be read"))?;
        ensure!(
            !server.address.is_empty(),
            "{program} does not say where it listens, but: {}",
            said.trim()
        );
        Ok(server)
    }

    /// Where it answers: scheme, host and port.
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

impl Drop for Server {
    fn drop(&mut self) {
        // An error means that it has ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The address in the first line that a server prints.
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
        assert_eq!(
            address("Console  http://127.0.0.1:8080\n"),
            Some("http://127.0.0.1:8080")
        );
        assert_eq!(address("mock-server: no\n"), None);
    }
}

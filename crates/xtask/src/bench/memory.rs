//! What a process holds, as Linux tells it.

use std::fs;

use anyhow::{Context, Result};

/// Begins a new peak: the peak is then what the process holds now. (`5` does
/// that, see proc(5).) Nothing where the system has no such thing.
pub(super) fn begin_peak(process: u32) -> Option<()> {
    fs::write(format!("/proc/{process}/clear_refs"), "5").ok()
}

/// The most memory that the process has held since then, in bytes.
///
/// # Errors
/// When the system does not tell.
pub(super) fn peak(process: u32) -> Result<u64> {
    let status = fs::read_to_string(format!("/proc/{process}/status"))
        .context("the mock server's memory cannot be read")?;
    read(&status).context("the system does not tell the mock server's memory")
}

fn read(status: &str) -> Option<u64> {
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kib: u64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kib * 1024)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_peak_is_read_in_bytes() {
        let status = "Name:\tmock-server\nVmPeak:\t  9 kB\nVmHWM:\t    2048 kB\nVmRSS:\t 12 kB\n";
        assert_eq!(read(status), Some(2 * 1024 * 1024));
        assert_eq!(read("Name:\tmock-server\n"), None);
    }
}

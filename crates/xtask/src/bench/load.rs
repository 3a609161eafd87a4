//! Requests per second, by oha or wrk. Both print them on a line of the same
//! words.

use std::process::Command;

use anyhow::{Context, Result, ensure};

use crate::{process, setup::LoadTool};

/// Seconds that one load lasts.
const SECONDS: u32 = 5;
/// Connections that are open at a time.
const CONNECTIONS: &str = "16";

/// Calls `url` for [`SECONDS`] and returns the requests per second.
///
/// # Errors
/// When the tool fails or an answer is not 200.
pub(super) fn requests_per_second(tool: &LoadTool, url: &str, header: &str) -> Result<f64> {
    let seconds = format!("{SECONDS}s");
    let said = match tool {
        LoadTool::Oha(program) => process::output(
            Command::new(program)
                .args(["--no-tui", "-z", &seconds, "-c", CONNECTIONS, "-H", header])
                .arg(url),
        )?,
        LoadTool::Wrk(program) => process::output(
            Command::new(program)
                .args(["-t", "1", "-d", &seconds, "-c", CONNECTIONS, "-H", header])
                .arg(url),
        )?,
    };
    read(&said).with_context(|| format!("{url} was not measured. The load tool printed:\n{said}"))
}

fn read(said: &str) -> Result<f64> {
    let line = |start: &str| {
        said.lines()
            .find_map(|line| line.trim_start().strip_prefix(start))
            .map(str::trim)
    };
    // wrk says so only where there were any.
    ensure!(
        line("Non-2xx").is_none() && line("Socket errors:").is_none(),
        "not every answer was a success"
    );
    // oha lists every status.
    ensure!(
        !said.lines().any(|line| {
            let line = line.trim_start();
            line.starts_with('[') && line.ends_with("responses") && !line.starts_with("[200]")
        }),
        "not every answer was a success"
    );
    line("Requests/sec:")
        .context("it does not say how many")?
        .parse()
        .context("it does not say how many")
}

#[cfg(test)]
mod tests {
    use super::*;

    const WRK: &str = "Running 5s test @ http://127.0.0.1:1\n  1 threads and 16 connections\n\
        \x20 73 requests in 5.00s, 8.1MB read\nRequests/sec:   1234.56\nTransfer/sec:      1.6MB\n";

    #[test]
    fn both_tools_are_understood() {
        assert!((read(WRK).unwrap() - 1234.56).abs() < 0.001);
        let oha = "Summary:\n  Success rate:\t100.00%\n  Requests/sec:\t812.5\n\n\
            Status code distribution:\n  [200] 4062 responses\n";
        assert!((read(oha).unwrap() - 812.5).abs() < 0.001);
    }

    #[test]
    fn failed_requests_are_no_measurement() {
        let refused = WRK.replace(
            "Requests/sec",
            "  Non-2xx or 3xx responses: 73\nRequests/sec",
        );
        assert!(read(&refused).is_err());
        let cut = WRK.replace(
            "Requests/sec",
            "  Socket errors: connect 0, read 7\nRequests/sec",
        );
        assert!(read(&cut).is_err());
        let oha = "  Requests/sec:\t812.5\n  [200] 1 responses\n  [401] 40 responses\n";
        assert!(read(oha).is_err());
        assert!(read("").is_err());
    }
}

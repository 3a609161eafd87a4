//! Requests per second and how long one takes, by oha or wrk. Both print them
//! on lines of nearly the same words.

use std::{fs, path::Path, process::Command};

use anyhow::{Context, Result, ensure};

use crate::{process, setup::LoadTool};

/// Seconds that one load lasts.
const SECONDS: u32 = 5;
/// Connections that are open at a time, where that is not measured.
pub(super) const CONNECTIONS: u32 = 16;

/// A request that is sent over and over.
pub(super) struct Load<'a> {
    pub(super) url: &'a str,
    pub(super) headers: &'a [&'a str],
    /// What is posted; without it the request reads.
    pub(super) body: Option<&'a str>,
    pub(super) connections: u32,
}

/// What came of it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Measured {
    pub(super) requests_per_second: f64,
    /// How long the request in the middle took, in milliseconds.
    pub(super) median_ms: f64,
}

impl Load<'_> {
    /// Sends it for [`SECONDS`]. `folder` is for what the tool has to read.
    ///
    /// # Errors
    /// When the tool fails or an answer is not a success.
    pub(super) fn run(&self, tool: &LoadTool, folder: &Path) -> Result<Measured> {
        let mut command = match tool {
            LoadTool::Oha(program) => self.oha(program),
            LoadTool::Wrk(program) => self.wrk(program, folder)?,
        };
        for header in self.headers {
            command.args(["-H", header]);
        }
        let said = process::output(command.arg(self.url))?;
        read(&said).with_context(|| {
            format!(
                "{} was not measured. The load tool printed:\n{said}",
                self.url
            )
        })
    }

    fn oha(&self, program: &Path) -> Command {
        let mut command = Command::new(program);
        command.args(["--no-tui", "-z", &format!("{SECONDS}s")]);
        command.args(["-c", &self.connections.to_string()]);
        if let Some(body) = self.body {
            command.args(["-m", "POST", "-d", body]);
        }
        command
    }

    fn wrk(&self, program: &Path, folder: &Path) -> Result<Command> {
        let mut command = Command::new(program);
        command.args(["--latency", "-t", "1", "-d", &format!("{SECONDS}s")]);
        command.args(["-c", &self.connections.to_string()]);
        if let Some(body) = self.body {
            let script = folder.join("wrk.lua");
            fs::write(
                &script,
                format!("wrk.method = \"POST\"\nwrk.body = [[{body}]]\n"),
            )?;
            command.arg("-s").arg(script);
        }
        Ok(command)
    }
}

fn read(said: &str) -> Result<Measured> {
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
    let median = line("50%").or_else(|| line("50.00%"));
    Ok(Measured {
        requests_per_second: line("Requests/sec:")
            .context("it does not say how many")?
            .parse()
            .context("it does not say how many")?,
        median_ms: median
            .and_then(milliseconds)
            .context("it does not say how long one took")?,
    })
}

/// A time as wrk writes it (`312.00us`, `1.20ms`) or oha (`in 0.0012 secs`).
fn milliseconds(text: &str) -> Option<f64> {
    let text = text.trim_start_matches("in ");
    let end = text.find(|char: char| !char.is_ascii_digit() && char != '.')?;
    let (number, unit) = text.split_at(end);
    let factor = match unit.trim().split(' ').next()? {
        "us" => 0.001,
        "ms" => 1.0,
        "s" | "sec" | "secs" => 1000.0,
        _ => return None,
    };
    Some(number.parse::<f64>().ok()? * factor)
}

#[cfg(test)]
mod tests {
    use super::*;

    const WRK: &str = "Running 5s test @ http://127.0.0.1:1\n  1 threads and 16 connections\n\
        \x20 Latency Distribution\n     50%  312.00us\n     99%    1.20ms\n\
        \x20 73 requests in 5.00s, 8.1MB read\nRequests/sec:   1234.56\nTransfer/sec:      1.6MB\n";

    fn close(one: f64, other: f64) -> bool {
        (one - other).abs() < 0.001
    }

    #[test]
    fn both_tools_are_understood() {
        let wrk = read(WRK).unwrap();
        assert!(close(wrk.requests_per_second, 1234.56), "{wrk:?}");
        assert!(close(wrk.median_ms, 0.312), "{wrk:?}");
        let oha = "Summary:\n  Success rate:\t100.00%\n  Requests/sec:\t812.5\n\n\
            Response time distribution:\n  10.00% in 0.0010 secs\n  50.00% in 0.0120 secs\n\
            Status code distribution:\n  [200] 4062 responses\n";
        let oha = read(oha).unwrap();
        assert!(close(oha.requests_per_second, 812.5), "{oha:?}");
        assert!(close(oha.median_ms, 12.0), "{oha:?}");
    }

    #[test]
    fn times_are_read_in_every_unit() {
        for (text, expected) in [
            ("1.20ms", 1.2),
            ("2.00s", 2000.0),
            ("50.00us", 0.05),
            ("in 0.5 sec", 500.0),
            ("in 1.50 ms", 1.5),
        ] {
            assert!(close(milliseconds(text).unwrap(), expected), "{text}");
        }
        assert_eq!(milliseconds("soon"), None);
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
        let oha = "  50.00% in 0.1 secs\n  Requests/sec:\t812.5\n  [200] 1 responses\n\
            \x20 [401] 40 responses\n";
        assert!(read(oha).is_err());
        assert!(read("").is_err());
    }
}

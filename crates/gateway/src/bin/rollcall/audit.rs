//! `rollcall audit`.

use crate::trail::{Format, export, open, verify};
use anyhow::{Context, Result, bail};
use clap::Subcommand;
use std::io::{BufWriter, Write, stdout};
use std::path::Path;
use std::process::ExitCode;

#[derive(Debug, Subcommand)]
pub(crate) enum Audit {
    /// Look whether a row was changed, taken out or moved
    Verify,
    /// Print every change, one on a line
    Export {
        /// Only those asked for since then: 2026-01-31, or 2026-01-31T12:00:00Z
        #[arg(long, value_name = "TIME", value_parser = moment, default_value = "")]
        since: String,
        /// How to write them
        #[arg(long, value_enum, default_value_t = Format::Json)]
        format: Format,
    },
}

/// A moment as the trail writes them, or the beginning of one.
fn moment(text: &str) -> Result<String, String> {
    let date = text.parse::<jiff::civil::Date>();
    let time = text.parse::<jiff::Timestamp>();
    match (time, date) {
        (Ok(time), _) => Ok(crate::trail::stamp(time)),
        (_, Ok(date)) => Ok(date.to_string()),
        _ if text.is_empty() => Ok(String::new()),
        _ => Err("write a date like 2026-01-31, or a time like 2026-01-31T12:00:00Z".to_owned()),
    }
}

pub(crate) async fn run(audit: &Audit, file: &Path) -> Result<ExitCode> {
    if !file.is_file() {
        bail!("there is no audit trail at {}", file.display());
    }
    let mut connection = open(file).await?;
    match audit {
        Audit::Verify => match verify(&mut connection).await? {
            Ok(head) => {
                println!("{} rows hold. The last one is {head}", head.number);
                Ok(ExitCode::SUCCESS)
            }
            Err(broken) => {
                println!("The trail does not hold: {broken}");
                Ok(ExitCode::FAILURE)
            }
        },
        Audit::Export { since, format } => {
            let mut out = BufWriter::new(stdout());
            export(&mut connection, since, *format, &mut out).await?;
            out.flush().context("the changes cannot be printed")?;
            Ok(ExitCode::SUCCESS)
        }
    }
}

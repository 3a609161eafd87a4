//! `rollcall audit`: verifies and exports the audit log.

use anyhow::{Context, Result};
use audit_store::{AuditReader, Head, Location, Verified, parse_since};
use clap::Subcommand;
use gateway::{Export, Filter, Format};
use std::io::{BufWriter, Write, stdout};
use std::process::ExitCode;
use wire::console::TrailKind;

#[derive(Debug, Subcommand)]
pub(crate) enum Audit {
    /// Check whether a row was changed, removed, moved or added by hand
    Verify {
        /// Also check that the log still contains this row unchanged: a number and a
        /// hash that verify or export printed, like 12:0f…; may be given several times
        #[arg(long, value_name = "NUMBER:HASH")]
        contains: Vec<Head>,
    },
    /// Print every change and every event, one per line
    Export {
        /// Only those requested since then: 2026-01-31, or 2026-01-31T12:00:00Z
        #[arg(long, value_name = "TIME", value_parser = time)]
        since: Option<String>,
        /// Only those of this kind: change, session or log
        #[arg(long, value_name = "KIND", value_parser = kind)]
        kind: Option<TrailKind>,
        /// The format: json, one object per line, or csv
        #[arg(long, default_value = "json")]
        format: Format,
    },
}

fn time(text: &str) -> Result<String, String> {
    parse_since(text).map(|()| text.to_owned())
}

fn kind(text: &str) -> Result<TrailKind, String> {
    TrailKind::of(text).ok_or_else(|| "the kind is change, session or log".to_owned())
}

pub(crate) async fn run(audit: &Audit, location: &Location) -> Result<ExitCode> {
    let log = AuditReader::open(location).await?;
    let result = match audit {
        Audit::Verify { contains } => log
            .verify(contains)
            .await
            .map(|found| report(&found, contains)),
        Audit::Export {
            since,
            kind,
            format,
        } => {
            let filter = Filter {
                since: since.clone(),
                kind: *kind,
                ..Filter::default()
            };
            print(&log, Export::new(filter, *format)).await
        }
    };
    // Reports, also after an error, if what was read may not be what is stored.
    log.close().await?;
    result
}

/// Prints the result of the verification.
fn report(found: &Verified, kept: &[Head]) -> ExitCode {
    let Verified { rows, head, .. } = found;
    if found.faults.is_empty() {
        println!("{rows} rows hold. The last one is {head}");
        for kept in kept {
            println!("It contains {kept}");
        }
        if let Some(last) = found.without_instance {
            println!(
                "Rows up to {last} were written by an earlier version: which server wrote each \
                 is not covered by its hash, everything else is."
            );
        }
        return ExitCode::SUCCESS;
    }
    println!("The trail does not hold:");
    for fault in &found.faults {
        println!("- {fault}");
    }
    if found.further > 0 {
        println!("- and {} more", found.further);
    }
    ExitCode::FAILURE
}

async fn print(log: &AuditReader, mut export: Export) -> Result<ExitCode> {
    let mut out = BufWriter::new(stdout());
    while let Some(piece) = export.next(log).await? {
        out.write_all(piece.as_bytes())
            .context("the changes cannot be printed")?;
    }
    out.flush().context("the changes cannot be printed")?;
    Ok(match export.damaged() {
        0 => ExitCode::SUCCESS,
        damaged => {
            eprintln!(
                "rollcall: {damaged} of the changes cannot be read as they were written; each is \
                 marked by “damage”. rollcall audit verify looks at every row"
            );
            ExitCode::FAILURE
        }
    })
}

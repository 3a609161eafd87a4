//! `rollcall audit`: verifies and exports the audit log.

mod evidence;
mod receipt;
mod review;
mod unstored;

use crate::store_error::explain;
use anyhow::{Context, Result};
use audit_store::{AuditReader, Head, Location, Verified, parse_since};
use clap::Subcommand;
use gateway::{Export, Filter, Format};
use receipt::ReceiptFile;
use review::ReviewFile;
use std::io::{BufWriter, Write, stdout};
use std::path::PathBuf;
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
        /// Also check that a receipt that the console saved as JSON agrees with the
        /// log; may be given several times
        #[arg(long, value_name = "FILE")]
        receipt: Vec<PathBuf>,
        /// Also check that a closed access review, saved as JSON, agrees with the log; may
        /// be given several times
        #[arg(long, value_name = "FILE")]
        review: Vec<PathBuf>,
    },
    /// Print every change and every event, one per line
    Export {
        /// Only those requested since then: 2026-01-31, or 2026-01-31T12:00:00Z
        #[arg(long, value_name = "TIME", value_parser = time)]
        since: Option<String>,
        /// Only those of this kind: change, session, log or people
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
    TrailKind::of(text).ok_or_else(|| "the kind is change, session, log or people".to_owned())
}

pub(crate) async fn run(audit: &Audit, location: &Location) -> Result<ExitCode> {
    let log = AuditReader::open(location).await.map_err(explain)?;
    let result = match audit {
        Audit::Verify {
            contains,
            receipt,
            review,
        } => verify(&log, contains, receipt, review).await,
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
    log.close().await.map_err(explain)?;
    result
}

/// Verifies the log, and what `contains` and the files at `receipts` and `reviews` say of it.
async fn verify(
    log: &AuditReader,
    contains: &[Head],
    receipts: &[PathBuf],
    reviews: &[PathBuf],
) -> Result<ExitCode> {
    // Read first: a file that is neither is reported at once.
    let receipts = receipts.iter().map(|path| ReceiptFile::read(path));
    let receipts: Vec<_> = receipts.collect::<Result<_>>()?;
    let reviews = reviews.iter().map(|path| ReviewFile::read(path));
    let reviews: Vec<_> = reviews.collect::<Result<_>>()?;
    let named = receipts.iter().flat_map(ReceiptFile::heads);
    let named = named.chain(reviews.iter().flat_map(ReviewFile::heads));
    let kept: Vec<_> = contains.iter().cloned().chain(named).collect();
    let found = log.verify(&kept).await.map_err(explain)?;
    let mut holds = report(&found, contains);
    for receipt in &receipts {
        holds &= receipt.compare(log).await?;
    }
    for review in &reviews {
        holds &= review.compare(log).await?;
    }
    Ok(if holds {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

/// Prints the result of the verification; answers whether the log holds.
fn report(found: &Verified, kept: &[Head]) -> bool {
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
        return true;
    }
    println!("The audit log is not as it was written:");
    for fault in &found.faults {
        println!("- {fault}");
    }
    if found.further > 0 {
        println!("- and {} more", found.further);
    }
    false
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

//! `rollcall audit`.

use crate::database::{Database, Place};
use crate::trail::{Reader, begin, verify};
use anyhow::{Context, Result, bail};
use clap::Subcommand;
use gateway::{Export, Filter, Format};
use sqlx::{AnyConnection, Connection};
use std::io::{BufWriter, Write, stdout};
use std::process::ExitCode;

#[derive(Debug, Subcommand)]
pub(crate) enum Audit {
    /// Look whether a row was changed, taken out or moved
    Verify,
    /// Print every change, one on a line
    Export {
        /// Only those asked for since then: 2026-01-31, or 2026-01-31T12:00:00Z
        #[arg(long, value_name = "TIME", value_parser = moment)]
        since: Option<String>,
        /// How to write them: json, one object on each line, or csv
        #[arg(long, default_value = "json")]
        format: Format,
    },
}

fn moment(text: &str) -> Result<String, String> {
    begin(text).map(|_| text.to_owned())
}

pub(crate) async fn run(audit: &Audit, place: &Place) -> Result<ExitCode> {
    if let Place::File(file) = place
        && !file.is_file()
    {
        bail!("there is no audit trail at {}", file.display());
    }
    let database = Database::at(place)?;
    let mut connection = database.open().await?;
    let done = match audit {
        Audit::Verify => holds(&mut connection).await,
        Audit::Export { since, format } => {
            let filter = Filter {
                since: since.clone(),
                ..Filter::default()
            };
            print(&database, Export::new(filter, *format)).await
        }
    };
    // The last one to close a file leaves nothing beside it.
    connection.close().await?;
    done
}

async fn holds(connection: &mut AnyConnection) -> Result<ExitCode> {
    match verify(connection).await? {
        Ok(head) => {
            println!("{} rows hold. The last one is {head}", head.number);
            Ok(ExitCode::SUCCESS)
        }
        Err(broken) => {
            println!("The trail does not hold: {broken}");
            Ok(ExitCode::FAILURE)
        }
    }
}

async fn print(database: &Database, mut export: Export) -> Result<ExitCode> {
    let reader = Reader {
        pool: database.pool(),
    };
    let mut out = BufWriter::new(stdout());
    while let Some(piece) = export.next(&reader).await? {
        out.write_all(piece.as_bytes())
            .context("the changes cannot be printed")?;
    }
    out.flush().context("the changes cannot be printed")?;
    reader.pool.close().await;
    Ok(ExitCode::SUCCESS)
}

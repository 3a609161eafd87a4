//! `rollcall`: the console in front of an organisation's own platforms.

mod audit;
mod check;
mod embedded;
mod file;
mod panic;
mod password;
mod serve;
mod session_key;
mod text;
mod tls;
mod warnings;

use anyhow::{Context, Result};
use clap::{Parser, Subcommand};
use std::fs::OpenOptions;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// A fifth of what forwarding a request takes is asking for memory and giving
/// it back; this one does it in a third of the time.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// What `rollcall init` writes.
const TEMPLATE: &str = include_str!("rollcall.toml");

/// One console for the people in your data tools
#[derive(Debug, Parser)]
#[command(name = "rollcall", version)]
struct Args {
    /// The configuration file
    #[arg(
        long,
        short,
        global = true,
        value_name = "FILE",
        default_value = "rollcall.toml"
    )]
    config: PathBuf,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Write a configuration file with every setting explained
    Init,
    /// Try each connection (reached, signed in, version, clock) and what serve needs
    Check {
        /// Look for the console in this folder, as serve --dist does
        #[arg(long, value_name = "FOLDER")]
        dist: Option<PathBuf>,
    },
    /// Serve the console
    Serve {
        /// Serve the console built in this folder, instead of its own
        #[arg(long, value_name = "FOLDER")]
        dist: Option<PathBuf>,
    },
    /// The record of every change: whether it holds, and what stands in it
    #[command(subcommand)]
    Audit(audit::Audit),
    /// Turn a password, asked for or from standard input, into its argon2id hash
    HashPassword,
}

fn main() -> ExitCode {
    let args = Args::parse();
    match run(&args) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("rollcall: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(args: &Args) -> Result<ExitCode> {
    match &args.command {
        Command::Init => init(&args.config).map(|()| ExitCode::SUCCESS),
        Command::HashPassword => password::hash().map(|()| ExitCode::SUCCESS),
        Command::Check { dist } => {
            let settings = settings(&args.config, dist.as_deref())?;
            let code = asynchronous()?.block_on(check::all(&settings))?;
            if let Some(warning) = warnings::unsigned_sessions(&settings) {
                println!("\nWarning: {warning}");
            }
            Ok(code)
        }
        Command::Audit(audit) => {
            let place = file::audit(&args.config)?;
            asynchronous()?.block_on(audit::run(audit, &place))
        }
        Command::Serve { dist } => {
            let settings = settings(&args.config, dist.as_deref())?;
            asynchronous()?
                .block_on(serve::run(settings))
                .map(|()| ExitCode::SUCCESS)
        }
    }
}

/// The settings in the file at `config`, with another folder for the console if
/// one is given.
fn settings(config: &Path, dist: Option<&Path>) -> Result<file::Settings> {
    let mut settings = file::read(config)?;
    if let Some(folder) = dist {
        settings.gateway.dist = folder.into();
    }
    Ok(settings)
}

fn asynchronous() -> Result<tokio::runtime::Runtime> {
    tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .context("the program cannot be started")
}

/// Writes the template, and never over anything.
fn init(path: &Path) -> Result<()> {
    let shown = path.display();
    let mut file = OpenOptions::new()
        .write(true)
        .create_new(true)
        .open(path)
        .with_context(|| format!("{shown} cannot be written"))?;
    file.write_all(TEMPLATE.as_bytes())
        .with_context(|| format!("{shown} cannot be written"))?;
    println!("{shown} is written. Fill in your platforms, then: rollcall check");
    Ok(())
}

//! `rollcall`: the console in front of an organisation's own platforms.

mod audit;
mod check;
mod config;
mod embedded;
mod licenses;
mod panic_log;
mod password;
mod people;
mod serve;
mod session_key;
mod store_error;
mod text_file;
mod text_table;
mod tls;
mod warnings;

use anyhow::{Context, Result};
use clap::{Parser, Subcommand};
use std::fs::OpenOptions;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Allocating memory takes a fifth of the time that forwarding a request takes;
/// this allocator needs a third of that.
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
    /// Test each connection (reached, signed in, version, clock) and what serve
    /// needs
    Check {
        /// Look for the console in this folder, as serve --dist does
        #[arg(long, value_name = "FOLDER")]
        dist: Option<PathBuf>,
    },
    /// Serve the console
    Serve {
        /// Serve the console that is built in this folder
        #[arg(long, value_name = "FOLDER")]
        dist: Option<PathBuf>,
    },
    /// Verify or export the audit log, the record of every change
    #[command(subcommand)]
    Audit(audit::Audit),
    /// List people, find drift and remove leavers' access, without a browser
    #[command(subcommand)]
    People(people::People),
    /// Print the argon2id hash of a password from the terminal or standard input
    HashPassword,
    /// Print the licences of everything that this program and its console are made of
    Licenses,
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
        Command::Licenses => licenses::print().map(|()| ExitCode::SUCCESS),
        Command::HashPassword => password::hash().map(|()| ExitCode::SUCCESS),
        Command::Check { dist } => {
            let settings = settings(&args.config, dist.as_deref())?;
            let code = runtime()?.block_on(check::run(&settings))?;
            if let Some(warning) = warnings::unsigned_sessions(&settings) {
                println!("\nWarning: {warning}");
            }
            Ok(code)
        }
        Command::Audit(audit) => {
            let place = config::read_audit_location(&args.config)?;
            runtime()?.block_on(audit::run(audit, &place))
        }
        Command::People(command) => {
            let settings = settings(&args.config, None)?;
            runtime()?.block_on(people::run(command, settings))
        }
        Command::Serve { dist } => {
            let settings = settings(&args.config, dist.as_deref())?;
            runtime()?
                .block_on(serve::run(settings))
                .map(|()| ExitCode::SUCCESS)
        }
    }
}

/// The settings in the file at `config`. `dist` overrides the console's folder.
fn settings(config: &Path, dist: Option<&Path>) -> Result<config::Settings> {
    let mut settings = config::read(config)?;
    if let Some(folder) = dist {
        settings.gateway.console_files = folder.into();
    }
    Ok(settings)
}

fn runtime() -> Result<tokio::runtime::Runtime> {
    tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .context("the program cannot be started")
}

/// Writes the template. Never overwrites a file.
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

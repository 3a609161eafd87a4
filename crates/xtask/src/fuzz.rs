//! `cargo xtask fuzz`: arbitrary answers for wire, arbitrary calls for the mock and
//! the console's server.

use anyhow::Result;
use clap::{Args, ValueEnum};

use crate::workspace::Workspace;

mod api;
mod console;
mod schemathesis;
mod wire;

/// What `cargo xtask fuzz` takes.
#[derive(Args)]
pub(crate) struct Options {
    /// What to fuzz; wire, api and console, one after the other, when left out
    #[arg(value_enum)]
    what: Option<What>,
    /// How long each of them may take, without set-up and building
    #[arg(long, value_name = "N", default_value_t = 60, value_parser = clap::value_parser!(u32).range(7..))]
    seconds: u32,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum What {
    /// wire's readers: any bytes in, a value or an error out, in bounded memory
    Wire,
    /// The same readers without libFuzzer: needs nothing but Rust; what CI runs
    Plain,
    /// The mock's APIs, against their descriptions, with schemathesis
    Api,
    /// The console's own API at a `rollcall` before the mock, likewise
    Console,
}

/// Fuzzes.
///
/// # Errors
/// When set-up or a build fails or something is found; it has been printed then.
pub(crate) fn run(workspace: &Workspace, options: &Options) -> Result<()> {
    let seconds = options.seconds;
    let all = [What::Wire, What::Api, What::Console];
    let what = options.what.as_ref().map_or(&all[..], std::slice::from_ref);
    let mut result: Result<()> = Ok(());
    for what in what {
        let found = match what {
            What::Wire => wire::run(workspace, seconds),
            What::Plain => wire::run_plain(workspace, seconds),
            What::Api => api::run(workspace, seconds),
            What::Console => console::run(workspace, seconds),
        };
        // What one finds does not keep the others from looking.
        result = match (result, found) {
            (Err(before), Err(error)) => Err(before.context(error)),
            (before, found) => before.and(found),
        };
    }
    result
}

//! `cargo xtask fuzz`: arbitrary answers for wire, arbitrary calls for the mock.

use anyhow::Result;
use clap::{Args, ValueEnum};

use crate::workspace::Workspace;

mod api;
mod wire;

/// What `cargo xtask fuzz` takes.
#[derive(Args)]
pub(crate) struct Options {
    /// What to fuzz; wire and api, one after the other, when left out
    #[arg(value_enum)]
    what: Option<What>,
    /// How long each of the two may take, without set-up and building
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
}

/// Fuzzes.
///
/// # Errors
/// When set-up or a build fails or something is found; it has been printed then.
pub(crate) fn run(workspace: &Workspace, options: &Options) -> Result<()> {
    let wire = match options.what {
        Some(What::Api) => Ok(()),
        Some(What::Plain) => wire::run_plain(workspace, options.seconds),
        Some(What::Wire) | None => wire::run(workspace, options.seconds),
    };
    let api = match options.what {
        Some(What::Wire | What::Plain) => Ok(()),
        Some(What::Api) | None => api::run(workspace, options.seconds),
    };
    // What one finds does not keep the other from looking.
    match (wire, api) {
        (Err(wire), Err(api)) => Err(wire.context(api)),
        (wire, api) => wire.and(api),
    }
}

//! `cargo xtask fuzz`: arbitrary answers for wire, arbitrary calls for the mock.

use anyhow::Result;
use clap::{Args, ValueEnum};

use crate::workspace::Workspace;

mod api;
mod wire;

/// What `cargo xtask fuzz` takes.
#[derive(Args)]
pub(crate) struct Options {
    /// What to fuzz; both, one after the other, when left out
    #[arg(value_enum)]
    what: Option<What>,
    /// How long each of the two may take, without set-up and building
    #[arg(long, value_name = "N", default_value_t = 60, value_parser = clap::value_parser!(u32).range(3..))]
    seconds: u32,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum What {
    /// wire's readers: any bytes in, a value or an error out, in bounded memory
    Wire,
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
        _ => wire::run(workspace, options.seconds),
    };
    let api = match options.what {
        Some(What::Wire) => Ok(()),
        _ => api::run(workspace, options.seconds),
    };
    // What one finds does not keep the other from looking.
    match (wire, api) {
        (Err(wire), Err(api)) => Err(wire.context(api)),
        (wire, api) => wire.and(api),
    }
}

//! `cargo xtask bench`: how fast the mock server and the gateway are, beside
//! nginx, the console and its people in a real Chromium, and a development build.
//!
//! It measures and prints; nothing fails because this machine is slow.

use anyhow::Result;
use clap::{Args, ValueEnum};

use crate::{build, setup, workspace::Workspace};

mod browser;
mod dev;
mod gateway;
mod load;
mod memory;
mod mock;
mod nginx;
mod people;
mod table;

/// What `cargo xtask bench` takes.
#[derive(Args)]
pub(crate) struct Options {
    /// What to measure
    #[arg(value_enum)]
    what: What,
    /// Get an nginx to compare with where there is none (Debian and its descendants)
    #[arg(long)]
    setup: bool,
}

#[derive(Clone, Copy, ValueEnum)]
enum What {
    /// The mock server
    Mock,
    /// `rollcall`, before a platform that costs nearly nothing
    Gateway,
    /// The console, with up to 100,000 users
    App,
    /// People across three connections of 100,000 accounts each, and leavers
    People,
    /// `cargo xtask dev`, from saving a file to the page with the change
    Dev,
}

/// Measures and prints the table.
///
/// # Errors
/// When set-up or the build fails, or a measurement is not one (answers that
/// are no success, a mock that ends).
pub(crate) fn run(workspace: &Workspace, options: &Options) -> Result<()> {
    if options.setup {
        setup::unpack_nginx(workspace)?;
    }
    match options.what {
        What::Mock => {
            let tool = setup::load_tool()?;
            build::server(workspace)?;
            let rows = mock::measure(workspace, &tool)?;
            print!("{}", table::of("The mock server", &rows));
        }
        What::Gateway => {
            let tool = setup::load_tool()?;
            build::rollcall(workspace, &[])?;
            let rows = gateway::measure(workspace, &tool)?;
            print!("{}", table::of("The gateway", &rows));
        }
        What::App => {
            build::run(workspace)?;
            println!("==> Measuring the console with 1,000, 10,000 and 100,000 users");
            let rows = browser::measure(workspace, "app.mjs")?;
            print!("{}", table::of("The console", &rows));
        }
        What::People => {
            let rows = people::measure(workspace)?;
            print!("{}", table::of("People, natively", &rows));
            build::run(workspace)?;
            println!("==> Measuring people across 3 × 100,000 accounts in the browser");
            let rows = browser::measure(workspace, "people.mjs")?;
            print!("{}", table::of("People, in the browser", &rows));
        }
        What::Dev => {
            let rows = dev::measure(workspace)?;
            print!("{}", table::of("A development build", &rows));
        }
    }
    Ok(())
}

//! `cargo xtask demo`: the console and the platforms' APIs on this machine.

use std::process::Command;

use anyhow::Result;
use clap::{Args, ValueEnum};

use crate::{build, workspace::Workspace};

/// What `cargo xtask demo` takes. The server prints where it listens.
#[derive(Args)]
pub(crate) struct Options {
    /// Where the platforms' APIs listen; port 0 chooses a free one
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:9095")]
    listen: String,
    /// Where the console listens, or `off`
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:8080")]
    console: String,
    /// The people that are there at the start
    #[arg(long, value_enum, default_value = "demo")]
    seed: Seed,
}

/// The people that the mock server starts with.
#[derive(Clone, Copy, ValueEnum)]
enum Seed {
    /// Exactly the sample data of the platforms' documents
    Documented,
    /// A believable company of about 80 people
    Demo,
}

/// Builds what is missing and serves until Ctrl-C.
///
/// # Errors
/// When the build fails or the server cannot start.
pub(crate) fn run(workspace: &Workspace, options: &Options) -> Result<()> {
    build::run(workspace)?;
    let mut server = Command::new(workspace.mock_server("release"));
    server
        .args(["--listen", &options.listen, "--console", &options.console])
        .arg("--dist")
        .arg(workspace.dist())
        .args([
            "--seed",
            match options.seed {
                Seed::Documented => "documented",
                Seed::Demo => "demo",
            },
        ])
        .current_dir(&workspace.root);
    become_program(&mut server)
}

/// Lets the server take this process's place, so that Ctrl-C and `kill` reach it.
#[cfg(unix)]
fn become_program(command: &mut Command) -> Result<()> {
    use std::os::unix::process::CommandExt;

    let program = command.get_program().to_owned();
    let error = command.exec();
    Err(anyhow::Error::new(error).context(format!("{} cannot be started", program.display())))
}

#[cfg(not(unix))]
fn become_program(command: &mut Command) -> Result<()> {
    crate::process::run(command)
}

//! Every habit of this repository: set-up, build, demo, tests, checks.
//!
//! Run it as `cargo xtask COMMAND`. Each command first sets up what it needs
//! and finds missing, says so, and asks nothing.

use std::process::ExitCode;

use clap::{Parser, Subcommand};

mod bench;
mod build;
mod cluster;
mod compress;
mod cut;
mod demo;
mod dependencies;
mod dev;
mod files;
mod fingerprint;
mod fuzz;
mod images;
mod links;
mod lint;
mod markdown;
mod notes;
mod package;
mod paragraphs;
mod pins;
mod process;
mod screenshots;
mod server;
mod setup;
mod shed;
mod sheets;
mod size;
mod test;
#[cfg(test)]
mod test_folder;
mod third_party;
mod workflows;
mod workspace;

/// Set-up, build, demo, tests and checks of Rollcall.
#[derive(Parser)]
#[command(bin_name = "cargo xtask", disable_help_subcommand = true)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Build everything in release mode and serve the console and the platforms' APIs
    Demo(demo::Options),
    /// Build the page into dist/ and the server in release mode, without starting them
    Build,
    /// Build `rollcall` in release mode, with the page in it: the one file to install
    Release,
    /// Pack what `release` builds into an archive, with checksums and bills of materials
    Package(package::Options),
    /// Run the mock server and `trunk serve` with live reload
    Dev,
    /// Run every test: native, contract and browser
    Test(test::Options),
    /// Check formatting, lints, documents, Rust documentation, cited notes, workflows and dependencies
    Lint,
    /// Write THIRD-PARTY.txt: the licences of everything built into the program and the page
    Licenses,
    /// Show what a first load of the console transfers, and fail when it is over the budget
    Size,
    /// Test wire's readers and the APIs with arbitrary input
    Fuzz(fuzz::Options),
    /// Measure the mock server, the gateway, the console or a development build and print a table
    Bench(bench::Options),
    /// Make the sample anew that the tests of cutting the page into pieces read
    CutSample,
    /// Take the pictures of the console in README.md anew
    Screenshots,
    /// Only set up what a command needs
    Setup(setup::Options),
}

fn main() -> ExitCode {
    let command = Cli::parse().command;
    let done = workspace::Workspace::find().and_then(|workspace| match command {
        Command::Demo(options) => demo::run(&workspace, &options),
        Command::Build => build::run(&workspace),
        Command::Release => build::release(&workspace),
        Command::Package(options) => package::run(&workspace, &options),
        Command::Dev => dev::run(&workspace),
        Command::Test(options) => test::run(&workspace, &options),
        Command::Lint => lint::run(&workspace),
        Command::Licenses => third_party::write(&workspace),
        Command::Size => size::run(&workspace),
        Command::Fuzz(options) => fuzz::run(&workspace, &options),
        Command::Bench(options) => bench::run(&workspace, &options),
        Command::CutSample => cut::sample::make(&workspace),
        Command::Screenshots => screenshots::run(&workspace),
        Command::Setup(options) => setup::run(&workspace, &options),
    });
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // The cause first, so that the last words say what to do.
            let mut words: Vec<_> = error.chain().map(ToString::to_string).collect();
            words.reverse();
            eprintln!("error: {}", words.join("\n       "));
            ExitCode::FAILURE
        }
    }
}

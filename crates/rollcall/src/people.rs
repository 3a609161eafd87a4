//! `rollcall people`: people and their access without a browser, for scripts and
//! schedules.
//!
//! It is a thin layer: the gateway of `rollcall serve` runs in this process
//! ([`Console`]), with the same secrets, limits, records and audit log, and `roster`
//! matches, finds, plans, runs and makes receipts, as in the browser.

mod console;
mod drift;
mod leave;
mod list;
mod list_rules;
mod loaded;
mod output;
mod plan;
mod reconcile;
mod transport;

use crate::config::Settings;
use anyhow::Result;
use clap::Subcommand;
use console::Console;
use drift::DriftArgs;
use leave::LeaveArgs;
use list::ListArgs;
use reconcile::ReconcileArgs;
use std::process::ExitCode;

#[derive(Debug, Subcommand)]
pub(crate) enum People {
    /// List people, with what they have on each connection
    List(ListArgs),
    /// Find states that are not wanted, as the page Drift does
    Drift(DriftArgs),
    /// Plan how people's access is removed on every connection, or carry a plan out
    Leave(LeaveArgs),
    /// Compare a list of people in a file with the platforms, plan what makes them agree, or
    /// carry a plan out
    Reconcile(Box<ReconcileArgs>),
}

/// How a command ends that had no error. Errors end with 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum End {
    Fine,
    /// The command line asks for something that does not exist.
    Usage,
    /// Drift was found that `--fail-on` names.
    Findings,
    /// Not everything could be read, done, verified or put on record.
    Incomplete,
    /// A plan was not carried out, because the platforms have changed since it was made.
    Refused,
    /// A plan was not carried out, because a second operator has to approve it first.
    Unapproved,
}

impl End {
    /// This one, unless all was fine so far: then the next.
    fn and(self, next: Self) -> Self {
        if self == Self::Fine { next } else { self }
    }
}

impl From<End> for ExitCode {
    fn from(end: End) -> Self {
        Self::from(match end {
            End::Fine => 0,
            End::Usage => 2,
            End::Findings => 3,
            End::Incomplete => 4,
            End::Refused => 5,
            End::Unapproved => 6,
        })
    }
}

/// Carries `command` out.
pub(crate) async fn run(command: &People, settings: Settings) -> Result<ExitCode> {
    output::init_log();
    let console = Console::open(settings).await?;
    let end = match command {
        People::List(args) => list::run(args, &console).await,
        People::Drift(args) => drift::run(args, &console).await,
        People::Leave(args) => leave::run(args, &console).await,
        People::Reconcile(args) => reconcile::run(args, &console).await,
    };
    console.close().await;
    end.map(ExitCode::from)
}

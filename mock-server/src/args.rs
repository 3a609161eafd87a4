//! The command line.

use clap::{Parser, ValueEnum};
use mock_server::{Clock, Options, Seed, SmtpServer};
use std::net::SocketAddr;
use std::path::PathBuf;
use wire::Platform;
use wire::pivot::Generation;

/// Rollcall's demo: the platforms' APIs, mocked, and the console in front of them
#[derive(Debug, Parser)]
pub(crate) struct Args {
    /// Where the platforms' APIs answer; port 0 takes any free port
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:9095", value_parser = loopback)]
    listen: SocketAddr,
    /// Where the console answers, or off
    #[arg(long, value_name = "ADDR|off", default_value = "127.0.0.1:8080", value_parser = console)]
    console: Console,
    /// The folder with the built app
    #[arg(long, value_name = "DIR", default_value = "dist")]
    dist: PathBuf,
    /// What the platforms contain at first: the documents' people; a realistic
    /// company of about 80, with dates relative to today; or this many users on
    /// every platform, up to 100000, 80 % of them also on each of the others
    #[arg(long, value_name = "documented|demo|N", default_value = "demo")]
    seed: Seed,
    /// The generation of the documents that Pivot follows
    #[arg(long, value_enum, default_value_t = GenerationName::V2023_01)]
    pivot: GenerationName,
    /// A fixed time, like 2026-01-15T09:30:00Z, in place of the machine's clock
    #[arg(long, value_name = "RFC3339")]
    clock: Option<Clock>,
    /// Accept any API token that is not empty, not only “demo”
    #[arg(long)]
    any_token: bool,
    /// Let the console ask for this platform's token instead of knowing it; can
    /// be repeated
    #[arg(long, value_name = "pivot|actian|metabase", value_parser = platform)]
    ask: Vec<Platform>,
    /// Leave mail unconfigured in Metabase, so that it sends no invitations
    #[arg(long)]
    no_mail: bool,
    /// An SMTP server, like 127.0.0.1:1025, to which every email is sent as well
    #[arg(long, value_name = "HOST:PORT")]
    smtp: Option<SmtpServer>,
    /// What to follow where a platform's documents and its source disagree
    #[arg(long = "as", value_enum, default_value_t = Behaviour::Documented)]
    behave: Behaviour,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Behaviour {
    /// The documents'
    Documented,
    /// The source's
    Observed,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum GenerationName {
    /// Bare lists, roles in a field called users
    #[value(name = "2023.01")]
    V2023_01,
    /// Wrapped lists, roles in roles
    Current,
}

#[derive(Debug, Clone, Copy)]
enum Console {
    Off,
    At(SocketAddr),
}

impl Args {
    /// The address of the platforms' APIs.
    pub(crate) const fn listen(&self) -> SocketAddr {
        self.listen
    }

    /// The address of the console, unless it is off.
    pub(crate) const fn console(&self) -> Option<SocketAddr> {
        match self.console {
            Console::Off => None,
            Console::At(address) => Some(address),
        }
    }

    /// The folder with the built app.
    pub(crate) const fn dist(&self) -> &PathBuf {
        &self.dist
    }

    /// Whether the console asks for this platform's token.
    pub(crate) fn asks(&self, platform: Platform) -> bool {
        self.ask.contains(&platform)
    }

    /// The options of the world.
    pub(crate) fn options(&self) -> Options {
        Options {
            seed: self.seed,
            clock: self.clock.unwrap_or_default(),
            generation: match self.pivot {
                GenerationName::V2023_01 => Generation::V2023_01,
                GenerationName::Current => Generation::Current,
            },
            any_token: self.any_token,
            no_mail: self.no_mail,
            smtp: self.smtp.clone(),
            as_observed: matches!(self.behave, Behaviour::Observed),
        }
    }
}

/// An address that only this machine reaches.
fn loopback(text: &str) -> Result<SocketAddr, String> {
    let address: SocketAddr = text
        .parse()
        .map_err(|_| "write an IP address and a port, like 127.0.0.1:9095".to_owned())?;
    if address.ip().is_loopback() {
        Ok(address)
    } else {
        Err(
            "this is a mock with a well-known token: it listens on a loopback address only, \
             like 127.0.0.1:9095"
                .to_owned(),
        )
    }
}

fn platform(text: &str) -> Result<Platform, String> {
    let mut all = Platform::ALL.into_iter();
    all.find(|platform| platform.id() == text)
        .ok_or_else(|| "it is pivot, actian or metabase".to_owned())
}

fn console(text: &str) -> Result<Console, String> {
    if text == "off" {
        Ok(Console::Off)
    } else {
        loopback(text).map(Console::At)
    }
}

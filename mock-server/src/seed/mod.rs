//! The initial data of a world.

pub(crate) mod actian;
mod days;
mod demo;
mod documented;
mod generated;
mod metabase;
pub(crate) mod people;
mod roles;
#[cfg(test)]
mod tests;

use crate::pivot;
use days::Today;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::str::FromStr;
use wire::pivot::Generation;

/// The most users that [`Seed::Users`] makes.
pub const MOST_USERS: u32 = 100_000;

/// The initial data of a world.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Seed {
    /// Exactly the people of the platforms' documents.
    Documented,
    /// A realistic company of about 80 people, always the same: most have two
    /// or three accounts that agree, and a few of every kind do not. Its dates
    /// are relative to the day on which the world is filled.
    #[default]
    Demo,
    /// This many users on every platform, always the same; no more than
    /// [`MOST_USERS`]. The first two are the well-known sign-ins. Of the
    /// addresses on one platform, 80 % are on each of the others: 70 % are on
    /// all three, and 10 % on no other.
    Users(u32),
}

/// The error for a text that is not a seed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("“{0}” is neither documented nor demo nor a number of users up to {MOST_USERS}")]
pub struct SeedError(String);

impl FromStr for Seed {
    type Err = SeedError;

    fn from_str(text: &str) -> Result<Self, SeedError> {
        match text {
            "documented" => Ok(Self::Documented),
            "demo" => Ok(Self::Demo),
            _ => match text.parse() {
                Ok(count) if count <= MOST_USERS => Ok(Self::Users(count)),
                _ => Err(SeedError(text.to_owned())),
            },
        }
    }
}

impl Seed {
    pub(crate) fn actian(self) -> crate::actian::Store {
        match self {
            Self::Documented => actian::documented(),
            Self::Demo => actian::demo(),
            Self::Users(count) => generated::actian(count),
        }
    }

    /// Metabase's data if it is filled `now`.
    pub(crate) fn metabase(self, now: Timestamp) -> crate::metabase::Store {
        let today = Today::from_time(now);
        match self {
            Self::Documented => metabase::documented(),
            Self::Demo => metabase::demo(today),
            Self::Users(count) => generated::metabase(count, today),
        }
    }

    /// Pivot's data if it is filled `now`.
    pub(crate) fn pivot(self, generation: Generation, now: Timestamp) -> pivot::Store {
        match self {
            Self::Documented => documented::pivot(),
            Self::Demo => demo::pivot(generation, Today::from_time(now)),
            Self::Users(count) => generated::pivot(count, generation),
        }
    }
}

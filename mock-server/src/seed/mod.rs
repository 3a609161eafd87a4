//! What a world holds at first.

pub(crate) mod actian;
mod demo;
mod documented;
mod generated;
mod metabase;
pub(crate) mod people;
mod roles;

use crate::pivot;
use serde::{Deserialize, Serialize};
use std::str::FromStr;
use wire::pivot::Generation;

/// The most users that [`Seed::Users`] makes.
pub const MOST_USERS: u32 = 100_000;

/// What a world holds at first.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Seed {
    /// Exactly the people of the platforms' documents.
    Documented,
    /// A believable company of about 60 people, always the same.
    #[default]
    Demo,
    /// This many users on every platform, always the same; no more than
    /// [`MOST_USERS`]. The first two are the well-known sign-ins.
    Users(u32),
}

/// Why a text names no seed.
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

    pub(crate) fn metabase(self) -> crate::metabase::Store {
        match self {
            Self::Documented => metabase::documented(),
            Self::Demo => metabase::demo(),
            Self::Users(count) => generated::metabase(count),
        }
    }

    pub(crate) fn pivot(self, generation: Generation) -> pivot::Store {
        match self {
            Self::Documented => documented::pivot(),
            Self::Demo => demo::pivot(generation),
            Self::Users(count) => generated::pivot(count, generation),
        }
    }
}

//! What a world holds at first.

mod demo;
mod documented;

use crate::pivot;
use wire::pivot::Generation;

/// What a world holds at first.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Seed {
    /// Exactly the people of the platforms' documents.
    Documented,
    /// A believable company of about 60 people, always the same.
    #[default]
    Demo,
}

impl Seed {
    pub(crate) fn pivot(self, generation: Generation) -> pivot::Store {
        match self {
            Self::Documented => documented::pivot(),
            Self::Demo => demo::pivot(generation),
        }
    }
}

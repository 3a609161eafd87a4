//! People across the three platforms: tables and properties.

mod drift;
mod lists;
mod matching;
mod mending;
pub(super) mod model;
mod properties;
mod suggestions;
pub(super) mod world;

//! People across the three platforms: tables and properties.

mod lists;
mod matching;
mod properties;
mod world;

//! The contract: what the platforms' documents say, as types.
//!
//! One type per documented endpoint ([`Endpoint`]). It carries its parameters,
//! builds a [`Request`] and reads a [`Response`] into its output or an
//! [`ApiError`]. There is no I/O and no async here: the same code runs in the
//! browser, in the gateway and in tests, and prints the curl line.
//!
//! Writing is strict (what the document says); reading is tolerant (every
//! shape seen of the platform). Every endpoint stands in the [`catalogue`];
//! there is no path string anywhere else.

pub mod actian;
pub mod catalogue;
pub mod console;
mod endpoint;
mod error;
mod json;
pub mod metabase;
pub mod pivot;
mod request;
mod response;
pub mod secrets;
pub mod segment;

pub use catalogue::{Platform, Route};
pub use endpoint::Endpoint;
pub use error::{ApiError, Malformed, Refusal};
pub use json::{Extra, List, Texts, Unreadable};
pub use request::{Body, Format, Method, Request};
pub use response::Response;
pub use segment::SegmentError;

//! The contract: what the platforms' documents say, as types.
//!
//! One type per documented endpoint ([`Endpoint`]). It carries its parameters,
//! builds a [`Request`] and reads a [`Response`] into its output or an
//! [`ApiError`]. There is no I/O and no async here: the same code runs in the
//! browser, in the gateway and in tests, and prints the curl line.
//!
//! Writing is strict (what the document says); reading is tolerant (every
//! shape seen of the platform). Every endpoint is in the [`catalogue`];
//! there is no path string anywhere else.
//!
//! ```
//! use wire::pivot::GetUser;
//! use wire::{Endpoint, Response};
//!
//! let endpoint = GetUser { name: "ada@example.com".into() };
//!
//! // What to send, and how a person would send it.
//! let request = endpoint.request()?;
//! assert_eq!(request.target(), "/api/v1/users/ada%40example.com");
//! assert_eq!(
//!     request.curl("https://pivot.example.com"),
//!     "curl -X GET 'https://pivot.example.com/api/v1/users/ada%40example.com' \
//!      -H 'x-imply-api-token: <token>'",
//! );
//!
//! // What came back. Unknown fields are kept for writing back.
//! let response = Response {
//!     status: 200,
//!     body: r#"{"user": {"name": "ada@example.com", "firstName": "Ada", "team": 7}}"#.into(),
//!     ..Response::default()
//! };
//! let user = endpoint.answer(&response)?;
//! assert_eq!(user.first_name.as_deref(), Some("Ada"));
//! let unknown: Vec<_> = user.extra.iter().collect();
//! assert_eq!(unknown, [("team".into(), "7")]);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

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

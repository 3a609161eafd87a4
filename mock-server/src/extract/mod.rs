//! Extractors: names in paths, fields of JSON bodies. A refusal says which part
//! could not be read.

mod body;
mod fields;
mod host;
mod name;

pub(crate) use body::{JsonBody, Unread, collect};
pub(crate) use fields::Fields;
pub(crate) use host::Host;
pub(crate) use name::Name;

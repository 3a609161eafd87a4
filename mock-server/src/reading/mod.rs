//! Reading requests: names out of paths, fields out of JSON bodies. Whatever
//! cannot be read is refused in words that say where.

mod body;
mod fields;
mod host;
mod name;

pub(crate) use body::{JsonBody, Unread, collect};
pub(crate) use fields::Fields;
pub(crate) use host::Host;
pub(crate) use name::Name;

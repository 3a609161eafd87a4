//! Reading requests: names out of paths, fields out of JSON bodies. Whatever
//! cannot be read is refused in words that say where.

mod body;
mod fields;
mod name;

pub(crate) use body::JsonBody;
pub(crate) use fields::Fields;
pub(crate) use name::Name;

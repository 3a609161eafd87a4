//! One module for each page.

pub(crate) mod home;
pub(crate) mod not_found;
pub(crate) mod users;

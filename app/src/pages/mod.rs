//! One module for each page.

pub(crate) mod activity;
pub(crate) mod home;
pub(crate) mod invite;
pub(crate) mod not_found;
pub(crate) mod user;
pub(crate) mod users;

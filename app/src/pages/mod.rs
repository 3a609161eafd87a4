//! One folder for each page. No page imports another.

pub(crate) mod activity;
pub(crate) mod approval;
pub(crate) mod approvals;
pub(crate) mod audit;
pub(crate) mod change;
pub(crate) mod drift;
pub(crate) mod give;
pub(crate) mod invite;
pub(crate) mod leave;
pub(crate) mod not_found;
pub(crate) mod overview;
pub(crate) mod people;
pub(crate) mod person;
pub(crate) mod profiles;
pub(crate) mod receipt;
pub(crate) mod reconcile;
pub(crate) mod review;
pub(crate) mod reviews;
pub(crate) mod user;
pub(crate) mod users;

//! The people data and access reviews: where they are stored, and what proves a receipt or
//! a review.

pub(crate) mod clock;
pub(crate) mod fingerprint;
pub(crate) mod in_memory;
pub(crate) mod receipt_entry;
pub(crate) mod review_fingerprint;
pub(crate) mod review_store;
pub(crate) mod reviews_in_memory;
pub(crate) mod store;
pub(crate) mod store_key;

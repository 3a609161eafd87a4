//! The people data: where it is stored, and what proves a receipt.

pub(crate) mod clock;
pub(crate) mod fingerprint;
pub(crate) mod in_memory;
pub(crate) mod receipt_entry;
pub(crate) mod store;
pub(crate) mod store_key;

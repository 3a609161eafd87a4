//! What holds of all platforms together.

mod bad_input;

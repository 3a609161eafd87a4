//! Tests of all platforms together.

mod bad_input;

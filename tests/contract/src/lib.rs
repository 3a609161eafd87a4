//! Tests only (see `tests/`): the contract over real HTTP.

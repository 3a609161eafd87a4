//! What the columns of a list mean.

use crate::view::fold;
use serde::{Deserialize, Serialize};
use std::fmt::Write;

/// What the columns of a list mean. It holds no person's data and can be kept for the next
/// list with the same columns ([`columns_signature`]).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mapping {
    /// The columns with the address: the first that is not empty counts.
    pub address: Vec<usize>,
    /// The column with the given name.
    #[serde(default)]
    pub first_name: Option<usize>,
    /// The column with the family name.
    #[serde(default)]
    pub last_name: Option<usize>,
    /// The column with the full name, where there is none with its parts.
    #[serde(default)]
    pub full_name: Option<usize>,
    /// What says who works here; being in the list, where there is none.
    #[serde(default)]
    pub status: Option<StatusColumn>,
}

/// A column that says who works here. Its values are compared without regard to case,
/// accents, spaces and punctuation.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct StatusColumn {
    /// Which column.
    pub column: usize,
    /// The values of those who work here.
    pub here: Vec<String>,
    /// The values of those who have left. Of any other value nothing is known.
    pub gone: Vec<String>,
}

/// What a list of these columns is called, where a mapping is kept for it: the same for the
/// same names in the same order.
pub fn columns_signature(names: &[String]) -> String {
    // FNV-1a.
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    for name in names {
        for byte in plain(name).bytes().chain([0]) {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }
    let mut text = String::new();
    // Writing to a string does not fail.
    let _ = write!(text, "{}-{hash:016x}", names.len());
    text
}

/// A name or a value without what does not tell it from others.
pub(super) fn plain(text: &str) -> String {
    let mut plain = fold(text);
    plain.retain(char::is_alphanumeric);
    plain
}

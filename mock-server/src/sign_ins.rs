//! The accounts that every mock has, for a program that prints them.

use crate::auth::TOKEN;
use crate::seed::actian::TENANT;
use crate::seed::people::{ADMIN, ANALYST, PASSWORD};

/// An aligned list of them, one per line.
pub fn sign_ins() -> String {
    format!(
        "\
Pivot          x-imply-api-token: {TOKEN}
Actian         Authorization: Bearer {TOKEN}, or X-TLM-Key: {TOKEN}; tenant {TENANT}
Metabase       X-API-Key: {TOKEN}
People         {ADMIN}, {ANALYST}; password {PASSWORD}
"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_line_begins_in_the_same_column_as_the_addresses() {
        for line in sign_ins().lines() {
            let (name, what) = line.split_at("Platform APIs  ".len());
            assert!(name.ends_with(' ') && !what.starts_with(' '), "{line}");
        }
    }
}

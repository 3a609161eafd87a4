//! An error in the provider's own words (RFC 6749, 4.1.2.1 and 5.2).

use super::text;
use gateway::SecretMask;
use serde_json::{Map, Value};
use std::fmt;

/// What the provider said, each as it is shown: printable and bounded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ProviderError {
    /// A word of the standard, such as `access_denied`.
    pub(super) code: String,
    description: Option<String>,
    /// Where it says more. It is shown and never led to.
    uri: Option<String>,
}

impl ProviderError {
    /// What was said, found by the names of the standard; nothing where that is
    /// no error.
    pub(super) fn new(field: impl Fn(&str) -> Option<String>) -> Option<Self> {
        let field = |name| field(name).filter(|text| !text.trim().is_empty());
        Some(Self {
            code: field("error")?,
            description: field("error_description"),
            uri: field("error_uri"),
        })
    }

    /// The same in a JSON object, without the secrets of the request that may
    /// have been repeated in it.
    pub(super) fn in_object(object: &Map<String, Value>, mask: &SecretMask) -> Option<Self> {
        Self::new(|name| {
            let text = match object.get(name)? {
                Value::Null => return None,
                Value::String(text) => text.clone(),
                other => other.to_string(),
            };
            Some(mask.text(text))
        })
    }
}

impl fmt::Display for ProviderError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&text::quoted(&self.code))?;
        if let Some(description) = &self.description {
            write!(f, ": {}", text::quoted(description))?;
        }
        if let Some(uri) = &self.uri {
            write!(f, " (see {})", text::quoted(uri))?;
        }
        Ok(())
    }
}

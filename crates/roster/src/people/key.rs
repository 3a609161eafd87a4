//! What tells accounts and people apart, and lasts: it is in URLs and in what the
//! server keeps.

use super::address::NormalisedAddress;
use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;
use std::str::FromStr;

/// An account, by its connection and the platform's key for it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct AccountRef {
    /// The connection's id.
    pub connection: Box<str>,
    /// The account's key, as [`Account::key`](crate::Account::key) has it.
    pub key: Box<str>,
}

impl AccountRef {
    /// The account of `connection` with this key.
    pub fn new(connection: &str, key: &str) -> Self {
        Self {
            connection: connection.into(),
            key: key.into(),
        }
    }
}

/// What a person is called by: the address that their accounts have, or an account
/// where there is none.
///
/// As a text it is ASCII that stays the same in a URL, however often that is decoded:
/// letters, digits and `.`, `_`, `-` as they are, any other byte as `~` and two
/// hexadecimal digits. An address has one `@` that is written so, an account one `:`
/// between its connection and its key.
///
/// ```
/// use roster::people::{AccountRef, LibraryRules, NormalisedAddress, PersonKey};
/// let address = NormalisedAddress::new("Ana@Example.com", &LibraryRules).unwrap();
/// let person = PersonKey::Address(address);
/// assert_eq!(person.to_string(), "ana@example.com");
/// assert_eq!("ana@example.com".parse(), Ok(person));
///
/// let account = PersonKey::Account(AccountRef::new("pivot", "Ana Sato"));
/// assert_eq!(account.to_string(), "pivot:Ana~20Sato");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PersonKey {
    /// The address of their accounts.
    Address(NormalisedAddress),
    /// An account without an address, or one that was taken apart from others with its
    /// address.
    Account(AccountRef),
}

/// A text that names no person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("this is not the key of a person")]
pub struct InvalidPersonKey;

impl PersonKey {
    /// The address, where it is one.
    pub fn address(&self) -> Option<&NormalisedAddress> {
        match self {
            Self::Address(address) => Some(address),
            Self::Account(_) => None,
        }
    }

    pub(super) fn borrowed(&self) -> KeyParts<'_> {
        match self {
            Self::Address(address) => KeyParts::Address(address.as_str()),
            Self::Account(account) => KeyParts::Account(&account.connection, &account.key),
        }
    }
}

/// A [`PersonKey`] that owns nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum KeyParts<'a> {
    Address(&'a str),
    /// A connection's id and the account's key.
    Account(&'a str, &'a str),
}

impl KeyParts<'_> {
    pub(super) fn to_owned(self) -> PersonKey {
        match self {
            Self::Address(address) => {
                PersonKey::Address(NormalisedAddress::from_normalised(address))
            }
            Self::Account(connection, key) => PersonKey::Account(AccountRef::new(connection, key)),
        }
    }
}

impl fmt::Display for PersonKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Address(address) => {
                encode(address.local(), f)?;
                f.write_str("@")?;
                encode(address.domain(), f)
            }
            Self::Account(account) => {
                encode(&account.connection, f)?;
                f.write_str(":")?;
                encode(&account.key, f)
            }
        }
    }
}

impl FromStr for PersonKey {
    type Err = InvalidPersonKey;

    fn from_str(text: &str) -> Result<Self, InvalidPersonKey> {
        let key = match (text.split_once('@'), text.split_once(':')) {
            (Some((local, domain)), None) => {
                let address = format!("{}@{}", decode(local)?, decode(domain)?);
                Self::Address(NormalisedAddress::from_normalised(&address))
            }
            (None, Some((connection, key))) => {
                Self::Account(AccountRef::new(&decode(connection)?, &decode(key)?))
            }
            _ => return Err(InvalidPersonKey),
        };
        // One person has one text.
        if key.to_string() == text {
            Ok(key)
        } else {
            Err(InvalidPersonKey)
        }
    }
}

fn encode(text: &str, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"._-".contains(&byte) {
            write!(f, "{}", char::from(byte))?;
        } else {
            write!(f, "~{byte:02X}")?;
        }
    }
    Ok(())
}

fn decode(text: &str) -> Result<String, InvalidPersonKey> {
    let mut parts = text.split('~');
    let mut bytes = parts.next().unwrap_or_default().as_bytes().to_vec();
    for part in parts {
        let (digits, rest) = part.split_at_checked(2).ok_or(InvalidPersonKey)?;
        bytes.push(u8::from_str_radix(digits, 16).map_err(|_| InvalidPersonKey)?);
        bytes.extend(rest.bytes());
    }
    String::from_utf8(bytes).map_err(|_| InvalidPersonKey)
}

impl Serialize for PersonKey {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for PersonKey {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(D::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::people::LibraryRules;
    use proptest::prelude::*;

    #[test]
    fn a_text_that_no_person_is_called_by_is_refused() {
        for text in [
            "", "ana", "a@b@c", "a@b:c", "a:b:c", "a~b@c", "a~2b@c", "a~41@c", "a b@c", "a~FF@c",
            "a~@c", "a~é1@c",
        ] {
            assert_eq!(text.parse::<PersonKey>(), Err(InvalidPersonKey), "{text}");
        }
    }

    proptest! {
        #[test]
        fn every_key_is_one_text_that_a_url_leaves_alone(
            address in "\\PC{1,8}@\\PC{1,8}",
            connection in "\\PC{0,8}",
            key in any::<String>(),
        ) {
            let address = NormalisedAddress::new(&address, &LibraryRules).map(PersonKey::Address);
            let account = PersonKey::Account(AccountRef::new(&connection, &key));
            for person in address.into_iter().chain([account]) {
                let text = person.to_string();
                prop_assert!(text.bytes().all(|one| one.is_ascii_alphanumeric() || b"._-~@:".contains(&one)));
                prop_assert_eq!(text.parse(), Ok(person.clone()));
                let json = serde_json::to_string(&person).unwrap();
                prop_assert_eq!(serde_json::from_str::<PersonKey>(&json).unwrap(), person);
            }
        }
    }
}

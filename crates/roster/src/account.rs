//! One login on one connection.

/// One login on one connection.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// The platform's key for it, which every request is made with.
    pub name: String,
    /// Given name.
    pub first_name: String,
    /// Family name.
    pub last_name: String,
    /// Where its e-mail goes, when the platform says so.
    pub email: String,
    /// The IDs of its roles.
    pub roles: Vec<String>,
    /// Whether it can sign in.
    pub access: Access,
    /// Lower-case text of every column, for searching.
    haystack: String,
}

/// Whether an account can sign in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Access {
    /// It can.
    Enabled,
    /// The platform holds no status for it, so nothing keeps it out.
    NoRecord,
    /// It cannot.
    Disabled {
        /// Since when, as the platform says it: usually an RFC 3339 time.
        since: String,
    },
}

impl Access {
    /// Whether the account can sign in.
    pub const fn is_enabled(&self) -> bool {
        !matches!(self, Self::Disabled { .. })
    }

    /// Its word.
    pub const fn word(&self) -> &'static str {
        if self.is_enabled() {
            "Enabled"
        } else {
            "Disabled"
        }
    }
}

impl Account {
    /// An account with its search text.
    pub fn new(
        name: String,
        first_name: Option<String>,
        last_name: Option<String>,
        email: Option<String>,
        roles: Vec<String>,
        access: Access,
    ) -> Self {
        let [first_name, last_name, email] =
            [first_name, last_name, email].map(Option::unwrap_or_default);
        let mut haystack = [&*name, &*first_name, &*last_name, &*email].join(" ");
        for role in &roles {
            haystack.push(' ');
            haystack.push_str(role);
        }
        Self {
            haystack: haystack.to_lowercase(),
            name,
            first_name,
            last_name,
            email,
            roles,
            access,
        }
    }
}

/// What a person looks for: words that must all occur, in any order and case.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Query(Vec<String>);

impl Query {
    /// The words of `text`.
    pub fn new(text: &str) -> Self {
        Self(text.split_whitespace().map(str::to_lowercase).collect())
    }

    /// Whether `account` is among what is looked for.
    pub fn matches(&self, account: &Account) -> bool {
        self.0
            .iter()
            .all(|word| account.haystack.contains(word.as_str()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ada() -> Account {
        Account::new(
            "ada@company.com".into(),
            Some("Ada".into()),
            Some("Ünal".into()),
            None,
            vec!["super-admin".into()],
            Access::Enabled,
        )
    }

    #[test]
    fn a_search_finds_every_text_column_in_any_case_and_order() {
        for text in [
            "",
            "  ",
            "ADA",
            "company.com",
            "ünal ada",
            "Ü",
            "super-ADMIN",
            "ada @",
        ] {
            assert!(Query::new(text).matches(&ada()), "{text}");
        }
        for text in ["bo", "ada bo", "adaünal"] {
            assert!(!Query::new(text).matches(&ada()), "{text}");
        }
    }

    #[test]
    fn no_record_is_no_lock() {
        assert!(Access::NoRecord.is_enabled());
        let disabled = Access::Disabled { since: "x".into() };
        assert_eq!(
            (disabled.is_enabled(), disabled.word()),
            (false, "Disabled")
        );
    }
}

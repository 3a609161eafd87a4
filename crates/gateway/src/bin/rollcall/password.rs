//! Passwords of the people in the configuration file, and
//! `rollcall hash-password`, which makes what stands there.

use anyhow::{Context, Result, anyhow, ensure};
use argon2::Argon2;
use argon2::password_hash::rand_core::OsRng;
use argon2::password_hash::{PasswordHash, PasswordHasher, PasswordVerifier, SaltString};
use gateway::Passwords;
use sha2::{Digest, Sha256};
use std::collections::HashMap;
use std::io::{IsTerminal, stdin};

/// Asks for a password, twice and unseen, or takes the first line of what is
/// piped in, and prints its hash.
pub(crate) fn hash() -> Result<()> {
    let password = if stdin().is_terminal() {
        let password = rpassword::prompt_password("Password: ")?;
        let again = rpassword::prompt_password("Once more: ")?;
        ensure!(password == again, "these were two different passwords");
        password
    } else {
        let mut line = String::new();
        stdin()
            .read_line(&mut line)
            .context("no password can be read from standard input")?;
        line.trim_end_matches(['\r', '\n']).to_owned()
    };
    ensure!(!password.is_empty(), "the password is empty");
    println!("{}", hashed(&password)?);
    Ok(())
}

/// argon2id with 19 MiB and two rounds: OWASP's first recommendation, and the
/// library's usual values.
fn hashed(password: &str) -> Result<String> {
    Argon2::default()
        .hash_password(password.as_bytes(), &SaltString::generate(&mut OsRng))
        .map(|hash| hash.to_string())
        .map_err(|error| anyhow!("the password cannot be hashed: {error}"))
}

/// Everybody's hash.
#[derive(Debug)]
pub(crate) struct Hashes {
    all: HashMap<String, String>,
    /// Nobody's: checking it makes a name that nobody has take as long.
    nobody: String,
}

impl Hashes {
    pub(crate) fn new(all: HashMap<String, String>) -> Result<Self> {
        let nobody = hashed("")?;
        Ok(Self { all, nobody })
    }
}

impl Passwords for Hashes {
    fn fits(&self, name: &str, password: &str) -> bool {
        let known = self.all.get(name);
        let fits = PasswordHash::new(known.unwrap_or(&self.nobody)).is_ok_and(|hash| {
            Argon2::default()
                .verify_password(password.as_bytes(), &hash)
                .is_ok()
        });
        fits && known.is_some()
    }

    /// Of the argon2 hash, which has a random salt in it: who sees what is made
    /// of it can test no guess of a password without the configuration file.
    fn fingerprint(&self, name: &str) -> [u8; 32] {
        let hash = self.all.get(name).map(String::as_str);
        Sha256::digest(hash.unwrap_or_default()).into()
    }
}

/// Whether `text` is a hash that [`Hashes`] can check.
pub(crate) fn is_hash(text: &str) -> bool {
    PasswordHash::new(text)
        .is_ok_and(|hash| hash.algorithm.as_str() == "argon2id" && hash.hash.is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hash_is_argon2id_and_fits_its_password_only() {
        let text = hashed("correct horse").unwrap();
        assert!(
            text.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"),
            "{text}"
        );
        assert_ne!(text, hashed("correct horse").unwrap());
        assert!(is_hash(&text));
        let hashes = Hashes::new(HashMap::from([("ada".to_owned(), text)])).unwrap();
        assert!(hashes.fits("ada", "correct horse"));
        for (name, password) in [
            ("ada", "correct horse "),
            ("ada", ""),
            ("bob", ""),
            ("", ""),
        ] {
            assert!(!hashes.fits(name, password), "{name} {password}");
        }
    }

    #[test]
    fn what_is_no_argon2id_hash_is_told_apart() {
        for text in [
            "",
            "secret",
            "$argon2id$",
            "$2b$12$abc",
            "$argon2id$v=19$m=19456,t=2,p=1$c2FsdHNhbHQ",
        ] {
            assert!(!is_hash(text), "{text}");
        }
    }
}

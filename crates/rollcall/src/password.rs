//! Checks the passwords of the people in the configuration file, and makes the
//! hashes that are written there (`rollcall hash-password`).

use anyhow::{Context, Result, anyhow, ensure};
use argon2::password_hash::rand_core::OsRng;
use argon2::password_hash::{PasswordHash, PasswordHasher, PasswordVerifier, SaltString};
use argon2::{Argon2, Params};
use gateway::Passwords;
use sha2::{Digest, Sha256};
use std::collections::HashMap;
use std::io::{IsTerminal, stdin};

/// Reads a password, twice from the terminal without showing it, or the first
/// line of standard input, and prints its hash.
pub(crate) fn hash() -> Result<()> {
    let password = if stdin().is_terminal() {
        let password = rpassword::prompt_password("Password: ")?;
        let again = rpassword::prompt_password("Once more: ")?;
        ensure!(password == again, "the two passwords are different");
        password
    } else {
        let mut line = String::new();
        stdin()
            .read_line(&mut line)
            .context("the password cannot be read from standard input")?;
        // Some shells begin what they pipe with a byte order mark.
        let line = line.strip_prefix('\u{feff}').unwrap_or(&line);
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

/// The password hashes of the people in the configuration file, by name.
#[derive(Debug)]
pub(crate) struct Hashes {
    all: HashMap<String, String>,
    /// Checked for a name that is not among them, so that this takes as long.
    unknown: String,
}

impl Hashes {
    pub(crate) fn new(all: HashMap<String, String>) -> Result<Self> {
        let unknown = hashed("")?;
        Ok(Self { all, unknown })
    }
}

impl Passwords for Hashes {
    fn verify(&self, name: &str, password: &str) -> bool {
        let known = self.all.get(name);
        let fits = PasswordHash::new(known.unwrap_or(&self.unknown)).is_ok_and(|hash| {
            Argon2::default()
                .verify_password(password.as_bytes(), &hash)
                .is_ok()
        });
        fits && known.is_some()
    }

    /// Made from the argon2 hash, which contains a random salt: a guess of the
    /// password cannot be tested with it unless one has the configuration file.
    fn fingerprint(&self, name: &str) -> [u8; 32] {
        let hash = self.all.get(name).map(String::as_str);
        Sha256::digest(hash.unwrap_or_default()).into()
    }
}

/// The least memory of a hash in KiB, and the least product of memory and
/// rounds: the weakest setting that OWASP recommends, 7 MiB and five rounds.
const LEAST_MEMORY: u32 = 7 * 1024;
const LEAST_WORK: u64 = 5 * 7 * 1024;
/// The most memory in KiB, rounds and threads: more would block this server.
const MOST_MEMORY: u32 = 1024 * 1024;
const MOST_ROUNDS: u32 = 64;
const MOST_THREADS: u32 = 64;
/// The shortest hash and salt, in bytes.
const SHORTEST_HASH: usize = 16;
const SHORTEST_SALT: usize = 8;

/// Checks that `text` is a hash that [`Hashes`] can verify and that is strong
/// enough. An error says what is wrong with it, without a subject ("is not
/// argon2id").
pub(crate) fn check_hash(text: &str) -> Result<(), String> {
    let other = || "is not argon2id: use what rollcall hash-password prints".to_owned();
    let hash = PasswordHash::new(text).map_err(|_| other())?;
    let parameters = Params::try_from(&hash).map_err(|_| other())?;
    let bytes = hash.hash.ok_or_else(other)?;
    let mut buffer = [0; 64];
    let salt = hash
        .salt
        .and_then(|salt| salt.decode_b64(&mut buffer).ok().map(<[u8]>::len));
    if hash.algorithm.as_str() != "argon2id" {
        return Err(other());
    }
    let (memory, rounds) = (parameters.m_cost(), parameters.t_cost());
    let work = u64::from(memory) * u64::from(rounds);
    if memory < LEAST_MEMORY || work < LEAST_WORK {
        return Err(format!(
            "can be guessed too fast (m={memory},t={rounds}): it takes at least m=7168,t=5, \
             m=9216,t=4, m=12288,t=3 or m=19456,t=2, which rollcall hash-password uses"
        ));
    }
    if memory > MOST_MEMORY || rounds > MOST_ROUNDS || parameters.p_cost() > MOST_THREADS {
        return Err(format!(
            "takes more than this server has for one (m={memory},t={rounds},p={}): write what \
             rollcall hash-password prints",
            parameters.p_cost()
        ));
    }
    if bytes.len() < SHORTEST_HASH || salt.is_none_or(|length| length < SHORTEST_SALT) {
        return Err(
            "is shorter than 16 bytes, or its salt shorter than 8: write what rollcall \
             hash-password prints"
                .to_owned(),
        );
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hash_is_argon2id_and_verifies_its_password_only() {
        let text = hashed("correct horse").unwrap();
        assert!(
            text.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"),
            "{text}"
        );
        assert_ne!(text, hashed("correct horse").unwrap());
        assert_eq!(check_hash(&text), Ok(()));
        let hashes = Hashes::new(HashMap::from([("ada".to_owned(), text)])).unwrap();
        assert!(hashes.verify("ada", "correct horse"));
        for (name, password) in [
            ("ada", "correct horse "),
            ("ada", ""),
            ("bob", ""),
            ("", ""),
        ] {
            assert!(!hashes.verify(name, password), "{name} {password}");
        }
    }

    #[test]
    fn a_text_that_is_not_a_strong_argon2id_hash_is_refused() {
        for text in [
            "",
            "secret",
            "$argon2id$",
            "$2b$12$abc",
            "$argon2id$v=19$m=19456,t=2,p=1$c2FsdHNhbHQ",
            "$argon2i$v=19$m=19456,t=2,p=1$c2FsdHNhbHRzYWx0$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
            "$argon2id$v=19$m=8,t=1,p=1$c2FsdHNhbHRzYWx0$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
            "$argon2id$v=19$m=7168,t=4,p=1$c2FsdHNhbHRzYWx0$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
            "$argon2id$v=19$m=4194304,t=2,p=1$c2FsdHNhbHRzYWx0$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
            "$argon2id$v=19$m=19456,t=2,p=1$c2FsdHNhbHRzYWx0$AAAAAAAAAAAAAA",
            "$argon2id$v=19$m=19456,t=2,p=1$c2Fsdg$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        ] {
            let words = check_hash(text).unwrap_err();
            assert!(words.contains("rollcall hash-password"), "{text}: {words}");
        }
    }
}

//! `rollcall hash-password`.

use anyhow::{Context, Result, anyhow, ensure};
use argon2::Argon2;
use argon2::password_hash::rand_core::OsRng;
use argon2::password_hash::{PasswordHasher, SaltString};
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

#[cfg(test)]
mod tests {
    use super::*;
    use argon2::password_hash::{PasswordHash, PasswordVerifier};

    #[test]
    fn a_hash_is_argon2id_and_fits_its_password_only() {
        let text = hashed("correct horse").unwrap();
        assert!(
            text.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"),
            "{text}"
        );
        assert_ne!(text, hashed("correct horse").unwrap());
        let hash = PasswordHash::new(&text).unwrap();
        let fits = |password: &str| Argon2::default().verify_password(password.as_bytes(), &hash);
        assert!(fits("correct horse").is_ok());
        assert!(fits("correct horse ").is_err());
    }
}

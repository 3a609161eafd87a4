//! People with a password.

use gateway::{Passwords, Role, SignIn};
use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

/// The viewer's name and password.
pub const VIEWER: (&str, &str) = ("<vera>", ">arev<");
/// The operator's.
pub const OPERATOR: (&str, &str) = ("otto+ü", "ü+otto");

/// Another operator's.
pub const OTHER_OPERATOR: (&str, &str) = ("olga", "aglo");

/// What the form to sign in sends for the viewer.
pub const VERA: &str = "name=%3Cvera%3E&password=%3Earev%3C";

/// Everybody's password is their name backwards.
#[derive(Debug)]
pub struct ReversedPasswords;

impl Passwords for ReversedPasswords {
    fn verify(&self, name: &str, password: &str) -> bool {
        name.chars().rev().eq(password.chars())
    }
}

/// A viewer and an operator, whose names need every kind of encoding, and another operator.
pub fn people() -> HashMap<String, Role> {
    HashMap::from([
        ("<vera>".to_owned(), Role::Viewer),
        ("otto+ü".to_owned(), Role::Operator),
        ("olga".to_owned(), Role::Operator),
    ])
}

/// They sign in here, and are out after doing nothing for so long.
pub fn here(idle: Duration) -> SignIn {
    SignIn {
        people: people(),
        passwords: Arc::new(ReversedPasswords),
        provider: None,
        idle,
        longest: Duration::from_secs(3600),
    }
}

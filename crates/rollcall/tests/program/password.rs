//! Signing in with a password.

use crate::running::{Folder, Running, program, wait};
use std::io::Write;
use std::process::Stdio;
use test_support::Browser;

/// Everybody's password.
const PASSWORD: &str = "correct horse";

/// What `rollcall hash-password` makes of [`PASSWORD`].
pub(crate) fn hash(folder: &Folder) -> String {
    let mut child = program(folder, "hash-password")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    writeln!(stdin, "{PASSWORD}").unwrap();
    drop(stdin);
    let output = child.wait_with_output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(
        text.starts_with("$argon2id$") && !text.contains("horse"),
        "{text}"
    );
    text.trim().to_owned()
}

/// A browser in which this person has signed in.
pub(crate) fn sign_in(running: &Running, name: &str) -> Browser {
    wait(running.app().signed_in((name, PASSWORD)))
}

/// The status that `running` answers when this browser lists users there.
pub(crate) fn status_of_list(running: &Running, browser: &Browser) -> u16 {
    wait(browser.clone().at(running.app()).list_users()).status
}

/// The same when it deletes one of them.
pub(crate) fn status_of_deletion(running: &Running, browser: &Browser) -> u16 {
    wait(browser.clone().at(running.app()).delete_user("bob")).status
}

/// `[[users]]` with one person in it.
pub(crate) fn user(name: &str, role: &str, hash: &str) -> String {
    format!("[[users]]\nname = \"{name}\"\nrole = \"{role}\"\npassword_hash = \"{hash}\"")
}

//! The audit log, as an operator reads it.

use crate::running::{Folder, program};
use serde_json::{Value, json};
use std::collections::{HashMap, HashSet};
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};

/// Sends a change and reads what comes back, if anything does.
pub(crate) fn change(to: SocketAddr, name: &str) -> std::io::Result<String> {
    let mut stream = TcpStream::connect(to)?;
    write!(
        stream,
        "DELETE /via/pivot/api/v1/users/{name} HTTP/1.1\r\nHost: localhost\r\n\
         Connection: close\r\nSec-Fetch-Site: same-origin\r\nx-rollcall: 1\r\n\
         x-remote-user: ada\r\nContent-Length: 0\r\n\r\n"
    )?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer)?;
    Ok(answer)
}

/// What `rollcall audit …` says, and whether it found the audit log intact.
pub(crate) fn audit(folder: &Folder, arguments: &[&str]) -> (bool, String) {
    let output = program(folder, "audit").args(arguments).output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    (output.status.success(), text)
}

pub(crate) fn exported(folder: &Folder) -> Vec<serde_json::Value> {
    let (fine, text) = audit(folder, &["export"]);
    assert!(fine, "{text}");
    text.lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

/// Holds that the chain is whole, that everything the platform was `asked` for
/// is in the audit log, and that what was `answered` has its status there;
/// answers what came of each change.
pub(crate) fn all_is_recorded(
    folder: &Folder,
    asked: HashSet<String>,
    answered: Vec<String>,
) -> HashMap<String, Value> {
    let (fine, text) = audit(folder, &["verify"]);
    assert!(fine, "{text}");
    let outcomes = outcomes(&exported(folder));
    for name in asked {
        assert!(
            outcomes.contains_key(&name),
            "{name} was forwarded and not recorded"
        );
    }
    for name in answered {
        assert_eq!(outcomes[&name], json!({ "status": 200 }), "{name}");
    }
    outcomes
}

/// How many of them came to this word.
pub(crate) fn count(outcomes: &HashMap<String, Value>, word: &str) -> usize {
    outcomes.values().filter(|outcome| *outcome == word).count()
}

/// The outcome of each change, by the user that it was about.
pub(crate) fn outcomes(changes: &[Value]) -> HashMap<String, Value> {
    let outcome = |change: &Value| {
        let name = change["target"][0].as_str().unwrap().to_owned();
        (name, change["outcome"].clone())
    };
    changes.iter().map(outcome).collect()
}

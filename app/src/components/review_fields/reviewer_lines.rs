//! Reviewers as lines of text: each has a name and, unless it is the usual one, what
//! confirms it.

use crate::browser::time::number;
use std::collections::BTreeSet;
use wire::console::reviews::{MAX_REVIEWERS, Reviewer};

/// Between the name of a reviewer and what confirms it.
const VIA: &str = " via ";

/// A reviewer as a line. `usual` is what confirms a name, unless a line says something else.
pub(super) fn line(reviewer: &Reviewer, usual: &str) -> String {
    let Reviewer { name, via } = reviewer;
    if via == usual {
        name.clone()
    } else {
        format!("{name}{VIA}{via}")
    }
}

/// The reviewers in these lines, as they are typed.
fn reviewers<'a>(text: &'a str, usual: &'a str) -> impl Iterator<Item = Reviewer> + 'a {
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    lines.map(move |line| {
        let (name, via) = line.rsplit_once(VIA).unwrap_or((line, usual));
        Reviewer {
            name: name.trim().to_owned(),
            via: via.trim().to_owned(),
        }
    })
}

/// The reviewers in these lines, each once.
///
/// # Errors
/// What is wrong with them.
pub(super) fn read_reviewers(text: &str, usual: &str) -> Result<Vec<Reviewer>, String> {
    let mut all: Vec<Reviewer> = Vec::new();
    for one in reviewers(text, usual) {
        let via = &*one.via;
        let is_known = matches!(via, "local" | "proxy") || via.starts_with("openid:https://");
        if !is_known && via != usual {
            return Err(format!(
                "“{via}” is no way to sign in. It is “local”, “proxy”, or “openid:” and the \
                 address of a provider."
            ));
        }
        if !all.contains(&one) {
            all.push(one);
        }
    }
    match all.len() {
        0 => Err("Name at least one reviewer.".to_owned()),
        count if count > MAX_REVIEWERS => {
            Err(format!("At most {} reviewers.", number(MAX_REVIEWERS)))
        }
        _ => Ok(all),
    }
}

/// Those of these people who are not in the lines, each as a line.
pub(super) fn others(known: &BTreeSet<Reviewer>, text: &str, usual: &str) -> Vec<String> {
    let named: BTreeSet<Reviewer> = reviewers(text, usual).collect();
    let others = known.difference(&named);
    others.map(|one| line(one, usual)).collect()
}

/// The lines whose people are none of these, each once.
pub(super) fn unknown(known: &BTreeSet<Reviewer>, text: &str, usual: &str) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    for one in reviewers(text, usual).filter(|one| !known.contains(one)) {
        let line = line(&one, usual);
        if !all.contains(&line) {
            all.push(line);
        }
    }
    all
}

/// These lines with another one at the end; nothing where its person is there already.
pub(super) fn with_line(text: &str, added: &str, usual: &str) -> Option<String> {
    let one = reviewers(added, usual).next()?;
    let is_there = reviewers(text, usual).any(|other| other == one);
    (!is_there).then(|| {
        let before = text.trim_end();
        let gap = if before.is_empty() { "" } else { "\n" };
        format!("{before}{gap}{}", line(&one, usual))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Vec<(String, String)>, String> {
        let all = read_reviewers(text, "local")?;
        Ok(all.into_iter().map(|one| (one.name, one.via)).collect())
    }

    #[test]
    fn reviewers_sign_in_as_you_do_unless_a_line_says_otherwise() {
        let pair = |name: &str, via: &str| (name.to_owned(), via.to_owned());
        let text = " ada \n\nada\notto via proxy\nvera via openid:https://id.example\n";
        let expected = vec![
            pair("ada", "local"),
            pair("otto", "proxy"),
            pair("vera", "openid:https://id.example"),
        ];
        assert_eq!(read(text), Ok(expected));
        assert!(read(" \n").is_err());
        assert!(read("otto via telephone").is_err());
        let many: Vec<String> = (0..=MAX_REVIEWERS).map(|at| at.to_string()).collect();
        assert!(read(&many.join("\n")).is_err());
    }

    #[test]
    fn people_who_are_known_are_suggested_until_they_are_named() {
        let person = |name: &str, via: &str| Reviewer {
            name: name.to_owned(),
            via: via.to_owned(),
        };
        let known = BTreeSet::from([person("ada", "local"), person("otto", "proxy")]);
        let suggested = |text| others(&known, text, "local");
        assert_eq!(suggested(""), ["ada", "otto via proxy"]);
        // Of the same name, but confirmed otherwise: another person.
        assert_eq!(suggested("ada\notto"), ["otto via proxy"]);
        assert!(suggested("otto via proxy\nada").is_empty());
        let text = " ada\notto\nnina \nnina\notto via proxy";
        assert_eq!(unknown(&known, text, "local"), ["otto", "nina"]);
    }

    #[test]
    fn a_reviewer_who_is_added_is_in_the_last_line_once() {
        let add = |text, added| with_line(text, added, "local");
        assert_eq!(add("", " ada ").as_deref(), Some("ada"));
        assert_eq!(
            add("ada\n\n", "otto via local").as_deref(),
            Some("ada\notto")
        );
        assert_eq!(add("ada\notto", "ada via local"), None);
        assert_eq!(add("ada", " "), None);
    }
}

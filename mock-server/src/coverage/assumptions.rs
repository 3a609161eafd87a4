//! Every note that the mock's answers carry: its choices where documents say
//! nothing, and other remarks. A note that is not in this list fails the test
//! whose answer carried it (`crate::testing`).

use serde::Serialize;
use wire::Platform;

/// A note, and what it is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub(crate) struct Assumption {
    /// The platform.
    pub(crate) platform: Platform,
    /// The endpoint or topic.
    pub(crate) about: &'static str,
    /// The exact text of the note.
    pub(crate) note: &'static str,
}

const fn pivot(about: &'static str, note: &'static str) -> Assumption {
    Assumption {
        platform: Platform::Pivot,
        about,
        note,
    }
}

const fn actian(about: &'static str, note: &'static str) -> Assumption {
    Assumption {
        platform: Platform::Actian,
        about,
        note,
    }
}

const fn metabase(about: &'static str, note: &'static str) -> Assumption {
    Assumption {
        platform: Platform::Metabase,
        about,
        note,
    }
}

/// All notes.
pub(crate) const ALL: &[Assumption] = &[
    pivot(
        "Any route, 401",
        "assumed: no document shows an answer to a missing or unknown token",
    ),
    pivot(
        "Any write, 403",
        "assumed: no document shows an answer to a token that may not write",
    ),
    pivot(
        "Any route, 400",
        "assumed: no document shows an answer to a malformed request",
    ),
    pivot(
        "Any route with a body, 413",
        "assumed: no document names a limit",
    ),
    pivot(
        "Paths and methods that no document lists, 404",
        "assumed: no document shows an answer to an unknown route",
    ),
    pivot(
        "Set a user, 404",
        "assumed: not found means that the name in the body is not the path's",
    ),
    pivot(
        "Set a user, as the current page",
        "assumed: the current page's answer to this has not been read",
    ),
    pivot(
        "Create a user, as the 2023.01 page",
        "assumed: the 2023.01 page has no POST without a name",
    ),
    pivot(
        "Create a user",
        "assumed: creating a user that exists replaces it",
    ),
    pivot(
        "Set or create a user",
        "assumed: of users and roles the one that this page documents counts",
    ),
    pivot(
        "Set or create a user",
        "assumed: sendWelcomeEmail and clientUrl inside user mean nothing",
    ),
    pivot(
        "Set or create a user",
        "assumed: no email was sent, because sendWelcomeEmail is documented for new users only",
    ),
    pivot(
        "Set or create a user, with a welcome email",
        "assumed: the path of the link in the email, and who gets it",
    ),
    pivot(
        "Set or create a user, with a welcome email",
        "assumed: without an address the user is created all the same",
    ),
    pivot(
        "Delete a user, 200",
        "assumed: no document shows a body for a deleted user",
    ),
    pivot(
        "Set a user status, 404",
        "assumed: a name without a status record does not match either",
    ),
    pivot(
        "Create a user status, 200",
        "assumed: no document shows the answer to creating a status",
    ),
    pivot(
        "Create a user status",
        "assumed: creating a status that exists replaces it",
    ),
    pivot(
        "Roles, as the 2023.01 page",
        "assumed: a bare list, by analogy with the users of the 2023.01 page",
    ),
    pivot(
        "Roles",
        "assumed: which roles there are, and what they allow",
    ),
    actian(
        "Any route, 401",
        "assumed: the words are those of the token endpoint",
    ),
    actian(
        "Any write, 403",
        "assumed: no document shows an answer to a token that may not write",
    ),
    actian(
        "Any route, 403",
        "assumed: no document shows an answer to an unknown tenant",
    ),
    actian(
        "Any route, 403",
        "assumed: a token is good for its own tenants only",
    ),
    actian(
        "Any write, 403",
        "assumed: a member whose role is user may only read, and change their own password",
    ),
    actian(
        "Any route, 400",
        "assumed: no document shows an answer to a malformed request",
    ),
    actian(
        "Any route about a user, 404",
        "assumed: no document shows an answer to an unknown user",
    ),
    actian(
        "Paths and methods that no document lists, 404",
        "assumed: no document shows an answer to an unknown route",
    ),
    actian(
        "Any route with parameters, 413",
        "assumed: no document names a limit",
    ),
    actian(
        "Any route with parameters, 415",
        "assumed: as observed, only a JSON body is read",
    ),
    actian("Any route with parameters", "parameters came in the query"),
    actian(
        "Any route with parameters",
        "parameters came in a JSON body",
    ),
    actian(
        "Any route with parameters",
        "parameters came in a form body",
    ),
    actian(
        "Any route with parameters",
        "parameters came in the query and in a JSON body",
    ),
    actian(
        "Any route with parameters",
        "parameters came in the query and in a form body",
    ),
    actian(
        "Create a user, 409",
        "assumed: no document shows an answer to a duplicate email",
    ),
    actian(
        "Create a user without a password, reset a password",
        "assumed: the email and its link, which no document shows",
    ),
    actian(
        "Delete, assign, reset a password, 200",
        "assumed: the words of this message, which the page has lost",
    ),
    actian(
        "Delete a user",
        "assumed: the user leaves this tenant, and the account stays",
    ),
    actian(
        "Assign a user",
        "assumed: assigning a member of this tenant changes its role",
    ),
    actian(
        "Token, 403",
        "assumed: the tenant has to be one of the account's",
    ),
    actian(
        "Token",
        "assumed: a refresh token may be used again, for a day",
    ),
    metabase(
        "Any route with a body, 413",
        "assumed: no document names a limit",
    ),
    metabase(
        "Any route with a body, 400",
        "assumed: no source shows an answer to a body that is no object",
    ),
    metabase(
        "Malformed JSON, an unknown tenancy, an unknown introduction",
        "assumed: these words have not been confirmed",
    ),
    metabase("Exceptions", "assumed: of this body only message is known"),
    metabase(
        "List users",
        "assumed: users without a name come last, as PostgreSQL orders them",
    ),
    metabase(
        "List users, include_deactivated",
        "as documented; servers have been observed to take this for false",
    ),
    metabase(
        "Create a user",
        "password is not in the document; servers have been observed to take it",
    ),
    metabase(
        "Change a user, as the manager of a group",
        "assumed: of what a group's manager sends only memberships count",
    ),
    metabase(
        "Mark an introduction as seen, 404",
        "servers have been observed to answer 500 here",
    ),
    metabase(
        "Properties",
        "assumed: most names and all values; servers tell many more",
    ),
    metabase(
        "Groups",
        "assumed: deactivated users stay in their groups and are not counted",
    ),
    metabase("Memberships", "assumed: deactivated users are in it"),
    metabase(
        "Clearing a group, 400",
        "assumed: the words that a built-in group is not cleared with",
    ),
    metabase(
        "Setting or checking a password, 200 and 204",
        "assumed: some hundred passwords are known as common; Metabase knows about 12,000",
    ),
    metabase(
        "Setting a password, 400",
        "assumed: which field says that there were too many attempts",
    ),
    metabase(
        "Create a membership, 404",
        "assumed: no source shows who or what is unknown",
    ),
    metabase(
        "Create a membership",
        "assumed: joining a group again changes nothing",
    ),
];

/// Whether all `notes` of a header are in the list.
#[cfg(test)]
pub(crate) fn knows(notes: &str) -> bool {
    // A note may contain the separator, so this looks for listed notes instead
    // of splitting the text.
    notes.is_empty()
        || ALL.iter().any(|assumption| {
            notes
                .strip_prefix(assumption.note)
                .is_some_and(|rest| rest.is_empty() || rest.strip_prefix("; ").is_some_and(knows))
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::{Path, PathBuf};

    #[test]
    fn notes_are_known_one_by_one() {
        let both = format!("{}; {}", ALL[0].note, ALL[1].note);
        assert!(knows("") && knows(ALL[0].note) && knows(&both));
        for unknown in [
            "assumed",
            "assumed: x",
            &format!("{both}; x"),
            &format!("{both}x"),
        ] {
            assert!(!knows(unknown), "{unknown}");
        }
    }

    /// The crate's files, without this one and without tests.
    fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_str().unwrap();
            if path.is_dir() {
                if name != "tests" {
                    sources(&path, found);
                }
            } else if path.extension().is_some_and(|kind| kind == "rs")
                && !matches!(name, "tests.rs" | "testing.rs" | "assumptions.rs")
            {
                found.push(path);
            }
        }
    }

    #[test]
    fn every_assumption_in_the_code_is_listed_and_every_listed_one_is_in_the_code() {
        let mut files = Vec::new();
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
        sources(&root, &mut files);
        let mut code = String::new();
        for file in files {
            let text = std::fs::read_to_string(file).unwrap();
            code.push_str(text.split("#[cfg(test)]\nmod tests {").next().unwrap());
        }
        // A literal may continue on the next line.
        let mut joined = String::new();
        for part in code.split("\\\n") {
            joined.push_str(part.trim_start());
        }
        let mut seen = 0;
        for literal in joined.split("\"assumed: ").skip(1) {
            let note = format!("assumed: {}", literal.split('"').next().unwrap());
            assert!(knows(&note), "not listed: {note}");
            seen += 1;
        }
        assert!(seen > 40, "{seen}");
        for assumption in ALL {
            let literal = format!("\"{}\"", assumption.note);
            assert!(
                joined.contains(&literal),
                "in no answer: {}",
                assumption.note
            );
        }
    }
}

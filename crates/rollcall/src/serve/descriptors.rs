//! How many files and connections this process may have open.

use super::connections::RESERVED;

/// How many connections there may be where the machine does not say less, and
/// nobody says otherwise.
const USUAL: usize = 4096;
/// What this process opens besides connections of browsers and to platforms:
/// the database, its own files, sign-ins at providers, connections that are
/// about to end.
const OWN: usize = 128;
/// What a connection of a browser takes: itself, and a file that is read for it.
const EACH: usize = 2;

/// Raises the limit of this process to what the machine allows, and answers it.
/// Nothing where there is none.
#[cfg(unix)]
pub(super) fn raise_limit() -> Option<usize> {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

    let mut limit = getrlimit(Resource::Nofile);
    if limit.current != limit.maximum {
        let raised = Rlimit {
            current: limit.maximum,
            ..limit
        };
        match setrlimit(Resource::Nofile, raised) {
            Ok(()) => limit = raised,
            Err(error) => tracing::warn!(%error, "the limit of open files cannot be raised"),
        }
    }
    limit
        .current
        .map(|limit| usize::try_from(limit).unwrap_or(usize::MAX))
}

#[cfg(not(unix))]
pub(super) fn raise_limit() -> Option<usize> {
    None
}

/// How many connections of browsers there may be at once, below `limit` open
/// files: `wanted` or the usual number, or fewer so that `upstream` connections
/// to platforms and this process's own files can always be opened.
pub(super) fn places(limit: Option<usize>, wanted: Option<usize>, upstream: usize) -> usize {
    let wanted = wanted.unwrap_or(USUAL);
    let Some(limit) = limit else { return wanted };
    let left = limit.saturating_sub(OWN + RESERVED + upstream) / EACH;
    wanted.min(left.max(RESERVED))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn connections_leave_room_for_platforms_and_files() {
        for (limit, wanted, upstream, expected) in [
            (None, None, 96, USUAL),
            (None, Some(10), 96, 10),
            (Some(1_048_576), None, 96, USUAL),
            (Some(1_048_576), Some(50_000), 96, 50_000),
            (Some(1024), None, 96, 392),
            (Some(1024), Some(64), 96, 64),
            (Some(64), None, 96, RESERVED),
        ] {
            let places = places(limit, wanted, upstream);
            assert_eq!(places, expected, "{limit:?} {wanted:?} {upstream}");
            if limit == Some(1024) {
                assert!(EACH * places + upstream + OWN + RESERVED <= 1024);
            }
        }
    }
}

//! How many connections fit within the number of files that this process may
//! have open.

use super::connections::RESERVED_SLOTS;

/// How many connections there may be by default, if the machine allows that
/// many.
const DEFAULT_CONNECTIONS: usize = 4096;
/// How many files this process has open besides connections of browsers and to
/// platforms: the database, its own files, connections to identity providers,
/// connections that are being ended.
const OWN_FILES: usize = 128;
/// How many files a connection of a browser takes: the connection itself, and a
/// file that is read for it.
const FILES_PER_CONNECTION: usize = 2;

/// Raises this process's limit of open files to the most that the machine
/// allows, and returns it; nothing if there is no limit.
#[cfg(unix)]
pub(super) fn raise() -> Option<usize> {
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
pub(super) fn raise() -> Option<usize> {
    None
}

/// How many connections of browsers there may be with at most `limit` open
/// files: `wanted` or the default, or fewer, so that `upstream` connections to
/// platforms and this process's own files can always be opened.
pub(super) fn connections_within(
    limit: Option<usize>,
    wanted: Option<usize>,
    upstream: usize,
) -> usize {
    let wanted = wanted.unwrap_or(DEFAULT_CONNECTIONS);
    let Some(limit) = limit else { return wanted };
    let left = limit.saturating_sub(OWN_FILES + RESERVED_SLOTS + upstream) / FILES_PER_CONNECTION;
    wanted.min(left.max(RESERVED_SLOTS))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn connections_leave_room_for_platforms_and_files() {
        for (limit, wanted, upstream, expected) in [
            (None, None, 96, DEFAULT_CONNECTIONS),
            (None, Some(10), 96, 10),
            (Some(1_048_576), None, 96, DEFAULT_CONNECTIONS),
            (Some(1_048_576), Some(50_000), 96, 50_000),
            (Some(1024), None, 96, 392),
            (Some(1024), Some(64), 96, 64),
            (Some(64), None, 96, RESERVED_SLOTS),
        ] {
            let connections_within = connections_within(limit, wanted, upstream);
            assert_eq!(
                connections_within, expected,
                "{limit:?} {wanted:?} {upstream}"
            );
            if limit == Some(1024) {
                assert!(
                    FILES_PER_CONNECTION * connections_within
                        + upstream
                        + OWN_FILES
                        + RESERVED_SLOTS
                        <= 1024
                );
            }
        }
    }
}

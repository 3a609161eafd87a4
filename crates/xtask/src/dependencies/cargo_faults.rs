//! Known faults of crates, from `RustSec`'s list. cargo-deny keeps a copy of it.

use std::{
    env, fs,
    path::Path,
    process::Command,
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use anyhow::{Context, Result, bail};

use super::{Network, cargo_deny_check};
use crate::{build::cargo_home, process, setup, workspace::Workspace};

/// How long fetching the list and comparing may take.
const LIMIT: Duration = Duration::from_secs(300);
/// Days after which a copy of the list is called old.
const OLD: u64 = 14;
/// Set where GitHub runs a workflow.
const GITHUB: &str = "GITHUB_ACTIONS";

/// Which list the packages are compared with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum List {
    /// The one that is fetched now.
    Fetched,
    /// The copy, whose last entry was made that many days ago.
    Copy(u64),
    /// None.
    Missing,
}

impl List {
    /// What there is, for a copy of that age.
    fn available(reachable: bool, copy: Option<Duration>) -> Self {
        match copy {
            _ if reachable => Self::Fetched,
            Some(age) => Self::Copy(age.as_secs() / (24 * 60 * 60)),
            None => Self::Missing,
        }
    }

    /// What the user has to know about it.
    fn remark(self) -> Option<String> {
        match self {
            Self::Fetched => None,
            Self::Copy(days) if days <= OLD => Some(format!(
                "known faults of crates: their list cannot be fetched here; compared with a \
                 copy that is {days} days old"
            )),
            Self::Copy(days) => Some(format!(
                "known faults of crates: their list cannot be fetched here, and the \
                 copy is {days} days old: what was found since is NOT CHECKED"
            )),
            Self::Missing => Some(
                "known faults of crates are NOT CHECKED: their list cannot be fetched \
                 here, and there is no copy of it"
                    .into(),
            ),
        }
    }
}

/// Compares Cargo.lock with the list.
///
/// # Errors
/// When a crate has a known fault; on GitHub, where the list can be fetched, also
/// when it is not.
pub(super) fn check(workspace: &Workspace, cargo_deny: &Path) -> Result<()> {
    let copies = cargo_home().map(|home| home.join("advisory-dbs"));
    let list = List::available(
        setup::advisories_are_reachable(),
        copies.and_then(|folder| age_of_copy(&folder)),
    );
    if let Some(remark) = list.remark() {
        if env::var_os(GITHUB).is_some() {
            bail!("{remark}");
        }
        println!("    WARNING: {remark}");
    }
    let network = match list {
        List::Fetched => Network::Allowed,
        List::Copy(_) => Network::Forbidden,
        List::Missing => return Ok(()),
    };
    let mut check = cargo_deny_check(workspace, cargo_deny, &["advisories"], network);
    process::run_within(&mut check, LIMIT)
        .context("a dependency has a known fault, or the list of them cannot be used")
}

/// How long ago the newest copy of the list below `folder` was changed. Each is a
/// clone of the list's repository.
fn age_of_copy(folder: &Path) -> Option<Duration> {
    let copies = fs::read_dir(folder).ok()?.flatten();
    let changed = copies.filter_map(|copy| {
        let mut git = Command::new("git");
        // Of that folder, and not of one that it is in.
        git.arg("--git-dir").arg(copy.path().join(".git"));
        let time = process::output(git.args(["show", "-s", "--format=%ct", "HEAD"])).ok()?;
        time.parse().ok()
    });
    let newest = UNIX_EPOCH + Duration::from_secs(changed.max()?);
    Some(SystemTime::now().duration_since(newest).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    const DAY: Duration = Duration::from_secs(24 * 60 * 60);

    #[test]
    fn what_is_not_checked_is_always_said() {
        assert_eq!(List::available(true, None).remark(), None);
        assert_eq!(List::available(true, Some(900 * DAY)).remark(), None);
        for (copy, words) in [
            (None, "NOT CHECKED"),
            (
                Some(15 * DAY),
                "15 days old: what was found since is NOT CHECKED",
            ),
            (Some(14 * DAY), "a copy that is 14 days old"),
            (Some(Duration::ZERO), "a copy that is 0 days old"),
        ] {
            let remark = List::available(false, copy).remark().unwrap();
            assert!(remark.contains(words), "{remark}");
        }
    }

    #[test]
    fn the_newest_copy_counts() {
        let folder = env::temp_dir().join(format!("rollcall-faults-{}", std::process::id()));
        assert_eq!(age_of_copy(&folder), None);
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
        for (name, days) in [("advisory-db-1", 40), ("advisory-db-2", 3)] {
            let copy = folder.join(name);
            fs::create_dir_all(&copy).unwrap();
            let time = now.checked_sub(days * DAY).unwrap().as_secs();
            let time = format!("{time} +0000");
            for arguments in [
                &["init", "--quiet"][..],
                &["commit", "--quiet", "--allow-empty", "--message=one"],
            ] {
                let mut git = Command::new("git");
                git.arg("-C").arg(&copy).args([
                    "-c",
                    "user.name=Ada",
                    "-c",
                    "user.email=ada@example.com",
                ]);
                git.args(arguments).env("GIT_COMMITTER_DATE", &time);
                process::run(&mut git).unwrap();
            }
        }
        // Not a copy: it was never fetched.
        fs::create_dir_all(folder.join("advisory-db-3")).unwrap();
        let list = List::available(false, age_of_copy(&folder));
        fs::remove_dir_all(&folder).unwrap();
        assert_eq!(list, List::Copy(3));
    }
}

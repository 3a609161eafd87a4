//! Running other programs, with errors that say what failed.

use std::{
    env,
    ffi::OsStr,
    io::Write,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use anyhow::{Context, Result, bail, ensure};

/// How often a program with a time limit is looked at.
const POLL: Duration = Duration::from_millis(50);

/// `cargo`, the one that runs this program.
pub(crate) fn cargo() -> Command {
    Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
}

/// Runs a program that shares this terminal.
///
/// # Errors
/// When it cannot be started or reports failure.
pub(crate) fn run(command: &mut Command) -> Result<()> {
    let status = command
        .status()
        .with_context(|| format!("`{}` cannot be started", line(command)))?;
    ensure!(status.success(), "`{}` failed ({status})", line(command));
    Ok(())
}

/// Runs a program that shares this terminal and ends it after `limit`.
///
/// # Errors
/// When it cannot be started, reports failure or takes too long.
pub(crate) fn run_within(command: &mut Command, limit: Duration) -> Result<()> {
    let started = Instant::now();
    let mut child = command
        .stdin(Stdio::null())
        .spawn()
        .with_context(|| format!("`{}` cannot be started", line(command)))?;
    loop {
        if let Some(status) = child.try_wait()? {
            ensure!(status.success(), "`{}` failed ({status})", line(command));
            return Ok(());
        }
        if started.elapsed() > limit {
            child.kill()?;
            child.wait()?;
            bail!(
                "`{}` took longer than {} s and was ended",
                line(command),
                limit.as_secs()
            );
        }
        thread::sleep(POLL);
    }
}

/// What a program prints that reads `input`, without the white space around it.
///
/// # Errors
/// When it cannot be started or reports failure.
pub(crate) fn output_for_input(command: &mut Command, input: &str) -> Result<String> {
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .with_context(|| format!("`{}` cannot be started", line(command)))?;
    if let Some(mut stdin) = child.stdin.take() {
        stdin.write_all(input.as_bytes())?;
    }
    let output = child.wait_with_output()?;
    ensure!(
        output.status.success(),
        "`{}` failed ({})",
        line(command),
        output.status
    );
    Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// What a program prints, without the white space around it.
///
/// # Errors
/// When it cannot be started or reports failure.
pub(crate) fn output(command: &mut Command) -> Result<String> {
    let output = command
        .stdin(Stdio::null())
        .output()
        .with_context(|| format!("`{}` cannot be started", line(command)))?;
    ensure!(
        output.status.success(),
        "`{}` failed ({}): {}",
        line(command),
        output.status,
        String::from_utf8_lossy(&output.stderr).trim()
    );
    Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// What `PROGRAM --version` prints, if the program is there and works.
pub(crate) fn version_of(program: &Path) -> Option<String> {
    output(Command::new(program).arg("--version")).ok()
}

/// The program of that name on PATH.
pub(crate) fn on_path(name: &str) -> Option<PathBuf> {
    let file_name = format!("{name}{}", env::consts::EXE_SUFFIX);
    env::split_paths(&env::var_os("PATH")?)
        .map(|folder| folder.join(&file_name))
        .find(|path| path.is_file())
}

/// Whether this process may change the system (runs as root).
pub(crate) fn is_root() -> bool {
    output(Command::new("id").arg("-u")).is_ok_and(|id| id == "0")
}

/// A Node tool (`npm`, `npx`, `node`); on Windows the first two are scripts.
pub(crate) fn node_tool(name: &str) -> Command {
    Command::new(if cfg!(windows) && name != "node" {
        format!("{name}.cmd")
    } else {
        name.to_owned()
    })
}

/// The command as a person would type it.
fn line(command: &Command) -> String {
    std::iter::once(command.get_program())
        .chain(command.get_args())
        .map(OsStr::to_string_lossy)
        .collect::<Vec<_>>()
        .join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failure_names_the_command() {
        let error = run(Command::new("cargo")
            .args(["no-such-command"])
            .stderr(Stdio::null()));
        let words = error.unwrap_err().to_string();
        assert!(words.contains("`cargo no-such-command` failed"), "{words}");
    }

    #[test]
    fn a_missing_program_is_named() {
        let error = run(&mut Command::new("rollcall-no-such-program"));
        let words = error.unwrap_err().to_string();
        assert!(
            words.contains("`rollcall-no-such-program` cannot be started"),
            "{words}"
        );
    }

    #[cfg(unix)]
    #[test]
    fn a_program_is_ended_at_its_time_limit() {
        let started = Instant::now();
        let error = run_within(Command::new("sleep").arg("60"), Duration::from_millis(1));
        assert!(error.unwrap_err().to_string().contains("took longer"));
        assert!(started.elapsed() < Duration::from_secs(30));
    }
}

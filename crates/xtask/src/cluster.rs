//! A PostgreSQL cluster for as long as some tests run. It listens on a socket in
//! its own folder and nowhere else.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use anyhow::{Context, Result, bail, ensure};

use crate::process::{is_root, output, run};

/// The user that runs it if root starts it: PostgreSQL refuses to run as root.
/// Debian's package creates this user.
const USER: &str = "postgres";
/// How long it may take to start, and how often it is asked.
const PATIENCE: Duration = Duration::from_secs(60);
const POLL: Duration = Duration::from_millis(50);

/// A running cluster, stopped and removed in the end.
pub(crate) struct Cluster {
    server: Child,
    folder: PathBuf,
}

impl Cluster {
    /// Starts one with the programs in `programs`.
    ///
    /// # Errors
    /// When it does not start; its log says why.
    pub(crate) fn start(programs: &Path) -> Result<Self> {
        // In the machine's folder for such, not in target/: another user must
        // reach it, and the path of a socket is short.
        let name = format!("rollcall-postgres-{}", std::process::id());
        let folder = env::temp_dir().join(name);
        fs::create_dir(&folder).with_context(|| folder.display().to_string())?;
        let server = Self::serve(programs, &folder);
        if server.is_err() {
            // What is wrong is said already.
            let _ = fs::remove_dir_all(&folder);
        }
        let mut cluster = Self {
            server: server?,
            folder,
        };
        cluster.wait(programs)?;
        Ok(cluster)
    }

    fn serve(programs: &Path, folder: &Path) -> Result<Child> {
        if is_root() {
            run(Command::new("chown").arg(USER).arg(folder))?;
        }
        let data = folder.join("data");
        output(
            unprivileged(&programs.join("initdb"))
                .args(["--auth=trust", "--username=postgres", "--encoding=UTF8"])
                .args(["--no-locale", "--no-sync", "--pgdata"])
                .arg(&data)
                .current_dir(folder),
        )?;
        let log = fs::File::create(folder.join("log"))?;
        unprivileged(&programs.join("postgres"))
            .arg("-D")
            .arg(&data)
            // Nothing of it is worth surviving a power cut.
            .args(["-c", "fsync=off", "-c", "listen_addresses="])
            .args(["-c", "max_connections=200", "-k"])
            .arg(folder)
            .stdin(Stdio::null())
            .stdout(log.try_clone()?)
            .stderr(log)
            .current_dir(folder)
            .spawn()
            .context("the PostgreSQL server cannot be started")
    }

    fn wait(&mut self, programs: &Path) -> Result<()> {
        let started = Instant::now();
        loop {
            let mut ask = Command::new(programs.join("pg_isready"));
            if output(ask.arg("--host").arg(&self.folder)).is_ok() {
                return Ok(());
            }
            let ended = self.server.try_wait()?;
            if ended.is_some() || started.elapsed() > PATIENCE {
                let log = fs::read_to_string(self.folder.join("log")).unwrap_or_default();
                bail!("the PostgreSQL server does not start: {log}");
            }
            thread::sleep(POLL);
        }
    }

    /// The folder with its socket.
    pub(crate) fn socket(&self) -> &Path {
        &self.folder
    }

    /// Stops it.
    ///
    /// # Errors
    /// When it does not stop.
    pub(crate) fn stop(mut self) -> Result<()> {
        self.tell("-INT");
        let status = self.server.wait()?;
        ensure!(
            status.success(),
            "the PostgreSQL server ended with {status}"
        );
        Ok(())
    }

    fn tell(&self, signal: &str) {
        let id = self.server.id().to_string();
        // It may have ended by itself.
        let _ = output(Command::new("kill").args([signal, &id]));
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        // At once, and with all of its processes: SIGKILL would leave them.
        if matches!(self.server.try_wait(), Ok(None)) {
            self.tell("-QUIT");
            let _ = self.server.wait();
        }
        let _ = fs::remove_dir_all(&self.folder);
    }
}

/// `program`, run by a user other than root.
fn unprivileged(program: &Path) -> Command {
    if !is_root() {
        return Command::new(program);
    }
    let mut command = Command::new("setpriv");
    command
        .args(["--reuid", USER, "--regid", USER, "--clear-groups", "--"])
        .arg(program);
    command
}

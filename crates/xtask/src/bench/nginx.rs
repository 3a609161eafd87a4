//! An nginx that serves one file.

use std::{
    fs,
    net::{Ipv4Addr, TcpListener, TcpStream},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use anyhow::{Context, Result, bail};

use crate::process;

/// How long it may take to begin and to end.
const PATIENCE: Duration = Duration::from_secs(5);
const POLL: Duration = Duration::from_millis(20);

/// A running nginx.
pub(super) struct Nginx {
    program: PathBuf,
    folder: PathBuf,
    child: Child,
    port: u16,
}

impl Nginx {
    /// Starts nginx in `folder`, where it finds the file `users.json`.
    ///
    /// # Errors
    /// When it cannot be started.
    pub(super) fn start(program: &Path, folder: &Path) -> Result<Self> {
        // It cannot choose a port itself. This one was free a moment ago.
        let port = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?
            .local_addr()?
            .port();
        fs::write(
            folder.join("nginx.conf"),
            configuration(port, process::is_root()),
        )?;
        let child = command(program, folder)
            .stdin(Stdio::null())
            .spawn()
            .with_context(|| format!("{} cannot be started", program.display()))?;
        let mut nginx = Self {
            program: program.to_owned(),
            folder: folder.to_owned(),
            child,
            port,
        };
        let since = Instant::now();
        while TcpStream::connect((Ipv4Addr::LOCALHOST, port)).is_err() {
            if nginx.child.try_wait()?.is_some() || since.elapsed() > PATIENCE {
                bail!("nginx does not listen; what it says stands above");
            }
            thread::sleep(POLL);
        }
        Ok(nginx)
    }

    /// Where the file is.
    pub(super) fn url(&self) -> String {
        format!("http://127.0.0.1:{}/users.json", self.port)
    }
}

impl Drop for Nginx {
    fn drop(&mut self) {
        // Told, not killed: it ends its workers as well.
        let told = command(&self.program, &self.folder)
            .args(["-s", "stop"])
            .stderr(Stdio::null())
            .status();
        let since = Instant::now();
        while told.is_ok() && since.elapsed() < PATIENCE {
            if !matches!(self.child.try_wait(), Ok(None)) {
                return;
            }
            thread::sleep(POLL);
        }
        // An error means that it has ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn command(program: &Path, folder: &Path) -> Command {
    let mut command = Command::new(program);
    command
        .args(["-c", "nginx.conf", "-e", "stderr", "-p"])
        .arg(folder);
    command
}

/// As many workers as processors, no log, everything below its own folder.
fn configuration(port: u16, is_root: bool) -> String {
    // Root's workers would be another user, who may not look into the folder.
    let user = if is_root { "user root root;\n" } else { "" };
    format!(
        "{user}daemon off;
worker_processes auto;
pid nginx.pid;
error_log stderr error;
events {{}}
http {{
    access_log off;
    sendfile on;
    tcp_nopush on;
    keepalive_requests 100000000;
    default_type application/json;
    client_body_temp_path temporary;
    proxy_temp_path temporary;
    fastcgi_temp_path temporary;
    uwsgi_temp_path temporary;
    scgi_temp_path temporary;
    server {{
        listen 127.0.0.1:{port};
        root .;
    }}
}}
"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_listens_on_loopback_only() {
        let text = configuration(4321, false);
        let listening: Vec<&str> = text
            .lines()
            .filter(|line| line.trim_start().starts_with("listen "))
            .map(str::trim)
            .collect();
        assert_eq!(listening, ["listen 127.0.0.1:4321;"]);
        assert!(!text.contains("user "));
        assert!(configuration(1, true).starts_with("user root root;"));
    }
}

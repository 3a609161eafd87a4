//! An nginx for comparison: it serves files, or stands before another server.

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

/// What an nginx does.
#[derive(Debug, Clone, Copy)]
pub(super) enum Does<'a> {
    /// Serves the files in its folder.
    Files,
    /// Serves the files in its folder, and has nothing against any change: a
    /// platform that costs as little as one can.
    Platform,
    /// Hands on to the server at this host and port, over connections that stay
    /// open, and keeps a log.
    Proxy(&'a str),
}

/// A running nginx.
pub(super) struct Nginx {
    program: PathBuf,
    folder: PathBuf,
    child: Child,
    port: u16,
}

impl Nginx {
    /// Starts nginx in `folder`.
    ///
    /// # Errors
    /// When it cannot be started.
    pub(super) fn start(program: &Path, folder: &Path, does: Does<'_>) -> Result<Self> {
        // It cannot choose a port itself. This one was free a moment ago.
        let port = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?
            .local_addr()?
            .port();
        fs::write(
            folder.join("nginx.conf"),
            configuration(port, process::is_root(), does),
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

    /// Its host and port.
    pub(super) fn authority(&self) -> String {
        format!("127.0.0.1:{}", self.port)
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

/// As many workers as processors, everything below its own folder.
fn configuration(port: u16, is_root: bool, does: Does<'_>) -> String {
    // Root's workers would be another user, who may not look into the folder.
    let user = if is_root { "user root root;\n" } else { "" };
    let (log, upstream, location) = match does {
        Does::Files => ("off", String::new(), ""),
        Does::Platform => (
            "off",
            String::new(),
            "location /api/v1/user-statuses/ { return 200 '{}'; }",
        ),
        Does::Proxy(to) => (
            "access.log",
            format!(
                "upstream platform {{ server {to}; keepalive 64; keepalive_requests 100000000; }}"
            ),
            "location / {
            proxy_pass http://platform;
            proxy_http_version 1.1;
            proxy_set_header Connection '';
        }",
        ),
    };
    format!(
        "{user}daemon off;
worker_processes auto;
pid nginx.pid;
error_log stderr error;
events {{}}
http {{
    access_log {log};
    sendfile on;
    tcp_nopush on;
    keepalive_requests 100000000;
    default_type application/json;
    client_body_temp_path temporary;
    proxy_temp_path temporary;
    fastcgi_temp_path temporary;
    uwsgi_temp_path temporary;
    scgi_temp_path temporary;
    {upstream}
    server {{
        listen 127.0.0.1:{port};
        root .;
        {location}
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
        for does in [Does::Files, Does::Platform, Does::Proxy("127.0.0.1:1234")] {
            let text = configuration(4321, false, does);
            let listening: Vec<&str> = text
                .lines()
                .filter(|line| line.trim_start().starts_with("listen "))
                .map(str::trim)
                .collect();
            assert_eq!(listening, ["listen 127.0.0.1:4321;"]);
            assert!(!text.contains("user "));
            assert!(configuration(1, true, does).starts_with("user root root;"));
        }
    }
}

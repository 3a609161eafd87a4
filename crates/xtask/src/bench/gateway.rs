//! What standing between costs: `rollcall` and nginx before the same platform,
//! in turns.
//!
//! The platform is an nginx that serves one file: it costs nearly nothing, so
//! that what is measured is the gateway. Both keep a log of every request.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result};

use super::{
    load::{CONNECTIONS, Load, Measured},
    nginx::{Does, Nginx},
    table::{Row, median},
};
use crate::{
    build,
    server::Server,
    setup::{self, LoadTool},
    workspace::Workspace,
};

/// What is read, and what is changed, at the platform.
const LIST: &str = "/api/v1/users";
const CHANGE: &str = "/api/v1/user-statuses/ada";
const CHANGED: &str = r#"{"userStatus":{"name":"ada","locked":false}}"#;
/// How `rollcall` calls the platform.
const VIA: &str = "/via/bench";
/// What the console says of itself with a change.
const OURS: &[&str] = &[
    "content-type: application/json",
    "sec-fetch-site: same-origin",
    "x-rollcall: 1",
];
/// How many bytes are read.
const BYTES: usize = 10_000;
/// As long as the platforms' own tokens: a short one is looked for in answers
/// otherwise, or not at all.
const TOKEN: &str = "bench.0123456789abcdefghijklmnopqrstuvwxyzABCDEF";

/// How often each load is measured; they take turns, so that whatever else this
/// machine does hits all.
const TURNS: usize = 5;

/// Everything, in rows.
///
/// # Errors
/// When something cannot be started or measured.
pub(super) fn measure(workspace: &Workspace, tool: &LoadTool) -> Result<Vec<Row>> {
    let nginx = setup::nginx(workspace).context(
        "there is no nginx to compare with; `cargo xtask bench gateway --setup` gets one where \
         it can",
    )?;
    let folder = workspace.state().join("bench-gateway");
    let platform = platform(&nginx, &folder.join("platform"))?;
    let to = platform.authority();
    let proxy_folder = fresh(&folder.join("proxy"))?;
    let proxy = Nginx::start(&nginx, &proxy_folder, Does::Proxy(&to))?;
    let gateway_folder = fresh(&folder.join("gateway"))?;
    fs::write(gateway_folder.join("rollcall.toml"), configuration(&to))?;
    fs::write(gateway_folder.join("secret"), TOKEN)?;
    let gateway = Server::rollcall(
        &workspace.rollcall(build::SERVER),
        &gateway_folder,
        "rollcall.toml",
        "rollcall.log",
    )?;
    let servers = Servers {
        tool,
        folder: &folder,
        platform: format!("http://{to}"),
        nginx: format!("http://{}", proxy.authority()),
        rollcall: format!("{}{VIA}", gateway.address()),
    };
    let mut rows = servers.throughput()?;
    rows.extend(servers.latency()?);
    rows.push(servers.changes()?);
    Ok(rows)
}

fn platform(nginx: &Path, folder: &Path) -> Result<Nginx> {
    fs::create_dir_all(fresh(folder)?.join("api/v1"))?;
    // Like a list, so that nobody gets to pack it.
    let user = r#"{"name":"somebody@example.com","firstName":"Some","lastName":"Body"},"#;
    let mut list = format!("[{}", user.repeat(BYTES / user.len()));
    list.truncate(list.len() - 1);
    list.push_str(&" ".repeat(BYTES.saturating_sub(list.len() + 1)));
    list.push(']');
    fs::write(folder.join(LIST.trim_start_matches('/')), list)?;
    Nginx::start(nginx, folder, Does::Platform)
}

/// `folder`, with nothing in it from another time.
fn fresh(folder: &Path) -> Result<PathBuf> {
    let shown = folder.display();
    if folder.exists() {
        fs::remove_dir_all(folder).with_context(|| format!("{shown} cannot be emptied"))?;
    }
    fs::create_dir_all(folder).with_context(|| format!("{shown} cannot be made"))?;
    Ok(folder.to_owned())
}

/// As it comes, but for the port.
fn configuration(platform: &str) -> String {
    format!(
        "[server]
listen = \"127.0.0.1:0\"

[[connections]]
id = \"bench\"
platform = \"pivot\"
environment = \"staging\"
base_url = \"http://{platform}\"
secret_file = \"secret\"
"
    )
}

/// Where each of them answers.
struct Servers<'a> {
    tool: &'a LoadTool,
    folder: &'a Path,
    platform: String,
    nginx: String,
    rollcall: String,
}

impl Servers<'_> {
    fn list(&self, of: &str, connections: u32) -> Result<Measured> {
        let load = Load {
            url: &format!("{of}{LIST}"),
            headers: &[],
            body: None,
            connections,
        };
        load.run(self.tool, self.folder)
    }

    fn throughput(&self) -> Result<Vec<Row>> {
        println!("==> Reading {BYTES} bytes over and over, {TURNS} turns");
        let (mut ours, mut theirs, mut ratios) = (Vec::new(), Vec::new(), Vec::new());
        for _ in 0..TURNS {
            let our = self.list(&self.rollcall, CONNECTIONS)?.requests_per_second;
            let their = self.list(&self.nginx, CONNECTIONS)?.requests_per_second;
            println!(
                "    {our:.0} requests/s, nginx {their:.0}: {:.2}",
                our / their
            );
            ours.push(our);
            theirs.push(their);
            ratios.push(our / their);
        }
        Ok(vec![
            Row::fact("read of 10 kB, requests/s", format!("{:.0}", median(ours))),
            Row::fact(
                "nginx proxy_pass, requests/s",
                format!("{:.0}", median(theirs)),
            ),
            Row::at_least("rollcall / nginx, in the same turn", median(ratios), 0.8, 2),
        ])
    }

    /// One request at a time: what each adds to the platform's own time.
    fn latency(&self) -> Result<Vec<Row>> {
        println!("==> Reading them one at a time, {TURNS} turns");
        let (mut ours, mut theirs) = (Vec::new(), Vec::new());
        for _ in 0..TURNS {
            let platform = self.list(&self.platform, 1)?.median_ms;
            let our = self.list(&self.rollcall, 1)?.median_ms - platform;
            let their = self.list(&self.nginx, 1)?.median_ms - platform;
            println!("    added {our:.3} ms, by nginx {their:.3} ms");
            ours.push(our);
            theirs.push(their);
        }
        Ok(vec![
            Row::less_than("added at the median, ms", median(ours), 0.3, 3),
            Row::fact(
                "  by nginx proxy_pass, ms",
                format!("{:.3}", median(theirs)),
            ),
        ])
    }

    fn changes(&self) -> Result<Row> {
        println!("==> Changing over and over, with the audit log on SQLite");
        let load = Load {
            url: &format!("{}{CHANGE}", self.rollcall),
            headers: OURS,
            body: Some(CHANGED),
            connections: 64,
        };
        let measured = load.run(self.tool, self.folder)?;
        Ok(Row::at_least(
            "changes with the audit log on SQLite, a second",
            measured.requests_per_second,
            2000.0,
            0,
        ))
    }
}

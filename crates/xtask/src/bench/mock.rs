//! The measurements.

use std::{
    fs,
    path::Path,
    process::Command,
    time::{Duration, Instant},
};

use anyhow::{Context, Result, ensure};

use super::{
    load::{CONNECTIONS, Load},
    memory,
    nginx::{Does, Nginx},
    table::{Row, median},
};
use crate::{
    process,
    server::Server,
    setup::{self, LoadTool},
    size::grouped,
    workspace::Workspace,
};

/// What is listed over and over, and the token it takes.
const LIST: &str = "/api/v1/users";
const TOKEN: &str = "x-imply-api-token: demo";

/// The long lists: whose, where, and the token it takes.
const LONG_LISTS: [(&str, &str, &str); 3] = [
    ("100,000 Pivot users in one answer", LIST, TOKEN),
    (
        "100,000 Actian users in one answer",
        "/api/auth/auth/demo/users",
        "X-TLM-Key: demo",
    ),
    (
        "100,000 Metabase users in one answer",
        "/api/user?status=all",
        "X-API-Key: demo",
    ),
];

/// How often each load is measured; the two take turns, so that whatever else
/// this machine does hits both.
const TURNS: usize = 3;
/// How often the start is measured.
const STARTS: usize = 20;

/// Everything, in rows.
///
/// # Errors
/// When something cannot be started or measured.
pub(super) fn measure(workspace: &Workspace, tool: &LoadTool) -> Result<Vec<Row>> {
    let mock = workspace.mock_server("release");
    let folder = workspace.state().join("bench");
    fs::create_dir_all(&folder).with_context(|| format!("{} cannot be made", folder.display()))?;
    let mut rows = vec![start_up(&mock)?];
    rows.extend(requests(workspace, tool, &mock, &folder)?);
    rows.extend(long_lists(&mock, &folder)?);
    Ok(rows)
}

/// From starting the program to its addresses: the median.
fn start_up(mock: &Path) -> Result<Row> {
    println!("==> Starting the mock {STARTS} times");
    let mut times = Vec::new();
    for _ in 0..STARTS {
        times.push(Server::mock(mock, &[])?.took().as_secs_f64() * 1000.0);
    }
    Ok(Row::less_than("start-up, ms", median(times), 50.0, 1))
}

/// Requests per second of the list of 1,000 users, and of nginx for its bytes.
fn requests(
    workspace: &Workspace,
    tool: &LoadTool,
    mock: &Path,
    folder: &Path,
) -> Result<Vec<Row>> {
    let mock = Server::mock(mock, &["--seed", "1000"])?;
    let url = format!("{}{LIST}", mock.address());
    let answer = fetch(&url, TOKEN, &folder.join("users.json"))?;
    let nginx = setup::nginx(workspace)
        .map(|program| Nginx::start(&program, folder, Does::Files))
        .transpose()?;
    println!("==> Listing 1,000 users over and over, {TURNS} turns");
    let (mut mocks, mut nginxes, mut ratios) = (Vec::new(), Vec::new(), Vec::new());
    let requests_per_second = |url: &str| {
        let load = Load {
            url,
            headers: &[TOKEN],
            body: None,
            connections: CONNECTIONS,
        };
        load.run(tool, folder).map(|load| load.requests_per_second)
    };
    for _ in 0..TURNS {
        let mocks_now = requests_per_second(&url)?;
        mocks.push(mocks_now);
        if let Some(nginx) = &nginx {
            let nginxes_now =
                requests_per_second(&format!("http://{}/users.json", nginx.authority()))?;
            nginxes.push(nginxes_now);
            let ratio = mocks_now / nginxes_now;
            println!("    {mocks_now:.0} requests/s, nginx {nginxes_now:.0}: {ratio:.2}");
            ratios.push(ratio);
        }
    }
    let mocks = median(mocks);
    let mut rows = vec![
        Row::fact("list of 1,000 Pivot users, bytes", grouped(answer.bytes)),
        Row::fact(
            "list of 1,000 Pivot users, requests/s",
            format!("{mocks:.0}"),
        ),
    ];
    if nginxes.is_empty() {
        println!(
            "    there is no nginx to compare with; \
             `cargo xtask bench mock --setup` gets one where it can"
        );
    } else {
        rows.push(Row::fact(
            "nginx, the same bytes as a file, requests/s",
            format!("{:.0}", median(nginxes)),
        ));
        rows.push(Row::at_least(
            "mock / nginx, in the same turn",
            median(ratios),
            0.5,
            2,
        ));
    }
    Ok(rows)
}

/// What one answer with 100,000 users takes, on each platform.
fn long_lists(mock: &Path, folder: &Path) -> Result<Vec<Row>> {
    println!("==> Listing 100,000 users at once");
    let mut mock = Server::mock(mock, &["--seed", "100000"])?;
    let mut rows = Vec::new();
    for (what, path, token) in LONG_LISTS {
        rows.extend(long_list(&mock, what, path, token, folder)?);
        ensure!(mock.is_running()?, "the mock ended over a long answer");
    }
    Ok(rows)
}

fn long_list(
    mock: &Server,
    what: &'static str,
    path: &str,
    token: &str,
    folder: &Path,
) -> Result<Vec<Row>> {
    let url = format!("{}{path}", mock.address());
    let known = memory::begin_peak(mock.id()).is_some();
    let before = if known { memory::peak(mock.id())? } else { 0 };
    let answer = fetch(&url, token, &folder.join("all-users.json"))?;
    let mut rows = vec![
        Row::fact(what, format!("{} bytes", grouped(answer.bytes))),
        Row::fact(
            "  time, ms",
            format!("{:.0}", answer.took.as_secs_f64() * 1000.0),
        ),
    ];
    if known {
        let after = memory::peak(mock.id())?;
        let growth = after.saturating_sub(before);
        let bytes = number(answer.bytes as u64);
        rows.extend([
            Row::fact("  memory before, MB", megabytes(before)),
            Row::fact("  peak memory, MB", megabytes(after)),
            Row::less_than("  growth / bytes", number(growth) / bytes, 3.0, 2),
            Row::fact(
                "  peak memory / bytes",
                format!("{:.2}", number(after) / bytes),
            ),
        ]);
    } else {
        println!("    this system does not tell what memory a process holds");
    }
    Ok(rows)
}

/// One answer, in a file.
struct Fetched {
    bytes: usize,
    took: Duration,
}

fn fetch(url: &str, token: &str, file: &Path) -> Result<Fetched> {
    let started = Instant::now();
    process::output(
        Command::new("curl")
            .args(["--silent", "--show-error", "--fail", "--max-time", "60"])
            .args(["--header", token, "--output"])
            .arg(file)
            .arg(url),
    )?;
    let took = started.elapsed();
    let bytes = usize::try_from(fs::metadata(file)?.len())?;
    Ok(Fetched { bytes, took })
}

fn megabytes(bytes: u64) -> String {
    format!("{:.1}", number(bytes) / 1_000_000.0)
}

#[expect(clippy::cast_precision_loss, reason = "shown with two digits")]
fn number(bytes: u64) -> f64 {
    bytes as f64
}

//! How long a developer waits: from saving a file to its change being served,
//! as `cargo xtask dev` builds and serves the page.
//!
//! It changes two files of this checkout and restores them.

use std::{
    fs,
    io::{BufRead, BufReader, Read, Write},
    net::{Ipv4Addr, TcpListener, TcpStream},
    path::{Path, PathBuf},
    process::Stdio,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
        mpsc::{self, Receiver, RecvTimeoutError},
    },
    thread,
    time::{Duration, Instant},
};

use anyhow::{Context, Result, bail, ensure};
use signal_hook::consts::{SIGINT, SIGTERM};

use super::table::{Row, median};
use crate::{
    dev::{self, POLL, Program, style_sheets},
    setup,
    workspace::Workspace,
};

/// How often each file is saved.
const SAVES: usize = 5;
/// How long one build may take, the first with every dependency included.
const PATIENCE: Duration = Duration::from_secs(900);

/// A page's file, and a text in it that is in the compiled page as well.
const PAGE: (&str, &str) = ("app/src/pages/users/list.rs", "There are no users yet");
/// A style sheet.
const SHEET: &str = "users.css";
/// The compiled page.
const MODULE: &str = "app_bg.wasm";

/// The steps of a build: what trunk's log says at the start of each, and what
/// it is called in the table.
const STEPS: [(&str, &str); 6] = [
    ("starting build", "trunk notices, s"),
    ("building app", "cargo metadata, s"),
    ("fetching cargo artifacts", "cargo build, s"),
    (
        "calling wasm-bindgen",
        "cargo build again, for the file's name, s",
    ),
    (
        "copying generated wasm-bindgen artifacts",
        "wasm-bindgen, s",
    ),
    ("success", "naming and moving files, s"),
];

/// Everything, in rows.
///
/// # Errors
/// When set-up or a build fails, or a change is not served in time.
pub(super) fn measure(workspace: &Workspace) -> Result<Vec<Row>> {
    let tools = setup::page(workspace)?;
    println!("==> Building the page");
    let started = Instant::now();
    let site = Site::start(workspace, &tools.trunk)?;
    site.wait_for_build(started)?;
    println!("==> Saving {} {SAVES} times", PAGE.0);
    let page = Edit::of(workspace.root.join(PAGE.0))?;
    ensure!(
        page.original.contains(PAGE.1),
        "{} no longer contains “{}”; choose another text for this measurement",
        PAGE.0,
        PAGE.1
    );
    let mut builds = Vec::new();
    for save in 0..SAVES {
        let marker = format!("{} {save}", PAGE.1);
        builds.push(site.measure_build(&page, &page.original.replace(PAGE.1, &marker), &marker)?);
    }
    let mut rows = page_rows(&builds);
    let restored = Instant::now();
    drop(page);
    site.wait_for_build(restored)?;

    println!("==> Saving style/{SHEET} {SAVES} times");
    let sheet = Edit::of(workspace.root.join(format!("style/{SHEET}")))?;
    let mut times = Vec::new();
    for save in 0..SAVES {
        let marker = format!(".saved-{save} {{}}");
        times.push(site.measure_sheet(
            &sheet,
            &format!("{}{marker}\n", sheet.original),
            &marker,
        )?);
    }
    rows.push(Row::less_than(
        "style sheet: saved to served, s",
        median(times),
        1.0,
        2,
    ));
    Ok(rows)
}

fn page_rows(builds: &[Build]) -> Vec<Row> {
    let middle = |value: &dyn Fn(&Build) -> f64| median(builds.iter().map(value).collect());
    let mut rows = vec![Row::less_than(
        "page: saved to served, s",
        middle(&|build| build.wall.as_secs_f64()),
        5.0,
        2,
    )];
    for (step, (_, name)) in STEPS.iter().enumerate() {
        let took = middle(&|build| build.steps[step].as_secs_f64());
        rows.push(Row::fact(format!("  {name}"), format!("{took:.2}")));
    }
    if builds.iter().all(|build| build.cpu.is_some()) {
        let cpu = middle(&|build| build.cpu.unwrap_or_default());
        rows.push(Row::fact("  processor time, s", format!("{cpu:.2}")));
    }
    rows
}

/// What one build took.
struct Build {
    wall: Duration,
    steps: [Duration; STEPS.len()],
    /// Seconds of all processors, where the system tells.
    cpu: Option<f64>,
}

/// A running `trunk serve`.
struct Site {
    trunk: Program,
    port: u16,
    /// What it logs, and when.
    log: Receiver<(Instant, String)>,
    sources: PathBuf,
    page: PathBuf,
    interrupted: Arc<AtomicBool>,
}

impl Site {
    fn start(workspace: &Workspace, program: &Path) -> Result<Self> {
        let interrupted = Arc::new(AtomicBool::new(false));
        // So that the files are restored after Ctrl-C.
        for signal in [SIGINT, SIGTERM] {
            signal_hook::flag::register(signal, Arc::clone(&interrupted))
                .context("Ctrl-C cannot be watched for")?;
        }
        let page = workspace.state().join("bench").join("dev-page");
        fs::create_dir_all(&page).with_context(|| format!("{} cannot be made", page.display()))?;
        // trunk cannot choose a port itself. This one was free a moment ago.
        let port = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?
            .local_addr()?
            .port();
        let mut trunk = Program::start(
            "trunk serve",
            dev::trunk_serve(workspace, program, &page)
                .args(["--port", &port.to_string()])
                .args(["--log", "trunk=debug"])
                .env("NO_COLOR", "true")
                .stdin(Stdio::null())
                .stdout(Stdio::piped()),
        )?;
        let stdout = trunk
            .child
            .stdout
            .take()
            .context("what trunk logs cannot be read")?;
        let (lines, log) = mpsc::channel();
        thread::spawn(move || {
            for line in BufReader::new(stdout).lines().map_while(Result::ok) {
                if lines.send((Instant::now(), line)).is_err() {
                    break;
                }
            }
        });
        Ok(Self {
            trunk,
            port,
            log,
            sources: workspace.root.join("style"),
            page,
            interrupted,
        })
    }

    /// Waits for a build that began after `since` and returns when each of its
    /// steps ended.
    fn wait_for_build(&self, since: Instant) -> Result<[Instant; STEPS.len()]> {
        let mut ends = [since; STEPS.len()];
        let deadline = Instant::now() + PATIENCE;
        let mut next = 0;
        while next < STEPS.len() {
            self.check(deadline)?;
            match self.log.recv_timeout(POLL) {
                Ok((at, _)) if at < since => {}
                Ok((at, line)) if line.contains(STEPS[next].0) => {
                    ends[next] = at;
                    next += 1;
                }
                Ok((_, line)) => ensure!(!line.contains("ERROR"), "the build failed: {line}"),
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => bail!("trunk has ended"),
            }
        }
        Ok(ends)
    }

    /// Saves a page's file and waits until the module with `marker` is served.
    fn measure_build(&self, file: &Edit, text: &str, marker: &str) -> Result<Build> {
        let cpu_before = cpu_seconds(self.trunk.child.id());
        let saved = Instant::now();
        file.save(text)?;
        let ends = self.wait_for_build(saved)?;
        let deadline = Instant::now() + PATIENCE;
        while !self.serves(MODULE, marker)? {
            self.check(deadline)?;
            thread::sleep(POLL);
        }
        let wall = saved.elapsed();
        let cpu = cpu_seconds(self.trunk.child.id())
            .zip(cpu_before)
            .map(|(after, before)| after - before);
        let mut step_began = saved;
        let steps = ends.map(|end| {
            let took = end.duration_since(step_began);
            step_began = end;
            took
        });
        println!("    {:.2} s", wall.as_secs_f64());
        Ok(Build { wall, steps, cpu })
    }

    /// Saves the style sheet, waits until it is served, and returns how many
    /// seconds that took; then waits for trunk, which builds for it as well.
    fn measure_sheet(&self, file: &Edit, text: &str, marker: &str) -> Result<f64> {
        let deadline = Instant::now() + PATIENCE;
        let saved = Instant::now();
        file.save(text)?;
        while !self.serves(SHEET, marker)? {
            self.check(deadline)?;
            thread::sleep(POLL);
            // As `cargo xtask dev` does.
            style_sheets::copy_changed(&self.sources, &self.page);
        }
        let took = saved.elapsed().as_secs_f64();
        println!("    {took:.2} s");
        self.wait_for_build(saved)?;
        Ok(took)
    }

    /// Whether `marker` is in the file `name` as it is served.
    fn serves(&self, name: &str, marker: &str) -> Result<bool> {
        let answer = self.get(&format!("/{name}"))?;
        Ok(answer
            .windows(marker.len())
            .any(|bytes| bytes == marker.as_bytes()))
    }

    /// What is served at a path.
    fn get(&self, path: &str) -> Result<Vec<u8>> {
        let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, self.port))?;
        // An answer to HTTP/1.0 comes in one part and ends with the connection.
        write!(
            stream,
            "GET {path} HTTP/1.0\r\nHost: 127.0.0.1:{}\r\nAccept: */*\r\n\r\n",
            self.port
        )?;
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer)?;
        Ok(answer)
    }

    fn check(&self, deadline: Instant) -> Result<()> {
        ensure!(!self.interrupted.load(Ordering::Relaxed), "interrupted");
        ensure!(
            Instant::now() < deadline,
            "the change was not served within {} s",
            PATIENCE.as_secs()
        );
        Ok(())
    }
}

/// A file that is as it was once this value is dropped.
struct Edit {
    path: PathBuf,
    original: String,
}

impl Edit {
    fn of(path: PathBuf) -> Result<Self> {
        let original = fs::read_to_string(&path)
            .with_context(|| format!("{} cannot be read", path.display()))?;
        Ok(Self { path, original })
    }

    fn save(&self, text: &str) -> Result<()> {
        fs::write(&self.path, text)
            .with_context(|| format!("{} cannot be written", self.path.display()))
    }
}

impl Drop for Edit {
    fn drop(&mut self) {
        if let Err(error) = self.save(&self.original) {
            eprintln!("{error:#}: restore it by hand");
        }
    }
}

/// Processor time of a process and of its children that have ended (Linux).
fn cpu_seconds(id: u32) -> Option<f64> {
    cpu_ticks(&fs::read_to_string(format!("/proc/{id}/stat")).ok()?)
        // Linux counts in hundredths of a second here, whatever the machine.
        .map(|ticks| f64::from(ticks) / 100.0)
}

/// The sum of utime, stime, cutime and cstime in a line of `/proc/PID/stat`.
fn cpu_ticks(stat: &str) -> Option<u32> {
    // The program's name is in parentheses and may contain spaces.
    let (_, fields) = stat.rsplit_once(") ")?;
    let fields: Vec<&str> = fields.split(' ').collect();
    let times = fields.get(11..15)?.iter();
    times.map(|ticks| ticks.parse::<u32>().ok()).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn processor_time_is_that_of_a_process_and_its_children() {
        let stat = "7 (a (b) c) S 1 7 7 0 -1 4194560 1 2 3 4 10 20 300 4000 20 0 1 0 99";
        assert_eq!(cpu_ticks(stat), Some(4330));
        assert_eq!(cpu_ticks("7 (a) S 1"), None);
    }
}

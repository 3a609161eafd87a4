//! The program in a folder of its own, and platforms for it.

use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{ConnectOptions, Connection};
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::PathBuf;
use std::process::{Child, ChildStdout, Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex};
use std::thread::{self, JoinHandle};
use std::time::Duration;
use test_support::{Answer, TestApp};
use tokio::runtime;

/// A folder, removed in the end.
pub(crate) struct Folder(PathBuf);

impl Folder {
    pub(crate) fn new(test: &str) -> Self {
        let path = std::env::temp_dir().join(format!("rollcall-{}-{test}", std::process::id()));
        fs::create_dir_all(path.join("dist")).unwrap();
        Self(path)
    }

    /// The path of what is called `name` in it.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }

    /// One with a page to show.
    pub(crate) fn with_page(test: &str) -> Self {
        let folder = Self::new(test);
        folder.write("dist/index.html", "<!doctype html>");
        folder
    }

    pub(crate) fn write(&self, name: &str, text: &str) {
        fs::write(self.0.join(name), text).unwrap();
    }

    pub(crate) fn bytes(&self, name: &str) -> std::io::Result<Vec<u8>> {
        fs::read(self.0.join(name))
    }

    pub(crate) fn read(&self, name: &str) -> String {
        fs::read_to_string(self.0.join(name)).unwrap()
    }

    /// Runs `sql` in the database of the audit log, as anyone can who may write it.
    pub(crate) fn sql(&self, sql: &'static str, value: &[u8]) {
        wait(async {
            let options = SqliteConnectOptions::new()
                .filename(self.0.join("rollcall-audit.db"))
                .busy_timeout(Duration::from_secs(5));
            let mut connection = options.connect().await.unwrap();
            let query = sqlx::query(sql).bind(value.to_vec());
            query.execute(&mut connection).await.unwrap();
            connection.close().await.unwrap();
        });
    }

    /// The content of the files whose names begin so.
    pub(crate) fn files_beginning_with(&self, name: &str) -> Vec<Vec<u8>> {
        let files: Vec<_> = fs::read_dir(&self.0)
            .unwrap()
            .map(|entry| entry.unwrap())
            .filter(|entry| entry.file_name().to_string_lossy().starts_with(name))
            .map(|entry| fs::read(entry.path()).unwrap())
            .collect();
        assert!(!files.is_empty(), "there is no {name}");
        files
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// `rollcall COMMAND` in `folder`, with the secret in its environment.
pub(crate) fn program(folder: &Folder, command: &str) -> Command {
    let mut program = Command::new(env!("CARGO_BIN_EXE_rollcall"));
    program
        .arg(command)
        .current_dir(&folder.0)
        .env("PIVOT_API_TOKEN", crate::SECRET)
        .stdin(Stdio::null());
    program
}

/// A configuration with one connection, to the platform at `base`, and with
/// `more` in `[server]` or in sections after it.
pub(crate) fn config(base: &str, more: &str) -> String {
    format!(
        "[server]\nlisten = \"127.0.0.1:0\"\nlog = \"json\"\n{more}\n[[connections]]\n\
         id = \"pivot\"\nplatform = \"pivot\"\nenvironment = \"staging\"\n\
         base_url = \"{base}\"\nsecret_env = \"PIVOT_API_TOKEN\"\n"
    )
}

/// Waits until this is done: these tests run a program, and no other code at a time.
pub(crate) fn wait<T>(work: impl Future<Output = T>) -> T {
    let mut runtime = runtime::Builder::new_current_thread();
    let runtime = runtime.enable_all().build().unwrap();
    runtime.block_on(work)
}

/// A served console.
pub(crate) struct Running {
    child: Child,
    /// "http" or "https".
    pub(crate) scheme: String,
    pub(crate) address: SocketAddr,
    stdout: BufReader<ChildStdout>,
    log: Option<JoinHandle<String>>,
}

impl Running {
    pub(crate) fn start(folder: &Folder) -> Self {
        Self::spawn(program(folder, "serve"))
    }

    /// A server that this command starts.
    pub(crate) fn spawn(mut command: Command) -> Self {
        let mut child = command
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        let mut stdout = BufReader::new(child.stdout.take().unwrap());
        stdout.read_line(&mut line).unwrap();
        let mut stderr = child.stderr.take().unwrap();
        // Read all the while: a full pipe would hold the program up.
        let log = thread::spawn(move || {
            let mut log = String::new();
            stderr.read_to_string(&mut log).unwrap();
            log
        });
        let at = line.split_whitespace().nth(1).unwrap();
        let (scheme, address) = at.split_once("://").unwrap();
        Self {
            child,
            scheme: scheme.to_owned(),
            address: address.parse().unwrap(),
            stdout,
            log: Some(log),
        }
    }

    /// The console, as people reach it with their browsers.
    pub(crate) const fn app(&self) -> TestApp {
        TestApp {
            address: self.address,
        }
    }

    /// What it answers to a GET request from this machine.
    pub(crate) fn get(&self, path: &str) -> Answer {
        wait(self.app().browser().read(path))
    }

    /// What it prints next.
    pub(crate) fn line(&mut self) -> String {
        let mut line = String::new();
        self.stdout.read_line(&mut line).unwrap();
        line
    }

    /// Its process's number.
    pub(crate) fn id(&self) -> u32 {
        self.child.id()
    }

    /// Asks it to stop.
    pub(crate) fn terminate(&self) {
        let status = Command::new("kill")
            .args(["-TERM", &self.child.id().to_string()])
            .status()
            .unwrap();
        assert!(status.success());
    }

    /// Until it accepts no further connections.
    pub(crate) fn wait_until_closed(&self) {
        while TcpStream::connect(self.address).is_ok() {
            thread::yield_now();
        }
    }

    /// Stops it; answers all that it logged.
    pub(crate) fn stop(self) -> String {
        self.terminate();
        self.ended()
    }

    /// Ends it as a power cut would.
    pub(crate) fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// Waits for its end in order; answers all that it logged.
    pub(crate) fn ended(mut self) -> String {
        assert!(self.child.wait().unwrap().success());
        self.wait()
    }

    /// Waits for its end, whatever that is; answers all that it logged.
    pub(crate) fn wait(mut self) -> String {
        self.child.wait().unwrap();
        self.log.take().unwrap().join().unwrap()
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A change as the console sends it.
pub(crate) const CHANGE: &str = "DELETE /via/pivot/api/v1/users/ada HTTP/1.1\r\n\
     Host: localhost\r\nSec-Fetch-Site: same-origin\r\nx-rollcall: 1\r\n\
     Content-Length: 0\r\n\r\n";

/// The status of the answer to a change.
#[cfg(feature = "postgres-tests")]
pub(crate) fn status(answer: &str) -> &str {
    answer.split(' ').nth(1).unwrap()
}

pub(crate) fn read(mut stream: TcpStream) -> String {
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer
}

/// A platform that answers everything alike.
pub(crate) struct Platform {
    address: SocketAddr,
    heads: Arc<Mutex<Vec<String>>>,
    stopped: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
    came: Receiver<()>,
    go_on: Sender<()>,
}

impl Platform {
    /// One that answers with this status.
    pub(crate) fn answering(status: &'static str) -> Self {
        Self::new(false, move |_| (status, "{}"))
    }

    /// One that answers with this body.
    pub(crate) fn saying(body: &'static str) -> Self {
        Self::new(false, move |_| ("200 OK", body))
    }

    /// One that answers the head of a request as it likes: status and body.
    pub(crate) fn with(
        answer: impl FnMut(&str) -> (&'static str, &'static str) + Send + 'static,
    ) -> Self {
        Self::new(false, answer)
    }

    /// One that answers each request when the test says so.
    pub(crate) fn waiting() -> Self {
        Self::new(true, |_| ("200 OK", "{}"))
    }

    fn new(
        waits: bool,
        mut answer: impl FnMut(&str) -> (&'static str, &'static str) + Send + 'static,
    ) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let heads = Arc::new(Mutex::new(Vec::new()));
        let stopped = Arc::new(AtomicBool::new(false));
        let (noted, stop) = (heads.clone(), stopped.clone());
        let (comes, came) = channel();
        let (go_on, going) = channel();
        let thread = thread::spawn(move || {
            for stream in listener.incoming() {
                if stop.load(Ordering::SeqCst) {
                    return;
                }
                let mut stream = stream.unwrap();
                let mut head = String::new();
                let mut lines = BufReader::new(stream.try_clone().unwrap());
                while !head.ends_with("\r\n\r\n")
                    && lines.read_line(&mut head).is_ok_and(|bytes| bytes > 0)
                {}
                if !head.ends_with("\r\n\r\n") {
                    continue;
                }
                // What is left unread would reset the connection.
                let length = head.to_ascii_lowercase();
                let length = length.split_once("content-length: ");
                let length = length.map_or(0, |(_, rest)| {
                    let end = rest.find('\r').unwrap_or(rest.len());
                    rest[..end].parse().unwrap()
                });
                let _ = std::io::copy(&mut lines.take(length), &mut std::io::sink());
                let (status, body) = answer(&head);
                noted.lock().unwrap().push(head);
                comes.send(()).unwrap();
                if waits {
                    going.recv().unwrap();
                }
                // A server that was killed reads no answer.
                let _ = write!(
                    stream,
                    "HTTP/1.1 {status}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}",
                    body.len()
                );
            }
        });
        Self {
            address,
            heads,
            stopped,
            thread: Some(thread),
            came,
            go_on,
        }
    }

    pub(crate) fn base(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The requests it got, without their bodies.
    pub(crate) fn heads(&self) -> Vec<String> {
        self.heads.lock().unwrap().clone()
    }

    pub(crate) fn wait_for_a_request(&self) {
        self.came.recv().unwrap();
    }

    pub(crate) fn answer(&self) {
        self.go_on.send(()).unwrap();
    }

    /// The client has disconnected.
    pub(crate) fn stop(mut self) {
        self.stopped.store(true, Ordering::SeqCst);
        let _ = TcpStream::connect(self.address);
        self.thread.take().unwrap().join().unwrap();
    }
}

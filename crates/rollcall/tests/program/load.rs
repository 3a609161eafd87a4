//! Changes at full load: clients that send one after the other, and a platform
//! that answers at once and remembers.

use std::collections::HashSet;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Condvar, Mutex};
use std::thread::{self, JoinHandle};

/// A platform that records the removal requests.
pub(crate) struct Quick {
    address: SocketAddr,
    asked: Arc<(Mutex<HashSet<String>>, Condvar)>,
}

impl Quick {
    pub(crate) fn new() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let asked = Arc::<(Mutex<HashSet<String>>, Condvar)>::default();
        let all = asked.clone();
        thread::spawn(move || {
            for stream in listener.incoming() {
                let (stream, asked) = (stream.unwrap(), all.clone());
                // A server that was killed hangs up.
                thread::spawn(move || Self::serve(stream, &asked));
            }
        });
        Self { address, asked }
    }

    fn serve(mut stream: TcpStream, asked: &(Mutex<HashSet<String>>, Condvar)) -> io::Result<()> {
        let mut lines = BufReader::new(stream.try_clone()?);
        loop {
            let Some((first, _)) = head(&mut lines)? else {
                return Ok(());
            };
            let path = first.split(' ').nth(1).unwrap();
            let name = path.rsplit('/').next().unwrap();
            asked.0.lock().unwrap().insert(name.to_owned());
            asked.1.notify_all();
            stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}")?;
        }
    }

    pub(crate) fn base(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Until it was asked for so many.
    pub(crate) fn wait_for(&self, changes: usize) {
        let asked = self.asked.0.lock().unwrap();
        let enough = |asked: &mut HashSet<String>| asked.len() < changes;
        drop(self.asked.1.wait_while(asked, enough).unwrap());
    }

    pub(crate) fn asked(&self) -> HashSet<String> {
        self.asked.0.lock().unwrap().clone()
    }
}

/// What a request or an answer begins with: its first line, and how long its
/// body is. Nothing where there is none any more.
fn head(lines: &mut impl BufRead) -> io::Result<Option<(String, usize)>> {
    let (mut first, mut length) = (String::new(), 0);
    if lines.read_line(&mut first)? == 0 {
        return Ok(None);
    }
    loop {
        let mut line = String::new();
        if lines.read_line(&mut line)? == 0 {
            return Ok(None);
        }
        if line == "\r\n" {
            return Ok(Some((first, length)));
        }
        if let Some(value) = line.to_ascii_lowercase().strip_prefix("content-length:") {
            length = value.trim().parse().unwrap();
        }
    }
}

/// Clients that send so many changes together.
pub(crate) struct Clients {
    threads: Vec<JoinHandle<Vec<String>>>,
}

impl Clients {
    /// Each client goes to the servers in turn, beginning with one of its own:
    /// to the next one if there is no answer any more.
    pub(crate) fn start(servers: &[SocketAddr], clients: usize, changes: usize) -> Self {
        let next = Arc::new(AtomicUsize::new(0));
        let threads = (0..clients).map(|client| {
            let mut servers = servers.to_vec();
            let first = client % servers.len();
            servers.rotate_left(first);
            let next = next.clone();
            thread::spawn(move || {
                let mut answered = Vec::new();
                for server in servers {
                    // Until it hangs up, or there is nothing more to do.
                    let _ = Self::send(server, &next, changes, &mut answered);
                }
                answered
            })
        });
        Self {
            threads: threads.collect(),
        }
    }

    fn send(
        server: SocketAddr,
        next: &AtomicUsize,
        changes: usize,
        answered: &mut Vec<String>,
    ) -> io::Result<()> {
        let mut stream = TcpStream::connect(server)?;
        let mut lines = BufReader::new(stream.try_clone()?);
        loop {
            let number = next.fetch_add(1, Ordering::Relaxed);
            if number >= changes {
                return Ok(());
            }
            let name = format!("u{number}");
            let request = format!(
                "DELETE /via/pivot/api/v1/users/{name} HTTP/1.1\r\nHost: localhost\r\n\
                 Sec-Fetch-Site: same-origin\r\nx-rollcall: 1\r\nContent-Length: 0\r\n\r\n"
            );
            stream.write_all(request.as_bytes())?;
            let Some((first, length)) = head(&mut lines)? else {
                return Ok(());
            };
            let mut body = vec![0; length];
            lines.read_exact(&mut body)?;
            assert!(first.starts_with("HTTP/1.1 200 "), "{first}");
            answered.push(name);
        }
    }

    /// The users that were reported as removed, after the last request.
    pub(crate) fn done(self) -> Vec<String> {
        let all = self.threads.into_iter();
        all.flat_map(|thread| thread.join().unwrap()).collect()
    }
}

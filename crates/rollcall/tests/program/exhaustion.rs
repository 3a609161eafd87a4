//! Strangers who open connections and keep them: the time of each is bounded,
//! and however many there are, health checks and people who are signed in are
//! answered, and the server stops on request.

use crate::password::sign_in;
use crate::people::with_ada;
use crate::running::{Folder, Platform, Running, program};
use socket2::{Domain, Socket, Type};
use std::io::{ErrorKind, Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpStream};
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

/// Long before the server gives up waiting for requests that are under way, and
/// much longer than anything here takes.
const LONG: Duration = Duration::from_secs(30);
/// How often strangers send a little more: often enough for the shortest time
/// limit here, a second.
const PACE: Duration = Duration::from_millis(50);
/// How many places there are in these tests, and for each address.
const PLACES: usize = 24;
const PER_ADDRESS: usize = 8;

/// A way to keep a server waiting: what is sent at once, and then over and over.
struct Attack {
    name: &'static str,
    first: &'static str,
    times: usize,
    dribble: &'static str,
}

const ATTACKS: [Attack; 8] = [
    attack("nothing", "", 1, ""),
    attack("half a head", "GET /sign-in HTTP/1.1\r\nHost: loc", 1, ""),
    attack("a dribbled head", "GET /sign-in HTTP/1.1\r\nX: ", 1, "x"),
    attack("no body", SIGN_IN_97, 1, ""),
    attack("a dribbled body", SIGN_IN_4000, 1, "x"),
    attack("a chunked body", SIGN_IN_CHUNKED, 1, "1\r\nx\r\n"),
    attack("unread answers", GET, 900, ""),
    attack("an idle connection", GET, 1, ""),
];

const fn attack(
    name: &'static str,
    first: &'static str,
    times: usize,
    dribble: &'static str,
) -> Attack {
    Attack {
        name,
        first,
        times,
        dribble,
    }
}

const GET: &str = "GET /sign-in HTTP/1.1\r\nHost: localhost\r\n\r\n";
const SIGN_IN_97: &str = "POST /sign-in HTTP/1.1\r\nHost: localhost\r\n\
    Sec-Fetch-Site: same-origin\r\nContent-Length: 97\r\n\r\n";
const SIGN_IN_4000: &str = "POST /sign-in HTTP/1.1\r\nHost: localhost\r\n\
    Sec-Fetch-Site: same-origin\r\nContent-Length: 4000\r\n\r\n";
const SIGN_IN_CHUNKED: &str = "POST /sign-in HTTP/1.1\r\nHost: localhost\r\n\
    Sec-Fetch-Site: same-origin\r\nTransfer-Encoding: chunked\r\n\r\n";

/// Connects from an address of this machine's own network, and reads little
/// ahead.
fn connect(to: SocketAddr, from: Ipv4Addr) -> TcpStream {
    let socket = Socket::new(Domain::IPV4, Type::STREAM, None).unwrap();
    socket.set_recv_buffer_size(4096).unwrap();
    socket.bind(&SocketAddr::from((from, 0)).into()).unwrap();
    socket.connect(&to.into()).unwrap();
    let stream = TcpStream::from(socket);
    stream.set_read_timeout(Some(LONG)).unwrap();
    stream.set_write_timeout(Some(LONG)).unwrap();
    stream
}

/// Strangers at it, until this is dropped.
struct Strangers {
    streams: Arc<Vec<TcpStream>>,
    stopped: Arc<AtomicBool>,
}

impl Strangers {
    /// So many, from several addresses each of which has fewer than it may.
    fn start(to: SocketAddr, attack: &Attack, count: usize) -> Self {
        let first = attack.first.repeat(attack.times);
        let streams: Vec<_> = (0..count)
            .map(|number| {
                let address = u8::try_from(2 + number / (PER_ADDRESS - 1)).unwrap();
                let mut stream = connect(to, Ipv4Addr::new(127, 0, 0, address));
                // It may be hung up on already.
                let _ = stream.write_all(first.as_bytes());
                stream
            })
            .collect();
        let stopped = Arc::new(AtomicBool::new(attack.dribble.is_empty()));
        let (stop, dribble) = (stopped.clone(), attack.dribble);
        let streams = Arc::new(streams);
        let writers = streams.clone();
        thread::spawn(move || {
            while !stop.load(Ordering::Relaxed) {
                for mut stream in writers.iter() {
                    // It may be hung up on by now.
                    let _ = stream.write_all(dribble.as_bytes());
                }
                // The pace of the attack itself: the test waits for nothing here.
                thread::sleep(PACE);
            }
        });
        Self { streams, stopped }
    }

    /// Until the server has hung up on all of them.
    fn wait_until_hung_up_on(&self, attack: &str) {
        for mut stream in self.streams.iter() {
            let mut bytes = [0; 1 << 12];
            let mut read = Ok(1);
            while let Ok(1..) = read {
                read = stream.read(&mut bytes);
            }
            // What it did not read resets the connection. Anything else is that
            // it waited too long.
            let end = read.map_err(|error| error.kind());
            let is_hung_up_on = matches!(end, Ok(0) | Err(ErrorKind::ConnectionReset));
            assert!(is_hung_up_on, "{attack}: {end:?}");
        }
    }
}

impl Drop for Strangers {
    fn drop(&mut self) {
        self.stopped.store(true, Ordering::Relaxed);
    }
}

/// A person who is signed in, on one connection.
struct Ada {
    cookie: String,
    stream: TcpStream,
}

impl Ada {
    fn sign_in(running: &Running) -> Self {
        let browser = sign_in(running, "ada");
        let mut ada = Self {
            cookie: browser.cookie().unwrap().to_owned(),
            stream: connect(running.address, Ipv4Addr::LOCALHOST),
        };
        ada.reads_users();
        ada
    }

    /// The same person on another connection.
    fn elsewhere(&self, to: SocketAddr) -> Self {
        Self {
            cookie: self.cookie.clone(),
            stream: connect(to, Ipv4Addr::LOCALHOST),
        }
    }

    fn reads_users(&mut self) {
        write!(
            self.stream,
            "GET /via/pivot/api/v1/users HTTP/1.1\r\nHost: localhost\r\nCookie: {}\r\n\r\n",
            self.cookie
        )
        .unwrap();
        let mut answer = Vec::new();
        let mut byte = [0];
        while !answer.ends_with(b"\r\n\r\n{}") {
            self.stream.read_exact(&mut byte).unwrap();
            answer.extend(byte);
        }
        assert!(answer.starts_with(b"HTTP/1.1 200 "));
    }
}

fn is_healthy(to: SocketAddr) {
    let mut stream = connect(to, Ipv4Addr::new(127, 0, 0, 200));
    let request = "GET /healthz HTTP/1.1\r\nHost: probe\r\nConnection: close\r\n\r\n";
    stream.write_all(request.as_bytes()).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 200 "), "{answer}");
}

/// Stops it while its clients stay connected.
fn stops_soon(running: Running) -> String {
    let id = running.id().to_string();
    let (stopped, is_late) = (
        Arc::new(AtomicBool::new(false)),
        Arc::new(AtomicBool::new(false)),
    );
    let (done, late) = (stopped.clone(), is_late.clone());
    let watchdog = thread::spawn(move || {
        let started = Instant::now();
        while !done.load(Ordering::Relaxed) {
            if started.elapsed() > LONG {
                late.store(true, Ordering::Relaxed);
                // A second signal does not end it: this does.
                Command::new("kill").args(["-KILL", &id]).status().unwrap();
                return;
            }
            thread::park_timeout(Duration::from_millis(100));
        }
    });
    running.terminate();
    let log = running.wait();
    stopped.store(true, Ordering::Relaxed);
    watchdog.thread().unpark();
    watchdog.join().unwrap();
    assert!(!is_late.load(Ordering::Relaxed), "it did not stop: {log}");
    log
}

fn configured(test: &str, limits: &str) -> (Folder, Platform) {
    let places = format!("connections = {PLACES}\nconnections_per_address = {PER_ADDRESS}\n");
    with_ada(test, &(places + limits))
}

#[test]
fn clients_that_keep_the_server_waiting_are_hung_up_on() {
    let limits = "head_timeout = 1\nbody_timeout = 1\nidle_timeout = 1\nwrite_timeout = 1";
    let (folder, _platform) = configured("slow", limits);
    let running = Running::start(&folder);
    let strangers = ATTACKS.map(|attack| {
        let strangers = Strangers::start(running.address, &attack, 3);
        (attack.name, strangers)
    });
    for (name, strangers) in &strangers {
        strangers.wait_until_hung_up_on(name);
    }
    stops_soon(running);
}

#[test]
fn strangers_on_every_place_keep_nobody_out_and_do_not_hold_up_the_end() {
    thread::scope(|scope| {
        for attack in &ATTACKS {
            scope.spawn(|| {
                // With the usual time limits, which are longer than this takes.
                let test = format!("crowded by {}", attack.name);
                let (folder, _platform) = configured(&test, "");
                let running = Running::start(&folder);
                let at = running.address;
                let mut ada = Ada::sign_in(&running);
                let strangers = Strangers::start(at, attack, 3 * PLACES);
                for _ in 0..3 {
                    is_healthy(at);
                    ada.reads_users();
                    ada.elsewhere(at).reads_users();
                }
                stops_soon(running);
                drop(strangers);
            });
        }
    });
}

#[test]
fn strangers_from_one_address_keep_nobody_out() {
    let (folder, _platform) = configured("one-address", "");
    let running = Running::start(&folder);
    let at = running.address;
    let mut ada = Ada::sign_in(&running);
    let quiet = connect(at, Ipv4Addr::new(127, 0, 0, 3));
    let strangers: Vec<_> = (0..3 * PLACES)
        .map(|_| connect(at, Ipv4Addr::LOCALHOST))
        .collect();
    is_healthy(at);
    ada.reads_users();
    ada.elsewhere(at).reads_users();
    // All but the last ones are closed, and none of another address.
    for mut stream in &strangers[..PLACES] {
        assert_eq!(stream.read(&mut [0]).unwrap(), 0);
    }
    quiet.set_nonblocking(true).unwrap();
    let kind = (&quiet).read(&mut [0]).unwrap_err().kind();
    assert_eq!(kind, ErrorKind::WouldBlock);
    stops_soon(running);
}

#[test]
fn the_limit_of_open_files_is_raised_and_leaves_room_for_platforms() {
    let (folder, _platform) = with_ada("files", "");
    let limited = |limits: &str| {
        let serve = program(&folder, "serve");
        let mut shell = Command::new("sh");
        shell
            .args(["-c", &format!("{limits}; exec \"$0\" serve")])
            .arg(serve.get_program())
            .current_dir(serve.get_current_dir().unwrap())
            .envs(
                serve
                    .get_envs()
                    .filter_map(|(name, value)| Some((name, value?))),
            );
        Running::spawn(shell)
    };
    let running = limited("ulimit -S -n 64");
    let limits = std::fs::read_to_string(format!("/proc/{}/limits", running.id())).unwrap();
    let line = limits
        .lines()
        .find(|line| line.starts_with("Max open files"));
    let numbers: Vec<_> = line.unwrap().split_whitespace().skip(3).take(2).collect();
    assert_eq!(numbers[0], numbers[1], "{limits}");
    assert_ne!(numbers[0], "64");
    running.stop();

    // No more than this, whatever it does.
    let running = limited("ulimit -n 220");
    let mut ada = Ada::sign_in(&running);
    let strangers = Strangers::start(running.address, &ATTACKS[0], 250);
    for _ in 0..3 {
        is_healthy(running.address);
        ada.reads_users();
        ada.elsewhere(running.address).reads_users();
    }
    let log = stops_soon(running);
    assert!(!log.contains("too many open files"), "{log}");
    drop(strangers);
}

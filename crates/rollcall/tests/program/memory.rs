//! What a platform that sends more than anybody wants does to the process.

use crate::running::{Folder, Running};
use crate::{SECRET, config};
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::thread;

const READ: &str =
    "GET /via/pivot/api/v1/users HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
/// The most of an answer that is passed on.
const BOUND: u64 = 256 * 1024 * 1024;
/// What the process may take more at its peak, for all answers together.
const MEMORY: u64 = 48 * 1024 * 1024;

/// A platform whose answers have no end; asked for statuses it promises 10 GB.
fn endless() -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            thread::spawn(move || {
                let mut line = String::new();
                let mut head = BufReader::new(stream.try_clone().unwrap());
                head.read_line(&mut line).unwrap();
                let length = if line.contains("statuses") {
                    "Content-Length: 10000000000"
                } else {
                    "Transfer-Encoding: chunked"
                };
                write!(stream, "HTTP/1.1 200 OK\r\n{length}\r\n\r\n").unwrap();
                let chunk = [b"10000\r\n".as_slice(), &vec![b'x'; 0x10000], b"\r\n"].concat();
                while stream.write_all(&chunk).is_ok() {}
            });
        }
    });
    address
}

/// The most memory that a process has held, in bytes.
fn peak(id: u32) -> u64 {
    let status = fs::read_to_string(format!("/proc/{id}/status")).unwrap();
    let line = status.lines().find(|line| line.starts_with("VmHWM:"));
    let kilobytes = line.unwrap().split_whitespace().nth(1).unwrap();
    kilobytes.parse::<u64>().unwrap() * 1024
}

/// How many bytes come until the other end hangs up, and the last of them.
fn read_all(mut stream: TcpStream) -> (u64, Vec<u8>) {
    let (mut all, mut buffer, mut end) = (0, vec![0; 1 << 20], Vec::new());
    while let Ok(bytes @ 1..) = stream.read(&mut buffer) {
        all += bytes as u64;
        end = buffer[bytes.saturating_sub(5)..bytes].to_vec();
    }
    (all, end)
}

#[test]
fn an_answer_without_end_is_cut_off_and_held_by_nobody() {
    let folder = Folder::new("memory");
    folder.write(
        "rollcall.toml",
        &config(&format!("http://{}", endless()), ""),
    );
    let running = Running::start(&folder);
    let answer = running.get("/via/pivot/api/v1/user-statuses");
    assert_eq!(answer.status, 502, "{answer}");
    assert!(!answer.to_string().contains(SECRET));
    let before = peak(running.id());
    let asked = || {
        let mut stream = TcpStream::connect(running.address).unwrap();
        stream.write_all(READ.as_bytes()).unwrap();
        stream
    };
    // Some read as fast as they can, some do not read at all.
    let idle: Vec<TcpStream> = (0..8).map(|_| asked()).collect();
    let readers: Vec<_> = (0..4)
        .map(|_| {
            let stream = asked();
            thread::spawn(move || read_all(stream))
        })
        .collect();
    for reader in readers {
        let (bytes, end) = reader.join().unwrap();
        assert!(bytes > BOUND / 2 && bytes < BOUND + BOUND / 64, "{bytes}");
        assert_ne!(end, b"0\r\n\r\n", "it looks whole");
    }
    let more = peak(running.id()) - before;
    assert!(more < MEMORY, "{more} bytes more");
    drop(idle);
}

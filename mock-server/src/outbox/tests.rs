//! Emails as files, and sent to a real server.

use super::{Delivery, Mail, MailKind, Stage};
use crate::{Options, SmtpServer, World};
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpListener;
use tokio::sync::mpsc;
use wire::Platform;

fn mail(to: Option<&str>) -> Mail {
    Mail {
        platform: Platform::Actian,
        kind: MailKind::Reset,
        to: to.map(str::to_owned),
        subject: "Grüße aus Łódź: a subject that is long enough to be folded by whoever writes it"
            .to_owned(),
        html: format!("<p>Hello Ada,</p>\n<p>.ü</p>{}", "x".repeat(2_000)),
        delivery: Delivery::to(to),
        link: None,
    }
}

fn post(world: &World, to: Option<&str>) {
    world.outbox().post(mail(to));
}

#[test]
fn a_file_has_only_ascii_short_lines_and_the_world_s_date() {
    let world = World::new(Options {
        clock: "2026-01-15T09:30:00Z".parse().unwrap(),
        ..Options::default()
    });
    post(&world, Some("ada@example.com"));
    let sent = world.outbox().get(1).unwrap();
    let file = String::from_utf8(sent.message().unwrap().formatted()).unwrap();
    assert!(file.is_ascii());
    assert!(
        file.split("\r\n")
            .all(|line| line.len() <= 998 && !line.contains('\n'))
    );
    let (head, _) = file.split_once("\r\n\r\n").unwrap();
    for line in [
        "Date: Thu, 15 Jan 2026 09:30:00 +0000",
        "Message-ID: <1.actian@mock.invalid>",
        "To: ada@example.com",
        "From: \"Actian Data Observability\" <actian@mock.invalid>",
        "Content-Type: text/html; charset=utf-8",
        "MIME-Version: 1.0",
    ] {
        assert!(head.split("\r\n").any(|own| own == line), "{line}\n{head}");
    }
    assert!(head.contains("Subject: =?utf-8?"), "{head}");
}

#[test]
fn without_an_address_there_is_no_file() {
    let world = World::new(Options::default());
    for (to, says) in [
        (None, "has no address"),
        (Some("not an address"), "“not an address”"),
    ] {
        post(&world, to);
        let sent = world.outbox().all().last().cloned().unwrap();
        assert!(sent.message().unwrap_err().to_string().contains(says));
    }
}

#[test]
fn a_servers_address_needs_a_host_and_a_port() {
    for good in ["127.0.0.1:1025", "localhost:25", "[::1]:1025"] {
        assert_eq!(good.parse::<SmtpServer>().unwrap().to_string(), good);
    }
    for bad in [
        "",
        "localhost",
        ":25",
        "localhost:0",
        "localhost:x",
        "::1:25",
        "[::1:25",
    ] {
        assert!(bad.parse::<SmtpServer>().is_err(), "{bad}");
    }
}

/// Speaks just enough SMTP on real TCP; passes on the received messages.
async fn server(refuses: bool) -> (SmtpServer, mpsc::UnboundedReceiver<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap().to_string();
    let (taken, mails) = mpsc::unbounded_channel();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let taken = taken.clone();
            tokio::spawn(async move {
                let (read, mut write) = stream.into_split();
                let mut lines = BufReader::new(read).lines();
                let mut message = None::<String>;
                write.write_all(b"220 test\r\n").await.unwrap();
                while let Ok(Some(line)) = lines.next_line().await {
                    let answer = match &mut message {
                        Some(text) if line == "." => {
                            taken.send(std::mem::take(text)).unwrap();
                            message = None;
                            "250 taken\r\n"
                        }
                        Some(text) => {
                            text.push_str(&line);
                            text.push('\n');
                            continue;
                        }
                        None if line.starts_with("RCPT") && refuses => "550 nobody here\r\n",
                        None if line == "DATA" => {
                            message = Some(String::new());
                            "354 go on\r\n"
                        }
                        None if line == "QUIT" => "221 bye\r\n",
                        None => "250 fine\r\n",
                    };
                    write.write_all(answer.as_bytes()).await.unwrap();
                }
            });
        }
    });
    (address.parse().unwrap(), mails)
}

fn world_with(server: SmtpServer) -> World {
    World::new(Options {
        smtp: Some(server),
        ..Options::default()
    })
}

/// The state of the email once it is no longer queued.
async fn outcome(world: &World, number: u64) -> Stage {
    loop {
        let stage = world.outbox().get(number).unwrap().smtp.stage();
        if stage != Stage::Waiting {
            return stage;
        }
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn every_email_is_sent_in_order() {
    let (server, mut mails) = server(false).await;
    let world = world_with(server);
    for name in ["ada", "bob", "eve"] {
        post(&world, Some(&format!("{name}@example.com")));
    }
    for name in ["ada", "bob", "eve"] {
        let taken = mails.recv().await.unwrap();
        assert!(
            taken.contains(&format!("To: {name}@example.com")),
            "{taken}"
        );
    }
    for number in 1..=3 {
        assert_eq!(outcome(&world, number).await, Stage::Taken);
    }
}

#[tokio::test]
async fn undeliverable_emails_are_not_sent() {
    let (server, mut mails) = server(false).await;
    let world = world_with(server);
    for to in [None, Some("bounces@example.com"), Some("ada@example.com")] {
        post(&world, to);
    }
    assert!(mails.recv().await.unwrap().contains("To: ada@"));
    for number in 1..=2 {
        assert_eq!(outcome(&world, number).await, Stage::Kept);
    }
}

#[tokio::test]
async fn a_refusal_of_the_server_is_recorded_on_the_email() {
    let (server, _mails) = server(true).await;
    let world = world_with(server);
    post(&world, Some("ada@example.com"));
    match outcome(&world, 1).await {
        Stage::Failed { error } => assert!(error.contains("nobody here"), "{error}"),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn an_unreachable_server_delays_no_call() {
    // Bound and released, so that nothing listens there.
    let free = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = free.local_addr().unwrap().to_string();
    drop(free);
    let world = world_with(address.parse().unwrap());
    post(&world, Some("ada@example.com"));
    // The world has answered without waiting for the server.
    assert_eq!(world.outbox().get(1).unwrap().smtp.stage(), Stage::Waiting);
    match outcome(&world, 1).await {
        Stage::Failed { error } => assert!(error.contains(&address), "{error}"),
        other => panic!("{other:?}"),
    }
}

//! Secrets are planted wherever the program holds one, and looked for wherever
//! it says something: after success and after failure. (After a panic:
//! tests/http/panics.rs.)

use crate::password::{hash, sign_in, user};
use crate::running::{Folder, Platform, Running, program, wait};
use crate::{SECRET, config};
use std::net::SocketAddr;
use test_support::TestApp;

const CLIENT_SECRET: &str = "planted-client-secret";

#[test]
fn what_the_identity_provider_refused_with_is_logged_on_one_line() {
    let folder = Folder::new("refused");
    let openid = "[openid]\nissuer = \"http://127.0.0.1:1\"\nclient_id = \"rollcall\"\n\
                  client_secret_env = \"PIVOT_API_TOKEN\"\nconsole_url = \"http://localhost:1\"\n\
                  people = [\"ada@example.com\"]\n";
    folder.write("rollcall.toml", &config("http://127.0.0.1:1", openid));
    let running = Running::start(&folder);
    let begun = "Cookie: __Host-rollcall-openid=s.n.v";
    let said = "error=access_denied&error_description=Not+today%0D%0AERROR+forged&\
                error_uri=https%3A%2F%2Flogin.example";
    let back = format!("/sign-in/openid/return?state=s&{said}");
    let browser = running.app().browser().with_header(begun);
    let answer = wait(browser.open(&back));
    assert_eq!(answer.status, 403, "{answer}");
    let log = running.stop();
    let line = log.lines().find(|line| line.contains("access_denied"));
    let words = "“access_denied”: “Not todayERROR forged” (see “https://login.example”)";
    assert!(line.is_some_and(|line| line.contains(words)), "{log}");
}

#[test]
fn no_secret_stands_in_anything_that_the_program_says() {
    let folder = Folder::new("secrets");
    // One that prints the headers that it was sent.
    let platform = Platform::with(|head| ("200 OK", head.to_owned().leak()));
    folder.write("client-secret", CLIENT_SECRET);
    let hash = hash(&folder);
    let more = format!(
        "[metrics]\nlisten = \"127.0.0.1:0\"\n\
         [openid]\nissuer = \"http://127.0.0.1:1\"\nclient_id = \"rollcall\"\n\
         client_secret_file = \"client-secret\"\nconsole_url = \"http://localhost:1\"\n\
         people = [\"ada@example.com\"]\n{}",
        user("ada", "operator", &hash)
    );
    folder.write("rollcall.toml", &config(&platform.base(), &more));
    let mut running = Running::start(&folder);
    let line = running.line();
    let (_, metrics) = line.trim().split_once("http://").unwrap();
    let address: SocketAddr = metrics.strip_suffix("/metrics").unwrap().parse().unwrap();
    let metrics = TestApp { address }.browser();
    let ada = sign_in(&running, "ada");
    let (_, token) = ada.cookie().unwrap().split_once('=').unwrap();
    let mut said = Vec::new();

    // What works.
    let users = "/via/pivot/api/v1/users";
    let body = r#"{"email":"bob@example.com","password":"planted-new-password"}"#;
    let answers = wait(async {
        [
            ada.list_users().await,
            ada.list_connections().await,
            ada.open("/sign-in").await,
            ada.change("POST", users, body).await,
            ada.read_audit_log("").await,
            ada.export_audit_log("format=csv").await,
        ]
    });
    for answer in answers {
        assert_eq!(answer.status, 200, "{answer}");
        said.push(answer.to_string());
    }

    // What does not.
    platform.stop();
    let mut stranger = running.app().browser();
    let forger = stranger
        .clone()
        .with_header("Cookie: __Host-rollcall-openid=s.n.planted-verifier");
    let back = "/sign-in/openid/return?state=s&code=planted-code";
    let odd = "/via/pivot/api/v1/users?token=planted-query";
    let answers = wait(async {
        [
            ada.list_users().await,
            ada.change("POST", users, body).await,
            stranger.open("/sign-in/openid").await,
            forger.open(back).await,
            stranger.sign_in("ada", "planted-wrong-password").await,
            ada.open(odd).await,
            ada.change("POST", "/via/pivot/x", body).await,
        ]
    });
    for answer in answers {
        assert!((400..600).contains(&answer.status), "{answer}");
        said.push(answer.to_string());
    }

    said.push(wait(metrics.read("/metrics")).body);
    assert!(said.last().unwrap().contains("rollcall_sign_ins_total"));
    said.push(running.stop());
    for command in [&["audit", "export"][..], &["audit", "verify"], &["check"]] {
        let mut program = program(&folder, command[0]);
        let output = program.args(&command[1..]).output().unwrap();
        said.push(String::from_utf8(output.stdout).unwrap());
        said.push(String::from_utf8(output.stderr).unwrap());
    }
    for text in &said {
        for secret in [
            SECRET,
            CLIENT_SECRET,
            "correct horse",
            "correct+horse",
            hash.as_str(),
            token,
            "planted-new-password",
            "planted-wrong-password",
            "planted-verifier",
            "planted-code",
            "planted-query",
        ] {
            assert!(!text.contains(secret), "{secret}:\n{text}");
        }
    }
    // Nor in what it keeps: a session by its token's hash, a body without secrets.
    let mut kept = folder.bytes("rollcall-audit.db").unwrap();
    // What it did not put into the database itself yet.
    kept.extend(folder.bytes("rollcall-audit.db-wal").unwrap_or_default());
    let holds = |text: &str| kept.windows(text.len()).any(|part| part == text.as_bytes());
    assert!(holds("bob@example.com"));
    for secret in [SECRET, CLIENT_SECRET, token, "planted-new-password"] {
        assert!(!holds(secret), "{secret}");
    }
}

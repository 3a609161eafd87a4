//! A gateway that is served, and the browsers of the people who use it.

use crate::http::{Answer, OURS, SAME, send, serve_with_addresses};
use gateway::Config;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use std::net::SocketAddr;

/// A gateway that is served on an address of this machine.
#[derive(Debug, Clone, Copy)]
pub struct TestApp {
    /// Where it is served.
    pub address: SocketAddr,
}

impl TestApp {
    /// Serves a gateway with this configuration, which learns the address of each
    /// connection, as a program does that serves it.
    pub async fn start(config: Config) -> Self {
        let address = serve_with_addresses(gateway::router(config).unwrap()).await;
        Self { address }
    }

    /// A browser without a session.
    pub const fn browser(&self) -> Browser {
        Browser {
            address: self.address,
            headers: Vec::new(),
        }
    }

    /// A browser in which the person with this name and password has signed in.
    pub async fn signed_in(&self, (name, password): (&str, &str)) -> Browser {
        let mut browser = self.browser();
        let answer = browser.sign_in(name, password).await;
        assert_eq!(answer.status, 303, "{}", answer.body);
        browser
    }
}

/// One person's browser with the console open in it. Each method is something
/// that the person does; it answers what the browser gets for it.
#[derive(Debug, Clone)]
pub struct Browser {
    address: SocketAddr,
    /// What every request has: the session's cookie, and what a proxy adds.
    headers: Vec<String>,
}

impl Browser {
    /// The same browser behind a proxy that adds this header to every request.
    #[must_use]
    pub fn with_header(mut self, header: &str) -> Self {
        self.headers.push(header.to_owned());
        self
    }

    /// Signs in on the page for that. The browser keeps the session, if one begins.
    pub async fn sign_in(&mut self, name: &str, password: &str) -> Answer {
        let encode = |text| utf8_percent_encode(text, NON_ALPHANUMERIC);
        let form = format!("name={}&password={}", encode(name), encode(password));
        let answer = self.request("POST", "/sign-in", &[SAME], &form).await;
        if let Some(cookie) = answer.cookie("__Host-rollcall") {
            self.headers.push(format!("Cookie: {cookie}"));
        }
        answer
    }

    /// Signs out with the button for that. The browser goes on sending its
    /// cookie, so that a test sees what that is worth.
    pub async fn sign_out(&self) -> Answer {
        self.request("POST", "/sign-out", &[SAME], "").await
    }

    /// Opens a page of the console.
    pub async fn open(&self, path: &str) -> Answer {
        self.request("GET", path, &["Accept: text/html"], "").await
    }

    /// Asks for the connections, as the console does first.
    pub async fn list_connections(&self) -> Answer {
        self.read("/api/connections").await
    }

    /// Looks at a user of the connection `metabase`.
    pub async fn view_user(&self, id: u32) -> Answer {
        self.read(&format!("/via/metabase/api/user/{id}")).await
    }

    /// Deactivates a user of the connection `metabase`.
    pub async fn deactivate_user(&self, id: u32) -> Answer {
        self.change("DELETE", &format!("/via/metabase/api/user/{id}"), "")
            .await
    }

    /// Invites a user to the connection `metabase`: `user` is their record.
    pub async fn invite_user(&self, user: &str) -> Answer {
        self.change("POST", "/via/metabase/api/user", user).await
    }

    /// Reads the audit log, with this query.
    pub async fn read_audit_log(&self, query: &str) -> Answer {
        self.read(&format!("/api/trail?{query}")).await
    }

    /// Saves the audit log as a file, with this query.
    pub async fn export_audit_log(&self, query: &str) -> Answer {
        self.read(&format!("/api/trail/export?{query}")).await
    }

    /// What the console's page reads, where no other method says it.
    pub async fn read(&self, path: &str) -> Answer {
        self.request("GET", path, &[], "").await
    }

    /// What the console's page changes, where no other method says it: with the
    /// headers that only a page of its own can send.
    pub async fn change(&self, method: &str, path: &str, body: &str) -> Answer {
        self.request(method, path, &OURS, body).await
    }

    async fn request(&self, method: &str, path: &str, headers: &[&str], body: &str) -> Answer {
        let all: Vec<&str> = self
            .headers
            .iter()
            .map(String::as_str)
            .chain(headers.iter().copied())
            .collect();
        send(self.address, &format!("{method} {path}"), &all, body).await
    }
}

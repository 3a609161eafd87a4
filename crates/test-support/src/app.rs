//! A gateway that is served, and the browsers of the people who use it.

use crate::http::{Answer, OURS, SAME, send, serve_with_addresses};
use crate::platform::upstream;
use gateway::{Config, Upstream};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use std::net::SocketAddr;
use wire::Platform;
use wire::console::{SECRET_HEADER, header_of_secret};

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

    /// Serves a gateway with these connections, without a page and without sign-in.
    pub async fn with_connections(connections: Vec<Upstream>) -> Self {
        Self::start(Config::new(connections, "-".into())).await
    }

    /// The same with one connection, `pivot`, to the platform at `base`.
    pub async fn with_pivot(base: String) -> Self {
        Self::with_connections(vec![upstream(Platform::Pivot, base)]).await
    }

    /// A browser without a session.
    pub const fn browser(&self) -> Browser {
        Browser {
            address: self.address,
            base_path: String::new(),
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
    /// The path that the console is below, for this browser.
    base_path: String,
    /// What every request has: the session's cookie, and what a proxy adds.
    headers: Vec<String>,
}

impl Browser {
    /// The same browser with this header in every request: what a proxy adds, or
    /// what the browser says of itself.
    #[must_use]
    pub fn with_header(mut self, header: &str) -> Self {
        self.headers.push(header.to_owned());
        self
    }

    /// The same browser, with its session, at another server of the console.
    #[must_use]
    pub const fn at(mut self, app: TestApp) -> Self {
        self.address = app.address;
        self
    }

    /// The cookie that it sends in each request, `name=value`, if it keeps one.
    pub fn cookie(&self) -> Option<&str> {
        self.headers
            .iter()
            .find_map(|header| header.strip_prefix("Cookie: "))
    }

    /// The same browser with the console below this path.
    #[must_use]
    pub fn below(mut self, base_path: &str) -> Self {
        base_path.clone_into(&mut self.base_path);
        self
    }

    /// The same browser after its person entered a secret for the connections that
    /// prompt for one.
    #[must_use]
    pub fn with_secret(self, secret: &str) -> Self {
        self.with_header(&format!("{SECRET_HEADER}: {}", header_of_secret(secret)))
    }

    /// Signs in on the page for that. The browser keeps the session, if one begins.
    pub async fn sign_in(&mut self, name: &str, password: &str) -> Answer {
        let encode = |text| utf8_percent_encode(text, NON_ALPHANUMERIC);
        let form = format!("name={}&password={}", encode(name), encode(password));
        let answer = self.submit_sign_in(&form).await;
        if let Some(cookie) = answer.session_cookie() {
            self.headers.push(format!("Cookie: {cookie}"));
        }
        answer
    }

    /// Sends what is in the form for signing in, however it was filled in. The
    /// browser keeps no session.
    pub async fn submit_sign_in(&self, form: &str) -> Answer {
        self.request("POST", "/sign-in", &[SAME], form).await
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

    /// Lists the users of the connection `pivot`.
    pub async fn list_users(&self) -> Answer {
        self.read("/via/pivot/api/v1/users").await
    }

    /// Deletes the user `name` of the connection `pivot`.
    pub async fn delete_user(&self, name: &str) -> Answer {
        self.change("DELETE", &format!("/via/pivot/api/v1/users/{name}"), "")
            .await
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
        let line = format!("{method} {}{path}", self.base_path);
        send(self.address, &line, &all, body).await
    }
}

//! The mock server's platforms, with their company of about 80 people.

use crate::running::Folder;
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{Request, StatusCode};
use mock_server::{Options, Seed, World, app, connections};
use std::net::SocketAddr;
use tokio::net::TcpListener;
use tokio::runtime::{Builder, Runtime};
use tower::ServiceExt;
use wire::pivot::Generation;

/// The three platforms on a free port. They stop when this is dropped.
pub(crate) struct Mock {
    address: SocketAddr,
    router: Router,
    runtime: Runtime,
}

impl Mock {
    pub(crate) fn start() -> Self {
        let world = World::new(Options {
            seed: Seed::Demo,
            any_token: true,
            ..Options::default()
        });
        let router = app(world);
        let mut runtime = Builder::new_multi_thread();
        let runtime = runtime.worker_threads(1).enable_all().build().unwrap();
        let listener = runtime.block_on(TcpListener::bind("127.0.0.1:0")).unwrap();
        let address = listener.local_addr().unwrap();
        let served = router.clone();
        runtime.spawn(async move { axum::serve(listener, served).await.unwrap() });
        Self {
            address,
            router,
            runtime,
        }
    }

    /// A configuration with a connection to each of its platforms, with `more` in
    /// `[server]` or in sections after it.
    pub(crate) fn config(&self, more: &str) -> String {
        let mut parts = vec![format!(
            "[server]\nlisten = \"127.0.0.1:0\"\nlog = \"json\"\n{more}\n"
        )];
        for upstream in connections(self.address, Generation::Current) {
            let connection = &upstream.connection;
            parts.push(format!(
                "[[connections]]\nid = \"{id}\"\nplatform = \"{id}\"\nenvironment = \"staging\"\n\
                 base_url = \"{base}\"\nsecret_env = \"PIVOT_API_TOKEN\"\n",
                id = connection.id,
                base = upstream.base,
            ));
            if !connection.tenant.is_empty() {
                parts.push(format!("actian.tenant = \"{}\"\n", connection.tenant));
            }
        }
        parts.concat()
    }

    /// A folder with that configuration.
    pub(crate) fn folder(&self, test: &str) -> Folder {
        let folder = Folder::with_page(test);
        folder.write("rollcall.toml", &self.config(""));
        folder
    }

    /// Sends a platform a request, as someone who does not use Rollcall.
    pub(crate) fn send(&self, method: &str, path: &str, body: Option<&str>) -> String {
        let request = Request::builder()
            .method(method)
            .uri(path)
            .header("x-imply-api-token", "other")
            .header("x-tlm-key", "other")
            .header("x-api-key", "other")
            .header("content-type", "application/json")
            .body(Body::from(body.unwrap_or_default().to_owned()))
            .unwrap();
        self.runtime.block_on(async {
            let answer = self.router.clone().oneshot(request).await.unwrap();
            let status = answer.status();
            let body = to_bytes(answer.into_body(), 10_000_000).await.unwrap();
            let body = String::from_utf8(body.to_vec()).unwrap();
            assert!(
                status.is_success() || status == StatusCode::NO_CONTENT,
                "{body}"
            );
            body
        })
    }

    /// Makes a platform answer this endpoint with an error from now on.
    pub(crate) fn fail(&self, endpoint: &str) {
        let answer = r#"{"kind":"status","status":503,"body":"away"}"#;
        let fault = format!(r#"{{"endpoint":"{endpoint}","answer":{answer}}}"#);
        self.send("POST", "/__mock/faults", Some(&fault));
    }
}

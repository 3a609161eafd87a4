//! What the page asks for early is what loading the users then asks for.

use futures::FutureExt;
use roster::{Transport, TransportError, load};
use std::cell::RefCell;
use wire::actian::Parameters;
use wire::console::{Connection, Environment, SignIn, early_paths, via};
use wire::pivot::Generation;
use wire::{Platform, Request, Response};

/// Answers nothing, and remembers what it was asked for.
struct Recorder {
    paths: RefCell<Vec<String>>,
}

impl Transport for Recorder {
    async fn send(&self, request: &Request) -> Result<Response, TransportError> {
        let path = via("one", &request.target())
            .map_err(|error| TransportError::Network(error.to_string()))?;
        self.paths.borrow_mut().push(path);
        Err(TransportError::Network("no answer".to_owned()))
    }

    async fn pause(&self, _seconds: u32) {}
}

fn connection(platform: Platform) -> Connection {
    Connection {
        id: "one".to_owned(),
        platform,
        label: "One".to_owned(),
        environment: Environment::Staging,
        sign_in: SignIn::ApiToken,
        token_tail: String::new(),
        ask: false,
        generation: Generation::Current,
        tenant: "5f2b7e1c-0a4d-4b6e-9a51-3c2d1e0f9a8b".to_owned(),
        parameters: Parameters::Query,
        public_url: String::new(),
        outbox: String::new(),
        approval: false,
    }
}

#[test]
fn the_page_asks_early_for_what_the_list_of_users_is_made_of() {
    for platform in Platform::ALL {
        let connection = connection(platform);
        let recorder = Recorder {
            paths: RefCell::default(),
        };
        let loaded = load(&recorder, &connection).now_or_never();
        assert!(matches!(loaded, Some(Err(_))), "{platform:?}");
        let mut asked = recorder.paths.into_inner();
        asked.sort();
        let mut early = early_paths(&connection);
        early.sort();
        assert_eq!(asked, early, "{platform:?}");
    }
}

#[test]
fn nothing_is_asked_early_without_the_secret_that_has_to_be_typed() {
    let connection = Connection {
        ask: true,
        ..connection(Platform::Pivot)
    };
    assert_eq!(early_paths(&connection), [] as [String; 0]);
}

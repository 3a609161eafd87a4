//! HTTP, the one place that does it.

use crate::{activity, time, words};
use js_sys::{Array, Promise};
use leptos::prelude::window;
use roster::{Transport, TransportError};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use wire::console::{CONNECTIONS_PATH, GATEWAY_ERROR_HEADER, via};
use wire::{Body, Method, Refusal, Request, Response};

/// How long to wait for an answer, in milliseconds: longer than the gateway
/// waits for a platform, so that it is the one to say what took so long.
const PATIENCE: u32 = 60_000;

/// Carries the requests of one connection through the gateway.
#[derive(Debug, Clone)]
pub(crate) struct Browser {
    connection: String,
}

impl Browser {
    pub(crate) const fn new(connection: String) -> Self {
        Self { connection }
    }
}

impl Transport for Browser {
    async fn send(&self, request: &Request) -> Result<Response, TransportError> {
        let url = via(&self.connection, &request.target())
            .map_err(|error| TransportError::Network(error.to_string()))?;
        let started = time::now();
        let outcome = fetch(request.route.method, &url, request.body.as_ref()).await;
        let base = words::base(&self.connection);
        activity::remember(&self.connection, &base, request, started, &outcome);
        outcome
    }

    async fn pause(&self, seconds: u32) {
        let time = i32::try_from(seconds.saturating_mul(1000)).unwrap_or(i32::MAX);
        let promise = Promise::new(&mut |resolve, _| {
            // Fails only without a window.
            let _ = window().set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, time);
        });
        // It is never rejected.
        let _ = JsFuture::from(promise).await;
    }
}

/// Asks the gateway for its connections.
pub(crate) async fn connections() -> Result<Response, TransportError> {
    fetch(Method::Get, CONNECTIONS_PATH, None).await
}

/// Sends a request to our own server and waits for the whole answer.
async fn fetch(method: Method, url: &str, body: Option<&Body>) -> Result<Response, TransportError> {
    exchange(method, url, body)
        .await
        .map_err(|error| TransportError::Network(words(&error)))
        .and_then(|(response, from_gateway)| {
            if from_gateway {
                let refusal = Refusal::read(&response);
                Err(TransportError::Gateway {
                    status: response.status,
                    words: refusal.words.or(refusal.instead).unwrap_or_default(),
                })
            } else {
                Ok(response)
            }
        })
}

/// The answer, and whether it is the gateway's own.
async fn exchange(
    method: Method,
    url: &str,
    body: Option<&Body>,
) -> Result<(Response, bool), JsValue> {
    let options = web_sys::RequestInit::new();
    options.set_method(method.as_str());
    options.set_signal(Some(&web_sys::AbortSignal::timeout_with_u32(PATIENCE)));
    if let Some(body) = body {
        options.set_body(&JsValue::from_str(&body.text));
        let content_type = Array::of2(&"content-type".into(), &body.format.content_type().into());
        options.set_headers(&Array::of1(&content_type));
    }
    // The address and not a `Request` of it, which is a tenth of the work again.
    let answer = window().fetch_with_str_and_init(url, &options);
    let answer: web_sys::Response = JsFuture::from(answer).await?.dyn_into()?;
    let headers = answer.headers();
    // Fails only for names that no header has.
    let header = |name: &str| headers.get(name).ok().flatten();
    let text = JsFuture::from(answer.text()?).await?;
    let response = Response {
        status: answer.status(),
        content_type: header("content-type").unwrap_or_default(),
        retry_after: header("retry-after").and_then(|seconds| seconds.parse().ok()),
        body: text.as_string().unwrap_or_default(),
    };
    Ok((response, header(GATEWAY_ERROR_HEADER).is_some()))
}

/// What the browser says, without the kind of error before it.
fn words(error: &JsValue) -> String {
    let Some(error) = error.dyn_ref::<js_sys::Error>() else {
        // A page that is left in the middle, or a browser with its own ways.
        return "the browser did not say why".to_owned();
    };
    if error.name() == "TimeoutError" {
        "waited a minute for it".to_owned()
    } else {
        error.message().into()
    }
}

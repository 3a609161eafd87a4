//! What each user route does, and how it refuses bad requests.

mod change;
mod create;
mod read;
mod refusals;

use crate::actian::testing::{DEMO, call};
use crate::testing::{Mock, TestResponse};
use crate::{Options, Seed};
use serde_json::Value;

const FINANCE: &str = "/api/auth/auth/finance";
const ADA: &str = "email=ada%40x.example&first_name=Ada&last_name=Minh&role=user";

macro_rules! sample {
    ($file:literal) => {
        include_str!(concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/../tests/fixtures/actian/",
            $file
        ))
    };
}
use sample;

fn json_of(sample: &str) -> Value {
    serde_json::from_str(sample).unwrap()
}

fn users() -> String {
    format!("{DEMO}/users")
}

fn observed() -> Mock {
    Mock::new(Options {
        seed: Seed::Documented,
        as_observed: true,
        ..Options::default()
    })
}

async fn get(mock: &Mock, tenant: &str, email: &str) -> TestResponse {
    call(mock, "GET", &format!("{tenant}/users/{email}")).await
}

/// The keys of an object, in their order.
fn keys(object: &Value) -> Vec<&String> {
    object.as_object().unwrap().keys().collect()
}

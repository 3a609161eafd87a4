//! What the console is told of this mock.

use crate::auth::TOKEN;
use gateway::{Secret, Upstream};
use std::net::SocketAddr;
use wire::Platform;
use wire::console::{Connection, Environment, SignIn};
use wire::pivot::Generation;

/// The gateway's connections to a mock that answers at `apis`.
pub fn connections(apis: SocketAddr, generation: Generation) -> Vec<Upstream> {
    vec![Upstream {
        connection: Connection {
            id: "pivot".to_owned(),
            platform: Platform::Pivot,
            label: "Pivot demo".to_owned(),
            environment: Environment::Demo,
            sign_in: SignIn::ApiToken,
            generation,
            tenant: String::new(),
            parameters: wire::actian::Parameters::Query,
        },
        base: format!("http://{apis}"),
        secret: Secret::new(TOKEN.to_owned()),
    }]
}

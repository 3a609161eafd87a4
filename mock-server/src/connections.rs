//! The console's configuration for this mock.

use crate::auth::TOKEN;
use crate::seed::actian::TENANT;
use gateway::{Secret, Upstream};
use std::net::SocketAddr;
use wire::Platform;
use wire::actian::Parameters;
use wire::console::{Connection, Environment, SignIn};
use wire::pivot::Generation;

/// A connection to every platform of a mock that listens on `apis`.
pub fn connections(apis: SocketAddr, generation: Generation) -> Vec<Upstream> {
    Platform::ALL
        .into_iter()
        .map(|platform| connection(platform, apis, generation))
        .collect()
}

fn connection(platform: Platform, apis: SocketAddr, generation: Generation) -> Upstream {
    let (label, sign_in) = match platform {
        Platform::Pivot => ("Pivot demo", SignIn::ApiToken),
        Platform::Actian => ("Actian demo", SignIn::ApiKey),
        Platform::Metabase => ("Metabase demo", SignIn::ApiKey),
    };
    Upstream::new(
        Connection {
            id: platform.id().to_owned(),
            platform,
            label: label.to_owned(),
            environment: Environment::Demo,
            sign_in,
            generation,
            tenant: match platform {
                Platform::Actian => TENANT.to_owned(),
                _ => String::new(),
            },
            parameters: Parameters::default(),
            token_tail: String::new(),
            ask: false,
            public_url: format!("http://{apis}"),
            outbox: format!("http://{apis}/__mock/outbox/latest"),
            approval: false,
        },
        format!("http://{apis}"),
        Secret::new(TOKEN.to_owned()),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_is_a_connection_to_every_platform() {
        let at: SocketAddr = ([127, 0, 0, 1], 9095).into();
        let ids: Vec<String> = connections(at, Generation::Current)
            .into_iter()
            .map(|upstream| upstream.connection.id)
            .collect();
        assert_eq!(ids, ["pivot", "actian", "metabase"]);
    }

    #[test]
    fn every_connection_signs_in_in_a_way_its_platform_has() {
        let at: SocketAddr = ([127, 0, 0, 1], 9095).into();
        for upstream in connections(at, Generation::Current) {
            let connection = upstream.connection;
            let headers = connection.sign_in.headers(connection.platform);
            assert!(!headers.is_empty(), "{}", connection.id);
        }
    }
}

//! No request shows a secret: every endpoint whose row has any says which they
//! are, and its curl line holds none of them.
#![allow(clippy::unwrap_used, reason = "tests")]

use std::collections::BTreeSet;
use wire::{Endpoint, Platform, actian, metabase};

/// What a curl line, JSON and a query each write in another way.
const SECRET: &str = "S3cret \"+&'ü";

fn shown_nowhere<E: Endpoint>(endpoint: &E) -> &'static str {
    let id = E::ROUTE.id;
    let request = endpoint.request().unwrap();
    assert!(endpoint.secrets().contains(&SECRET.to_owned()), "{id}");
    assert_eq!(request.secrets, endpoint.secrets(), "{id}");
    let line = request.curl("https://platform.example");
    // However it is written, it begins like this.
    assert!(!line.contains("S3cret"), "{id}: {line}");
    assert!(
        line.contains("•••") || line.contains("%E2%80%A2"),
        "{id}: {line}"
    );
    id
}

#[test]
fn every_endpoint_with_a_secret_masks_it() {
    let secret = || SECRET.to_owned();
    let text = || "ada@example.com".to_owned();
    let mut masked = BTreeSet::new();
    for place in [
        actian::Parameters::Query,
        actian::Parameters::Json,
        actian::Parameters::Form,
    ] {
        masked.insert(shown_nowhere(&actian::CreateUser {
            tenant: "demo".to_owned(),
            email: text(),
            first_name: text(),
            last_name: text(),
            role: actian::Role::User,
            password: Some(secret()),
            parameters: place,
        }));
        masked.insert(shown_nowhere(&actian::ChangePassword {
            tenant: "demo".to_owned(),
            email: text(),
            old_password: secret(),
            new_password: secret(),
            parameters: place,
        }));
    }
    for grant in [
        actian::Grant::Password {
            username: text(),
            password: secret(),
        },
        actian::Grant::Refresh {
            refresh_token: secret(),
        },
    ] {
        masked.insert(shown_nowhere(&actian::RequestToken { grant }));
    }
    masked.insert(shown_nowhere(&metabase::CreateUser {
        email: text(),
        password: Some(secret()),
        ..metabase::CreateUser::default()
    }));
    masked.insert(shown_nowhere(&metabase::SetPassword {
        id: 1,
        password: secret(),
        old_password: Some(secret()),
    }));
    masked.insert(shown_nowhere(&metabase::SignIn {
        credentials: metabase::Credentials {
            username: text(),
            password: secret(),
        },
    }));
    masked.insert(shown_nowhere(&metabase::ResetPassword {
        token: secret(),
        password: secret(),
    }));

    let mut with_secrets: BTreeSet<&str> = Platform::ALL
        .into_iter()
        .flat_map(Platform::routes)
        .filter(|route| !route.secrets.is_empty())
        .map(|route| route.id)
        .collect();
    // The mock's alone: wire never asks for these.
    for id in [
        "metabase.session.password_check",
        "metabase.session.token_valid",
    ] {
        with_secrets.remove(id);
    }
    assert_eq!(masked, with_secrets);
}

//! Who causes something, and by which request.

use crate::http::client_address::ClientAddress;
use crate::http::request_log::RequestId;
use crate::person::Person;
use axum::extract::FromRequestParts;
use axum::http::Extensions;
use axum::http::request::Parts;
use serde::Serialize;
use std::convert::Infallible;
use std::net::IpAddr;
use wire::console::Stamp;

/// Who does something, as far as is known, and from where.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize)]
pub struct Actor {
    /// Their name.
    pub who: Option<String>,
    /// Who vouches for that name: the same name of another origin is another
    /// person ([`Via`](crate::person::Via)).
    pub via: Option<String>,
    /// The address that their request came from.
    pub address: Option<String>,
}

impl Actor {
    /// That they do something at this time.
    pub(crate) fn stamp(&self, at: &str) -> Stamp {
        Stamp {
            at: at.to_owned(),
            by: self.who.clone(),
            via: self.via.clone(),
        }
    }
}

/// A request, as the record has it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Origin {
    /// Its number; empty where no request is the cause.
    pub(crate) id: String,
    /// The address that it came from.
    pub(crate) address: Option<IpAddr>,
    /// Who sent it.
    pub(crate) actor: Actor,
}

impl Origin {
    /// The origin of the request with these extensions.
    pub(crate) fn of(extensions: &Extensions) -> Self {
        let id = extensions.get::<RequestId>();
        let address = extensions.get::<ClientAddress>();
        let address = address.map(|ClientAddress(address)| *address);
        let person = extensions.get::<Person>();
        Self {
            id: id.map(|RequestId(id)| id.clone()).unwrap_or_default(),
            address,
            actor: Actor {
                who: person.map(|person| person.name.clone()),
                via: person.map(|person| person.via.to_string()),
                address: address.map(|address| address.to_string()),
            },
        }
    }

    /// Who causes it, where that is `person` as it turns out.
    pub(crate) fn by(&self, person: &Person) -> Actor {
        Actor {
            who: Some(person.name.clone()),
            via: Some(person.via.to_string()),
            address: self.actor.address.clone(),
        }
    }
}

impl<S: Sync> FromRequestParts<S> for Origin {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(Self::of(&parts.extensions))
    }
}

//! Marks connections that carry requests of people who are signed in.

use crate::person::Person;
use axum::extract::Request;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Set once a connection carried a request of a person who is signed in. A
/// server adds it as an extension to a connection's requests, so that it can
/// prefer such connections to those of strangers when it runs short of them.
#[derive(Debug, Clone, Default)]
pub struct Recognition(Arc<AtomicBool>);

impl Recognition {
    /// Whether the connection carried such a request.
    pub fn is_set(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }

    /// Sets it for the connection of `request`, if a person was found for that.
    pub(crate) fn note(request: &Request) {
        let extensions = request.extensions();
        if let Some(Self(recognized)) = extensions.get::<Self>()
            && extensions.get::<Person>().is_some()
        {
            recognized.store(true, Ordering::Relaxed);
        }
    }
}

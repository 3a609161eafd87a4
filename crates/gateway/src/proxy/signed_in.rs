//! Ending what is signed in when a gateway stops.

use super::credential::ConnectionAuth;
use super::target::Target;
use futures::future::join_all;
use std::sync::{Arc, Mutex, PoisonError};

/// The sign-ins of a gateway, for the program that stops it.
#[derive(Debug, Clone, Default)]
pub struct SignedIn(Arc<Mutex<Vec<Arc<Target>>>>);

impl SignedIn {
    /// Notes a platform that may have to be signed out of.
    pub(crate) fn note(&self, target: &Arc<Target>) {
        if matches!(target.access, ConnectionAuth::Renewed(_)) {
            let mut targets = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            targets.push(target.clone());
        }
    }

    /// Signs out everywhere at once, in at most a few seconds. A request that
    /// comes later signs in again.
    pub async fn end(&self) {
        let targets = self
            .0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone();
        join_all(targets.iter().map(|target| target.sign_out())).await;
    }
}

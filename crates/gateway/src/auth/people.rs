//! People with a name and a password here.

use super::device::Devices;
use super::sessions::CurrentRights;
use super::signing::SigningKey;
use super::throttle::{Place, Throttle};
use crate::audit::origin::Origin;
use crate::http::client_address::ClientAddress;
use crate::person::Role;
use axum::http::HeaderMap;
use axum::response::Response;
use std::collections::HashMap;
use std::fmt::Debug;
use std::sync::Arc;
use tokio::sync::Semaphore;

/// How many passwords are checked at once: each check is expensive on purpose.
const CHECKS: usize = 2;
/// How many attempts may wait for a check.
const QUEUE: usize = 64;

/// Verifies passwords.
pub trait Passwords: Debug + Send + Sync {
    /// Whether `password` is that of `name`. An unknown name must take as long. May
    /// block for a while.
    fn verify(&self, name: &str, password: &str) -> bool;

    /// A value that changes with the password of `name`: sessions end when it
    /// changes. It must not help to guess the password.
    fn fingerprint(&self, name: &str) -> [u8; 32] {
        let _ = name;
        [0; 32]
    }
}

/// The people with a password here.
#[derive(Debug)]
pub(super) struct People {
    all: HashMap<String, Entry>,
    passwords: Arc<dyn Passwords>,
    pub(super) throttle: Throttle,
    devices: Devices,
    /// A permit for each attempt that waits or is being checked.
    pub(super) queue: Semaphore,
    checks: Semaphore,
}

/// A person with a password here.
#[derive(Debug)]
struct Entry {
    role: Role,
    /// The fingerprint of their password.
    credential: Vec<u8>,
}

impl People {
    pub(super) fn new(
        people: &HashMap<String, Role>,
        passwords: Arc<dyn Passwords>,
        key: &SigningKey,
    ) -> Self {
        let entry = |(name, role): (&String, &Role)| {
            let print = passwords.fingerprint(name);
            let entry = Entry {
                role: *role,
                credential: key.fingerprint(&[b"local", name.as_bytes(), &print]),
            };
            (name.clone(), entry)
        };
        Self {
            all: people.iter().map(entry).collect(),
            passwords,
            throttle: Throttle::default(),
            devices: Devices::new(),
            queue: Semaphore::new(QUEUE),
            checks: Semaphore::new(CHECKS),
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// The role of the person with this name, if there is one.
    pub(super) fn role(&self, name: &str) -> Option<Role> {
        self.all.get(name).map(|entry| entry.role)
    }

    /// The same, with the fingerprint of their password.
    pub(super) fn current_rights(&self, name: &str) -> Option<CurrentRights> {
        let Entry { role, credential } = self.all.get(name)?;
        Some(CurrentRights {
            role: *role,
            credential: credential.clone(),
        })
    }

    /// Whether there is a person called `name`, and the place from which the
    /// attempt is made.
    pub(super) fn place(&self, headers: &HeaderMap, origin: &Origin, name: &str) -> (bool, Place) {
        let entry = self.all.get(name);
        let device =
            entry.and_then(|entry| self.devices.recognize(headers, name, &entry.credential));
        let address = origin.address.map(ClientAddress);
        let place = device.unwrap_or_else(|| Place::of(address));
        (entry.is_some(), place)
    }

    /// Sets the cookie by which the browser is recognised as one that `name` used.
    pub(super) fn remember_device(&self, response: &mut Response, name: &str) {
        if let Some(Entry { credential, .. }) = self.all.get(name) {
            self.devices.remember(response, name, credential);
        }
    }

    /// Verifies the password on a thread that serves no requests.
    pub(super) async fn verify(&self, name: String, password: String) -> bool {
        let Ok(_place) = self.checks.acquire().await else {
            return false;
        };
        let passwords = self.passwords.clone();
        tokio::task::spawn_blocking(move || passwords.verify(&name, &password))
            .await
            .unwrap_or(false)
    }
}

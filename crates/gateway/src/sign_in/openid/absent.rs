//! What replaces a provider where this is built without the feature `openid`, as
//! the demo is: there is none, and there cannot be one.

use super::attempt::Attempt;
use super::identity::Identity;
use super::{Admission, OpenId, OpenIdReport};
use crate::ConfigError;
use std::fmt;
use std::future::Ready;

#[derive(Debug)]
pub(crate) enum Provider {}

#[derive(Debug)]
pub(super) enum SignInError {}

impl Provider {
    pub(crate) fn new(_: OpenId) -> Result<Self, ConfigError> {
        Err(ConfigError::OpenId {
            why: "this program is built without the feature openid".to_owned(),
        })
    }

    pub(crate) fn label(&self) -> &str {
        match *self {}
    }

    pub(super) fn issuer(&self) -> &str {
        match *self {}
    }

    pub(super) const fn admission(&self) -> &Admission {
        match *self {}
    }

    pub(crate) fn knows(&self, _: &str) -> bool {
        match *self {}
    }

    pub(crate) fn probe(&self) -> Ready<OpenIdReport> {
        match *self {}
    }

    pub(super) fn begin(&self) -> Ready<Result<(String, Attempt), SignInError>> {
        match *self {}
    }

    pub(super) fn is_by_it(&self, _: &str) -> Ready<Result<(), SignInError>> {
        match *self {}
    }

    pub(super) fn finish(&self, _: String, _: Attempt) -> Ready<Result<Identity, SignInError>> {
        match *self {}
    }
}

impl SignInError {
    pub(super) fn shown(&self) -> String {
        match *self {}
    }
}

impl fmt::Display for SignInError {
    fn fmt(&self, _: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {}
    }
}

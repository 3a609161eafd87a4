//! What stands for a provider where this is built without the feature `openid`,
//! as the demo is: there is none, and there cannot be one.

use super::{Admission, OpenId};
use crate::ConfigError;
use serde_json::{Map, Value};
use std::convert::Infallible;
use std::fmt;
use std::future::Ready;

#[derive(Debug)]
pub(crate) enum Provider {}

pub(super) enum Attempt {}

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

    pub(crate) fn probe(&self) -> Ready<Option<String>> {
        match *self {}
    }

    pub(super) fn begin(&self) -> Ready<Result<(String, Attempt), Infallible>> {
        match *self {}
    }

    pub(super) fn finish(
        &self,
        _: String,
        _: Attempt,
    ) -> Ready<Result<Map<String, Value>, Infallible>> {
        match *self {}
    }
}

impl Attempt {
    pub(super) fn parse(_: &str) -> Option<Self> {
        None
    }

    pub(super) fn is_answered_by(&self, _: &str) -> bool {
        match *self {}
    }
}

impl fmt::Display for Attempt {
    fn fmt(&self, _: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {}
    }
}

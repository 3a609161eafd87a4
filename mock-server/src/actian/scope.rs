//! The tenant and the address in a path, and whether the caller may use them.

use super::access::Caller;
use super::refusal::Refusal;
use super::store::{Role, Store, fold};
use crate::World;
use axum::extract::{FromRequestParts, Path};
use axum::http::Method;
use axum::http::request::Parts;

/// The tenant and the user that a path names.
#[derive(Debug)]
pub(super) struct Scope {
    /// The tenant's ID; the tenant exists.
    pub(super) tenant: String,
    /// The user's address, decoded once; empty if the path has none.
    pub(super) email: String,
}

impl FromRequestParts<World> for Scope {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, world: &World) -> Result<Self, Refusal> {
        let path = Path::<Vec<(String, String)>>::from_request_parts(parts, world)
            .await
            .map_err(|_| Refusal::bad_request("the path is not percent-encoded UTF-8"))?;
        let mut scope = Self {
            tenant: String::new(),
            email: String::new(),
        };
        for (name, value) in path.0 {
            match name.as_str() {
                "tenant" => scope.tenant = value,
                _ => scope.email = value,
            }
        }
        let caller = parts.extensions.get();
        let own_password = parts.method == Method::PUT && parts.uri.path().ends_with("/password");
        scope.allow(
            &world.actian(),
            caller,
            parts.method != Method::GET,
            own_password,
        )?;
        Ok(scope)
    }
}

impl Scope {
    /// Refuses unknown tenants, and what the caller's role does not allow.
    fn allow(
        &self,
        actian: &Store,
        caller: Option<&Caller>,
        writes: bool,
        own_password: bool,
    ) -> Result<(), Refusal> {
        if !actian.has_tenant(&self.tenant) {
            return Err(Refusal::forbidden(
                "assumed: no document shows an answer to an unknown tenant",
            ));
        }
        let Some(Caller::Account(caller)) = caller else {
            return Ok(());
        };
        match actian.role(&self.tenant, caller) {
            Some(Role::Admin) => Ok(()),
            Some(Role::User) if !writes => Ok(()),
            Some(Role::User) if own_password && fold(&self.email) == *caller => Ok(()),
            Some(Role::User) => Err(Refusal::forbidden(
                "assumed: a member whose role is user may only read, and change their own password",
            )),
            None => Err(Refusal::forbidden(
                "assumed: a token is good for its own tenants only",
            )),
        }
    }
}

//! Reading one user.

use crate::World;
use crate::metabase::answer::{Reply, Result};
use crate::metabase::caller::Caller;
use crate::metabase::groups_have_managers;
use crate::metabase::request::Id;
use crate::metabase::shapes::{Current, One};
use axum::extract::State;

/// The caller.
pub(super) async fn current(State(world): State<World>, caller: Caller) -> Result {
    let store = world.metabase();
    let user = caller.user(&store)?;
    Ok(Reply::ok(&Current::of(
        user,
        store.people().count(),
        groups_have_managers(&world),
    )))
}

/// One user, deactivated or not. Callers who are neither administrators nor
/// managers may only read themselves.
pub(super) async fn get(State(world): State<World>, caller: Caller, Id(id): Id) -> Result {
    let store = world.metabase();
    caller.require_self_or_manager(id, &store)?;
    let user = store.person(id).ok_or_else(Reply::not_found)?;
    Ok(Reply::ok(&One::of(user, groups_have_managers(&world))))
}

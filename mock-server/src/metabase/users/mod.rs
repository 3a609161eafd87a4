//! `/api/user`

mod create;
mod list;
mod read;
mod state;
#[cfg(test)]
mod tests;
mod update;

pub(super) use list::Paging;

use crate::World;
use crate::endpoint::Endpoints;
use axum::Router;
use wire::catalogue::metabase as catalogue;

pub(super) fn router() -> Router<World> {
    Router::new()
        .endpoint(&catalogue::LIST_USERS, list::list)
        .endpoint(&catalogue::LIST_RECIPIENTS, list::recipients)
        .endpoint(&catalogue::CURRENT_USER, read::current)
        .endpoint(&catalogue::GET_USER, read::get)
        .endpoint(&catalogue::CREATE_USER, create::create)
        .endpoint(&catalogue::UPDATE_USER, update::update)
        .endpoint(&catalogue::DEACTIVATE_USER, state::deactivate)
        .endpoint(&catalogue::REACTIVATE_USER, state::reactivate)
        .endpoint(&catalogue::SET_PASSWORD, state::set_password)
        .endpoint(&catalogue::CREATE_RESET_LINK, state::create_reset_link)
        .endpoint(&catalogue::MARK_SEEN, state::mark_seen)
}

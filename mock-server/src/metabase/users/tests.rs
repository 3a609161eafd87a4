//! What each user route does, and each way it refuses.

mod create;
mod list;
mod read;
mod state;
mod update;

//! What the browser offers, and nothing of the console: tasks, time, randomness,
//! announcements, locks.

pub(crate) mod announce;
pub(crate) mod events;
pub(crate) mod focus;
pub(crate) mod locks;
pub(crate) mod random;
pub(crate) mod reactive;
pub(crate) mod task;
pub(crate) mod text;
pub(crate) mod time;
pub(crate) mod unicode;

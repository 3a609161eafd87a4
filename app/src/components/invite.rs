//! What the pages share that invite users: what is asked about a new user of one connection,
//! as its platform describes it, and the email that is sent.

mod controls;
mod draft_storage;
mod form_model;
mod link;
mod message;
mod password;
mod target;
mod template;

pub(crate) use controls::{FirstPasswordControls, Roles};
pub(crate) use form_model::{Identity, InviteForm, Invitee, address_or_line, address_or_unchanged};
pub(crate) use message::Email;
pub(crate) use password::{CREATED, PasswordOnce, UNCONFIRMED, generated_password, may_exist};
pub(crate) use target::InviteTarget;

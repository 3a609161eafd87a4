//! The emails with a link, and what the link does.
//!
//! No document shows either. In reality an identity provider may send them
//! (actian note 10); here the platform does.

use super::store::Store;
use crate::World;
use crate::html::escape;
use crate::links::LinkError;
use crate::outbox::{Delivery, Mail, MailKind};
use crate::password::Password;
use jiff::Timestamp;
use wire::Platform;

/// The note on an answer that sent an email.
pub(super) const INVENTED: &str = "assumed: the email and its link, which no document shows";

/// The email to a new user who has no password yet.
pub(super) fn activation(actian: &mut Store, email: &str, host: &str, now: Timestamp) -> Mail {
    let link = new_link(actian, email, &format!("{host}/activate"), now);
    mail(
        actian,
        email,
        link,
        MailKind::Activation,
        "Activate your Actian Data Observability account",
        "An account has been made for you. Activate it and set a password:",
    )
}

/// The email to a user whose password is being reset.
pub(super) fn reset(actian: &mut Store, email: &str, host: &str, now: Timestamp) -> Mail {
    let link = new_link(actian, email, &format!("{host}/reset-password"), now);
    mail(
        actian,
        email,
        link,
        MailKind::Reset,
        "Reset your Actian Data Observability password",
        "Someone asked for a new password for your account. Set it here:",
    )
}

/// A new link below `page` with which this user can set a password.
fn new_link(actian: &mut Store, email: &str, page: &str, now: Timestamp) -> String {
    let user = super::store::fold(email);
    let token = actian.links.issue("actian", &user, now);
    format!("http://{page}/{token}")
}

fn mail(
    actian: &Store,
    email: &str,
    link: String,
    kind: MailKind,
    subject: &str,
    says: &str,
) -> Mail {
    let account = actian.account(email);
    // To the address as it was first written.
    let email = account.map_or(email, |account| &account.email);
    let name = account.map_or("", |account| &account.first_name);
    let (name, shown) = (escape(name), escape(&link));
    Mail {
        platform: Platform::Actian,
        kind,
        to: Some(email.to_owned()),
        subject: subject.to_owned(),
        html: format!("<p>Hello {name},</p><p>{says} <a href=\"{shown}\">{shown}</a></p>"),
        delivery: Delivery::to(Some(email)),
        link: Some(link),
    }
}

/// The email address of the account whose password this link's token sets.
///
/// # Errors
/// If the link does not work (any more).
pub(crate) fn reader_of(world: &World, token: &str) -> Result<String, LinkError> {
    let actian = world.actian();
    let who = actian.links.look(token, world.now())?;
    let account = actian.account(who).ok_or(LinkError::Gone)?;
    Ok(account.email.clone())
}

/// Sets a password with an activation or reset link, and uses the link up.
/// Returns the email address of the account.
///
/// # Errors
/// If the link does not work (any more), or the password is empty.
pub(crate) fn set_password(
    world: &World,
    token: &str,
    password: &str,
) -> Result<String, LinkError> {
    let now = world.now();
    let mut actian = world.actian_mut();
    let who = actian.links.look(token, now)?.to_owned();
    if password.is_empty() {
        return Err(LinkError::Empty);
    }
    let account = actian.account_mut(&who).ok_or(LinkError::Gone)?;
    account.password = Some(Password::new(password));
    let email = account.email.clone();
    actian.links.revoke(&who);
    Ok(email)
}

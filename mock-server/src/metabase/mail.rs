//! The emails that Metabase sends if mail is configured (metabase note 19).

use super::records::User;
use crate::World;
use crate::html::escape;
use crate::outbox::{Delivery, Mail, MailKind};
use wire::Platform;

/// The name of this Metabase in emails and properties.
pub(super) const SITE_NAME: &str = "Harborline Analytics";

/// Whether emails can be sent.
pub(super) fn is_configured(world: &World) -> bool {
    !world.options().no_mail
}

/// The page on which the holder of `token` can set a password.
pub(super) fn link(site: &str, token: &str) -> String {
    format!("{site}/auth/reset_password/{token}")
}

/// Invites a new user.
pub(super) fn invite(world: &World, user: &User, site: &str, token: &str) {
    let link = link(site, token);
    post(
        world,
        user,
        MailKind::Invite,
        &format!("You're invited to join {SITE_NAME}'s Metabase"),
        "You have been invited to Metabase. Follow the link to set a password.",
        Some(("Join now", link)),
    );
}

/// Lets a user set a new password.
pub(super) fn reset(world: &World, user: &User, site: &str, token: &str) {
    let link = link(site, token);
    post(
        world,
        user,
        MailKind::Reset,
        "[Metabase] Password Reset Request",
        "Someone asked to reset the password of this account. If that was you, follow the link \
         within 48 hours. If it was not, there is nothing to do.",
        Some(("Reset password", link)),
    );
}

/// Tells a user that another service signs them in.
pub(super) fn no_reset(world: &World, user: &User) {
    post(
        world,
        user,
        MailKind::Reset,
        "[Metabase] Password Reset Request",
        "Someone asked to reset the password of this account. It has none: sign in with your \
         company's single sign-on.",
        None,
    );
}

fn post(
    world: &World,
    user: &User,
    kind: MailKind,
    subject: &str,
    words: &str,
    link: Option<(&str, String)>,
) {
    let name = user.common_name();
    let name = escape(&name);
    let button = link.as_ref().map_or_else(String::new, |(text, link)| {
        format!("<p><a href=\"{}\">{text}</a></p>\n", escape(link))
    });
    world.outbox().post(Mail {
        platform: Platform::Metabase,
        kind,
        to: Some(user.email.clone()),
        subject: subject.to_owned(),
        html: format!("<p>Hello {name},</p>\n<p>{words}</p>\n{button}"),
        delivery: Delivery::to(Some(&user.email)),
        link: link.map(|(_, link)| link),
    });
}

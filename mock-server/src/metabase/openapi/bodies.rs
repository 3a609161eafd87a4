//! The bodies of requests. Unknown fields are ignored (metabase note 5).

use crate::openapi::schema::{
    Any, Shape, anything, email, flag, list, map, matching, nullable, number, object, some_text,
    text,
};
use utoipa::openapi::Object;

/// Text that is not only blanks.
fn words() -> Any {
    matching("[0-9A-Za-z]")
}

/// Long enough and with a digit; common passwords are refused all the same.
fn password() -> Any {
    matching("^[a-z]{8,16}-[0-9]{2,8}$")
}

/// Groups, by ID.
fn memberships() -> Any {
    let membership = object([("id", number(1))])
        .with("is_group_manager", flag())
        .open();
    nullable(list(membership.into()))
}

pub(super) fn create_user() -> Object {
    object([("email", email())])
        .with("first_name", nullable(words()))
        .with("last_name", nullable(words()))
        .with("password", nullable(words()))
        .with("user_group_memberships", memberships())
        .with("login_attributes", nullable(map(anything())))
        .with("tenant_id", nullable(number(1)))
        .open()
}

pub(super) fn update_user() -> Object {
    object([])
        .with("email", nullable(email()))
        .with("first_name", nullable(words()))
        .with("last_name", nullable(words()))
        .with("is_group_manager", nullable(flag()))
        .with("is_superuser", nullable(flag()))
        .with(
            "locale",
            nullable(matching("^(de|en|es|fr)([_-](DE|US|MX|FR))?$")),
        )
        .with("user_group_memberships", memberships())
        .with("login_attributes", nullable(map(anything())))
        .open()
}

pub(super) fn set_password() -> Object {
    object([("password", password())])
        .with("old_password", nullable(text()))
        .open()
}

pub(super) fn password_check() -> Object {
    object([("password", password())]).open()
}

pub(super) fn sign_in() -> Object {
    object([("username", words()), ("password", words())])
        .with("remember", nullable(flag()))
        .open()
}

pub(super) fn forgot_password() -> Object {
    object([("email", email())]).open()
}

pub(super) fn reset_password() -> Object {
    object([("token", some_text()), ("password", password())]).open()
}

pub(super) fn group() -> Object {
    object([("name", words())]).open()
}

pub(super) fn membership() -> Object {
    object([("group_id", number(1)), ("user_id", number(1))])
        .with("is_group_manager", nullable(flag()))
        .open()
}

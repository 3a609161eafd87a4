//! Passwords set with the link in a welcome email. Signing in to Pivot is not
//! part of the mock; that a user has a password is.

use crate::World;
use crate::links::LinkError;
use crate::password::Password;

/// The name of the user whose password this link's token sets.
///
/// # Errors
/// If the link does not work (any more).
pub(crate) fn reader_of(world: &World, token: &str) -> Result<String, LinkError> {
    let pivot = world.pivot();
    let name = pivot.links.look(token, world.now())?;
    if pivot.users.contains_key(name) {
        Ok(name.to_owned())
    } else {
        Err(LinkError::Gone)
    }
}

/// Sets a password with the link in a welcome email, and uses the link up.
/// Returns the name of the user.
///
/// # Errors
/// If the link does not work (any more), or the password is empty.
pub(crate) fn set_password(
    world: &World,
    token: &str,
    password: &str,
) -> Result<String, LinkError> {
    let now = world.now();
    let mut pivot = world.pivot_mut();
    let name = pivot.links.look(token, now)?.to_owned();
    if !pivot.users.contains_key(&name) {
        return Err(LinkError::Gone);
    }
    if password.is_empty() {
        return Err(LinkError::Empty);
    }
    pivot
        .passwords
        .insert(name.clone(), Password::new(password));
    pivot.links.revoke(&name);
    Ok(name)
}

//! Creating and inviting a user.

use crate::World;
use crate::metabase::answer::{Reply, Result};
use crate::metabase::caller::Caller;
use crate::metabase::records::Memberships;
use crate::metabase::request::{Fields, SiteUrl};
use crate::metabase::shapes::Written;
use crate::metabase::store::{ADMINISTRATORS, ALL_USERS, Store};
use crate::metabase::{groups_have_managers, mail, now};
use crate::password::Password;
use axum::extract::State;
use axum::http::StatusCode;

/// `POST /api/user` (metabase note 10). Everything is checked before
/// anything is written.
pub(super) async fn create(
    State(world): State<World>,
    caller: Caller,
    site: SiteUrl,
    fields: Fields,
) -> Result {
    let mut schema = fields.schema();
    let email = schema.email("email");
    let first_name = schema.nullable_text("first_name").flatten();
    let last_name = schema.nullable_text("last_name").flatten();
    let password = schema.nullable_text("password").flatten();
    let memberships = schema.memberships();
    let attributes = schema.attributes().flatten();
    let tenant = schema.nullable_id("tenant_id");
    let by_setup = schema.raw("source").is_some_and(|source| source == "setup");
    schema.done()?;

    let mut store = world.metabase_mut();
    caller.require_superuser(&store)?;
    if tenant.is_some() {
        return Err(Reply::bad_field(
            "tenant_id",
            "Cannot create a Tenant User as Tenants are not enabled for this instance.",
        ));
    }
    if store.by_email(&email).is_some() {
        return Err(Reply::taken());
    }
    if let Some(groups) = &memberships {
        check_groups(groups, &store)?;
    }
    Reply::check_available(&email)?;
    let now = now(&world);
    let setup = by_setup.then_some(ADMINISTRATORS);
    let memberships = memberships.unwrap_or_default();
    let groups = memberships.keys().copied().chain(setup);
    let id = store.add_person(&email, groups, now);
    let managed = groups_have_managers(&world);
    for (group, manages) in memberships {
        store.manage(id, group, manages && managed);
    }
    let invited = password.is_none();
    store.edit(id, |user| {
        user.first_name = first_name;
        user.last_name = last_name;
        user.login_attributes = attributes;
        user.password = password.as_deref().map(Password::new);
    });
    if mail::is_configured(&world) {
        let token = store.issue_reset(id, now);
        if let Some(user) = store.person(id) {
            mail::invite(&world, user, &site.0, &token);
        }
    }
    let user = store.person(id).ok_or_else(Reply::not_found)?;
    Ok(Reply::ok(&Written::of(user, managed)).notes(
        (!invited)
            .then_some("password is not in the document; servers have been observed to take it"),
    ))
}

/// Refuses sets of groups that no user can have.
pub(super) fn check_groups(groups: &Memberships, store: &Store) -> Result<()> {
    if !groups.contains_key(&ALL_USERS) {
        return Err(Reply::refused(
            "You cannot add or remove users to/from the 'All Users' group.",
        ));
    }
    if groups.keys().any(|group| !store.groups.contains_key(group)) {
        return Err(Reply::exception(
            StatusCode::BAD_REQUEST,
            "Cannot add non-tenant user to tenant-group or vice versa",
        ));
    }
    Ok(())
}

//! Changing a user (metabase note 11).

use super::create::check_groups;
use super::state::not_internal;
use crate::World;
use crate::metabase::answer::{Reply, Result};
use crate::metabase::caller::Caller;
use crate::metabase::records::{Memberships, User};
use crate::metabase::request::{Fields, Id};
use crate::metabase::schema::Change;
use crate::metabase::shapes::Written;
use crate::metabase::store::{ADMINISTRATORS, LAST_ADMINISTRATOR, Store};
use crate::metabase::{groups_have_managers, now};
use axum::extract::State;
use indexmap::IndexMap;

/// The requested changes.
#[derive(Debug, Default)]
struct Changes {
    email: Option<String>,
    first_name: Change<String>,
    last_name: Change<String>,
    locale: Change<String>,
    memberships: Option<Memberships>,
    is_superuser: Option<bool>,
    attributes: Change<IndexMap<String, String>>,
}

impl Changes {
    fn read(fields: &Fields) -> Result<Self> {
        let mut schema = fields.schema();
        let changes = Self {
            email: schema.nullable_email("email"),
            first_name: schema.nullable_text("first_name"),
            last_name: schema.nullable_text("last_name"),
            locale: schema.locale(),
            memberships: schema.memberships(),
            is_superuser: schema.flag("is_superuser"),
            attributes: schema.attributes(),
        };
        // The document names it without saying what it does.
        schema.flag("is_group_manager");
        schema.done().map(|()| changes)
    }

    /// Drops changes that only administrators may make: they are ignored, not
    /// refused.
    fn by_anybody(mut self) -> Self {
        self.is_superuser = None;
        self.attributes = None;
        self
    }

    /// Drops changes that a group's manager may not make to other users.
    fn by_manager(self) -> Self {
        Self {
            memberships: self.memberships,
            ..Self::default()
        }
    }

    /// Drops the manager's flag from all groups.
    fn without_managers(mut self) -> Self {
        let memberships = self
            .memberships
            .iter_mut()
            .flat_map(Memberships::values_mut);
        memberships.for_each(|manages| *manages = false);
        self
    }

    fn check(&self, user: &User, store: &Store, by_superuser: bool) -> Result<()> {
        let moves = self
            .email
            .as_ref()
            .is_some_and(|email| *email != user.email);
        if moves && user.sso_source.is_some() && !by_superuser {
            return Err(Reply::forbidden());
        }
        if user.sso_source.is_some() {
            for (field, change, held, words) in [
                ("first_name", &self.first_name, &user.first_name, FIRST_NAME),
                ("last_name", &self.last_name, &user.last_name, LAST_NAME),
            ] {
                if change.as_ref().is_some_and(|name| name != held) {
                    return Err(Reply::bad_field(field, words));
                }
            }
        }
        let holder = self.email.as_ref().and_then(|email| store.by_email(email));
        if holder.is_some_and(|holder| holder.id != user.id) {
            let words = "Email address already associated to another user.";
            return Err(Reply::bad_field("email", words));
        }
        Ok(())
    }

    /// The user's new groups, if they change. Callers may only change
    /// memberships of groups that they manage.
    fn groups(&self, user: &User, store: &Store, caller: &Caller) -> Result<Option<Memberships>> {
        let held = user.memberships();
        let mut wanted = self.memberships.clone().unwrap_or_else(|| held.clone());
        if self.memberships.is_some() {
            let mut touched = held.keys().chain(wanted.keys());
            if touched
                .any(|group| held.get(group) != wanted.get(group) && !caller.manages(*group, store))
            {
                return Err(Reply::forbidden());
            }
            check_groups(&wanted, store)?;
        }
        if let Some(is_superuser) = self.is_superuser {
            let member = wanted.contains_key(&ADMINISTRATORS);
            if self.memberships.is_some() && member != is_superuser {
                return Err(Reply::bad_field("is_superuser", DISAGREE));
            }
            if !is_superuser {
                wanted.remove(&ADMINISTRATORS);
            } else if !member {
                wanted.insert(ADMINISTRATORS, false);
            }
        }
        if !wanted.contains_key(&ADMINISTRATORS) && store.is_last_administrator(user.id) {
            return Err(Reply::refused(LAST_ADMINISTRATOR));
        }
        Ok((wanted != held).then_some(wanted))
    }

    /// Applies the changes; returns whether any of the user's own fields
    /// changed.
    fn apply(self, user: &mut User) -> bool {
        let mut changed = false;
        if let Some(email) = self.email {
            put(&mut user.email, email, &mut changed);
        }
        for (change, field) in [
            (self.first_name, &mut user.first_name),
            (self.last_name, &mut user.last_name),
            (self.locale, &mut user.locale),
        ] {
            if let Some(value) = change {
                put(field, value, &mut changed);
            }
        }
        if let Some(attributes) = self.attributes {
            put(&mut user.login_attributes, attributes, &mut changed);
        }
        changed
    }
}

const FIRST_NAME: &str = "Editing first name is not allowed for SSO users.";
const LAST_NAME: &str = "Editing last name is not allowed for SSO users.";
const DISAGREE: &str =
    "Value of is_superuser must correspond to presence of Admin group ID in group_ids.";

fn put<T: PartialEq>(field: &mut T, value: T, changed: &mut bool) {
    if *field != value {
        *field = value;
        *changed = true;
    }
}

const OF_MANAGERS: &str = "assumed: of what a group's manager sends only memberships count";

/// `PUT /api/user/:id`: absent fields are kept; nothing is written before
/// everything is checked.
pub(super) async fn update(
    State(world): State<World>,
    caller: Caller,
    Id(id): Id,
    fields: Fields,
) -> Result {
    let changes = Changes::read(&fields)?;
    let mut store = world.metabase_mut();
    caller.require_self_or_manager(id, &store)?;
    not_internal(id)?;
    let user = store
        .person(id)
        .filter(|user| user.is_active)
        .ok_or_else(Reply::not_found)?;
    let by_superuser = caller.is_superuser(&store);
    let by_manager = !by_superuser && caller.id != id;
    let managed = groups_have_managers(&world);
    let changes = if by_superuser {
        changes
    } else if by_manager {
        changes.by_manager()
    } else {
        changes.by_anybody()
    };
    let changes = if managed {
        changes
    } else {
        changes.without_managers()
    };
    Reply::check_available(&user.email)?;
    changes.check(user, &store, by_superuser)?;
    let groups = changes.groups(user, &store, &caller)?;

    let now = now(&world);
    store.edit(id, |user| {
        if changes.apply(user) {
            user.updated_at = now;
        }
    });
    if let Some(groups) = groups {
        store.set_groups(id, &groups, now);
    }
    let user = store.person(id).ok_or_else(Reply::not_found)?;
    Ok(Reply::ok(&Written::of(user, managed)).notes(by_manager.then_some(OF_MANAGERS)))
}

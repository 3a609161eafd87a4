//! Whose access is changed, and what it is to be.

use crate::components::access_profiles::stored_profile;
use crate::components::invite::InviteForm;
use crate::components::people_plan::PlanCheck;
use crate::routes::AccessSource;
use crate::state::people::PeopleStore;
use crate::state::user_store::UserStore;
use leptos::prelude::*;
use roster::people::{
    ChangeRequest, FirstAccess, PeoplePlan, PersonId, PersonKey, Profile, Purpose,
};
use std::collections::HashMap;

/// The person of the page, and what was chosen. All copies are the same.
#[derive(Clone, Copy)]
pub(super) struct ChangePageState {
    pub(super) people: PeopleStore,
    person: StoredValue<PersonKey>,
    /// What the access is to be.
    pub(super) source: RwSignal<AccessSource>,
    /// What is checked before the run.
    pub(super) check: PlanCheck,
}

impl ChangePageState {
    pub(super) fn new(people: PeopleStore, person: PersonKey, source: AccessSource) -> Self {
        Self {
            people,
            person: StoredValue::new(person),
            source: RwSignal::new(source),
            check: PlanCheck::new(people),
        }
    }

    /// The key of the person, as URLs have it.
    pub(super) fn key(self) -> String {
        self.person.with_value(ToString::to_string)
    }

    /// What the person is called. Reactive.
    pub(super) fn name(self) -> String {
        self.people.track();
        let name = self.people.read(|people, lists| {
            let id = self.person.with_value(|person| people.find(person))?;
            Some(people.person(id, lists).name())
        });
        name.unwrap_or_else(|| self.key())
    }

    /// Whether a plan is about this person.
    pub(super) fn is_about(self, plan: &PeoplePlan) -> bool {
        let mut people = plan.people.iter().map(|person| &person.key);
        let is_person = |key| self.person.with_value(|person| person == key);
        plan.purpose == Purpose::Change && people.next().is_some_and(is_person)
    }

    /// What the access is to be; nothing where that is not chosen, or not known yet.
    /// Reactive.
    pub(super) fn profile(self) -> Option<Profile> {
        match self.source.get() {
            AccessSource::None => None,
            AccessSource::Profile(name) => stored_profile(self.people, &name),
            AccessSource::Person(key) => {
                self.people.track();
                let key = key.parse().ok()?;
                self.people.read(|people, lists| {
                    let person = people.person(people.find(&key)?, lists);
                    Some(Profile::of_person("", people, &person))
                })
            }
        }
    }

    /// The name of the person whose access is the example, where it is one. Reactive.
    pub(super) fn example(self) -> Option<String> {
        let AccessSource::Person(key) = self.source.get() else {
            return None;
        };
        self.people.track();
        let known = key.parse().ok().and_then(|key| {
            self.people.read(|people, lists| {
                let person = people.person(people.find(&key)?, lists);
                Some(person.name())
            })
        });
        Some(known.unwrap_or(key))
    }

    /// The plan, by what is known now and chosen. What was chosen is reactive.
    pub(super) fn plan(self) -> PeoplePlan {
        let profile = self.profile().unwrap_or_default();
        let first_access = self.first_access(&profile);
        let me = self.people.me();
        self.people.read(|people, lists| {
            let found = self.person.with_value(|person| people.find(person));
            let request = ChangeRequest {
                people: found.into_iter().collect::<Vec<PersonId>>(),
                profile,
                first_access,
                me,
            };
            PeoplePlan::change(people, lists, &request)
        })
    }

    /// How the person gets into new accounts: as the page that invites users suggests it.
    fn first_access(self, profile: &Profile) -> HashMap<Box<str>, FirstAccess> {
        let stores = untrack(|| self.people.user_stores());
        let connections = stores.iter().map(UserStore::connection);
        let named = connections.filter(|one| profile.entries.contains_key(&*one.id));
        let usual = named.map(|connection| {
            let form = InviteForm::new(connection);
            let first = untrack(|| form.fields().first_access(None));
            (connection.id.as_str().into(), first)
        });
        usual.collect()
    }

    /// Whether the person is known on any connection. Reactive.
    pub(super) fn is_known(self) -> bool {
        self.people.track();
        self.people.read(|people, _| {
            self.person
                .with_value(|person| people.find(person).is_some())
        })
    }

    /// Why access cannot be changed now. Reactive.
    pub(super) fn reason(self) -> Option<String> {
        let is_unknown = || !self.is_known();
        self.check.reason().or_else(|| {
            is_unknown().then(|| "The person is not known on any connection.".to_owned())
        })
    }
}

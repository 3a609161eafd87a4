//! Who is to have access, and to what, as the form says.

use super::connection_form::ConnectionForm;
use super::existing::ExistingAccount;
use crate::components::invite::Identity;
use crate::components::people_plan::PlanCheck;
use crate::state::people::PeopleStore;
use crate::state::user_store::UserStore;
use crate::ui::form::{Form, Wrong};
use leptos::prelude::*;
use roster::input::{email_address, line};
use roster::people::{AccountRef, GiveRequest, Joiner, PeoplePlan, PersonKey, Profile, Purpose};
use std::collections::HashSet;

/// The form of the page, and what was chosen. All copies are the same.
#[derive(Clone, Copy)]
pub(super) struct GivePageState {
    pub(super) people: PeopleStore,
    /// The person that the address names.
    person: StoredValue<Option<PersonKey>>,
    pub(super) form: Form,
    identity: StoredValue<Identity>,
    pub(super) connections: StoredValue<Vec<ConnectionForm>>,
    /// Whether the plan is shown in place of the form.
    pub(super) is_planned: RwSignal<bool>,
    /// The accounts that exist, differ, and are to be changed.
    pub(super) chosen: RwSignal<HashSet<AccountRef>>,
    /// What is checked before the run.
    pub(super) check: PlanCheck,
    /// The key of the person whose plan this page has started.
    pub(super) started: StoredValue<Option<String>>,
}

impl GivePageState {
    pub(super) fn new(
        people: PeopleStore,
        stores: Vec<UserStore>,
        person: Option<PersonKey>,
    ) -> Self {
        let form = Form::new();
        let address = person.as_ref().and_then(PersonKey::address);
        let address = address.map(ToString::to_string).unwrap_or_default();
        let identity = Identity {
            address: form.text("Email address", &address),
            first: form.text("First name", ""),
            last: form.text("Last name", ""),
        };
        let connections = stores
            .into_iter()
            .map(|store| ConnectionForm::new(form, store, identity));
        let state = Self {
            people,
            person: StoredValue::new(person),
            form,
            identity: StoredValue::new(identity),
            connections: StoredValue::new(connections.collect()),
            is_planned: RwSignal::new(false),
            chosen: RwSignal::new(HashSet::new()),
            check: PlanCheck::new(people),
            started: StoredValue::new(None),
        };
        state.follow_person();
        state
    }

    /// The address and the names.
    pub(super) fn identity(self) -> Identity {
        self.identity.get_value()
    }

    /// Follows what is known of the person: the address and the names, and the roles of each
    /// account that exists. What was typed or chosen stays.
    fn follow_person(self) {
        let known = Memo::new(move |_| self.known());
        Effect::new(move |_| {
            let identity = self.identity();
            let (address, [first, last]) = known.get();
            let texts = [
                (identity.address, address),
                (identity.first, Some(first)),
                (identity.last, Some(last)),
            ];
            for (field, text) in texts {
                if let Some(text) = text
                    && untrack(|| !field.is_dirty() && field.text() != text)
                {
                    field.reset(vec![text]);
                }
            }
        });
        for connection in self.connections.get_value() {
            let existing = Memo::new(move |_| self.existing(connection));
            Effect::new(move |_| existing.with(|account| connection.begin_with(account.as_ref())));
        }
    }

    /// The address of the person that the page is about, and the names of the person with
    /// the typed address. Reactive.
    fn known(self) -> (Option<String>, [String; 2]) {
        self.people.track();
        let typed = self.identity().address.text();
        self.people.read(|people, lists| {
            let person = |key: &PersonKey| Some(people.person(people.find(key)?, lists));
            let named = self.person.get_value().and_then(|key| person(&key));
            let typed = Joiner::new(&typed, people).ok();
            let typed = typed.and_then(|joiner| person(joiner.key()));
            (
                named.and_then(|person| person.own_address()),
                typed
                    .or(named)
                    .map_or_else(Default::default, |person| person.first_and_last_name()),
            )
        })
    }

    /// Whether a plan is about the person that the address names.
    pub(super) fn is_about(self, plan: &PeoplePlan) -> bool {
        let started = self.started.get_value();
        let named = self.person.get_value().map(|key| key.to_string());
        let key = plan.people.first().map(|person| person.key.to_string());
        plan.purpose == Purpose::Give && key.is_some() && (key == started || key == named)
    }

    /// Who is to have access to what; nothing where the address is none. Reactive.
    pub(super) fn joiner(self) -> Option<Joiner> {
        let address = self.identity().address.text();
        let joiner = self.people.read(|people, _| Joiner::new(&address, people));
        let mut joiner = joiner.ok()?;
        joiner.first_name = line(&self.identity().first.text());
        joiner.last_name = line(&self.identity().last.text());
        joiner.accounts = self.connections.with_value(|connections| {
            let requests = connections.iter().filter_map(|one| one.request());
            requests.collect()
        });
        Some(joiner)
    }

    /// The plan, by what is known now and chosen. What the form says is reactive.
    pub(super) fn plan(self) -> PeoplePlan {
        let request = GiveRequest {
            joiners: self.joiner().into_iter().collect(),
            chosen: self.chosen.get(),
        };
        self.people
            .read(|people, lists| PeoplePlan::give(people, lists, &request))
    }

    /// Shows the plan, or says what is wrong with the form.
    pub(super) fn show_plan(self) -> Vec<Wrong> {
        let mut wrong: Vec<Wrong> = Vec::new();
        let address = self.identity().address;
        if let Err(error) = email_address(&address.text()) {
            wrong.push((Some(address), error.to_string()));
        }
        let given: Vec<ConnectionForm> = self.connections.with_value(|connections| {
            let given = connections.iter().filter(|one| one.is_given.is_ticked());
            given.copied().collect()
        });
        if given.is_empty() {
            wrong.push((None, "Choose at least one connection.".to_owned()));
        }
        for one in &given {
            // An account that exists needs no name or password.
            if self.existing(*one).is_some() {
                continue;
            }
            for (field, error) in one.errors() {
                if field.is_none() || wrong.iter().all(|(other, _)| *other != field) {
                    wrong.push((field, error));
                }
            }
        }
        if wrong.is_empty() && given.iter().any(|one| one.generate_password().is_err()) {
            wrong.push((None, "The browser couldn't generate a password.".to_owned()));
        }
        if wrong.is_empty() {
            self.is_planned.set(true);
        }
        wrong
    }

    /// The account that the person with the typed address has on a connection: of several
    /// the first that can sign in. Reactive.
    pub(super) fn existing(self, connection: ConnectionForm) -> Option<ExistingAccount> {
        self.people.track();
        let address = self.identity().address.text();
        self.people.read(|people, lists| {
            let joiner = Joiner::new(&address, people).ok()?;
            let person = people.person(people.find(joiner.key())?, lists);
            let store = connection.target.store();
            let id = &store.connection().id;
            let at = people.connections().position(|one| one.id == *id)?;
            let account = person.account_on(at)?;
            let list = lists.get(at).copied().flatten()?;
            let roles = account.account.record.role_ids();
            Some(ExistingAccount {
                key: account.account.key.to_string(),
                label: account.account.label(),
                is_disabled: account.is_disabled(),
                role_ids: account.known_roles(),
                roles: roles
                    .iter()
                    .map(|role| list.title_of(role).to_owned())
                    .collect(),
            })
        })
    }

    /// Fills in every connection by a profile. Returns on how many it gives access, and the
    /// connections whose role has to be chosen by hand.
    pub(super) fn fill_in(self, profile: &Profile) -> (usize, Vec<String>) {
        self.connections.with_value(|connections| {
            let (mut given, mut open) = (0, Vec::new());
            for one in connections {
                let store = one.target.store();
                let connection = store.connection();
                if !one.fill_in(profile.entries.get(&*connection.id)) {
                    open.push(connection.label.clone());
                }
                given += usize::from(untrack(|| one.is_given.is_ticked()));
            }
            (given, open)
        })
    }
}

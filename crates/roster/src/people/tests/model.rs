//! The three platforms in memory, as far as people need them: lists, single users, and
//! the changes of plans about people and of mends.

use super::world::{World, connection};
use crate::people::{Assignments, Departed, Drift, DriftContext, Mend, person_drift};
use crate::people::{LibraryRules, People, connection_drift, plans};
use crate::people::{PeoplePlan, PeopleReceipt, RunEnd};
use crate::record::Record;
use crate::run::{Run, RunContext};
use crate::{Plan, Transport, TransportError, load};
use futures::FutureExt;
use serde_json::{Value, json};
use std::cell::{Cell, RefCell};
use wire::pivot::Status;
use wire::{Platform, Request, Response, metabase, segment};

/// One platform.
pub(crate) struct Model {
    platform: Platform,
    users: RefCell<Vec<Value>>,
    /// Pivot: the statuses.
    statuses: RefCell<Vec<Value>>,
    /// How many changes it was asked for.
    pub(crate) writes: Cell<usize>,
    pub(crate) is_down: Cell<bool>,
    /// Whether it accepts changes and makes none.
    pub(crate) is_deaf: Cell<bool>,
}

impl Model {
    /// A platform that holds these records, and statuses that no user goes with.
    pub(crate) fn new(platform: Platform, records: &[Record], orphans: &[Status]) -> Self {
        let of_record = records.iter().filter_map(Record::status);
        let statuses = of_record.chain(orphans).map(status).collect();
        Self {
            platform,
            users: RefCell::new(records.iter().map(user).collect()),
            statuses: RefCell::new(statuses),
            writes: Cell::new(0),
            is_down: Cell::new(false),
            is_deaf: Cell::new(false),
        }
    }

    /// Adds what the platform would hold of another record.
    pub(crate) fn add(&self, record: &Record) {
        self.users.borrow_mut().push(user(record));
        self.statuses
            .borrow_mut()
            .extend(record.status().map(status));
    }

    /// Changes a field of a user, as another administrator would.
    pub(crate) fn change(&self, key: &str, field: &str, value: impl Into<Value>) {
        let value = value.into();
        for user in self.users.borrow_mut().iter_mut() {
            if self.is_user(user, key) {
                user[field] = value.clone();
            }
        }
    }

    /// Removes a user, as another administrator would.
    pub(crate) fn remove(&self, key: &str) {
        self.users
            .borrow_mut()
            .retain(|user| !self.is_user(user, key));
    }

    fn is_user(&self, user: &Value, key: &str) -> bool {
        user[self.key()].to_string().trim_matches('"') == key
    }

    fn key(&self) -> &'static str {
        match self.platform {
            Platform::Pivot => "name",
            Platform::Actian => "email",
            Platform::Metabase => "id",
        }
    }

    fn write(&self, request: &Request, name: &Value) {
        let body = request
            .body
            .as_ref()
            .and_then(|body| serde_json::from_str(&body.text).ok());
        let body: Value = body.unwrap_or_default();
        let key = self.key();
        let mut users = self.users.borrow_mut();
        let mut statuses = self.statuses.borrow_mut();
        let user = users.iter_mut().find(|user| user[key] == *name);
        match (request.route.id, user) {
            ("pivot.statuses.set" | "pivot.statuses.create", _) => {
                let status = body["userStatus"].clone();
                statuses.retain(|one| one["name"] != status["name"]);
                statuses.push(status);
            }
            ("pivot.statuses.delete", _) => statuses.retain(|one| one["name"] != *name),
            ("pivot.users.set", Some(user)) => user.clone_from(&body["user"]),
            ("pivot.users.set", None) => users.push(body["user"].clone()),
            ("actian.users.create", None) => {
                let text = |(field, text): &(&str, String)| ((*field).to_owned(), json!(text));
                users.push(request.query.iter().map(text).collect());
            }
            ("metabase.users.create", None) => {
                let ids = users.iter().filter_map(|user| user["id"].as_u64());
                let mut user = body.clone();
                user["id"] = json!(ids.max().unwrap_or(0) + 1);
                user["is_active"] = json!(true);
                put_groups(&mut user);
                users.push(user);
            }
            ("pivot.users.delete" | "actian.users.delete", _) => {
                users.retain(|user| user[key] != *name);
            }
            ("actian.users.update", Some(user)) => {
                for (field, text) in &request.query {
                    user[*field] = json!(text);
                }
            }
            ("metabase.users.deactivate", Some(user)) => user["is_active"] = json!(false),
            ("metabase.users.reactivate", Some(user)) => user["is_active"] = json!(true),
            ("metabase.users.update", Some(user)) => {
                for (field, value) in body.as_object().into_iter().flatten() {
                    user[field] = value.clone();
                }
                put_groups(user);
            }
            (other, _) => panic!("{other} is not modelled"),
        }
    }

    fn read(&self, route: &str, name: &Value) -> Option<Value> {
        let (key, users, statuses) = (self.key(), self.users.borrow(), self.statuses.borrow());
        let found = |all: &[Value], key| all.iter().find(|one| one[key] == *name).cloned();
        Some(match route {
            "pivot.users.list" => json!({ "users": *users }),
            "pivot.users.get" => json!({ "users": [found(&users, key)?] }),
            "pivot.statuses.list" => json!({ "userStatuses": *statuses }),
            "pivot.statuses.get" => json!({ "userStatuses": [found(&statuses, "name")?] }),
            "actian.users.list" => json!(*users),
            "metabase.users.list" => json!({ "data": *users, "total": users.len() }),
            "actian.users.get" | "metabase.users.get" => found(&users, key)?,
            "metabase.groups.list" => json!([]),
            _ => return None,
        })
    }
}

impl Transport for &Model {
    async fn send(&self, request: &Request) -> Result<Response, TransportError> {
        if self.is_down.get() {
            return Err(TransportError::Network("Failed to fetch".to_owned()));
        }
        let parts: Vec<&str> = request.path.split('/').collect();
        let last = match (self.platform, parts.as_slice()) {
            (Platform::Metabase, ["", "api", "user", id, ..]) => *id,
            // `…/user/{address}/profile` and the like.
            (Platform::Actian, parts) => parts
                .iter()
                .find(|part| part.contains("%40"))
                .unwrap_or(&""),
            (_, parts) => parts.last().unwrap_or(&""),
        };
        let name = segment::decode(last).unwrap_or_default();
        let name = match (self.platform, name.parse::<u64>()) {
            (Platform::Metabase, Ok(id)) => json!(id),
            _ => json!(name),
        };
        let mut response = Response {
            status: 200,
            content_type: "application/json".to_owned(),
            ..Response::default()
        };
        if request.route.writes() {
            self.writes.set(self.writes.get() + 1);
            response.request_id = format!("{}-{}", self.platform.id(), self.writes.get());
            if !self.is_deaf.get() {
                self.write(request, &name);
            }
        }
        let read = match request.route.id {
            "metabase.users.update" | "metabase.users.reactivate" => {
                self.read("metabase.users.get", &name)
            }
            "metabase.users.create" => self.users.borrow().last().cloned(),
            _ if request.route.writes() => Some(Value::Null),
            route => self.read(route, &name),
        };
        match read {
            Some(Value::Null) => {}
            Some(body) => response.body = body.to_string(),
            None => response.status = 404,
        }
        Ok(response)
    }

    async fn pause(&self, _: u32) {}
}

/// Metabase: the memberships of a request as the groups of a user.
fn put_groups(user: &mut Value) {
    const EVERYONE: u64 = 1;
    let memberships = user["user_group_memberships"].take();
    let ids = memberships.as_array().map(|all| {
        let ids = all.iter().map(|one| one["id"].clone());
        ids.collect::<Vec<Value>>()
    });
    if let Some(ids) = ids {
        user["is_superuser"] = json!(ids.contains(&json!(2)));
        user["group_ids"] = json!(ids);
    } else if user["group_ids"].is_null() {
        user["group_ids"] = json!([EVERYONE]);
    }
    if user["is_superuser"].is_null() {
        user["is_superuser"] = json!(false);
    }
}

fn status(status: &Status) -> Value {
    let mut value = json!({ "name": status.name });
    if let Some(since) = &status.disabled {
        value["disabled"] = json!(since);
    }
    value
}

fn user(record: &Record) -> Value {
    match record {
        Record::Pivot(record) => {
            let user = record.user.as_ref().unwrap();
            let mut value = json!({ "name": user.name, "roles": user.roles });
            for (key, text) in [
                ("firstName", &user.first_name),
                ("lastName", &user.last_name),
                ("email", &user.email),
            ] {
                if let Some(text) = text {
                    value[key] = json!(text);
                }
            }
            value
        }
        Record::Actian(user) => json!({
            "email": user.email, "first_name": user.first_name,
            "last_name": user.last_name, "role": user.role.as_str(), "id": user.email,
        }),
        Record::Metabase(user) => metabase_user(user),
    }
}

fn metabase_user(user: &metabase::User) -> Value {
    json!({
        "id": user.id, "email": user.email, "first_name": user.first_name,
        "last_name": user.last_name, "is_active": user.is_active,
        "is_superuser": user.is_superuser, "last_login": user.last_login,
        "date_joined": user.date_joined, "group_ids": user.group_ids.as_deref(),
    })
}

/// A company on the three platforms.
pub(crate) struct Company {
    pub(crate) models: Vec<Model>,
    pub(crate) world: World,
    pub(crate) people: People,
}

impl Company {
    pub(crate) fn new(records: &[Record], orphans: &[Status]) -> Self {
        let of_platform = |platform: Platform| {
            let records = records
                .iter()
                .filter(|record| record.platform() == platform);
            let orphans = orphans.iter().filter(|_| platform == Platform::Pivot);
            let orphans: Vec<Status> = orphans.cloned().collect();
            Model::new(platform, &records.cloned().collect::<Vec<_>>(), &orphans)
        };
        let mut company = Self {
            models: super::world::PLATFORMS.map(of_platform).into(),
            world: World(Vec::new()),
            people: People::new(super::world::connections(), &LibraryRules),
        };
        company.reload(Assignments::default(), Vec::new());
        company
    }

    /// Loads every connection again.
    pub(crate) fn reload(&mut self, assignments: Assignments, departed: Vec<Departed>) {
        let mut people = People::new(super::world::connections(), &LibraryRules);
        people.set_assignments(assignments, &[]);
        people.set_departed(departed);
        self.world = World(Vec::new());
        for (at, model) in self.models.iter().enumerate() {
            let loaded = load(&model, &connection(model.platform))
                .now_or_never()
                .unwrap();
            match loaded {
                Ok(accounts) => {
                    people.loaded(at, &accounts);
                    self.world.0.push(accounts);
                }
                Err(problem) => {
                    people.failed(at, problem);
                    self.world
                        .0
                        .push(crate::accounts::Accounts::none(model.platform));
                }
            }
        }
        people.step(&self.world.lists(), usize::MAX);
        self.people = people;
    }

    pub(crate) fn model(&self, platform: Platform) -> &Model {
        self.models
            .iter()
            .find(|model| model.platform == platform)
            .unwrap()
    }

    pub(crate) fn writes(&self) -> usize {
        self.models.iter().map(|model| model.writes.get()).sum()
    }

    /// Runs a plan by the engine.
    pub(crate) fn run(&self, plan: Plan) -> Run {
        let model = self.model(plan.connection.platform);
        let run = Run::new(plan);
        let context = RunContext {
            now: super::world::NOW,
            on_change: &|_| {},
        };
        run.execute(&model, &context).now_or_never().unwrap();
        run
    }

    /// Runs a plan about people, loads everything again, and gives the receipts.
    pub(crate) fn carry_out(&mut self, plan: &PeoplePlan) -> Vec<PeopleReceipt> {
        let parts = plan.parts.iter();
        let runs: Vec<Run> = parts.map(|part| self.run(part.plan.clone())).collect();
        self.reload(self.people.assignments().clone(), Vec::new());
        let end = RunEnd {
            by: Some("root"),
            started: super::world::NOW,
            ended: "2026-01-15T09:30:01.000Z",
        };
        let runs: Vec<&Run> = runs.iter().collect();
        PeopleReceipt::for_each(plan, &runs, &self.people, &self.world.lists(), end)
    }

    /// Everything that drifts and was not dismissed.
    pub(crate) fn drift(&self, context: &DriftContext) -> Vec<Drift> {
        let lists = self.world.lists();
        let persons = self.people.ids().map(|id| self.people.person(id, &lists));
        let mut found: Vec<Drift> = persons
            .flat_map(|person| person_drift(&self.people, &person, context))
            .collect();
        for at in 0..lists.len() {
            found.extend(connection_drift(&self.people, &lists, at, context));
        }
        found.retain(|one| one.dismissed.is_none());
        found
    }

    /// Mends one case, and loads everything again.
    pub(crate) fn mend(&mut self, mend: &Mend, departed: Vec<Departed>) {
        let mut assignments = self.people.assignments().clone();
        for (account, assignment) in &mend.assignments {
            assignments.set(account.clone(), assignment.clone());
        }
        for plan in plans(&self.people, &self.world.lists(), mend.changes.clone()) {
            self.run(plan);
        }
        self.reload(assignments, departed);
    }
}

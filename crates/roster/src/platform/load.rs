//! Reading: all accounts at once, or one.

use super::pages::metabase_users;
use crate::change::{Change, NewUser};
use crate::people::{Gap, People, Role, Rows};
use crate::record::{Field, PivotRecord, Record};
use crate::{CallError, Transport, call};
use futures::future::{join, join3};
use std::collections::HashMap;
use wire::console::Connection;
use wire::{Endpoint, List, Platform, Request, SegmentError, Unreadable, actian, metabase, pivot};

/// Reads all accounts of a connection, and the roles or groups there are.
///
/// # Errors
/// When the people cannot be read. Pivot's users without their statuses would
/// show people as enabled who are not, so half of it is an error as well.
/// Roles that cannot be read are no error ([`People::roles_problem`]), nor are
/// single rows ([`People::gaps`]).
pub async fn load<T: Transport>(
    transport: &T,
    connection: &Connection,
) -> Result<People, CallError> {
    let platform = connection.platform;
    let mut gaps = Vec::new();
    match platform {
        Platform::Pivot => {
            let (users, statuses, roles) = join3(
                call(transport, &pivot::ListUsers),
                call(transport, &pivot::ListStatuses),
                call(transport, &pivot::ListRoles),
            )
            .await;
            let users = rows(users?, Rows::Users, &mut gaps);
            let statuses = rows(statuses?, Rows::Statuses, &mut gaps);
            let (records, orphans) = joined(without_repeats(users), statuses);
            let (roles, problem) = listed(roles, &mut gaps, |role| Role {
                title: role
                    .title
                    .as_deref()
                    .filter(|title| !title.is_empty())
                    .unwrap_or(&role.name)
                    .into(),
                id: role.name.clone(),
                listed: true,
            });
            let mut people = People::new(platform, records, roles);
            people.roles_problem = problem;
            people.orphans = orphans;
            people.gaps = gaps;
            Ok(people)
        }
        Platform::Actian => {
            let tenant = connection.tenant.clone();
            let users = call(transport, &actian::ListUsers { tenant }).await?;
            let users = rows(users, Rows::Users, &mut gaps);
            let roles = [("admin", "Administrator"), ("user", "User")].map(|(id, title)| Role {
                id: id.into(),
                title: title.into(),
                listed: true,
            });
            let users = each_once(users, |user| user.email.clone());
            let records = users.into_iter().map(Record::Actian).collect();
            let mut people = People::new(platform, records, roles.into());
            people.gaps = gaps;
            Ok(people)
        }
        Platform::Metabase => {
            let (users, groups, me) = join3(
                metabase_users(transport, metabase::ListUsers::all()),
                call(transport, &metabase::ListGroups),
                call(transport, &metabase::GetCurrentUser),
            )
            .await;
            let users = users?;
            gaps.extend(users.gaps);
            let records = users.users.into_iter().map(metabase_record).collect();
            let (roles, problem) = listed(groups, &mut gaps, |group| Role {
                id: group.id.to_string().into(),
                title: group.name.clone(),
                listed: true,
            });
            let mut people = People::new(platform, records, roles);
            people.roles_problem = problem;
            people.gaps = gaps;
            people.me = me.ok().map(|me| me.id.to_string().into());
            Ok(people)
        }
    }
}

/// The rows of `list`; what could not be read of it is added to `gaps`.
fn rows<R>(list: List<R>, rows: Rows, gaps: &mut Vec<Gap>) -> Vec<R> {
    gaps.extend(unreadable(list.unreadable, rows));
    list.rows
}

/// That some rows could not be read, where some could not.
pub(super) fn unreadable(unreadable: Unreadable, rows: Rows) -> Option<Gap> {
    let first = unreadable.first?;
    Some(Gap::Unreadable {
        rows,
        count: unreadable.count,
        problem: format!("at {}, {}", first.place, first.problem),
    })
}

/// `users` without those that repeat another to the letter. Two users of Pivot
/// that differ can have one name (pivot note 3).
fn without_repeats(users: Vec<pivot::User>) -> Vec<pivot::User> {
    let mut first: HashMap<Box<str>, u32> = HashMap::new();
    let mut kept: Vec<pivot::User> = Vec::with_capacity(users.len());
    for user in users {
        let place = u32::try_from(kept.len()).unwrap_or(u32::MAX);
        let known = *first.entry(user.name.clone()).or_insert(place);
        let earlier = kept.get(known as usize..).unwrap_or_default();
        if known == place || !earlier.contains(&user) {
            kept.push(user);
        }
    }
    kept
}

/// Each of `users` once, as it came last.
fn each_once<U>(users: Vec<U>, key: impl Fn(&U) -> Box<str>) -> Vec<U> {
    let mut places: HashMap<Box<str>, u32> = HashMap::new();
    let mut kept: Vec<U> = Vec::with_capacity(users.len());
    for user in users {
        let place = u32::try_from(kept.len()).unwrap_or(u32::MAX);
        let known = *places.entry(key(&user)).or_insert(place);
        match kept.get_mut(known as usize) {
            Some(earlier) => *earlier = user,
            None => kept.push(user),
        }
    }
    kept
}

/// The requests that [`load`] makes and that must go well, to be shown.
pub fn load_requests(connection: &Connection) -> Vec<Result<Request, SegmentError>> {
    match connection.platform {
        Platform::Pivot => vec![pivot::ListUsers.request(), pivot::ListStatuses.request()],
        Platform::Actian => {
            let tenant = connection.tenant.clone();
            vec![actian::ListUsers { tenant }.request()]
        }
        Platform::Metabase => vec![metabase::ListUsers::all().request()],
    }
}

fn metabase_record(user: metabase::User) -> Record {
    Record::Metabase(Box::new(user))
}

/// What there is to choose from, or why that is not known.
fn listed<R>(
    found: Result<List<R>, CallError>,
    gaps: &mut Vec<Gap>,
    role: impl Fn(R) -> Role,
) -> (Vec<Role>, Option<String>) {
    match found {
        Ok(found) => {
            let found = rows(found, Rows::Roles, gaps);
            (found.into_iter().map(role).collect(), None)
        }
        Err(error) => (Vec::new(), Some(error.to_string())),
    }
}

/// Pivot's users with their statuses, and the statuses that no user goes with.
fn joined(
    users: Vec<pivot::User>,
    statuses: Vec<pivot::Status>,
) -> (Vec<Record>, Vec<pivot::Status>) {
    // Two users can have one name: both have its status.
    // By a number, which every map here is of: another type is code again.
    let mut places: HashMap<Box<str>, u32> = HashMap::new();
    let mut used = vec![false; statuses.len()];
    for (place, status) in (0..).zip(&statuses) {
        // Of two with one name the last one counts.
        let earlier = places.insert(status.name.clone(), place);
        if let Some(used) = earlier.and_then(|place| used.get_mut(place as usize)) {
            *used = true;
        }
    }
    let records = users
        .into_iter()
        .map(|user| {
            let status = places.get(&*user.name).and_then(|place| {
                let place = *place as usize;
                *used.get_mut(place)? = true;
                statuses.get(place).cloned()
            });
            Record::Pivot(PivotRecord {
                user: Some(user),
                status,
            })
        })
        .collect();
    let mut used = used.into_iter();
    let mut orphans = statuses;
    orphans.retain(|_| used.next() == Some(false));
    (records, orphans)
}

/// Which of Pivot's two records a change needs to read.
#[derive(Debug, Clone, Copy)]
struct Parts {
    user: bool,
    status: bool,
}

const fn parts(change: &Change) -> Parts {
    match change {
        Change::Enable { .. }
        | Change::Disable { .. }
        | Change::SetStatus { .. }
        | Change::DeleteStatus => Parts {
            user: false,
            status: true,
        },
        Change::Create(_) | Change::Remove => Parts {
            user: true,
            status: true,
        },
        _ => Parts {
            user: true,
            status: false,
        },
    }
}

/// Reads one login as far as `change` is about it; nothing where there is
/// none. What is not read is as `known` has it.
///
/// # Errors
/// When it cannot be read.
pub(crate) async fn read_one<T: Transport>(
    transport: &T,
    connection: &Connection,
    change: &Change,
    key: &str,
    known: Option<&Record>,
) -> Result<Option<Record>, CallError> {
    match connection.platform {
        Platform::Pivot => {
            let parts = parts(change);
            let name = key.to_owned();
            let (get_user, get_status) = (
                pivot::GetUser { name: name.clone() },
                pivot::GetStatus { name },
            );
            let user = async {
                if parts.user {
                    found(call(transport, &get_user).await)
                } else {
                    Ok(known_user(known))
                }
            };
            let status = async {
                if parts.status {
                    found(call(transport, &get_status).await)
                } else {
                    Ok(known_status(known))
                }
            };
            let (user, status) = join(user, status).await;
            Ok(pivot_record(user?, status?))
        }
        Platform::Actian => {
            let get = actian::GetUser {
                tenant: connection.tenant.clone(),
                email: key.to_owned(),
            };
            Ok(found(call(transport, &get).await)?.map(Record::Actian))
        }
        Platform::Metabase => match (key.parse(), change) {
            (Ok(id), _) => {
                let get = metabase::GetUser { id };
                Ok(found(call(transport, &get).await)?.map(metabase_record))
            }
            // A new user has an address and no number yet.
            (Err(_), Change::Create(new)) => {
                let mut list = metabase::ListUsers::all();
                let email = address(new);
                list.query = Some(email.to_owned());
                let found = metabase_users(transport, list).await?;
                Ok(found
                    .users
                    .into_iter()
                    .find(|user| user.email.eq_ignore_ascii_case(email))
                    .map(metabase_record))
            }
            (Err(_), _) => Ok(None),
        },
    }
}

fn address(new: &NewUser) -> &str {
    new.field(Field::Email).unwrap_or(&new.key)
}

/// A list with gaps lacks a user, who may exist nevertheless.
#[derive(Debug)]
pub(crate) struct Uncertain;

/// All accounts as they were read at once, by key.
#[derive(Debug)]
pub(crate) struct AllAccounts {
    records: HashMap<String, Record>,
    /// Whether users, or some of their fields, may be missing.
    has_gaps: bool,
}

impl AllAccounts {
    /// The login called `key`, or nothing where it is not there.
    ///
    /// # Errors
    /// Where only reading it by itself can tell.
    pub(crate) fn find(&self, key: &str) -> Result<Option<&Record>, Uncertain> {
        let found = self.records.get(key);
        let is_whole = match found {
            None => false,
            Some(Record::Pivot(record)) => record.user.is_some() && record.status.is_some(),
            Some(_) => true,
        };
        if is_whole || !self.has_gaps {
            Ok(found)
        } else {
            Err(Uncertain)
        }
    }
}

/// Reads all accounts as far as `change` is about them.
///
/// # Errors
/// When they cannot be read.
pub(crate) async fn read_all<T: Transport>(
    transport: &T,
    connection: &Connection,
    change: &Change,
    known: &HashMap<&str, &Record>,
) -> Result<AllAccounts, CallError> {
    let mut gaps = Vec::new();
    let keyed = |record: Record| (record.key(), record);
    let records = match connection.platform {
        Platform::Pivot => {
            let parts = parts(change);
            let users = async {
                if parts.user {
                    call(transport, &pivot::ListUsers).await.map(Some)
                } else {
                    Ok(None)
                }
            };
            let statuses = async {
                if parts.status {
                    call(transport, &pivot::ListStatuses).await.map(Some)
                } else {
                    Ok(None)
                }
            };
            let (users, statuses) = join(users, statuses).await;
            let users = users?.map(|list| rows(list, Rows::Users, &mut gaps));
            let statuses = statuses?.map(|list| rows(list, Rows::Statuses, &mut gaps));
            let mut all: HashMap<String, PivotRecord> = HashMap::new();
            for (key, record) in known {
                let record = Some(*record);
                let rest = PivotRecord {
                    user: known_user(record).filter(|_| !parts.user),
                    status: known_status(record).filter(|_| !parts.status),
                };
                all.insert((*key).to_owned(), rest);
            }
            for user in users.into_iter().flatten() {
                let record = all.entry(user.name.to_string()).or_default();
                record.user = record.user.take().or(Some(user));
            }
            for status in statuses.into_iter().flatten() {
                let record = all.entry(status.name.to_string()).or_default();
                record.status = Some(status);
            }
            all.into_iter()
                .filter(|(_, record)| record.user.is_some() || record.status.is_some())
                .map(|(key, record)| (key, Record::Pivot(record)))
                .collect()
        }
        Platform::Actian => {
            let tenant = connection.tenant.clone();
            let users = call(transport, &actian::ListUsers { tenant }).await?;
            let users = rows(users, Rows::Users, &mut gaps);
            users.into_iter().map(Record::Actian).map(keyed).collect()
        }
        Platform::Metabase => {
            let found = metabase_users(transport, metabase::ListUsers::all()).await?;
            gaps.extend(found.gaps);
            let records = found.users.into_iter().map(metabase_record);
            records.map(keyed).collect()
        }
    };
    Ok(AllAccounts {
        records,
        has_gaps: gaps.iter().any(Gap::hides_users),
    })
}

fn known_user(known: Option<&Record>) -> Option<pivot::User> {
    match known? {
        Record::Pivot(pivot) => pivot.user.clone(),
        _ => None,
    }
}

fn known_status(known: Option<&Record>) -> Option<pivot::Status> {
    match known? {
        Record::Pivot(pivot) => pivot.status.clone(),
        _ => None,
    }
}

fn pivot_record(user: Option<pivot::User>, status: Option<pivot::Status>) -> Option<Record> {
    let record = PivotRecord { user, status };
    (record != PivotRecord::default()).then_some(Record::Pivot(record))
}

/// What was asked for, or that it is not there.
fn found<O>(outcome: Result<O, CallError>) -> Result<Option<O>, CallError> {
    match outcome {
        Ok(output) => Ok(Some(output)),
        Err(error) if error.is_not_found() => Ok(None),
        Err(error) => Err(error),
    }
}

//! What changing a user of Metabase needs.

use super::pages::metabase_users;
use super::record::metabase_user;
use super::{Metabase, plan};
use crate::change::Change;
use crate::plan::{Reversible, UndoLimit, usually_reversible};
use crate::platform::read::{AllAccounts, found};
use crate::platform::verify::{Verdict, verify};
use crate::platform::{ChangeSupport, Finding, Introduction, Steps};
use crate::record::{Field, Record};
use crate::transport::DynTransport;
use crate::{CallError, call};
use futures::future::LocalBoxFuture;
use std::collections::HashMap;
use wire::console::Connection;
use wire::metabase::{ADMINISTRATORS, ALL_USERS, GetUser, ListUsers};

impl ChangeSupport for Metabase {
    fn admin_role(&self) -> String {
        ADMINISTRATORS.to_string()
    }

    fn common_role(&self) -> Option<String> {
        Some(ALL_USERS.to_string())
    }

    fn knows_roles(&self, record: &Record) -> bool {
        metabase_user(record).is_some_and(|user| user.groups().is_some())
    }

    /// Metabase note 14.
    fn enabling_drops_admin(&self) -> bool {
        true
    }

    fn reversible(&self, change: &Change) -> Reversible {
        match change {
            Change::Create(_) => Reversible::Partly(UndoLimit::OnlyDeactivates),
            Change::Disable { .. } => Reversible::Partly(UndoLimit::SubscriptionsDeleted),
            _ => usually_reversible(change),
        }
    }

    fn inverse(
        &self,
        change: &Change,
        before: Option<&Record>,
        after: Option<&Record>,
    ) -> Option<Change> {
        match (change, change.usual_inverse(before, after)?) {
            (Change::Disable { .. }, Change::Enable { .. }) => Some(Change::Enable {
                restore_admin: before.is_some_and(Record::is_admin),
            }),
            (Change::Create(_), _) => Some(Change::Disable { since: None }),
            (_, inverse) => Some(inverse),
        }
    }

    fn steps(
        &self,
        _: &Connection,
        change: &Change,
        key: &str,
        before: Option<&Record>,
        _: &str,
    ) -> Steps {
        plan::steps(change, key, before)
    }

    fn verify(&self, change: &Change, before: Option<&Record>, after: Option<&Record>) -> Verdict {
        match (change, after.and_then(metabase_user)) {
            (Change::MarkSeen(Introduction::QueryBuilder), Some(user)) => {
                Verdict::shown_or(user.is_qbnewb != Some(true), || Finding::IntroductionUnseen)
            }
            _ => verify(self, change, before, after),
        }
    }

    fn read_one<'a>(
        &self,
        transport: &'a dyn DynTransport,
        _: &'a Connection,
        change: &'a Change,
        key: &'a str,
        _: Option<&'a Record>,
    ) -> LocalBoxFuture<'a, Result<Option<Record>, CallError>> {
        Box::pin(read_one(transport, change, key))
    }

    fn read_all<'a>(
        &self,
        transport: &'a dyn DynTransport,
        _: &'a Connection,
        _: &'a Change,
        _: &'a HashMap<&'a str, &'a Record>,
    ) -> LocalBoxFuture<'a, Result<AllAccounts, CallError>> {
        Box::pin(async move {
            let found = metabase_users(transport, ListUsers::all()).await?;
            let records = found.users.into_iter().map(Record::from);
            Ok(AllAccounts::new(records, &found.gaps))
        })
    }
}

async fn read_one(
    transport: &dyn DynTransport,
    change: &Change,
    key: &str,
) -> Result<Option<Record>, CallError> {
    match (key.parse(), change) {
        (Ok(id), _) => {
            let get = GetUser { id };
            Ok(found(call(transport, &get).await)?.map(Record::from))
        }
        // A new user has an address and no number yet.
        (Err(_), Change::Create(new)) => {
            let mut list = ListUsers::all();
            let email = new.field(Field::Email).unwrap_or(&new.key);
            list.query = Some(email.to_owned());
            let found = metabase_users(transport, list).await?;
            let mut users = found.users.into_iter();
            Ok(users
                .find(|user| user.email.eq_ignore_ascii_case(email))
                .map(Record::from))
        }
        (Err(_), _) => Ok(None),
    }
}

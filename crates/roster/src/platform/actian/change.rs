//! What changing a user of Actian needs.

use super::{ADMIN, Actian, plan};
use crate::accounts::Rows;
use crate::change::Change;
use crate::plan::{Reversible, UndoLimit, usually_reversible};
use crate::platform::read::{AllAccounts, found, rows};
use crate::platform::verify::{Verdict, verify};
use crate::platform::{ChangeSupport, Steps};
use crate::record::Record;
use crate::transport::DynTransport;
use crate::{CallError, call};
use futures::future::LocalBoxFuture;
use std::collections::HashMap;
use wire::actian::{GetUser, ListUsers};
use wire::console::Connection;

impl ChangeSupport for Actian {
    fn admin_role(&self) -> String {
        ADMIN.to_owned()
    }

    fn has_one_role(&self) -> bool {
        true
    }

    fn reversible(&self, change: &Change) -> Reversible {
        match change {
            Change::Remove => Reversible::Partly(UndoLimit::NeedsKeptAccount),
            _ => usually_reversible(change),
        }
    }

    fn inverse(
        &self,
        change: &Change,
        before: Option<&Record>,
        after: Option<&Record>,
    ) -> Option<Change> {
        match change {
            // A role replaces another.
            Change::AddRole(_) => Change::roles_before(before, after),
            // Actian keeps the account, so it can be assigned again.
            Change::Remove => {
                let role = before?.role_ids().pop()?;
                Some(Change::Assign { role })
            }
            _ => change.usual_inverse(before, after),
        }
    }

    /// An update sends every field.
    fn writes_back(&self, change: &Change, _: &Record) -> bool {
        change.is_about_fields() || matches!(change, Change::SetAdmin(_))
    }

    fn steps(
        &self,
        connection: &Connection,
        change: &Change,
        key: &str,
        before: Option<&Record>,
        _: &str,
    ) -> Steps {
        plan::steps(connection, change, key, before)
    }

    fn verify(&self, change: &Change, before: Option<&Record>, after: Option<&Record>) -> Verdict {
        verify(self, change, before, after)
    }

    fn read_one<'a>(
        &self,
        transport: &'a dyn DynTransport,
        connection: &'a Connection,
        _: &'a Change,
        key: &'a str,
        _: Option<&'a Record>,
    ) -> LocalBoxFuture<'a, Result<Option<Record>, CallError>> {
        let get = GetUser {
            tenant: connection.tenant.clone(),
            email: key.to_owned(),
        };
        Box::pin(async move { Ok(found(call(transport, &get).await)?.map(Record::Actian)) })
    }

    fn read_all<'a>(
        &self,
        transport: &'a dyn DynTransport,
        connection: &'a Connection,
        _: &'a Change,
        _: &'a HashMap<&'a str, &'a Record>,
    ) -> LocalBoxFuture<'a, Result<AllAccounts, CallError>> {
        let tenant = connection.tenant.clone();
        Box::pin(async move {
            let mut gaps = Vec::new();
            let users = call(transport, &ListUsers { tenant }).await?;
            let users = rows(users, Rows::Users, &mut gaps);
            let records = users.into_iter().map(Record::Actian);
            Ok(AllAccounts::new(records, &gaps))
        })
    }
}

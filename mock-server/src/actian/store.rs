//! Actian's data: accounts, the tenants they belong to, and the tokens and
//! links that have been issued.

use super::refusal::Refusal;
use super::token::Tokens;
use crate::links::Links;
use crate::password::Password;
use crate::streaming::{self, Shared, UNCHUNKED};
use axum::body::Body;
use indexmap::IndexMap;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// All of it.
#[derive(Debug, Default, Clone, Serialize, Deserialize)]
pub(crate) struct Store {
    /// By folded email address. An account stays when its memberships end
    /// (actian note 11).
    accounts: Shared<IndexMap<String, Account>>,
    /// By tenant ID: the role of each member, by folded email address, in the
    /// order in which they joined.
    tenants: IndexMap<String, Shared<IndexMap<String, Role>>>,
    /// How many accounts have ever been created.
    created: u64,
    pub(super) tokens: Tokens,
    pub(super) links: Links,
}

/// An account. Its email address is its key and never changes.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Account {
    /// The address as it was first written.
    pub(crate) email: String,
    pub(crate) first_name: String,
    pub(crate) last_name: String,
    /// `None` until the account is activated.
    pub(crate) password: Option<Password>,
    /// Assigned by the store.
    pub(crate) id: String,
}

/// A member's role in a tenant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Role {
    /// May read and change everything.
    Admin,
    /// May only use the product.
    User,
}

impl Role {
    /// Parses a role's exact name (actian note 9).
    pub(super) fn read(text: &str) -> Result<Self, Refusal> {
        match text {
            "admin" => Ok(Self::Admin),
            "user" => Ok(Self::User),
            _ => Err(Refusal::bad_request("role must be admin or user")),
        }
    }
}

/// A member of a tenant, as the document shows it.
#[derive(Serialize, ToSchema)]
pub(crate) struct Member<'a> {
    email: &'a str,
    first_name: &'a str,
    id: &'a str,
    last_name: &'a str,
    role: Role,
}

/// An address in the form used for comparison: the documents do not mention
/// letter case.
pub(super) fn fold(email: &str) -> String {
    email.to_lowercase()
}

impl Store {
    /// Creates a tenant unless it exists.
    pub(crate) fn open(&mut self, tenant: &str) {
        self.tenants.entry(tenant.to_owned()).or_default();
    }

    /// Whether this tenant exists.
    pub(super) fn has_tenant(&self, tenant: &str) -> bool {
        self.tenants.contains_key(tenant)
    }

    /// Adds an account and gives it an ID. Returns false and changes nothing if
    /// the address is already in use.
    pub(crate) fn add(&mut self, mut account: Account) -> bool {
        let key = fold(&account.email);
        if self.accounts.contains_key(&key) {
            return false;
        }
        self.created += 1;
        account.id = format!("u{:05}", self.created);
        self.accounts.insert(key, account);
        true
    }

    /// The account with this address.
    pub(crate) fn account(&self, email: &str) -> Option<&Account> {
        self.accounts.get(&fold(email))
    }

    /// The account with this address, to change it.
    pub(super) fn account_mut(&mut self, email: &str) -> Option<&mut Account> {
        self.accounts.get_mut(&fold(email))
    }

    /// The account of a member of a tenant.
    pub(super) fn member_account_mut(&mut self, tenant: &str, email: &str) -> Option<&mut Account> {
        self.role(tenant, email)?;
        self.account_mut(email)
    }

    /// Makes an account a member of a tenant, or changes its role there.
    /// Returns the previous role. Does nothing if there is no such tenant.
    pub(crate) fn join(&mut self, tenant: &str, email: &str, role: Role) -> Option<Role> {
        self.tenants.get_mut(tenant)?.insert(fold(email), role)
    }

    /// Ends a membership; returns whether it existed.
    pub(super) fn leave(&mut self, tenant: &str, email: &str) -> bool {
        let members = self.tenants.get_mut(tenant);
        members.is_some_and(|members| members.shift_remove(&fold(email)).is_some())
    }

    /// A member's role.
    pub(crate) fn role(&self, tenant: &str, email: &str) -> Option<Role> {
        self.tenants.get(tenant)?.get(&fold(email)).copied()
    }

    /// One member of a tenant.
    pub(super) fn member(&self, tenant: &str, email: &str) -> Option<Member<'_>> {
        self.shown(&fold(email), self.role(tenant, email)?)
    }

    /// The members of a tenant, in the order in which they joined.
    pub(crate) fn members(&self, tenant: &str) -> Vec<Member<'_>> {
        let members = self.tenants.get(tenant).into_iter();
        members
            .flat_map(|members| members.iter())
            .filter_map(|(key, role)| self.shown(key, *role))
            .collect()
    }

    /// The members as the body of an answer that is written while it is sent,
    /// if there are many.
    pub(super) fn many_members(&self, tenant: &str) -> Option<Body> {
        let members = self.tenants.get(tenant)?;
        if members.len() <= UNCHUNKED {
            return None;
        }
        let (members, accounts) = (members.snapshot(), self.accounts.snapshot());
        let write = move |index, chunk: &mut Vec<u8>| {
            let member = members.get_index(index);
            if let Some(member) = member.and_then(|(key, role)| shown(&accounts, key, *role)) {
                streaming::write(&member, chunk);
            }
        };
        Some(streaming::list(
            "[",
            self.tenants.get(tenant)?.len(),
            "]".to_owned(),
            write,
        ))
    }

    fn shown(&self, key: &str, role: Role) -> Option<Member<'_>> {
        shown(&self.accounts, key, role)
    }
}

fn shown<'a>(accounts: &'a IndexMap<String, Account>, key: &str, role: Role) -> Option<Member<'a>> {
    accounts.get(key).map(|account| Member {
        email: &account.email,
        first_name: &account.first_name,
        id: &account.id,
        last_name: &account.last_name,
        role,
    })
}

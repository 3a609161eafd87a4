//! The console's server within this process: it reads and keeps what is known about
//! people, and forwards to the platforms, as `rollcall serve` does.

use super::transport::{Answer, Via, exchange};
use crate::config::Settings;
use crate::store_error::explain;
use anyhow::{Context, Result, anyhow};
use audit_store::Store;
use gateway::{CommandLine, SignedIn};
use roster::people::records::Records;
use serde::Serialize;
use serde::de::DeserializeOwned;
use wire::console::Connection;
use wire::console::approvals::{
    APPROVAL_CHECK_PATH, APPROVALS_PATH, Approval, ApprovalCheck, ApprovalsNeeded, NewApproval,
    PlannedAccount,
};
use wire::console::people::{
    Changed, Changes, DEPARTED_PATH, Departed, DepartedChange, MAX_CHANGES, NewReceipt,
    PEOPLE_PATH, People, RECEIPTS_PATH, StoredReceipt,
};
use wire::{Body, Format, Method, Refusal};

/// The console's server within this process.
pub(super) struct Console {
    gateway: CommandLine,
    store: Store,
    signed_in: SignedIn,
    /// The user of the operating system, in whose name everything is done.
    operator: String,
}

impl Console {
    /// Opens the database and the platforms that `settings` name. A server may use both
    /// at the same time.
    pub(super) async fn open(settings: Settings) -> Result<Self> {
        let operator = operator();
        let store = Store::open_for_command(&settings.audit)
            .await
            .map_err(explain)?;
        let mut config = settings.gateway;
        config.audit_log = Some(store.audit_log.clone());
        config.people = store.people.clone();
        let signed_in = config.signed_in.clone();
        Ok(Self {
            gateway: CommandLine::new(config, operator.clone())?,
            store,
            signed_in,
            operator,
        })
    }

    /// Ends it: everything that was recorded has its outcome, and the platforms are signed
    /// out of.
    pub(super) async fn close(self) {
        self.store.audit_log.settled().await;
        self.signed_in.end().await;
    }

    /// The user in whose name everything is done.
    pub(super) fn operator(&self) -> &str {
        &self.operator
    }

    /// The platforms, in the order of the configuration file.
    pub(super) fn connections(&self) -> &[Connection] {
        self.gateway.connections()
    }

    /// What carries requests to the platform of a connection.
    pub(super) fn via<'a>(&'a self, connection: &'a Connection) -> Via<'a> {
        Via {
            gateway: &self.gateway,
            connection: &connection.id,
        }
    }

    /// What is kept about people, but for receipts.
    pub(super) async fn records(&self) -> Result<Records> {
        let rows: People = self.ask(Method::Get, PEOPLE_PATH, None).await?;
        Records::read(rows).context("what is kept about people cannot be read")
    }

    /// Stores a receipt. The answer has what the audit log has of its requests.
    pub(super) async fn store_receipt(&self, receipt: &NewReceipt) -> Result<StoredReceipt> {
        self.write(Method::Post, RECEIPTS_PATH, receipt).await
    }

    /// Puts people on record as departed.
    pub(super) async fn depart(&self, changes: &[DepartedChange]) -> Result<()> {
        for changes in changes.chunks(MAX_CHANGES) {
            let changes = changes.to_vec();
            let _: Changed<Departed> = self
                .write(Method::Put, DEPARTED_PATH, &Changes { changes })
                .await?;
        }
        Ok(())
    }

    /// What of these planned accounts needs an approval.
    pub(super) async fn approvals_needed(
        &self,
        accounts: Vec<PlannedAccount>,
    ) -> Result<ApprovalsNeeded> {
        let check = ApprovalCheck { accounts };
        self.write(Method::Post, APPROVAL_CHECK_PATH, &check).await
    }

    /// Requests an approval, and answers its ID.
    pub(super) async fn request_approval(&self, new: NewApproval) -> Result<String> {
        let approval: Approval = self.write(Method::Post, APPROVALS_PATH, &new).await?;
        Ok(approval.summary.id)
    }

    async fn write<T: DeserializeOwned>(
        &self,
        method: Method,
        path: &str,
        content: &impl Serialize,
    ) -> Result<T> {
        let body = Body {
            format: Format::Json,
            text: serde_json::to_string(content)?,
        };
        self.ask(method, path, Some(&body)).await
    }

    async fn ask<T: DeserializeOwned>(
        &self,
        method: Method,
        path: &str,
        body: Option<&Body>,
    ) -> Result<T> {
        let Answer { response, .. } = exchange(&self.gateway, method, path, body).await?;
        if !response.is_success() {
            let refusal = Refusal::read(&response);
            let words = refusal.words.or(refusal.instead).unwrap_or_default();
            return Err(anyhow!("{words} (status {})", response.status));
        }
        serde_json::from_str(&response.body).with_context(|| format!("the answer of {path}"))
    }
}

/// The user of the operating system: their name, or their number where they have none, as
/// in many containers.
fn operator() -> String {
    whoami::username().unwrap_or_else(|_| nameless())
}

#[cfg(unix)]
fn nameless() -> String {
    format!("uid {}", rustix::process::geteuid().as_raw())
}

#[cfg(not(unix))]
fn nameless() -> String {
    "unknown".to_owned()
}

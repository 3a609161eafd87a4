//! The administrator's domain: the accounts of a connection and what can be
//! done with them. Pure: it talks to platforms through a [`Transport`] that
//! its caller supplies, and learns the time from its caller. Outcomes and reasons
//! are data: the English is made by those who show them.
//!
//! One [`Change`] makes a [`Plan`], which can be shown before anything is sent. A
//! [`Run`] carries it out and reads each account back, and a [`Receipt`] reports it:
//!
//! ```
//! use std::cell::Cell;
//! use futures::FutureExt;
//! use roster::{
//!     Change, OutcomeKind, Plan, Receipt, Run, RunContext, Transport, TransportError, load,
//! };
//! use wire::{Request, Response};
//!
//! /// A Metabase with one user.
//! struct Metabase {
//!     is_active: Cell<bool>,
//! }
//!
//! impl Transport for Metabase {
//!     async fn send(&self, request: &Request) -> Result<Response, TransportError> {
//!         if request.route.id == "metabase.users.deactivate" {
//!             self.is_active.set(false);
//!         }
//!         let is_active = self.is_active.get();
//!         let user = format!(r#"{{"id": 7, "email": "ada@example.com", "is_active": {is_active}}}"#);
//!         let (status, body) = match request.route.id {
//!             "metabase.users.list" => (200, format!(r#"{{"data": [{user}]}}"#)),
//!             "metabase.users.get" => (200, user),
//!             "metabase.users.deactivate" => (200, r#"{"success": true}"#.to_owned()),
//!             "metabase.groups.list" => (200, "[]".to_owned()),
//!             _ => (404, String::new()),
//!         };
//!         Ok(Response { status, body, ..Response::default() })
//!     }
//!
//!     async fn pause(&self, _seconds: u32) {}
//! }
//!
//! # use wire::console::{Connection, Environment, SignIn};
//! # use wire::{Platform, actian::Parameters, pivot::Generation};
//! # let connection = Connection {
//! #     id: "metabase".into(),
//! #     platform: Platform::Metabase,
//! #     label: "Metabase".into(),
//! #     environment: Environment::Demo,
//! #     sign_in: SignIn::ApiKey,
//! #     token_tail: String::new(),
//! #     ask: false,
//! #     generation: Generation::Current,
//! #     tenant: String::new(),
//! #     parameters: Parameters::Query,
//! #     public_url: String::new(),
//! #     outbox: String::new(),
//! #     approval: false,
//! # };
//! // `connection` is what the gateway's `/api/connections` says of a platform.
//! let metabase = Metabase { is_active: Cell::new(true) };
//! let accounts = load(&metabase, &connection).now_or_never().unwrap()?;
//! let ada = accounts.find("7").unwrap();
//! assert!(ada.access().is_enabled());
//!
//! let plan = Plan::new(&connection, &accounts, &Change::Disable { since: None }, &["7"]);
//! assert_eq!(plan.items[0].blocked, None);
//!
//! let run = Run::new(plan);
//! let now = "2026-01-15T09:30:00.000Z";
//! let context = RunContext { now, on_change: &|_| {} };
//! run.execute(&metabase, &context).now_or_never().unwrap();
//! assert!(run.is_over());
//! assert_eq!(run.tally().done, 1);
//!
//! let receipt = Receipt::new(&run, now, Some(now));
//! assert_eq!(receipt.rows[0].outcome, OutcomeKind::Done);
//! # Ok::<(), roster::CallError>(())
//! ```

pub mod accounts;
mod capability;
mod change;
mod guard;
pub mod input;
mod kinds;
pub mod link;
mod lowercase;
mod merge;
mod password;
pub mod people;
mod plan;
pub mod platform;
mod receipt;
pub mod record;
mod run;
mod step;

mod transport;
pub mod view;

pub use accounts::{Account, Gap, Rows};
pub use capability::{Ability, RoleKind, Unavailable};
pub use change::{Change, ChangeKind, Edit, NewUser, StatusForm};
pub use guard::BlockReason;
pub use lowercase::lowercase;
pub use merge::{Conflict, Part, Resolution};
pub use password::{RANDOM_BYTES, password};
pub use plan::{Confirmation, Item, NothingToSend, Plan, Reversible, UndoLimit};
pub use platform::{Finding, ImpossibleReason, Introduction, load, load_requests, template};
pub use receipt::{RECEIPT_VERSION, Receipt, ReceiptRow, ReceiptStep, ReceiptVersion};
pub use record::Access;
pub use run::{
    CONCURRENCY, ChangeError, Done, DoneNote, Failure, FailureCause, FailureState,
    FailureStateKind, LONGEST_WAIT, Outcome, OutcomeKind, Reason, Row, Run, RunContext, StepReport,
    StopReason, Tally,
};
pub use step::{Step, StepKind};
pub use transport::{CallError, DynTransport, Speaker, Transport, TransportError, call};
pub use wire::secrets::Secret;

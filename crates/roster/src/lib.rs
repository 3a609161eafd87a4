//! The administrator's domain: the accounts of a connection and what can be
//! done with them. Pure: it talks to platforms through a [`Transport`] that
//! its caller supplies, and learns the time from its caller. Outcomes and reasons
//! are data: the English is made by those who show them.

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
pub mod template;
mod transport;
pub mod view;

pub use accounts::{Account, Gap, Rows};
pub use capability::{Ability, RoleKind, VIEWER};
pub use change::{Change, ChangeKind, Edit, NewUser, StatusForm};
pub use guard::BlockReason;
pub use lowercase::lowercase;
pub use merge::{Conflict, Part, Resolution};
pub use password::{RANDOM_BYTES, password};
pub use plan::{Confirmation, Item, NothingToSend, Plan, Reversible, UndoLimit};
pub use platform::{Finding, ImpossibleReason, load, load_requests};
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

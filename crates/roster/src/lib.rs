//! The administrator's domain: the accounts of a connection and what can be
//! done with them. Pure: it talks to platforms through a [`Transport`] that
//! somebody else supplies, and learns the time from its caller.

mod capability;
mod change;
pub mod csv;
mod guard;
pub mod input;
pub mod link;
mod merge;
mod password;
pub mod people;
mod plan;
mod platform;
mod receipt;
pub mod record;
mod run;
mod secret;
mod step;
pub mod template;
mod transport;
pub mod view;

pub use capability::{Ability, VIEWER, role_word};
pub use change::{Change, Edit, New, StatusForm};
pub use merge::{Conflict, Part, Resolution};
pub use password::{RANDOM_BYTES, password};
pub use people::{Account, Gap, Rows};
pub use plan::{Confirmation, Item, Plan, Reversible};
pub use platform::{load, load_requests};
pub use receipt::{Receipt, ReceiptRow, ReceiptStep};
pub use record::Access;
pub use run::{
    CONCURRENCY, ChangeError, Done, Left as LeftBehind, Outcome, Row, Run, StepReport,
    Surroundings, Tally,
};
pub use secret::Secret;
pub use step::Step;
pub use transport::{CallError, Speaker, Transport, TransportError, call};

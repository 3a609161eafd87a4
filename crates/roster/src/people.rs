//! People: the accounts that belong to one human, across all connections.
//!
//! An administrator thinks of people, the platforms hold accounts. Here accounts are
//! matched by address, or as an administrator has linked them ([`Assignment`]); what
//! each person has where can be searched, sorted and filtered; states that are not
//! wanted are found (drift); a leaver's access is removed everywhere; and accounts are
//! reviewed: each keeps its access or loses it.
//! docs/people.md has the rules.
//!
//! It changes nothing itself: what is to be done is a [`Plan`](crate::Plan) for each
//! connection, which the one engine runs.

mod account_changes;
mod address;
mod assignment;
mod change_access;
mod condition;
mod counts;
mod departed;
mod drift;
mod existing;
mod flags;
mod give;
mod groups;
mod index;
mod key;
mod leave;
mod matching;
mod person;
mod plan;
mod profile;
mod receipt;
mod reconcile;
pub mod records;
mod review;
mod slots;
mod state;
mod suggestion;
#[cfg(test)]
mod tests;
mod view;

#[cfg(not(target_arch = "wasm32"))]
pub use address::LibraryRules;
pub use address::{NormalisedAddress, UnicodeRules, normalised};
pub use assignment::{Assignment, Assignments};
pub use change_access::ChangeRequest;
pub use condition::{Condition, PeopleColumn};
pub use counts::{AccountCounts, SignInAge};
pub use departed::Departed;
pub use drift::{
    Dismissal, Drift, DriftContext, DriftId, DriftKind, DriftScan, DriftSettings, DriftSubject,
    Mend, MendKind, connection_drift, grant_admin, person_drift, plans,
};
pub use give::{AccountRequest, FirstAccess, GiveRequest, InvalidAddress, Joiner};
pub use index::{Lists, People, PersonId, Revision};
pub use key::{AccountRef, InvalidPersonKey, PersonKey};
pub use leave::{LeaveRequest, LeaveWay};
pub use person::{Cell, LastSeen, MatchReason, Person, PersonAccount, PersonFlag};
pub use plan::{
    AccountGoal, Loss, PeoplePlan, PlanChange, PlanPart, PlanTarget, PlannedPerson, Purpose,
    RoleDifference,
};
pub use profile::{
    DifferenceKind, Profile, ProfileComparison, ProfileDifference, ProfileEntry, ProfileScan,
    Standing,
};
pub use receipt::{
    AccountReceipt, AccountState, AuditReference, ConnectionReceipt, Disagreement,
    PEOPLE_RECEIPT_VERSION, PeopleReceipt, PeopleReceiptVersion, ReadBack, ReceiptPerson, RunEnd,
    StateKind, UnknownKind, Verdict,
};
pub use reconcile::{
    ChangedField, ConnectionRule, Mapping, NothingNote, ReconcileAction, ReconcileList,
    ReconcilePart, ReconcileRules, ReconciledEntry, Reconciliation, RemovalGuard, RemovalReason,
    RemovalScope, RoleMode, RoleRule, StatusColumn, UndecidedReason, columns_signature,
    removal_guards,
};
pub use review::{
    ContinueError, EVIDENCE_COLUMNS, Freezing, FrozenAccounts, ItemChange, ItemNow, Overruled,
    ReviewDecisions, RevokeRequest, ScopeError, ShownDecision, compare_with_now, evidence_rows,
    missing_items, revoked_accounts,
};
pub use state::{ConnectionState, UnknownReason};
pub use suggestion::{Suggestion, SuggestionReason, SuggestionSearch};
pub use view::{PeopleQuery, PeopleSort, PeopleView};

//! The approval of changes by a second operator: the check before anything is carried out,
//! the request where an approval is missing, and what pages and lists show of approvals.

mod gate;
mod request;
mod state_mark;

pub(crate) use gate::clear;
pub(crate) use request::{ApprovalRequest, RequestApproval};
pub(crate) use state_mark::{ApprovalStateMark, Scopes};

//! What the pages share that change the accounts of several people on several connections:
//! the plan connection by connection, the check before it is run, how far it is, and the
//! outcome.

mod check;
mod item_change;
mod other_connections;
mod outcome;
mod part;
mod plan_parts;
mod progress;
mod question;
mod run_or_plan;
mod way;

pub(crate) use check::{PlanCheck, WhyNotRun};
pub(crate) use item_change::{ItemChange, changes_something};
pub(crate) use other_connections::OtherConnections;
pub(crate) use outcome::Outcome;
pub(crate) use part::{Part, RowControls};
pub(crate) use plan_parts::{PartHead, PlanParts, current_plan};
pub(crate) use progress::Progress;
pub(crate) use question::plan_question;
pub(crate) use run_or_plan::{IsAbout, RunOrPlan, forget_other_run, no_plan};
pub(crate) use way::{Ways, way_of_account, way_of_all};

/// How many people, and how many accounts of a connection, are listed.
pub(crate) const LISTED: usize = 50;

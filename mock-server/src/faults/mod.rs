//! Requested failures: added below `/__mock/faults`, injected by a layer in
//! front of the handlers.

mod chance;
mod failure;
mod fault;
mod inject;
#[cfg(test)]
mod tests;

pub(crate) use fault::Fault;
pub(crate) use inject::inject;

use axum::http::HeaderName;
use failure::Failure;
use fault::Called;

/// Marks an answer that is wrong because a test or a person requested a fault.
pub(crate) const FAULT: HeaderName = HeaderName::from_static("x-mock-fault");

/// The faults that are still to be injected, oldest first.
#[derive(Debug, Default)]
pub(crate) struct Faults {
    pending: Vec<Fault>,
}

impl Faults {
    /// Adds a fault after the existing ones.
    pub(crate) fn add(&mut self, fault: Fault) {
        self.pending.push(fault);
    }

    /// Removes all of them.
    pub(crate) fn clear(&mut self) {
        self.pending.clear();
    }

    /// All of them.
    pub(crate) fn all(&self) -> &[Fault] {
        &self.pending
    }

    /// The failure of this call, if any: from the oldest matching fault that is
    /// not skipped by chance. The fault counts the call as failed.
    fn next(&mut self, called: &Called<'_>) -> Option<Failure> {
        for (index, fault) in self.pending.iter_mut().enumerate() {
            if !fault.concerns(called) {
                continue;
            }
            if let Some(failure) = fault.happens() {
                if fault.is_used_up() {
                    self.pending.remove(index);
                }
                return Some(failure);
            }
        }
        None
    }
}

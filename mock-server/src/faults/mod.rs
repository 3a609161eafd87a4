//! Answers that go wrong on request: asked for below `/__mock/faults`, given
//! by a layer in front of the handlers.

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

/// Marks an answer that is wrong because somebody asked for it.
pub(crate) const FAULT: HeaderName = HeaderName::from_static("x-mock-fault");

/// The faults that are still to happen, oldest first.
#[derive(Debug, Default)]
pub(crate) struct Faults {
    pending: Vec<Fault>,
}

impl Faults {
    /// Adds one, after those that are there.
    pub(crate) fn add(&mut self, fault: Fault) {
        self.pending.push(fault);
    }

    /// Forgets all of them.
    pub(crate) fn clear(&mut self) {
        self.pending.clear();
    }

    /// All of them.
    pub(crate) fn all(&self) -> &[Fault] {
        &self.pending
    }

    /// What is to go wrong with this call: the oldest of its faults that
    /// happens this time, which is used up by one.
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

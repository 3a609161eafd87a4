//! Answers that go wrong on request: asked for below `/__mock/faults`, given
//! by a layer in front of the handlers.

mod fault;
mod inject;
#[cfg(test)]
mod tests;

pub(crate) use fault::Fault;
pub(crate) use inject::inject;

use axum::http::HeaderName;
use fault::Failure;

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

    /// What is to go wrong with this call of `endpoint`: the oldest of its
    /// faults, which is used up by one.
    fn next(&mut self, endpoint: &str) -> Option<Failure> {
        let index = self
            .pending
            .iter()
            .position(|fault| fault.endpoint == endpoint)?;
        let fault = self.pending.get_mut(index)?;
        let failure = fault.answer.clone();
        if let Some(times) = &mut fault.times {
            *times -= 1;
            if *times == 0 {
                self.pending.remove(index);
            }
        }
        Some(failure)
    }
}

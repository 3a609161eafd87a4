//! One request of a plan, whatever its endpoint is.

mod kind;

pub use kind::StepKind;

use crate::record::Record;
use wire::console::approvals::PlannedRequest;
use wire::{ApiError, Endpoint, Request, Response, SegmentError};

/// One request of a plan and what it is for.
pub struct Step {
    /// What it is for.
    pub kind: StepKind,
    call: Box<dyn Call>,
    /// What to ask instead where the platform says that it knows nothing of
    /// the kind.
    otherwise: Option<Box<dyn Call>>,
    /// Whether not finding it is as good as doing it.
    missing_is_fine: bool,
}

/// What a successful answer tells.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Answer {
    /// What there is now, where the answer holds it.
    pub(crate) record: Option<Record>,
    /// The platform's words, where it says any.
    pub(crate) words: Option<String>,
}

impl Step {
    pub(crate) fn new<E: Endpoint + 'static>(kind: StepKind, endpoint: E) -> Self
    where
        E::Output: IntoAnswer,
    {
        Self {
            kind,
            call: Box::new(Typed(endpoint)),
            otherwise: None,
            missing_is_fine: false,
        }
    }

    pub(crate) fn or_else<E: Endpoint + 'static>(mut self, endpoint: E) -> Self
    where
        E::Output: IntoAnswer,
    {
        self.otherwise = Some(Box::new(Typed(endpoint)));
        self
    }

    pub(crate) const fn missing_is_fine(mut self) -> Self {
        self.missing_is_fine = true;
        self
    }

    /// The request it makes.
    ///
    /// # Errors
    /// When a name in it cannot be sent by any client.
    pub fn request(&self) -> Result<Request, SegmentError> {
        self.call.request()
    }

    /// The requests that it can make: the one of [`request`](Self::request), and the one
    /// that is made instead where the platform turns out to know nothing of the kind. A
    /// request that no client can send is left out.
    pub(crate) fn planned(&self) -> impl Iterator<Item = PlannedRequest> {
        let calls = [Some(&*self.call), self.otherwise.as_deref()];
        let requests = calls.into_iter().flatten().map(Call::request);
        requests.filter_map(|request| Some(PlannedRequest::of(&request.ok()?)))
    }

    pub(crate) fn call(&self) -> &dyn Call {
        &*self.call
    }

    pub(crate) fn otherwise(&self) -> Option<&dyn Call> {
        self.otherwise.as_deref()
    }

    pub(crate) const fn is_missing_fine(&self) -> bool {
        self.missing_is_fine
    }
}

impl std::fmt::Debug for Step {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Step").field(&self.kind).finish()
    }
}

/// An endpoint with its parameters, whichever it is.
pub(crate) trait Call {
    fn request(&self) -> Result<Request, SegmentError>;
    fn answer(&self, response: &Response) -> Result<Answer, ApiError>;
}

struct Typed<E>(E);

impl<E: Endpoint> Call for Typed<E>
where
    E::Output: IntoAnswer,
{
    fn request(&self) -> Result<Request, SegmentError> {
        self.0.request()
    }

    fn answer(&self, response: &Response) -> Result<Answer, ApiError> {
        self.0.answer(response).map(IntoAnswer::into_answer)
    }
}

/// What an endpoint's output tells about a change.
pub(crate) trait IntoAnswer {
    fn into_answer(self) -> Answer;
}

impl IntoAnswer for () {
    fn into_answer(self) -> Answer {
        Answer::default()
    }
}

impl IntoAnswer for Option<String> {
    fn into_answer(self) -> Answer {
        Answer {
            record: None,
            words: self,
        }
    }
}

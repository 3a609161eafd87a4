//! What every endpoint type can do.

use crate::{ApiError, Request, Response, Route, SegmentError};

/// One call of one documented endpoint, with its parameters.
pub trait Endpoint {
    /// What a successful answer means.
    type Output;

    /// Its row in the catalogue.
    const ROUTE: &'static Route;

    /// The request to send.
    ///
    /// # Errors
    /// When a name in it cannot be sent by any client.
    fn request(&self) -> Result<Request, SegmentError>;

    /// Reads the answer as anybody may see it: an endpoint whose request carries
    /// a secret masks what the platform repeats of it ([`ApiError::masked`]).
    ///
    /// # Errors
    /// As [`Endpoint::read`].
    fn answer(&self, response: &Response) -> Result<Self::Output, ApiError> {
        self.read(response)
    }

    /// Reads the answer to that request.
    ///
    /// # Errors
    /// [`ApiError::Refused`] for every status that is not 2xx,
    /// [`ApiError::Malformed`] for a body that cannot be understood, and
    /// [`ApiError::Missing`] where a single thing was asked for and a success
    /// without it came back.
    fn read(&self, response: &Response) -> Result<Self::Output, ApiError>;
}

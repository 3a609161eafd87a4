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

    /// What nobody may see of the request, nor of what the platform repeats.
    fn secrets(&self) -> Vec<String> {
        Vec::new()
    }

    /// Reads the answer as anybody may see it: what the platform repeats of the
    /// request's secrets is masked ([`ApiError::masked`]).
    ///
    /// # Errors
    /// As [`Endpoint::read`].
    fn answer(&self, response: &Response) -> Result<Self::Output, ApiError> {
        self.read(response)
            .map_err(|error| error.masked(&self.secrets()))
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

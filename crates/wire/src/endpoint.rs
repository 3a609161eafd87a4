//! What every endpoint type can do.

use crate::error::{success, success_or_empty};
use crate::json::{FromObject, Wrapper, bare_many, bare_one, unwrap_many};
use crate::{ApiError, List, Malformed, Request, Response, Route, SegmentError};

/// One call of one documented endpoint, with its parameters.
///
/// A refusal keeps the platform's own words. Secrets that it repeats are masked:
///
/// ```
/// use wire::metabase::SetPassword;
/// use wire::{ApiError, Endpoint, Response};
///
/// let endpoint = SetPassword { id: 7, password: "hunter2".into(), old_password: None };
/// let request = endpoint.request()?;
/// assert_eq!(request.target(), "/api/user/7/password");
/// assert!(!request.curl("https://metabase.example.com").contains("hunter2"));
///
/// let refusal = Response {
///     status: 400,
///     body: r#"{"errors": {"password": "hunter2 is too common."}}"#.into(),
///     ..Response::default()
/// };
/// let Err(ApiError::Refused(refusal)) = endpoint.answer(&refusal) else {
///     panic!("a refusal is no success");
/// };
/// assert_eq!(refusal.fields, [("password".into(), "••• is too common.".into())]);
/// # Ok::<(), wire::SegmentError>(())
/// ```
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

    /// The secret parts of the request, also where the platform repeats them.
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

/// Implements [`Endpoint`] for a struct that holds an endpoint's parameters: all
/// that endpoints have in common is in here, and an invocation says the rest.
///
/// ```text
/// /// `PUT /api/user/:id/password`
/// pub struct SetPassword { pub id: u64, pub password: String }
///
/// endpoint! {
///     SetPassword(self): catalogue::SET_PASSWORD;        // its row in the catalogue
///     path = [&self.id.to_string()];                     // the template's parameters, in order
///     json = json(&Body { password: &self.password });   // the body
///     secrets = vec![self.password.clone()];             // what is masked when it is shown
///     read(response) -> () = read_nothing(response);     // what a success means
/// }
/// ```
///
/// The lines are in this order, and all but the first and the last are optional:
///
/// - `path = […];` or, where the template holds a number and nothing else, `id = …;`.
///   One of the two is needed, also where the template has no parameters.
/// - `key = …;`: a key that is not in the path, but will be in that of later
///   requests. One that no path can hold is refused here as well.
/// - `json = …;`: the text of a JSON body.
/// - `fill(request) = …;`: any other query or body; gives the whole request back.
/// - `secrets = …;`: see [`Endpoint::secrets`].
/// - `read(response) -> Output = …;`: see [`Endpoint::read`]. Documentation before it
///   is that of [`Endpoint::Output`].
macro_rules! endpoint {
    (
        $endpoint:ident($self:ident): $route:path;
        $(path = [$($parameter:expr),*];)?
        $(id = $id:expr;)?
        $(key = $key:expr;)?
        $(json = $json:expr;)?
        $(fill($($given:tt)+) = $fill:expr;)?
        $(secrets = $secrets:expr;)?
        $(#[$doc:meta])*
        read($response:ident) -> $output:ty = $read:expr;
    ) => {
        impl $crate::Endpoint for $endpoint {
            $(#[$doc])*
            type Output = $output;
            const ROUTE: &'static $crate::Route = &$route;

            fn request(&$self) -> Result<$crate::Request, $crate::SegmentError> {
                $($crate::segment::encode($key)?;)?
                $(let request = $crate::Request::new(Self::ROUTE, &[$($parameter),*])?;)?
                $(let request = $crate::Request::with_id(Self::ROUTE, $id)?;)?
                $(let request = request.with_json($json);)?
                $(
                    let $($given)+ = request;
                    let request = $fill;
                )?
                Ok(request.with_secrets($self.secrets()))
            }

            $(
                fn secrets(&$self) -> Vec<String> {
                    $secrets
                }
            )?

            fn read(&$self, $response: &$crate::Response) -> Result<$output, $crate::ApiError> {
                $read
            }
        }
    };
}
pub(crate) use endpoint;

/// The one thing that an answer is.
pub(crate) fn read_one<T: FromObject>(response: &Response) -> Result<T, ApiError> {
    Ok(bare_one(success(response)?)?)
}

/// As [`read_one`], for a secret: what came instead may hold it, and is not shown.
pub(crate) fn read_secret<T: FromObject>(response: &Response) -> Result<T, ApiError> {
    bare_one(success(response)?).map_err(|mut error: Malformed| {
        error.body.clear();
        error.into()
    })
}

/// An answer that is a bare list.
pub(crate) fn read_list<T: FromObject>(response: &Response) -> Result<List<T>, ApiError> {
    Ok(bare_many(success(response)?)?)
}

/// A list in its platform's wrapper, or without it.
pub(crate) fn read_wrapped<T: FromObject>(
    response: &Response,
    wrapper: &Wrapper,
) -> Result<List<T>, ApiError> {
    Ok(unwrap_many(success(response)?, wrapper)?)
}

/// Nothing but that it succeeded.
pub(crate) fn read_nothing(response: &Response) -> Result<(), ApiError> {
    success_or_empty(response).map(|_| ())
}

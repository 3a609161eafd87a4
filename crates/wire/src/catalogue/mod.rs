//! Every endpoint, once: the gateway's allow-list, the journal's labels, the
//! coverage table and the mock's route test all come from here.

/// The rows of a platform: a `static` for each, and `ROUTES` with all of them in
/// the same order. A path belongs to the first row that it fits.
///
/// ```text
/// routes! {
///     /// One user.
///     GET_USER = Route::new(Platform::Pivot, "pivot.users.get", Method::Get, USER, PAGE);
/// }
/// ```
macro_rules! routes {
    ($($(#[$doc:meta])* $name:ident = $route:expr;)+) => {
        $($(#[$doc])* pub static $name: Route = $route;)+

        /// All of them.
        pub static ROUTES: &[&Route] = &[$(&$name),+];
    };
}

pub mod actian;
pub mod metabase;
pub mod pivot;

use crate::request::Method;
use crate::segment::{self, SegmentError};
use serde::{Deserialize, Serialize};

/// The kind of a platform: `pivot` (Imply Pivot), `actian` (Actian Data
/// Observability) or `metabase` (Metabase).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "lowercase")]
pub enum Platform {
    /// Imply Pivot in native users mode.
    Pivot,
    /// Actian Data Observability, formerly Telmai.
    Actian,
    /// Metabase.
    Metabase,
}

impl Platform {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Pivot, Self::Actian, Self::Metabase];

    /// As people call it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Pivot => "Imply Pivot",
            Self::Actian => "Actian Data Observability",
            Self::Metabase => "Metabase",
        }
    }

    /// Its name in ids and in JSON.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Pivot => "pivot",
            Self::Actian => "actian",
            Self::Metabase => "metabase",
        }
    }

    /// The header that carries a key of this platform, as a curl line shows it
    /// (`pivot-user-statuses-2023.01.txt`; actian note 2; metabase note 4).
    pub const fn secret_header(self) -> &'static str {
        match self {
            Self::Pivot => "x-imply-api-token",
            Self::Actian => "X-TLM-Key",
            Self::Metabase => "x-api-key",
        }
    }

    /// Its rows of the catalogue.
    pub const fn routes(self) -> &'static [&'static Route] {
        match self {
            Self::Pivot => pivot::ROUTES,
            Self::Actian => actian::ROUTES,
            Self::Metabase => metabase::ROUTES,
        }
    }
}

/// Where our knowledge of an endpoint comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source {
    /// A platform's document that Rollcall is built from.
    Document(&'static str),
    /// Known from elsewhere; the note in `docs/platform-notes` that says so, such
    /// as `metabase note 12`.
    Note(&'static str),
}

/// One row of the catalogue: an endpoint of a platform.
#[derive(Debug, PartialEq, Eq)]
pub struct Route {
    /// Stable name, `platform.things.verb`.
    pub id: &'static str,
    /// Whose endpoint it is.
    pub platform: Platform,
    /// Its method.
    pub method: Method,
    /// Its path, parameters in braces.
    pub template: &'static str,
    /// The query parameters it takes.
    pub query: &'static [&'static str],
    /// The fields its body takes.
    pub body: &'static [&'static str],
    /// Which of those parameters and fields are secret.
    pub secrets: &'static [&'static str],
    /// Where it is described.
    pub source: Source,
    /// What it does on the platform.
    pub effect: Effect,
    /// Whether sending it twice is the same as sending it once.
    pub idempotent: bool,
    /// Whether the gateway forwards it for the console. What signs in stays
    /// between the gateway and the platform.
    pub forwarded: bool,
}

/// What an endpoint does on the platform.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effect {
    /// It changes nothing.
    Reads,
    /// It changes something.
    Changes,
    /// It removes an account, which the platform cannot give back.
    Removes,
}

/// A path that a catalogue row describes.
#[derive(Debug, PartialEq, Eq)]
pub struct Matched {
    /// The row.
    pub route: &'static Route,
    /// The parameters, decoded, in the template's order.
    pub parameters: Vec<String>,
}

/// Why a path is not one of the catalogue's.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FindError {
    /// No row has this method and shape.
    #[error("no endpoint of {0} is listed for this method and path")]
    Unlisted(&'static str),
    /// A row has this shape, but a parameter cannot be a segment.
    #[error(transparent)]
    Segment(#[from] SegmentError),
}

impl Route {
    /// A row without parameters but the path's, without secrets, and forwarded.
    /// What is not a `GET` writes, and what is not a `POST` is idempotent.
    const fn new(
        platform: Platform,
        id: &'static str,
        method: Method,
        template: &'static str,
        source: Source,
    ) -> Self {
        Self {
            id,
            platform,
            method,
            template,
            query: &[],
            body: &[],
            secrets: &[],
            source,
            effect: match method {
                Method::Get => Effect::Reads,
                Method::Post | Method::Put | Method::Delete => Effect::Changes,
            },
            idempotent: !matches!(method, Method::Post),
            forwarded: true,
        }
    }

    /// Whether it changes anything.
    pub const fn writes(&self) -> bool {
        !matches!(self.effect, Effect::Reads)
    }

    /// Whether it removes an account.
    pub const fn removes(&self) -> bool {
        matches!(self.effect, Effect::Removes)
    }

    /// Which of `parameters`, those of its path, names an account; nothing where the path
    /// names none, as that of a user who is to be created.
    pub fn account<'a>(&self, parameters: &'a [String]) -> Option<&'a str> {
        let parts = self.template.split('/');
        let parts = parts.filter(|part| part.starts_with('{'));
        let mut parameters = parts.zip(parameters);
        let (_, account) = parameters.find(|(part, _)| *part != "{tenant}")?;
        Some(account)
    }

    /// The template filled in with `parameters`, percent-encoded.
    ///
    /// # Errors
    /// When a parameter cannot be a path segment.
    pub fn path(&self, parameters: &[&str]) -> Result<String, SegmentError> {
        let mut parameters = parameters.iter();
        let mut path = String::with_capacity(self.template.len() + 32);
        for part in self.parts() {
            path.push('/');
            match part {
                Part::Literal(text) => path.push_str(text),
                Part::Parameter => {
                    path.push_str(&segment::encode(parameters.next().copied().unwrap_or(""))?);
                }
            }
        }
        Ok(path)
    }

    /// The decoded parameters, where `raw` (a path as sent, not decoded) has
    /// this row's shape.
    fn parameters(&self, raw: &str) -> Option<Result<Vec<String>, SegmentError>> {
        let mut segments = raw.strip_prefix('/')?.split('/');
        let mut found = Vec::new();
        for part in self.parts() {
            let segment = segments.next()?;
            match part {
                // To the letter: an encoded literal is a trick, not a path.
                Part::Literal(text) if text == segment => {}
                Part::Literal(_) => return None,
                Part::Parameter => found.push(segment),
            }
        }
        if segments.next().is_some() {
            return None;
        }
        Some(found.into_iter().map(segment::decode).collect())
    }

    fn parts(&self) -> impl Iterator<Item = Part> {
        self.template.split('/').skip(1).map(|part| {
            if part.starts_with('{') {
                Part::Parameter
            } else {
                Part::Literal(part)
            }
        })
    }
}

enum Part {
    Literal(&'static str),
    Parameter,
}

/// The row that `method` and the raw path `raw` belong to. The gateway forwards
/// nothing else.
///
/// ```
/// use wire::{Platform, catalogue};
///
/// let matched = catalogue::find(Platform::Pivot, "DELETE", "/api/v1/users/team%2Fada")?;
/// assert_eq!(matched.route.id, "pivot.users.delete");
/// assert_eq!(matched.parameters, ["team/ada"]);
/// assert!(matched.route.writes() && matched.route.idempotent);
///
/// // Another method, more slashes, and a name that is a step in the path.
/// for (method, path) in [
///     ("PATCH", "/api/v1/users/ada"),
///     ("DELETE", "/api/v1/users//ada"),
///     ("DELETE", "/api/v1/users/.."),
/// ] {
///     assert!(catalogue::find(Platform::Pivot, method, path).is_err());
/// }
/// # Ok::<(), catalogue::FindError>(())
/// ```
///
/// # Errors
/// [`FindError::Unlisted`], or [`FindError::Segment`] where only a parameter
/// is wrong.
pub fn find(platform: Platform, method: &str, raw: &str) -> Result<Matched, FindError> {
    for route in platform.routes() {
        if route.method.as_str() == method
            && let Some(parameters) = route.parameters(raw)
        {
            return Ok(Matched {
                route,
                parameters: parameters?,
            });
        }
    }
    Err(FindError::Unlisted(platform.name()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all() -> impl Iterator<Item = &'static Route> {
        Platform::ALL
            .into_iter()
            .flat_map(|platform| platform.routes().iter().copied())
    }

    #[test]
    fn every_row_finds_itself_and_no_other() {
        for route in all() {
            let path = route.path(&["a/b%2f+ü", "c"]).unwrap();
            let matched = find(route.platform, route.method.as_str(), &path).unwrap();
            assert_eq!(matched.route.id, route.id);
            for parameter in matched.parameters.iter().take(1) {
                assert_eq!(parameter, "a/b%2f+ü");
            }
        }
    }

    #[test]
    fn ids_are_unique_and_begin_with_their_platform() {
        let mut ids = Vec::new();
        for route in all() {
            assert!(route.id.starts_with(route.platform.id()), "{}", route.id);
            ids.push(route.id);
        }
        let count = ids.len();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), count);
    }

    #[test]
    fn the_platforms_paths_do_not_collide() {
        for route in all() {
            let path = route.path(&["a", "b"]).unwrap();
            for other in Platform::ALL {
                let found = find(other, route.method.as_str(), &path);
                assert_eq!(found.is_ok(), other == route.platform, "{path}");
            }
        }
    }

    #[test]
    fn secrets_are_parameters_and_reads_change_nothing() {
        for route in all() {
            for secret in route.secrets {
                assert!(
                    route.query.contains(secret) || route.body.contains(secret),
                    "{}",
                    route.id
                );
            }
            // A password to be judged is no part of a URL.
            let reads = route.method == Method::Get || route.id == metabase::PASSWORD_CHECK.id;
            assert!(route.writes() || reads, "{}", route.id);
        }
    }

    #[test]
    fn what_is_not_listed_is_not_found() {
        for (method, path) in [
            ("PATCH", "/api/v1/users"),
            ("GET", "/api/v1/user-auths"),
            ("GET", "/api/v1/users/a/b"),
            ("GET", "/api/v1/%75sers"),
            ("GET", "//api/v1/users"),
            ("GET", "/api/v1/users/"),
            ("GET", "api/v1/users"),
            ("GET", ""),
            ("DELETE", "/api/v1/users/.."),
            ("DELETE", "/api/v1/users/%2e%2E"),
        ] {
            assert!(
                find(Platform::Pivot, method, path).is_err(),
                "{method} {path}"
            );
        }
    }
}

//! The endpoints of each platform, and whether the mock covers them. Endpoints,
//! and whether the gateway forwards them, come from the catalogue; their parts
//! come from the documents ([`documents`]). Whether the mock covers a part is
//! looked up in its own description, which its answers are tested against.

pub(crate) mod assumptions;
mod described;
mod documents;
#[cfg(test)]
mod markdown;
#[cfg(test)]
mod tests;

use described::Described;
use documents::Documented;
use serde::Serialize;
use std::collections::BTreeSet;
use wire::catalogue::Source;
use wire::{Platform, Route};

/// An endpoint and its parts.
#[derive(Debug, Serialize)]
pub(crate) struct Row {
    pub(crate) id: &'static str,
    pub(crate) platform: Platform,
    pub(crate) method: &'static str,
    pub(crate) path: &'static str,
    #[serde(flatten)]
    pub(crate) origin: Origin,
    /// Whether the mock covers it.
    pub(crate) mock: bool,
    /// Whether the gateway forwards it for the console.
    pub(crate) forwarded: bool,
    pub(crate) parts: Vec<Part>,
}

/// A parameter, a field, or a status.
#[derive(Debug, Serialize)]
pub(crate) struct Part {
    pub(crate) kind: Kind,
    pub(crate) name: String,
    #[serde(flatten)]
    pub(crate) origin: Origin,
    /// Whether the mock covers it.
    pub(crate) mock: bool,
}

/// The kind of a part.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Kind {
    Path,
    Header,
    Query,
    Body,
    Status,
    Answer,
}

/// How a part is known.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Origin {
    /// A document or a note; `None` if the mock assumes it.
    pub(crate) source: Option<String>,
    /// Whether a document shows it.
    pub(crate) documented: bool,
}

impl Origin {
    fn from(source: Source) -> Self {
        match source {
            Source::Document(name) => Self {
                source: Some(name.to_owned()),
                documented: true,
            },
            Source::Note(name) => Self {
                source: Some(name.to_owned()),
                documented: false,
            },
        }
    }

    const fn assumed() -> Self {
        Self {
            source: None,
            documented: false,
        }
    }

    /// A description for readers.
    pub(crate) const fn description(&self) -> &'static str {
        match (&self.source, self.documented) {
            (_, true) => "documented",
            (Some(_), false) => "observed",
            (None, false) => "assumed",
        }
    }
}

/// All endpoints of all platforms, in the catalogue's order.
pub(crate) fn table() -> Vec<Row> {
    Platform::ALL
        .into_iter()
        .flat_map(|platform| {
            let described = Described::of(platform);
            let rows = platform.routes().iter();
            rows.map(move |route| row(route, &described))
        })
        .collect()
}

fn row(route: &'static Route, described: &Described) -> Row {
    let documented: Vec<&Documented> = documents::all().filter(|row| row.id == route.id).collect();
    let mut parts = Vec::new();
    for entry in &documented {
        let origin = Origin::from(entry.source.unwrap_or(route.source));
        for (kind, names) in [
            (Kind::Path, entry.path),
            (Kind::Header, entry.headers),
            (Kind::Query, entry.query),
            (Kind::Body, entry.body),
            (Kind::Answer, entry.answer),
        ] {
            for name in names {
                parts.push(part(
                    route,
                    described,
                    kind,
                    (*name).to_owned(),
                    origin.clone(),
                ));
            }
        }
    }
    let shown: BTreeSet<u16> = documented
        .iter()
        .flat_map(|entry| entry.statuses)
        .copied()
        .collect();
    for status in shown.union(&described.statuses(route)) {
        let origin = if shown.contains(status) {
            Origin::from(route.source)
        } else {
            Origin::assumed()
        };
        parts.push(part(
            route,
            described,
            Kind::Status,
            status.to_string(),
            origin,
        ));
    }
    Row {
        id: route.id,
        platform: route.platform,
        method: route.method.as_str(),
        path: route.template,
        origin: Origin::from(route.source),
        mock: described.has_endpoint(route),
        forwarded: route.forwarded,
        parts,
    }
}

fn part(route: &Route, described: &Described, kind: Kind, name: String, origin: Origin) -> Part {
    Part {
        mock: described.has(route, kind, &name),
        kind,
        name,
        origin,
    }
}

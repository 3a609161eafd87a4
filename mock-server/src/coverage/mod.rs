//! What there is of each platform, and whether the mock covers it. Endpoints, and
//! whether the gateway forwards them, come from the catalogue, the rest from the
//! documents ([`documents`]); whether the mock covers it is looked up in its own
//! description, which its answers are held against.

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

/// An endpoint and what is part of it.
#[derive(Debug, Serialize)]
pub(crate) struct Row {
    pub(crate) id: &'static str,
    pub(crate) platform: Platform,
    pub(crate) method: &'static str,
    pub(crate) path: &'static str,
    #[serde(flatten)]
    pub(crate) known: Known,
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
    pub(crate) known: Known,
    /// Whether the mock covers it.
    pub(crate) mock: bool,
}

/// What a part is.
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

/// From where it is known.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Known {
    /// A document or a note; none where the mock assumes it.
    pub(crate) source: Option<String>,
    /// Whether a document shows it.
    pub(crate) documented: bool,
}

impl Known {
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

    /// For people.
    pub(crate) const fn words(&self) -> &'static str {
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
        let known = Known::from(entry.source.unwrap_or(route.source));
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
                    known.clone(),
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
        let known = if shown.contains(status) {
            Known::from(route.source)
        } else {
            Known::assumed()
        };
        parts.push(part(
            route,
            described,
            Kind::Status,
            status.to_string(),
            known,
        ));
    }
    Row {
        id: route.id,
        platform: route.platform,
        method: route.method.as_str(),
        path: route.template,
        known: Known::from(route.source),
        mock: described.has_endpoint(route),
        forwarded: route.forwarded,
        parts,
    }
}

fn part(route: &Route, described: &Described, kind: Kind, name: String, known: Known) -> Part {
    Part {
        mock: described.has(route, kind, &name),
        kind,
        name,
        known,
    }
}

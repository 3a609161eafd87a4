//! The platforms as mocked, as `OpenAPI` 3.1 descriptions made from code: paths
//! and parameters from the catalogue, shapes from the mock's own answers. Each
//! platform says beside its handlers what they take and answer
//! (`{pivot,actian,metabase}/openapi.rs`).
//!
//! In this crate's tests every answer of a platform is held against them
//! (`crate::testing`): a status, content type or field that is not described
//! fails the test that saw it.

#[cfg(test)]
pub(crate) mod conformance;
mod operation;
pub(crate) mod schema;
#[cfg(test)]
mod tests;

pub(crate) use operation::{Described, FORM, JSON, TEXT};

use crate::{Options, actian, metabase, pivot};
use utoipa::openapi::path::{PathItem, PathsBuilder};
use utoipa::openapi::security::{ApiKey, ApiKeyValue, SecurityScheme};
use utoipa::openapi::{ComponentsBuilder, InfoBuilder, OpenApi, OpenApiBuilder};
use wire::Platform;

/// A whole platform, described.
pub(crate) struct Description {
    /// Names of security schemes, and the schemes.
    pub(crate) security: Vec<(&'static str, SecurityScheme)>,
    /// The shapes that operations refer to.
    pub(crate) schemas: schema::Schemas,
    /// Every row of the catalogue.
    pub(crate) operations: Vec<Described>,
}

/// A key in a header.
pub(crate) fn key(header: &str) -> SecurityScheme {
    SecurityScheme::ApiKey(ApiKey::Header(ApiKeyValue::new(header)))
}

/// How `platform` is mocked under these options.
pub(crate) fn document(platform: Platform, options: &Options) -> OpenApi {
    let description = match platform {
        Platform::Pivot => pivot::described(options),
        Platform::Actian => actian::described(options),
        Platform::Metabase => metabase::described(options),
    };
    let mut components = ComponentsBuilder::new().schemas_from_iter(description.schemas.into_all());
    for (name, scheme) in description.security {
        components = components.security_scheme(name, scheme);
    }
    for (name, header) in operation::headers() {
        components = components.header(name, header);
    }
    let mut paths = PathsBuilder::new();
    for described in description.operations {
        let template = described.route().template;
        let (method, operation) = described.operation();
        // The builder adds to what the path has already.
        paths = paths.path(template, PathItem::new(method, operation));
    }
    OpenApiBuilder::new()
        .info(
            InfoBuilder::new()
                .title(format!("{}, as mocked", platform.name()))
                .version(env!("CARGO_PKG_VERSION"))
                .description(Some(
                    "What Rollcall's mock takes and answers. Faults that somebody asked the \
                     mock for are not in it.",
                ))
                .build(),
        )
        .paths(paths)
        .components(Some(components.build()))
        .build()
}

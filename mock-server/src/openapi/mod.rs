//! The mock's platforms as `OpenAPI` 3.1 descriptions made from code: paths and
//! parameters come from the catalogue, shapes from the mock's own answers. Each
//! platform describes its requests and answers beside its handlers
//! (`{pivot,actian,metabase}/openapi.rs`).
//!
//! In this crate's tests every answer of a platform is checked against them
//! (`crate::testing`): a status, content type or field that is not described
//! fails the test.

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

/// The description of one platform.
pub(crate) struct Description {
    /// The security schemes by name.
    pub(crate) security: Vec<(&'static str, SecurityScheme)>,
    /// The schemas that operations refer to.
    pub(crate) schemas: schema::Schemas,
    /// Every row of the catalogue.
    pub(crate) operations: Vec<Described>,
}

/// A security scheme: a key in a header.
pub(crate) fn key(header: &str) -> SecurityScheme {
    SecurityScheme::ApiKey(ApiKey::Header(ApiKeyValue::new(header)))
}

/// The description of `platform` with these options.
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
        // The builder adds to the existing operations of the path.
        paths = paths.path(template, PathItem::new(method, operation));
    }
    OpenApiBuilder::new()
        .info(
            InfoBuilder::new()
                .title(format!("{}, as mocked", platform.name()))
                .version(env!("CARGO_PKG_VERSION"))
                .description(Some(
                    "The requests and answers of Rollcall's mock. Faults that were requested from the \
                     mock for are not in it.",
                ))
                .build(),
        )
        .paths(paths)
        .components(Some(components.build()))
        .build()
}

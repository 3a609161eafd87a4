//! The parameters that [`AuditLogQuery`](super::AuditLogQuery) reads, as the
//! `OpenAPI` document describes them.

use crate::audit::read::{Filter, Format};
use utoipa::IntoParams;
use utoipa::openapi::path::{Parameter, ParameterIn};
use utoipa::openapi::schema::{AnyOfBuilder, ObjectBuilder, SchemaType, Type};
use utoipa::openapi::{RefOr, Schema};

/// Which entries are wanted.
pub(crate) type FilterParameters = OrEmpty<Filter>;

/// Which part of the log is answered.
pub(crate) type PageParameters = OrEmpty<Page>;

/// What kind of file is answered.
pub(crate) type FileParameters = OrEmpty<File>;

#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "describes what `AuditLogQuery` reads")]
pub(crate) struct Page {
    /// Only entries with a lower number: `next` of the page before.
    before: Option<u64>,
    /// How many at most. More than 200 count as 200, and 0 as 1.
    #[param(default = 50)]
    limit: Option<usize>,
}

#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "describes what `AuditLogQuery` reads")]
pub(crate) struct File {
    /// What kind of file.
    #[param(inline, default = "json")]
    format: Option<Format>,
}

/// The parameters of `T`, each of which counts as not given where it is empty.
pub(crate) struct OrEmpty<T>(T);

impl<T: IntoParams> IntoParams for OrEmpty<T> {
    fn into_params(place: impl Fn() -> Option<ParameterIn>) -> Vec<Parameter> {
        let mut parameters = T::into_params(place);
        for parameter in &mut parameters {
            parameter.schema = parameter.schema.take().map(or_empty);
        }
        parameters
    }
}

/// What `schema` allows, or an empty text. A parameter that can be given several times can
/// be left out instead.
fn or_empty(schema: RefOr<Schema>) -> RefOr<Schema> {
    if let RefOr::T(Schema::Array(_)) = &schema {
        return schema;
    }
    if let RefOr::T(Schema::Object(object)) = &schema
        && object.schema_type == SchemaType::Type(Type::String)
        && object.enum_values.is_none()
    {
        return schema;
    }
    let empty = ObjectBuilder::new()
        .schema_type(Type::String)
        .max_length(Some(0));
    let any = AnyOfBuilder::new().item(schema).item(empty);
    Schema::AnyOf(any.build()).into()
}

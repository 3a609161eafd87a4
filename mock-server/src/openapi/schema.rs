//! Short functions for schemas. Objects are closed and all their fields
//! required unless stated otherwise: an answer with an additional or missing
//! field is not as described.

use std::collections::BTreeMap;
use utoipa::ToSchema;
use utoipa::openapi::schema::{
    AdditionalProperties, AnyOfBuilder, ArrayBuilder, Object, ObjectBuilder, SchemaType, Type,
};
use utoipa::openapi::{Ref, RefOr, Schema};

/// A schema, or a reference to one.
pub(crate) type Any = RefOr<Schema>;

fn of_type(kind: Type) -> ObjectBuilder {
    ObjectBuilder::new().schema_type(kind)
}

/// Any text.
pub(crate) fn text() -> Any {
    of_type(Type::String).into()
}

/// A text that is not empty.
pub(crate) fn some_text() -> Any {
    of_type(Type::String).min_length(Some(1)).into()
}

/// One of these texts.
pub(crate) fn one_of(texts: &[&str]) -> Any {
    of_type(Type::String)
        .enum_values(Some(texts.iter().copied()))
        .into()
}

/// A text that matches this regular expression.
pub(crate) fn matching(pattern: &str) -> Any {
    of_type(Type::String).pattern(Some(pattern)).into()
}

/// An email address.
pub(crate) fn email() -> Any {
    // Stricter than the format `email`, of which each platform accepts another
    // part.
    matching(r"^[a-z0-9]{1,12}([.+-][a-z0-9]{1,8})?@[a-z0-9]{1,12}[.](com|org|test)$")
}

/// True or false.
pub(crate) fn flag() -> Any {
    of_type(Type::Boolean).into()
}

/// True.
pub(crate) fn yes() -> Any {
    of_type(Type::Boolean).enum_values(Some([true])).into()
}

/// A whole number of at least `least`.
pub(crate) fn number(least: u32) -> Any {
    of_type(Type::Integer).minimum(Some(least)).into()
}

/// Only null.
pub(crate) fn null() -> Any {
    of_type(Type::Null).into()
}

/// Any value.
pub(crate) fn anything() -> Any {
    of_any_type().into()
}

fn of_any_type() -> ObjectBuilder {
    ObjectBuilder::new().schema_type(SchemaType::AnyValue)
}

/// This or null.
pub(crate) fn nullable(schema: Any) -> Any {
    if let RefOr::T(Schema::Object(object)) = &schema
        && let SchemaType::Type(kind) = &object.schema_type
        && object.enum_values.is_none()
    {
        let mut object = object.clone();
        object.schema_type = SchemaType::from_iter([kind.clone(), Type::Null]);
        return object.into();
    }
    any_of([schema, null()])
}

/// One of these.
pub(crate) fn any_of<const N: usize>(schemas: [Any; N]) -> Any {
    let any = schemas
        .into_iter()
        .fold(AnyOfBuilder::new(), AnyOfBuilder::item);
    Schema::AnyOf(any.build()).into()
}

/// The schema `held` or `schema`; two enumerations of texts become one.
pub(crate) fn either(held: Any, schema: Any) -> Any {
    match (held, schema) {
        (held, schema) if held == schema => held,
        (RefOr::T(Schema::AnyOf(mut any)), schema) => {
            if !any.items.contains(&schema) {
                any.items.push(schema);
            }
            Schema::AnyOf(any).into()
        }
        (RefOr::T(Schema::Object(mut held)), RefOr::T(Schema::Object(schema)))
            if held.enum_values.is_some() && schema.enum_values.is_some() =>
        {
            let texts = held.enum_values.get_or_insert_default();
            for text in schema.enum_values.into_iter().flatten() {
                if !texts.contains(&text) {
                    texts.push(text);
                }
            }
            held.into()
        }
        (held, schema) => any_of([held, schema]),
    }
}

/// A list of these.
pub(crate) fn list(item: Any) -> Any {
    ArrayBuilder::new().items(item).into()
}

/// A list with exactly this many items.
pub(crate) fn list_of(count: usize, item: Any) -> Any {
    ArrayBuilder::new()
        .items(item)
        .min_items(Some(count))
        .max_items(Some(count))
        .into()
}

/// An object with any keys and these values.
pub(crate) fn map(values: Any) -> Any {
    of_type(Type::Object)
        .additional_properties(Some(AdditionalProperties::RefOr(values)))
        .into()
}

/// An object with exactly these fields.
pub(crate) fn object<const N: usize>(fields: [(&str, Any); N]) -> Object {
    let mut object = of_type(Type::Object).additional_properties(Some(closed()));
    for (name, schema) in fields {
        object = object.property(name, schema).required(name);
    }
    object.build()
}

const fn closed() -> AdditionalProperties<Schema> {
    AdditionalProperties::FreeForm(false)
}

/// Changes to an object's schema.
pub(crate) trait Shape: Sized {
    /// These fields may be missing, but are no longer null.
    fn optional(self, names: &[&str]) -> Self;
    /// Replaces this field's schema.
    fn with(self, name: &str, schema: Any) -> Self;
    /// Adds a required field.
    fn and(self, name: &str, schema: Any) -> Self;
    /// Makes this field required.
    fn required(self, name: &str) -> Self;
    /// Removes this field.
    fn without(self, name: &str) -> Self;
    /// Allows other fields.
    fn open(self) -> Self;
}

impl Shape for Object {
    fn optional(mut self, names: &[&str]) -> Self {
        self.required.retain(|name| !names.contains(&name.as_str()));
        for (_, schema) in self
            .properties
            .iter_mut()
            .filter(|(name, _)| names.contains(&name.as_str()))
        {
            not_null(schema);
        }
        self
    }

    fn with(mut self, name: &str, schema: Any) -> Self {
        self.properties.insert(name.to_owned(), schema);
        self
    }

    fn and(self, name: &str, schema: Any) -> Self {
        self.with(name, schema).required(name)
    }

    fn required(mut self, name: &str) -> Self {
        self.required.push(name.to_owned());
        self
    }

    fn without(mut self, name: &str) -> Self {
        self.required.retain(|required| required != name);
        self.properties.remove(name);
        self
    }

    fn open(mut self) -> Self {
        self.additional_properties = None;
        self
    }
}

fn not_null(schema: &mut Any) {
    let schema_type = match schema {
        RefOr::T(Schema::Object(object)) => &mut object.schema_type,
        RefOr::T(Schema::Array(array)) => &mut array.schema_type,
        _ => return,
    };
    if let SchemaType::Array(types) = schema_type
        && let [kind, Type::Null] = types.as_slice()
    {
        *schema_type = SchemaType::Type(kind.clone());
    }
}

/// The named schemas of a platform.
#[derive(Default)]
pub(crate) struct Schemas(BTreeMap<String, Any>);

impl Schemas {
    /// Adds a schema with this name; returns a reference to it.
    pub(crate) fn add(&mut self, name: &str, schema: impl Into<Any>) -> Any {
        self.0.insert(name.to_owned(), schema.into());
        Self::reference(name)
    }

    /// Adds the schema of one of the mock's own types. The types that it refers
    /// to must be added before it.
    pub(crate) fn add_own<T: ToSchema>(&mut self, change: impl FnOnce(Object) -> Object) -> Any {
        let name = T::name();
        let object = change(self.own::<T>());
        self.add(&name, object)
    }

    /// The fields of one of the mock's own types, including flattened ones.
    /// serde writes every field that no attribute leaves out, so all of them
    /// are required.
    pub(crate) fn own<T: ToSchema>(&self) -> Object {
        let mut object = object([]);
        self.merge(T::schema(), &mut object);
        object
    }

    fn merge(&self, schema: Any, into: &mut Object) {
        match schema {
            RefOr::T(Schema::Object(found)) => {
                for (name, schema) in found.properties {
                    if !into.required.contains(&name) {
                        into.required.push(name.clone());
                    }
                    into.properties.insert(name, schema);
                }
            }
            RefOr::T(Schema::AllOf(all)) => {
                for item in all.items {
                    self.merge(item, into);
                }
            }
            RefOr::Ref(named) => {
                let name = named.ref_location.rsplit('/').next().unwrap_or_default();
                if let Some(found) = self.0.get(name) {
                    self.merge(found.clone(), into);
                }
            }
            RefOr::T(_) => {}
        }
    }

    /// A reference to the schema with this name.
    pub(crate) fn reference(name: &str) -> Any {
        Ref::from_schema_name(name).into()
    }

    /// All schemas, by name.
    pub(super) fn into_all(self) -> BTreeMap<String, Any> {
        self.0
    }
}

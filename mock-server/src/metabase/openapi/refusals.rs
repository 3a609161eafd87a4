//! Metabase's four error shapes (metabase note 2).

use crate::metabase::store::LAST_ADMINISTRATOR;
use crate::openapi::schema::{
    Any, Schemas, Shape, anything, list, map, number, object, one_of, some_text, text,
};
use crate::openapi::{Described, JSON, TEXT};

pub(super) use crate::metabase::memberships::ALL_USERS_IS_FIXED;

pub(super) const INTERNAL: &str = "Not able to modify the internal user";

/// The refusals of a change to a user who must stay as they are.
pub(super) const OF_CHANGES: &[&str] = &[LAST_ADMINISTRATOR, ALL_USERS_IS_FIXED, INTERNAL];

/// Adds the error shapes to the named schemas.
pub(super) fn add(schemas: &mut Schemas) {
    let off_schema = object([
        ("specific-errors", map(list(text()))),
        ("errors", map(text())),
    ]);
    schemas.add("OffSchema", off_schema);
    let of_field =
        object([("errors", map(text()))]).with("error_code", one_of(&["email-already-in-use"]));
    schemas.add("FieldErrors", of_field);
    let via = object([
        ("type", some_text()),
        ("message", text()),
        ("data", anything()),
    ]);
    let data = object([("status-code", number(400))]);
    let exception = object([
        ("via", list(via.into())),
        ("trace", list(anything())),
        ("cause", text()),
        ("data", data.into()),
        ("message", some_text()),
    ]);
    schemas.add("Exception", exception);
}

/// An error about one field, raised by an endpoint.
pub(super) fn of_field() -> Any {
    Schemas::reference("FieldErrors")
}

/// Adds possible refusals to a route.
pub(super) trait Refusals: Sized {
    fn ok(self, schema: Any) -> Self;
    fn words(self, status: u16, words: &[&str]) -> Self;
    fn schema_errors(self) -> Self;
    fn field_errors(self) -> Self;
    fn exceptions(self, status: u16) -> Self;
    fn refusing_bodies(self) -> Self;
    fn forbidden(self) -> Self;
    fn not_found(self) -> Self;
    fn unavailable(self) -> Self;
}

impl Refusals for Described {
    fn ok(self, schema: Any) -> Self {
        self.answer(200, JSON, schema, "OK")
    }

    /// One of these plain texts.
    fn words(self, status: u16, words: &[&str]) -> Self {
        self.or(status, TEXT, one_of(words), "Refused in a bare text")
    }

    fn schema_errors(self) -> Self {
        let schema = Schemas::reference("OffSchema");
        self.or(400, JSON, schema, "Fields or parameters do not fit")
    }

    fn field_errors(self) -> Self {
        self.or(400, JSON, of_field(), "A field cannot be so here")
    }

    fn exceptions(self, status: u16) -> Self {
        self.or(
            status,
            JSON,
            Schemas::reference("Exception"),
            "An exception",
        )
    }

    /// The refusals of every route with a body.
    fn refusing_bodies(self) -> Self {
        self.schema_errors()
            .words(400, &["Malformed JSON in request body."])
            .words(413, &["The body is larger than 1 MiB."])
    }

    fn forbidden(self) -> Self {
        self.words(403, &["You don't have permissions to do that."])
    }

    fn not_found(self) -> Self {
        self.words(404, &["Not found.", "API endpoint does not exist."])
    }

    fn unavailable(self) -> Self {
        let body = object([("message", some_text())]).into();
        self.or(
            503,
            JSON,
            body,
            "The user is a sentinel that cannot be written",
        )
    }
}

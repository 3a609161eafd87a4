//! One row of the catalogue as an operation.

use super::schema::{Any, either, text};
use serde_json::Value;
use std::collections::BTreeMap;
use utoipa::openapi::path::{
    Operation, OperationBuilder, Parameter, ParameterBuilder, ParameterIn,
};
use utoipa::openapi::request_body::{RequestBody, RequestBodyBuilder};
use utoipa::openapi::{
    Content, Header, HttpMethod, Object, Ref, RefOr, Required, Response, ResponseBuilder,
    SecurityRequirement,
};
use wire::catalogue::Source;
use wire::{Method, Route};

/// The content type of JSON.
pub(crate) const JSON: &str = "application/json";
/// The content type of plain text.
pub(crate) const TEXT: &str = "text/plain";
/// The content type of a web form.
pub(crate) const FORM: &str = "application/x-www-form-urlencoded";

/// A row with the mock's requests and answers.
pub(crate) struct Described {
    route: &'static Route,
    summary: &'static str,
    security: Vec<&'static str>,
    parameters: Vec<Parameter>,
    body: Option<RequestBody>,
    answers: BTreeMap<u16, Response>,
}

impl Described {
    /// A row without security schemes and answers.
    pub(crate) fn new(route: &'static Route, summary: &'static str) -> Self {
        Self {
            route,
            summary,
            security: Vec::new(),
            parameters: Vec::new(),
            body: None,
            answers: BTreeMap::new(),
        }
    }

    /// The row.
    pub(crate) const fn route(&self) -> &'static Route {
        self.route
    }

    /// Requires one of these security schemes.
    pub(crate) fn secured(mut self, schemes: &[&'static str]) -> Self {
        self.security = schemes.to_vec();
        self
    }

    /// Adds a parameter in the path, with an example that the seeds contain.
    pub(crate) fn path(self, name: &str, schema: Any, example: impl Into<Value>) -> Self {
        self.parameter(ParameterIn::Path, name, true, schema, Some(example.into()))
    }

    /// Adds a parameter in the query.
    pub(crate) fn query(self, name: &str, schema: Any) -> Self {
        self.parameter(ParameterIn::Query, name, false, schema, None)
    }

    fn parameter(
        mut self,
        place: ParameterIn,
        name: &str,
        required: bool,
        schema: Any,
        example: Option<Value>,
    ) -> Self {
        let required = if required {
            Required::True
        } else {
            Required::False
        };
        self.parameters.push(
            ParameterBuilder::new()
                .name(name)
                .parameter_in(place)
                .required(required)
                .schema(Some(schema))
                .example(example)
                .build(),
        );
        self
    }

    /// Adds a body with any of these content types.
    pub(crate) fn body(mut self, required: bool, contents: &[(&str, &Object)]) -> Self {
        let mut body = RequestBodyBuilder::new().required(Some(if required {
            Required::True
        } else {
            Required::False
        }));
        for (kind, schema) in contents {
            body = body.content(*kind, Content::new(Some((*schema).clone())));
        }
        self.body = Some(body.build());
        self
    }

    /// Adds an answer with a body. A status may have several content types.
    pub(crate) fn answer(mut self, status: u16, kind: &str, schema: Any, says: &str) -> Self {
        let response = self.answers.remove(&status).unwrap_or_else(|| said(says));
        let response = ResponseBuilder::from(response)
            .content(kind, Content::new(Some(schema)))
            .build();
        self.answers.insert(status, response);
        self
    }

    /// Like [`Self::answer`], if the status may already have another shape.
    pub(crate) fn or(self, status: u16, kind: &str, schema: Any, says: &str) -> Self {
        let held =
            self.answers
                .get(&status)
                .and_then(|response| match response.content.get(kind)? {
                    RefOr::T(content) => content.schema.clone(),
                    RefOr::Ref(_) => None,
                });
        let schema = match held {
            Some(held) => either(held, schema),
            None => schema,
        };
        self.answer(status, kind, schema, says)
    }

    /// Adds an answer without a body.
    pub(crate) fn nothing(mut self, status: u16, says: &str) -> Self {
        self.answers.entry(status).or_insert_with(|| said(says));
        self
    }

    /// The operation and its method.
    pub(super) fn operation(self) -> (HttpMethod, Operation) {
        let source = match self.route.source {
            Source::Document(name) => format!("Documented: {name}."),
            Source::Note(name) => format!("In no document of the platform; {name} describes it."),
        };
        let mut operation = OperationBuilder::new()
            .operation_id(Some(self.route.id))
            .tag(self.route.id.split('.').nth(1).unwrap_or_default())
            .summary(Some(self.summary))
            .description(Some(source))
            .request_body(self.body)
            .securities(Some(self.security.into_iter().map(|scheme| {
                SecurityRequirement::new::<_, [&str; 0], &str>(scheme, [])
            })));
        for parameter in self.parameters {
            operation = operation.parameter(parameter);
        }
        for (status, response) in self.answers {
            operation = operation.response(status.to_string(), response);
        }
        (method(self.route.method), operation.build())
    }
}

/// A response with the headers that every answer has.
fn said(says: &str) -> Response {
    HEADERS
        .iter()
        .fold(
            ResponseBuilder::new().description(says),
            |said, (name, ..)| {
                said.header_ref(*name, Ref::new(format!("#/components/headers/{name}")))
            },
        )
        .build()
}

const HEADERS: [(&str, &str); 2] = [
    (
        "x-mock-endpoint",
        "The catalogue's row, where one was reached",
    ),
    ("x-mock-note", "What of this answer the mock assumes"),
];

/// The headers that every answer may have.
pub(super) fn headers() -> impl Iterator<Item = (&'static str, Header)> {
    HEADERS.into_iter().map(|(name, says)| {
        let header = Header::builder()
            .schema(Some(text()))
            .description(Some(says));
        (name, header.build())
    })
}

const fn method(method: Method) -> HttpMethod {
    match method {
        Method::Get => HttpMethod::Get,
        Method::Post => HttpMethod::Post,
        Method::Put => HttpMethod::Put,
        Method::Delete => HttpMethod::Delete,
    }
}

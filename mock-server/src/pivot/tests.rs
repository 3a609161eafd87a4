//! Tests of all of Pivot's routes together.

mod model;
mod routes;

//! Tests of all of Actian's routes together.

mod model;
mod routes;

//! Tests of all of Metabase's routes together.

mod managers;
mod model;
mod routes;

//! What holds of all of Pivot's routes together.

mod model;
mod routes;

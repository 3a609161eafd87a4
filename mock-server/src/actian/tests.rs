//! What holds of all of Actian's routes together.

mod model;
mod routes;

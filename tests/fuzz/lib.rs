//! What both fuzz targets share: how their bytes are an answer of a platform, and what
//! holds for every answer.

mod check;
pub mod counting;
pub mod input;

pub use check::check;

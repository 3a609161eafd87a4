//! HTTP for all parts of the server: limits, hosts, headers, the request log,
//! refusals, the files of the console.

pub(crate) mod assets;
pub(crate) mod base_path;
pub(crate) mod client_address;
pub(crate) mod error;
pub(crate) mod headers;
pub(crate) mod html;
pub(crate) mod pages;
pub(crate) mod paths;
pub(crate) mod refusal;
pub(crate) mod request_body;
pub(crate) mod request_checks;
pub(crate) mod request_log;
pub(crate) mod see_other;
pub(crate) mod site;

//! The paths where people sign in and out. The rest of the server's paths are in
//! `router.rs`; these are here because pages lead to them, and checks name them.

pub(crate) use wire::console::{SIGN_IN_PATH, SIGN_OUT_PATH};

/// What leads to the identity provider.
pub(crate) const PROVIDER_PATH: &str = "/sign-in/openid";
/// Where the identity provider leads back to, below the console's address.
pub const PROVIDER_RETURN_PATH: &str = "/sign-in/openid/return";

//! A gateway before one platform.

use gateway::{Config, Limits};
use std::net::SocketAddr;
use std::path::Path;
use test_support::{serve, upstream};
use wire::Platform;

/// The address of a gateway whose one connection, `pivot`, is at `base`.
pub(crate) async fn gateway(base: String, dist: &Path) -> SocketAddr {
    gateway_with(base, dist, Limits::default()).await
}

/// The same with bounds of its own.
pub(crate) async fn gateway_with(base: String, dist: &Path, limits: Limits) -> SocketAddr {
    let mut upstream = upstream(Platform::Pivot, base);
    upstream.limits = limits;
    serve(gateway::router(Config::new(vec![upstream], dist.into())).unwrap()).await
}

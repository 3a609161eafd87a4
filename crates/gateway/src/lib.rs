//! The server between the console and the platforms: it serves the built app,
//! lists the connections, and forwards what the catalogue lists, with each
//! connection's secret added. The browser sees no address and no secret.

mod api;
mod approval;
mod audit;
mod auth;
pub mod client_tls;
mod command_line;
mod config;
mod config_error;
mod http;
mod metrics;
mod middleware;
mod people;
mod person;
mod proxy;
mod random;
mod redact;
mod repeated_failure;
mod router;
mod services;
mod stop_signal;

pub use api::health::Readiness;
pub use approval::rule::ApprovalRule;
pub use audit::change::{Change, Outcome};
pub use audit::event::Event;
pub use audit::log::{AuditLog, NotRecorded, Recording};
pub use audit::origin::Actor;
pub use audit::read::{
    AuditLogReader, Export, Filter, Format, NotRead, Order, Part, Reading, ReadingEntries,
};
pub use auth::gate::SignIn;
pub use auth::people::Passwords;
pub use auth::provider::{
    Attempt, IdentityProvider, ProviderFailure, ProviderFuture, SignInRefused,
};
pub use auth::proxy_header::Proxy;
pub use auth::recognition::Recognition;
pub use auth::signing::{SIGNING_KEY_BYTES, SigningKey};
pub use auth::store::{
    InMemory, Keeping, Session, SessionStore, StoreError, StoredSession, TokenHash,
};
pub use command_line::CommandLine;
pub use config::Config;
pub use config_error::ConfigError;
pub use http::assets::{ConsoleFiles, EmbeddedFile};
pub use http::client_address::{ClientAddress, TrustedProxies};
pub use http::paths::PROVIDER_RETURN_PATH;
pub use http::site::{PublicUrl, PublicUrlError};
pub use metrics::Metrics;
pub use people::fingerprint::receipt_fingerprint;
pub use people::in_memory::PeopleInMemory;
pub use people::receipt_entry::{asked_row, receipt_entry};
pub use people::review_fingerprint::review_fingerprint;
pub use people::review_store::{
    DecisionResult, DecisionRow, DecisionWrite, Expected, ItemRow, ReviewResult, ReviewRow,
    ReviewStore, Tally,
};
pub use people::reviews_in_memory::ReviewsInMemory;
pub use people::store::{
    PeopleFuture, PeopleRow, PeopleRows, PeopleStore, PeopleStoreError, ReceiptRow, Revision,
    RowKind, RowWrite, WriteResult,
};
pub use person::{Person, Role, Via};
pub use proxy::limits::Limits;
pub use proxy::probe::{Report, check, probe};
pub use proxy::signed_in::SignedIn;
pub use proxy::upstream::{Credential, Upstream};
pub use random::{NoRandomness, random_bytes};
pub use redact::SecretMask;
pub use repeated_failure::{EndedFailure, RepeatedFailure};
pub use router::router;
pub use stop_signal::stop_signal;
pub use wire::secrets::Secret;

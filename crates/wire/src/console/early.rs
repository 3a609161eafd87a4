//! What the page of a connection asks for first, so that it can be asked for while
//! the console itself is still being loaded.

use super::{Connection, via};
use crate::{Endpoint, Platform, Request, SegmentError, actian, metabase, pivot};

/// The paths of the requests that the list of a connection's users begins with, as
/// the gateway forwards them; none where the connection asks for its secret.
///
/// It is what `roster::load` asks for, and a test there compares the two.
pub fn early_paths(connection: &Connection) -> Vec<String> {
    if connection.ask {
        return Vec::new();
    }
    let requests: Vec<Result<Request, SegmentError>> = match connection.platform {
        Platform::Pivot => vec![
            pivot::ListUsers.request(),
            pivot::ListStatuses.request(),
            pivot::ListRoles.request(),
        ],
        Platform::Actian => {
            let tenant = connection.tenant.clone();
            vec![actian::ListUsers { tenant }.request()]
        }
        Platform::Metabase => vec![
            metabase::ListUsers::all().request(),
            metabase::ListGroups.request(),
            metabase::GetCurrentUser.request(),
        ],
    };
    requests
        .into_iter()
        .filter_map(|request| {
            let request = request.ok()?;
            // Only what is asked by its address alone.
            let is_plain = request.body.is_none();
            is_plain.then(|| via(&connection.id, &request.target()).ok())?
        })
        .collect()
}

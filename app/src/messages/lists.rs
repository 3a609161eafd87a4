//! What is missing from a list of users.

use super::{counted, speaker};
use roster::{Gap, RoleKind, Rows};
use wire::Platform;

/// What is missing from a list of users.
pub(crate) fn gap(platform: Platform, gap: &Gap) -> String {
    let speaker = speaker(platform);
    match gap {
        Gap::Fewer { reported, sent } => format!(
            "{speaker} reports {} but sent {sent}. The list is incomplete: a user who is not in it may exist.",
            counted(
                usize::try_from(*reported).unwrap_or(usize::MAX),
                "user",
                "users",
            )
        ),
        Gap::Unreadable {
            rows,
            count,
            problem,
        } => {
            let (one, many, note) = match rows {
                Rows::Users => ("user", "users", "The list is incomplete."),
                Rows::Statuses => (
                    "user status",
                    "user statuses",
                    "A user who is shown without a status record may be disabled.",
                ),
                Rows::Roles => {
                    let kind = RoleKind::of_platform(platform);
                    (kind.singular(), kind.plural(), "")
                }
            };
            let said = counted(*count, one, many);
            let what = [&*said, " could not be read (", problem, "). ", note];
            what.concat().trim_end().to_owned()
        }
        Gap::TenantsRefused(words) => format!(
            "{speaker} refused to list the users of tenants: {words}. If it has tenants, their users are not in the list."
        ),
    }
}

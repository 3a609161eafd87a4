//! What is said when people leave, besides what is said of every plan about people.

use super::people_plan::who;
use roster::people::{LeaveWay, PlannedPerson};

/// What the button says that removes access.
pub(crate) fn remove_access(people: &[PlannedPerson]) -> String {
    format!("Remove the access of {}", who(people))
}

/// What has to be typed before accounts are deleted.
pub(crate) fn phrase(people: &[PlannedPerson]) -> String {
    match people {
        [one] => one.addresses.first().unwrap_or(&one.name).clone(),
        all => format!("remove {} people", all.len()),
    }
}

/// What a way of removing access does, as a choice.
pub(crate) const fn way(way: LeaveWay) -> &'static str {
    match way {
        LeaveWay::Disable => "Disable",
        LeaveWay::Remove => "Remove",
    }
}

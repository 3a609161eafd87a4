//! Reviews of small companies, and what is true of reviews of any.

mod comparing;
mod continuing;
mod decisions;
mod evidence;
mod freezing;
mod properties;
mod revoking;

use super::*;
use crate::people::tests::world::*;
use crate::people::{DriftSettings, Lists, People};
use crate::record::Record;
use wire::console::reviews::{ReviewItem, ReviewScope};

/// All accounts that are not disabled, on these connections.
fn scope(connections: &[&str]) -> ReviewScope {
    ReviewScope {
        connections: connections.iter().map(|&id| id.to_owned()).collect(),
        roles: Vec::new(),
        admins_only: false,
        disabled: false,
        filters: Vec::new(),
    }
}

fn everywhere() -> ReviewScope {
    scope(&["pivot", "actian", "metabase"])
}

fn frozen(people: &People, lists: Lists<'_>, scope: &ReviewScope) -> FrozenAccounts {
    let settings = DriftSettings {
        domains: vec!["x.example".to_owned()],
        ..DriftSettings::default()
    };
    let mut freezing = Freezing::new(people, scope, settings, NOW).unwrap();
    while freezing.step(people, lists, 2) {}
    freezing.finish(people)
}

fn items(world: &World, scope: &ReviewScope) -> Vec<ReviewItem> {
    frozen(&world.people(), &world.lists(), scope).items
}

/// The accounts of these items, each as one text.
fn names(items: &[ReviewItem]) -> Vec<String> {
    let name = |item: &ReviewItem| format!("{}/{}", item.account.connection, item.account.key);
    items.iter().map(name).collect()
}

fn user(id: u64, email: &str, change: impl FnOnce(&mut wire::metabase::User)) -> Record {
    let mut user = of_metabase(id, email);
    change(&mut user);
    user.into()
}

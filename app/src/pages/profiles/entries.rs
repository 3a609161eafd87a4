//! What a profile says about each connection, in words.

use super::ProfilesPage;
use crate::messages::profiles;
use crate::state::people::profile;
use roster::people::ProfileEntry;
use wire::console::people as rows;

/// Each connection that a profile names, by its label, with what it says about it. Not
/// reactive.
pub(super) fn entry_texts(page: ProfilesPage, row: &rows::Profile) -> Vec<(String, String)> {
    page.people.read(|people, lists| {
        let entries = profile(row, people).entries.into_iter();
        let texts = entries.map(|(id, entry)| {
            let mut connections = people.connections().zip(lists);
            let found = connections.find(|(connection, _)| *connection.id == *id);
            let Some((connection, accounts)) = found else {
                return (id.into(), "There is no such connection any more".to_owned());
            };
            let names: Vec<String> = match &entry {
                ProfileEntry::NoAccess => Vec::new(),
                ProfileEntry::Access(roles) => {
                    let title = |role: &String| match accounts {
                        Some(accounts) => accounts.title_of(role).to_owned(),
                        None => role.clone(),
                    };
                    roles.iter().map(title).collect()
                }
            };
            let text = profiles::entry(&entry, &names, connection.platform);
            (connection.label.clone(), text)
        });
        texts.collect()
    })
}

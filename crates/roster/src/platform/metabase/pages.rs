//! Metabase's list of users, all of it: the people of tenants as well, and what
//! a first answer left out.

use crate::accounts::{Gap, Rows};
use crate::platform::read::unreadable;
use crate::transport::DynTransport;
use crate::{CallError, call};
use std::collections::HashMap;
use wire::ApiError;
use wire::metabase::{ListUsers, Page, User};

/// The smallest page that is asked for. The platform has no greatest.
const PAGE: u64 = 500;

/// How many pages are asked for at most.
const MOST_PAGES: usize = 500;

/// What could be read of a list.
pub(super) struct Found {
    /// Each user once.
    pub(super) users: Vec<User>,
    /// What is missing.
    pub(super) gaps: Vec<Gap>,
}

/// Reads `list`, which asks for no page, to its end.
///
/// # Errors
/// When its first answer cannot be read. A later one is a gap.
pub(super) async fn metabase_users(
    transport: &dyn DynTransport,
    list: ListUsers,
) -> Result<Found, CallError> {
    let (list, first, refused) = first_page(transport, list).await?;
    let mut all = Collected::default();
    let sent = all.add(first);
    if all.lacks_some() {
        all.read_on(transport, list, sent).await;
    }
    let mut gaps = Vec::new();
    if all.lacks_some() {
        gaps.push(Gap::Fewer {
            reported: all.reported,
            sent: all.count(),
        });
    }
    gaps.extend(unreadable(all.unreadable, Rows::Users));
    gaps.extend(refused.map(Gap::TenantsRefused));
    Ok(Found {
        users: all.users,
        gaps,
    })
}

/// The answer to `list`; where the server refuses to list the people of tenants,
/// without them and with its words.
async fn first_page(
    transport: &dyn DynTransport,
    list: ListUsers,
) -> Result<(ListUsers, Page, Option<String>), CallError> {
    match call(transport, &list).await {
        Ok(page) => Ok((list, page, None)),
        Err(error) if list.tenants && is_refused(&error) => {
            let list = ListUsers {
                tenants: false,
                ..list
            };
            let page = call(transport, &list).await?;
            Ok((list, page, Some(error.to_string())))
        }
        Err(error) => Err(error),
    }
}

/// Whether the parameter may be what was refused.
const fn is_refused(error: &CallError) -> bool {
    match error {
        CallError::Api(ApiError::Refused(refusal)) => matches!(refusal.status, 400 | 402 | 422),
        _ => false,
    }
}

/// The users of several pages.
#[derive(Default)]
struct Collected {
    users: Vec<User>,
    /// Where in them the user of an id is.
    places: HashMap<u64, u32>,
    unreadable: wire::Unreadable,
    /// How many there are, as the last page says.
    reported: u64,
}

impl Collected {
    /// How many rows are known.
    fn count(&self) -> u64 {
        (self.users.len() + self.unreadable.count) as u64
    }

    fn lacks_some(&self) -> bool {
        self.count() < self.reported
    }

    /// Adds a page; how many rows it had.
    fn add(&mut self, page: Page) -> u64 {
        let sent = (page.users.len() + page.unreadable.count) as u64;
        self.reported = page.total;
        // Rows that cannot be read cannot be told apart, so those of one answer
        // count, and not those of several.
        if page.unreadable.count > self.unreadable.count {
            self.unreadable = page.unreadable;
        }
        for user in page.users {
            let place = u32::try_from(self.users.len()).unwrap_or(u32::MAX);
            let known = *self.places.entry(user.id).or_insert(place);
            match self.users.get_mut(known as usize) {
                Some(earlier) => *earlier = user,
                None => self.users.push(user),
            }
        }
        sent
    }

    /// Asks for the rest, page after page. A user who moved from one page to
    /// another meanwhile is looked for once more from the start.
    async fn read_on(&mut self, transport: &dyn DynTransport, list: ListUsers, sent: u64) {
        let limit = sent.max(PAGE);
        let mut offset = sent;
        let mut is_second_round = offset == 0;
        for _ in 0..MOST_PAGES {
            let page = ListUsers {
                limit: Some(limit),
                offset: Some(offset),
                ..list.clone()
            };
            let Ok(page) = call(transport, &page).await else {
                return;
            };
            let before = self.count();
            let echoed = page.offset;
            let sent = self.add(page);
            let is_news = self.count() > before;
            if !self.lacks_some() || echoed.is_some_and(|echoed| echoed != offset) {
                return;
            }
            if sent > 0 && (is_news || echoed.is_some()) {
                offset += sent;
            } else if is_second_round || sent > 0 {
                return;
            } else {
                is_second_round = true;
                offset = 0;
            }
        }
    }
}

#[cfg(test)]
mod tests;

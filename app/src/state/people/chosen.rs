//! The people that a page is about, if they are too many for its address.

use super::PeopleStore;
use crate::routes;
use leptos::prelude::*;

/// How long an address is at most. Proxies refuse longer ones.
const LONGEST_URL: usize = 4_000;

impl PeopleStore {
    /// The address of the page that removes the access of the people with these keys. Where
    /// they are too many for an address, they are remembered until the console is closed or
    /// reloaded, and the page asks for them by [`chosen_people`](Self::chosen_people).
    pub(crate) fn leave_url(self, keys: &[String]) -> String {
        let url = routes::leave(keys);
        if url.len() <= LONGEST_URL {
            return url;
        }
        self.parts().chosen.set_value(keys.to_vec());
        routes::leave(&[])
    }

    /// The keys of the people who were too many for an address.
    pub(crate) fn chosen_people(self) -> Vec<String> {
        self.parts().chosen.get_value()
    }
}

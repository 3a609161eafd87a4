//! Finding a user on any connection while somebody types.

use crate::state::user_store::UserStore;
use leptos::prelude::*;
use roster::people::Account;
use roster::view::fold;
use std::cell::RefCell;
use std::time::Duration;

/// How many logins are read at a time, so that nobody waits for it.
const SLICE: usize = 4000;

/// What tells whether a store's people are still those that were read.
type Version = (u32, Option<f64>);

/// The texts of one connection's logins, folded, one after the other.
struct Folded {
    store: UserStore,
    version: Version,
    text: String,
    /// Where each login's text ends.
    ends: Vec<usize>,
}

thread_local! {
    static ALL: RefCell<Vec<Folded>> = const { RefCell::new(Vec::new()) };
    /// Whether somebody reads already.
    static READING: RefCell<bool> = const { RefCell::new(false) };
}

/// Reads whatever is not read yet, a slice at a time; tells `more` after each.
pub(crate) fn read(more: ArcRwSignal<()>) {
    if !READING.replace(true) {
        slice(more);
    }
}

fn slice(more: ArcRwSignal<()>) {
    let unread = UserStore::opened()
        .into_iter()
        .any(|store| read_from(&store));
    if unread {
        more.set(());
        set_timeout(move || slice(more), Duration::ZERO);
    } else {
        READING.set(false);
    }
}

/// Reads some of a store's logins. Whether any were left to read.
fn read_from(store: &UserStore) -> bool {
    let version = store.version();
    ALL.with_borrow_mut(|all| {
        let at = all.iter().position(|one| one.store == *store);
        let at = at.unwrap_or_else(|| {
            all.push(Folded {
                store: store.clone(),
                version,
                text: String::new(),
                ends: Vec::new(),
            });
            all.len() - 1
        });
        let Some(folded) = all.get_mut(at) else {
            return false;
        };
        if folded.version != version {
            folded.version = version;
            folded.text.clear();
            folded.ends.clear();
        }
        store.people.with_untracked(|people| {
            let left = people.accounts.iter().skip(folded.ends.len());
            let before = folded.ends.len();
            for account in left.take(SLICE) {
                let texts = [&*account.label(), account.record.address(), &account.key];
                folded.text.push_str(&fold(&texts.join(" ")));
                folded.ends.push(folded.text.len());
            }
            folded.ends.len() > before
        })
    })
}

/// A login that goes with what is typed.
pub(crate) struct Hit {
    pub(crate) store: UserStore,
    pub(crate) key: String,
    pub(crate) label: String,
    /// Its address, where that is something else.
    pub(crate) address: String,
}

/// Up to `most` logins whose texts have every word of `text`.
pub(crate) fn find(text: &str, most: usize) -> Vec<Hit> {
    let text = fold(text);
    let mut words: Vec<&str> = text.split_whitespace().collect();
    // The longest rules out most.
    words.sort_by_key(|word| std::cmp::Reverse(word.len()));
    let mut hits = Vec::new();
    if words.is_empty() {
        return hits;
    }
    ALL.with_borrow(|all| {
        for folded in all {
            let places = places(folded, &words, most - hits.len());
            folded.store.people.with_untracked(|people| {
                let found = places.into_iter().filter_map(|at| people.accounts.get(at));
                hits.extend(found.map(|account| Hit::of(&folded.store, account)));
            });
        }
    });
    hits
}

impl Hit {
    fn of(store: &UserStore, account: &Account) -> Self {
        let label = account.label();
        let address = account.record.address();
        Self {
            store: store.clone(),
            key: account.key.to_string(),
            address: if address == label { "" } else { address }.to_owned(),
            label,
        }
    }
}

/// The places of up to `most` logins that have every word.
fn places(folded: &Folded, words: &[&str], most: usize) -> Vec<usize> {
    let mut found = Vec::new();
    let Some((first, rest)) = words.split_first() else {
        return found;
    };
    let mut from = 0;
    while found.len() < most
        && let Some(at) = folded.text.get(from..).and_then(|text| text.find(first))
    {
        let at = from + at;
        let place = folded.ends.partition_point(|end| *end <= at);
        let start = place
            .checked_sub(1)
            .and_then(|before| folded.ends.get(before));
        let start = start.copied().unwrap_or(0);
        let end = folded.ends.get(place).copied().unwrap_or(folded.text.len());
        let row = folded.text.get(start..end).unwrap_or_default();
        // A word that begins in one row and ends in the next is in neither.
        if row.contains(first) && rest.iter().all(|word| row.contains(word)) {
            found.push(place);
        }
        from = end;
    }
    found
}

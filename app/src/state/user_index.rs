//! Finds users of every open connection as you type.

use crate::state::user_store::UserStore;
use crate::state::user_stores::UserStores;
use leptos::prelude::*;
use roster::accounts::Account;
use roster::view::fold;
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::time::Duration;

/// How many accounts are added at a time, so that the page stays responsive.
const SLICE: usize = 4000;

/// What tells whether a store's users are still those that were added.
type Version = (u32, Option<f64>);

/// The index. All clones are the same.
#[derive(Clone)]
pub(crate) struct UserIndex(Rc<Inner>);

struct Inner {
    stores: UserStores,
    texts: RefCell<Vec<StoreTexts>>,
    is_growing: Cell<bool>,
    /// Changes when accounts were added.
    grown: ArcRwSignal<()>,
}

/// The texts of one connection's accounts, folded, one after the other.
struct StoreTexts {
    store: UserStore,
    version: Version,
    text: String,
    /// Where each account's text ends.
    ends: Vec<usize>,
}

/// A user who matches what is typed.
pub(crate) struct Hit {
    pub(crate) store: UserStore,
    pub(crate) key: String,
    pub(crate) label: String,
    /// The email address, where it differs from the label.
    pub(crate) address: String,
}

impl UserIndex {
    /// An empty index of the users of `stores`.
    pub(crate) fn new(stores: UserStores) -> Self {
        Self(Rc::new(Inner {
            stores,
            texts: RefCell::default(),
            is_growing: Cell::new(false),
            grown: ArcRwSignal::new(()),
        }))
    }

    /// Runs what reads it again when users were added.
    pub(crate) fn track(&self) {
        self.0.grown.track();
    }

    /// Adds the users that are not in it yet, a slice at a time.
    pub(crate) fn grow(&self) {
        if !self.0.is_growing.replace(true) {
            self.add_slice();
        }
    }

    fn add_slice(&self) {
        let mut stores = self.0.stores.all().into_iter();
        if stores.any(|store| self.add_some(&store)) {
            self.0.grown.set(());
            let index = self.clone();
            set_timeout(move || index.add_slice(), Duration::ZERO);
        } else {
            self.0.is_growing.set(false);
        }
    }

    /// Adds some of a store's accounts. Returns whether there were any to add.
    fn add_some(&self, store: &UserStore) -> bool {
        let version = store.version();
        let mut all = self.0.texts.borrow_mut();
        let at = all.iter().position(|texts| texts.store == *store);
        let at = at.unwrap_or_else(|| {
            all.push(StoreTexts {
                store: store.clone(),
                version,
                text: String::new(),
                ends: Vec::new(),
            });
            all.len() - 1
        });
        let Some(texts) = all.get_mut(at) else {
            return false;
        };
        if texts.version != version {
            texts.version = version;
            texts.text.clear();
            texts.ends.clear();
        }
        store.accounts.with_untracked(|accounts| {
            let before = texts.ends.len();
            for account in accounts.list.iter().skip(before).take(SLICE) {
                let parts = [&*account.label(), account.record.address(), &account.key];
                texts.text.push_str(&fold(&parts.join(" ")));
                texts.ends.push(texts.text.len());
            }
            texts.ends.len() > before
        })
    }

    /// Up to `most` users whose texts have every word of `text`.
    pub(crate) fn find(&self, text: &str, most: usize) -> Vec<Hit> {
        let text = fold(text);
        let mut words: Vec<&str> = text.split_whitespace().collect();
        // The longest rules out most.
        words.sort_by_key(|word| std::cmp::Reverse(word.len()));
        let mut hits = Vec::new();
        if words.is_empty() {
            return hits;
        }
        for texts in &*self.0.texts.borrow() {
            let indexes = texts.find(&words, most - hits.len());
            texts.store.accounts.with_untracked(|accounts| {
                let found = indexes.into_iter().filter_map(|at| accounts.list.get(at));
                hits.extend(found.map(|account| Hit::new(&texts.store, account)));
            });
        }
        hits
    }
}

impl Hit {
    fn new(store: &UserStore, account: &Account) -> Self {
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

impl StoreTexts {
    /// The indexes of up to `most` accounts whose texts have every word.
    fn find(&self, words: &[&str], most: usize) -> Vec<usize> {
        let mut found = Vec::new();
        let Some((first, rest)) = words.split_first() else {
            return found;
        };
        let mut from = 0;
        while found.len() < most
            && let Some(at) = self.text.get(from..).and_then(|text| text.find(first))
        {
            let at = from + at;
            let index = self.ends.partition_point(|end| *end <= at);
            let start = index
                .checked_sub(1)
                .and_then(|before| self.ends.get(before));
            let start = start.copied().unwrap_or(0);
            let end = self.ends.get(index).copied().unwrap_or(self.text.len());
            let text = self.text.get(start..end).unwrap_or_default();
            // A word that begins in one text and ends in the next is in neither.
            if text.contains(first) && rest.iter().all(|word| text.contains(word)) {
                found.push(index);
            }
            from = end;
        }
        found
    }
}

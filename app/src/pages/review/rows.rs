//! The rows of the list: the accounts of the review, which of them match what is asked
//! for, and in which order.

use super::{ReviewPage, columns, label};
use crate::browser::reactive::watch;
use crate::browser::task::{in_slices, spawn};
use crate::components::list::{List, ListQuery, Noun};
use crate::components::page_query::{PageQuery, query_in_url};
use crate::messages::reviews as words;
use crate::routes::{self, Decided, ReviewQuery, SortOrder};
use crate::state::reviews::ReviewStore;
use crate::ui::table::{Lengths, Need};
use leptos::prelude::*;
use roster::people::{ItemNow, compare_with_now};
use roster::view::fold;
use std::sync::Arc;
use wire::console::reviews::{DecisionKind, LastSignInThen, ReviewItem};

/// What a row is called.
const NOUN: Noun = Noun {
    one: "account",
    many: "accounts",
};

/// Under which name the browser keeps the choice of columns.
const STORAGE: &str = "review";

/// Of how many accounts the texts are measured, so that columns are as wide as they need.
const MEASURED: usize = 500;

/// How many accounts are compared between two looks at the clock.
const BUDGET: usize = 50;

/// The list and the accounts behind it. Cheap to clone; all clones are the same.
#[derive(Clone)]
pub(super) struct ReviewRows {
    pub(super) page: ReviewPage,
    pub(super) list: List,
    /// What the URL asks for.
    pub(super) query: RwSignal<ReviewQuery>,
    pub(super) items: Arc<[ReviewItem]>,
    /// What the connection of each account is called.
    labels: Arc<[Arc<str>]>,
    /// What is searched in each account.
    texts: Arc<[String]>,
    /// Which accounts are different now, as far as that is known.
    changed: RwSignal<Arc<[bool]>>,
    /// The account that is looked at, by its number.
    pub(super) current: RwSignal<Option<u32>>,
}

impl ReviewRows {
    /// The accounts of the review, not shown yet.
    pub(super) fn start(page: ReviewPage, items: Arc<[ReviewItem]>) -> Self {
        let stores = untrack(|| page.people.user_stores());
        let names: Vec<(String, Arc<str>)> = stores
            .iter()
            .map(|store| {
                let id = store.connection().id.clone();
                let name = label(&stores, &id).into();
                (id, name)
            })
            .collect();
        let labels = items.iter().map(|item| {
            let id = &item.account.connection;
            let known = names.iter().find(|(one, _)| one == id);
            known.map_or_else(|| Arc::from(&**id), |(_, name)| name.clone())
        });
        let labels: Arc<[Arc<str>]> = labels.collect();
        let texts = items.iter().zip(&*labels).map(|(item, label)| {
            fold(&format!(
                "{} {} {} {label} {}",
                item.name,
                item.address,
                item.account.key,
                words::roles(item)
            ))
        });
        let rows = Self {
            page,
            list: List::new(NOUN, columns::ALL.to_vec(), STORAGE),
            query: RwSignal::new(untrack(query_in_url())),
            texts: texts.collect(),
            labels,
            changed: RwSignal::new(Arc::default()),
            current: RwSignal::new(None),
            items,
        };
        let mut listed = rows.list.rows.write_value();
        listed
            .keys
            .extend_to(u32::try_from(rows.items.len()).unwrap_or(u32::MAX));
        listed.total = rows.items.len();
        listed.needs = rows.needs();
        drop(listed);
        rows
    }

    pub(super) const fn store(&self) -> ReviewStore {
        self.page.store
    }

    /// The account with this number.
    pub(super) fn item(&self, number: u32) -> Option<&ReviewItem> {
        self.items.get(place(number))
    }

    /// What the connection of an account is called.
    pub(super) fn label(&self, number: u32) -> &str {
        self.labels.get(place(number)).map_or("", |label| label)
    }

    /// What is different about an account now; nothing while its users are being loaded.
    pub(super) fn now(&self, number: u32) -> Option<ItemNow> {
        let item = self.item(number)?;
        let people = self.page.people;
        let now = people.read(|all, lists| compare_with_now(all, lists, item));
        let is_loading = || untrack(|| people.is_loading() || !people.is_settled());
        let is_known = matches!(now, ItemNow::Known(_));
        (is_known || !is_loading()).then_some(now)
    }

    /// How many accounts are different now. Reactive.
    pub(super) fn changed_count(&self) -> usize {
        self.changed
            .with(|changed| changed.iter().filter(|is| **is).count())
    }

    /// Updates the rows when the query changes, or something is decided.
    pub(super) fn follow(&self) {
        let this = self.clone();
        let order = Memo::new(move |_| {
            let sort = this.query.with(|query| query.sort.clone());
            Arc::<[u32]>::from(this.sorted(&sort))
        });
        let this = self.clone();
        watch(move || {
            let query = this.query.get();
            this.store().track_decisions();
            let changed = this.changed.get();
            let order = order.get();
            let words = fold(&query.text);
            let words: Vec<&str> = words.split_whitespace().collect();
            let found = order.iter().copied();
            let found = found.filter(|number| this.matches(*number, &query, &words, &changed));
            this.list.show(found.collect());
        });
        self.follow_changes();
    }

    /// Compares every account with what the platforms say now, again when that is
    /// something else, in slices.
    fn follow_changes(&self) {
        let this = self.clone();
        let latest = StoredValue::new(0_u32);
        watch(move || {
            let people = this.page.people;
            people.track();
            if !people.is_settled() {
                return;
            }
            latest.update_value(|latest| *latest += 1);
            let (number, this) = (latest.get_value(), this.clone());
            spawn(async move {
                let mut changed = Vec::with_capacity(this.items.len());
                let is_latest = || latest.try_get_value() == Some(number);
                in_slices(|| {
                    let from = changed.len();
                    let end = this.items.len().min(from + BUDGET);
                    let is_changed = |item| {
                        let now = people.read(|all, lists| compare_with_now(all, lists, item));
                        matches!(now, ItemNow::Known(all) if !all.is_empty())
                    };
                    changed.extend(this.items[from..end].iter().map(is_changed));
                    end < this.items.len() && is_latest()
                })
                .await;
                if is_latest() {
                    this.changed.try_set(changed.into());
                }
            });
        });
    }

    fn matches(&self, number: u32, query: &ReviewQuery, words: &[&str], changed: &[bool]) -> bool {
        let Some(item) = self.item(number) else {
            return false;
        };
        let text = self.texts.get(place(number)).map_or("", |text| text);
        (query.connection.is_empty() || query.connection == item.account.connection)
            && (query.suggested.is_empty() || !item.suggestions.is_empty())
            && words.iter().all(|word| text.contains(word))
            && self.is_decided_as(number, &query.decided, changed)
    }

    fn is_decided_as(&self, number: u32, wanted: &str, changed: &[bool]) -> bool {
        if wanted.is_empty() {
            return true;
        }
        let mut all = Decided::ALL.into_iter();
        match all.find(|one| one.name() == wanted) {
            Some(Decided::Undecided) => self.kind(number).is_none(),
            Some(Decided::Kept) => self.kind(number) == Some(DecisionKind::Keep),
            Some(Decided::Revoked) => self.kind(number) == Some(DecisionKind::Revoke),
            Some(Decided::Changed) => changed.get(place(number)) == Some(&true),
            None => false,
        }
    }

    /// What was decided about an account. Not reactive.
    pub(super) fn kind(&self, number: u32) -> Option<DecisionKind> {
        self.store().decision(place(number), |shown| shown.decision)
    }

    /// The numbers of all accounts in this order. What is decided afterwards does not move
    /// a row.
    fn sorted(&self, sort: &SortOrder) -> Vec<u32> {
        let numbers = (0..).take(self.items.len());
        let key = |number: u32| self.sort_key(number, sort.column_or("name"));
        let mut all: Vec<(String, u32)> = numbers.map(|number| (key(number), number)).collect();
        all.sort();
        if sort.descending {
            all.reverse();
        }
        all.into_iter().map(|(_, number)| number).collect()
    }

    fn sort_key(&self, number: u32, column: &str) -> String {
        let Some(item) = self.item(number) else {
            return String::new();
        };
        let store = self.store();
        match column {
            "decision" => words::decision(self.kind(number)).to_owned(),
            "connection" => fold(self.label(number)),
            "roles" => fold(&words::roles(item)),
            "suggested" => words::suggestions(item),
            "state" => words::state_then(item.state).to_owned(),
            "account" => fold(handle(item)),
            "by" => store.decision(place(number), |shown| {
                let by = shown.known.and_then(|known| known.by.clone());
                by.unwrap_or_default()
            }),
            "comment" => store.decision(place(number), |shown| fold(shown.comment)),
            "seen" => match &item.last_sign_in {
                LastSignInThen::NotTold => String::new(),
                LastSignInThen::Never => "-".to_owned(),
                LastSignInThen::At(time) => time.clone(),
            },
            _ => fold(&item.name),
        }
    }

    /// How many characters the texts need in each column whose width follows them.
    fn needs(&self) -> Vec<(&'static str, Need)> {
        let step = (self.items.len() / MEASURED).max(1);
        let mut lengths = [(); 5].map(|()| Lengths::default());
        for (item, label) in self.items.iter().zip(&*self.labels).step_by(step) {
            lengths[0].add(&item.name);
            lengths[1].add(label);
            lengths[2].add(&words::roles(item));
            lengths[3].add(&words::suggestions(item));
            lengths[4].add(handle(item));
        }
        let needs = lengths.iter().map(Lengths::need);
        ["name", "connection", "roles", "suggested", "account"]
            .into_iter()
            .zip(needs)
            .collect()
    }
}

/// What tells an account from others on its connection, for people.
pub(super) fn handle(item: &ReviewItem) -> &str {
    if item.address.is_empty() {
        &item.account.key
    } else {
        &item.address
    }
}

/// The place of the account with this number.
pub(super) fn place(number: u32) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}

impl PageQuery for ReviewQuery {
    fn from_url(query: &str) -> Self {
        routes::review_query_of(query).0
    }

    fn text(&mut self) -> &mut String {
        &mut self.text
    }
}

impl ListQuery for ReviewQuery {
    fn from_list_url(query: &str) -> (Self, u32) {
        routes::review_query_of(query)
    }

    fn to_list_url(&self, first: u32) -> String {
        routes::review_query(self, first)
    }

    fn sort(&self) -> &SortOrder {
        &self.sort
    }

    fn sort_mut(&mut self) -> &mut SortOrder {
        &mut self.sort
    }

    fn filter_count(&self) -> usize {
        Self::filter_count(self)
    }

    fn clear(&mut self) {
        Self::clear(self);
    }
}

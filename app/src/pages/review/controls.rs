//! What a reviewer does: keep, revoke or withdraw, for the account that is looked at or for
//! all that are selected, and go on with the next.

use super::rows::{ReviewRows, place};
use crate::browser::announce::announce;
use crate::browser::focus::focus_if_lost;
use crate::messages::{counted, reviews as words};
use crate::ui::row_keys::index;
use crate::ui::selection::Selection;
use crate::ui::table::TableHandle;
use leptos::prelude::*;
use roster::input::isolated;
use std::collections::HashMap;
use wire::console::reviews::{DecisionKind, DecisionValue, MAX_COMMENT, ReviewState};

/// What a reviewer does. Cheap to clone; all clones are the same.
#[derive(Clone)]
pub(super) struct Controls {
    pub(super) rows: ReviewRows,
    /// The table, once there is one.
    table: StoredValue<Option<TableHandle>>,
    /// What is typed as the comment.
    pub(super) comment: RwSignal<String>,
    /// Comments that were typed and not decided with, by account.
    drafts: StoredValue<HashMap<u32, String>>,
}

impl Controls {
    pub(super) fn new(rows: ReviewRows) -> Self {
        let controls = Self {
            rows,
            table: StoredValue::new(None),
            comment: RwSignal::new(String::new()),
            drafts: StoredValue::default(),
        };
        controls.follow_comment();
        controls
    }

    pub(super) fn set_table(&self, table: TableHandle) {
        self.table.set_value(Some(table));
    }

    /// Whether nothing can be decided any more. Reactive.
    pub(super) fn is_closed(&self) -> bool {
        self.rows.store().state() == Some(ReviewState::Closed)
    }

    /// Why this user decides nothing; nothing if they can. Reactive.
    pub(super) fn reason(&self) -> Option<String> {
        let store = self.rows.store();
        if self.is_closed() {
            return Some("The review is closed.".to_owned());
        }
        (!store.is_reviewer()).then(|| words::NOT_REVIEWER.to_owned())
    }

    /// Shows the comment of the account that is looked at; of several that are selected,
    /// none.
    fn follow_comment(&self) {
        let this = self.clone();
        let single = Memo::new(move |_| this.single());
        let this = self.clone();
        crate::browser::reactive::watch(move || {
            let text = single.get().map_or_else(String::new, |key| {
                let draft = this.drafts.with_value(|drafts| drafts.get(&key).cloned());
                let store = this.rows.store();
                let known = || store.decision(place(key), |shown| shown.comment.to_owned());
                draft.unwrap_or_else(known)
            });
            this.comment.set(text);
        });
    }

    /// A comment is typed.
    pub(super) fn type_comment(&self, text: String) {
        if let Some(key) = untrack(|| self.single()) {
            self.drafts.update_value(|drafts| {
                drafts.insert(key, text.clone());
            });
        }
        self.comment.set(text);
    }

    /// The account that is looked at, while none is selected. Reactive.
    pub(super) fn single(&self) -> Option<u32> {
        let is_bulk = self.rows.list.selection.with(|all| !all.is_empty());
        self.rows.current.get().filter(|_| !is_bulk)
    }

    /// Decides, for what is selected or looked at.
    pub(super) fn decide(&self, kind: Option<DecisionKind>) {
        if let Some(reason) = untrack(|| self.reason()) {
            announce(&reason);
            return;
        }
        if let Some(key) = untrack(|| self.single()) {
            self.decide_one(key, kind);
            self.show_next(Some(key));
            return;
        }
        let keys = self.rows.list.selected();
        if keys.is_empty() {
            self.show_next(None);
            return;
        }
        if self.decide_about(&keys, kind) {
            self.rows.list.selection.update(Selection::clear);
            let accounts = counted(keys.len(), "account", "accounts");
            announce(&format!("{accounts}: {}", words::decision(kind)));
            focus_if_lost("main h1");
        }
    }

    /// Decides about one account.
    pub(super) fn decide_one(&self, key: u32, kind: Option<DecisionKind>) {
        if self.decide_about(&[key], kind)
            && let Some(item) = self.rows.item(key)
        {
            let (name, decision) = (isolated(&item.name), words::decision(kind));
            announce(&format!("{name} on {}: {decision}", self.rows.label(key)));
        }
    }

    /// Decides about these accounts. Answers whether that was possible.
    fn decide_about(&self, keys: &[u32], kind: Option<DecisionKind>) -> bool {
        let single = untrack(|| self.single());
        let is_looked_at = keys.len() > 1 || single.is_none_or(|key| keys.contains(&key));
        let comment = if is_looked_at {
            self.comment.get_untracked().trim().to_owned()
        } else {
            String::new()
        };
        if comment.chars().count() > MAX_COMMENT {
            announce(&format!(
                "The comment has more than {MAX_COMMENT} characters."
            ));
            return false;
        }
        // What was decided so already keeps its comment, unless another one is typed.
        let is_new =
            |key: &&u32| keys.len() == 1 || !comment.is_empty() || self.rows.kind(**key) != kind;
        let items: Vec<usize> = keys.iter().filter(is_new).map(|key| place(*key)).collect();
        let value = kind.map(|decision| DecisionValue { decision, comment });
        self.drafts.update_value(|drafts| {
            for key in keys {
                drafts.remove(key);
            }
        });
        self.rows.store().decide(&items, value.as_ref());
        if single.is_none() || kind.is_none() {
            self.comment.set(String::new());
        }
        true
    }

    /// Goes on with the next account that is undecided, among those that are shown.
    pub(super) fn next(&self) {
        self.show_next(self.rows.current.get_untracked());
    }

    fn show_next(&self, after: Option<u32>) {
        let Some(key) = self.next_undecided(after) else {
            announce("No account that is shown is undecided.");
            self.focus(after);
            return;
        };
        self.rows.current.set(Some(key));
        self.focus(Some(key));
    }

    /// Moves the focus to the row of an account, once it is drawn.
    pub(super) fn focus(&self, key: Option<u32>) {
        let (list, table, current) = (self.rows.list, self.table, self.rows.current);
        request_animation_frame(move || {
            // Another key may have led on by then.
            if current.try_get_untracked().flatten() != key {
                return;
            }
            // The page may be another by then.
            let table = table.try_get_value().flatten();
            let number = key.and_then(|key| list.rows.try_read_value()?.keys.number(key));
            if let (Some(table), Some(number)) = (table, number) {
                table.focus(number);
            }
        });
    }

    /// The next account that is undecided, after the one that is given, or from the top.
    fn next_undecided(&self, after: Option<u32>) -> Option<u32> {
        let rows = self.rows.list.rows.read_value();
        let count = index(rows.keys.count());
        let start = after.and_then(|key| rows.keys.number(key));
        let start = start.map_or(0, |number| number + 1);
        let mut numbers = (start..count).chain(0..start.min(count));
        numbers.find_map(|number| {
            let key = rows.keys.key(number);
            (Some(key) != after && self.rows.kind(key).is_none()).then_some(key)
        })
    }
}

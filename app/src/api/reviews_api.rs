//! The access reviews that the console's own server keeps. Only pages that come on demand
//! use them.

use crate::api::console_api::{ConsoleApi, Unanswered};
use crate::routes;
use wire::Method;
use wire::console::people::{Changed, Changes};
use wire::console::reviews::{
    Decision, DecisionChange, DecisionPage, ItemPage, NewItems, NewReview, REVIEW_CLOSING_PATH,
    REVIEW_DECISIONS_PATH, REVIEW_ITEMS_PATH, REVIEW_OPENING_PATH, REVIEW_PATH,
    REVIEW_RECEIPTS_PATH, REVIEWS_PATH, Review, ReviewChange, ReviewClosing, ReviewOpening,
    ReviewPage, ReviewReceiptPage, ReviewReceipts,
};

/// What is said where a review could not be loaded.
const NOT_LOADED: &str = "The review could not be loaded";

impl ConsoleApi {
    /// The newest reviews, or those with numbers lower than `before`.
    pub(crate) async fn reviews(self, before: Option<u64>) -> Result<ReviewPage, Unanswered> {
        let title = "The reviews could not be loaded";
        let path = with_numbers(REVIEWS_PATH, &[("before", before)]);
        self.ask(Method::Get, &path, None, title).await
    }

    /// One review, without its accounts and decisions.
    pub(crate) async fn review(self, id: &str) -> Result<Review, Unanswered> {
        let path = path_of(REVIEW_PATH, id);
        self.ask(Method::Get, &path, None, NOT_LOADED).await
    }

    /// Some of the accounts of a review, from this one on.
    pub(crate) async fn review_items(self, id: &str, from: usize) -> Result<ItemPage, Unanswered> {
        let path = path_of(REVIEW_ITEMS_PATH, id);
        let path = with_numbers(&path, &[("from", u64::try_from(from).ok())]);
        self.ask(Method::Get, &path, None, NOT_LOADED).await
    }

    /// Some of the decisions that are later than the revision `since`, about this account
    /// and those after it.
    pub(crate) async fn review_decisions(
        self,
        id: &str,
        since: u64,
        from: usize,
    ) -> Result<DecisionPage, Unanswered> {
        let title = "The decisions could not be loaded";
        let path = path_of(REVIEW_DECISIONS_PATH, id);
        let from = u64::try_from(from).ok();
        let path = with_numbers(&path, &[("since", Some(since)), ("from", from)]);
        self.ask(Method::Get, &path, None, title).await
    }

    /// Creates a review that has no accounts yet.
    pub(crate) async fn create_review(self, review: &NewReview) -> Result<Review, Unanswered> {
        let title = "The review was not started";
        self.write(Method::Post, REVIEWS_PATH, review, title).await
    }

    /// Adds accounts to a review that is not open yet.
    pub(crate) async fn add_review_items(
        self,
        id: &str,
        items: &NewItems,
    ) -> Result<Review, Unanswered> {
        let title = "The accounts of the review could not be stored";
        let path = path_of(REVIEW_ITEMS_PATH, id);
        self.write(Method::Post, &path, items, title).await
    }

    /// Opens a review for decisions.
    pub(crate) async fn begin_review(
        self,
        id: &str,
        opening: &ReviewOpening,
    ) -> Result<Review, Unanswered> {
        let title = "The review could not be opened";
        let path = path_of(REVIEW_OPENING_PATH, id);
        self.write(Method::Post, &path, opening, title).await
    }

    /// Changes the name, the due date or the reviewers of a review.
    pub(crate) async fn change_review(
        self,
        id: &str,
        change: &ReviewChange,
    ) -> Result<Review, Unanswered> {
        let title = "The review was not changed";
        let path = path_of(REVIEW_PATH, id);
        self.write(Method::Put, &path, change, title).await
    }

    /// Closes a review as it was at a revision.
    pub(crate) async fn close_review(self, id: &str, revision: u64) -> Result<Review, Unanswered> {
        let title = "The review was not closed";
        let path = path_of(REVIEW_CLOSING_PATH, id);
        let closing = ReviewClosing { revision };
        self.write(Method::Post, &path, &closing, title).await
    }

    /// Deletes a review that is not closed, as it was at a revision.
    pub(crate) async fn delete_review(self, id: &str, revision: u64) -> Result<(), Unanswered> {
        let title = "The review was not deleted";
        let path = path_of(REVIEW_PATH, id);
        let path = with_numbers(&path, &[("revision", Some(revision))]);
        let answer = self.text(Method::Delete, &path, None, title).await;
        answer.map(|_| ())
    }

    /// Makes decisions: all of them or none.
    pub(crate) async fn decide(
        self,
        id: &str,
        changes: Vec<DecisionChange>,
    ) -> Result<Changed<Decision>, Unanswered> {
        let title = "Decisions could not be saved";
        let path = path_of(REVIEW_DECISIONS_PATH, id);
        self.write(Method::Put, &path, &Changes { changes }, title)
            .await
    }

    /// Attaches receipts to a closed review.
    pub(crate) async fn attach_receipts(
        self,
        id: &str,
        receipts: Vec<String>,
    ) -> Result<(), Unanswered> {
        let title = "The receipts could not be attached to the review";
        let path = path_of(REVIEW_RECEIPTS_PATH, id);
        let receipts = ReviewReceipts { receipts };
        let answer: Result<Review, _> = self.write(Method::Post, &path, &receipts, title).await;
        answer.map(|_| ())
    }

    /// Some of the receipts of a review: those after the one with the ID `after`.
    pub(crate) async fn review_receipts(
        self,
        id: &str,
        after: &str,
    ) -> Result<ReviewReceiptPage, Unanswered> {
        let title = "The receipts of the review could not be loaded";
        let path = path_of(REVIEW_RECEIPTS_PATH, id);
        let query = routes::query(&[("after", after.to_owned())]);
        let path = routes::with_query(&path, &query);
        self.ask(Method::Get, &path, None, title).await
    }
}

/// The `path` of the review with this ID. The server finds none of one that cannot be part of
/// a URL.
fn path_of(path: &str, id: &str) -> String {
    let segment = wire::segment::encode(id).unwrap_or_else(|_| "-".into());
    path.replace("{id}", &segment)
}

/// `path` with these numbers in its query, where they are known.
fn with_numbers(path: &str, numbers: &[(&'static str, Option<u64>)]) -> String {
    let pairs = numbers.iter();
    let pairs = pairs.map(|(name, number)| {
        let text = number.map_or_else(String::new, |number| number.to_string());
        (*name, text)
    });
    routes::with_query(path, &routes::query(&pairs.collect::<Vec<_>>()))
}

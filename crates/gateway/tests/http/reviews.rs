//! Access reviews: who may do what in them, that reviewers do not overwrite each other,
//! and that what was decided stays.

mod closing;
mod hostile;
mod recording;

use gateway::{AuditLog, Config, PeopleInMemory, ReviewsInMemory};
use std::sync::Arc;
use std::time::Duration;
use test_support::review_store::{has_room_for_so_many_reviews, holds_decisions, holds_reviews};
use test_support::{Answer, Browser, OPERATOR, TestApp, VIEWER, here, upstream};
use wire::Platform;
use wire::console::people::{Changed, Conflicts};
use wire::console::reviews::{
    Decision, DecisionKind, DecisionPage, ItemPage, Review, ReviewConflict, ReviewPage, ReviewState,
};

const VERA: &str = VIEWER.0;
const OTTO: &str = OPERATOR.0;

/// A console with these people, who are signed in there.
async fn app_with(log: Option<Arc<dyn AuditLog>>) -> TestApp {
    let mut config = config();
    config.audit_log = log;
    config.sign_in = Some(here(Duration::from_secs(600)));
    TestApp::start(config).await
}

fn config() -> Config {
    let platform = upstream(Platform::Metabase, "http://127.0.0.1:1".to_owned());
    let mut config = Config::new(vec![platform], "-".into());
    config.people = Arc::new(PeopleInMemory::default());
    config.reviews = Arc::new(ReviewsInMemory::default());
    config
}

async fn app() -> TestApp {
    app_with(None).await
}

fn read<'a, T: serde::Deserialize<'a>>(answer: &'a Answer) -> T {
    assert!(answer.status < 500, "{} {}", answer.status, answer.body);
    serde_json::from_str(&answer.body).unwrap()
}

/// The day on which the tests run, in UTC.
fn today() -> String {
    jiff::Timestamp::now().to_string()[..10].to_owned()
}

async fn draft(otto: &Browser, reviewers: &[&str]) -> Review {
    let answer = otto
        .create_review("metabase", ("Q4", &today()), reviewers)
        .await;
    assert_eq!(answer.status, 201, "{}", answer.body);
    read(&answer)
}

/// An open review with so many items.
async fn opened(otto: &Browser, reviewers: &[&str], items: u32) -> Review {
    let id = draft(otto, reviewers).await.id;
    let accounts: Vec<u32> = (0..items).collect();
    let mut added = otto.review(&id).await;
    for accounts in accounts.chunks(1_000) {
        let answer = otto
            .add_review_items(&id, "metabase", added.items, accounts)
            .await;
        assert_eq!(answer.status, 200, "{}", answer.body);
        added = read(&answer);
    }
    let answer = otto.open_review(&id, added.version, added.items).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    read(&answer)
}

/// What is read of a review.
trait Reading {
    async fn review(&self, id: &str) -> Review;
    async fn decisions(&self, id: &str, query: &str) -> DecisionPage;
    async fn items(&self, id: &str, query: &str) -> ItemPage;
}

impl Reading for Browser {
    async fn review(&self, id: &str) -> Review {
        read(&self.read(&format!("/api/reviews/{id}")).await)
    }

    async fn decisions(&self, id: &str, query: &str) -> DecisionPage {
        let path = format!("/api/reviews/{id}/decisions?{query}");
        read(&self.read(&path).await)
    }

    async fn items(&self, id: &str, query: &str) -> ItemPage {
        let path = format!("/api/reviews/{id}/items?{query}");
        read(&self.read(&path).await)
    }
}

#[tokio::test]
async fn memory_keeps_reviews_as_every_store_does() {
    let store = ReviewsInMemory::default();
    holds_reviews(&store, &store).await;
    let store = ReviewsInMemory::default();
    holds_decisions(&store, &store).await;
    has_room_for_so_many_reviews(&ReviewsInMemory::default()).await;
}

#[tokio::test]
async fn a_review_goes_from_a_draft_to_decisions() {
    let app = app().await;
    let otto = app.signed_in(OPERATOR).await;
    let draft = draft(&otto, &[VERA]).await;
    assert_eq!((draft.state, draft.items), (ReviewState::Draft, 0));
    assert_eq!(draft.created.by.as_deref(), Some(OTTO));
    let added: Review = read(
        &otto
            .add_review_items(&draft.id, "metabase", 0, &[1, 2])
            .await,
    );
    let added: Review = read(
        &otto
            .add_review_items(&draft.id, "metabase", added.items, &[3])
            .await,
    );
    let open: Review = read(&otto.open_review(&draft.id, added.version, 3).await);
    assert_eq!((open.state, open.items), (ReviewState::Open, 3));
    assert_eq!(open.opened.unwrap().by.as_deref(), Some(OTTO));

    let vera = app.signed_in(VIEWER).await;
    let items = vera.items(&draft.id, "").await;
    assert_eq!((items.items.len(), items.next), (3, None));
    assert_eq!(items.items[2].name, "User 3");
    let answer = vera.decide(&draft.id, 1, 0, "revoke").await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    let made: Changed<Decision> = read(&answer);
    let decision = made.rows[0].clone().unwrap();
    assert_eq!(decision.decision, Some(DecisionKind::Revoke));
    assert_eq!(decision.by.as_deref(), Some(VERA));
    assert_eq!(decision.via.as_deref(), Some("local"));
    assert_eq!(decision.version, made.revision);
    let read_again = otto.decisions(&draft.id, "").await;
    assert_eq!(read_again.decisions, [decision]);
    assert_eq!(read_again.revision, made.revision);

    let page: ReviewPage = read(&vera.read("/api/reviews").await);
    assert_eq!(page.reviews, [otto.review(&draft.id).await]);
    let progress = &page.reviews[0].progress;
    assert_eq!((progress.kept, progress.revoked), (0, 1));
    let by = progress.by[0].reviewer.as_ref().unwrap();
    assert_eq!((&*by.name, progress.by[0].revoked), (VERA, 1));
}

#[tokio::test]
async fn reviews_are_listed_newest_first_and_in_pages() {
    let app = app().await;
    let otto = app.signed_in(OPERATOR).await;
    let mut ids = Vec::new();
    for _ in 0..3 {
        ids.push(draft(&otto, &[OTTO]).await.id);
    }
    ids.reverse();
    let page: ReviewPage = read(&otto.read("/api/reviews?limit=2").await);
    let listed: Vec<_> = page.reviews.iter().map(|review| &review.id).collect();
    assert_eq!(listed, [&ids[0], &ids[1]]);
    let next = page.next.unwrap();
    let page: ReviewPage = read(&otto.read(&format!("/api/reviews?before={next}")).await);
    assert_eq!((&page.reviews[0].id, page.next), (&ids[2], None));
}

#[tokio::test]
async fn only_reviewers_decide_and_only_operators_do_anything_else() {
    let app = app().await;
    let otto = app.signed_in(OPERATOR).await;
    let vera = app.signed_in(VIEWER).await;
    let by_vera = opened(&otto, &[VERA], 2).await;
    let by_otto = opened(&otto, &[OTTO], 2).await;
    assert_eq!(vera.decide(&by_vera.id, 0, 0, "keep").await.status, 200);
    assert_eq!(otto.decide(&by_otto.id, 0, 0, "keep").await.status, 200);
    for answer in [
        otto.decide(&by_vera.id, 1, 0, "keep").await,
        vera.decide(&by_otto.id, 1, 0, "keep").await,
        // Refused before anything of it is read.
        vera.change(
            "PUT",
            &format!("/api/reviews/{}/decisions", by_otto.id),
            "{",
        )
        .await,
    ] {
        assert_eq!(answer.status, 403, "{}", answer.body);
        assert!(
            answer.body.contains("not one of the reviewers"),
            "{}",
            answer.body
        );
    }
    // A reviewer who is a viewer changes nothing else.
    let (id, revision) = (&*by_vera.id, by_vera.revision + 1);
    for answer in [
        vera.create_review("metabase", ("mine", &today()), &[VERA])
            .await,
        vera.add_review_items(id, "metabase", 2, &[7]).await,
        vera.open_review(id, by_vera.version, 2).await,
        vera.change_review(id, by_vera.version, ("mine", &today()), &[VERA])
            .await,
        vera.close_review(id, revision).await,
        vera.attach_receipts(id, &[&"0".repeat(32)]).await,
        vera.delete_review(id, revision).await,
    ] {
        assert_eq!(answer.status, 403, "{}", answer.body);
        assert!(
            answer.body.contains("your role is viewer"),
            "{}",
            answer.body
        );
    }
    assert_eq!(otto.review(id).await.revision, revision);
    let stranger = app.browser();
    for path in [
        "",
        &format!("/{id}"),
        &format!("/{id}/items"),
        &format!("/{id}/decisions"),
    ] {
        let answer = stranger.read(&format!("/api/reviews{path}")).await;
        assert_eq!(answer.status, 401);
    }
    assert_eq!(stranger.decide(id, 1, 0, "keep").await.status, 401);
}

#[tokio::test]
async fn the_same_name_confirmed_elsewhere_is_no_reviewer() {
    let app = app().await;
    let otto = app.signed_in(OPERATOR).await;
    let review = opened(&otto, &[VERA], 1).await;
    let other = serde_json::json!({
        "version": review.version,
        "name": "Q4",
        "due": today(),
        "reviewers": [{ "name": VERA, "via": "proxy" }],
    });
    let path = format!("/api/reviews/{}", review.id);
    let changed = otto.change("PUT", &path, &other.to_string()).await;
    assert_eq!(changed.status, 200, "{}", changed.body);
    let vera = app.signed_in(VIEWER).await;
    assert_eq!(vera.decide(&review.id, 0, 0, "keep").await.status, 403);
}

#[tokio::test]
async fn without_sign_in_everyone_decides() {
    let app = TestApp::start(config()).await;
    let browser = app.browser();
    let review = opened(&browser, &[], 1).await;
    let answer = browser.decide(&review.id, 0, 0, "keep").await;
    let made: Changed<Decision> = read(&answer);
    let decision = made.rows[0].as_ref().unwrap();
    assert_eq!((&decision.by, &decision.via), (&None, &None));
    let review = browser.review(&review.id).await;
    assert_eq!(review.progress.by[0].reviewer, None);
    let closed = browser.close_review(&review.id, review.revision).await;
    assert_eq!(closed.status, 200, "{}", closed.body);
}

#[tokio::test]
async fn of_two_reviewers_who_decide_about_the_same_one_learns_what_the_other_did() {
    let app = app().await;
    let otto = app.signed_in(OPERATOR).await;
    let vera = app.signed_in(VIEWER).await;
    let review = opened(&otto, &[VERA, OTTO], 3).await;
    let made: Changed<Decision> = read(&vera.decide(&review.id, 1, 0, "revoke").await);
    let both = [
        (0, 0, serde_json::json!({ "decision": "keep" })),
        (1, 0, serde_json::json!({ "decision": "keep" })),
    ];
    let refused = otto.change_decisions(&review.id, &both).await;
    assert_eq!(refused.status, 409, "{}", refused.body);
    assert!(refused.is_gateways_own());
    let refused: Conflicts<Decision> = read(&refused);
    let [conflict] = &refused.conflicts[..] else {
        panic!("{refused:?}")
    };
    assert_eq!((conflict.index, &conflict.current), (1, &made.rows[0]));
    let now = otto.decisions(&review.id, "").await;
    assert_eq!(now.decisions.len(), 1, "none of both was made");

    // Knowing it, the other decides otherwise; then the first one learns that.
    let made: Changed<Decision> = read(&otto.decide(&review.id, 1, made.revision, "keep").await);
    let version = made.revision;
    assert_eq!(
        vera.withdraw_decision(&review.id, 1, version - 1)
            .await
            .status,
        409
    );
    let withdrawn: Changed<Decision> = read(&vera.withdraw_decision(&review.id, 1, version).await);
    let row = withdrawn.rows[0].as_ref().unwrap();
    assert_eq!((row.decision, &*row.comment), (None, ""));
    assert_eq!(row.by.as_deref(), Some(VERA), "who withdrew it is known");
    assert_eq!(otto.review(&review.id).await.progress.decided(), 0);
    // A decision that was made again is another than the one before.
    assert_eq!(
        otto.decide(&review.id, 1, version, "keep").await.status,
        409
    );
    assert_eq!(
        otto.decide(&review.id, 1, version + 1, "keep").await.status,
        200
    );
}

#[tokio::test]
async fn a_reviewer_reads_what_others_decided_since() {
    let app = app().await;
    let otto = app.signed_in(OPERATOR).await;
    let review = opened(&otto, &[OTTO], 5).await;
    for item in [4, 0, 2] {
        assert_eq!(otto.decide(&review.id, item, 0, "keep").await.status, 200);
    }
    let items = |page: &DecisionPage| {
        page.decisions
            .iter()
            .map(|one| one.item)
            .collect::<Vec<_>>()
    };
    let first = otto.decisions(&review.id, "limit=2").await;
    assert_eq!((items(&first), first.next), (vec![0, 2], Some(4)));
    let second = otto.decisions(&review.id, "from=4&limit=2").await;
    assert_eq!((items(&second), second.next), (vec![4], None));
    let since = format!("since={}", review.revision + 1);
    let later = otto.decisions(&review.id, &since).await;
    assert_eq!(items(&later), [0, 2]);
    let since = format!("since={}", later.revision);
    assert_eq!(
        items(&otto.decisions(&review.id, &since).await),
        [] as [usize; 0]
    );
}

#[tokio::test]
async fn the_name_the_due_date_and_the_reviewers_can_be_changed_until_it_is_closed() {
    let app = app().await;
    let otto = app.signed_in(OPERATOR).await;
    let vera = app.signed_in(VIEWER).await;
    let review = opened(&otto, &[VERA], 1).await;
    vera.decide(&review.id, 0, 0, "keep").await;
    // A decision in between is no change of what is changed here.
    let answer = otto
        .change_review(&review.id, review.version, ("Q4, again", &today()), &[OTTO])
        .await;
    let changed: Review = read(&answer);
    assert_eq!(
        (&*changed.name, &*changed.reviewers[0].name),
        ("Q4, again", OTTO)
    );
    assert_eq!(vera.decide(&review.id, 0, 4, "revoke").await.status, 403);
    let stale = otto
        .change_review(&review.id, review.version, ("other", &today()), &[OTTO])
        .await;
    assert_eq!(stale.status, 409, "{}", stale.body);
    let conflict: ReviewConflict = read(&stale);
    assert_eq!(conflict.review, changed);
}

#[tokio::test]
async fn a_review_that_is_not_closed_can_be_deleted_as_it_was_read() {
    let app = app().await;
    let otto = app.signed_in(OPERATOR).await;
    let review = opened(&otto, &[OTTO], 1).await;
    assert_eq!(otto.decide(&review.id, 0, 0, "keep").await.status, 200);
    let stale = otto.delete_review(&review.id, review.revision).await;
    assert_eq!(stale.status, 409, "{}", stale.body);
    let deleted = otto.delete_review(&review.id, review.revision + 1).await;
    assert_eq!((deleted.status, &*deleted.body), (204, ""));
    for path in ["", "/items", "/decisions"] {
        let path = format!("/api/reviews/{}{path}", review.id);
        assert_eq!(otto.read(&path).await.status, 404, "{path}");
    }
    assert_eq!(otto.decide(&review.id, 0, 0, "keep").await.status, 404);
}

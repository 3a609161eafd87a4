//! What a person does on the pages about access reviews.

use crate::app::Browser;
use crate::http::Answer;
use serde_json::{Value, json};

impl Browser {
    /// Creates a review of the accounts of a connection, decided by these people with a
    /// password here.
    pub async fn create_review(
        &self,
        connection: &str,
        (name, due): (&str, &str),
        reviewers: &[&str],
    ) -> Answer {
        let scope = json!({
            "connections": [connection],
            "roles": [],
            "admins_only": false,
            "disabled": false,
            "filters": [],
        });
        let review = json!({
            "name": name,
            "scope": scope,
            "due": due,
            "reviewers": with_a_password(reviewers),
            "incomplete": [],
        });
        self.change("POST", "/api/reviews", &review.to_string())
            .await
    }

    /// Adds accounts of a connection, called by these numbers, to a review that has `from`
    /// items.
    pub async fn add_review_items(
        &self,
        id: &str,
        connection: &str,
        from: usize,
        accounts: &[u32],
    ) -> Answer {
        let items = accounts.iter().map(|number| {
            json!({
                "account": { "connection": connection, "key": number.to_string() },
                "person": format!("user{number}@example.com"),
                "name": format!("User {number}"),
                "address": format!("user{number}@example.com"),
                "state": "enabled",
                "admin": false,
                "roles": [{ "id": "1", "title": "All Users" }],
                "last_sign_in": "never",
                "suggestions": [],
            })
        });
        let items = json!({ "from": from, "items": items.collect::<Vec<_>>() });
        let path = format!("/api/reviews/{id}/items");
        self.change("POST", &path, &items.to_string()).await
    }

    /// Opens a review with so many items, read with this version.
    pub async fn open_review(&self, id: &str, version: u64, items: usize) -> Answer {
        let opening = json!({ "version": version, "items": items }).to_string();
        let path = format!("/api/reviews/{id}/opening");
        self.change("POST", &path, &opening).await
    }

    /// Renames a review, read with this version.
    pub async fn change_review(
        &self,
        id: &str,
        version: u64,
        (name, due): (&str, &str),
        reviewers: &[&str],
    ) -> Answer {
        let change = json!({
            "version": version,
            "name": name,
            "due": due,
            "reviewers": with_a_password(reviewers),
        });
        let path = format!("/api/reviews/{id}");
        self.change("PUT", &path, &change.to_string()).await
    }

    /// Decides about an item, whose decision was read with this version.
    pub async fn decide(&self, id: &str, item: usize, version: u64, decision: &str) -> Answer {
        let value = json!({ "decision": decision, "comment": format!("about {item}") });
        self.change_decisions(id, &[(item, version, value)]).await
    }

    /// Withdraws the decision about an item.
    pub async fn withdraw_decision(&self, id: &str, item: usize, version: u64) -> Answer {
        self.change_decisions(id, &[(item, version, Value::Null)])
            .await
    }

    /// Decides about several items at once: number, version, and value.
    pub async fn change_decisions(&self, id: &str, changes: &[(usize, u64, Value)]) -> Answer {
        let changes = changes.iter().map(
            |(item, version, value)| json!({ "item": item, "version": version, "value": value }),
        );
        let changes = json!({ "changes": changes.collect::<Vec<_>>() }).to_string();
        let path = format!("/api/reviews/{id}/decisions");
        self.change("PUT", &path, &changes).await
    }

    /// Closes a review, read with this revision.
    pub async fn close_review(&self, id: &str, revision: u64) -> Answer {
        let closing = json!({ "revision": revision }).to_string();
        let path = format!("/api/reviews/{id}/closing");
        self.change("POST", &path, &closing).await
    }

    /// Attaches receipts to a review.
    pub async fn attach_receipts(&self, id: &str, receipts: &[&str]) -> Answer {
        let receipts = json!({ "receipts": receipts }).to_string();
        let path = format!("/api/reviews/{id}/receipts");
        self.change("POST", &path, &receipts).await
    }

    /// Deletes a review, read with this revision.
    pub async fn delete_review(&self, id: &str, revision: u64) -> Answer {
        let path = format!("/api/reviews/{id}?revision={revision}");
        self.change("DELETE", &path, "").await
    }
}

fn with_a_password(reviewers: &[&str]) -> Vec<Value> {
    let reviewers = reviewers.iter();
    reviewers
        .map(|name| json!({ "name": name, "via": "local" }))
        .collect()
}

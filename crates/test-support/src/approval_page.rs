//! What a person does with approvals in a browser.

use crate::app::Browser;
use crate::http::Answer;
use serde_json::{Value, json};

impl Browser {
    /// Asks what of these planned `accounts` needs an approval.
    pub async fn check_approvals(&self, accounts: &[Value]) -> Answer {
        let body = json!({ "accounts": accounts }).to_string();
        self.change("POST", "/api/approval-check", &body).await
    }

    /// Requests the approval of what is planned for these `accounts`.
    pub async fn request_approval(&self, reason: &str, accounts: &[Value]) -> Answer {
        let body = json!({ "reason": reason, "accounts": accounts }).to_string();
        self.change("POST", "/api/approvals", &body).await
    }

    /// Lists the approvals.
    pub async fn list_approvals(&self) -> Answer {
        self.read("/api/approvals").await
    }

    /// Opens the approval with this ID.
    pub async fn open_approval(&self, id: &str) -> Answer {
        self.read(&format!("/api/approvals/{id}")).await
    }

    /// Decides about it.
    pub async fn decide_approval(&self, id: &str, verdict: &str, comment: &str) -> Answer {
        let body = json!({ "verdict": verdict, "comment": comment }).to_string();
        let path = format!("/api/approvals/{id}/decision");
        self.change("PUT", &path, &body).await
    }
}

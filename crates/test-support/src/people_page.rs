//! What a person does on the pages about people.

use crate::app::Browser;
use crate::http::Answer;
use serde_json::{Value, json};

impl Browser {
    /// Loads what the server keeps about people.
    pub async fn load_people(&self) -> Answer {
        self.read("/api/people").await
    }

    /// Loads it again, unless it is still what was called `tag`.
    pub async fn load_people_unless(&self, tag: &str) -> Answer {
        let tag = format!("If-None-Match: {tag}");
        self.clone().with_header(&tag).load_people().await
    }

    /// Assigns an account (connection and key), read with this version, to a person.
    pub async fn link(&self, account: (&str, &str), person: &str, version: u64) -> Answer {
        let value = json!({ "person": person });
        self.change_assignment(account, version, value).await
    }

    /// Says that an account belongs to no other account.
    pub async fn set_apart(&self, account: (&str, &str), version: u64) -> Answer {
        let value = json!({ "person": null });
        self.change_assignment(account, version, value).await
    }

    /// Takes back what was said of an account.
    pub async fn unlink(&self, account: (&str, &str), version: u64) -> Answer {
        self.change_assignment(account, version, json!(null)).await
    }

    async fn change_assignment(
        &self,
        (connection, key): (&str, &str),
        version: u64,
        value: Value,
    ) -> Answer {
        let account = json!({ "connection": connection, "key": key });
        let change = json!({ "account": account, "version": version, "value": value });
        self.put_row("assignments", &change).await
    }

    /// Puts the person with this key and name on record as departed.
    pub async fn mark_departed(&self, person: &str, version: u64, name: &str) -> Answer {
        let value = json!({ "name": name });
        self.change_departed(person, version, value).await
    }

    /// The same with the receipt of what was done.
    pub async fn mark_departed_by(&self, person: &str, version: u64, receipt: &str) -> Answer {
        let value = json!({ "name": person, "receipt": receipt });
        self.change_departed(person, version, value).await
    }

    /// Says that a departed person has returned.
    pub async fn mark_returned(&self, person: &str, version: u64) -> Answer {
        self.change_departed(person, version, json!(null)).await
    }

    async fn change_departed(&self, person: &str, version: u64, value: Value) -> Answer {
        let change = json!({ "person": person, "version": version, "value": value });
        self.put_row("departed", &change).await
    }

    /// Dismisses a finding of this kind about a person until a day.
    pub async fn dismiss(&self, kind: &str, person: &str, until: &str) -> Answer {
        let value = json!({ "reason": "known", "until": until });
        self.change_dismissal(kind, person, 0, value).await
    }

    /// Lets a dismissed finding show again.
    pub async fn show_again(&self, kind: &str, person: &str, version: u64) -> Answer {
        self.change_dismissal(kind, person, version, json!(null))
            .await
    }

    async fn change_dismissal(
        &self,
        kind: &str,
        person: &str,
        version: u64,
        value: Value,
    ) -> Answer {
        let finding = json!({ "kind": kind, "subject": { "person": person }, "accounts": [] });
        let change = json!({ "finding": finding, "version": version, "value": value });
        self.put_row("dismissals", &change).await
    }

    /// Saves an access profile with these entries, read with this version.
    pub async fn save_profile(&self, name: &str, version: u64, entries: Value) -> Answer {
        let value = json!({ "entries": entries });
        self.change_profile(name, version, value).await
    }

    /// Removes an access profile.
    pub async fn remove_profile(&self, name: &str, version: u64) -> Answer {
        self.change_profile(name, version, json!(null)).await
    }

    async fn change_profile(&self, name: &str, version: u64, value: Value) -> Answer {
        let change = json!({ "name": name, "version": version, "value": value });
        self.put_row("profiles", &change).await
    }

    /// Changes the settings for people, read with this version.
    pub async fn change_people_settings(&self, version: u64, value: Value) -> Answer {
        let change = json!({ "version": version, "value": value }).to_string();
        self.change("PUT", "/api/people/settings", &change).await
    }

    async fn put_row(&self, rows: &str, change: &Value) -> Answer {
        let changes = json!({ "changes": [change] }).to_string();
        let path = format!("/api/people/{rows}");
        self.change("PUT", &path, &changes).await
    }

    /// Hands in what was done about a person by the requests with these numbers.
    pub async fn hand_in_receipt(&self, person: &str, requests: &[&str], body: &str) -> Answer {
        let (people, requests) = (json!([person]), json!(requests));
        let receipt = format!(r#"{{"people":{people},"requests":{requests},"body":{body}}}"#);
        self.change("POST", "/api/people/receipts", &receipt).await
    }

    /// Looks for receipts, with this query.
    pub async fn list_receipts(&self, query: &str) -> Answer {
        self.read(&format!("/api/people/receipts?{query}")).await
    }

    /// Opens a receipt.
    pub async fn open_receipt(&self, id: &str) -> Answer {
        self.read(&format!("/api/people/receipts/{id}")).await
    }
}

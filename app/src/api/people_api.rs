//! What the console's own server keeps about people. It is fetched and changed only by
//! pages that come on demand.

use crate::api::console_api::{ConsoleApi, Unanswered, unreadable};
use crate::routes;
use serde::Serialize;
use serde::de::DeserializeOwned;
use wire::console::people::{
    Changed, Changes, NewReceipt, PEOPLE_PATH, People, RECEIPTS_PATH, ReceiptPage, StoredReceipt,
};
use wire::{Body, Format, Method};

impl ConsoleApi {
    /// Everything that is kept about people, but for receipts.
    pub(crate) async fn people(self) -> Result<People, Unanswered> {
        self.ask(
            Method::Get,
            PEOPLE_PATH,
            None,
            "What is kept about people could not be loaded",
        )
        .await
    }

    /// Changes rows of one kind, at `path`: all of them or none. `R` is such a row.
    pub(crate) async fn change_rows<C: Serialize, R: DeserializeOwned>(
        self,
        path: &str,
        changes: Vec<C>,
        title: &str,
    ) -> Result<Changed<R>, Unanswered> {
        self.write(Method::Put, path, &Changes { changes }, title)
            .await
    }

    /// Changes the only row of its kind, at `path`.
    pub(crate) async fn change_row<C: Serialize, R: DeserializeOwned>(
        self,
        path: &str,
        change: &C,
        title: &str,
    ) -> Result<Changed<R>, Unanswered> {
        self.write(Method::Put, path, change, title).await
    }

    /// Hands in a receipt. The answer is the receipt as it is stored, with what the audit
    /// log has of its requests.
    pub(crate) async fn store_receipt(
        self,
        receipt: &NewReceipt,
    ) -> Result<StoredReceipt, Unanswered> {
        let title = "The receipt could not be stored";
        self.write(Method::Post, RECEIPTS_PATH, receipt, title)
            .await
    }

    /// The newest receipts that name the person with this key, or all of them.
    pub(crate) async fn receipts(self, person: Option<&str>) -> Result<ReceiptPage, Unanswered> {
        let person = person.unwrap_or_default().to_owned();
        let path = routes::with_query(RECEIPTS_PATH, &routes::query(&[("person", person)]));
        self.ask(Method::Get, &path, None, "The receipts could not be loaded")
            .await
    }

    /// The receipt with this ID.
    pub(crate) async fn receipt(self, id: &str) -> Result<StoredReceipt, Unanswered> {
        let title = "The receipt could not be loaded";
        let Ok(segment) = wire::segment::encode(id) else {
            return Err(unreadable(
                title,
                "this is not the ID of a receipt",
                String::new(),
            ));
        };
        let path = format!("{RECEIPTS_PATH}/{segment}");
        self.ask(Method::Get, &path, None, title).await
    }

    pub(super) async fn write<T: DeserializeOwned>(
        self,
        method: Method,
        path: &str,
        content: &impl Serialize,
        title: &str,
    ) -> Result<T, Unanswered> {
        let text = serde_json::to_string(content)
            .map_err(|error| unreadable(title, &error.to_string(), String::new()))?;
        let body = Body {
            format: Format::Json,
            text,
        };
        self.ask(method, path, Some(&body), title).await
    }

    pub(super) async fn ask<T: DeserializeOwned>(
        self,
        method: Method,
        path: &str,
        body: Option<&Body>,
        title: &str,
    ) -> Result<T, Unanswered> {
        let text = self.text(method, path, body, title).await?;
        serde_json::from_str(&text).map_err(|error| unreadable(title, &error.to_string(), text))
    }
}

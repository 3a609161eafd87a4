//! The user statuses of a Pivot: who is disabled, and since when.

use super::{named, written};
use crate::catalogue::pivot as catalogue;
use crate::endpoint::{endpoint, read_nothing, read_wrapped};
use crate::json::{Extra, FromObject, Named, Object, Wrapper, text};
use crate::{List, Malformed};
use serde::Serialize;
use serde::ser::{SerializeMap, Serializer};

/// Lists and, in both documents, single statuses come as `{"userStatuses": […]}`;
/// writes answer `{"userStatus": {…}}`, and a real server may read so too
/// (pivot note 7).
const WRAPPER: Wrapper = Wrapper {
    plural: "userStatuses",
    singular: "userStatus",
};

/// A user status (`pivot-user-statuses-2023.01.txt`, "Sample success response").
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Status {
    /// The user ID it is about; nothing checks that such a user exists.
    pub name: Box<str>,
    /// Since when the user is disabled: an RFC 3339 time in UTC with
    /// milliseconds, kept as it came. Absent or empty: enabled.
    pub disabled: Option<Box<str>>,
    /// Every other field, kept for writing back: a POST replaces the status.
    pub extra: Extra,
}

impl FromObject for Status {
    const SHORTEST: &str = r#"{"name":""}"#;

    fn from_object(object: &mut Object<'_>) -> Result<Self, Malformed> {
        let name = object.require_key("name")?;
        // What is not clearly "enabled" is shown as disabled, with its exact text
        // (pivot note 10): the opposite mistake leaves a leaver in.
        let disabled = match object.take_raw("disabled") {
            None | Some("null" | "false" | "\"\"") => None,
            Some(raw) => Some(text(raw).into()),
        };
        Ok(Self {
            name,
            disabled,
            extra: object.rest(),
        })
    }
}

impl Named for Status {
    fn name(&self) -> &str {
        &self.name
    }
}

impl Serialize for Status {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("name", &self.name)?;
        // Left out, never null: the document enables by omission.
        if let Some(since) = &self.disabled {
            map.serialize_entry("disabled", since)?;
        }
        self.extra.serialize_into(&mut map)?;
        map.end()
    }
}

fn body(status: &Status) -> String {
    #[derive(Serialize)]
    #[serde(rename_all = "camelCase")]
    struct Body<'a> {
        user_status: &'a Status,
    }
    // Texts and raw values that were read as JSON: cannot fail.
    serde_json::to_string(&Body {
        user_status: status,
    })
    .unwrap_or_default()
}

/// `GET /api/v1/user-statuses`
#[derive(Debug, Clone, Copy)]
pub struct ListStatuses;

endpoint! {
    ListStatuses(self): catalogue::LIST_STATUSES;
    path = [];
    read(response) -> List<Status> = read_wrapped(response, &WRAPPER);
}

/// `GET /api/v1/user-statuses/{name}`
#[derive(Debug, Clone)]
pub struct GetStatus {
    /// Whose status to get.
    pub name: String,
}

endpoint! {
    GetStatus(self): catalogue::GET_STATUS;
    path = [&self.name];
    read(response) -> Status = named(response, &WRAPPER, &self.name);
}

/// `POST /api/v1/user-statuses/{name}`: replaces a status that exists. Where
/// there is none the platform answers 404; see [`CreateStatus`].
#[derive(Debug, Clone)]
pub struct SetStatus {
    /// The whole status.
    pub status: Status,
}

endpoint! {
    SetStatus(self): catalogue::SET_STATUS;
    path = [&self.status.name];
    json = body(&self.status);
    /// The status as the platform says it is now, where it says so.
    read(response) -> Option<Status> = written(response, &WRAPPER, &self.status.name);
}

/// `POST /api/v1/user-statuses`: creates a status, for any name. The documents
/// show no answer, so every shape and none is read.
#[derive(Debug, Clone)]
pub struct CreateStatus {
    /// The new status.
    pub status: Status,
}

endpoint! {
    CreateStatus(self): catalogue::CREATE_STATUS;
    path = [];
    key = &self.status.name;
    json = body(&self.status);
    /// The status as the platform made it, where it says so.
    read(response) -> Option<Status> = written(response, &WRAPPER, &self.status.name);
}

/// `DELETE /api/v1/user-statuses/{name}`. No way to enable a user: the
/// documents say to set the status without `disabled` for that.
#[derive(Debug, Clone)]
pub struct DeleteStatus {
    /// Whose status to remove.
    pub name: String,
}

endpoint! {
    DeleteStatus(self): catalogue::DELETE_STATUS;
    path = [&self.name];
    read(response) -> () = read_nothing(response);
}

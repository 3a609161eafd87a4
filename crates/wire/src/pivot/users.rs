//! The users of a Pivot.

use super::{Generation, named, written};
use crate::catalogue::pivot as catalogue;
use crate::endpoint::{endpoint, read_nothing, read_wrapped};
use crate::json::{Extra, FromObject, Named, Object, Wrapper, text, texts_of};
use crate::{List, Malformed};
use serde::Serialize;
use serde::ser::{SerializeMap, Serializer};

/// `{"users": […]}` and `{"user": {…}}` (pivot note 2); the 2023.01
/// page shows bare lists.
const WRAPPER: Wrapper = Wrapper {
    plural: "users",
    singular: "user",
};

/// A user of Pivot (`pivot-users.txt`, "Response body"; pivot note 3 for `email`
/// and pivot note 4 for `roles`).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct User {
    /// The user ID in Pivot's own pages: the key, never changed.
    pub name: Box<str>,
    /// Given name.
    pub first_name: Option<Box<str>>,
    /// Family name.
    pub last_name: Option<Box<str>>,
    /// Where an invitation goes; absent from the 2023.01 page.
    pub email: Option<Box<str>>,
    /// Any text; the one value seen is `dark-color-mode`.
    pub color_mode: Option<Box<str>>,
    /// The IDs of the user's roles.
    pub roles: Box<[Box<str>]>,
    /// Under which key the roles came, so that they go back under the same.
    pub roles_key: Option<RolesKey>,
    /// Every other field, kept for writing back: a POST replaces the user.
    pub extra: Extra,
}

/// The two names of the same field: the 2023.01 page calls a user's roles
/// `users` (pivot note 4).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RolesKey {
    /// As the 2023.01 page has it.
    Users,
    /// As the current page has it.
    Roles,
}

impl RolesKey {
    const fn name(self) -> &'static str {
        match self {
            Self::Users => "users",
            Self::Roles => "roles",
        }
    }

    const fn of(generation: Generation) -> Self {
        match generation {
            Generation::V2023_01 => Self::Users,
            Generation::Current => Self::Roles,
        }
    }
}

impl FromObject for User {
    const SHORTEST: &str = r#"{"name":""}"#;

    fn from_object(object: &mut Object<'_>) -> Result<Self, Malformed> {
        let name = object.require_key("name")?;
        let (roles, roles_key) = match object.read_texts("roles") {
            Some(roles) => (roles, Some(RolesKey::Roles)),
            None => match object.read_texts("users") {
                Some(roles) => (roles, Some(RolesKey::Users)),
                None => (Box::default(), None),
            },
        };
        Ok(Self {
            name,
            first_name: object.read_text("firstName"),
            last_name: object.read_text("lastName"),
            email: object.read_text("email"),
            color_mode: object.read_text("colorMode"),
            roles,
            roles_key,
            extra: object.rest(),
        })
    }
}

impl User {
    /// Whether the roles came as something else than a list of texts, so that
    /// they cannot be changed without losing some of it.
    pub fn has_odd_roles(&self) -> bool {
        let raw = self.roles_key.and_then(|key| self.extra.get(key.name()));
        raw.is_some_and(|raw| raw != "null")
    }
}

impl Named for User {
    fn name(&self) -> &str {
        &self.name
    }
}

/// A user as a request holds it.
struct Written<'a> {
    user: &'a User,
    roles_key: RolesKey,
}

impl Serialize for Written<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let user = self.user;
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("name", &user.name)?;
        // What came as something else than a text goes back to the letter,
        // unless it is to be different.
        let mut replaced = Vec::new();
        for (key, value) in [
            ("firstName", &user.first_name),
            ("lastName", &user.last_name),
            ("email", &user.email),
            ("colorMode", &user.color_mode),
        ] {
            let raw = user.extra.get(key);
            let came = raw.filter(|raw| *raw != "null").map(text);
            if raw.is_some() && came.as_deref() == value.as_deref() {
                continue;
            }
            replaced.push(key);
            if let Some(value) = value {
                map.serialize_entry(key, value)?;
            }
        }
        let key = self.roles_key.name();
        let came = user.extra.get(key).map(|raw| texts_of(raw).0);
        if came.as_ref() != Some(&user.roles) {
            replaced.push(key);
            // An empty list is written too: leaving it out could mean "as it was".
            map.serialize_entry(key, &user.roles)?;
        }
        user.extra.serialize_without(&mut map, &replaced)?;
        map.end()
    }
}

/// The request for a welcome email: siblings of `user` in the body
/// (pivot note 13).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Welcome {
    /// Scheme and host of the link in the email, in place of the request's
    /// `Host` header.
    pub client_url: Option<String>,
}

/// The body of [`SetUser`] and [`CreateUser`].
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Body<'a> {
    user: Written<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    send_welcome_email: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    client_url: Option<&'a str>,
}

fn body(user: &User, welcome: Option<&Welcome>, generation: Generation) -> String {
    let body = Body {
        user: Written {
            user,
            roles_key: user.roles_key.unwrap_or(RolesKey::of(generation)),
        },
        send_welcome_email: welcome.map(|_| true),
        client_url: welcome.and_then(|welcome| welcome.client_url.as_deref()),
    };
    // Texts, lists and raw values that were read as JSON: cannot fail.
    serde_json::to_string(&body).unwrap_or_default()
}

/// `GET /api/v1/users`
#[derive(Debug, Clone, Copy)]
pub struct ListUsers;

endpoint! {
    ListUsers(self): catalogue::LIST_USERS;
    path = [];
    read(response) -> List<User> = read_wrapped(response, &WRAPPER);
}

/// `GET /api/v1/users/{name}`
#[derive(Debug, Clone)]
pub struct GetUser {
    /// The user to get.
    pub name: String,
}

endpoint! {
    GetUser(self): catalogue::GET_USER;
    path = [&self.name];
    read(response) -> User = named(response, &WRAPPER, &self.name);
}

/// `POST /api/v1/users/{name}`: creates the user, or replaces it whole. To
/// change a user, change one that was read.
#[derive(Debug, Clone)]
pub struct SetUser {
    /// The whole user.
    pub user: User,
    /// Whether to ask for a welcome email. Documented for new users only.
    pub welcome: Option<Welcome>,
    /// Decides the roles' key where the user was not read from the platform.
    pub generation: Generation,
}

endpoint! {
    SetUser(self): catalogue::SET_USER;
    path = [&self.user.name];
    json = body(&self.user, self.welcome.as_ref(), self.generation);
    /// The user as the platform says it is now, where it says so.
    read(response) -> Option<User> = written(response, &WRAPPER, &self.user.name);
}

/// `POST /api/v1/users`: creates a user the way newer Pivots document it.
#[derive(Debug, Clone)]
pub struct CreateUser {
    /// The new user.
    pub user: User,
    /// Whether to ask for a welcome email.
    pub welcome: Option<Welcome>,
}

endpoint! {
    CreateUser(self): catalogue::CREATE_USER;
    path = [];
    key = &self.user.name;
    json = body(&self.user, self.welcome.as_ref(), Generation::Current);
    /// The user as the platform made it, where it says so.
    read(response) -> Option<User> = written(response, &WRAPPER, &self.user.name);
}

/// `DELETE /api/v1/users/{name}`. The user's status stays: delete it as well.
#[derive(Debug, Clone)]
pub struct DeleteUser {
    /// The user to remove.
    pub name: String,
}

endpoint! {
    DeleteUser(self): catalogue::DELETE_USER;
    path = [&self.name];
    // No body is documented for it, so none is asked for.
    read(response) -> () = read_nothing(response);
}

//! The eight user endpoints of a tenant.

use super::{Parameters, object};
use crate::catalogue::actian as catalogue;
use crate::endpoint::{endpoint, read_list, read_one};
use crate::error::success_or_empty;
use crate::json::{Extra, FromObject, Object, text};
use crate::{ApiError, List, Malformed, Response};

/// A user of a tenant (`actian-user-management.txt`, "200 List of users").
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct User {
    /// The key in every path; cannot be changed.
    pub email: Box<str>,
    /// Given name.
    pub first_name: Box<str>,
    /// Family name.
    pub last_name: Box<str>,
    /// The platform's own identifier; a number on some platforms of the vendor
    /// (actian note 7).
    pub id: Box<str>,
    /// `admin` or `user`; anything else is shown and never written.
    pub role: Role,
    /// Every other field.
    pub extra: Extra,
}

/// A user's role in a tenant.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Role {
    /// May administer the tenant.
    Admin,
    /// May use it.
    #[default]
    User,
    /// Something the page does not know, to the letter.
    Other(Box<str>),
}

impl Role {
    /// As written in requests and answers.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Admin => "admin",
            Self::User => "user",
            Self::Other(text) => text,
        }
    }
}

impl From<&str> for Role {
    fn from(text: &str) -> Self {
        match text {
            "admin" => Self::Admin,
            "user" => Self::User,
            _ => Self::Other(text.into()),
        }
    }
}

impl FromObject for User {
    const SHORTEST: &str = r#"{"email":""}"#;

    fn from_object(object: &mut Object<'_>) -> Result<Self, Malformed> {
        let email = object.require_key("email")?;
        let id = text(object.take_raw("id").unwrap_or_default());
        let role = object.take_text("role");
        Ok(Self {
            email,
            first_name: object.take_text("first_name").unwrap_or_default(),
            last_name: object.take_text("last_name").unwrap_or_default(),
            id: id.into(),
            role: Role::from(&*role.unwrap_or_default()),
            extra: object.rest(),
        })
    }
}

/// The platform's words for a success, where it says any.
fn message(response: &Response) -> Result<Option<String>, ApiError> {
    let Some(body) = success_or_empty(response)? else {
        return Ok(None);
    };
    // Some of these answers are documented as text, some as JSON, some not.
    Ok(Object::parse(body, "")
        .ok()
        .and_then(|mut object| object.words()))
}

/// `GET …/{tenant}/users`
#[derive(Debug, Clone)]
pub struct ListUsers {
    /// The tenant's ID.
    pub tenant: String,
}

endpoint! {
    ListUsers(self): catalogue::LIST_USERS;
    path = [&self.tenant];
    read(response) -> List<User> = read_list(response);
}

/// `GET …/{tenant}/users/{user_email}`
#[derive(Debug, Clone)]
pub struct GetUser {
    /// The tenant's ID.
    pub tenant: String,
    /// The user to get.
    pub email: String,
}

endpoint! {
    GetUser(self): catalogue::GET_USER;
    path = [&self.tenant, &self.email];
    read(response) -> User = read_one(response);
}

/// `POST …/{tenant}/users`. The answer holds no user: list to see it.
#[derive(Debug, Clone)]
pub struct CreateUser {
    /// The tenant's ID.
    pub tenant: String,
    /// The address, which becomes the key.
    pub email: String,
    /// Given name.
    pub first_name: String,
    /// Family name.
    pub last_name: String,
    /// Its role.
    pub role: Role,
    /// Left out, the user gets an email to activate the account.
    pub password: Option<String>,
    /// Where the parameters stand.
    pub parameters: Parameters,
}

endpoint! {
    CreateUser(self): catalogue::CREATE_USER;
    path = [&self.tenant];
    key = &self.email;
    fill(request) = {
        let mut fields = vec![
            ("email", self.email.as_str()),
            ("first_name", &self.first_name),
            ("last_name", &self.last_name),
            ("role", self.role.as_str()),
        ];
        if let Some(password) = &self.password {
            fields.push(("password", password));
        }
        self.parameters.put(request, &fields)
    };
    secrets = self.password.iter().cloned().collect();
    /// The platform's words.
    read(response) -> Option<String> = message(response);
}

/// `PUT …/{tenant}/user/{user_email}`. All three fields are mandatory.
#[derive(Debug, Clone)]
pub struct UpdateUser {
    /// The tenant's ID.
    pub tenant: String,
    /// The user to change.
    pub email: String,
    /// Given name.
    pub first_name: String,
    /// Family name.
    pub last_name: String,
    /// Its role, also where it stays.
    pub role: Role,
    /// Where the parameters stand.
    pub parameters: Parameters,
}

endpoint! {
    UpdateUser(self): catalogue::UPDATE_USER;
    path = [&self.tenant, &self.email];
    fill(request) = {
        let fields = [
            ("first_name", self.first_name.as_str()),
            ("last_name", &self.last_name),
            ("role", self.role.as_str()),
        ];
        self.parameters.put(request, &fields)
    };
    /// The platform's words.
    read(response) -> Option<String> = message(response);
}

/// `DELETE …/{tenant}/users/{user_email}`
#[derive(Debug, Clone)]
pub struct DeleteUser {
    /// The tenant's ID.
    pub tenant: String,
    /// The user to remove.
    pub email: String,
}

endpoint! {
    DeleteUser(self): catalogue::DELETE_USER;
    path = [&self.tenant, &self.email];
    /// The platform's words.
    read(response) -> Option<String> = message(response);
}

/// `PUT …/{tenant}/users/{user_email}/assign`. The page heads its parameter
/// "Request Body", unlike the others' "Query Parameters": always JSON.
#[derive(Debug, Clone)]
pub struct AssignUser {
    /// The tenant's ID.
    pub tenant: String,
    /// The user to assign.
    pub email: String,
    /// The role in this tenant.
    pub role: Role,
}

endpoint! {
    AssignUser(self): catalogue::ASSIGN_USER;
    path = [&self.tenant, &self.email];
    json = object(&[("role", self.role.as_str())]);
    /// The platform's words.
    read(response) -> Option<String> = message(response);
}

/// `PUT …/{tenant}/user/{user_email}/password`
#[derive(Debug, Clone)]
pub struct ChangePassword {
    /// The tenant's ID.
    pub tenant: String,
    /// Whose password.
    pub email: String,
    /// The one that holds.
    pub old_password: String,
    /// The one that will.
    pub new_password: String,
    /// Where the parameters stand. In the query a password ends up in logs.
    pub parameters: Parameters,
}

endpoint! {
    ChangePassword(self): catalogue::CHANGE_PASSWORD;
    path = [&self.tenant, &self.email];
    fill(request) = {
        let fields = [
            ("old-password", self.old_password.as_str()),
            ("new-password", &self.new_password),
        ];
        self.parameters.put(request, &fields)
    };
    secrets = vec![self.old_password.clone(), self.new_password.clone()];
    /// The platform's words.
    read(response) -> Option<String> = message(response);
}

/// `DELETE …/{tenant}/user/{user_email}/password`: sends a reset email.
#[derive(Debug, Clone)]
pub struct ResetPassword {
    /// The tenant's ID.
    pub tenant: String,
    /// Who gets the email.
    pub email: String,
}

endpoint! {
    ResetPassword(self): catalogue::RESET_PASSWORD;
    path = [&self.tenant, &self.email];
    /// The platform's words.
    read(response) -> Option<String> = message(response);
}

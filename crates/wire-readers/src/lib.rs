//! Every reader of wire behind one signature: for the fuzz targets (tests/fuzz), and
//! for the property test in crates/wire/tests/readers.rs.

use wire::{ApiError, Endpoint, Response, Route, actian, metabase, pivot};

/// The name of the requested user, also in the fuzz target's dictionary.
pub const NAME: &str = "ada@example.com";

/// The password that requests with one carry: an answer may repeat it.
pub const PASSWORD: &str = "rollcall-demo-1";

type Read = dyn Fn(&Response) -> Result<(), ApiError>;

/// How the answer to one endpoint is read.
pub struct Reader {
    /// Whose answer it is.
    pub route: &'static Route,
    read: Box<Read>,
}

impl Reader {
    fn of<E: Endpoint + 'static>(endpoint: E) -> Self {
        Self {
            route: E::ROUTE,
            read: Box::new(move |response| endpoint.answer(response).map(drop)),
        }
    }

    /// Reads `response` and drops what comes out.
    ///
    /// # Errors
    /// The reader's.
    pub fn answer(&self, response: &Response) -> Result<(), ApiError> {
        (self.read)(response)
    }
}

/// All of them.
pub fn every_reader() -> Vec<Reader> {
    let mut readers = pivot_readers();
    readers.extend(actian_readers());
    readers.extend(metabase_users());
    readers.extend(metabase_neighbours());
    readers
}

fn pivot_readers() -> Vec<Reader> {
    let name = NAME.to_owned();
    let user = pivot::User {
        name: NAME.into(),
        ..pivot::User::default()
    };
    let status = pivot::Status {
        name: NAME.into(),
        ..pivot::Status::default()
    };
    vec![
        Reader::of(pivot::ListUsers),
        Reader::of(pivot::GetUser { name: name.clone() }),
        Reader::of(pivot::SetUser {
            user: user.clone(),
            welcome: None,
            generation: pivot::Generation::default(),
        }),
        Reader::of(pivot::CreateUser {
            user,
            welcome: None,
        }),
        Reader::of(pivot::DeleteUser { name: name.clone() }),
        Reader::of(pivot::ListStatuses),
        Reader::of(pivot::ListRoles),
        Reader::of(pivot::GetStatus { name: name.clone() }),
        Reader::of(pivot::SetStatus {
            status: status.clone(),
        }),
        Reader::of(pivot::CreateStatus { status }),
        Reader::of(pivot::DeleteStatus { name }),
    ]
}

fn actian_readers() -> Vec<Reader> {
    let tenant = || "demo".to_owned();
    let email = || NAME.to_owned();
    let password = || PASSWORD.to_owned();
    let parameters = actian::Parameters::default();
    vec![
        Reader::of(actian::ListUsers { tenant: tenant() }),
        Reader::of(actian::GetUser {
            tenant: tenant(),
            email: email(),
        }),
        Reader::of(actian::CreateUser {
            tenant: tenant(),
            email: email(),
            first_name: String::new(),
            last_name: String::new(),
            role: actian::Role::User,
            password: Some(password()),
            parameters,
        }),
        Reader::of(actian::UpdateUser {
            tenant: tenant(),
            email: email(),
            first_name: String::new(),
            last_name: String::new(),
            role: actian::Role::User,
            parameters,
        }),
        Reader::of(actian::DeleteUser {
            tenant: tenant(),
            email: email(),
        }),
        Reader::of(actian::AssignUser {
            tenant: tenant(),
            email: email(),
            role: actian::Role::User,
        }),
        Reader::of(actian::ChangePassword {
            tenant: tenant(),
            email: email(),
            old_password: password(),
            new_password: "rollcall-demo-2".to_owned(),
            parameters,
        }),
        Reader::of(actian::ResetPassword {
            tenant: tenant(),
            email: email(),
        }),
        Reader::of(actian::RequestToken {
            grant: actian::Grant::Password {
                username: email(),
                password: password(),
            },
        }),
    ]
}

fn metabase_users() -> Vec<Reader> {
    let id = 1;
    vec![
        Reader::of(metabase::ListUsers::default()),
        Reader::of(metabase::ListRecipients),
        Reader::of(metabase::GetCurrentUser),
        Reader::of(metabase::GetUser { id }),
        Reader::of(metabase::CreateUser {
            email: NAME.to_owned(),
            password: Some(PASSWORD.to_owned()),
            ..metabase::CreateUser::default()
        }),
        Reader::of(metabase::UpdateUser {
            id,
            ..metabase::UpdateUser::default()
        }),
        Reader::of(metabase::DeactivateUser { id }),
        Reader::of(metabase::ReactivateUser { id }),
        Reader::of(metabase::SetPassword {
            id,
            password: PASSWORD.to_owned(),
            old_password: None,
        }),
        Reader::of(metabase::CreateResetLink { id }),
        Reader::of(metabase::MarkSeen {
            id,
            modal: metabase::Modal::QueryBuilder,
        }),
    ]
}

/// Sessions, groups and memberships.
fn metabase_neighbours() -> Vec<Reader> {
    let id = 1;
    let name = || "Analysts".to_owned();
    vec![
        Reader::of(metabase::SignIn {
            credentials: metabase::Credentials {
                username: NAME.to_owned(),
                password: PASSWORD.to_owned(),
            },
        }),
        Reader::of(metabase::SignOut),
        Reader::of(metabase::GetProperties),
        Reader::of(metabase::ForgotPassword {
            email: NAME.to_owned(),
        }),
        Reader::of(metabase::ResetPassword {
            token: "1_token".to_owned(),
            password: PASSWORD.to_owned(),
        }),
        Reader::of(metabase::GetHealth),
        Reader::of(metabase::ListGroups),
        Reader::of(metabase::GetGroup { id }),
        Reader::of(metabase::CreateGroup { name: name() }),
        Reader::of(metabase::RenameGroup { id, name: name() }),
        Reader::of(metabase::DeleteGroup { id }),
        Reader::of(metabase::ListMemberships),
        Reader::of(metabase::CreateMembership {
            group_id: id,
            user_id: id,
        }),
        Reader::of(metabase::DeleteMembership { membership_id: id }),
        Reader::of(metabase::ClearGroup { group_id: id }),
    ]
}

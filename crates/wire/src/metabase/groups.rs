//! Groups and their members (metabase note 24).

use crate::catalogue::metabase as catalogue;
use crate::error::{success, success_or_empty};
use crate::json::{FromObject, Object, bare_many, bare_one};
use crate::{ApiError, Endpoint, List, Malformed, Request, Response, Route, SegmentError};

/// A group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// The key in every path.
    pub id: u64,
    /// Its name.
    pub name: Box<str>,
    /// How many are in it, in lists.
    pub member_count: Option<u64>,
    /// What kind of built-in group it is, if it is one.
    pub magic: Option<Box<str>>,
    /// Who is in it, where one group was asked for.
    pub members: Option<Vec<GroupMember>>,
}

/// One member of a group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GroupMember {
    /// The user.
    pub user_id: u64,
    /// The key for taking the user out.
    pub membership_id: u64,
    /// The user's address.
    pub email: Option<Box<str>>,
}

impl FromObject for GroupMember {
    const SHORTEST: &str = r#"{"user_id":0,"membership_id":0}"#;

    fn from_object(object: &mut Object<'_>) -> Result<Self, Malformed> {
        Ok(Self {
            user_id: object.require("user_id")?,
            membership_id: object.require("membership_id")?,
            email: object.take_text("email"),
        })
    }
}

impl FromObject for Group {
    const SHORTEST: &str = r#"{"id":0,"name":""}"#;

    fn from_object(object: &mut Object<'_>) -> Result<Self, Malformed> {
        Ok(Self {
            id: object.require_number("id")?,
            name: object.take_text("name").unwrap_or_default(),
            member_count: object.take_scalar("member_count"),
            magic: object.take_text("magic_group_type"),
            members: object.take_all("members")?,
        })
    }
}

/// One membership, as the list of all has it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UserMembership {
    /// The key for taking the user out.
    pub membership_id: u64,
    /// The group.
    pub group_id: u64,
    /// The user.
    pub user_id: u64,
}

impl FromObject for UserMembership {
    const SHORTEST: &str = r#"{"membership_id":0,"group_id":0,"user_id":0}"#;

    fn from_object(object: &mut Object<'_>) -> Result<Self, Malformed> {
        Ok(Self {
            membership_id: object.require("membership_id")?,
            group_id: object.require("group_id")?,
            user_id: object.require("user_id")?,
        })
    }
}

/// Everybody's memberships: the answer is an object with a list per user.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AllMemberships(pub Vec<UserMembership>);

impl FromObject for AllMemberships {
    fn from_object(object: &mut Object<'_>) -> Result<Self, Malformed> {
        object.take_every().map(Self)
    }
}

/// `GET /api/permissions/group`
#[derive(Debug, Clone, Copy)]
pub struct ListGroups;

impl Endpoint for ListGroups {
    type Output = List<Group>;
    const ROUTE: &'static Route = &catalogue::LIST_GROUPS;

    fn request(&self) -> Result<Request, SegmentError> {
        Request::new(Self::ROUTE, &[])
    }

    fn read(&self, response: &Response) -> Result<Self::Output, ApiError> {
        Ok(bare_many(success(response)?)?)
    }
}

/// `GET /api/permissions/group/:id`
#[derive(Debug, Clone, Copy)]
pub struct GetGroup {
    /// Which group.
    pub id: u64,
}

impl Endpoint for GetGroup {
    type Output = Group;
    const ROUTE: &'static Route = &catalogue::GET_GROUP;

    fn request(&self) -> Result<Request, SegmentError> {
        Request::with_id(Self::ROUTE, self.id)
    }

    fn read(&self, response: &Response) -> Result<Self::Output, ApiError> {
        Ok(bare_one(success(response)?)?)
    }
}

/// A body with a name.
fn named(name: &str) -> String {
    // A text: cannot fail.
    let name = serde_json::to_string(name).unwrap_or_default();
    format!(r#"{{"name":{name}}}"#)
}

/// `POST /api/permissions/group`
#[derive(Debug, Clone)]
pub struct CreateGroup {
    /// Its name; taken ones are refused in any case of letters.
    pub name: String,
}

impl Endpoint for CreateGroup {
    type Output = Group;
    const ROUTE: &'static Route = &catalogue::CREATE_GROUP;

    fn request(&self) -> Result<Request, SegmentError> {
        Ok(Request::new(Self::ROUTE, &[])?.with_json(named(&self.name)))
    }

    fn read(&self, response: &Response) -> Result<Self::Output, ApiError> {
        Ok(bare_one(success(response)?)?)
    }
}

/// `PUT /api/permissions/group/:id`
#[derive(Debug, Clone)]
pub struct RenameGroup {
    /// Which group.
    pub id: u64,
    /// Its new name.
    pub name: String,
}

impl Endpoint for RenameGroup {
    type Output = ();
    const ROUTE: &'static Route = &catalogue::RENAME_GROUP;

    fn request(&self) -> Result<Request, SegmentError> {
        Ok(Request::with_id(Self::ROUTE, self.id)?.with_json(named(&self.name)))
    }

    fn read(&self, response: &Response) -> Result<Self::Output, ApiError> {
        success_or_empty(response).map(|_| ())
    }
}

/// `DELETE /api/permissions/group/:id`
#[derive(Debug, Clone, Copy)]
pub struct DeleteGroup {
    /// Which group.
    pub id: u64,
}

impl Endpoint for DeleteGroup {
    type Output = ();
    const ROUTE: &'static Route = &catalogue::DELETE_GROUP;

    fn request(&self) -> Result<Request, SegmentError> {
        Request::with_id(Self::ROUTE, self.id)
    }

    fn read(&self, response: &Response) -> Result<Self::Output, ApiError> {
        success_or_empty(response).map(|_| ())
    }
}

/// `GET /api/permissions/membership`
#[derive(Debug, Clone, Copy)]
pub struct ListMemberships;

impl Endpoint for ListMemberships {
    type Output = AllMemberships;
    const ROUTE: &'static Route = &catalogue::LIST_MEMBERSHIPS;

    fn request(&self) -> Result<Request, SegmentError> {
        Request::new(Self::ROUTE, &[])
    }

    fn read(&self, response: &Response) -> Result<Self::Output, ApiError> {
        Ok(bare_one(success(response)?)?)
    }
}

/// `POST /api/permissions/membership`: into [`super::ADMINISTRATORS`] it makes
/// an administrator.
#[derive(Debug, Clone, Copy)]
pub struct CreateMembership {
    /// Into which group.
    pub group_id: u64,
    /// Whom.
    pub user_id: u64,
}

impl Endpoint for CreateMembership {
    /// The members the group has now.
    type Output = List<GroupMember>;
    const ROUTE: &'static Route = &catalogue::CREATE_MEMBERSHIP;

    fn request(&self) -> Result<Request, SegmentError> {
        let Self { group_id, user_id } = self;
        let body = format!(r#"{{"group_id":{group_id},"user_id":{user_id}}}"#);
        Ok(Request::new(Self::ROUTE, &[])?.with_json(body))
    }

    fn read(&self, response: &Response) -> Result<Self::Output, ApiError> {
        Ok(bare_many(success(response)?)?)
    }
}

/// `DELETE /api/permissions/membership/:id`
#[derive(Debug, Clone, Copy)]
pub struct DeleteMembership {
    /// Which membership.
    pub membership_id: u64,
}

impl Endpoint for DeleteMembership {
    type Output = ();
    const ROUTE: &'static Route = &catalogue::DELETE_MEMBERSHIP;

    fn request(&self) -> Result<Request, SegmentError> {
        Request::with_id(Self::ROUTE, self.membership_id)
    }

    fn read(&self, response: &Response) -> Result<Self::Output, ApiError> {
        success_or_empty(response).map(|_| ())
    }
}

/// `PUT /api/permissions/membership/:group-id/clear`: takes everybody out. The
/// administrators' group is refused.
#[derive(Debug, Clone, Copy)]
pub struct ClearGroup {
    /// Which group.
    pub group_id: u64,
}

impl Endpoint for ClearGroup {
    type Output = ();
    const ROUTE: &'static Route = &catalogue::CLEAR_GROUP;

    fn request(&self) -> Result<Request, SegmentError> {
        Request::with_id(Self::ROUTE, self.group_id)
    }

    fn read(&self, response: &Response) -> Result<Self::Output, ApiError> {
        success_or_empty(response).map(|_| ())
    }
}

//! Groups and their members (metabase note 24).

use crate::catalogue::metabase as catalogue;
use crate::endpoint::{endpoint, read_list, read_nothing, read_one};
use crate::json::{FromObject, Object};
use crate::{List, Malformed};

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

endpoint! {
    ListGroups(self): catalogue::LIST_GROUPS;
    path = [];
    read(response) -> List<Group> = read_list(response);
}

/// `GET /api/permissions/group/:id`
#[derive(Debug, Clone, Copy)]
pub struct GetGroup {
    /// Which group.
    pub id: u64,
}

endpoint! {
    GetGroup(self): catalogue::GET_GROUP;
    id = self.id;
    read(response) -> Group = read_one(response);
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

endpoint! {
    CreateGroup(self): catalogue::CREATE_GROUP;
    path = [];
    json = named(&self.name);
    read(response) -> Group = read_one(response);
}

/// `PUT /api/permissions/group/:id`
#[derive(Debug, Clone)]
pub struct RenameGroup {
    /// Which group.
    pub id: u64,
    /// Its new name.
    pub name: String,
}

endpoint! {
    RenameGroup(self): catalogue::RENAME_GROUP;
    id = self.id;
    json = named(&self.name);
    read(response) -> () = read_nothing(response);
}

/// `DELETE /api/permissions/group/:id`
#[derive(Debug, Clone, Copy)]
pub struct DeleteGroup {
    /// Which group.
    pub id: u64,
}

endpoint! {
    DeleteGroup(self): catalogue::DELETE_GROUP;
    id = self.id;
    read(response) -> () = read_nothing(response);
}

/// `GET /api/permissions/membership`
#[derive(Debug, Clone, Copy)]
pub struct ListMemberships;

endpoint! {
    ListMemberships(self): catalogue::LIST_MEMBERSHIPS;
    path = [];
    read(response) -> AllMemberships = read_one(response);
}

/// `POST /api/permissions/membership`: into [`super::ADMINISTRATORS`] it makes
/// an administrator.
#[derive(Debug, Clone, Copy)]
pub struct CreateMembership {
    /// Into which group.
    pub group_id: u64,
    /// The user.
    pub user_id: u64,
}

endpoint! {
    CreateMembership(self): catalogue::CREATE_MEMBERSHIP;
    path = [];
    json = {
        let Self { group_id, user_id } = self;
        format!(r#"{{"group_id":{group_id},"user_id":{user_id}}}"#)
    };
    /// The members the group has now.
    read(response) -> List<GroupMember> = read_list(response);
}

/// `DELETE /api/permissions/membership/:id`
#[derive(Debug, Clone, Copy)]
pub struct DeleteMembership {
    /// Which membership.
    pub membership_id: u64,
}

endpoint! {
    DeleteMembership(self): catalogue::DELETE_MEMBERSHIP;
    id = self.membership_id;
    read(response) -> () = read_nothing(response);
}

/// `PUT /api/permissions/membership/:group-id/clear`: takes everybody out. The
/// administrators' group is refused.
#[derive(Debug, Clone, Copy)]
pub struct ClearGroup {
    /// Which group.
    pub group_id: u64,
}

endpoint! {
    ClearGroup(self): catalogue::CLEAR_GROUP;
    id = self.group_id;
    read(response) -> () = read_nothing(response);
}

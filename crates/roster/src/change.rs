//! What an administrator wants to be different.

use crate::kinds::kinds;
use crate::platform::{Introduction, change_support};
use crate::record::{Access, Field, Record};
use wire::Platform;
use wire::secrets::Secret;

/// One thing that an administrator wants to be different about one account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// Let it sign in again.
    Enable {
        /// Metabase takes administrator rights away when it reactivates a user
        /// (metabase note 14): whether to give them back.
        restore_admin: bool,
    },
    /// Keep it from signing in.
    Disable {
        /// Pivot: since when, where it is not now. An RFC 3339 time.
        since: Option<String>,
    },
    /// Other texts.
    Edit(Edit),
    /// Exactly these roles or groups.
    SetRoles(Vec<String>),
    /// One role or group more.
    AddRole(String),
    /// One role or group less.
    RemoveRole(String),
    /// Metabase: make it an administrator, or no longer one.
    SetAdmin(bool),
    /// An account that is not there yet.
    Create(Box<NewUser>),
    /// Pivot: its user and its status. Actian: out of this tenant.
    Remove,
    /// Actian: an account of another tenant into this one, with a role.
    Assign {
        /// `admin` or `user`.
        role: String,
    },
    /// Actian, Metabase: an email with which its owner can set a new password.
    SendReset,
    /// Pivot: the welcome email once more. Not documented for a user that
    /// exists (pivot note 13).
    SendWelcome {
        /// What the link in it starts with.
        client_url: Option<String>,
    },
    /// Metabase: another password.
    SetPassword(Secret),
    /// Actian: another password, for those who know the current one.
    ChangePassword {
        /// The current one.
        old: Secret,
        /// The new one.
        new: Secret,
    },
    /// Pivot: a status as a record of its own, whether or not a user goes with
    /// it.
    SetStatus {
        /// Since when it is disabled, an RFC 3339 time; absent means enabled.
        disabled: Option<String>,
        /// What the form was opened with, where the change comes from one.
        opened: Option<StatusForm>,
    },
    /// Pivot: the status record alone away.
    DeleteStatus,
    /// Metabase: an introduction is not to be shown again.
    MarkSeen(Introduction),
}

/// Texts and attributes that are to be different. What is not named stays.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Edit {
    /// Fields and what they are to hold; nothing where they are to hold nothing.
    pub fields: Vec<(Field, String)>,
    /// The roles or groups, where they are to be different.
    pub roles: Option<Vec<String>>,
    /// Metabase: all attributes, where they are to be different.
    pub attributes: Option<Vec<(String, String)>>,
    /// What the form was opened with, where the edit comes from one: then only
    /// the difference is applied to what the platform holds by now.
    pub opened: Option<Box<Record>>,
}

/// What a form about a status of Pivot was opened with.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct StatusForm {
    /// Since when the user was disabled; absent means enabled.
    pub disabled: Option<String>,
}

/// An account to be made.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NewUser {
    /// Pivot: its name, which cannot be changed later. Elsewhere the address.
    pub key: String,
    /// Its texts; the address among them on Pivot and Metabase.
    pub fields: Vec<(Field, String)>,
    /// Its roles or groups.
    pub roles: Vec<String>,
    /// Pivot: whether to ask for the welcome email, and what the link in it
    /// starts with.
    pub welcome: Option<Option<String>>,
    /// Actian, Metabase: a first password. Without one the platform sends an
    /// email, where it can.
    pub password: Option<Secret>,
}

impl NewUser {
    /// One of its texts.
    pub fn field(&self, field: Field) -> Option<&str> {
        let found = self.fields.iter().find(|(one, _)| *one == field);
        found
            .map(|(_, text)| text.as_str())
            .filter(|text| !text.is_empty())
    }
}

kinds! {
    /// What a change is about, without its particulars.
    pub enum ChangeKind {
        /// [`Change::Enable`]
        Enable,
        /// [`Change::Disable`]
        Disable,
        /// [`Change::Edit`]
        Edit,
        /// [`Change::SetRoles`]
        SetRoles,
        /// [`Change::AddRole`]
        AddRole,
        /// [`Change::RemoveRole`]
        RemoveRole,
        /// [`Change::SetAdmin`] that makes an administrator.
        GrantAdmin,
        /// [`Change::SetAdmin`] that takes the rights away.
        RevokeAdmin,
        /// [`Change::Create`]
        Create,
        /// [`Change::Remove`]
        Remove,
        /// [`Change::Assign`]
        Assign,
        /// [`Change::SendReset`]
        SendReset,
        /// [`Change::SendWelcome`]
        SendWelcome,
        /// [`Change::SetPassword`]
        SetPassword,
        /// [`Change::ChangePassword`]
        ChangePassword,
        /// [`Change::SetStatus`]
        SetStatus,
        /// [`Change::DeleteStatus`]
        DeleteStatus,
        /// [`Change::MarkSeen`]
        MarkSeen,
    }
}

impl Change {
    /// Its kind.
    pub const fn kind(&self) -> ChangeKind {
        match self {
            Self::Enable { .. } => ChangeKind::Enable,
            Self::Disable { .. } => ChangeKind::Disable,
            Self::Edit(_) => ChangeKind::Edit,
            Self::SetRoles(_) => ChangeKind::SetRoles,
            Self::AddRole(_) => ChangeKind::AddRole,
            Self::RemoveRole(_) => ChangeKind::RemoveRole,
            Self::SetAdmin(true) => ChangeKind::GrantAdmin,
            Self::SetAdmin(false) => ChangeKind::RevokeAdmin,
            Self::Create(_) => ChangeKind::Create,
            Self::Remove => ChangeKind::Remove,
            Self::Assign { .. } => ChangeKind::Assign,
            Self::SendReset => ChangeKind::SendReset,
            Self::SendWelcome { .. } => ChangeKind::SendWelcome,
            Self::SetPassword(_) => ChangeKind::SetPassword,
            Self::ChangePassword { .. } => ChangeKind::ChangePassword,
            Self::SetStatus { .. } => ChangeKind::SetStatus,
            Self::DeleteStatus => ChangeKind::DeleteStatus,
            Self::MarkSeen(_) => ChangeKind::MarkSeen,
        }
    }

    /// Whether it is about fields of a user beside which others are written back.
    pub(crate) const fn is_about_fields(&self) -> bool {
        matches!(
            self,
            Self::Edit(_)
                | Self::SetRoles(_)
                | Self::AddRole(_)
                | Self::RemoveRole(_)
                | Self::SendWelcome { .. }
        )
    }

    /// Whether it is about a user that need not be there.
    pub(crate) const fn needs_no_user(&self) -> bool {
        matches!(
            self,
            Self::Create(_) | Self::Assign { .. } | Self::SetStatus { .. } | Self::DeleteStatus
        )
    }

    /// The change that takes this one back, for an account that was `before` and
    /// is `after` by it; nothing where there is none. What someone else changes
    /// later is neither undone by it nor overwritten.
    pub fn inverse(
        &self,
        before: Option<&Record>,
        after: Option<&Record>,
        platform: Platform,
    ) -> Option<Self> {
        change_support(platform).inverse(self, before, after)
    }

    /// [`Change::inverse`], as far as that is the same on every platform.
    pub(crate) fn usual_inverse(
        &self,
        before: Option<&Record>,
        after: Option<&Record>,
    ) -> Option<Self> {
        let had = |role: &String| before.is_some_and(|record| record.role_ids().contains(role));
        match self {
            Self::Enable { .. } => match before?.access() {
                Access::Disabled { since } => Some(Self::Disable { since }),
                _ => None,
            },
            // What was not known cannot be put back.
            Self::Disable { .. } if before?.access() == Access::Unknown => None,
            Self::Disable { .. } => Some(Self::Enable {
                restore_admin: false,
            }),
            Self::Edit(edit) => {
                let before = before?;
                Some(Self::Edit(Edit {
                    opened: after.cloned().map(Box::new),
                    ..edit.as_before(before)
                }))
            }
            Self::AddRole(role) => (!had(role)).then(|| Self::RemoveRole(role.clone())),
            Self::RemoveRole(role) => had(role).then(|| Self::AddRole(role.clone())),
            Self::SetRoles(_) => Self::roles_before(before, after),
            Self::SetAdmin(admin) => Some(Self::SetAdmin(!admin)),
            Self::Assign { .. } if before.is_some() => Self::roles_before(before, after),
            Self::Create(_) | Self::Assign { .. } => Some(Self::Remove),
            Self::Remove
            | Self::SetStatus { .. }
            | Self::DeleteStatus
            | Self::SendReset
            | Self::SendWelcome { .. }
            | Self::SetPassword(_)
            | Self::ChangePassword { .. }
            | Self::MarkSeen(_) => None,
        }
    }

    /// The change that gives an account the roles back that it had `before`.
    pub(crate) fn roles_before(before: Option<&Record>, after: Option<&Record>) -> Option<Self> {
        Some(Self::Edit(Edit {
            roles: Some(before?.role_ids()),
            opened: after.cloned().map(Box::new),
            ..Edit::default()
        }))
    }

    /// The passwords in it.
    pub fn secrets(&self) -> Vec<String> {
        let secrets: Vec<&Secret> = match self {
            Self::Create(new) => new.password.iter().collect(),
            Self::SetPassword(password) => vec![password],
            Self::ChangePassword { old, new } => vec![old, new],
            _ => Vec::new(),
        };
        secrets
            .into_iter()
            .map(|secret| secret.expose().to_owned())
            .collect()
    }
}

impl Edit {
    /// The edit that puts back what `before` held.
    fn as_before(&self, before: &Record) -> Self {
        Self {
            fields: self
                .fields
                .iter()
                .map(|(field, _)| (*field, before.field(*field).to_owned()))
                .collect(),
            roles: self.roles.as_ref().map(|_| before.role_ids()),
            attributes: self.attributes.as_ref().map(|_| before.attributes()),
            opened: None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::PivotRecord;
    use wire::pivot::Status;
    use wire::{metabase, pivot};

    fn pivot(disabled: Option<&str>) -> Record {
        Record::Pivot(PivotRecord {
            user: Some(pivot::User {
                name: "ada".into(),
                first_name: Some("Ada".into()),
                ..pivot::User::default()
            }),
            status: Some(Status {
                name: "ada".into(),
                disabled: disabled.map(Into::into),
                ..Status::default()
            }),
        })
    }

    #[test]
    fn enabling_is_taken_back_with_the_time_it_was_disabled_at() {
        let change = Change::Enable {
            restore_admin: false,
        };
        let before = pivot(Some("2022-09-21T19:01:25.872Z"));
        assert_eq!(
            change.inverse(Some(&before), None, Platform::Pivot),
            Some(Change::Disable {
                since: Some("2022-09-21T19:01:25.872Z".into())
            })
        );
    }

    #[test]
    fn an_edit_is_taken_back_field_by_field() {
        let change = Change::Edit(Edit {
            fields: vec![(Field::FirstName, "Eda".into())],
            ..Edit::default()
        });
        let after = pivot(Some("2022-09-21T19:01:25.872Z"));
        assert_eq!(
            change.inverse(Some(&pivot(None)), Some(&after), Platform::Pivot),
            Some(Change::Edit(Edit {
                fields: vec![(Field::FirstName, "Ada".into())],
                opened: Some(Box::new(after)),
                ..Edit::default()
            }))
        );
    }

    #[test]
    fn an_administrator_that_was_deactivated_gets_the_rights_back() {
        let admin = Record::Metabase(Box::new(metabase::User {
            is_active: Some(true),
            is_superuser: Some(true),
            ..metabase::User::default()
        }));
        assert_eq!(
            Change::Disable { since: None }.inverse(Some(&admin), None, Platform::Metabase),
            Some(Change::Enable {
                restore_admin: true
            })
        );
    }

    #[test]
    fn what_cannot_be_taken_back_says_so() {
        for change in [
            Change::Remove,
            Change::SendReset,
            Change::SetPassword(Secret::new("x".into())),
        ] {
            let inverse = change.inverse(Some(&pivot(None)), None, Platform::Pivot);
            assert_eq!(inverse, None);
        }
    }

    #[test]
    fn a_password_is_never_printed() {
        let change = Change::SetPassword(Secret::new("hunter2-hunter2".into()));
        let printed = format!("{change:?}");
        assert!(!printed.contains("hunter2"), "{printed}");
    }
}

//! What is asked about one connection.

use super::existing::ExistingAccount;
use crate::browser::random::{RandomError, new_password};
use crate::components::invite::{Identity, InviteForm, InviteTarget};
use crate::state::user_store::UserStore;
use crate::ui::field::Field;
use crate::ui::form::{Form, Wrong};
use leptos::prelude::*;
use roster::people::{AccountRequest, ProfileEntry};
use roster::platform::{common_role, list_support};
use roster::{Ability, Secret};

/// What is asked about one connection. All copies are the same.
#[derive(Clone, Copy)]
pub(super) struct ConnectionForm {
    pub(super) target: InviteTarget,
    pub(super) form: InviteForm,
    /// Whether access is given there.
    pub(super) is_given: Field,
    /// The roles that a new account begins with.
    usual: StoredValue<Vec<String>>,
    /// The password that was generated, where one is to be.
    generated: StoredValue<Option<Secret>>,
}

impl ConnectionForm {
    pub(super) fn new(form: Form, store: UserStore, identity: Identity) -> Self {
        let label = format!("Give access to {}", store.connection().label);
        let part = InviteForm::part(form, store.connection(), identity);
        Self {
            form: part,
            is_given: form.field(&label, Vec::new()),
            usual: StoredValue::new(untrack(|| part.fields().roles.chosen())),
            generated: StoredValue::new(None),
            target: InviteTarget::new(store),
        }
    }

    /// Why no access can be given there, if so.
    pub(super) fn unavailable_reason(self) -> Option<&'static str> {
        self.target.store().unavailable_reason(Ability::Invite)
    }

    /// The account that is to be there; nothing where no access is given. Reactive.
    pub(super) fn request(self) -> Option<AccountRequest> {
        if !self.is_given.is_ticked() {
            return None;
        }
        let fields = self.form.fields();
        let mut roles = fields.chosen_roles();
        let common = common_role(self.target.platform());
        roles.retain(|role| common.as_ref() != Some(role));
        Some(AccountRequest {
            connection: self.target.store().connection().id.as_str().into(),
            key: Some(fields.key_text()),
            roles,
            first_access: fields.first_access(self.generated.get_value()),
        })
    }

    /// What is wrong with what is typed for a new account.
    pub(super) fn errors(self) -> Vec<Wrong> {
        self.form.fields().errors()
    }

    /// Generates a password, where one is needed and there is none yet.
    ///
    /// # Errors
    /// Why the browser could not.
    pub(super) fn generate_password(self) -> Result<(), RandomError> {
        let fields = self.form.fields();
        let is_needed = fields.description.first_password.is_generated() && fields.sets_password();
        if is_needed && self.generated.with_value(Option::is_none) {
            self.generated.set_value(Some(Secret::new(new_password()?)));
        }
        Ok(())
    }

    /// Fills in what a profile says about this connection. Returns whether its roles could
    /// be filled in: where the platform takes exactly one, a profile may have others.
    pub(super) fn fill_in(self, entry: Option<&ProfileEntry>) -> bool {
        let roles = match entry {
            Some(ProfileEntry::Access(roles)) if self.unavailable_reason().is_none() => roles,
            _ => {
                self.is_given.set_chosen(Vec::new());
                // Ticked by hand afterwards, it begins as before.
                let fields = self.form.fields();
                fields.roles.restore();
                fields.typed_roles.restore();
                return true;
            }
        };
        self.is_given.set_chosen(vec!["yes".to_owned()]);
        let fixed = list_support(self.target.platform()).fixed_roles();
        let is_choice = |role: &String| fixed.iter().any(|(id, _)| id == role);
        if !fixed.is_empty() && !matches!(&**roles, [one] if is_choice(one)) {
            return false;
        }
        let fields = self.form.fields();
        let (chosen, typed) = self.as_held(roles);
        fields.roles.set_chosen(chosen);
        fields.typed_roles.set_text(&typed);
        true
    }

    /// Begins with the roles of the account that exists, or with those that a new one
    /// usually has. What was chosen since stays.
    pub(super) fn begin_with(self, existing: Option<&ExistingAccount>) {
        let (chosen, typed) = match existing {
            None => (self.usual.get_value(), String::new()),
            Some(account) => self.as_held(account.role_ids.as_deref().unwrap_or_default()),
        };
        let fields = self.form.fields();
        let takes_several = list_support(self.target.platform())
            .fixed_roles()
            .is_empty();
        if takes_several {
            fields.roles.rebase(chosen);
        } else if !untrack(|| fields.roles.is_dirty()) {
            fields.roles.reset(chosen);
        }
        if !untrack(|| fields.typed_roles.is_dirty()) {
            fields.typed_roles.reset(vec![typed]);
        }
    }

    /// These roles as the form holds them: as choices, and as the text that is typed where
    /// none are listed.
    fn as_held(self, roles: &[String]) -> (Vec<String>, String) {
        let platform = self.target.platform();
        let accounts = self.target.store().accounts.clone();
        let is_listed = !list_support(platform).fixed_roles().is_empty()
            || accounts.with_untracked(|all| all.roles.iter().any(|role| role.listed));
        let common = common_role(platform);
        if is_listed {
            let chosen = roles.iter().cloned().chain(common);
            (chosen.collect(), String::new())
        } else {
            (common.into_iter().collect(), roles.join(", "))
        }
    }
}

//! What someone has already, as giving or changing access begins with it: the address, the
//! names, and the account of each connection with its roles.

use super::address::normalised;
use super::person::{Person, PersonAccount};
use super::profile::without_common;
use crate::platform::change_support;
use crate::record::Field;

impl<'a> Person<'a> {
    /// The address that they are called by, as their accounts have it: a new account with
    /// it is theirs. Of someone who is called by an account, the first of their addresses.
    pub fn own_address(&self) -> Option<String> {
        let Some(own) = self.key().address() else {
            return self.addresses().into_iter().next();
        };
        let rules = self.people.rules;
        let is_own =
            |address: &String| normalised(address, rules).is_some_and(|one| one == own.as_str());
        let written = self.addresses().into_iter().find(is_own);
        Some(written.unwrap_or_else(|| own.to_string()))
    }

    /// Their first and last name: those of an account that has the name that they are
    /// called by. What it lacks is taken from the first account that has it; empty where
    /// none does.
    pub fn first_and_last_name(&self) -> [String; 2] {
        let mut accounts = self.accounts();
        let name = self.name();
        // The others come after them, each in their order.
        accounts.sort_by_key(|one| one.full_name() != name);
        [Field::FirstName, Field::LastName].map(|field| {
            let mut texts = accounts.iter().map(|one| one.account.field(field).trim());
            let found = texts.find(|text| !text.is_empty());
            found.unwrap_or_default().to_owned()
        })
    }

    /// The account that giving access to a connection is about: of several the first that
    /// can sign in. The others are left alone.
    pub fn account_on(&self, connection: usize) -> Option<PersonAccount<'a>> {
        let mut here = self.accounts();
        here.retain(|one| one.connection == connection);
        let enabled = here.iter().position(PersonAccount::is_enabled);
        here.get(enabled.unwrap_or_default()).copied()
    }
}

impl PersonAccount<'_> {
    /// Its roles or groups by alphabet, without the one that everyone is in; nothing where
    /// the platform does not say which it has.
    pub fn known_roles(&self) -> Option<Vec<String>> {
        let record = &self.account.record;
        let platform = record.platform();
        change_support(platform)
            .knows_roles(record)
            .then(|| without_common(platform, record.role_ids()))
    }
}

#[cfg(test)]
mod tests {
    use crate::people::give::tests::in_groups;
    use crate::people::tests::model::Company;
    use crate::people::tests::world::*;
    use crate::people::{Assignment, Assignments};
    use crate::record::Record;

    fn names(records: &[Record]) -> [String; 2] {
        let company = Company::new(records, &[]);
        let lists = company.world.lists();
        person(&company.people, &lists, "ana@x.example").first_and_last_name()
    }

    #[test]
    fn the_names_are_those_that_most_accounts_have() {
        let pivot = named(pivot("ana", "ana@x.example"), "A.", "Sato");
        let actian = named(of_actian("ana@x.example", "user"), "Ana", "Sato");
        let metabase = named(of_metabase(1, "ana@x.example").into(), "Ana", "Sato");
        assert_eq!(names(&[pivot, actian, metabase]), ["Ana", "Sato"]);
    }

    #[test]
    fn a_name_that_the_most_common_one_lacks_is_taken_from_another_account() {
        let pivot = named(pivot("ana", "ana@x.example"), "Ana", "");
        let actian = named(of_actian("ana@x.example", "user"), "Ana", "");
        let metabase = named(of_metabase(1, "ana@x.example").into(), "Anna", "Sato");
        assert_eq!(names(&[pivot, actian, metabase]), ["Ana", "Sato"]);
        assert_eq!(names(&[of_metabase(1, "ana@x.example").into()]), ["", ""]);
    }

    #[test]
    fn the_address_is_the_one_that_matches_and_not_that_of_a_linked_account() {
        let records = [
            of_actian("ZOE@x.example", "user"),
            of_metabase(1, "ana@x.example").into(),
        ];
        let mut company = Company::new(&records, &[]);
        let mut assignments = Assignments::default();
        let link = Assignment::With(person_key("zoe@x.example"));
        assignments.set(account("metabase", "1"), Some(link));
        company.reload(assignments, Vec::new());
        let lists = company.world.lists();
        let zoe = person(&company.people, &lists, "zoe@x.example");
        assert_eq!(zoe.addresses(), ["ZOE@x.example", "ana@x.example"]);
        assert_eq!(zoe.own_address().as_deref(), Some("ZOE@x.example"));
    }

    #[test]
    fn the_account_is_the_first_that_can_sign_in() {
        let records = [
            in_groups(1, "ana@x.example", &[1, 7], false),
            in_groups(2, "Ana@x.example", &[1, 9, 8], true),
        ];
        let company = Company::new(&records, &[]);
        let lists = company.world.lists();
        let ana = person(&company.people, &lists, "ana@x.example");
        let account = ana.account_on(2).unwrap();
        assert_eq!(&*account.account.key, "2");
        assert_eq!(account.known_roles().unwrap(), ["8", "9"]);
        assert!(ana.account_on(0).is_none());
    }

    #[test]
    fn roles_that_the_platform_does_not_name_are_not_known() {
        let mut user = of_metabase(1, "ana@x.example");
        user.group_ids = None;
        let company = Company::new(&[user.into()], &[]);
        let lists = company.world.lists();
        let ana = person(&company.people, &lists, "ana@x.example");
        assert_eq!(ana.account_on(2).unwrap().known_roles(), None);
    }
}

//! The rows of a list, as what they say about people.

use super::entry::UndecidedReason;
use super::mapping::{Mapping, plain};
use crate::input::{AddressError, email_address, is_invisible, line};
use crate::people::address::{UnicodeRules, normalised};
use crate::people::index::{Lists, People, PersonId};
use crate::people::key::KeyParts;
use crate::people::matching::{address, places_of};
use crate::people::slots::index;
use std::collections::{HashMap, HashSet};

/// What one row says.
#[derive(Debug, Default)]
pub(super) struct Listed {
    /// What the row is called by.
    pub(super) number: u32,
    /// The address as it is sent to platforms; what the cell has, where it is none.
    pub(super) address: Box<str>,
    /// The names; empty where nothing is said.
    pub(super) names: [Box<str>; 2],
    pub(super) is_gone: bool,
    /// The cell with the roles or groups for each rule; empty where nothing is said.
    pub(super) roles: Box<[Box<str>]>,
    /// Why nothing can be decided by this row.
    pub(super) problem: Option<UndecidedReason>,
    /// The first row with the same address.
    pub(super) first: u32,
    /// Another row that names the same person.
    other: Option<u32>,
}

/// All rows, by address.
pub(super) struct Roll {
    mapping: Mapping,
    /// The column with the roles or groups for each rule.
    role_columns: Vec<Option<usize>>,
    unicode: &'static dyn UnicodeRules,
    here: HashSet<String>,
    gone: HashSet<String>,
    pub(super) rows: Vec<Listed>,
    /// The first row with each address, in the form that is compared.
    by_address: HashMap<Box<str>, u32>,
    /// The first rows of which another says something else.
    differing: HashSet<u32>,
    /// Addresses in rows that cannot be read.
    mentioned: HashSet<Box<str>>,
    /// The people to which accounts with an address were assigned.
    assigned: HashMap<Box<str>, Vec<PersonId>>,
}

impl std::fmt::Debug for Roll {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Roll")
            .field("rows", &self.rows.len())
            .finish_non_exhaustive()
    }
}

impl Roll {
    pub(super) fn new(
        mapping: Mapping,
        role_columns: Vec<Option<usize>>,
        unicode: &'static dyn UnicodeRules,
    ) -> Self {
        let status = mapping.status.as_ref();
        let values = |values: Option<&Vec<String>>| {
            values
                .into_iter()
                .flatten()
                .map(|value| plain(value))
                .collect()
        };
        Self {
            here: values(status.map(|status| &status.here)),
            gone: values(status.map(|status| &status.gone)),
            mapping,
            role_columns,
            unicode,
            rows: Vec::new(),
            by_address: HashMap::new(),
            differing: HashSet::new(),
            mentioned: HashSet::new(),
            assigned: HashMap::new(),
        }
    }

    pub(super) fn add<'a>(&mut self, number: u32, cell: impl Fn(usize) -> &'a str) {
        let mut row = Listed {
            number,
            names: self.names(&cell),
            roles: self.roles(&cell),
            ..Listed::default()
        };
        let cells = self.mapping.address.iter().map(|column| cell(*column));
        let text = cells.map(str::trim).find(|text| !text.is_empty());
        let text = text.unwrap_or_default();
        match read_address(text) {
            Ok(address) => {
                row.address = address.into();
                match self.is_gone(&cell) {
                    Ok(is_gone) => row.is_gone = is_gone,
                    Err(reason) => row.problem = Some(reason),
                }
            }
            Err(reason) => {
                row.address = text.into();
                row.problem = Some(reason);
                self.mention(text);
            }
        }
        self.push(row);
    }

    pub(super) fn add_unread(&mut self, number: u32, text: &str) {
        self.mention(text);
        self.push(Listed {
            number,
            problem: Some(UndecidedReason::Unread),
            ..Listed::default()
        });
    }

    fn push(&mut self, mut row: Listed) {
        let place = index(self.rows.len());
        row.first = place;
        let has_address = row
            .problem
            .as_ref()
            .is_none_or(UndecidedReason::is_of_status);
        let address = normalised(&row.address, self.unicode).filter(|_| has_address);
        if let Some(address) = address {
            if let Some(first) = self.by_address.get(&*address).copied() {
                row.first = first;
                if !self.rows[first as usize].says_the_same(&row) {
                    self.differing.insert(first);
                }
            } else {
                self.by_address.insert(address.into(), place);
            }
        }
        self.rows.push(row);
    }

    /// Notes everything in `text` that is shaped like an address.
    fn mention(&mut self, text: &str) {
        let visible: String = text.chars().filter(|one| !is_invisible(*one)).collect();
        let separates = |one: char| one.is_whitespace() || "\"'<>()[],;:|=".contains(one);
        for word in visible.split(separates).filter(|word| word.contains('@')) {
            let word = word.trim_end_matches('.');
            if let Some(address) = normalised(word, self.unicode) {
                self.mentioned.insert(address.into());
            }
        }
    }

    fn names<'a>(&self, cell: &impl Fn(usize) -> &'a str) -> [Box<str>; 2] {
        let text = |column: Option<usize>| line(column.map_or("", cell));
        let Mapping {
            first_name,
            last_name,
            full_name,
            ..
        } = self.mapping;
        let (first, last) = match full_name {
            Some(column) if first_name.is_none() && last_name.is_none() => {
                split(&line(cell(column)))
            }
            _ => (text(first_name), text(last_name)),
        };
        [first.into(), last.into()]
    }

    fn roles<'a>(&self, cell: &impl Fn(usize) -> &'a str) -> Box<[Box<str>]> {
        if self.role_columns.iter().all(Option::is_none) {
            return Box::default();
        }
        let text = |column: &Option<usize>| column.map_or("", cell).trim().into();
        self.role_columns.iter().map(text).collect()
    }

    fn is_gone<'a>(&self, cell: &impl Fn(usize) -> &'a str) -> Result<bool, UndecidedReason> {
        let Some(status) = &self.mapping.status else {
            return Ok(false);
        };
        let text = cell(status.column).trim();
        let value = plain(text);
        match (self.here.contains(&value), self.gone.contains(&value)) {
            (true, false) => Ok(false),
            (false, true) => Ok(true),
            _ => Err(UndecidedReason::UnknownStatus(text.into())),
        }
    }

    /// Begins to look for people: forgets the people that the rows named before.
    pub(super) fn begin(&mut self, people: &People, lists: Lists<'_>) {
        for row in &mut self.rows {
            row.other = None;
        }
        self.assigned.clear();
        for (account, _) in people.assignments().iter() {
            let mut connections = people.connections();
            let connection = connections.position(|one| *one.id == *account.connection);
            let Some(connection) = connection else {
                continue;
            };
            let Some(accounts) = lists.get(connection).copied().flatten() else {
                continue;
            };
            for place in places_of(accounts, &account.key) {
                let one = accounts.list.get(place);
                let address = one.and_then(|one| address(one, self.unicode));
                let person = people.person_at(connection, place);
                if let (Some(address), Some(person)) = (address, person) {
                    let persons = self.assigned.entry(address.into()).or_default();
                    if !persons.contains(&person) {
                        persons.push(person);
                    }
                }
            }
        }
    }

    /// The people who have an account with the address of a row; none where the row is not
    /// the first with its address.
    pub(super) fn persons(&self, people: &People, row: usize) -> Vec<PersonId> {
        let Some(listed) = self.rows.get(row).filter(|one| one.first as usize == row) else {
            return Vec::new();
        };
        if listed
            .problem
            .as_ref()
            .is_some_and(|reason| !reason.is_of_status())
        {
            return Vec::new();
        }
        let Some(address) = normalised(&listed.address, self.unicode) else {
            return Vec::new();
        };
        let by_address = people.groups.find(KeyParts::Address(&address));
        let by_address = by_address
            .map(PersonId)
            .filter(|person| people.exists(*person));
        let mut persons: Vec<PersonId> = by_address.into_iter().collect();
        for person in self.assigned.get(&*address).into_iter().flatten() {
            if !persons.contains(person) {
                persons.push(*person);
            }
        }
        persons
    }

    /// Two rows with different addresses name one person.
    pub(super) fn same_person(&mut self, one: usize, other: usize) {
        self.rows[one].other.get_or_insert(index(other));
        self.rows[other].other = Some(index(one));
    }

    /// Why nothing can be decided by a row.
    pub(super) fn problem(&self, row: usize) -> Option<UndecidedReason> {
        let listed = &self.rows[row];
        if let Some(problem) = &listed.problem
            && !problem.is_of_status()
        {
            return Some(problem.clone());
        }
        let number = |row: u32| self.rows[row as usize].number;
        if self.differing.contains(&listed.first) {
            return Some(UndecidedReason::Twice {
                first: number(listed.first),
            });
        }
        listed.problem.clone().or_else(|| {
            let other = number(listed.other?);
            Some(UndecidedReason::SamePerson { other })
        })
    }

    /// The number of the first row that says the same as this one.
    pub(super) fn repeats(&self, row: usize) -> Option<u32> {
        let first = self.rows[row].first as usize;
        (first != row).then(|| self.rows[first].number)
    }

    /// Whether a row has this address, in the form that is compared.
    pub(super) fn names_address(&self, address: &str) -> bool {
        self.by_address.contains_key(address)
    }

    /// Whether a row that cannot be read has this address, in the form that is compared.
    pub(super) fn mentions(&self, address: &str) -> bool {
        self.mentioned.contains(address)
    }

    pub(super) fn unicode(&self) -> &'static dyn UnicodeRules {
        self.unicode
    }
}

impl Listed {
    fn says_the_same(&self, other: &Self) -> bool {
        self.names == other.names
            && self.is_gone == other.is_gone
            && self.roles == other.roles
            && self.problem == other.problem
    }

    /// Both names; the address where there are none.
    pub(super) fn label(&self) -> String {
        let name = self.names.join(" ");
        match name.trim() {
            "" => self.address.to_string(),
            name => name.to_owned(),
        }
    }
}

/// The address in a cell, or why it is none.
fn read_address(text: &str) -> Result<String, UndecidedReason> {
    if text.is_empty() {
        return Err(UndecidedReason::NoAddress);
    }
    if is_plain(text) {
        return Ok(text.to_owned());
    }
    if text.starts_with('=') {
        return Err(UndecidedReason::Formula);
    }
    if let Some(character) = text.chars().find(|one| is_invisible(*one)) {
        return Err(UndecidedReason::Character(character));
    }
    email_address(text).map_err(|error| match error {
        AddressError::Several => UndecidedReason::SeveralAddresses,
        AddressError::Character(character) => UndecidedReason::Character(character),
        AddressError::Missing | AddressError::Encoding => UndecidedReason::InvalidAddress,
    })
}

/// Whether a cell is an address as most are, which needs no reading.
fn is_plain(text: &str) -> bool {
    let is_usual = |byte: u8| byte.is_ascii_alphanumeric() || b"._+-".contains(&byte);
    text.split_once('@').is_some_and(|(local, domain)| {
        !local.is_empty()
            && !domain.is_empty()
            && local.bytes().chain(domain.bytes()).all(is_usual)
            && !domain.starts_with('.')
            && !domain.ends_with('.')
    })
}

/// A full name as a given and a family name: the last word is the family name, unless it
/// comes first, before a comma.
fn split(name: &str) -> (String, String) {
    let parts = match name.split_once(',') {
        Some((last, first)) => Some((first, last)),
        None => name.rsplit_once(char::is_whitespace),
    };
    let (first, last) = parts.unwrap_or((name, ""));
    (first.trim().to_owned(), last.trim().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn an_address_that_needs_no_reading_is_read_as_it_is(text in "[a-z.+@=' -]{0,8}@?[A-Z0-9._-]{0,6}") {
            if is_plain(&text) {
                prop_assert_eq!(email_address(&text), Ok(text));
            }
        }
    }
}

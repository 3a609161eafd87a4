//! What columns are likely to mean, by their names in English, German and French and in
//! the exports of identity providers, and by what is in them.

use super::mapping::{Mapping, StatusColumn, plain};
use crate::input::email_address;

/// Names of columns with an address, the likeliest first.
const ADDRESS: [&str; 27] = [
    "mail",
    "email",
    "emailaddress",
    "primaryemail",
    "workemail",
    "businessemail",
    "companyemail",
    "useremail",
    "email1",
    "emailadresse",
    "mailadresse",
    "geschaftlicheemail",
    "dienstlicheemail",
    "adressemail",
    "adresseemail",
    "adresseelectronique",
    "adressedemessagerie",
    "courriel",
    "userprincipalname",
    "benutzerprinzipalname",
    "nomdutilisateurprincipal",
    "upn",
    "oktausername",
    "login",
    "username",
    "benutzername",
    "nomdutilisateur",
];
/// Those of them that are used where the first is empty.
const OTHER_ADDRESS: [&str; 7] = [
    "userprincipalname",
    "benutzerprinzipalname",
    "nomdutilisateurprincipal",
    "upn",
    "oktausername",
    "login",
    "username",
];
const FIRST_NAME: [&str; 6] = [
    "givenname",
    "firstname",
    "forename",
    "vorname",
    "prenom",
    "first",
];
const LAST_NAME: [&str; 9] = [
    "surname",
    "lastname",
    "familyname",
    "nachname",
    "familienname",
    "nomdefamille",
    "sn",
    "last",
    "nom",
];
const FULL_NAME: [&str; 10] = [
    "displayname",
    "fullname",
    "userfullname",
    "anzeigename",
    "vollstandigername",
    "nomcomplet",
    "nomaffiche",
    "nometprenom",
    "prenometnom",
    "name",
];
const STATUS: [&str; 23] = [
    "accountenabled",
    "kontoaktiviert",
    "compteactive",
    "employmentstatus",
    "employeestatus",
    "userstatus",
    "oktauserstatus",
    "accountstatus",
    "beschaftigungsstatus",
    "mitarbeiterstatus",
    "status",
    "statut",
    "active",
    "isactive",
    "aktiv",
    "actif",
    "enabled",
    "suspended",
    "issuspended",
    "disabled",
    "terminated",
    "inaktiv",
    "ausgeschieden",
];
/// Those of them in which "yes" means that a person has left.
const INVERSE: [&str; 6] = [
    "suspended",
    "issuspended",
    "disabled",
    "terminated",
    "inaktiv",
    "ausgeschieden",
];
const YES: [&str; 10] = [
    "true", "yes", "ja", "oui", "1", "y", "j", "x", "wahr", "vrai",
];
const NO: [&str; 7] = ["false", "no", "nein", "non", "0", "n", "falsch"];
const HERE: [&str; 14] = [
    "active",
    "aktiv",
    "actif",
    "enabled",
    "employed",
    "angestellt",
    "beschaftigt",
    "enposte",
    "staged",
    "provisioned",
    "pendinguseraction",
    "recovery",
    "passwordexpired",
    "lockedout",
];
const GONE: [&str; 22] = [
    "inactive",
    "inaktiv",
    "inactif",
    "disabled",
    "deactivated",
    "deaktiviert",
    "desactive",
    "suspended",
    "suspendu",
    "deprovisioned",
    "terminated",
    "archived",
    "deleted",
    "geloscht",
    "left",
    "leaver",
    "ausgeschieden",
    "ausgetreten",
    "parti",
    "sorti",
    "gesperrt",
    "departed",
];

/// The most values that a column with a status has.
const MOST_VALUES: usize = 24;

impl Mapping {
    /// What the columns of these names are likely to mean. `sample` is some rows: they say
    /// which column has addresses, and which values a status has.
    pub fn guess(names: &[String], sample: &[Vec<String>]) -> Self {
        let plain_names: Vec<String> = names
            .iter()
            .map(|name| plain(without_notes(name)))
            .collect();
        let find = |known: &[&str]| {
            let mut found = known
                .iter()
                .filter_map(|known| plain_names.iter().position(|name| name == known));
            found.next()
        };
        let first_name = find(&FIRST_NAME);
        let mut last_name = find(&LAST_NAME);
        let mut full_name = find(&FULL_NAME);
        // "Nom" is a family name beside a given one, and else all of it; as "Name" is.
        match (first_name, last_name, full_name) {
            (Some(_), None, Some(name)) if plain_names[name] == "name" => {
                last_name = full_name.take();
            }
            (Some(_), Some(_), _) => full_name = None,
            (None, Some(name), None) if plain_names[name] == "nom" => {
                full_name = last_name.take();
            }
            _ => {}
        }
        Self {
            address: addresses(&plain_names, sample),
            first_name,
            last_name,
            full_name,
            status: find(&STATUS)
                .and_then(|column| StatusColumn::guess(column, &plain_names[column], sample)),
        }
    }
}

impl StatusColumn {
    /// The most different values that a column can have and say who works here.
    pub const MOST_VALUES: usize = MOST_VALUES;

    /// What these values of a column of this name are likely to mean. Values that are not
    /// known are in neither list.
    pub fn guess_values(column: usize, name: &str, values: &[String]) -> Self {
        let row = |value: &String| {
            let mut row = vec![String::new(); column];
            row.push(value.clone());
            row
        };
        let rows: Vec<Vec<String>> = values.iter().map(row).collect();
        let guess = Self::guess(column, without_notes(name), &rows);
        guess.unwrap_or_else(|| Self {
            column,
            ..Self::default()
        })
    }

    /// What the values of a column of this name are likely to mean; nothing where there
    /// are too many for a status. Values that are not known are in neither list.
    fn guess(column: usize, name: &str, sample: &[Vec<String>]) -> Option<Self> {
        let mut values: Vec<&str> = Vec::new();
        for row in sample {
            let value = row.get(column).map_or("", |value| value.trim());
            if !values.contains(&value) {
                values.push(value);
            }
        }
        if values.len() > MOST_VALUES {
            return None;
        }
        let (here, gone) = if INVERSE.contains(&plain(name).as_str()) {
            (NO.as_slice(), YES.as_slice())
        } else {
            (YES.as_slice(), NO.as_slice())
        };
        let of = |lists: [&[&str]; 2]| {
            let is_known = |value: &&&str| {
                let value = plain(value);
                lists.iter().any(|list| list.contains(&value.as_str()))
            };
            let known = values.iter().filter(is_known);
            known.map(|value| (*value).to_owned()).collect()
        };
        Some(Self {
            column,
            here: of([here, &HERE]),
            gone: of([gone, &GONE]),
        })
    }
}

/// `Email Address [Required]` without what is in brackets.
fn without_notes(name: &str) -> &str {
    let end = name.find(['[', '(']).filter(|end| *end > 0);
    end.map_or(name, |end| &name[..end])
}

/// The columns with the address: of those with such a name the one with most addresses,
/// and what some providers sign people in with, where that is empty.
fn addresses(names: &[String], sample: &[Vec<String>]) -> Vec<usize> {
    let count = |column: usize| {
        let cells = sample.iter().filter_map(|row| row.get(column));
        cells
            .filter(|cell| cell.contains('@') && email_address(cell).is_ok())
            .count()
    };
    let rank = |column: &usize| {
        let rank = ADDRESS.iter().position(|known| *known == names[*column]);
        rank.unwrap_or(ADDRESS.len())
    };
    let all = 0..names.len();
    let known: Vec<usize> = all
        .clone()
        .filter(|column| rank(column) < ADDRESS.len())
        .collect();
    let has_some = known.iter().any(|column| count(*column) > 0);
    let candidates: Vec<usize> = match (known.is_empty(), has_some || sample.is_empty()) {
        (false, true) => known,
        _ => all.filter(|column| count(*column) > 0).collect(),
    };
    // Half as many count as as many: some people have no address yet.
    let most = candidates.iter().map(|column| count(*column)).max();
    let enough = candidates
        .iter()
        .filter(|column| count(**column) * 2 >= most.unwrap_or_default());
    let Some(first) = enough
        .min_by_key(|column| (rank(column), **column))
        .copied()
    else {
        return Vec::new();
    };
    let other = candidates
        .iter()
        .find(|column| **column != first && OTHER_ADDRESS.contains(&names[**column].as_str()));
    [Some(first), other.copied()]
        .into_iter()
        .flatten()
        .collect()
}

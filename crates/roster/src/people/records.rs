//! What the server keeps about people, in the domain's types.

use super::{
    AccountRef, Assignment, Assignments, Departed, Dismissal, DriftContext, DriftId, DriftKind,
    DriftSettings, DriftSubject, InvalidPersonKey, People, Profile, ProfileEntry,
};
use serde::Deserialize;
use serde::de::IntoDeserializer;
use serde::de::value::Error;
use wire::console::people as rows;

/// What the server keeps about people, but for receipts.
#[derive(Debug, Default)]
pub struct Records {
    /// As the server sent it.
    pub rows: rows::People,
    /// What administrators have said about accounts.
    pub assignments: Assignments,
    /// The people who have left.
    pub departed: Vec<Departed>,
}

impl Records {
    /// Reads what the server sent.
    ///
    /// # Errors
    /// When a row names a person in a way that is not known here. Without that row two
    /// people could be taken for one, so that nothing is shown instead.
    pub fn read(rows: rows::People) -> Result<Self, InvalidPersonKey> {
        let assigned = rows.assignments.iter().map(|row| {
            let assignment = match &row.person {
                Some(person) => Assignment::With(person.parse()?),
                None => Assignment::Alone,
            };
            Ok((from_row(&row.account), assignment))
        });
        let assignments = assigned.collect::<Result<_, InvalidPersonKey>>()?;
        let departed = rows.departed.iter().map(|row| {
            Ok(Departed {
                person: row.person.parse()?,
                name: row.name.clone(),
                at: row.at.clone(),
                receipt: row.receipt.clone(),
            })
        });
        let departed = departed.collect::<Result<_, InvalidPersonKey>>()?;
        Ok(Self {
            rows,
            assignments,
            departed,
        })
    }

    /// Whether the server has an audit log.
    pub const fn has_audit_log(&self) -> bool {
        self.rows.audit_log
    }

    /// What is kept of a person who has left.
    pub fn departed(&self, key: &str) -> Option<&rows::Departed> {
        self.rows.departed.iter().find(|row| row.person == key)
    }

    /// The settings, with who changed them last.
    pub const fn settings(&self) -> &rows::PeopleSettings {
        &self.rows.settings
    }

    /// The findings that were dismissed, including those that show again by now.
    pub fn dismissals(&self) -> &[rows::Dismissal] {
        &self.rows.dismissals
    }

    /// The access profiles, in the order of the server.
    pub fn profiles(&self) -> &[rows::Profile] {
        &self.rows.profiles
    }

    /// What drift depends on besides the accounts, at this time (RFC 3339).
    pub fn drift_context(&self, now: &str) -> DriftContext {
        let dismissals = self.rows.dismissals.iter().filter_map(dismissal).collect();
        DriftContext::new(self.drift_settings(), dismissals, now)
    }

    /// The settings of drift, by which reviews suggest what to revoke too.
    pub fn drift_settings(&self) -> DriftSettings {
        let settings = &self.rows.settings;
        DriftSettings {
            inactive_days: settings.inactive_days,
            invited_days: settings.invited_days,
            domains: settings.domains.clone(),
        }
    }
}

/// The access profile of a row. `people` has the connections that it names.
pub fn profile(row: &rows::Profile, people: &People) -> Profile {
    let entries = row.entries.iter().map(|entry| {
        let mut connections = people.connections();
        let connection = connections.find(|one| one.id == entry.connection);
        let access = match (&entry.roles, connection) {
            (None, _) => ProfileEntry::NoAccess,
            (Some(roles), Some(connection)) => {
                ProfileEntry::access(connection.platform, roles.clone())
            }
            // Everyone's access to a connection that is gone is unknown, whatever the roles.
            (Some(roles), None) => ProfileEntry::Access(roles.clone()),
        };
        (entry.connection.as_str().into(), access)
    });
    Profile {
        name: row.name.clone(),
        entries: entries.collect(),
    }
}

/// What is saved of an access profile, besides its name.
pub fn profile_value(profile: &Profile) -> rows::ProfileValue {
    let entries = profile.entries.iter();
    let entries = entries.map(|(connection, entry)| rows::ProfileEntry {
        connection: connection.to_string(),
        roles: match entry {
            ProfileEntry::NoAccess => None,
            ProfileEntry::Access(roles) => Some(roles.clone()),
        },
    });
    rows::ProfileValue {
        entries: entries.collect(),
    }
}

/// A dismissal; nothing where its finding is of a kind that is not known here, which hides
/// nothing then.
fn dismissal(row: &rows::Dismissal) -> Option<Dismissal> {
    Some(Dismissal {
        finding: drift_id(&row.finding)?,
        reason: row.reason.clone(),
        // The row has the last day on which it is not shown.
        until: format!("{}T23:59:59.999Z", row.until),
        by: row.by.clone(),
        at: row.at.clone(),
    })
}

/// The finding that a row names; nothing where it is of a kind that is not known here.
pub fn drift_id(finding: &rows::Finding) -> Option<DriftId> {
    let subject = match &finding.subject {
        rows::FindingSubject::Person(key) => DriftSubject::Person(key.parse().ok()?),
        rows::FindingSubject::Connection(id) => DriftSubject::Connection(id.clone()),
        rows::FindingSubject::Status(account) => DriftSubject::Status(from_row(account)),
    };
    Some(DriftId {
        kind: drift_kind(&finding.kind)?,
        subject,
        accounts: finding.accounts.iter().map(from_row).collect(),
    })
}

/// The row that names this finding.
pub fn finding(id: &DriftId) -> rows::Finding {
    rows::Finding {
        kind: kind_name(id.kind),
        subject: match &id.subject {
            DriftSubject::Person(key) => rows::FindingSubject::Person(key.to_string()),
            DriftSubject::Connection(id) => rows::FindingSubject::Connection(id.clone()),
            DriftSubject::Status(account) => rows::FindingSubject::Status(to_row(account)),
        },
        accounts: id.accounts.iter().map(to_row).collect(),
    }
}

/// What a kind of drift is called in rows and URLs.
pub fn kind_name(kind: DriftKind) -> String {
    // Writing a name as JSON cannot fail.
    let name = serde_json::to_string(&kind).unwrap_or_default();
    name.trim_matches('"').to_owned()
}

/// The kind of drift with this name, as [`kind_name`] writes it.
pub fn drift_kind(name: &str) -> Option<DriftKind> {
    let name = IntoDeserializer::<Error>::into_deserializer(name);
    DriftKind::deserialize(name).ok()
}

/// The account as rows name it.
pub fn to_row(account: &AccountRef) -> rows::AccountRef {
    rows::AccountRef {
        connection: account.connection.to_string(),
        key: account.key.to_string(),
    }
}

fn from_row(account: &rows::AccountRef) -> AccountRef {
    AccountRef::new(&account.connection, &account.key)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::people::PersonKey;
    use crate::people::tests::model::Company;

    fn account(key: &str) -> rows::AccountRef {
        rows::AccountRef {
            connection: "pivot".to_owned(),
            key: key.to_owned(),
        }
    }

    fn assignment(key: &str, person: Option<&str>) -> rows::Assignment {
        rows::Assignment {
            account: account(key),
            person: person.map(str::to_owned),
            version: 1,
            at: "2026-11-01T00:00:00Z".to_owned(),
            by: None,
            via: None,
        }
    }

    #[test]
    fn assignments_say_to_which_person_an_account_belongs_or_that_it_stands_alone() {
        let rows = rows::People {
            assignments: vec![
                assignment("ana", Some("ana@example.com")),
                assignment("bo", None),
            ],
            ..rows::People::default()
        };
        let records = Records::read(rows).unwrap();
        let of = |key| records.assignments.get(&AccountRef::new("pivot", key));
        let ana: PersonKey = "ana@example.com".parse().unwrap();
        assert_eq!(of("ana"), Some(&Assignment::With(ana)));
        assert_eq!(of("bo"), Some(&Assignment::Alone));
        assert_eq!(of("cy"), None);
    }

    #[test]
    fn a_row_that_names_no_person_is_an_error() {
        let rows = rows::People {
            assignments: vec![assignment("ana", Some("no key"))],
            ..rows::People::default()
        };
        assert!(Records::read(rows).is_err());
    }

    #[test]
    fn every_kind_of_finding_is_written_and_read_back() {
        for kind in DriftKind::ALL {
            for subject in [
                DriftSubject::Person("ana@example.com".parse().unwrap()),
                DriftSubject::Connection("pivot".to_owned()),
                DriftSubject::Status(AccountRef::new("pivot", "ana")),
            ] {
                let id = DriftId {
                    kind: *kind,
                    subject,
                    accounts: vec![AccountRef::new("pivot", "ana")],
                };
                assert_eq!(drift_id(&finding(&id)), Some(id));
            }
        }
        assert_eq!(drift_kind("of a later version"), None);
    }

    #[test]
    fn a_dismissal_lasts_until_its_last_day_has_ended() {
        let id = DriftId {
            kind: DriftKind::OneAdmin,
            subject: DriftSubject::Connection("pivot".to_owned()),
            accounts: Vec::new(),
        };
        let row = rows::Dismissal {
            finding: finding(&id),
            reason: "known".to_owned(),
            until: "2026-11-29".to_owned(),
            version: 1,
            at: "2026-11-01T00:00:00Z".to_owned(),
            by: None,
            via: None,
        };
        let until = dismissal(&row).unwrap().until;
        assert!(crate::view::millis(&until) > crate::view::millis("2026-11-29T23:00:00Z"));
        assert!(crate::view::millis(&until) < crate::view::millis("2026-11-30T00:00:00Z"));
    }
    #[test]
    fn a_profile_is_read_with_its_roles_by_alphabet_and_saved_as_it_was_read() {
        let entry = |connection: &str, roles: Option<&[&str]>| rows::ProfileEntry {
            connection: connection.to_owned(),
            roles: roles.map(|roles| roles.iter().map(|role| (*role).to_owned()).collect()),
        };
        let row = rows::Profile {
            name: "Analyst".to_owned(),
            // Group 1 of Metabase is the one that everyone is in.
            entries: vec![
                entry("pivot", Some(&["viewer", "analyst"])),
                entry("metabase", Some(&["1"])),
                entry("actian", None),
                entry("gone", Some(&["1"])),
            ],
            version: 3,
            at: "2026-11-01T00:00:00Z".to_owned(),
            by: None,
            via: None,
        };
        let read = profile(&row, &Company::new(&[], &[]).people);
        let access = |roles: &[&str]| {
            ProfileEntry::Access(roles.iter().map(|role| (*role).to_owned()).collect())
        };
        assert_eq!(read.name, "Analyst");
        assert_eq!(read.entries["pivot"], access(&["analyst", "viewer"]));
        assert_eq!(read.entries["metabase"], access(&[]));
        assert_eq!(read.entries["actian"], ProfileEntry::NoAccess);
        assert_eq!(read.entries["gone"], access(&["1"]));
        let saved = rows::Profile {
            entries: profile_value(&read).entries,
            ..row
        };
        let people = Company::new(&[], &[]).people;
        assert_eq!(profile(&saved, &people), read);
    }
}

//! Whether a receipt agrees with the audit log, and how not.

use super::{AccountReceipt, AuditReference, ConnectionReceipt, PeopleReceipt};
use crate::run::OutcomeKind;
use std::collections::HashMap;
use wire::console::{TrailChange, TrailOutcome};

/// How a receipt and the audit log differ. `account` is the account's key, `number` that of
/// the entry in the receipt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Disagreement {
    /// The receipt says that a change was made, and names no entry for it.
    NoEntry {
        /// The connection's id.
        connection: String,
        /// The account's key.
        account: String,
    },
    /// The log has no entry of this number.
    Missing {
        /// Its number in the receipt, where it has one.
        number: Option<u64>,
        /// The number of its request.
        id: String,
    },
    /// The entry cannot be read as it was written.
    Damaged {
        /// Its number.
        number: u64,
    },
    /// The hash of the entry, or of its outcome, is another one.
    OtherHash {
        /// Its number.
        number: u64,
    },
    /// The entry is about another request, connection or account.
    OtherRequest {
        /// Its number.
        number: u64,
    },
    /// Another person made the request.
    OtherPerson {
        /// Its number.
        number: u64,
        /// Who, as the log says.
        who: Option<String>,
    },
    /// The request was made before the run began or after it ended.
    OtherTime {
        /// Its number.
        number: u64,
        /// When, as the log says.
        at: String,
    },
    /// The receipt says that a change was made, and the log that no request for it went
    /// well.
    OtherOutcome {
        /// The connection's id.
        connection: String,
        /// The account's key.
        account: String,
    },
}

impl PeopleReceipt {
    /// The numbers of the entries that it names.
    pub fn entry_numbers(&self) -> Vec<u64> {
        let accounts = self.connections.iter().flat_map(|one| &one.accounts);
        let references = accounts.flat_map(|account| &account.audit);
        references
            .filter_map(|reference| reference.number)
            .collect()
    }

    /// How it differs from these entries of the log; nothing where they agree. All entries
    /// that it names must be among them, if the log has them.
    pub fn compare(&self, entries: &[TrailChange]) -> Vec<Disagreement> {
        let by_number: HashMap<u64, &TrailChange> =
            entries.iter().map(|entry| (entry.number, entry)).collect();
        let mut found = Vec::new();
        for connection in &self.connections {
            for account in &connection.accounts {
                self.compare_account(connection, account, &by_number, &mut found);
            }
        }
        found
    }

    fn compare_account(
        &self,
        connection: &ConnectionReceipt,
        account: &AccountReceipt,
        by_number: &HashMap<u64, &TrailChange>,
        found: &mut Vec<Disagreement>,
    ) {
        let mut is_answered = false;
        for reference in &account.audit {
            let entry = reference.number.and_then(|number| by_number.get(&number));
            let Some(entry) = entry else {
                found.push(Disagreement::Missing {
                    number: reference.number,
                    id: reference.id.clone(),
                });
                continue;
            };
            is_answered |= matches!(entry.outcome, TrailOutcome::Status(200..=299));
            found.extend(self.compare_entry(connection, account, reference, entry));
        }
        let is_made = matches!(
            account.outcome,
            OutcomeKind::Done | OutcomeKind::DoneInvisible
        );
        let (connection, account) = (connection.connection.clone(), account);
        if is_made && account.audit.is_empty() {
            found.push(Disagreement::NoEntry {
                connection,
                account: account.key.clone(),
            });
        } else if is_made && account.reason.is_none() && !is_answered {
            found.push(Disagreement::OtherOutcome {
                connection,
                account: account.key.clone(),
            });
        }
    }

    fn compare_entry(
        &self,
        connection: &ConnectionReceipt,
        account: &AccountReceipt,
        reference: &AuditReference,
        entry: &TrailChange,
    ) -> Option<Disagreement> {
        let number = entry.number;
        if entry.damage.is_some() {
            return Some(Disagreement::Damaged { number });
        }
        let is_same =
            |receipt: &Option<String>, log: &Option<String>| receipt.is_none() || receipt == log;
        if !is_same(&reference.hash, &entry.hash)
            || !is_same(&reference.outcome_hash, &entry.outcome_hash)
            || reference.outcome_number.is_some()
                && reference.outcome_number != entry.outcome_number
        {
            return Some(Disagreement::OtherHash { number });
        }
        let keys = [Some(&account.key), account.planned_key.as_ref()];
        let is_about = keys.into_iter().flatten().any(|key| is_about(entry, key));
        if entry.id != reference.id || entry.connection != connection.connection || !is_about {
            return Some(Disagreement::OtherRequest { number });
        }
        if self.by.is_some() && entry.who != self.by {
            return Some(Disagreement::OtherPerson {
                number,
                who: entry.who.clone(),
            });
        }
        let time = |text: &str| crate::view::millis(text);
        let (at, started, ended) = (time(&entry.at), time(&self.started), time(&self.ended));
        // Clocks of the browser and of the server differ.
        let is_within = match (at, started, ended) {
            (Some(at), Some(started), Some(ended)) => {
                at >= started - CLOCKS && at <= ended + CLOCKS
            }
            _ => true,
        };
        (!is_within).then(|| Disagreement::OtherTime {
            number,
            at: entry.at.clone(),
        })
    }
}

/// Whether a request is about an account: its key is in the path, the query or the body.
fn is_about(entry: &TrailChange, key: &str) -> bool {
    let in_query = || entry.request.query.iter().any(|(_, value)| value == key);
    let in_body = || {
        let quoted = serde_json::to_string(key).unwrap_or_default();
        let body = entry.request.body.as_ref();
        body.is_some_and(|body| body.get().contains(&quoted))
    };
    entry.target.iter().any(|part| part == key) || in_query() || in_body()
}

/// How far the clocks of a browser and of a server may be apart, in milliseconds.
const CLOCKS: i64 = 10 * 60 * 1000;

#[cfg(test)]
mod tests;

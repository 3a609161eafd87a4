//! What is wanted of a list of people: as it is said on the command line, and kept in a
//! plan.

use super::loaded::Loaded;
use super::output::name;
use clap::Args;
use people_file::{Cells, Table};
use roster::people::{
    LeaveWay, Mapping, ReconcileList, ReconcileRules, RemovalScope, RoleMode, StatusColumn,
};
use serde::{Deserialize, Serialize};

/// From how many rows it is guessed what columns mean.
const SAMPLE: usize = 200;

/// What can be planned for those in a list.
const PLANNED: [ReconcileList; 3] = [
    ReconcileList::Create,
    ReconcileList::Change,
    ReconcileList::Remove,
];

/// What is wanted of a list of people. Columns are named by what the first row calls them,
/// or by their numbers.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, Args)]
#[serde(default, deny_unknown_fields)]
pub(in crate::people) struct ListRules {
    /// Compare this connection only; can be given several times
    #[arg(long, value_name = "ID")]
    connection: Vec<String>,
    /// Plan these only: create, change or remove
    #[arg(long, value_name = "KIND", value_delimiter = ',', value_parser = planned)]
    only: Vec<ReconcileList>,
    /// The column with the address; of several the first that is not empty counts
    #[arg(long, value_name = "COLUMN")]
    address: Vec<String>,
    /// The column with the given name
    #[arg(long, value_name = "COLUMN")]
    first_name: Option<String>,
    /// The column with the family name
    #[arg(long, value_name = "COLUMN")]
    last_name: Option<String>,
    /// The column with the full name, where there is none with its parts
    #[arg(long, value_name = "COLUMN")]
    full_name: Option<String>,
    /// The column that says who works here
    #[arg(long, value_name = "COLUMN")]
    status: Option<String>,
    /// A value in it of those who work here
    #[arg(long, value_name = "VALUE", requires = "status")]
    here: Vec<String>,
    /// A value in it of those who have left
    #[arg(long, value_name = "VALUE", requires = "status")]
    gone: Vec<String>,
    /// Whose access is removed: never, marked (those who have left according to the list), or
    /// marked-or-absent (those too who are not in the list)
    #[arg(long, value_name = "WHOSE", value_parser = scope)]
    leavers: Option<RemovalScope>,
    /// Remove accounts on this connection, where disabling is the usual way
    #[arg(long, value_name = "ID")]
    remove: Vec<String>,
    /// A role or group of new accounts on a connection; can be given several times
    #[arg(long, value_name = "ID=ROLE", value_parser = pair)]
    role: Vec<(String, String)>,
    /// The column with the roles or groups on a connection
    #[arg(long, value_name = "ID=COLUMN", value_parser = pair)]
    role_column: Vec<(String, String)>,
    /// Accounts have exactly the roles of the list, where they keep others otherwise
    #[arg(long)]
    exactly: bool,
    /// Leave names as they are
    #[arg(long)]
    keep_names: bool,
}

fn planned(text: &str) -> Result<ReconcileList, String> {
    kind(text, &PLANNED)
}

fn scope(text: &str) -> Result<RemovalScope, String> {
    kind(text, RemovalScope::ALL)
}

/// The kind of this name.
fn kind<T: Copy + Serialize>(text: &str, all: &[T]) -> Result<T, String> {
    let found = all.iter().find(|one| name(one) == text);
    found.copied().ok_or_else(|| {
        let names: Vec<String> = all.iter().map(name).collect();
        format!("it is one of {}", names.join(", "))
    })
}

fn pair(text: &str) -> Result<(String, String), String> {
    let (id, value) = text
        .split_once('=')
        .ok_or("it is the ID of a connection, “=”, and the value")?;
    Ok((id.to_owned(), value.to_owned()))
}

impl ListRules {
    /// What is planned.
    pub(in crate::people) fn lists(&self) -> &[ReconcileList] {
        if self.only.is_empty() {
            &PLANNED
        } else {
            &self.only
        }
    }

    /// What the columns of `table` mean: as it was said, and guessed for the rest.
    ///
    /// # Errors
    /// A column that does not exist.
    pub(in crate::people) fn mapping(&self, table: &Table) -> Result<Mapping, String> {
        let mut cells = Cells::default();
        let sample: Vec<Vec<String>> = (0..table.len().min(SAMPLE))
            .map(|row| {
                table.read_row(row, &mut cells);
                cells.iter().map(str::to_owned).collect()
            })
            .collect();
        let column = |name: &String| column(table, name);
        let one = |name: &Option<String>| name.as_ref().map(column).transpose();
        let mut mapping = Mapping::guess(table.header(), &sample);
        if !self.address.is_empty() {
            mapping.address = self.address.iter().map(column).collect::<Result<_, _>>()?;
        }
        let names = [&self.first_name, &self.last_name, &self.full_name];
        if names.iter().any(|name| name.is_some()) {
            mapping.first_name = one(&self.first_name)?;
            mapping.last_name = one(&self.last_name)?;
            mapping.full_name = one(&self.full_name)?;
        }
        if let Some(status) = one(&self.status)? {
            let guessed = mapping.status.take();
            let guessed = guessed.filter(|guessed| guessed.column == status);
            let is_said = !self.here.is_empty() || !self.gone.is_empty();
            let said = StatusColumn {
                column: status,
                here: self.here.clone(),
                gone: self.gone.clone(),
            };
            mapping.status = guessed.filter(|_| !is_said).or(Some(said));
        }
        if mapping.address.is_empty() {
            return Err("no column has addresses: name it with --address".to_owned());
        }
        Ok(mapping)
    }

    /// The rules for the connections.
    ///
    /// # Errors
    /// A connection, a role or a column that does not exist, or a connection that cannot
    /// remove accounts.
    pub(in crate::people) fn rules(
        &self,
        loaded: &Loaded,
        table: &Table,
    ) -> Result<ReconcileRules, String> {
        let place = |id: &String| {
            let place = loaded.place(id);
            place.ok_or_else(|| format!("there is no connection “{id}”"))
        };
        let mut rules = ReconcileRules::new(&loaded.people);
        if !self.connection.is_empty() {
            let wanted: Vec<usize> = self
                .connection
                .iter()
                .map(place)
                .collect::<Result<_, _>>()?;
            rules
                .connections
                .retain(|rule| wanted.contains(&rule.connection));
        }
        rules.removal = self.leavers.unwrap_or(RemovalScope::Never);
        for rule in &mut rules.connections {
            rule.names = !self.keep_names;
            if self.exactly {
                rule.roles.mode = RoleMode::Exactly;
            }
        }
        let of = |rules: &mut ReconcileRules, id: &String| {
            let place = place(id)?;
            let mut rules = rules.connections.iter();
            rules
                .position(|rule| rule.connection == place)
                .ok_or_else(|| format!("--connection leaves “{id}” out"))
        };
        for id in &self.remove {
            let at = of(&mut rules, id)?;
            let connection = loaded.people.connections().find(|one| one.id == **id);
            let ways = connection.map(|one| LeaveWay::of_platform(one.platform));
            if !ways.is_some_and(|ways| ways.contains(&LeaveWay::Remove)) {
                return Err(format!("“{id}” cannot remove accounts, only disable them"));
            }
            rules.connections[at].way = LeaveWay::Remove;
        }
        for (id, name) in &self.role_column {
            let at = of(&mut rules, id)?;
            rules.connections[at].roles.column = Some(column(table, name)?);
        }
        for (id, text) in &self.role {
            let at = of(&mut rules, id)?;
            let wanted = &mut rules.connections[at];
            let role = loaded.role(wanted.connection, text);
            let role = role.ok_or_else(|| format!("“{id}” has no role or group “{text}”"))?;
            wanted.roles.new.push(role);
        }
        Ok(rules)
    }
}

/// The column of this name, or with this number from 1 on.
fn column(table: &Table, name: &str) -> Result<usize, String> {
    let names = table.header();
    let wanted = name.trim().to_lowercase();
    let mut found = (0..names.len()).filter(|at| names[*at].to_lowercase() == wanted);
    match (found.next(), found.next(), name.parse::<usize>()) {
        (Some(at), None, _) => Ok(at),
        (Some(_), Some(_), _) => Err(format!(
            "several columns are called “{name}”: name one by its number"
        )),
        (None, _, Ok(number)) if (1..=names.len()).contains(&number) => Ok(number - 1),
        (None, ..) => Err(format!("there is no column “{name}”")),
    }
}

//! Three-way merging: what a form was opened with, what was chosen in it, and
//! what the platform holds by the time it is saved. Only the difference between
//! the first two is applied to the third, so that no other change is undone
//! without notice.

use crate::change::Edit;
use crate::platform::{change_support, same_set, same_text, without_doubles};
use crate::record::{Field, Record};
use serde::{Deserialize, Serialize};
use wire::Platform;

/// Something that was changed on both sides, to different values.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Conflict {
    /// What was changed.
    pub part: Part,
    /// What the form was opened with.
    pub opened: String,
    /// What someone else changed it to.
    pub theirs: String,
    /// What was chosen in the form.
    pub mine: String,
}

/// A part of a record that can be changed by itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Part {
    /// A text.
    Field(Field),
    /// The one role of a user of Actian.
    Role,
    /// The roles of Pivot, or the groups of Metabase.
    Roles(Platform),
    /// Metabase: the attribute of this name.
    Attribute(String),
    /// Pivot: since when the user is disabled.
    DisabledSince,
}

/// How conflicts are resolved once the administrator has been asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Resolution {
    /// What was chosen in the form replaces what someone else changed.
    Overwrite,
    /// What someone else changed stays.
    KeepTheirs,
}

/// An edit merged with what the platform holds now.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Merged {
    /// What is to be written: whole values, with `opened` cleared.
    pub(crate) edit: Edit,
    /// What was changed on both sides; nothing may be written before it is
    /// resolved.
    pub(crate) conflicts: Vec<Conflict>,
    /// What only someone else changed, and stays.
    pub(crate) kept: Vec<Part>,
}

impl Edit {
    /// The edit once its conflicts with `theirs` are resolved. It counts as
    /// opened with `theirs`, so a still later change is noticed again.
    ///
    /// ```
    /// use roster::record::{Field, PivotRecord, Record};
    /// use roster::{Edit, Resolution};
    /// use wire::pivot::User;
    ///
    /// let pivot = |first: &str, last: &str| {
    ///     let user = User {
    ///         name: "ada".into(),
    ///         first_name: Some(first.into()),
    ///         last_name: Some(last.into()),
    ///         ..User::default()
    ///     };
    ///     Record::Pivot(PivotRecord { user: Some(user), status: None })
    /// };
    /// // Both names were edited, and meanwhile someone else changed the first one.
    /// let edit = Edit {
    ///     fields: vec![
    ///         (Field::FirstName, "Ada".into()),
    ///         (Field::LastName, "Lovelace".into()),
    ///     ],
    ///     opened: Some(Box::new(pivot("A.", "Byron"))),
    ///     ..Edit::default()
    /// };
    /// let theirs = pivot("Augusta Ada", "Byron");
    ///
    /// let edit = edit.resolved(&theirs, Resolution::KeepTheirs);
    /// assert_eq!(edit.fields, [(Field::LastName, "Lovelace".into())]);
    /// ```
    #[must_use]
    pub fn resolved(&self, theirs: &Record, resolution: Resolution) -> Self {
        Self {
            opened: Some(Box::new(theirs.clone())),
            ..merged(self, theirs, resolution).edit
        }
    }

    /// Whether nothing is to be different.
    pub fn is_empty(&self) -> bool {
        let roles = |opened: &Record| self.roles_on(&opened.role_ids());
        let is_same = |opened: &Record| {
            roles(opened).is_none_or(|roles| same_set(&roles, &opened.role_ids()))
                && (self.attributes.as_ref())
                    .is_none_or(|pairs| changed_names(&opened.attributes(), pairs).is_empty())
        };
        self.fields.is_empty()
            && match self.opened.as_deref() {
                Some(opened) => is_same(opened),
                None => self.roles.is_none() && self.attributes.is_none(),
            }
    }

    /// The roles after this edit of a user that has the roles `now`; nothing
    /// where it is not about roles.
    pub(crate) fn roles_on(&self, now: &[String]) -> Option<Vec<String>> {
        let wanted = self.roles.as_ref()?;
        let Some(opened) = self.opened.as_deref() else {
            return Some(without_doubles(wanted));
        };
        // The only role replaces the one before.
        if has_one_role(opened) {
            return Some(without_doubles(wanted));
        }
        let [added, removed] = difference(&opened.role_ids(), wanted);
        let stays = now.iter().filter(|role| !removed.contains(role));
        let all: Vec<String> = stays.cloned().chain(added).collect();
        Some(without_doubles(&all))
    }
}

fn has_one_role(record: &Record) -> bool {
    change_support(record.platform()).has_one_role()
}

/// What `wanted` has more than `opened`, and what it has less.
pub(crate) fn difference(opened: &[String], wanted: &[String]) -> [Vec<String>; 2] {
    let without = |all: &[String], others: &[String]| {
        let left = all.iter().filter(|one| !others.contains(one));
        left.cloned().collect()
    };
    [without(wanted, opened), without(opened, wanted)]
}

/// `edit` merged with `theirs`, what the platform holds now.
pub(crate) fn merge(edit: &Edit, theirs: &Record) -> Merged {
    merged(edit, theirs, Resolution::Overwrite)
}

fn merged(edit: &Edit, theirs: &Record, resolution: Resolution) -> Merged {
    let Some(opened) = edit.opened.as_deref() else {
        return Merged {
            edit: edit.clone(),
            ..Merged::default()
        };
    };
    let mut merged = Merged::default();
    for (field, mine) in &edit.fields {
        let [before, now] = [opened.field(*field), theirs.field(*field)];
        let same = |one: &str, other: &str| same_text(*field, one, other);
        let conflict = !same(now, before) && !same(now, mine) && !same(mine, before);
        if conflict {
            merged.conflict(Part::Field(*field), before, now, mine);
        }
        // The case of an address can be all that was changed.
        let chosen = !same(mine, before) || *field == Field::Email && mine != before;
        if chosen && (!conflict || resolution == Resolution::Overwrite) {
            merged.edit.fields.push((*field, mine.clone()));
        }
    }
    merge_roles(&mut merged, edit, opened, theirs, resolution);
    merge_attributes(&mut merged, edit, opened, theirs, resolution);
    merged.kept = kept_parts(&merged, edit, opened, theirs);
    merged
}

impl Merged {
    fn conflict(&mut self, part: Part, opened: &str, theirs: &str, mine: &str) {
        self.conflicts.push(Conflict {
            part,
            opened: opened.to_owned(),
            theirs: theirs.to_owned(),
            mine: mine.to_owned(),
        });
    }
}

fn merge_roles(
    merged: &mut Merged,
    edit: &Edit,
    opened: &Record,
    theirs: &Record,
    resolution: Resolution,
) {
    let now = theirs.role_ids();
    let Some(roles) = edit.roles_on(&now) else {
        return;
    };
    // Sets never conflict: what was added and removed is applied to any set.
    if has_one_role(opened) {
        let before = opened.role_ids();
        if roles == before {
            return;
        }
        if now != before && now != roles {
            let texts = [&before, &now, &roles].map(|roles| roles.join(", "));
            merged.conflict(Part::Role, &texts[0], &texts[1], &texts[2]);
            if resolution == Resolution::KeepTheirs {
                return;
            }
        }
    }
    merged.edit.roles = Some(roles);
}

fn merge_attributes(
    merged: &mut Merged,
    edit: &Edit,
    opened: &Record,
    theirs: &Record,
    resolution: Resolution,
) {
    let Some(mine) = &edit.attributes else { return };
    let [before, now] = [opened.attributes(), theirs.attributes()];
    let mut result = now.clone();
    for name in changed_names(&before, mine) {
        let [was, is, wanted] = [value(&before, name), value(&now, name), value(mine, name)];
        if is != was && is != wanted {
            let texts = [was, is, wanted].map(Option::unwrap_or_default);
            merged.conflict(
                Part::Attribute(name.to_owned()),
                texts[0],
                texts[1],
                texts[2],
            );
            if resolution == Resolution::KeepTheirs {
                continue;
            }
        }
        let place = result.iter().position(|(one, _)| one == name);
        match (place.and_then(|at| result.get_mut(at)), wanted) {
            (Some((_, value)), Some(wanted)) => wanted.clone_into(value),
            (None, Some(wanted)) => result.push((name.to_owned(), wanted.to_owned())),
            (Some(_), None) => result.retain(|(one, _)| one != name),
            (None, None) => {}
        }
    }
    merged.edit.attributes = Some(result);
}

type Pairs = [(String, String)];

fn value<'a>(pairs: &'a Pairs, name: &str) -> Option<&'a str> {
    let pair = pairs.iter().find(|(one, _)| one == name);
    pair.map(|(_, value)| &**value)
}

/// The names whose values differ, each once.
pub(crate) fn changed_names<'a>(before: &'a Pairs, after: &'a Pairs) -> Vec<&'a str> {
    let mut names: Vec<&str> = Vec::new();
    for (name, _) in before.iter().chain(after) {
        if value(before, name) != value(after, name) && !names.contains(&&**name) {
            names.push(name);
        }
    }
    names
}

/// What differs between `opened` and `theirs` and is not in conflict.
fn kept_parts(merged: &Merged, edit: &Edit, opened: &Record, theirs: &Record) -> Vec<Part> {
    let mut kept = Vec::new();
    for field in Field::all_of(opened.platform()) {
        let [before, now] = [opened.field(field), theirs.field(field)];
        let chosen = edit.fields.iter().any(|(one, _)| *one == field);
        if !chosen && !same_text(field, before, now) {
            kept.push(Part::Field(field));
        }
    }
    let roles = difference(&opened.role_ids(), &theirs.role_ids());
    let is_conflict = merged.conflicts.iter().any(|one| one.part == Part::Role);
    if roles.iter().any(|roles| !roles.is_empty()) && !is_conflict {
        kept.push(if has_one_role(opened) {
            Part::Role
        } else {
            Part::Roles(opened.platform())
        });
    }
    let [before, now] = [opened.attributes(), theirs.attributes()];
    for name in changed_names(&before, &now) {
        let part = Part::Attribute(name.to_owned());
        if !merged.conflicts.iter().any(|one| one.part == part) {
            kept.push(part);
        }
    }
    kept
}

#[cfg(test)]
mod tests;

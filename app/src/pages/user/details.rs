//! Every field the platform holds.

use super::User;
use crate::browser::time;
use crate::ui::dom::{El, el};
use crate::ui::key_values::{exact, key_values, plain};
use crate::ui::panel::section;
use leptos::prelude::*;
use roster::record::{PivotRecord, Record};
use std::borrow::Cow;
use wire::{Texts, actian, metabase, pivot};

pub(super) fn part(user: &User) -> El {
    let user = user.clone();
    section("Details").live(move || {
        let record = user.record.get()?;
        let (names, values): (Vec<_>, Vec<_>) = pairs(&user, &record).into_iter().unzip();
        let names = names.iter().map(|name| &**name);
        Some(key_values(names.zip(values).collect()))
    })
}

type Pairs<'a> = Vec<(Cow<'a, str>, El)>;

fn pairs<'a>(user: &User, record: &'a Record) -> Pairs<'a> {
    match record {
        Record::Pivot(PivotRecord { user: who, status }) => {
            let mut pairs = match who {
                Some(who) => pivot(user, who),
                None => Vec::new(),
            };
            match status {
                None => pairs.push(("Status record".into(), plain(""))),
                Some(status) => {
                    pairs.push(("Status record of".into(), exact(&status.name)));
                    let since = status.disabled.as_deref().map_or_else(|| plain(""), moment);
                    pairs.push(("Disabled since".into(), since));
                    pairs.extend(unknown(status.extra.iter()));
                }
            }
            pairs
        }
        Record::Actian(who) => actian(user, who),
        Record::Metabase(who) => metabase(user, who),
    }
}

fn pivot<'a>(user: &User, who: &'a pivot::User) -> Pairs<'a> {
    let mut pairs = vec![
        ("Name".into(), exact(&who.name)),
        ("First name".into(), text(who.first_name.as_deref())),
        ("Last name".into(), text(who.last_name.as_deref())),
        (
            "E-mail".into(),
            exact(who.email.as_deref().unwrap_or_default()),
        ),
        ("Colour mode".into(), text(who.color_mode.as_deref())),
        ("Roles".into(), roles(user)),
    ];
    pairs.extend(unknown(who.extra.iter()));
    pairs
}

fn actian<'a>(user: &User, who: &'a actian::User) -> Pairs<'a> {
    let mut pairs = vec![
        ("E-mail".into(), exact(&who.email)),
        ("First name".into(), plain(&who.first_name)),
        ("Last name".into(), plain(&who.last_name)),
        ("Role".into(), roles(user)),
        ("ID".into(), exact(&who.id)),
        ("Tenant".into(), exact(&user.store.connection().tenant)),
    ];
    pairs.extend(unknown(who.extra.iter()));
    pairs
}

fn metabase<'a>(user: &User, who: &'a metabase::User) -> Pairs<'a> {
    let details = who.details();
    let mut pairs = vec![
        ("ID".into(), exact(&who.id.to_string())),
        ("E-mail".into(), exact(&who.email)),
        ("First name".into(), text(who.first_name.as_deref())),
        ("Last name".into(), text(who.last_name.as_deref())),
        ("Shown as".into(), text(who.common_name.as_deref())),
        (
            "Can sign in".into(),
            who.is_active
                .map_or_else(|| plain("unknown"), |is| yes_no(Some(is))),
        ),
        ("Administrator".into(), yes_no(who.is_superuser)),
        ("Groups".into(), roles(user)),
        ("Language".into(), text(details.locale.as_deref())),
        (
            "Signs in with".into(),
            plain(who.sso_source.as_deref().unwrap_or("password")),
        ),
        ("Joined".into(), time_or(who.date_joined.as_deref(), "")),
        (
            "Last sign-in".into(),
            time_or(who.last_login.as_deref(), "never"),
        ),
        (
            "Last changed".into(),
            time_or(who.updated_at.as_deref(), ""),
        ),
        (
            "Introduction".into(),
            plain(match who.is_qbnewb {
                Some(true) => "still to be shown",
                Some(false) => "seen",
                None => "",
            }),
        ),
        ("Attributes".into(), plain(&attribute_lines(who).join(", "))),
    ];
    if let Some(id) = details.personal_collection_id {
        pairs.push(("Personal collection".into(), exact(&id.to_string())));
    }
    pairs.extend(unknown(who.extra.iter()));
    pairs
}

/// Attributes as people read them, one each.
pub(super) fn attribute_lines(who: &metabase::User) -> Vec<String> {
    let attributes = who.details().login_attributes.iter().flat_map(Texts::iter);
    attributes
        .map(|(name, value)| [&*name, " = ", &*value].concat())
        .collect()
}

fn text(text: Option<&str>) -> El {
    plain(text.unwrap_or_default())
}

fn yes_no(is: Option<bool>) -> El {
    plain(match is {
        Some(true) => "yes",
        Some(false) => "no",
        None => "",
    })
}

fn time_or(time: Option<&str>, none: &str) -> El {
    time.map_or_else(|| plain(none), moment)
}

/// The titles of the user's roles or groups, with their ids where they differ.
fn roles(user: &User) -> El {
    let ids = user
        .now()
        .map(|record| record.role_ids())
        .unwrap_or_default();
    let titled = user.store.people.with_untracked(|people| {
        let titled = ids.iter().map(|id| match people.title_of(id) {
            title if title == id => title.to_owned(),
            title => [title, " (", id, ")"].concat(),
        });
        titled.collect::<Vec<_>>()
    });
    plain(&titled.join(", "))
}

/// Fields that no document names, as they came.
fn unknown<'a>(fields: impl Iterator<Item = (Cow<'a, str>, &'a str)>) -> Pairs<'a> {
    fields.map(|(name, raw)| (name, exact(raw))).collect()
}

/// A time as people read it, the exact one in its title; other texts as they are.
pub(super) fn moment(text: &str) -> El {
    match time::write(text) {
        Some(written) => el("time", "")
            .attr("datetime", text)
            .attr("title", text)
            .text(&written.whole),
        None => exact(text),
    }
}

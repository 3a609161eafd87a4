//! Every field of the platform's record.

use super::User;
use crate::browser::time;
use crate::ui::key_values::{Exact, KeyValues, Plain};
use crate::ui::panel::Section;
use leptos::either::Either;
use leptos::prelude::*;
use roster::record::{PivotRecord, Record};
use std::borrow::Cow;
use wire::{Texts, actian, metabase, pivot};

/// What the platform's record of the user says, field by field.
#[component]
pub(super) fn Details(user: User) -> impl IntoView {
    let pairs = move || {
        let record = user.record.get()?;
        Some(view! { <KeyValues pairs=pairs(&user, &record) /> })
    };
    view! { <Section title="Details">{pairs}</Section> }
}

type Pairs = Vec<(String, AnyView)>;

fn pairs(user: &User, record: &Record) -> Pairs {
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

fn pivot(user: &User, record: &pivot::User) -> Pairs {
    let mut pairs = vec![
        ("Name".into(), exact(&record.name)),
        ("First name".into(), text(record.first_name.as_deref())),
        ("Last name".into(), text(record.last_name.as_deref())),
        (
            "Email".into(),
            exact(record.email.as_deref().unwrap_or_default()),
        ),
        ("Colour mode".into(), text(record.color_mode.as_deref())),
        ("Roles".into(), roles(user)),
    ];
    pairs.extend(unknown(record.extra.iter()));
    pairs
}

fn actian(user: &User, record: &actian::User) -> Pairs {
    let mut pairs = vec![
        ("Email".into(), exact(&record.email)),
        ("First name".into(), plain(&record.first_name)),
        ("Last name".into(), plain(&record.last_name)),
        ("Role".into(), roles(user)),
        ("ID".into(), exact(&record.id)),
        ("Tenant".into(), exact(&user.store.connection().tenant)),
    ];
    pairs.extend(unknown(record.extra.iter()));
    pairs
}

fn metabase(user: &User, record: &metabase::User) -> Pairs {
    let details = record.details();
    let mut pairs = vec![
        ("ID".into(), exact(&record.id.to_string())),
        ("Email".into(), exact(&record.email)),
        ("First name".into(), text(record.first_name.as_deref())),
        ("Last name".into(), text(record.last_name.as_deref())),
        ("Shown as".into(), text(record.common_name.as_deref())),
        (
            "Can sign in".into(),
            record
                .is_active
                .map_or_else(|| plain("unknown"), |is| yes_no(Some(is))),
        ),
        ("Administrator".into(), yes_no(record.is_superuser)),
        ("Groups".into(), roles(user)),
        ("Language".into(), text(details.locale.as_deref())),
        (
            "Signs in with".into(),
            plain(record.sso_source.as_deref().unwrap_or("password")),
        ),
        ("Joined".into(), time_or(record.date_joined.as_deref(), "")),
        (
            "Last sign-in".into(),
            time_or(record.last_login.as_deref(), "never"),
        ),
        (
            "Last changed".into(),
            time_or(record.updated_at.as_deref(), ""),
        ),
        (
            "Introduction".into(),
            plain(match record.is_qbnewb {
                Some(true) => "still to be shown",
                Some(false) => "seen",
                None => "",
            }),
        ),
        (
            "Attributes".into(),
            plain(&attribute_lines(record).join(", ")),
        ),
    ];
    if let Some(id) = details.personal_collection_id {
        pairs.push(("Personal collection".into(), exact(&id.to_string())));
    }
    pairs.extend(unknown(record.extra.iter()));
    pairs
}

/// Each attribute, as `name = value`.
pub(super) fn attribute_lines(record: &metabase::User) -> Vec<String> {
    let details = record.details();
    let attributes = details.login_attributes.iter().flat_map(Texts::iter);
    attributes
        .map(|(name, value)| format!("{name} = {value}"))
        .collect()
}

/// A value, or that there is none.
fn plain(text: &str) -> AnyView {
    view! { <Plain text=text /> }.into_any()
}

/// A value to the letter, or that there is none.
fn exact(text: &str) -> AnyView {
    view! { <Exact text=text /> }.into_any()
}

fn moment(text: &str) -> AnyView {
    view! { <Moment text=text /> }.into_any()
}

fn text(text: Option<&str>) -> AnyView {
    plain(text.unwrap_or_default())
}

fn yes_no(is: Option<bool>) -> AnyView {
    plain(match is {
        Some(true) => "yes",
        Some(false) => "no",
        None => "",
    })
}

fn time_or(time: Option<&str>, none: &str) -> AnyView {
    time.map_or_else(|| plain(none), moment)
}

/// The titles of the user's roles or groups, with their ids where they differ.
fn roles(user: &User) -> AnyView {
    let ids = user
        .now()
        .map(|record| record.role_ids())
        .unwrap_or_default();
    let titled = user.store.people.with_untracked(|people| {
        let titled = ids.iter().map(|id| match people.title_of(id) {
            title if title == id => title.to_owned(),
            title => format!("{title} ({id})"),
        });
        titled.collect::<Vec<_>>()
    });
    plain(&titled.join(", "))
}

/// Fields that no document names, as they came.
fn unknown<'a>(fields: impl Iterator<Item = (Cow<'a, str>, &'a str)>) -> Pairs {
    fields
        .map(|(name, raw)| (name.into_owned(), exact(raw)))
        .collect()
}

/// A time as people read it, the exact one in its title; other texts as they are.
#[component]
pub(super) fn Moment(#[prop(into)] text: String) -> impl IntoView {
    match time::write(&text) {
        Some(written) => Either::Left(view! {
            <time datetime=text.clone() title=text>
                {written.whole}
            </time>
        }),
        None => Either::Right(view! { <Exact text=text /> }),
    }
}

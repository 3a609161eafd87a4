//! Every field of the platform's record.

use super::User;
use crate::browser::time;
use crate::ui::key_values::{Exact, KeyValues, Plain};
use crate::ui::panel::Section;
use leptos::either::Either;
use leptos::prelude::*;
use roster::platform::DetailValue;
use roster::record::Record;

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
    let details = user
        .edit_support()
        .details(record, user.store.connection())
        .into_iter();
    details
        .map(|detail| (detail.label.into_owned(), value(user, &detail.value)))
        .collect()
}

fn value(user: &User, value: &DetailValue) -> AnyView {
    match value {
        DetailValue::Text(text) => view! { <Plain text=text /> }.into_any(),
        DetailValue::Exact(text) => view! { <Exact text=text /> }.into_any(),
        DetailValue::Time(text) => view! { <Moment text=text /> }.into_any(),
        DetailValue::Roles => view! { <Plain text=&role_titles(user) /> }.into_any(),
    }
}

/// The titles of the user's roles or groups, with their ids where they differ.
fn role_titles(user: &User) -> String {
    let ids = user
        .now()
        .map(|record| record.role_ids())
        .unwrap_or_default();
    let titled = user.store.accounts.with_untracked(|accounts| {
        let titled = ids.iter().map(|id| match accounts.title_of(id) {
            title if title == id => title.to_owned(),
            title => format!("{title} ({id})"),
        });
        titled.collect::<Vec<_>>()
    });
    titled.join(", ")
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

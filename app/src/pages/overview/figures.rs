//! The figures: people, their accounts, and drift by kind.

use super::model::{Figures, Known, Summary, written};
use crate::browser::time::number;
use crate::components::load_status::LoadFailed;
use crate::messages;
use crate::routes::{self, ANYWHERE, PeopleQuery, PeopleRecord, UserQuery};
use crate::state::people::{PeopleStore, kind_name};
use crate::ui::icons::{self, Icon};
use leptos::prelude::*;

/// A line below a figure: what, how many, and where they are listed.
struct Line {
    label: String,
    value: String,
    url: Option<String>,
    /// Whether there is nothing to look at.
    is_zero: bool,
}

impl Line {
    fn new(label: impl Into<String>, value: String, url: Option<String>) -> Self {
        Self {
            label: label.into(),
            is_zero: value == "0",
            value,
            url,
        }
    }
}

/// The figures of people and accounts, beside each other.
#[component]
pub(super) fn AccessFigures(summary: Memo<Summary>) -> impl IntoView {
    let people = move || {
        summary.with(|summary| {
            let known = summary.known();
            let lines = vec![
                Line::new(
                    "Can sign in somewhere",
                    written(summary.enabled, known),
                    Some(access_url(ANYWHERE)),
                ),
                Line::new(
                    "Departed",
                    number(summary.departed),
                    Some(people_url(&PeopleQuery {
                        record: PeopleRecord::Departed.name().to_owned(),
                        ..PeopleQuery::default()
                    })),
                ),
            ];
            figure(
                "People",
                written(summary.people, known),
                routes::people(),
                lines,
            )
        })
    };
    let enabled = move || {
        summary.with(|summary| {
            let line = |one: &Figures| {
                let url = one.id.as_ref().map(|id| access_url(id));
                Line::new(&*one.label, written(one.counts.enabled, one.known), url)
            };
            let lines = summary.connections.iter().map(line).collect();
            let sum = summary.connections.iter().map(|one| one.counts.enabled);
            let total = written(sum.sum(), summary.known());
            figure("Enabled accounts", total, access_url(ANYWHERE), lines)
        })
    };
    let admins = move || {
        summary.with(|summary| {
            let line = |one: &Figures| {
                let url = one.id.as_ref();
                let url = url.and_then(|id| admins_url(id, one.counts.disabled > 0));
                Line::new(&*one.label, written(one.counts.admins, one.known), url)
            };
            let lines = summary.connections.iter().map(line).collect();
            let sum = summary.connections.iter().map(|one| one.counts.admins);
            let total = written(sum.sum(), summary.known());
            figure(
                "Administrators",
                total,
                people_url(&PeopleQuery {
                    rights: "admin".to_owned(),
                    ..PeopleQuery::default()
                }),
                lines,
            )
        })
    };
    view! { <div class="figures">{people} {enabled} {admins}</div> }
}

/// How many cases there are of each kind of drift.
#[component]
pub(super) fn DriftFigures(people: PeopleStore, summary: Memo<Summary>) -> impl IntoView {
    let lines = move || {
        summary.with(|summary| {
            let kinds = roster::people::DriftKind::ALL.iter();
            let lines = kinds.map(|kind| {
                let counts = summary.drift.as_ref();
                let counts = counts.and_then(|all| all.iter().find(|(known, _)| known == kind));
                let (count, known) = match counts {
                    Some((_, count)) => (*count, Known::All),
                    None if summary.known() == Known::Unknown => (0, Known::Unknown),
                    None => (0, Known::NotYet),
                };
                Line::new(
                    messages::people::drift_title(*kind),
                    written(count, known),
                    Some(routes::drift_kind(&kind_name(*kind))),
                )
            });
            let counts = summary.drift.as_ref();
            let total = counts.map(|all| all.iter().map(|(_, count)| count).sum());
            let total = match total {
                Some(count) => number(count),
                None => written(0, summary.known().max(Known::NotYet)),
            };
            figure("Drift", total, routes::drift(), lines.collect())
        })
    };
    let note = move || {
        let unknown = summary.with(|summary| summary.unknown.clone());
        (!unknown.is_empty()).then(|| view! { <Unknown names=unknown /> })
    };
    let state = people.records_state();
    let failed = move || {
        state.has_failed().then(|| {
            view! {
                <p class="gap">
                    <Icon strokes=icons::ALERT />
                    <span>
                        "Without what the server keeps, it is not known who has departed, which "
                        "domains are yours and what was dismissed."
                    </span>
                </p>
            }
        })
    };
    view! {
        <div class="drift-figures">
            {lines}
            {note}
            {failed}
            <LoadFailed
                class=""
                state=people.records_state()
                on_retry=move |()| people.load_records()
            />
        </div>
    }
}

/// The connections that no number above includes.
#[component]
pub(super) fn Unknown(names: Vec<String>) -> impl IntoView {
    view! {
        <p class="gap">
            <Icon strokes=icons::ALERT />
            <span>{not_included(&names)}</span>
        </p>
    }
}

fn not_included(names: &[String]) -> String {
    match names {
        [name] => format!("{name} is not included: its users are not known."),
        names => format!(
            "{} are not included: their users are not known.",
            names.join(", ")
        ),
    }
}

/// A number, what it counts, and its parts. Each leads to the list of what it counts.
fn figure(title: &'static str, total: String, url: String, lines: Vec<Line>) -> AnyView {
    // Words are not as large as numbers.
    let is_text = !total.ends_with(|last: char| last.is_ascii_digit());
    let lines = lines.into_iter().map(line).collect_view();
    view! {
        <section class="figure">
            <h2>{title}</h2>
            <p class="figure-total" data-text=is_text.then_some("")>
                <a href=url>{total}</a>
            </p>
            <ul>{lines}</ul>
        </section>
    }
    .into_any()
}

fn line(line: Line) -> AnyView {
    let content = view! {
        <span>{line.label}</span>
        " "
        <b>{line.value}</b>
    };
    let zero = line.is_zero.then_some("");
    match line.url {
        Some(url) => view! {
            <li data-zero=zero>
                <a class="figure-line" href=url>
                    {content}
                </a>
            </li>
        }
        .into_any(),
        None => view! {
            <li data-zero=zero>
                <span class="figure-line">{content}</span>
            </li>
        }
        .into_any(),
    }
}

/// The people who match `query`.
pub(super) fn people_url(query: &PeopleQuery) -> String {
    routes::with_query(&routes::people(), &routes::people_query(query, 0))
}

/// The people who can sign in to the connection with this ID.
fn access_url(id: &str) -> String {
    people_url(&PeopleQuery {
        access: id.to_owned(),
        ..PeopleQuery::default()
    })
}

/// The administrators of a connection, without those who are disabled where anyone is;
/// nothing where no URL can name it.
fn admins_url(connection: &str, are_some_disabled: bool) -> Option<String> {
    let status = if are_some_disabled { "enabled" } else { "" };
    let query = UserQuery {
        rights: "admin".to_owned(),
        status: status.to_owned(),
        ..UserQuery::default()
    };
    let users = routes::users(connection)?;
    Some(routes::with_query(&users, &routes::listing(&query, 0)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_connections_that_are_missing_are_named() {
        let names = ["A", "B"].map(str::to_owned);
        assert_eq!(
            not_included(&names[..1]),
            "A is not included: its users are not known."
        );
        assert_eq!(
            not_included(&names),
            "A, B are not included: their users are not known."
        );
    }

    #[test]
    fn numbers_lead_to_the_lists_of_what_they_count() {
        assert_eq!(access_url("a&b"), "/people?access=a%26b");
        for (are_some_disabled, url) in [
            (false, "/pivot/users?rights=admin"),
            (true, "/pivot/users?status=enabled&rights=admin"),
        ] {
            assert_eq!(admins_url("pivot", are_some_disabled).as_deref(), Some(url));
        }
        assert_eq!(admins_url("..", true), None);
    }
}

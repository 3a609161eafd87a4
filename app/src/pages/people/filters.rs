//! What the list can be narrowed to.

use super::PeopleList;
use crate::components::page_query::QueryFilter;
use crate::routes::{self, ANYWHERE, PeopleQuery, PeopleRecord};
use crate::state::user_store::UserStore;
use crate::ui::filter::Options;
use leptos::prelude::*;
use roster::people::SignInAge;

/// For how many days people can be asked for who have not signed in; a URL can ask for any
/// other number.
const DAYS: [u32; 5] = [30, 60, 90, 180, 365];

/// A part of what the URL asks for.
type Part = fn(&mut PeopleQuery) -> &mut String;

/// The filters.
#[component]
pub(super) fn Filters(people: PeopleList) -> impl IntoView {
    let query = people.query;
    let connections = |first: &[(&str, &str)], before: &str| {
        let mut all = options(first);
        let option = |store: &UserStore| {
            let connection = store.connection();
            (
                connection.id.clone(),
                format!("{before} {}", connection.label),
            )
        };
        all.extend(people.stores.iter().map(option));
        all
    };
    let access = connections(
        &[("", "Any access"), (ANYWHERE, "Access to anything")],
        "Access to",
    );
    let lacks = connections(&[("", "Lacks access…")], "No access to");
    let disabled = connections(
        &[
            ("", "Any state"),
            (ANYWHERE, "Enabled here, disabled there"),
        ],
        "Enabled, but disabled on",
    );
    let rights = options(&[("", "Any rights"), ("admin", "Administrators anywhere")]);
    let record = options(&[
        ("", "All people"),
        (PeopleRecord::Departed.name(), "Departed"),
        (PeopleRecord::Unmatched.name(), "On one connection only"),
        (PeopleRecord::NoAddress.name(), "Without an address"),
    ]);
    let stores = people.stores.clone();
    let sign_in = Signal::derive(move || {
        let label = |id: &str| {
            let store = stores.iter().find(|store| store.connection().id == id);
            store.map_or_else(|| id.to_owned(), |store| store.connection().label.clone())
        };
        sign_ins(&query.read().sign_in, label)
    });
    let filter = move |label, options: Signal<Options>, part: Part| {
        view! { <QueryFilter label=label options=options query=query part=part /> }
    };
    view! {
        {filter("Has access to", access.into(), |query| &mut query.access)}
        {filter("Lacks access to", lacks.into(), |query| &mut query.lacks)}
        {filter("Enabled and disabled", disabled.into(), |query| &mut query.disabled)}
        {filter("Rights", rights.into(), |query| &mut query.rights)}
        {filter("Sign-in", sign_in, |query| &mut query.sign_in)}
        {filter("Record", record.into(), |query| &mut query.record)}
    }
}

fn options(pairs: &[(&str, &str)]) -> Options {
    let pair = |(value, label): &(&str, &str)| ((*value).to_owned(), (*label).to_owned());
    pairs.iter().map(pair).collect()
}

/// What can be asked about sign-ins, where `chosen` is asked now. `label` is what the
/// connection with an id is called.
fn sign_ins(chosen: &str, label: impl Fn(&str) -> String) -> Options {
    let mut days = DAYS.to_vec();
    if let Ok(chosen) = chosen.parse()
        && let Err(place) = days.binary_search(&chosen)
    {
        days.insert(place, chosen);
    }
    let mut all = options(&[("", "Any sign-in"), ("never", "Never signed in")]);
    all.extend(days.into_iter().map(|days| {
        let label = match days {
            1 => "Not signed in for 1 day".to_owned(),
            _ => format!("Not signed in for {days} days"),
        };
        (days.to_string(), label)
    }));
    if let Some((age, id)) = routes::age_on_connection(chosen) {
        let label = format!("{}: {}", label(id), age_label(age));
        all.push((chosen.to_owned(), label));
    }
    all
}

/// When an account was used last, as an option has it after its connection.
const fn age_label(age: SignInAge) -> &'static str {
    match age {
        SignInAge::Week => "used in the last 7 days",
        SignInAge::Month => "last used 8 to 30 days ago",
        SignInAge::Quarter => "last used 31 to 90 days ago",
        SignInAge::Longer => "last used over 90 days ago",
        SignInAge::Never => "never used",
        SignInAge::NotTold => "use not reported",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_number_of_days_can_be_asked_for() {
        let labels = |chosen| {
            let all = sign_ins(chosen, str::to_owned).into_iter();
            all.map(|(value, _)| value).collect::<Vec<_>>()
        };
        let usual = ["", "never", "30", "60", "90", "180", "365"];
        assert_eq!(labels(""), usual);
        assert_eq!(labels("90"), usual);
        assert_eq!(
            labels("45"),
            ["", "never", "30", "45", "60", "90", "180", "365"]
        );
        assert_eq!(sign_ins("1", str::to_owned)[2].1, "Not signed in for 1 day");
    }

    #[test]
    fn the_use_of_accounts_on_one_connection_can_be_asked_for_by_url() {
        let all = sign_ins("week:pivot", str::to_uppercase);
        let last = ("week:pivot", "PIVOT: used in the last 7 days");
        assert_eq!(
            all.last().map(|(value, label)| (&**value, &**label)),
            Some(last)
        );
        assert_eq!(sign_ins("soon:pivot", str::to_owned).len(), 7);
    }
}
